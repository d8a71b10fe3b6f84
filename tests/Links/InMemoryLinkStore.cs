using System.Runtime.CompilerServices;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Links;

/// <summary>The link store's rules in their plainest form: what the real store is compared with, and what a crash test runs on.</summary>
internal sealed class InMemoryLinkStore(Effects effects) : ILinkStore
{
    private readonly Dictionary<LinkKey, Link> rows = [];
    private int version;

    public List<HistoryEntry> History { get; } = [];

    public Task<Link?> FindAsync(LinkKey key, CancellationToken cancellationToken) => effects.RunAsync(() => rows.GetValueOrDefault(key));

    public Task<IReadOnlyList<Link?>> FindManyAsync(IReadOnlyList<LinkKey> keys, CancellationToken cancellationToken) =>
        effects.RunAsync<IReadOnlyList<Link?>>(() => [.. keys.Select(key => rows.GetValueOrDefault(key))]);

    public Task<Link?> FindByNetSuiteIdAsync(
        string connectionId, EntityType entity, long? projectId, NetSuiteId id, CancellationToken cancellationToken) =>
        effects.RunAsync(() => Holder(new LinkKey(connectionId, entity, 0, projectId), id));

    public Task<IReadOnlySet<NetSuiteId>> FindEverLinkedAsync(
        string connectionId, EntityType entity, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken) => effects.RunAsync<IReadOnlySet<NetSuiteId>>(() =>
    {
        var known = rows.Values.Where(link => IsIn(link.Key, connectionId, entity, null) && (link.IsPair || link.State is LinkState.Unlinked)).Select(link => link.NetSuiteId).ToHashSet();

        return ids.Where(id => known.Contains(id)).ToHashSet();
    });

    public async IAsyncEnumerable<Link> ListAsync(
        string connectionId, EntityType entity, long? projectId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var link in await effects.RunAsync(() => rows.Values.Where(link => IsIn(link.Key, connectionId, entity, projectId)).ToList()))
        {
            yield return link;
        }
    }

    public Task<Link?> TrySaveAsync(Link link, CancellationToken cancellationToken) => effects.RunAsync(() =>
        rows.GetValueOrDefault(link.Key)?.ETag == link.ETag ? Save(link) : null);

    public Task<Link> LinkAsync(Link link, CancellationToken cancellationToken) => effects.RunAsync(() =>
    {
        var current = rows.GetValueOrDefault(link.Key);
        var holder = Holder(link.Key, link.NetSuiteId!.Value);
        if (holder is not null && holder.Key != link.Key)
        {
            throw new LinkConflictException("taken", holder);
        }

        if (current is { IsPair: true } && current.NetSuiteId != link.NetSuiteId)
        {
            throw new LinkConflictException("linked", current);
        }

        if (current is { State: LinkState.Unlinked } && current.NetSuiteId == link.NetSuiteId && current.ETag != link.ETag)
        {
            throw new LinkConflictException("unlinked", current);
        }

        return current is { State: LinkState.Linked } ? current : Save(link with
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
    });

    public Task UnlinkAsync(Link link, CancellationToken cancellationToken) => effects.RunAsync(() =>
        rows.GetValueOrDefault(link.Key) is { IsPair: true } current && current.NetSuiteId == link.NetSuiteId
            ? Save(current with { State = LinkState.Unlinked, LeaseUntil = null, Voided = Math.Max(current.Voided, link.Voided) })
            : null);

    public Task ParkAsync(
        IReadOnlyList<(LinkKey Key, string? Name, IReadOnlyList<Problem> Problems)> parked, DateTimeOffset at, CancellationToken cancellationToken) =>
        effects.RunAsync(() => parked
            .Select(item => Row(item.Key) is var row ? Save(row with { Name = item.Name ?? row.Name, Problems = item.Problems, ParkedAt = at }) : null)
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
                Save(succeeded ? row with { Problems = [], ParkedAt = null } : row);
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

    private static bool IsIn(LinkKey key, string connectionId, EntityType entity, long? projectId) =>
        (key.ConnectionId, key.Entity, key.ProjectId) == (connectionId, entity, projectId);

    private Link Row(LinkKey key) => rows.GetValueOrDefault(key) ?? new Link { Key = key, State = LinkState.Open };

    private Link? Holder(LinkKey place, NetSuiteId id) => rows.Values.SingleOrDefault(link =>
        link.IsPair && link.NetSuiteId == id && IsIn(link.Key, place.ConnectionId, place.Entity, place.ProjectId));

    private Link Save(Link link) => rows[link.Key] = link with { ETag = $"v{++version}" };
}
