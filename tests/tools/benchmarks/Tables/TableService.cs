using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace ProcoreNetSuite.Benchmarks.Tables;

/// <summary>The calls of Table Storage's REST interface that the connector's stores make. Every other one is refused with 501 and told on the error stream.</summary>
internal sealed class TableService
{
    public const string Json = "application/json;odata=minimalmetadata";

    private const int MostRows = 1_000;

    private readonly TableMemory memory = new();

    public async Task HandleAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var isBatch = false;
        try
        {
            var address = TableAddress.Read(path);
            isBatch = address.Name == "$batch";
            if (request.Query.FirstOrDefault(one => one is not ({ Key: "$filter" or "$select" or "$top" or "NextPartitionKey" or "NextRowKey" } or { Key: "$format", Value: [Json] })) is { Key: { } other })
            {
                throw TableRefusal.Unknown($"the parameter {other}");
            }

            await ((request.Method, address) switch
            {
                ("POST", { Name: "$batch" }) => TransactAsync(request, response),
                ("POST", { Name: "Tables" }) => CreateAsync(request, response, address),
                ("GET", { Row: var (partition, key) }) => AnswerAsync(response, WriterOf(memory.Find(address.Table, partition, key))),
                ("GET", { IsList: true }) => QueryAsync(request.Query, response, address),
                _ => WriteAsync(request, response, address),
            });
        }
        catch (TableRefusal refusal)
        {
            if (refusal.Status == StatusCodes.Status501NotImplemented)
            {
                await Console.Error.WriteLineAsync($"{request.Method} {path}: {refusal.Message}");
            }

            var message = new { lang = "en-US", value = isBatch && refusal.At is { } at ? $"{at}:{refusal.Message}" : refusal.Message };
            var body = JsonSerializer.Serialize(new Dictionary<string, object> { ["odata.error"] = new { code = refusal.Code, message } });
            if (isBatch && refusal.At is not null)
            {
                await TableTransaction.AnswerAsync(response, [(refusal.Status, null, body)]);
                return;
            }

            (response.StatusCode, response.ContentType) = (refusal.Status, Json);
            await response.WriteAsync(body);
        }
    }

    private async Task CreateAsync(HttpRequest request, HttpResponse response, TableAddress address)
    {
        memory.Create($"{address.Account}/{(await ReadAsync(request))!.Value.GetProperty("TableName").GetString()}");
        response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task WriteAsync(HttpRequest request, HttpResponse response, TableAddress address)
    {
        response.Headers.ETag = memory.Write([address.ToWrite(request.Method, request.Headers.IfMatch, await ReadAsync(request))])[0];
        response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task TransactAsync(HttpRequest request, HttpResponse response)
    {
        var writes = await TableTransaction.ReadAsync(request, request.HttpContext.RequestAborted);
        await TableTransaction.AnswerAsync(response, memory.Write(writes).Select(etag => (StatusCodes.Status204NoContent, etag, "")));
    }

    private async Task QueryAsync(IQueryCollection query, HttpResponse response, TableAddress address)
    {
        var only = query.TryGetValue("$select", out var select) ? $"{select}".Split(',') : null;
        var most = query.TryGetValue("$top", out var top) ? int.Parse(top!, CultureInfo.InvariantCulture) : MostRows;
        if (most is < 1 or > MostRows || only?.All(name => name is "PartitionKey" or "RowKey") == false)
        {
            throw TableRefusal.Unknown($"a query that wants {select} of {most} rows");
        }

        var from = query.TryGetValue("NextRowKey", out var row) ? Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(row!)) : null;
        var (rows, next) = memory.Query(address.Table, new TableFilter($"{query["$filter"]}"), most, from);
        if (next is not null)
        {
            response.Headers["x-ms-continuation-NextPartitionKey"] = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(next.Partition));
            response.Headers["x-ms-continuation-NextRowKey"] = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(next.Key));
        }

        await AnswerAsync(response, json =>
        {
            json.WriteStartArray("value");
            foreach (var found in rows)
            {
                json.WriteStartObject();
                found.Write(json, only);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static Action<Utf8JsonWriter> WriterOf(TableRow row) => json => row.Write(json, only: null);

    private static async Task AnswerAsync(HttpResponse response, Action<Utf8JsonWriter> write)
    {
        response.ContentType = Json;
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    }

    /// <exception cref="TableRefusal">The caller wants it sent back.</exception>
    private static async Task<JsonElement?> ReadAsync(HttpRequest request) =>
        request.Method == "POST" && request.Headers["Prefer"] != "return-no-content" ? throw TableRefusal.Unknown("a POST that is answered with what it made")
        : request.ContentLength is > 0 ? await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: request.HttpContext.RequestAborted) : null;
}
