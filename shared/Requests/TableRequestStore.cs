using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Requests;

/// <summary>
/// Table <c>requests</c>: a partition for each connection, a row <c>request:{id}</c> for each ERP Request of the last weeks, and the rows <c>sweep</c> and <c>seen</c>. Router and sweep
/// write columns of their own and never replace a row, so that neither undoes the other's word.
/// </summary>
public sealed class TableRequestStore(TableServiceClient service, TimeProvider time) : IRequestStore
{
    /// <summary>Table Storage's limit for a transaction.</summary>
    private const int MostActions = 100;

    /// <summary>Rows dropped at a time, so that a sweep stays short.</summary>
    private const int MostForgotten = 5_000;

    private const string Report = "sweep", Json = "Json", Seen = "seen", FirstAt = "FirstAt";
    private const string At = nameof(RequestMark.At), RoutedAt = nameof(RequestMark.RoutedAt), Times = nameof(RequestMark.Times);
    private const string LooksUntil = nameof(RequestMark.LooksUntil), RefusedAt = nameof(RequestMark.RefusedAt), RefusedBy = nameof(RequestMark.RefusedBy), LooksBy = nameof(RequestMark.LooksBy);

    private readonly CreatedTable requests = new(service, "requests");

    public async Task MarkAsync(string connectionId, long requestId, bool isRouted, CancellationToken cancellationToken)
    {
        var table = await requests.GetAsync(cancellationToken);
        var now = time.GetUtcNow();
        var row = new TableEntity(TableKeys.Safe(connectionId), RowOf(requestId)) { [At] = now };
        if (isRouted)
        {
            row[RoutedAt] = now;
        }

        await table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken);
    }

    public async Task MarkLookAsync(string connectionId, long requestId, string messageId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var table = await requests.GetAsync(cancellationToken);
        var row = new TableEntity(TableKeys.Safe(connectionId), RowOf(requestId)) { [At] = time.GetUtcNow(), [LooksUntil] = until, [LooksBy] = messageId };
        await table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken);
    }

    public async Task<bool> TryRefuseAsync(string connectionId, long requestId, string messageId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var table = await requests.GetAsync(cancellationToken);
        var (partition, key) = (TableKeys.Safe(connectionId), RowOf(requestId));
        var mine = new TableEntity(partition, key) { [At] = time.GetUtcNow(), [RefusedAt] = time.GetUtcNow(), [RefusedBy] = messageId };
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken);
        if (found.HasValue && found.Value!.GetDateTimeOffset(RefusedAt) >= since)
        {
            return found.Value.GetString(RefusedBy) == messageId;
        }

        try
        {
            await (found.HasValue
                ? table.UpdateEntityAsync(mine, found.Value!.ETag, TableUpdateMode.Merge, cancellationToken)
                : table.AddEntityAsync(mine, cancellationToken));

            return true;
        }
        catch (RequestFailedException failure) when (Rounds.IsConflict(failure))
        {
            // Another event about it, or this very write whose answer was lost: then the message comes again, and finds that it was refused.
            throw new UnavailableException(new Problem("E902", "The notes about ERP Requests changed meanwhile."), failure);
        }
    }

    public async Task MarkAgainAsync(string connectionId, IReadOnlyList<RequestMark> marks, CancellationToken cancellationToken)
    {
        var table = await requests.GetAsync(cancellationToken);
        foreach (var chunk in marks.Chunk(MostActions))
        {
            await table.SubmitTransactionAsync(
                chunk.Select(mark => new TableTransactionAction(
                    TableTransactionActionType.UpsertMerge,
                    new TableEntity(TableKeys.Safe(connectionId), RowOf(mark.RequestId)) { [At] = mark.At, [Times] = mark.Times })),
                cancellationToken);
        }
    }

    public async Task<IReadOnlyDictionary<long, RequestMark>> FindManyAsync(
        string connectionId, IReadOnlyCollection<long> requestIds, CancellationToken cancellationToken)
    {
        if (requestIds.Count == 0)
        {
            return new Dictionary<long, RequestMark>();
        }

        var table = await requests.GetAsync(cancellationToken);
        var wanted = requestIds.ToHashSet();
        var between = TableClient.CreateQueryFilter(
            $"PartitionKey eq {TableKeys.Safe(connectionId)} and RowKey ge {RowOf(wanted.Min())} and RowKey le {RowOf(wanted.Max())}");

        return await table.QueryAsync<TableEntity>(between, cancellationToken: cancellationToken)
            .Select(Read)
            .Where(mark => wanted.Contains(mark.RequestId))
            .ToDictionaryAsync(mark => mark.RequestId, cancellationToken: cancellationToken);
    }

    public async Task ForgetAsync(string connectionId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var table = await requests.GetAsync(cancellationToken);
        var partition = TableKeys.Safe(connectionId);
        var old = await table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {partition} and At lt {before}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken)
            .Take(MostForgotten)
            .ToListAsync(cancellationToken);
        foreach (var chunk in old.Chunk(MostActions))
        {
            try
            {
                await table.SubmitTransactionAsync(chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row)), cancellationToken);
            }
            catch (RequestFailedException failure) when (failure.Status == 404)
            {
                // The SDK repeats a call whose answer was lost, and then finds nothing to delete. What is left goes the next time.
                return;
            }
        }
    }

    public async Task<DateTimeOffset> SeeAsync(string connectionId, CancellationToken cancellationToken)
    {
        var table = await requests.GetAsync(cancellationToken);
        var (partition, now) = (TableKeys.Safe(connectionId), time.GetUtcNow());
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, Seen, cancellationToken: cancellationToken);
        if (found.HasValue)
        {
            return found.Value!.GetDateTimeOffset(FirstAt) ?? now;
        }

        try
        {
            await table.AddEntityAsync(new TableEntity(partition, Seen) { [FirstAt] = now }, cancellationToken);
        }
        catch (RequestFailedException failure) when (Rounds.IsConflict(failure))
        {
            // Somebody else looks for the first time too: the moment is the same.
        }

        return now;
    }

    public async Task<SweepReport?> FindReportAsync(string connectionId, CancellationToken cancellationToken)
    {
        var table = await requests.GetAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(TableKeys.Safe(connectionId), Report, cancellationToken: cancellationToken);

        return found.HasValue ? JsonSerializer.Deserialize<SweepReport>(found.Value!.GetString(Json)) : null;
    }

    public async Task SaveReportAsync(string connectionId, SweepReport report, CancellationToken cancellationToken)
    {
        var table = await requests.GetAsync(cancellationToken);
        var row = new TableEntity(TableKeys.Safe(connectionId), Report) { [Json] = JsonSerializer.Serialize(report) };
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Rows stand in the order of ids.</summary>
    private static string RowOf(long requestId) => string.Create(CultureInfo.InvariantCulture, $"request:{requestId:D19}");

    private static RequestMark Read(TableEntity row) => new(
        long.Parse(row.RowKey.AsSpan("request:".Length), CultureInfo.InvariantCulture),
        row.GetDateTimeOffset(At) ?? DateTimeOffset.MinValue,
        row.GetDateTimeOffset(RoutedAt),
        row.GetInt32(Times) ?? 0)
    {
        LooksUntil = row.GetDateTimeOffset(LooksUntil),
        LooksBy = row.GetString(LooksBy),
        RefusedAt = row.GetDateTimeOffset(RefusedAt),
        RefusedBy = row.GetString(RefusedBy),
    };
}
