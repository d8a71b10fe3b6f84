using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>The history table: partitions as the links', one row per Procore record, message and decision.</summary>
internal sealed class LinkHistory(TableServiceClient service)
{
    private readonly CreatedTable history = new(service, "history");

    public async Task AppendAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken)
    {
        var table = await history.GetAsync(cancellationToken);
        foreach (var partition in entries.GroupBy(entry => TableKeys.Partition(entry.Key)))
        {
            // The last of the same decision wins, as it would if they came one after the other.
            var rows = partition.Select(HistoryRows.Write).GroupBy(row => row.RowKey).Select(same => same.Last());
            foreach (var together in Batches.Cut(rows, row => row))
            {
                await table.SubmitTransactionAsync(
                    together.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellationToken);
            }
        }
    }

    public async Task<IReadOnlyList<HistoryEntry>> ListAsync(LinkKey key, CancellationToken cancellationToken)
    {
        var table = await history.GetAsync(cancellationToken);
        var begin = TableKeys.HistoryBegin(key.ProcoreId);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.Partition(key)} and RowKey ge {begin} and RowKey lt {begin[..^1] + (char)(begin[^1] + 1)}");
        var entries = new List<HistoryEntry>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            entries.Add(HistoryRows.Read(key, row));
        }

        return [.. entries.OrderByDescending(entry => entry.At)];
    }
}
