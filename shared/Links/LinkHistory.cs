using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>The history table: partitions as the links', one row per Procore record, message and decision.</summary>
internal sealed class LinkHistory(TableServiceClient service)
{
    /// <summary>Azure's limit for one transaction.</summary>
    private const int LargestTransaction = 100;

    /// <summary>Characters of all texts in one transaction, so that it stays below Azure's 4 MiB whatever they are.</summary>
    private const int MostText = 500_000;

    private readonly CreatedTable history = new(service, "history");

    public async Task AppendAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken)
    {
        var table = await history.GetAsync(cancellationToken);
        foreach (var partition in entries.GroupBy(entry => TableKeys.Partition(entry.Key)))
        {
            // The last of the same decision wins, as it would if they came one after the other.
            var rows = partition.Select(HistoryRows.Write).GroupBy(row => row.RowKey).Select(same => same.Last());
            foreach (var together in Cut(rows))
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

    private static IEnumerable<IReadOnlyList<TableEntity>> Cut(IEnumerable<TableEntity> rows)
    {
        List<TableEntity> together = [];
        var text = 0;
        foreach (var row in rows)
        {
            var length = row.Sum(property => (property.Value as string)?.Length ?? 0);
            if (together.Count == LargestTransaction || (together.Count > 0 && text + length > MostText))
            {
                yield return together;

                together = [];
                text = 0;
            }

            together.Add(row);
            text += length;
        }

        if (together.Count > 0)
        {
            yield return together;
        }
    }
}
