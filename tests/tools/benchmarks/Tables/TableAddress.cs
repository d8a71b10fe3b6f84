using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProcoreNetSuite.Benchmarks.Tables;

/// <summary>What a call is about.</summary>
/// <param name="Name">A table, Tables or $batch.</param>
/// <param name="IsList">Ends with ().</param>
/// <param name="Row">The row it names.</param>
internal sealed partial record TableAddress(string Account, string Name, bool IsList, (string Partition, string Key)? Row)
{
    public string Table => $"{Account}/{Name}";

    /// <param name="path">As it came, with or without a query.</param>
    public static TableAddress Read(string path)
    {
        var match = Address().Match(Uri.UnescapeDataString(path.Split('?')[0]));
        string Part(string name) => match.Groups[name].Value.Replace("''", "'", StringComparison.Ordinal);

        return match.Success
            ? new TableAddress(Part("account"), Part("name"), match.Groups["list"].Success, match.Groups["key"].Success ? (Part("partition"), Part("key")) : null)
            : throw TableRefusal.Unknown($"the address {path}");
    }

    /// <exception cref="TableRefusal">It is no write that is known here.</exception>
    public TableWrite ToWrite(string verb, string? ifMatch, JsonElement? body)
    {
        var values = body is { } row ? TableRow.Read(row) : [];
        string? Key(string name) => values.Remove(name, out var key) ? key.Value.GetString() : null;
        var inBody = (Partition: Key("PartitionKey"), Key: Key("RowKey"));

        return (verb, Row, IsList, inBody) switch
        {
            ("POST", null, false, ({ } partition, { } key)) => new TableWrite(Table, partition, key, verb, null, values),
            ("PUT" or "PATCH", var (partition, key), _, _) when inBody == (partition, key) => new TableWrite(Table, partition, key, verb, ifMatch, values),
            ("DELETE", var (partition, key), _, _) when ifMatch is not null && body is null => new TableWrite(Table, partition, key, verb, ifMatch, values),
            _ => throw TableRefusal.Unknown($"{verb} {Table} with these headers and this body"),
        };
    }

    [GeneratedRegex(@"^/(?<account>\w+)/(?<name>\$?\w+)((?<list>\(\))|\(PartitionKey='(?<partition>([^']|'')*)',RowKey='(?<key>([^']|'')*)'\))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
