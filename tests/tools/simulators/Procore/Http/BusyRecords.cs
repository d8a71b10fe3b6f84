using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Direct costs that a request is changing right now: a second one is refused with 409 (spec 8.12, 13.3).</summary>
internal sealed class BusyRecords(ProcoreState state)
{
    private readonly HashSet<string> _busy = [];

    /// <summary>Takes hold of the direct costs a request is about to change.</summary>
    /// <returns>What is to be given to <see cref="Leave"/> when the request is done.</returns>
    public IReadOnlyList<string> Enter(string method, string path, string body, long company)
    {
        var parts = path.Trim('/').Split('/');
        if (method == "GET" || parts.Length < 6 || parts[4] != "direct_costs")
        {
            return [];
        }

        var keys = parts[5..] switch
        {
            ["sync"] => Updates(body).Select(update => Key(Kinds.DirectCost, update, company)),
            ["line_items", "sync"] => Updates(body).Select(update => update["direct_cost_id"].Text() ?? Key(Kinds.DirectCostLine, update, company)),
            var rest => [rest[0]],
        };
        var held = keys.OfType<string>().Distinct().ToList();
        if (held.Exists(_busy.Contains))
        {
            throw Refusal.Conflict("Another request is changing this direct cost");
        }

        held.ForEach(key => _busy.Add(key));

        return held;
    }

    public void Leave(IReadOnlyList<string> held) => _busy.ExceptWith(held);

    private static IEnumerable<JsonObject> Updates(string body)
    {
        try
        {
            return (JsonNode.Parse(body)?["updates"] as JsonArray)?.OfType<JsonObject>() ?? [];
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // The route refuses it in its own words.
            return [];
        }
    }

    private string? Key(string kind, JsonObject update, long company)
    {
        var table = state.Table(kind);
        var record = update["id"] is null ? table.FindByOrigin(company, update["origin_id"].Text()) : table.Find(update["id"].Id());

        return (kind == Kinds.DirectCostLine ? record?.ParentId : record?.Id)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? update["origin_id"].Text();
    }
}
