using System.Globalization;
using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.NetSuite.Ledger;
using ProcoreNetSuite.Simulators.Procore;
using Spectre.Console;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>An invoice and its bill, side by side.</summary>
/// <param name="Retainage">Of this bill: negative for held, positive for released.</param>
/// <param name="Seconds">From acceptance to Synced, the last time it was accepted.</param>
public sealed record ClosingRow(ProcoreRecord Invoice, string Vendor, LedgerBill Bill, decimal Retainage, decimal PaymentDue, decimal Seconds)
{
    public decimal Difference => Bill.Total - PaymentDue;
}

/// <summary>The table at the end: what Procore says is due, and what NetSuite has.</summary>
public static class ClosingTable
{
    /// <summary>Retainage goes to the connector's item, or to the account behind it where a person typed the bill.</summary>
    private const string RetainageItem = "700", RetainageAccount = "233";

    public static IReadOnlyList<ClosingRow> Read(Stage stage, IEnumerable<ProcoreRecord> invoices)
    {
        ArgumentNullException.ThrowIfNull(stage);

        return
        [
            .. invoices.Select(invoice => (Invoice: invoice, Bill: stage.BillOf(invoice))).Where(pair => pair.Bill is not null).Select(pair => new ClosingRow(
                pair.Invoice,
                stage.VendorOf(pair.Invoice).Text("name")!,
                pair.Bill!,
                RetainageOf(pair.Bill!),
                PaymentDue(pair.Invoice),
                SecondsOf(stage, pair.Invoice))),
        ];
    }

    public static decimal RetainageOf(LedgerBill bill)
    {
        ArgumentNullException.ThrowIfNull(bill);

        return bill.Lines.Where(line => line.ItemId == RetainageItem || line.AccountId == RetainageAccount).Sum(line => line.Amount);
    }

    public static decimal PaymentDue(ProcoreRecord invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);

        return decimal.Parse(((JsonObject)invoice.Data["summary"]!)["current_payment_due"]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }

    public static void Write(Narrator tell, IReadOnlyList<ClosingRow> rows)
    {
        ArgumentNullException.ThrowIfNull(tell);
        ArgumentNullException.ThrowIfNull(rows);
        tell.Heading("The day in figures, USD");
        var table = new Table().Border(TableBorder.Simple);
        Add(table, "Invoice", "Total", left: true);
        Add(table, "Vendor", $"{rows.Count} invoices", left: true);
        Add(table, "Bill", $"{rows.Select(row => row.Bill.Id).Distinct().Count()}");
        Add(table, "Lines", $"{rows.Sum(row => row.Bill.Lines.Count)}");
        Add(table, "Retainage", Narrator.Money(rows.Sum(row => row.Retainage)));
        Add(table, "Bill total", Narrator.Money(rows.Sum(row => row.Bill.Total)));
        Add(table, "Payment due", Narrator.Money(rows.Sum(row => row.PaymentDue)));
        Add(table, "Diff.", Narrator.Money(rows.Sum(row => row.Difference)));
        Add(table, "Sec.", "");
        foreach (var row in rows)
        {
            table.AddRow(new[]
            {
                row.Invoice.Text("invoice_number")!, row.Vendor, row.Bill.Id, $"{row.Bill.Lines.Count}", Narrator.Money(row.Retainage),
                Narrator.Money(row.Bill.Total), Narrator.Money(row.PaymentDue), Narrator.Money(row.Difference), Seconds(row.Seconds),
            }.Select(cell => new Text(cell)));
        }

        tell.Write(table);
        tell.Line("Bill: its id in NetSuite; its number is the invoice's. Payment due: in Procore. Sec.: from acceptance to Synced.");
        if (rows.Count > 0)
        {
            tell.Line($"Half of the invoices were Synced within {Seconds(rows.Select(row => row.Seconds).Order().ElementAt(rows.Count / 2))} seconds, all within {Seconds(rows.Max(row => row.Seconds))}.");
        }
    }

    internal static void Add(Table table, string name, string total, bool left = false) => table.AddColumn(
        new TableColumn(new Text(name)) { Footer = new Text(total), Alignment = left ? Justify.Left : Justify.Right, NoWrap = true, Padding = new Padding(0, 0, 1, 0) });

    private static string Seconds(decimal seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static decimal SecondsOf(Stage stage, ProcoreRecord invoice)
    {
        var last = stage.Accounts.Procore.RequestDetails.LastOrDefault(detail =>
            detail.ItemId == invoice.Id && detail.RequestName == "create_requisitions" && detail.Status == "success");

        return last is null ? 0 : (last.UpdatedAt - last.CreatedAt).Ticks / (decimal)TimeSpan.TicksPerSecond;
    }
}
