using Azure;
using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>
/// The reservations in Table Storage, table <c>reservations</c>: one partition for a connection's entity, one row for what is reserved. Every write is conditional on the
/// version that was read. Failures pass through as those of <see cref="TableLinkStore"/> do.
/// </summary>
public sealed class TableReservations : IReservations
{
    private const int LongestPlain = 100;

    /// <summary>Column: it was another record's, which NetSuite's queries may not show yet, so that it is kept until the lease ends.</summary>
    private const string TakenOver = "TakenOver";

    private readonly CreatedTable reservations;
    private readonly ReservationSeal seal;
    private readonly ILinkStore links;
    private readonly TimeProvider time;

    public TableReservations(TableServiceClient service, ILinkStore links, TimeProvider time)
    {
        reservations = new(service, "reservations");
        seal = new(service, reservations);
        (this.links, this.time) = (links, time);
    }

    public async Task<IReadOnlyList<Holder?>> ReserveAsync(IReadOnlyList<Reservation> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
        {
            return [];
        }

        wanted = await seal.SealAsync(wanted, cancellationToken);
        List<Reservation> first = [.. wanted.DistinctBy(one => one.What)];
        if (await TryAddAsync(first, cancellationToken))
        {
            return AnswerAll(wanted, first.ToDictionary(one => one.What, one => new Holder(one.Owner, one.Name, null)));
        }

        return AnswerAll(wanted, await Rounds.RunAsync(() => DecideAsync(wanted, cancellationToken)));
    }

    public async Task ReleaseAsync(IReadOnlyList<Reservation> held, CancellationToken cancellationToken)
    {
        if (held.Count == 0)
        {
            return;
        }

        held = await seal.SealAsync(held, cancellationToken);
        await Rounds.RunAsync(async () =>
        {
            var (table, rows) = await ReadAsync(held, cancellationToken);
            var owners = await OwnersAsync(rows.Values, cancellationToken);
            List<TableTransactionAction> actions =
            [
                .. held.DistinctBy(one => one.What).Where(one => rows.TryGetValue(one.What, out var row) && OwnerOf(row) == one.Owner && !MayBeInNetSuite(owners[one.Owner]) && row.GetBoolean(TakenOver) is not true)
                    .Select(one => new TableTransactionAction(TableTransactionActionType.Delete, rows[one.What], rows[one.What].ETag)),
            ];

            return actions.Count == 0 || await table.SubmitTransactionAsync(actions, cancellationToken) is not null;
        });
    }

    /// <summary>Who wants something and holds it has it; of the others each gets the holder.</summary>
    private static IReadOnlyList<Holder?> AnswerAll(IReadOnlyList<Reservation> wanted, IReadOnlyDictionary<string, Holder> holders) =>
        [.. wanted.Select(one => holders[one.What] is var holder && holder.Key == one.Owner ? null : holder)];

    /// <summary>As it nearly always is: nobody has any of it, and one call says so.</summary>
    private async Task<bool> TryAddAsync(IReadOnlyList<Reservation> wanted, CancellationToken cancellationToken)
    {
        var table = await reservations.GetAsync(cancellationToken);
        try
        {
            await table.SubmitTransactionAsync(wanted.Select(one => new TableTransactionAction(TableTransactionActionType.Add, RowOf(one))), cancellationToken);

            return true;
        }
        catch (RequestFailedException failure) when (Rounds.IsConflict(failure))
        {
            return false;
        }
    }

    /// <returns>Who holds each of them afterwards.</returns>
    private async Task<IReadOnlyDictionary<string, Holder>> DecideAsync(IReadOnlyList<Reservation> wanted, CancellationToken cancellationToken)
    {
        var (table, rows) = await ReadAsync(wanted, cancellationToken);
        var owners = await OwnersAsync(rows.Values, cancellationToken);
        var holders = new Dictionary<string, Holder>();
        List<TableTransactionAction> actions = [];
        foreach (var same in wanted.GroupBy(one => one.What))
        {
            if (!rows.TryGetValue(same.Key, out var row))
            {
                actions.Add(new(TableTransactionActionType.Add, RowOf(same.First())));
                holders[same.Key] = new(same.First().Owner, same.First().Name, null);
                continue;
            }

            var owner = OwnerOf(row);
            var next = same.FirstOrDefault(one => one.Owner == owner) ?? (IsFree(owners[owner], row) ? same.First() : null);
            var takes = next is null ? same.FirstOrDefault(one => MayTakeOver(one, owners[owner], row)) : null;
            var isTaken = takes is not null || (next?.Owner == owner && row.GetBoolean(TakenOver) is true);
            next ??= takes;
            holders[same.Key] = next is null || next.Owner == owner ? new(owner, row.GetString(nameof(Reservation.Name)), owners[owner]) : new(next.Owner, next.Name, null);
            if (next is not null)
            {
                actions.Add(new(TableTransactionActionType.UpdateReplace, RowOf(next, isTaken), row.ETag));
            }
        }

        if (actions.Count > 0)
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
        }

