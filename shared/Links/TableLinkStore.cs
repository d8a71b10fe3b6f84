using Azure;
using Azure.Data.Tables;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Links;

/// <summary>
/// The links in Table Storage: <c>links</c> and <c>history</c> (design: "Exactly one effect"). Every write is conditional on the version that was read.
/// A write that meets a newer version reads again and decides anew; that is also how it finds its own write when only the answer was lost.
/// Failures other than such a conflict pass through as the SDK throws them: <see cref="RequestFailedException"/>,
/// or <see cref="AggregateException"/> when no repeat got an answer. The service's options: <see cref="TableOptions"/>.
/// </summary>
public sealed partial class TableLinkStore(TableServiceClient service, TimeProvider time) : ILinkStore
{
    /// <summary>Azure's limit for one transaction.</summary>
    private const int LargestTransaction = 100;

    private const int MostAnsweredDetails = 50;

    private const string SaveId = nameof(SaveId);

    private readonly CreatedTable links = new(service, "links");
    private readonly LinkHistory history = new(service);

    public async Task<Link?> FindAsync(LinkKey key, CancellationToken cancellationToken) =>
        await FindRowAsync(key, TableKeys.ProcoreRow(key.ProcoreId), cancellationToken) is { } row ? LinkRows.Read(key, row) : null;

    public async Task<Link?> FindByNetSuiteIdAsync(
        string connectionId, EntityType entity, long? projectId, NetSuiteId id, CancellationToken cancellationToken)
    {
        var place = new LinkKey(connectionId, entity, 0, projectId);
        if (await FindRowAsync(place, TableKeys.NetSuiteRow(id), cancellationToken) is not { } pair)
        {
            return null;
        }

        var link = await FindAsync(place with { ProcoreId = HolderOf(pair) }, cancellationToken);

        // Unlinked between the two reads.
        return IsPair(link, id) ? link : null;
    }

    public async Task<Link?> TrySaveAsync(Link link, CancellationToken cancellationToken) => (await TrySaveManyAsync([link], cancellationToken))?[0];

    public async Task<Link> LinkAsync(Link link, CancellationToken cancellationToken)
    {
        var id = link.NetSuiteId ?? throw new ArgumentException("A pair needs its NetSuite id.", nameof(link));

        return await TryLinkClaimAsync(link, id, cancellationToken) ?? await Rounds.RunAsync(async () =>
        {
            var current = await FindAsync(link.Key, cancellationToken);
            var pair = await FindRowAsync(link.Key, TableKeys.NetSuiteRow(id), cancellationToken);
            if (pair is not null && HolderOf(pair) is var holder && holder != link.Key.ProcoreId)
            {
                throw LinkConflicts.RecordIsTaken(link, holder, await FindAsync(link.Key with { ProcoreId = holder }, cancellationToken));
            }

            if (current is not null && LinkConflicts.Between(current, link) is { } conflict)
            {
                throw conflict;
            }

            if (pair is not null && current is { State: LinkState.Linked })
            {
                return current;
            }

            return await SavePairAsync(Combine(current, link), id, pair, cancellationToken);
        });
    }

    /// <summary>A claim that nobody has touched since says all there is to know: nothing has to be read before it becomes a pair.</summary>
    /// <returns>Null if the row has moved on, or NetSuite's record has a pair already.</returns>
    private async Task<Link?> TryLinkClaimAsync(Link claim, NetSuiteId id, CancellationToken cancellationToken)
    {
        try
        {
            return claim is { State: LinkState.Writing, ETag: not null, Name: not null } ? await SavePairAsync(Combine(claim, claim), id, null, cancellationToken) : null;
        }
        catch (RequestFailedException failure) when (Rounds.IsConflict(failure))
        {
            return null;
        }
    }

    private async Task<Link> SavePairAsync(Link linked, NetSuiteId id, TableEntity? pair, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var etags = await SubmitAsync([SaveAction(linked, now), PairAction(linked, id, pair)], cancellationToken);

        return linked with { ETag = etags[0], UpdatedAt = now };
    }

    public Task UnlinkAsync(Link link, CancellationToken cancellationToken) => Rounds.RunAsync(async () =>
    {
        var current = await FindAsync(link.Key, cancellationToken);
        if (link.NetSuiteId is not { } id || !IsPair(current, id))
        {
            return current;
        }

        var unlinked = current! with { State = LinkState.Unlinked, LeaseUntil = null, Voided = Math.Max(current.Voided, link.Voided) };
        var former = new TableEntity(TableKeys.Partition(link.Key), TableKeys.FormerRow(id)) { [nameof(LinkKey.ProcoreId)] = link.Key.ProcoreId };
        List<TableTransactionAction> actions = [SaveAction(unlinked, time.GetUtcNow()), new(TableTransactionActionType.UpsertReplace, former)];
        if (await FindRowAsync(link.Key, TableKeys.NetSuiteRow(id), cancellationToken) is { } pair && HolderOf(pair) == link.Key.ProcoreId)
        {
            actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, pair, pair.ETag));
        }

