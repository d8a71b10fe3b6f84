using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rules;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>Makes the entries of a transaction (specification 11, GL): line 0 is the main line, all lines together make zero.</summary>
internal static class GlPosting
{
    /// <summary>Whether the transaction is in the ledger: one that is pending, rejected or voided to zero is not (specification 8.4).</summary>
    public static bool IsPosted(Record transaction) =>
        !(transaction.Flag("voided") && transaction.Number("total") == 0) && (transaction.Choice("approvalStatus") is null or "2");

    public static List<GlLine> Lines(Record transaction, RecordStore store, NetSuiteSettings settings, Applications applications) => transaction.Type.Name switch
    {
        "vendorPayment" => Payment(transaction, settings),
        "vendorCredit" => Purchase(transaction, store, settings, -1) is var lines ? [Credit(transaction, lines[0]), .. lines.Skip(1)] : [],
        "journalEntry" => Journal(transaction),
        _ => Purchase(transaction, store, settings, 1) is var lines ? [lines[0] with { Unpaid = transaction.Number("total") - applications.PaidOn(transaction.Id) }, .. lines.Skip(1)] : [],
    };

    /// <summary>A bill's entries; a credit's are the same, mirrored.</summary>
    private static List<GlLine> Purchase(Record record, RecordStore store, NetSuiteSettings settings, int sign)
    {
        List<GlLine> lines = [new GlLine(0, true, record.Reference("account"), -sign * (record.Number("total") ?? 0)) { Entity = record.Reference("entity"), Memo = record.Text("memo") }];
        foreach (var line in record.ReadLines("item"))
        {
            var account = store.FindInGroup(Groups.Item, line.Reference("item")!)?.Reference("expenseAccount");
            lines.Add(Of(line, account, line.Text("description"), sign) with { Item = line.Reference("item"), Quantity = line.Number("quantity"), Rate = line.Number("rate") });
        }

        lines.AddRange(record.ReadLines("expense").Select(line => Of(line, line.Reference("account"), line.Text("memo"), sign)));
        if (record.Number("taxTotal") is { } tax and not 0)
        {
            lines.Add(new GlLine(lines.Max(line => line.Id) + 1, false, settings.PurchaseTaxAccount, sign * tax) { Tax = true });
        }

        return lines;
    }

    private static GlLine Credit(Record credit, GlLine main) => main with { Used = credit.Number("applied"), Unused = credit.Number("unapplied") };

    private static List<GlLine> Payment(Record payment, NetSuiteSettings settings)
    {
        var total = payment.Number("total") ?? 0;
        var discount = payment.ReadLines("apply").Sum(line => line.Number("disc") ?? 0);
        var vendor = payment.Reference("entity");
        List<GlLine> lines = [
            new GlLine(0, true, payment.Reference("account"), -total) { Entity = vendor, Memo = payment.Text("memo") },
            new GlLine(1, false, payment.Reference("apAcct"), total + discount) { Entity = vendor, Used = total, Unused = 0 }];
        if (discount != 0)
        {
            lines.Add(new GlLine(2, false, settings.PurchaseDiscountAccount, -discount) { Entity = vendor });
        }

        return lines;
    }

    private static List<GlLine> Journal(Record journal) => [.. journal.ReadLines("line").Select((line, index) =>
        new GlLine(line.Key, index == 0, line.Reference("account"), (line.Number("debit") ?? 0) - (line.Number("credit") ?? 0))
        {
            Entity = line.Reference("entity"),
            Item = line.Reference("item"),
            Memo = line.Text("memo"),
            Department = line.Reference("department"),
            Class = line.Reference("class"),
            Location = line.Reference("location"),
            Values = line.Values,
        })];

    private static GlLine Of(Line line, string? account, string? memo, int sign) => new(line.Key, false, account, sign * (line.Number("amount") ?? 0))
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
