using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>One answer, as all of NetSuite's REST services shape it (specification 3.2, 7.1).</summary>
internal sealed record Answer(int Status)
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public JsonNode? Body { get; init; }

    /// <summary>The type parameter of the media type: singular, collection or error; null for plain JSON.</summary>
    public string? BodyType { get; init; }

    public string? MediaType { get; init; }

    public string? Location { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public static Answer Singular(JsonNode body) => new(200) { Body = body, BodyType = "singular" };

    public static Answer Collection(JsonNode body) => new(200) { Body = body, BodyType = "collection" };

    public static Answer Plain(JsonNode body) => new(200) { Body = body };

    public static Answer Error(NetSuiteException error) => Error(error, error.Message);

    /// <param name="words">The refusal in the language of the role's user.</param>
    public static Answer Error(NetSuiteException error, string words)
    {
        var (section, title) = error.Status switch
        {
            401 => ("15.5.2", "Unauthorized"),
            403 => ("15.5.4", "Forbidden"),
            404 => ("15.5.5", "Not Found"),
            405 => ("15.5.6", "Method Not Allowed"),
            415 => ("15.5.16", "Unsupported Media Type"),
            500 => ("15.6.1", "Internal Server Error"),
            _ => ("15.5.1", "Bad Request"),
        };
        var detail = new JsonObject { ["detail"] = words, ["o:errorCode"] = error.Code };
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                detail[name] = value;
            }
        }

        Add("o:errorPath", error.ErrorPath);
        Add("o:errorQueryParam", error.QueryParameter);
        Add("o:errorHeader", error.Header);
        Add("o:errorUrl", error.Url);
        var body = new JsonObject
        {
            ["type"] = $"https://www.rfc-editor.org/rfc/rfc9110.html#section-{section}",
            ["title"] = error.Title ?? title,
            ["status"] = error.Status,
        };
        if (error.Status == 429)
        {
            body["type"] = "https://www.rfc-editor.org/rfc/rfc6585.html#section-4";
            body["title"] = "Too Many Requests";
            body["o:errorCode"] = "USER_ERROR";
        }

        body["o:errorDetails"] = new JsonArray(detail);
        return new Answer(error.Status) { Body = body, BodyType = "error" };
    }

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.Headers["X-NetSuite-JobId"] = Guid.NewGuid().ToString();
        response.Headers["X-N-OperationId"] = Guid.NewGuid().ToString();
        response.Headers.CacheControl = "No-Cache";
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        foreach (var warning in Warnings)
        {
            response.Headers.Append("X-NetSuite-PropertyValidation", warning);
        }

        if (Body is null)
        {
            return;
        }

        response.ContentType = MediaType
            ?? (BodyType is null ? "application/json; charset=UTF-8" : $"application/vnd.oracle.resource+json; type={BodyType}; charset=UTF-8");
        var bytes = JsonSerializer.SerializeToUtf8Bytes(Body, Options);
        if (context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "gzip";
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(bytes);
            }

            bytes = packed.ToArray();
        }

        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, CancellationToken.None);
    }
}
