using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProcoreNetSuite.Benchmarks.Tables;

/// <summary>Comparisons that all must hold, the first of them <c>PartitionKey eq</c>: the only filters that the connector's stores have.</summary>
internal sealed partial class TableFilter
{
    private readonly List<(string Name, string Operator, object Literal)> terms = [];

    /// <exception cref="TableRefusal">It is another one.</exception>
    public TableFilter(string text)
    {
        var match = Terms().Match(text);
        foreach (Match term in match.Groups["term"].Captures.Select(term => Term().Match(term.Value)))
        {
            var literal = term.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal);
            terms.Add((
                term.Groups["name"].Value,
                term.Groups["operator"].Value,
                term.Groups["flag"] is { Success: true } flag ? bool.Parse(flag.Value) : term.Groups["time"].Success ? Time(literal) : literal));
        }

        if (terms is not [("PartitionKey", "eq", string partition), .. var others] || others.Exists(term => term is { Name: "PartitionKey" or "Timestamp" } or { Name: "RowKey", Literal: not string } or { Literal: bool, Operator: not "eq" }))
        {
            throw TableRefusal.Unknown($"the filter {text}");
        }

        (Partition, terms) = (partition, others);
        First = terms.Where(term => term is { Name: "RowKey", Operator: "ge" or "gt" or "eq" }).Select(term => (string)term.Literal).Max(StringComparer.Ordinal) ?? "";
    }

    public string Partition { get; }

    /// <summary>No row before this key matches.</summary>
    public string First { get; }

    public bool Matches(TableRow row) => terms.TrueForAll(term => Holds(row, term));

    /// <summary>True if neither this row nor one behind it matches.</summary>
    public bool IsBehind(TableRow row) => terms.Exists(term => term is { Name: "RowKey", Operator: "lt" or "le" } && !Holds(row, term));

    private static bool Holds(TableRow row, (string Name, string Operator, object Literal) term) => (term.Operator, Compare(row, term.Name, term.Literal)) is
        ("eq" or "le" or "ge", 0) or ("lt" or "le", < 0) or ("gt" or "ge", > 0);

    /// <returns>Null if the row has no such property, or one of another type.</returns>
    private static int? Compare(TableRow row, string name, object literal) => (literal, row.Values.GetValueOrDefault(name)) switch
    {
        (string key, _) when name == "RowKey" => string.CompareOrdinal(row.Key, key),
        (string text, { Type: null or "Edm.String", Value: { ValueKind: JsonValueKind.String } found }) => string.CompareOrdinal(found.GetString(), text),
        (DateTimeOffset time, { Type: "Edm.DateTime", Value: var found }) => Time(found.GetString()!).CompareTo(time),
        (bool flag, { Value: { ValueKind: JsonValueKind.True or JsonValueKind.False } found }) => found.GetBoolean().CompareTo(flag),
        _ => null,
    };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    [GeneratedRegex(@"^(?<term>\w+ (eq|lt|le|gt|ge) ((datetime)?'([^']|'')*'|true|false))( and (?<term>\w+ (eq|lt|le|gt|ge) ((datetime)?'([^']|'')*'|true|false)))*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Terms();

    [GeneratedRegex(@"^(?<name>\w+) (?<operator>\w\w) ((?<time>datetime)?'(?<text>([^']|'')*)'|(?<flag>true|false))\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Term();
}
