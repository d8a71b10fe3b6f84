using System.Text.Json;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.NetSuite.Rest;

namespace ProcoreNetSuite.Simulators.NetSuite.Setup;

/// <summary>
/// Fills an account from JSON: { "believable": true, "integrations": [...], "lineFields": [ { "scriptId", "item" } ], "records": [ { "type", "id", "body" } ] }.
/// An empty object stands for the believable account alone.
/// </summary>
internal static class AccountSeed
{
    public static object Apply(AccountBuilder account, JsonElement seed)
    {
        if (seed.ValueKind != JsonValueKind.Object)
        {
            throw new ControlException("A seed is a JSON object.");
        }

        var unknown = seed.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => name is not ("believable" or "integrations" or "lineFields" or "records"));
        if (unknown is not null)
        {
            throw new ControlException($"A seed has no '{unknown}'.");
        }

        try
        {
            return ApplyKnown(account, seed);
        }
        catch (NetSuiteException refusal)
        {
            throw new ControlException(refusal.ErrorPath is null ? refusal.Message : $"{refusal.Message} ({refusal.ErrorPath})");
        }
    }

    private static object ApplyKnown(AccountBuilder account, JsonElement seed)
    {
        if (!seed.EnumerateObject().Any() || (seed.TryGetProperty("believable", out var believable) && believable.GetBoolean()))
        {
            account.AddBelievableAccount();
        }

        foreach (var integration in Items(seed, "integrations"))
        {
            account.AddIntegration(integration.Deserialize<Integration>(ControlJson.Options) ?? throw new ControlException("An integration is a JSON object."));
        }

        foreach (var field in Items(seed, "lineFields"))
        {
            account.AddLineField(field.GetProperty("scriptId").GetString()!, field.TryGetProperty("item", out var item) && item.GetBoolean());
        }

        var ids = new List<string>();
        foreach (var record in Items(seed, "records"))
        {
            var type = record.TryGetProperty("type", out var name) ? name.GetString()! : throw new ControlException("A record needs a type.");
            var body = record.TryGetProperty("body", out var given) ? given : throw new ControlException("A record needs a body.");
            ids.Add(account.Add(type, body, record.TryGetProperty("id", out var id) ? id.ToString() : null));
        }

        return new { ids };
    }

    private static List<JsonElement> Items(JsonElement seed, string name) => seed.TryGetProperty(name, out var items) ? [.. items.EnumerateArray()] : [];
}
