using System.Net;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

/// <summary>An answer, read to its end.</summary>
internal sealed record Reply(HttpStatusCode Status, string Text, string? Location, ILookup<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The id in the Location of a created record.</summary>
    public string NewId => Location!.Split('/')[^1];

    public JsonNode Error => Json["o:errorDetails"]![0]!;

    public string Code => Error["o:errorCode"]!.GetValue<string>();

    public string Detail => Error["detail"]!.GetValue<string>();

    public string? ErrorPath => Error["o:errorPath"]?.GetValue<string>();

    public static async Task<Reply> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(),
        response.Headers.Location?.OriginalString,
        response.Headers.Concat(response.Content.Headers).SelectMany(header => header.Value.Select(value => (header.Key, value))).ToLookup(pair => pair.Key, pair => pair.value, StringComparer.OrdinalIgnoreCase));
}
