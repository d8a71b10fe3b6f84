using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ProcoreNetSuite.NetSuite;

/// <summary>Builds and runs queries (netsuite-api.md 5.1). Values are written into the text: accounts before 2026.2 know no parameters.</summary>
internal static class SuiteQl
{
    /// <summary>Most values in one IN (...), and rows of one page.</summary>
    public const int Most = 1000;

    /// <summary>Place in a query where the condition for the next page goes.</summary>
    public const string NextPage = "/*next*/";

    private static readonly SearchValues<char> Control =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code), '\u007f']);

    /// <summary>More rows than any list here has; ends one that never would.</summary>
    private const int MostPages = 1000;

    /// <summary>Text in quotes.</summary>
    /// <exception cref="ArgumentException">It holds control characters, which no name or number has.</exception>
    public static string Quote(string text)
    {
        if (text.AsSpan().ContainsAny(Control))
        {
            throw new ArgumentException("A value for a query holds control characters.", nameof(text));
        }

        return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>An id as a number.</summary>
    /// <exception cref="ArgumentException">It is no internal id.</exception>
    public static string Number(NetSuiteId id) => RecordJson.IsId(id.Value ?? "")
        ? id.Value!
        : throw new ArgumentException($"'{id.Value}' is no NetSuite id.", nameof(id));

    public static string List(IEnumerable<string> values) => $"({string.Join(", ", values)})";

    /// <summary>All rows, in pages by id, so that records saved meanwhile neither repeat nor hide any.</summary>
    /// <param name="query">Selects an id, is ordered by it, and holds <see cref="NextPage"/> inside its condition.</param>
    /// <param name="idColumn">Such as t.id.</param>
    public static async Task<IReadOnlyList<T>> ListAsync<T>(
        NetSuiteConnection connection, string query, string idColumn, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        List<T> all = [];
        var after = "";
        var last = long.MinValue;
        for (var pages = 1; pages <= MostPages; pages++)
        {
            var page = await PageAsync(connection, query.Replace(NextPage, after, StringComparison.Ordinal), Most, cancellationToken);
            using var json = page.Json;
            foreach (var row in page.Rows)
            {
                var id = row.Id("id") is { } value ? long.Parse(value.Value, CultureInfo.InvariantCulture) : (long?)null;
                if (id is null || id <= last || read(row) is not { } item)
                {
                    throw NetSuiteConnection.Unavailable("A row of a query has no id, is out of order, or misses a value.");
                }

                last = id.Value;
                all.Add(item);
            }

            if (!page.HasMore || page.Rows.Count == 0)
            {
                return all;
            }

            after = $"AND {idColumn} > {last}";
        }

        throw NetSuiteConnection.Unavailable($"The answer to a query has no end: {MostPages} pages were read.");
    }

    /// <summary>The first rows. Fewer than <paramref name="most"/> are all there are.</summary>
    /// <param name="query">Ordered by what the next page's condition names.</param>
    /// <param name="most">1,000 at most.</param>
    public static async Task<IReadOnlyList<T>> ReadPageAsync<T>(
        NetSuiteConnection connection, string query, int most, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var page = await PageAsync(connection, query, most, cancellationToken);
        using var json = page.Json;

        return [.. page.Rows.Select(row => read(row) ?? throw NetSuiteConnection.Unavailable("A row of a query misses a value."))];
    }

    private static async Task<(JsonDocument Json, IReadOnlyList<JsonElement> Rows, bool HasMore)> PageAsync(
        NetSuiteConnection connection, string query, int most, CancellationToken cancellationToken)
    {
        var answer = await connection.SendAsync(
            HttpMethod.Post, $"query/v1/suiteql?limit={most}&offset=0", Body(query), new Sent(RecordType.Query, "a query"), cancellationToken);
        var json = RecordJson.TryParse(answer);
        if (json?.RootElement.Member("items") is not { ValueKind: JsonValueKind.Array } items)
        {
            json?.Dispose();
            throw NetSuiteConnection.Unavailable("The answer to a query holds no rows.");
        }

        IReadOnlyList<JsonElement> rows = [.. items.EnumerateArray()];
        var hasMore = json.RootElement.Member("hasMore") is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag
            ? flag.GetBoolean()
            : rows.Count < json.RootElement.Number("totalResults");

        return (json, rows, hasMore);
    }

    private static string Body(string query)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("q", query);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
