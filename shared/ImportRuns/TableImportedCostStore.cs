using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>Table <c>costs</c>: a partition for each connection, a row for each transaction, in the order of their ids.</summary>
public sealed class TableImportedCostStore(TableServiceClient service) : IImportedCostStore
{
    private readonly CreatedTable costs = new(service, "costs");

    public async Task<IReadOnlyDictionary<NetSuiteId, ImportedTransaction>> FindManyAsync(
        string connectionId, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var table = await costs.GetAsync(cancellationToken);
        var rows = await ManyRows.FindAsync(table, TableKeys.Safe(connectionId), ids.Select(RowOf), cancellationToken);

        return ids.Distinct().ToDictionary(
            id => id, id => rows.TryGetValue(RowOf(id), out var row) ? Read(connectionId, row) : new ImportedTransaction(connectionId, id));
    }

    public async Task<IReadOnlyList<ImportedTransaction>> ListAsync(string connectionId, NetSuiteId? after, int most, CancellationToken cancellationToken)
    {
        var table = await costs.GetAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.Safe(connectionId)} and RowKey gt {(after is { } last ? RowOf(last) : "")}");

        return await table.QueryAsync<TableEntity>(filter, maxPerPage: most, cancellationToken: cancellationToken)
            .Take(most).Select(row => Read(connectionId, row)).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ImportedTransaction>> SaveAsync(IReadOnlyList<ImportedTransaction> transactions, CancellationToken cancellationToken)
    {
        var table = await costs.GetAsync(cancellationToken);
        var saved = new List<ImportedTransaction>();
        foreach (var batch in Batches.Cut(transactions.Where(one => !one.IsEmpty || one.ETag is not null).Select(one => (One: one, Row: RowOf(one))), one => one.Row))
        {
            try
            {
                var answers = await table.SubmitTransactionAsync(batch.Select(one => Action(one.One, one.Row)), cancellationToken);
                saved.AddRange(batch.Select(one => one.One).Zip(answers.Value, (one, answer) => one with { ETag = one.IsEmpty ? null : answer.Headers.ETag?.ToString() }));
            }
            catch (RequestFailedException failure) when (Rounds.IsConflict(failure))
            {
                // Another run about another project, or this very write whose answer was lost: what was planned may be out of date.
                throw new UnavailableException(new Problem("E902", "The notes about imported transactions changed meanwhile."), failure);
            }
        }

        return saved;
    }

    private static TableTransactionAction Action(ImportedTransaction one, TableEntity row) => one switch
    {
        { ETag: null } => new(TableTransactionActionType.Add, row),
        { IsEmpty: true } => new(TableTransactionActionType.Delete, row, new ETag(one.ETag)),
        _ => new(TableTransactionActionType.UpdateReplace, row, new ETag(one.ETag)),
    };

    /// <summary>A journal may be on hundreds of projects.</summary>
    private static TableEntity RowOf(ImportedTransaction one)
    {
        var row = new TableEntity(TableKeys.Safe(one.ConnectionId), RowOf(one.Id));
        LongTexts.Put(row, nameof(ImportedTransaction.Costs), JsonSerializer.Serialize(one.Costs));
        LongTexts.Put(row, nameof(ImportedTransaction.Left), JsonSerializer.Serialize(one.Left));

        return row;
    }

    private static string RowOf(NetSuiteId id) => long.Parse(id.Value, CultureInfo.InvariantCulture).ToString("D18", CultureInfo.InvariantCulture);

    private static ImportedTransaction Read(string connectionId, TableEntity row) =>
        new(connectionId, new NetSuiteId(row.RowKey.TrimStart('0')))
        {
            Costs = JsonSerializer.Deserialize<List<ImportedCost>>(LongTexts.Read(row, nameof(ImportedTransaction.Costs))!)!,
            Left = LongTexts.Read(row, nameof(ImportedTransaction.Left)) is { } left ? JsonSerializer.Deserialize<List<NotImported>>(left)! : [],
            ETag = row.ETag.ToString(),
        };
}
