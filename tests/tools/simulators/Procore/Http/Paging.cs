using System.Globalization;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Cuts lists into pages with <c>Total</c>, <c>Per-Page</c> and <c>Link</c> (spec 4.1).</summary>
internal static class Paging
{
    public static Answer Page<T>(Call call, IReadOnlyCollection<T> all, Func<T, JsonNode?> render, int? defaultSize = null, int? maximum = null)
    {
        var page = Number(call, "page", 1);
        var size = Math.Min(Number(call, "per_page", defaultSize ?? call.State.Settings.DefaultPageSize), maximum ?? call.State.Settings.MaximumPageSize);
        // Skip counts in int: a page far past the end must stay an empty page.
        var skip = (int)Math.Min((long)(page - 1) * size, int.MaxValue);
        var rows = all.Skip(skip).Take(size).Select(render).ToJsonArray();
        var headers = new Dictionary<string, string>
        {
            ["Total"] = all.Count.ToString(CultureInfo.InvariantCulture),
            ["Per-Page"] = size.ToString(CultureInfo.InvariantCulture),
        };

        var last = Math.Max(1, (all.Count + size - 1) / size);
        var links = new List<string>();
        if (page < last)
        {
            links.Add(Link(call, page + 1, size, "next"));
        }

        links.Add(Link(call, 1, size, "first"));
        if (page > 1)
        {
            links.Add(Link(call, page - 1, size, "prev"));
        }

        links.Add(Link(call, last, size, "last"));
        headers["Link"] = string.Join(", ", links);

        return Answer.Ok(rows) with { Headers = headers };
    }

    /// <summary>The same for v2: default 10, at most 100, wrapped in <c>data</c>.</summary>
    public static Answer Page2<T>(Call call, IReadOnlyCollection<T> all, Func<T, JsonNode?> render)
    {
        var answer = Page(call, all, render, call.State.Settings.Version2PageSize, 100);

        return answer with { Body = new JsonObject { ["data"] = answer.Body } };
    }

    private static int Number(Call call, string name, int otherwise)
    {
        if (call.Find(name) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw Refusal.Invalid(400, name, "is not a positive number");
    }

    private static string Link(Call call, int page, int size, string relation)
    {
        var kept = call.Query
            .Where(pair => pair.Key is not ("page" or "per_page"))
            .SelectMany(pair => pair.Value.Select(value => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value ?? "")}&"));

        return $"<{call.Url}?{string.Concat(kept)}page={page}&per_page={size}>; rel=\"{relation}\"";
    }
}
