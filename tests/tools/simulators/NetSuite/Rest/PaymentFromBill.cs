using System.Text.Json;
using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.NetSuite.Records;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>What a payment made from a bill starts with (specification 3.9): the vendor and the bill, ticked in full.</summary>
internal static class PaymentFromBill
{
    public static JsonElement Body(Record bill, JsonElement given)
    {
        var body = JsonObject.Create(given)!;
        Fill(body, "entity", () => new JsonObject { ["id"] = bill.Reference("entity") });
        Fill(body, "subsidiary", () => new JsonObject { ["id"] = bill.Reference("subsidiary") });
        Fill(body, "currency", () => new JsonObject { ["id"] = bill.Reference("currency") });
        Fill(body, "apAcct", () => new JsonObject { ["id"] = bill.Reference("account") });
        Fill(body, "apply", () => new JsonObject { ["items"] = new JsonArray(new JsonObject { ["doc"] = new JsonObject { ["id"] = bill.Id }, ["apply"] = true }) });
        return JsonSerializer.SerializeToElement(body);
    }

    private static void Fill(JsonObject body, string name, Func<JsonObject> value)
    {
        if (!body.Any(property => string.Equals(property.Key, name, StringComparison.OrdinalIgnoreCase)))
        {
            body[name] = value();
        }
    }
}
