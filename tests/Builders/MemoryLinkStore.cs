using System.Runtime.CompilerServices;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>The link table in memory, for tests of what is decided and not of how it is stored. It keeps the promises of <see cref="ILinkStore"/>.</summary>
public sealed class MemoryLinkStore : ILinkStore
{
    private readonly Dictionary<LinkKey, Link> rows = [];
    private int version;

    /// <summary>Every decision, oldest first.</summary>
    public List<HistoryEntry> History { get; } = [];

    /// <summary>The decisions as words, oldest first.</summary>
    public IEnumerable<string> Decisions => History.Select(entry => entry.Decision);

    /// <summary>What is stored for the key, or null.</summary>
    public Link? this[LinkKey key] => rows.GetValueOrDefault(key);

    /// <summary>Puts a row there as it is, whatever stands there.</summary>
    public Link Put(Link link) => rows[link.Key] = link with { ETag = $"{++version}" };

    public Task<Link?> FindAsync(LinkKey key, CancellationToken cancellationToken) => Task.FromResult(this[key]);

    public Task<IReadOnlyList<Link?>> FindManyAsync(IReadOnlyList<LinkKey> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Link?>>([.. keys.Select(key => this[key])]);

    public Task<Link?> FindByNetSuiteIdAsync(
        string connectionId, EntityType entity, long? projectId, NetSuiteId id, CancellationToken cancellationToken) =>
        Task.FromResult(Partition(connectionId, entity, projectId).FirstOrDefault(link => link.IsPair && link.NetSuiteId == id));

    public Task<IReadOnlySet<NetSuiteId>> FindEverLinkedAsync(
        string connectionId, EntityType entity, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var known = Partition(connectionId, entity, null).Where(link => link.IsPair || link.State is LinkState.Unlinked).Select(link => link.NetSuiteId).ToHashSet();

        return Task.FromResult<IReadOnlySet<NetSuiteId>>(ids.Where(id => known.Contains(id)).ToHashSet());
    }

    public async IAsyncEnumerable<Link> ListAsync(
        string connectionId, EntityType entity, long? projectId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var link in Partition(connectionId, entity, projectId).ToList())
        {
            await Task.Yield();

            yield return link;
        }
    }

    public Task<Link?> TrySaveAsync(Link link, CancellationToken cancellationToken) =>
        Task.FromResult(this[link.Key]?.ETag == link.ETag ? Put(link) : null);

    public Task<Link> LinkAsync(Link link, CancellationToken cancellationToken)
    {
        var holder = Partition(link.Key.ConnectionId, link.Key.Entity, link.Key.ProjectId)
            .FirstOrDefault(other => other.IsPair && other.NetSuiteId == link.NetSuiteId && other.Key != link.Key);
        if (holder is not null)
        {
            throw new LinkConflictException($"NetSuite record {link.NetSuiteId} is linked to {holder.Name}.", holder);
        }

        return this[link.Key] is { IsPair: true } current && current.NetSuiteId != link.NetSuiteId
            ? throw new LinkConflictException($"{current.Name} is linked to NetSuite record {current.NetSuiteId}.", current)
            : Task.FromResult(Put(link with { State = LinkState.Linked, LeaseUntil = null }));
    }

    public Task UnlinkAsync(Link link, CancellationToken cancellationToken)
    {
        if (this[link.Key] is { IsPair: true } current)
        {
            Put(current with { State = LinkState.Unlinked, Voided = Math.Max(current.Voided, link.Voided) });
        }

        return Task.CompletedTask;
    }

    public Task ParkAsync(
        IReadOnlyList<(LinkKey Key, string? Name, IReadOnlyList<Problem> Problems)> parked, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var (key, name, problems) in parked)
        {
            var link = this[key] ?? new Link { Key = key, State = LinkState.Open };
            Put(link with { Name = name ?? link.Name, Problems = problems, ParkedAt = at });
        }

        return Task.CompletedTask;
    }

    public Task MarkReportedAsync(
        IReadOnlyList<(LinkKey Key, long? RequestDetailId, bool Succeeded)> reported, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var (key, detail, succeeded) in reported)
        {
            var link = this[key] ?? new Link { Key = key, State = LinkState.Open };
            Put(link with
            {
                ReportedAt = at,
                Problems = succeeded ? [] : link.Problems,
                AnsweredDetails = detail is { } id ? [.. link.AnsweredDetails.Append(id).Distinct()] : link.AnsweredDetails,
            });
        }

        return Task.CompletedTask;
    }

    public Task AppendHistoryAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            History.RemoveAll(old => old.Key == entry.Key && old.OperationId == entry.OperationId && old.Decision == entry.Decision);
            History.Add(entry);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(LinkKey key, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HistoryEntry>>([.. History.Where(entry => entry.Key == key).Reverse()]);

    private IEnumerable<Link> Partition(string connectionId, EntityType entity, long? projectId) =>
        rows.Values.Where(link => link.Key.ConnectionId == connectionId && link.Key.Entity == entity && link.Key.ProjectId == projectId);
}
