using System.Globalization;
using System.Text.Json;

namespace ProcoreNetSuite.Benchmarks.Tables;

/// <summary>A property as it was written.</summary>
/// <param name="Type">Null where JSON says it itself.</param>
internal readonly record struct TableValue(string? Type, JsonElement Value);

/// <summary>A row and its version.</summary>
internal sealed record TableRow(string Partition, string Key, DateTimeOffset Timestamp, IReadOnlyDictionary<string, TableValue> Values)
{
    private const string Annotation = "@odata.type";
    private const int LongestText = 32_768, LargestRow = 1024 * 1024, SizeOfOther = 16;

    /// <summary>Of the timestamp, as in Table Storage: so no two writes may have the same.</summary>
    public string ETag => $"W/\"datetime'{Uri.EscapeDataString(Text(Timestamp))}'\"";

    /// <summary>What a body says of a row, the keys among the rest. A property without a value is not written.</summary>
    /// <exception cref="TableRefusal">A type is unknown here, or something is too large for Table Storage.</exception>
    public static Dictionary<string, TableValue> Read(JsonElement body)
    {
        var values = new Dictionary<string, TableValue>();
        foreach (var (name, value) in body.EnumerateObject().Select(property => (property.Name, property.Value)))
        {
            if (name is "Timestamp" or "odata.etag" || name.EndsWith(Annotation, StringComparison.Ordinal) || value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            var type = body.TryGetProperty(name + Annotation, out var annotated) ? annotated.GetString() : null;
            values[name] = (type, value.ValueKind) switch
            {
                (null, JsonValueKind.True or JsonValueKind.False) or (null or "Edm.String" or "Edm.Int64" or "Edm.DateTime", JsonValueKind.String) => new(type, value),
                (null, JsonValueKind.Number) when value.TryGetInt32(out _) => new(type, value),
                _ => throw TableRefusal.Unknown($"a property like {name} ({type ?? $"{value.ValueKind}"})"),
            };
            if (value.ValueKind == JsonValueKind.String && value.GetString()!.Length > LongestText)
            {
                throw TableRefusal.BadInput("PropertyValueTooLarge", "The property value exceeds the maximum allowed size (64KB).");
            }
        }

        return SizeOf(values) <= LargestRow ? values : throw TableRefusal.BadInput("EntityTooLarge", "The entity is larger than the maximum allowed size (1MB).");
    }

    /// <param name="only">The keys that are wanted; null for the whole row.</param>
    public void Write(Utf8JsonWriter json, IReadOnlyCollection<string>? only)
    {
        json.WriteString("odata.etag", ETag);
        foreach (var (name, text) in new[] { ("PartitionKey", Partition), ("RowKey", Key), ("Timestamp", Text(Timestamp)) }.Where(key => only?.Contains(key.Item1) != false))
        {
            json.WriteString(name, text);
        }

        foreach (var (name, value) in only is null ? Values : new Dictionary<string, TableValue>())
        {
            if (value.Type is not null)
            {
                json.WriteString(name + Annotation, value.Type);
            }

            json.WritePropertyName(name);
            value.Value.WriteTo(json);
        }
    }

    private static int SizeOf(Dictionary<string, TableValue> values) => values.Sum(value =>
        8 + (2 * value.Key.Length) + (value.Value.Value.ValueKind == JsonValueKind.String ? 4 + (2 * value.Value.Value.GetString()!.Length) : SizeOfOther));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
