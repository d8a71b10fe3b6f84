using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rules;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>Makes the entries of a transaction (specification 11, GL): line 0 is the main line, all lines together make zero.</summary>
internal static class GlPosting
{
    /// <summary>Whether the transaction is in the ledger: a bill that is pending, rejected or voided is not (specification 8.4).</summary>
    public static bool IsPosted(Record transaction) =>
        !transaction.Flag("voided") && (transaction.Choice("approvalStatus") is null or "2");

    public static List<GlLine> Lines(Record transaction, RecordStore store, Applications applications) =>
        transaction.Type.Name == "vendorPayment" ? Payment(transaction) : Bill(transaction, store, applications);

    private static List<GlLine> Bill(Record bill, RecordStore store, Applications applications)
    {
        var total = bill.Number("total") ?? 0;
        var paid = applications.PaidOn(bill.Id);
        List<GlLine> lines = [new GlLine(0, true, bill.Reference("account"), -total) { Entity = bill.Reference("entity"), Memo = bill.Text("memo"), Unpaid = total - paid }];
        foreach (var line in bill.ReadLines("item"))
        {
            var account = store.FindInGroup(Groups.Item, line.Reference("item")!)?.Reference("expenseAccount");
            lines.Add(Of(line, account, line.Text("description")) with { Item = line.Reference("item"), Quantity = line.Number("quantity"), Rate = line.Number("rate") });
        }

        lines.AddRange(bill.ReadLines("expense").Select(line => Of(line, line.Reference("account"), line.Text("memo"))));
        return lines;
    }

    private static List<GlLine> Payment(Record payment)
    {
        var total = payment.Number("total") ?? 0;
        var vendor = payment.Reference("entity");
        return [
            new GlLine(0, true, payment.Reference("account"), -total) { Entity = vendor, Memo = payment.Text("memo") },
            new GlLine(1, false, payment.Reference("apAcct"), total) { Entity = vendor }];
    }

    private static GlLine Of(Line line, string? account, string? memo) => new(line.Key, false, account, line.Number("amount") ?? 0)
    {
        Entity = line.Reference("customer") ?? line.Reference("job"),
        Department = line.Reference("department"),
        Class = line.Reference("class"),
        Location = line.Reference("location"),
        Memo = memo,
        Billable = line.Flag("isBillable"),
        Values = line.Values,
    };
}
