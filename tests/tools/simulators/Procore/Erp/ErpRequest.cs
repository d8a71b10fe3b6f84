using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>One event for the integrator (spec 7.2). Immutable.</summary>
/// <remarks><c>Beside</c>: Fields that stand beside <c>request_data</c>, as <c>create_or_update_job</c> has them.</remarks>
public sealed record ErpRequest(long Id, long CompanyId, string RequestName, JsonNode RequestData, JsonObject Beside, DateTimeOffset CreatedAt)
{
    internal JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["company_id"] = CompanyId,
            ["request_name"] = RequestName,
            ["request_data"] = RequestData.DeepClone(),
            ["integration_app_name"] = null,
            ["created_at"] = Values.Moment(CreatedAt),
            ["updated_at"] = Values.Moment(CreatedAt),
        };
        foreach (var (name, value) in Beside)
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }
}
