using System.Globalization;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>How Procore writes and reads values: moments, days, money, ids (spec 4.4, 13.4).</summary>
internal static class Values
{
    public static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Two decimals, and a third where the value has one (corrections).</summary>
    public static string Money(decimal amount) => amount.ToString("0.00#", CultureInfo.InvariantCulture);

    /// <summary>At least one decimal, as in quantities, unit costs and the money of ERP Requests.</summary>
    public static string Number(decimal amount) => amount.ToString("0.0###########", CultureInfo.InvariantCulture);

    public static string Dollars(decimal amount) =>
        (amount < 0 ? "-$" : "$") + Math.Abs(amount).ToString("#,##0.00", CultureInfo.InvariantCulture);

    public static string? Text(this JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    public static long? Id(this JsonNode? node) =>
        long.TryParse(node.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? id : null;

    public static bool? Flag(this JsonNode? node) => bool.TryParse(node.Text(), out var flag) ? flag : null;

    public static decimal? Decimal(this JsonNode? node) =>
        decimal.TryParse(node.Text(), NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    public static decimal Amount(this JsonObject data, string name) => data[name].Decimal() ?? 0m;

    public static bool IsSet(this JsonObject data, string name) => data[name] is not null && data[name].Text() != "";

    /// <summary>A day or moment in ISO form, otherwise null: Procore stores a date it cannot read as null (spec 4.4).</summary>
    public static JsonNode? Date(JsonNode? node) =>
        DateTimeOffset.TryParse(node.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
            && node.Text() is { Length: >= 10 } text && text[4] == '-' && text[7] == '-'
            ? text
            : null;

    public static JsonObject Pick(this JsonObject data, params IEnumerable<string> names)
    {
        var picked = new JsonObject();
        foreach (var name in names)
        {
            picked[name] = data[name]?.DeepClone();
        }

        return picked;
    }

    public static JsonObject Without(this JsonObject data, params IEnumerable<string> names)
    {
        var left = data.DeepClone().AsObject();
        foreach (var name in names)
        {
            left.Remove(name);
        }

        return left;
    }

    public static JsonArray ToJsonArray(this IEnumerable<JsonNode?> nodes) => new([.. nodes]);
}
