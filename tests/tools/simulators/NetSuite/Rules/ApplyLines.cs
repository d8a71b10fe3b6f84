using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>The apply sublist of payments and vendor credits: which bills are settled, and by how much (specification 8.5, 8.6).</summary>
internal static class ApplyLines
{
    /// <summary>Only ticked lines stay; without an amount, a line takes what is due.</summary>
    public static void Complete(SaveContext save, Applications applications)
    {
        var lines = save.Record.Lines("apply");
        lines.RemoveAll(line => line.Values.GetValueOrDefault("apply") is false);
        foreach (var line in lines)
        {
            line.Values["apply"] = true;
            if (line.Reference("doc") is { } id && save.Store.Find("vendorBill", id) is { } bill)
            {
                var discount = Money.Round(line.Number("disc") ?? 0);
                line.Values.TryAdd("amount", bill.Number("total")!.Value - applications.PaidOn(id, save.Record.Id) - discount);
                line.Values["amount"] = Money.Round(line.Number("amount")!.Value);
                if (discount == 0)
                {
                    line.Values.Remove("disc");
                }
                else
                {
                    line.Values["disc"] = discount;
                }
            }
        }
    }

    /// <summary>The bills are this vendor's, of this A/P account.</summary>
    public static void CheckReferences(SaveContext save)
    {
        var payables = save.Record.Reference("apAcct") ?? save.Record.Reference("account");
        foreach (var line in save.Record.ReadLines("apply").Where(line => line.Reference("doc") is not null))
        {
            var bill = save.Store.Find("vendorBill", line.Reference("doc")!);
            if (bill?.Reference("entity") != save.Record.Reference("entity") || (payables is not null && bill?.Reference("account") != payables))
            {
                throw NetSuiteException.InvalidValue(line.Reference("doc")!, "doc", Path(save, line) + ".doc");
            }
        }
    }

    public static void CheckBusiness(SaveContext save, Applications applications)
    {
        foreach (var line in save.Record.ReadLines("apply").Where(_ => !save.Record.Flag("voided")))
        {
            var id = line.Reference("doc") ?? throw NetSuiteException.User("Please enter value(s) for: Doc.", Path(save, line) + ".doc");
            var bill = save.Store.Find("vendorBill", id)!;
            if (bill.Choice("approvalStatus") != "2")
            {
                throw NetSuiteException.InvalidValue(id, "doc", Path(save, line) + ".doc");
            }

            if (line.Number("amount") < 0 || line.Number("disc") < 0 || line.Number("amount") + (line.Number("disc") ?? 0) > bill.Number("total") - applications.PaidOn(id, save.Record.Id))
            {
                throw NetSuiteException.User("The amount to apply exceeds the amount due.", Path(save, line) + ".amount");
            }
        }
    }

    private static string Path(SaveContext save, Line line) => save.PathOf(save.Record.Type.FindSublist("apply")!, line);
}
