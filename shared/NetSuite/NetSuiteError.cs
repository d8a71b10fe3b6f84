using System.Text.Json;
using System.Text.RegularExpressions;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.NetSuite;

/// <summary>One thing NetSuite said in a refusal (netsuite-api.md 7.1).</summary>
/// <param name="Code">o:errorCode; null if the answer was not NetSuite's own, such as a CDN's page.</param>
/// <param name="Detail">NetSuite's text without its standing prefix; empty if there was none.</param>
/// <param name="Path">The place in the body that it is about, if it says so.</param>
internal sealed partial record NetSuiteError(int Status, string? Code, string Detail, string? Path)
{
    /// <summary>Longest text kept: it ends in a row of the link table and on a screen.</summary>
    private const int LongestDetail = 1000;

    /// <summary>True if NetSuite itself answered, and not something in front of it.</summary>
    public bool IsNetSuites => Code is not null;

    public ErrorMeaning Meaning => ErrorTable.MeaningOf(this);

    /// <summary>All that an answer says; never empty.</summary>
    public static IReadOnlyList<NetSuiteError> ReadAll(HttpAnswer answer)
    {
        using var json = RecordJson.TryParse(answer.Body);
        if (json is null)
        {
            return [new(answer.Status, null, FromPage(answer.Body), null)];
        }

        var root = json.RootElement;
        var outer = root.Text("o:errorCode");
        List<NetSuiteError> errors =
        [
            .. root.Items("o:errorDetails").Where(item => item.ValueKind == JsonValueKind.Object).Select(item => new NetSuiteError(
                answer.Status,
                item.Text("o:errorCode") ?? outer ?? "",
                Clean(item.Text("detail") ?? ""),
                item.Text("o:errorPath") ?? item.Text("o:errorQueryParam") ?? item.Text("o:errorHeader"))),
        ];

        return errors.Count > 0 ? errors : [new(answer.Status, outer, Clean(root.Text("detail") ?? root.Text("title") ?? ""), null)];
    }

    private static string Clean(string detail)
    {
        var text = Prefix().Replace(detail, "").Trim();

        return PlainText.Cut(text, LongestDetail);
    }

    /// <summary>The title of a page, or the beginning of whatever came.</summary>
    private static string FromPage(string body)
    {
        var start = body.Length > 4000 ? body[..4000] : body;
        var title = Title().Match(start);
        var text = Blanks().Replace(Tags().Replace(title.Success ? title.Groups[1].Value : start, " "), " ").Trim();

        return text.Length > 200 ? text[..200] : text;
    }

    [GeneratedRegex("^Error while accessing (a resource\\.|resource:)\\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Prefix();

    [GeneratedRegex("<title[^>]*>([^<]*)<", RegexOptions.IgnoreCase)]
    private static partial Regex Title();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
