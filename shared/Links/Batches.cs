using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>Rows cut into transactions that Azure takes: 100 rows, and 4 MiB whatever their texts are.</summary>
internal static class Batches
{
    private const int LargestTransaction = 100;

    private const int MostText = 500_000;

    /// <summary>In the same order.</summary>
    public static IEnumerable<IReadOnlyList<T>> Cut<T>(IEnumerable<T> rows, Func<T, TableEntity> entityOf)
    {
        List<T> together = [];
        var text = 0;
        foreach (var row in rows)
        {
            var length = entityOf(row).Sum(property => (property.Value as string)?.Length ?? 0);
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
