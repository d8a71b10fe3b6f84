using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ProcoreNetSuite.Benchmarks.Tables;

/// <summary>An entity group transaction on the wire: a changeset in a batch, both of them multipart bodies.</summary>
internal static class TableTransaction
{
    private const int MostWrites = 100, LargestBody = 4 * 1024 * 1024;

    /// <exception cref="TableRefusal">It is none that Table Storage takes, or that is known here.</exception>
    public static async Task<IReadOnlyList<TableWrite>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is not <= LargestBody)
        {
            throw new TableRefusal(StatusCodes.Status413PayloadTooLarge, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");
        }

        var batch = new MultipartReader(BoundaryOf(request.ContentType), request.Body);
        var set = await batch.ReadNextSectionAsync(cancellationToken);
        var parts = new MultipartReader(BoundaryOf(set?.ContentType), set!.Body);
        List<TableWrite> writes = [];
        HashSet<string> keys = [];
        while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
        {
            using var reader = new StreamReader(part.Body, Encoding.UTF8);
            var write = ReadWrite(await reader.ReadToEndAsync(cancellationToken));
            if (writes is [var first, ..] && (write.Table, write.Partition) != (first.Table, first.Partition))
            {
                throw TableRefusal.BadInput("CommandsInBatchActOnDifferentPartitions", "All commands in a batch must operate on same entity group.");
            }

            if (!keys.Add(write.Key) || writes.Count == MostWrites)
            {
                throw TableRefusal.BadInput("InvalidInput", $"A changeset names a row twice, or has more than {MostWrites} changes.");
            }

            writes.Add(write);
        }

        return await batch.ReadNextSectionAsync(cancellationToken) is null ? writes : throw TableRefusal.Unknown("a batch of more than one changeset");
    }

    /// <param name="answers">Status, version and body of each write, or of the one that was refused.</param>
    public static Task AnswerAsync(HttpResponse response, IEnumerable<(int Status, string? ETag, string Body)> answers)
    {
        var (batch, set) = ($"batchresponse_{Guid.NewGuid()}", $"changesetresponse_{Guid.NewGuid()}");
        var text = new StringBuilder($"--{batch}\r\nContent-Type: multipart/mixed; boundary={set}\r\n\r\n");
        foreach (var (status, etag, body) in answers)
        {
            text.Append($"--{set}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\n");
            text.Append(body.Length > 0 ? $"Content-Type: {TableService.Json}\r\n" : "").Append(etag is null ? "" : $"ETag: {etag}\r\n").Append($"\r\n{body}\r\n");
        }

        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = $"multipart/mixed; boundary={batch}";

        return response.WriteAsync(text.Append($"--{set}--\r\n--{batch}--\r\n").ToString());
    }

    private static TableWrite ReadWrite(string text)
    {
        var parts = text.Split("\r\n\r\n", 2);
        var head = parts[0].Split("\r\n");
        var body = parts[^1].Trim();
        var ifMatch = head.FirstOrDefault(line => line.StartsWith("If-Match:", StringComparison.OrdinalIgnoreCase))?["If-Match:".Length..].Trim();

        return head[0].Split(' ') is [var verb, var address, "HTTP/1.1"] && Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? TableAddress.Read(address[(address.IndexOf(uri.Authority, StringComparison.Ordinal) + uri.Authority.Length)..])
                .ToWrite(verb, ifMatch, parts.Length == 1 || body.Length == 0 ? null : JsonElement.Parse(body))
            : throw TableRefusal.Unknown($"the part {head[0]} of a batch");
    }

    private static string BoundaryOf(string? type) => MediaTypeHeaderValue.TryParse(type, out var media) && media is { MediaType.Value: "multipart/mixed", Boundary.Value: { Length: > 0 } boundary }
        ? boundary : throw TableRefusal.Unknown($"a batch of type {type}");
}
