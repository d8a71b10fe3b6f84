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
        payment.Values["status"] = new ChoiceValue(payment.Flag("voided") ? "V" : "B");
        var lines = payment.Lines("apply");
        lines.RemoveAll(line => line.Values.GetValueOrDefault("apply") is false);
        foreach (var line in lines)
        {
            line.Values["apply"] = true;
            if (line.Reference("doc") is { } id && save.Store.Find("vendorBill", id) is { } bill)
            {
                line.Values.TryAdd("amount", bill.Number("total")!.Value - applications.PaidOn(id, payment.Id));
                line.Values["amount"] = Money.Round(line.Number("amount")!.Value);
            }
        }

        payment.Values["total"] = payment.Flag("voided") ? 0m : lines.Sum(line => line.Number("amount") ?? 0);
    }

    public override void CheckReferences(SaveContext save)
    {
        var payment = save.Record;
        if (payment.Reference("subsidiary") is not { } subsidiary)
        {
            return;
        }

        TransactionDefaults.CheckHeader(save, subsidiary, "Bank", "CredCard");
        foreach (var line in payment.ReadLines("apply").Where(line => line.Reference("doc") is not null))
        {
            var bill = save.Store.Find("vendorBill", line.Reference("doc")!);
            if (bill?.Reference("entity") != payment.Reference("entity"))
            {
                throw NetSuiteException.InvalidValue(line.Reference("doc")!, "doc", save.PathOf(payment.Type.Sublists[0], line) + ".doc");
            }
        }
    }

    public override IEnumerable<string> Missing(SaveContext save) =>
        base.Missing(save).Concat(save.Record.Reference("account") is null ? ["account"] : []);

    public override void CheckPeriod(SaveContext save) => PeriodRules.Check(save, changesLedger: true);

    public override void CheckBusiness(SaveContext save)
    {
        var payment = save.Record;
        var lines = payment.ReadLines("apply");
        if (lines.Count == 0)
        {
            throw NetSuiteException.User("You must apply the payment to at least one bill.");
        }

        foreach (var line in lines.Where(_ => !payment.Flag("voided")))
        {
            var id = line.Reference("doc") ?? throw NetSuiteException.User("Please enter value(s) for: Doc.", save.PathOf(payment.Type.Sublists[0], line) + ".doc");
            var bill = save.Store.Find("vendorBill", id)!;
            if (bill.Choice("approvalStatus") != "2")
            {
                throw NetSuiteException.InvalidValue(id, "doc", save.PathOf(payment.Type.Sublists[0], line) + ".doc");
            }

            if (line.Number("amount") > bill.Number("total") - applications.PaidOn(id, payment.Id))
            {
                throw NetSuiteException.User("The amount to apply exceeds the amount due.", save.PathOf(payment.Type.Sublists[0], line) + ".amount");
            }
        }
    }

    public override void CheckDelete(RecordStore store, Record record)
    {
        base.CheckDelete(store, record);
        if (store.Find("accountingPeriod", record.Reference("postingPeriod")!) is { } period)
        {
            PeriodRules.CheckOpen(period, changesLedger: true);
        }
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
