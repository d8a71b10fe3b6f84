using System.Globalization;
using System.Text.Json;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>Turns one JSON value into the kept value of a field, or refuses it (specification 3.1).</summary>
internal static class ValueReader
{
    public static NetSuiteException Invalid(string path) =>
        NetSuiteException.Content($"Invalid value for the resource or sub-resource field '{path[(path.LastIndexOf('.') + 1)..]}'. Provide a valid value.", path);

    public static object? Read(FieldType field, JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return field.Kind switch
        {
            FieldKind.Text => ReadText(field, json, path),
            FieldKind.Flag => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw Invalid(path),
            FieldKind.Number => json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number) ? number : throw Invalid(path),
            FieldKind.Whole => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var whole) ? whole : throw Invalid(path),
            FieldKind.Day => json.ValueKind == JsonValueKind.String
                && DateOnly.TryParseExact(json.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Invalid(path),
            FieldKind.Reference => ReadReference(field, json, path),
            FieldKind.References => ReadReferences(field, json, path),
            FieldKind.Choice => ReadChoice(field, json, path),
            FieldKind.Subrecord => ReadSubrecord(field, json, path),
            _ => throw Invalid(path),
        };
    }

    private static string? ReadText(FieldType field, JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            throw Invalid(path);
        }

        var text = json.GetString()!;
        TextRules.Check(field, text, path);
        return text.Length == 0 ? null : text;
    }

    private static PendingReference ReadReference(FieldType field, JsonElement json, string path)
    {
        if (json.ValueKind is JsonValueKind.String or JsonValueKind.Number)
        {
            return new PendingReference(field, json.ToString(), null, path);
        }

        var id = Member(json, "id");
        var externalId = Member(json, "externalId");
        // An empty object is no way to clear a reference: that is null (specification 10.20).
        return id is null && externalId is null ? throw Invalid(path) : new PendingReference(field, id, externalId, path);
    }

    private static List<PendingReference> ReadReferences(FieldType field, JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            throw Invalid(path);
        }

        return [.. items.EnumerateArray().Select((item, index) => ReadReference(field, item, $"{path}.items[{index}]"))];
    }

    private static ChoiceValue ReadChoice(FieldType field, JsonElement json, string path)
    {
        var id = json.ValueKind is JsonValueKind.String or JsonValueKind.Number ? json.ToString() : Member(json, "id");
        var label = id is null ? Member(json, "refName") : null;
        if (id is null && label is null)
        {
            throw Invalid(path);
        }

        foreach (var choice in field.Choices)
        {
            if (string.Equals(choice.Key, id, StringComparison.OrdinalIgnoreCase) || string.Equals(choice.Value, label, StringComparison.OrdinalIgnoreCase))
            {
                return new ChoiceValue(choice.Key);
            }
        }

        throw NetSuiteException.InvalidValue(id ?? label!, field.Name, path);
    }

    private static Dictionary<string, object> ReadSubrecord(FieldType field, JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(path);
        }

        var values = new Dictionary<string, object>();
        foreach (var property in json.EnumerateObject())
        {
            var inner = field.Fields.FirstOrDefault(candidate => string.Equals(candidate.Name, property.Name, StringComparison.OrdinalIgnoreCase));
            if (inner is { ReadOnly: false } && Read(inner, property.Value, $"{path}.{inner.Name}") is { } value)
            {
                values[inner.Name] = value;
            }
        }

        TextRules.CheckAddress(values, path);
        return values;
    }

    private static string? Member(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var member = json.EnumerateObject().FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase)).Value;
        return member.ValueKind is JsonValueKind.String or JsonValueKind.Number ? member.ToString() : null;
    }
}
