using System.Runtime.CompilerServices;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Links;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>
/// The link store's rules in their plainest form: what the real store is compared with, what a crash test runs on, and what stands behind a room in tests of
/// what is decided and not of how it is stored.
/// </summary>
public sealed class MemoryLinkStore : ILinkStore
{
    private readonly Effects effects;
    private readonly Dictionary<LinkKey, Link> rows = [];
    private int version;

    public MemoryLinkStore()
        : this(new Effects())
    {
    }

    internal MemoryLinkStore(Effects effects) => this.effects = effects;

    /// <summary>Every decision, oldest first.</summary>
    public List<HistoryEntry> History { get; } = [];

    /// <summary>The decisions as words, oldest first.</summary>
    public IEnumerable<string> Decisions => History.Select(entry => entry.Decision);

    /// <summary>What is stored for the key, or null.</summary>
    public Link? this[LinkKey key] => rows.GetValueOrDefault(key);

    /// <summary>Puts a row there as it is, whatever stands there.</summary>
    public Link Put(Link link) => rows[link.Key] = link with { ETag = $"v{++version}" };

    public Task<Link?> FindAsync(LinkKey key, CancellationToken cancellationToken) => effects.RunAsync(() => rows.GetValueOrDefault(key));

    public Task<IReadOnlyList<Link?>> FindManyAsync(IReadOnlyList<LinkKey> keys, CancellationToken cancellationToken) =>
        effects.RunAsync<IReadOnlyList<Link?>>(() => [.. keys.Select(key => rows.GetValueOrDefault(key))]);

    public Task<Link?> FindByNetSuiteIdAsync(
        string connectionId, EntityType entity, long? projectId, NetSuiteId id, CancellationToken cancellationToken) =>
        effects.RunAsync(() => Holder(new LinkKey(connectionId, entity, 0, projectId), id));

    public async Task<IReadOnlyDictionary<NetSuiteId, Link>> FindManyByNetSuiteIdAsync(
        string connectionId, EntityType entity, long? projectId, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var place = new LinkKey(connectionId, entity, 0, projectId);

        return await effects.RunAsync(() => ids.Distinct().Where(id => Holder(place, id) is not null).ToDictionary(id => id, id => Holder(place, id)!));
    }

    public Task<IReadOnlySet<NetSuiteId>> FindEverLinkedAsync(
        string connectionId, EntityType entity, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var known = rows.Values.Where(link => IsIn(link.Key, connectionId, entity, null) && (link.IsPair || link.State is LinkState.Unlinked)).Select(link => link.NetSuiteId).ToHashSet();

        return Task.FromResult<IReadOnlySet<NetSuiteId>>(ids.Where(id => known.Contains(id)).ToHashSet());
    }

    public Task<IReadOnlyList<Link>> ListPageAsync(string connectionId, EntityType entity, long after, int most, CancellationToken cancellationToken) =>
        effects.RunAsync<IReadOnlyList<Link>>(() =>
        [
            .. rows.Values.Where(link => IsIn(link.Key, connectionId, entity, null) && string.CompareOrdinal($"{link.Key.ProcoreId}", $"{after}") > 0)
                .OrderBy(link => $"{link.Key.ProcoreId}", StringComparer.Ordinal).Take(most),
        ]);

    public Task<IReadOnlyList<Link>> BrowseAsync(
        string connectionId, EntityType? entity, long? projectId, LinkKey? after, int most, CancellationToken cancellationToken) =>
        effects.RunAsync<IReadOnlyList<Link>>(() =>
        [
            .. rows.Values.Where(link => link.Key.ConnectionId == connectionId && link.Key.Entity == (entity ?? link.Key.Entity) && (projectId ?? link.Key.ProjectId) == link.Key.ProjectId)
                .OrderBy(link => Place(link.Key), StringComparer.Ordinal).Where(link => after is null || string.CompareOrdinal(Place(link.Key), Place(after)) > 0).Take(most),
        ]);

