using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Vendor payments (specification 8.6).</summary>
internal sealed class PaymentRules(Applications applications) : RecordRules
{
    public override void Complete(SaveContext save)
    {
        var payment = save.Record;
        TransactionDefaults.Complete(save);
        save.Default("apAcct", TransactionDefaults.PayablesAccount(save));
        save.Default("account", DefaultBank(save));
        save.Default("tranId", payment.Flag("toBePrinted") ? "To Print" : payment.Id);
        save.Default("toBePrinted", false);
        save.Default("cleared", false);
        save.Default("approvalStatus", new ChoiceValue("2"));
        payment.Values["status"] = new ChoiceValue(payment.Flag("voided") ? "V" : payment.Choice("approvalStatus") == "1" ? "A" : "B");
        ApplyLines.Complete(save, applications);
        // A payment voided by a journal keeps its entries (specification 5.2).
        payment.Values["total"] = payment.Flag("voided") && payment.Reference("voidJournal") is null ? 0m : payment.ReadLines("apply").Sum(line => line.Number("amount") ?? 0);
    }

    public override void CheckReferences(SaveContext save)
    {
        var payment = save.Record;
        if (payment.Reference("subsidiary") is not { } subsidiary)
        {
            return;
        }

        TransactionDefaults.CheckHeader(save, subsidiary, "Bank", "CredCard");
        ApplyLines.CheckReferences(save);
    }

    public override IEnumerable<string> Missing(SaveContext save) =>
        base.Missing(save).Concat(save.Record.Reference("account") is null ? ["account"] : []);

    public override void CheckPeriod(SaveContext save) => PeriodRules.Check(save, TransactionDefaults.ChangesLedger(save));

    public override void CheckBusiness(SaveContext save)
    {
        if (save.Record.ReadLines("apply").Count == 0)
        {
            throw NetSuiteException.User("You must apply the payment to at least one bill.");
        }

        if (save.Record.ReadLines("apply").Any(line => line.Number("disc") is { } discount && discount != 0) && save.Store.Find("account", save.Settings.PurchaseDiscountAccount) is null)
        {
            throw NetSuiteException.User("Please enter value(s) for: Purchase Discount Account.");
        }

        ApplyLines.CheckBusiness(save, applications);
    }

    private static object? DefaultBank(SaveContext save)
    {
        var vendor = save.Record.Reference("entity") is { } id ? save.Store.Find("vendor", id) : null;
        var subsidiary = save.Record.Reference("subsidiary");
        return vendor?.Values.GetValueOrDefault("defaultVendorPaymentAccount")
            ?? (subsidiary is not null && save.Store.OfType("account").FirstOrDefault(account =>
                account.Choice("acctType") == "Bank" && !account.IsInactive && Subsidiaries.Covers(save.Store, account, subsidiary)) is { } bank ? new Ref(bank.Id) : null);
    }
}
