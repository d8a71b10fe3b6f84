using System.Globalization;
using System.Text.Json;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.NetSuite;

/// <summary>Reads NetSuite's JSON without trusting it: what is missing or of another kind is null (netsuite-api.md 3.1, 5.1).</summary>
internal static class RecordJson
{
    /// <summary>No amount or count is larger; a sum of such numbers always fits a decimal.</summary>
    private const decimal Largest = 100_000_000_000_000m;

    /// <summary>Null if it is no JSON object that can be booked: HTML of a CDN, a cut-off body, no text in its encoding, nothing at all.</summary>
    public static JsonDocument? TryParse(HttpAnswer answer) => answer.IsGarbled ? null : TryParse(() => JsonDocument.Parse(answer.Utf8));

    /// <summary>The same for text that only people read.</summary>
    public static JsonDocument? TryParse(string body) => TryParse(() => JsonDocument.Parse(body));

    private static JsonDocument? TryParse(Func<JsonDocument> parse)
    {
        JsonDocument? json = null;
        try
        {
            json = parse();
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }
        }
        catch (JsonException)
        {
            // The caller decides what an unreadable answer means.
        }

        json?.Dispose();

        return null;
    }

    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>A string, or the text of a number or boolean.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name) is { } value ? TextOf(value) : null;

    /// <summary>A number, or a string that holds one; from its digits, so to the cent. Null if it is absurdly large.</summary>
    public static decimal? Number(this JsonElement element, string name) =>
        element.Text(name) is { } text
        && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Sensible(value)
            : null;

    /// <summary>Null if the number is too large to be an amount.</summary>
    public static decimal? Sensible(decimal? value) => value is >= -Largest and <= Largest ? value : null;

    /// <summary>true, "true" and "T".</summary>
    public static bool Flag(this JsonElement element, string name) =>
        element.Text(name) is { } text && (text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "T");

    public static DateOnly? Date(this JsonElement element, string name) =>
        element.Text(name) is { Length: >= 10 } text
        && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>An internal id: digits with or without a minus, as text or number.</summary>
    public static NetSuiteId? Id(this JsonElement element, string name) =>
        element.Text(name) is { } text && IsId(text) ? new NetSuiteId(text) : null;

    /// <summary>The id inside a reference.</summary>
    public static NetSuiteId? Reference(this JsonElement element, string name) => element.Member(name)?.Id("id");

    /// <summary>Elements of an array; nothing if there is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static bool IsId(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);

        return digits.Length is > 0 and <= 18 && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => PlainText.Clean(value.GetString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
