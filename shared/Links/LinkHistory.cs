using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>The history table: one partition per Procore record, one row per decision of a message.</summary>
internal sealed class LinkHistory(TableServiceClient service)
{
    private const int MostWritesAtOnce = 16;

    private readonly CreatedTable history = new(service, "history");

    public async Task AppendAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken)
    {
        var table = await history.GetAsync(cancellationToken);

        // One by one: a hundred long payloads don't fit into a transaction.
        await Parallel.ForEachAsync(
            entries,
            new ParallelOptions { MaxDegreeOfParallelism = MostWritesAtOnce, CancellationToken = cancellationToken },
            async (entry, token) => await table.UpsertEntityAsync(HistoryRows.Write(entry), TableUpdateMode.Replace, token));
    }

    public async Task<IReadOnlyList<HistoryEntry>> ListAsync(LinkKey key, CancellationToken cancellationToken)
    {
        var table = await history.GetAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.HistoryPartition(key)}");
        var entries = new List<HistoryEntry>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            entries.Add(HistoryRows.Read(key, row));
        }

        return [.. entries.OrderByDescending(entry => entry.At)];
    }
}
