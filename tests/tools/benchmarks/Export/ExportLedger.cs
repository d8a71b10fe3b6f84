using System.Text.Json;
using ProcoreNetSuite.Benchmarks.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Benchmarks.Export;

/// <summary>Reads the two systems' own books after a run, whoever ran: each invoice is one bill, line by line and to the cent, and Procore shows it as synced.</summary>
internal static class ExportLedger
{
    /// <exception cref="CheckFailedException">Something is missing, wrong or there twice.</exception>
    public static async Task CheckAsync(Machines machines, IReadOnlyList<Invoice> invoices, CancellationToken cancellationToken)
    {
        var netSuite = await machines.NetSuite.GetAsync("ledger", cancellationToken);
        var procore = await machines.Procore.GetAsync("ledger", cancellationToken);
        var bills = netSuite.GetProperty("vendorBills").EnumerateArray().ToLookup(bill => bill.GetProperty("externalId").GetString()!);
        var rows = procore.GetProperty("screen").EnumerateArray().Where(row => row.GetProperty("kind").GetString() == "Requisition").ToDictionary(row => row.GetProperty("id").GetInt64());
        Demand(bills.Sum(group => group.Count()) == invoices.Count, $"{invoices.Count} invoices have become {bills.Sum(group => group.Count())} bills.");
        foreach (var invoice in invoices)
        {
            var made = bills[ExternalIds.InNetSuite(SimulatedAccounts.CompanyId, EntityType.SubcontractorInvoice, invoice.Id)].ToList();
            Demand(made.Count == 1, $"{invoice.Number} has become {made.Count} bills.");
            CheckBill(invoice, made[0]);
            CheckRow(invoice, rows[invoice.Id], made[0].GetProperty("id").GetString()!);
        }
    }

    private static void CheckBill(Invoice invoice, JsonElement bill)
    {
        var lines = bill.GetProperty("lines").EnumerateArray()
            .Select(line => (line.GetProperty("itemId").GetString()!, line.GetProperty("amount").GetDecimal(), line.GetProperty("customerId").GetString()!));
        var wanted = invoice.Amounts.Select((amount, line) => (invoice.Project.Items[line], amount, invoice.Project.Job));
        Demand(lines.SequenceEqual(wanted), $"The lines of {invoice.Number}'s bill are not the invoice's.");
        Demand(bill.GetProperty("total").GetDecimal() == invoice.Total, $"{invoice.Number} comes to {invoice.Total}, its bill to {bill.GetProperty("total")}.");
        Demand(bill.GetProperty("entityId").GetString() == invoice.Vendor.Vendor && bill.GetProperty("tranId").GetString() == invoice.Number, $"{invoice.Number}'s bill is another vendor's or has another number.");
    }

    private static void CheckRow(Invoice invoice, JsonElement row, string bill)
    {
        Demand(row.GetProperty("tab").GetString() == "Synced", $"Procore shows {invoice.Number} as {row.GetProperty("tab")}: {row.GetProperty("messages")}.");
        Demand(row.GetProperty("originId").GetString() == ExternalIds.InProcore(Machines.NetSuiteAccount, "vendorBill", bill), $"Procore takes {invoice.Number} for {row.GetProperty("originId")}.");
        Demand(row.GetProperty("closings").GetInt32() == 1, $"The request of {invoice.Number} was closed {row.GetProperty("closings")} times.");
    }

    private static void Demand(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new CheckFailedException(otherwise);
        }
    }
}
