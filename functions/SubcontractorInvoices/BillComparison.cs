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
