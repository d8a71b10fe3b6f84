using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>Reads many rows of one partition: neighbours with one query, rows that lie far apart one by one, a few at once.</summary>
internal static class ManyRows
{
    private const int MostReadsAtOnce = 16;

    /// <summary>Azure's limit for the answer to one query.</summary>
    private const int MostInAnswer = 1000;

    /// <returns>The rows that are there, by their keys.</returns>
    public static async Task<IReadOnlyDictionary<string, TableEntity>> FindAsync(
        TableClient table, string partition, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.Distinct().Order(StringComparer.Ordinal).ToList();
        if (wanted.Count > MostReadsAtOnce && await FindBetweenAsync(table, partition, wanted[0], wanted[^1], cancellationToken) is { } between)
        {
            return wanted.Where(between.ContainsKey).ToDictionary(key => key, key => between[key]);
        }

        var found = new TableEntity?[wanted.Count];
        var many = new ParallelOptions { MaxDegreeOfParallelism = MostReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, found.Length, many, async (index, token) =>
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(partition, wanted[index], cancellationToken: token);
            found[index] = row.HasValue ? row.Value : null;
        });

        return found.OfType<TableEntity>().ToDictionary(row => row.RowKey);
    }

    /// <returns>Null if there are so many that one answer doesn't hold them.</returns>
    private static async Task<IReadOnlyDictionary<string, TableEntity>?> FindBetweenAsync(
        TableClient table, string partition, string first, string last, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey le {last}");
        await foreach (var page in table.QueryAsync<TableEntity>(filter, MostInAnswer, cancellationToken: cancellationToken).AsPages())
        {
            return page.ContinuationToken is null ? page.Values.ToDictionary(row => row.RowKey) : null;
        }

        return new Dictionary<string, TableEntity>();
    }
}
