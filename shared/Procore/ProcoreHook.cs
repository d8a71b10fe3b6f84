using System.Text.Json;
using System.Text.Unicode;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>A webhook event of payload format v2.0, v3.0 or v4.0 (procore-api.md 6.4). It holds ids only.</summary>
/// <param name="DeliveryId">Names the event over all its deliveries.</param>
/// <param name="EventType">create, update, delete or another word, in lower case.</param>
public sealed record ProcoreHook(string DeliveryId, string ResourceName, string EventType, long ResourceId, long CompanyId, long? UserId)
{
    internal const string ErpRequests = "ERP Requests";

    /// <summary>A name that stands there twice has no meaning that both sides agree on.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>True for the one event this connector listens to.</summary>
    public bool IsNewErpRequest => ResourceName == ErpRequests && EventType == "create";

    /// <summary>Reads an event in any of the three formats.</summary>
    /// <exception cref="JsonException">It is none of them; the message names what is wrong.</exception>
    public static ProcoreHook Read(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            throw new JsonException("The event is not text in UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(body, Strict);

            return Read(document.RootElement);
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException("The event holds half a character.", broken);
        }
    }

    private static ProcoreHook Read(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            throw new JsonException("The event is not an object.");
        }

        var isV4 = root.TryGetProperty("resource_type", out _);

        return new ProcoreHook(
            Text(root, "ulid") ?? Text(root, "id") ?? throw new JsonException("The event has no id."),
            Text(root, isV4 ? "resource_type" : "resource_name") ?? throw new JsonException("The event has no resource_name."),
            (Text(root, isV4 ? "reason" : "event_type") ?? throw new JsonException("The event has no event_type.")).ToLowerInvariant(),
            Number(root, "resource_id") ?? throw new JsonException("The event has no resource_id."),
            Number(root, "company_id") ?? throw new JsonException("The event has no company_id."),
            Number(root, "user_id"));
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? value.ToString() is { Length: > 0 and <= 100 } text && !text.Any(char.IsControl) ? text : null
            : null;

    private static long? Number(JsonElement root, string name) =>
        Digits.Read(Text(root, name));
}
