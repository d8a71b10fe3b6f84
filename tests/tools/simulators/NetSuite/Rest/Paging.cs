using System.Globalization;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>limit and offset, checked, and the links of a page (specification 3.4, 11.2).</summary>
internal sealed record Paging(int Limit, int Offset)
{
    public static Paging Read(IQueryCollection query)
    {
        var limit = Number(query, "limit", 1000);
        if (limit is < 1 or > 1000)
        {
            throw NetSuiteException.InvalidParameter("limit", "Limit must be between 1 and 1000.");
        }

        var offset = Number(query, "offset", 0);
        if (offset < 0)
        {
            throw NetSuiteException.InvalidParameter("offset", "Offset must not be negative.");
        }

        return offset % limit != 0
            ? throw NetSuiteException.InvalidParameter("offset", "Offset must be divisible by limit.")
            : new Paging(limit, offset);
    }

    /// <summary>A list has at most 1000 pages (specification 3.4).</summary>
    public void CheckPages()
    {
        if (Offset >= 1000 * Limit)
        {
            throw NetSuiteException.InvalidParameter("offset", "The requested page does not exist: a list has at most 1000 pages.");
        }
    }

    /// <summary>All properties of a page but its items.</summary>
    public JsonObject Page(string href, string selfHref, string selfMethod, int total, int count, string? query)
    {
        var links = new JsonArray();
        var prefix = query is null ? "" : $"q={Uri.EscapeDataString(query)}&";
        void Add(string rel, int offset) =>
            links.Add(new JsonObject { ["rel"] = rel, ["href"] = $"{href}?{prefix}limit={Limit}&offset={offset.ToString(CultureInfo.InvariantCulture)}" });

        if (Offset > 0)
        {
            Add("first", 0);
            Add("previous", Offset - Limit);
        }

        var hasMore = Offset + count < total;
        if (hasMore)
        {
            Add("next", Offset + Limit);
            // Wrong, as NetSuite's own: the index of the last page, rounded down to a multiple of the limit.
            Add("last", (((total + Limit - 1) / Limit) - 1) / Limit * Limit);
        }

        links.Add(new JsonObject { ["rel"] = "self", ["href"] = selfHref, ["method"] = selfMethod });
        return new JsonObject { ["links"] = links, ["count"] = count, ["hasMore"] = hasMore, ["offset"] = Offset, ["totalResults"] = total };
    }

    private static int Number(IQueryCollection query, string name, int absent)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return absent;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw NetSuiteException.InvalidParameter(name, $"The value of {name} is not a number.");
    }
}
