using Azure.Data.Tables;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>The hashes in Table Storage, table <c>imported</c>: one partition for a connection's kind, a row <c>netsuite:{id}</c> for each record.</summary>
public sealed class TableImportedStore(TableServiceClient service) : IImportedStore
{
    private const string Hash = nameof(Hash);

    /// <summary>Azure's limit for one transaction.</summary>
    private const int LargestTransaction = 100;

    private readonly CreatedTable imported = new(service, "imported");

    public async Task<IReadOnlyList<string?>> FindManyAsync(
        string connectionId, ImportKind kind, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var table = await imported.GetAsync(cancellationToken);
        var rows = await ManyRows.FindAsync(table, PartitionOf(connectionId, kind), ids.Select(TableKeys.NetSuiteRow), cancellationToken);

        return [.. ids.Select(id => rows.GetValueOrDefault(TableKeys.NetSuiteRow(id))?.GetString(Hash))];
    }

    public async Task<IReadOnlyList<NetSuiteId>> ListAsync(string connectionId, ImportKind kind, string hash, int most, CancellationToken cancellationToken)
    {
        var table = await imported.GetAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(connectionId, kind)} and Hash eq {hash}");

        return await table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken)
            .Take(most).Select(row => TableKeys.ReadNetSuiteRow(row.RowKey)).ToListAsync(cancellationToken);
    }

    public async Task SaveAsync(
        string connectionId, ImportKind kind, IReadOnlyList<(NetSuiteId Id, string Hash)> written, CancellationToken cancellationToken)
    {
        var table = await imported.GetAsync(cancellationToken);
        foreach (var together in written.DistinctBy(one => one.Id).Chunk(LargestTransaction))
        {
            await table.SubmitTransactionAsync(
                together.Select(one => new TableTransactionAction(
                    TableTransactionActionType.UpsertReplace,
                    new TableEntity(PartitionOf(connectionId, kind), TableKeys.NetSuiteRow(one.Id)) { [Hash] = one.Hash })),
                cancellationToken);
        }
    }

    private static string PartitionOf(string connectionId, ImportKind kind) => $"{TableKeys.Safe(connectionId)}|{kind.Slug()}";
}