        await SubmitAsync(actions, cancellationToken);

        return unlinked;
    });

    public Task ParkAsync(
        IReadOnlyList<(LinkKey Key, string? Name, IReadOnlyList<Problem> Problems)> parked, DateTimeOffset at, CancellationToken cancellationToken) =>
        ChangeAsync(
            parked,
            item => item.Key,
            (link, item) => link with { Name = item.Name ?? link.Name, Problems = item.Problems, ParkedAt = at },
            cancellationToken);

    public Task MarkReportedAsync(
        IReadOnlyList<(LinkKey Key, long? RequestDetailId, bool Succeeded)> reported, DateTimeOffset at, CancellationToken cancellationToken) =>
        ChangeAsync(
            reported,
            item => item.Key,
            (link, item) => link with
            {
                ReportedAt = at,
                Problems = item.Succeeded ? [] : link.Problems,
                ParkedAt = item.Succeeded ? null : link.ParkedAt,
                AnsweredDetails = item.RequestDetailId is { } detail && !link.HasAnswered(detail)
                    ? [.. link.AnsweredDetails.Append(detail).TakeLast(MostAnsweredDetails)]
                    : link.AnsweredDetails,
            },
            cancellationToken);

    public Task AppendHistoryAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken) =>
        history.AppendAsync(entries, cancellationToken);

    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(LinkKey key, CancellationToken cancellationToken) =>
        history.ListAsync(key, cancellationToken);

    private static bool IsPair(Link? link, NetSuiteId id) => link is not null && link.IsPair && link.NetSuiteId == id;

    private static long HolderOf(TableEntity pair) => pair.GetInt64(nameof(LinkKey.ProcoreId))!.Value;

    /// <summary>What was written comes from the writer, what was told to Procore meanwhile from the row.</summary>
    private static Link Combine(Link? current, Link link) => link with
    {
        State = LinkState.Linked,
        LeaseUntil = null,
        Name = link.Name ?? current?.Name,
        Voided = Math.Max(link.Voided, current?.Voided ?? 0),
        Problems = current?.Problems ?? link.Problems,
        ParkedAt = current is null ? link.ParkedAt : current.ParkedAt,
        ReportedAt = current is null ? link.ReportedAt : current.ReportedAt,
        AnsweredDetails = current?.AnsweredDetails ?? link.AnsweredDetails,
        ETag = current?.ETag,
    };

    /// <param name="saveId">By which a save finds itself again when only its answer was lost; null where that is no matter.</param>
    private static TableEntity RowOf(Link link, DateTimeOffset now, string? saveId)
    {
        var row = LinkRows.Write(link, now);
        row[SaveId] = saveId;

        return row;
    }

    private static TableTransactionAction SaveAction(Link link, DateTimeOffset now, string? saveId = null) => link.ETag is null
        ? new(TableTransactionActionType.Add, RowOf(link, now, saveId))
        : new(TableTransactionActionType.UpdateReplace, RowOf(link, now, saveId), new ETag(link.ETag));

    private static TableTransactionAction PairAction(Link link, NetSuiteId id, TableEntity? stored)
    {
        var pair = new TableEntity(TableKeys.Partition(link.Key), TableKeys.NetSuiteRow(id)) { [nameof(LinkKey.ProcoreId)] = link.Key.ProcoreId };

        return stored is null
            ? new(TableTransactionActionType.Add, pair)
            : new(TableTransactionActionType.UpdateReplace, pair, stored.ETag);
    }

    private async Task ChangeAsync<T>(
        IReadOnlyList<T> items, Func<T, LinkKey> keyOf, Func<Link, T, Link> change, CancellationToken cancellationToken)
    {
        // One row may be named twice (two details about one record), but only once in a transaction.
        var rows = items.GroupBy(keyOf).GroupBy(row => TableKeys.Partition(row.Key));
        foreach (var together in rows.SelectMany(partition => partition.Chunk(LargestTransaction)))
        {
            await Rounds.RunAsync(async () =>
            {
                var current = await FindManyAsync([.. together.Select(row => row.Key)], cancellationToken);
                var now = time.GetUtcNow();
                var changed = together.Zip(
                    current, (row, link) => row.Aggregate(link ?? new Link { Key = row.Key, State = LinkState.Open }, change));

                return await SubmitAsync([.. changed.Select(link => SaveAction(link, now))], cancellationToken);
            });
        }
    }

    private async Task<TableEntity?> FindRowAsync(LinkKey key, string row, CancellationToken cancellationToken)
    {
        var table = await links.GetAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKeys.Partition(key), row, cancellationToken: cancellationToken);

        return found.HasValue ? found.Value : null;
    }

    /// <returns>The new ETag of each row, in the same order.</returns>
    private async Task<IReadOnlyList<string?>> SubmitAsync(
        IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        var table = await links.GetAsync(cancellationToken);
        var answers = await table.SubmitTransactionAsync(actions, cancellationToken);

        return [.. answers.Value.Select(answer => answer.Headers.ETag?.ToString())];
    }
}
