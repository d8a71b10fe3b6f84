using ProcoreNetSuite.Links;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>Is the bill in NetSuite what was sent? Head and distribution, to the cent (connector-behaviour.md 7.4.4, 13.4, E415).</summary>
public static class BillComparison
{
    /// <summary>Places that one sentence names.</summary>
    private const int MostPlaces = 5;

    public static Problem? Difference(VendorBill sent, BillFound found) =>
        Difference($"Bill {sent.Reference}", sent.Total, sent.Lines.Count, found)
        ?? (found.Vendor is { } vendor && vendor != sent.Vendor
            ? new Problem("E415", $"Bill {sent.Reference} (NetSuite record {found.Id}) belongs to another vendor, {vendor}.")
            : Others(sent, found) is { Count: > 0 } others
                ? new Problem("E415", $"Bill {sent.Reference} (NetSuite record {found.Id}) is not as it was sent: {string.Join("; ", others)}.")
                : null);

    /// <summary>What NetSuite itself may change on saving, such as a number of its own, and all places.</summary>
    private static List<string> Others(VendorBill sent, BillFound found) =>
    [
        .. found.Reference is null || Same(sent.Reference, found.Reference) ? (string[])[] : [$"reference {found.Reference} (sent: {sent.Reference})"],
        .. found.Date is not { } date || date == sent.Date ? (string[])[] : [FormattableString.Invariant($"date {date:yyyy-MM-dd} (sent: {sent.Date:yyyy-MM-dd})")],
        .. found.IsRejected ? (string[])["approval status Rejected"] : [],
        .. Moved(sent.Distribution, found, place => WordsOf(place, sent.Names)),
    ];

    /// <summary>Is the bill of a link as it was sent? Total, vendor, reference, date, approval and every place it books on, all at once (7.4.6, 13.4).</summary>
    /// <param name="vendor">The company that is linked to the bill's vendor, if one is.</param>
    /// <param name="wordsOf">Says where a place is, in the words of the links; null if they don't know it.</param>
    public static Problem? Difference(Link link, BillFound found, string? vendor, Func<BillPlace, string?> wordsOf)
    {
        var name = $"{link.Name ?? $"Invoice {link.Key.ProcoreId}"}: bill {link.Bill?.Reference ?? found.Reference}";
        if (found.Voided)
        {
            return Difference(name, found.Total, null, found);
        }

        List<string> differences = [];
        if (link.Amount is { } amount && amount != found.Total)
        {
            differences.Add($"total {Amounts.Text(found.Total)} (sent: {Amounts.Text(amount)})");
        }

        if (link.Bill is { } sent)
        {
            differences.AddRange(sent.Vendor == found.Vendor ? [] : [$"vendor {vendor ?? $"record {found.Vendor}"} (sent: {sent.VendorName ?? $"record {sent.Vendor}"})"]);
            differences.AddRange(Same(sent.Reference, found.Reference) ? [] : [$"reference {found.Reference ?? "empty"} (sent: {sent.Reference})"]);
            differences.AddRange(sent.Date == found.Date ? [] : [FormattableString.Invariant($"date {found.Date:yyyy-MM-dd} (sent: {sent.Date:yyyy-MM-dd})")]);
            differences.AddRange(BillDistribution.Read(sent.Distribution) is { } before ? Moved(before, found, wordsOf) : []);
        }

        differences.AddRange(found.IsRejected ? ["approval status Rejected"] : []);

        return differences.Count == 0 ? null : new Problem("E415", $"{name} (NetSuite record {found.Id}) was changed in NetSuite: {string.Join(", ", differences)}.")
        {
            OtherRemedy = "Undo that in NetSuite; or delete the bill there, unlink the invoice in Procore and export it again.",
        };
    }

    /// <param name="lines">Null if only the total is known.</param>
    public static Problem? Difference(string name, decimal total, int? lines, BillFound found)
    {
        if (found.Voided)
        {
            return new Problem("E415", $"{name} (NetSuite record {found.Id}) was voided.") { OtherRemedy = ExactlyOnce.UnlinkFirst };
        }

        return found.Total == total && (lines is null || found.LineCount == lines)
            ? null
            : new Problem(
                "E415",
                $"{name} (NetSuite record {found.Id}) has {found.LineCount} lines and {Amounts.Text(found.Total)} in NetSuite, "
                + $"but {(lines is null ? "" : $"{lines} lines and ")}{Amounts.Text(total)} were sent.");
    }

    /// <summary>The places on which the bill does not book what was sent on them.</summary>
    public static IReadOnlyList<BillPlace> Moved(Link link, BillFound found) => BillDistribution.Read(link.Bill?.Distribution) is { } sent ? Moved(sent, found) : [];

    private static IReadOnlyList<BillPlace> Moved(BillDistribution sent, BillFound found) => found.Distribution is { } now && sent.Parts is { } before && !sent.IsSame(now)
        ? [.. before.Concat(now.Parts!).Select(part => part.Place).Distinct().Where(place => sent.At(place) != now.At(place))]
        : [];

    /// <summary>Each of these places with both figures.</summary>
    private static List<string> Moved(BillDistribution sent, BillFound found, Func<BillPlace, string?> wordsOf)
    {
        if (sent.Parts is null)
        {
            return found.Distribution is { } other && !sent.IsSame(other) ? ["its lines are not on the items, projects and amounts they were sent with"] : [];
        }

        var moved = Moved(sent, found);
        var named = moved.Take(MostPlaces).Select(place =>
            $"{wordsOf(place) ?? found.Places.GetValueOrDefault(place) ?? $"place {place}"}: {Text(found.Distribution!.At(place))} (sent: {Text(sent.At(place))})");

        return [.. named, .. moved.Count > MostPlaces ? new[] { $"and {moved.Count - MostPlaces} more" } : []];
    }

    private static string Text((int Count, decimal Amount) part) => part.Count == 0 ? "nothing" : $"{Amounts.Text(part.Amount)}{(part.Count == 1 ? "" : $" in {part.Count} lines")}";

    private static string? WordsOf(BillPlace place, IReadOnlyDictionary<NetSuiteId, string>? names) =>
        place is { Item: { } item, Job: { } job } && names?.GetValueOrDefault(item) is { } code && names.GetValueOrDefault(job) is { } project ? $"the item {code}, project {project}" : null;

    private static bool Same(string? one, string? other) => string.Equals(one?.Trim(), other?.Trim(), StringComparison.Ordinal);
}
