using ProcoreNetSuite.Links;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>Is the bill in NetSuite what was sent? Count and total to the cent (connector-behaviour.md 7.4.4, E415).</summary>
public static class BillComparison
{
    public static Problem? Difference(VendorBill sent, BillFound found) =>
        Difference($"Bill {sent.Reference}", sent.Total, sent.Lines.Count, found)
        ?? (found.Vendor is { } vendor && vendor != sent.Vendor
            ? new Problem("E415", $"Bill {sent.Reference} (NetSuite record {found.Id}) belongs to another vendor, {vendor}.")
            : null);

    /// <summary>Is the bill of a link as it was sent? Total, vendor, reference and date, all at once (7.4.6).</summary>
    /// <param name="vendor">The company that is linked to the bill's vendor, if one is.</param>
    public static Problem? Difference(Link link, BillFound found, string? vendor)
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
        }

        return differences.Count == 0 ? null : new Problem("E415", $"{name} (NetSuite record {found.Id}) was changed in NetSuite: {string.Join(", ", differences)}.")
        {
            OtherRemedy = "Undo that in NetSuite; or delete the bill there, unlink the invoice in Procore and export it again.",
        };
    }

    private static bool Same(string? one, string? other) => string.Equals(one?.Trim(), other?.Trim(), StringComparison.Ordinal);

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
}
