using System.Text.Json;
using ProcoreNetSuite.Simulators.NetSuite.Auth;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>A request that was let in.</summary>
/// <remarks>The path is what follows the service's base path, its segments decoded; the root is scheme, host and base path.</remarks>
internal sealed record RestRequest(HttpContext Context, Role Role, string[] Path, string Host)
{
    public string Method => Context.Request.Method;

    public IQueryCollection Query => Context.Request.Query;

    public const string RecordPath = "/services/rest/record/v1";

    public string RecordRoot => Host + RecordPath;

    public string Header(string name) => Context.Request.Headers[name].ToString();

    public bool AsksFor(string query) => string.Equals(Query[query], "true", StringComparison.OrdinalIgnoreCase);

    public IReadOnlySet<string> List(string query) =>
        Query[query].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body, which has to be a JSON object.</summary>
    public JsonElement ReadBody()
    {
        var mediaType = Context.Request.ContentType?.Split(';')[0].Trim();
        // None at all is taken (corrections).
        if (mediaType is not (null or "application/json" or "application/vnd.oracle.resource+json"))
        {
            throw new NetSuiteException(415, "UNSUPPORTED_MEDIA_TYPE", "Invalid content type. Use application/json.") { Header = "Content-Type" };
        }

        Context.Request.Body.Position = 0;
        try
        {
            using var document = JsonDocument.Parse(Context.Request.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw NetSuiteException.Content("Invalid content in the request body. A JSON object is required.");
        }
        catch (JsonException failure)
        {
            throw NetSuiteException.Content($"Invalid content in the request body. The following error occurred while parsing the content: {failure.Message}");
        }
    }
}