        return holders;
    }

    private static bool MayBeInNetSuite(Link? owner) => owner is { IsPair: true } or { State: LinkState.Writing or LinkState.Unknown };

    /// <summary>A write of its owner's record may be on its way, or this very write made it.</summary>
    private static bool IsNeeded(Link? owner, TableEntity row) => owner switch
    {
        { State: LinkState.Writing or LinkState.Unknown } => true,

        // A record that was unlinked and exported anew under another number has left the old one behind.
        { State: LinkState.Linked } => owner.OperationId == row.GetString(nameof(Reservation.OperationId)),
        _ => false,
    };

    /// <summary>What its owner doesn't need, and can't begin to write any more. A record that was changed or deleted in NetSuite since is for the look into NetSuite to judge.</summary>
    private bool IsFree(Link? owner, TableEntity row) => !IsNeeded(owner, row) && row.GetDateTimeOffset(nameof(Reservation.LeaseUntil)) <= time.GetUtcNow();

    /// <summary>The owner doesn't need it any more: whoever must not be written beside it finds it in NetSuite.</summary>
    private static bool MayTakeOver(Reservation wanted, Link? owner, TableEntity row) =>
        owner is { IsPair: true } && Reservation.AreApart(wanted.Apart, row.GetString(nameof(Reservation.Apart)));

    private async Task<(TableClient Table, IReadOnlyDictionary<string, TableEntity> Rows)> ReadAsync(IReadOnlyList<Reservation> wanted, CancellationToken cancellationToken)
    {
        var table = await reservations.GetAsync(cancellationToken);
        var found = await ManyRows.FindAsync(table, PartitionOf(wanted[0].Owner), wanted.Select(one => RowKeyOf(one.What)), cancellationToken);

        return (table, wanted.Select(one => one.What).Distinct().Where(what => found.ContainsKey(RowKeyOf(what))).ToDictionary(what => what, what => found[RowKeyOf(what)]));
    }

    private async Task<IReadOnlyDictionary<LinkKey, Link?>> OwnersAsync(IEnumerable<TableEntity> rows, CancellationToken cancellationToken)
    {
        LinkKey[] owners = [.. rows.Select(OwnerOf).Distinct()];

        return owners.Zip(await links.FindManyAsync(owners, cancellationToken)).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static LinkKey OwnerOf(TableEntity row) => new(
        row.GetString(nameof(LinkKey.ConnectionId)),
        Enum.Parse<EntityType>(row.GetString(nameof(LinkKey.Entity))),
        row.GetInt64(nameof(LinkKey.ProcoreId))!.Value,
        row.GetInt64(nameof(LinkKey.ProjectId)));

    private static string PartitionOf(LinkKey owner) => TableKeys.Partition(owner with { ProjectId = null });

    /// <summary>A key may have 1 KiB.</summary>
    internal static string RowKeyOf(string what) => what.Length <= LongestPlain ? TableKeys.Safe(what) : $"sha256!{TableKeys.Hash(what)}";

    private static TableEntity RowOf(Reservation one, bool isTakenOver = false) => new(PartitionOf(one.Owner), RowKeyOf(one.What))
    {
        [nameof(Reservation.What)] = one.What,
        [nameof(Reservation.Name)] = one.Name,
        [nameof(Reservation.Apart)] = one.Apart,
        [TakenOver] = isTakenOver,
        [nameof(Reservation.OperationId)] = one.OperationId,
        [nameof(Reservation.LeaseUntil)] = one.LeaseUntil,
        [nameof(LinkKey.ConnectionId)] = one.Owner.ConnectionId,
        [nameof(LinkKey.Entity)] = $"{one.Owner.Entity}",
        [nameof(LinkKey.ProcoreId)] = one.Owner.ProcoreId,
        [nameof(LinkKey.ProjectId)] = one.Owner.ProjectId,
    };
}
