using System.Globalization;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The three payload formats (spec 6.4).</summary>
internal static class WebhookPayload
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static (string EventId, JsonObject Payload) Make(int version, ProcoreEvent source, long serial, DateTimeOffset at)
    {
        var stamp = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        var ulid = Ulid(at, serial);
        if (version == 4)
        {
            return (ulid, new()
            {
                ["id"] = ulid,
                ["timestamp"] = stamp,
                ["reason"] = source.Type,
                ["company_id"] = Text(source.CompanyId),
                ["project_id"] = Text(source.ProjectId),
                ["user_id"] = Text(source.UserId),
                ["resource_type"] = source.Resource,
                ["resource_id"] = Text(source.ResourceId),
            });
        }

        // Nineteen digits, as real event ids have: more than a JavaScript number holds.
        var id = 5_982_000_000_000_000_000 + serial;
        var payload = new JsonObject
        {
            ["id"] = id,
            ["ulid"] = ulid,
            ["timestamp"] = stamp,
            ["user_id"] = source.UserId,
            ["company_id"] = source.CompanyId,
            ["project_id"] = source.ProjectId,
            ["api_version"] = version == 3 ? "v3.0" : "v2.0",
            ["event_type"] = source.Type,
            ["resource_name"] = source.Resource,
            ["resource_id"] = source.ResourceId,
            ["metadata"] = new JsonObject
            {
                ["source_user_id"] = source.UserId,
                ["source_company_id"] = source.CompanyId,
                ["source_project_id"] = source.ProjectId,
                ["source_operation_id"] = null,
                ["source_application_id"] = null,
            },
        };
        if (version == 3)
        {
            payload["related_resources"] = new JsonArray();
        }

        return (id.ToString(CultureInfo.InvariantCulture), payload);
    }

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);

    /// <summary>26 characters: 10 of time, 16 that are unique.</summary>
    private static string Ulid(DateTimeOffset at, long serial)
    {
        var text = new char[26];
        var time = at.ToUnixTimeMilliseconds();
        for (var place = 9; place >= 0; place--, time >>= 5)
        {
            text[place] = Alphabet[(int)(time & 31)];
        }

        for (var place = 25; place >= 10; place--, serial >>= 5)
        {
            text[place] = Alphabet[(int)(serial & 31)];
        }

        return new(text);
    }
}
