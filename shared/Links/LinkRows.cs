using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Links;

/// <summary>A link as a row of the table and back. Amounts are text, so that no cent is lost.</summary>
internal static class LinkRows
{
    /// <summary>A hundred rows with problems must fit into one transaction (4 MiB).</summary>
    private const int LongestProblems = 6_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TableEntity Write(Link link, DateTimeOffset now) =>
        new(TableKeys.Partition(link.Key), TableKeys.ProcoreRow(link.Key.ProcoreId))
        {
            [nameof(Link.State)] = link.State.ToString(),
            [nameof(Link.NetSuiteId)] = link.NetSuiteId?.Value,
            [nameof(Link.Name)] = link.Name,
            [nameof(Link.OperationId)] = link.OperationId,
            [nameof(Link.ExternalId)] = link.ExternalId,
            [nameof(Link.PayloadHash)] = link.PayloadHash,
            [nameof(Link.LeaseUntil)] = link.LeaseUntil,
            [nameof(Link.Amount)] = link.Amount?.ToString(CultureInfo.InvariantCulture),
            [nameof(Link.Bill)] = link.Bill is null ? null : JsonSerializer.Serialize(link.Bill, Json),
            [nameof(Link.Failure)] = link.Failure is null ? null : JsonSerializer.Serialize(link.Failure, Json),
            [nameof(Link.Voided)] = link.Voided,
            [nameof(Link.ProjectId)] = link.ProjectId,
            [nameof(Link.Problems)] = WriteProblems(link.Problems),
            [nameof(Link.ParkedAt)] = link.ParkedAt,
            [nameof(Link.ReportedAt)] = link.ReportedAt,
            [nameof(Link.AnsweredDetails)] =
                link.AnsweredDetails.Count == 0 ? null : JsonSerializer.Serialize(link.AnsweredDetails, Json),
            [nameof(Link.WrittenAt)] = link.WrittenAt,
            [nameof(Link.UpdatedAt)] = now,
        };

    public static Link Read(LinkKey key, TableEntity row) => new()
    {
        Key = key,
        State = Enum.Parse<LinkState>(row.GetString(nameof(Link.State))),
        NetSuiteId = row.GetString(nameof(Link.NetSuiteId)) is { } id ? new NetSuiteId(id) : null,
        Name = row.GetString(nameof(Link.Name)),
        OperationId = row.GetString(nameof(Link.OperationId)),
        ExternalId = row.GetString(nameof(Link.ExternalId)),
        PayloadHash = row.GetString(nameof(Link.PayloadHash)),
        LeaseUntil = row.GetDateTimeOffset(nameof(Link.LeaseUntil)),
        Amount = row.GetString(nameof(Link.Amount)) is { } amount ? decimal.Parse(amount, CultureInfo.InvariantCulture) : null,
        Bill = row.GetString(nameof(Link.Bill)) is { } bill ? JsonSerializer.Deserialize<BillHead>(bill, Json) : null,
        Failure = row.GetString(nameof(Link.Failure)) is { } failure ? JsonSerializer.Deserialize<WriteFailure>(failure, Json) : null,
        Voided = row.GetInt32(nameof(Link.Voided)) ?? 0,
        ProjectId = row.GetInt64(nameof(Link.ProjectId)),
        Problems = Parse<Problem>(row.GetString(nameof(Link.Problems))),
        ParkedAt = row.GetDateTimeOffset(nameof(Link.ParkedAt)),
        ReportedAt = row.GetDateTimeOffset(nameof(Link.ReportedAt)),
        AnsweredDetails = Parse<long>(row.GetString(nameof(Link.AnsweredDetails))),
        WrittenAt = row.GetDateTimeOffset(nameof(Link.WrittenAt)),
        UpdatedAt = row.GetDateTimeOffset(nameof(Link.UpdatedAt)),
        ETag = row.ETag.ToString(),
    };

    private static List<T> Parse<T>(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<T>>(json, Json)!;

    /// <summary>All of them where they fit; otherwise the other system's words go first, then the last ones.</summary>
    private static string? WriteProblems(IReadOnlyList<Problem> problems)
    {
        if (problems.Count == 0)
        {
            return null;
        }

        var json = JsonSerializer.Serialize(problems, Json);
        if (json.Length <= LongestProblems)
        {
            return json;
        }

        var kept = problems.Select(problem => new Problem(problem.Code, Cut(problem.Message))).ToList();
        for (json = JsonSerializer.Serialize(kept, Json); json.Length > LongestProblems; json = JsonSerializer.Serialize(kept, Json))
        {
            kept.RemoveAt(kept.Count - 1);
        }

        return json;
    }

    private static string Cut(string text) => text.Length <= 500 ? text : $"{text[..500]} ...";
}
