using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Vendor bills (specification 8.4).</summary>
internal sealed class BillRules(Applications applications) : RecordRules
{
    public override void Complete(SaveContext save)
    {
        var bill = save.Record;
        TransactionDefaults.Complete(save);
        if (bill.Reference("entity") is { } id && save.Store.Find("vendor", id) is { } vendor)
        {
            save.Default("terms", vendor.Values.GetValueOrDefault("terms"));
            save.Default("account", vendor.Values.GetValueOrDefault("payablesAccount") ?? TransactionDefaults.PayablesAccount(save));
        }

        if (save.IsCreate || save.Change.Gives("terms"))
        {
            var days = bill.Reference("terms") is { } terms ? save.Store.Find("term", terms)?.Values.GetValueOrDefault("daysUntilNetDue") as long? : null;
            if (!save.Change.Gives("dueDate"))
            {
                bill.Values["dueDate"] = bill.Day("tranDate")!.Value.AddDays((int)(days ?? 0));
            }
        }

        save.Default("approvalStatus", new ChoiceValue(save.Settings.BillApprovalRouting ? "1" : "2"));
        save.Default("paymentHold", false);
        PurchaseLines.Complete(save);
    }

    public override void CheckReferences(SaveContext save) => PurchaseLines.CheckReferences(save);

    /// <summary>[A] The words; that imports and services are blocked too is documented.</summary>
    public override void CheckUnique(SaveContext save)
    {
        base.CheckUnique(save);
        var bill = save.Record;
        if (save.Settings.BlockDuplicateNumbers && bill.Text("tranId") is { } number
            && save.Store.OfType("vendorBill").Any(other => other.Id != bill.Id && other.Reference("entity") == bill.Reference("entity") && string.Equals(other.Text("tranId"), number, StringComparison.OrdinalIgnoreCase)))
        {
            throw NetSuiteException.User($"A bill with the reference number {number} already exists for this vendor.");
        }
    }

    public override void CheckPeriod(SaveContext save) => PeriodRules.Check(save, TransactionDefaults.ChangesLedger(save));

    public override void CheckBusiness(SaveContext save)
    {
        var bill = save.Record;
        PurchaseLines.CheckBusiness(save);
        var paid = applications.PaidOn(bill.Id);
        if (paid > bill.Number("total") || (paid > 0 && bill.Choice("approvalStatus") != "2"))
        {
            throw NetSuiteException.User("This bill is paid. You cannot edit it in a way that no longer covers its payments.");
        }

        bill.Values["status"] = new ChoiceValue(bill.Flag("voided") && bill.Number("total") == 0 ? "C" : bill.Choice("approvalStatus") switch
        {
            "1" or "11" => "D",
            "3" => "E",
            _ => paid >= bill.Number("total") ? "B" : "A",
        });
    }
}
