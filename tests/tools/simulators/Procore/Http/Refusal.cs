using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>An answer that ends the request: the error bodies chosen in spec 2.2.</summary>
internal sealed class Refusal(int status, JsonNode? body) : Exception
{
    public int Status { get; } = status;

    public JsonNode? Body { get; } = body;

    public static Refusal Unauthorized() =>
        new(401, new JsonObject { ["code"] = 401, ["message"] = "The access token is invalid", ["error"] = "invalid_token" });

    public static Refusal Forbidden(string message = "You do not have permission to access this resource") =>
        new(403, new JsonObject { ["code"] = 403, ["message"] = message, ["reason"] = "FORBIDDEN" });

    public static Refusal NotFound() => new(404, new JsonObject { ["code"] = 404, ["message"] = "Not found" });

    public static Refusal Missing(string field) => Invalid(400, field, "is missing");

    public static Refusal Conflict(string message) => new(409, new JsonObject { ["message"] = message });

    public static Refusal TooMany(int limit) => new(413, new JsonObject { ["message"] = $"At most {limit} entries are accepted in one call" });

    public static Refusal Unprocessable(string field, string message) => Invalid(422, field, message);

    public static Refusal Locked() => Invalid(422, "base", "The record is synced with an ERP system and cannot be edited");

    public static Refusal Invalid(int status, string field, string message) =>
        new(status, new JsonObject { ["errors"] = new JsonObject { [field] = new JsonArray(message) } });

    public static Refusal Invalid(int status, Problems problems) => new(status, new JsonObject { ["errors"] = problems.ToJson() });
}