    public async IAsyncEnumerable<Link> ListAsync(
        string connectionId, EntityType entity, long? projectId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var link in await effects.RunAsync(() => rows.Values.Where(link => IsIn(link.Key, connectionId, entity, projectId)).ToList()))
        {
            yield return link;
        }
    }

    public async IAsyncEnumerable<Link> ListChangedAsync(
        string connectionId, EntityType entity, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var link in await effects.RunAsync(() => rows.Values.Where(link => link.Key.ConnectionId == connectionId && link.Key.Entity == entity && link.UpdatedAt >= since).ToList()))
        {
            yield return link;
        }
    }

    public Task<Link?> TrySaveAsync(Link link, CancellationToken cancellationToken) => effects.RunAsync(() =>
        rows.GetValueOrDefault(link.Key)?.ETag == link.ETag ? Put(link) : null);

    public Task<IReadOnlyList<Link>?> TrySaveManyAsync(IReadOnlyList<Link> links, CancellationToken cancellationToken) => effects.RunAsync<IReadOnlyList<Link>?>(() =>
        links.All(link => rows.GetValueOrDefault(link.Key)?.ETag == link.ETag) ? [.. links.Select(Put)] : null);

    public Task<bool> TryLinkManyAsync(IReadOnlyList<Link> claims, CancellationToken cancellationToken) => effects.RunAsync(() =>
    {
        var areFree = claims.All(claim => rows.GetValueOrDefault(claim.Key)?.ETag == claim.ETag && Holder(claim.Key, claim.NetSuiteId!.Value) is null);
        foreach (var claim in areFree ? claims : [])
        {
            Link(claim);
        }

        return areFree;
    });

    public Task<Link> LinkAsync(Link link, CancellationToken cancellationToken) => effects.RunAsync(() => Link(link));

    private Link Link(Link link)
    {
        var current = rows.GetValueOrDefault(link.Key);
        var holder = Holder(link.Key, link.NetSuiteId!.Value);
        if (holder is not null && holder.Key != link.Key)
        {
            throw new LinkConflictException($"NetSuite record {link.NetSuiteId} is linked to {holder.Name}.", holder);
        }

        if (current is { IsPair: true } && current.NetSuiteId != link.NetSuiteId)
        {
            throw new LinkConflictException($"{current.Name} is linked to NetSuite record {current.NetSuiteId}.", current);
        }

        if (current is { State: LinkState.Unlinked } && current.NetSuiteId == link.NetSuiteId && current.ETag != link.ETag)
        {
            throw new LinkConflictException($"{current.Name} was unlinked.", current);
        }

        return current is { State: LinkState.Linked } ? current : Put(link with
        {
            State = LinkState.Linked,
            LeaseUntil = null,
            Name = link.Name ?? current?.Name,
            Voided = Math.Max(link.Voided, current?.Voided ?? 0),
            Problems = (current ?? link).Problems,
            ParkedAt = (current ?? link).ParkedAt,
            ReportedAt = (current ?? link).ReportedAt,
            AnsweredDetails = (current ?? link).AnsweredDetails,
        });
    }

    public Task UnlinkAsync(Link link, CancellationToken cancellationToken) => effects.RunAsync(() =>
        rows.GetValueOrDefault(link.Key) is { IsPair: true } current && current.NetSuiteId == link.NetSuiteId
            ? Put(current with { State = LinkState.Unlinked, LeaseUntil = null, Voided = Math.Max(current.Voided, link.Voided) })
            : null);

    public Task ParkAsync(
        IReadOnlyList<(LinkKey Key, string? Name, IReadOnlyList<Problem> Problems)> parked, DateTimeOffset at, CancellationToken cancellationToken) =>
        effects.RunAsync(() => parked
            .Select(item => Row(item.Key) is var row ? Put(row with { Name = item.Name ?? row.Name, Problems = item.Problems, ParkedAt = at }) : null)
            .ToList());

    public Task MarkReportedAsync(
        IReadOnlyList<(LinkKey Key, long? RequestDetailId, bool Succeeded)> reported, DateTimeOffset at, CancellationToken cancellationToken) =>
        effects.RunAsync(() =>
        {
            foreach (var (key, detail, succeeded) in reported)
            {
                var row = Row(key);
                List<long> answered = [.. row.AnsweredDetails];
                if (detail is { } id && !answered.Contains(id))
                {
                    answered.Add(id);
                }

                row = row with { ReportedAt = at, AnsweredDetails = answered[Math.Max(0, answered.Count - 50)..] };
                Put(succeeded ? row with { Problems = [], ParkedAt = null } : row);
            }

            return true;
        });

    public Task AppendHistoryAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken) => effects.RunAsync(() =>
    {
        foreach (var entry in entries)
        {
            History.RemoveAll(old => (old.Key, old.OperationId, old.Decision) == (entry.Key, entry.OperationId, entry.Decision));
            History.Add(entry);
        }

        return true;
    });

    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(LinkKey key, CancellationToken cancellationToken) =>
        effects.RunAsync<IReadOnlyList<HistoryEntry>>(() =>
            [.. History.Where(entry => entry.Key == key).OrderByDescending(entry => entry.At)]);

    private static string Place(LinkKey key) => $"{TableKeys.Partition(key)} {TableKeys.ProcoreRow(key.ProcoreId)}";

    private static bool IsIn(LinkKey key, string connectionId, EntityType entity, long? projectId) =>
        (key.ConnectionId, key.Entity, key.ProjectId) == (connectionId, entity, projectId);

    private Link Row(LinkKey key) => rows.GetValueOrDefault(key) ?? new Link { Key = key, State = LinkState.Open };

    private Link? Holder(LinkKey place, NetSuiteId id) => rows.Values.SingleOrDefault(link =>
        link.IsPair && link.NetSuiteId == id && IsIn(link.Key, place.ConnectionId, place.Entity, place.ProjectId));
}
