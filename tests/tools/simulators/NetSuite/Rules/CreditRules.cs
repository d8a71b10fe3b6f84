using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Vendor credits (specification 8.5): lines as a bill's, entered positive, applied to bills or not.</summary>
internal sealed class CreditRules(Applications applications) : RecordRules
{
    public override void Complete(SaveContext save)
    {
        var credit = save.Record;
        TransactionDefaults.Complete(save);
        save.Default("account", TransactionDefaults.PayablesAccount(save));
        save.Default("tranId", credit.Id);
        PurchaseLines.Complete(save);
        ApplyLines.Complete(save, applications);
        var applied = credit.Flag("voided") ? 0 : credit.ReadLines("apply").Sum(line => line.Number("amount") ?? 0);
        credit.Values["applied"] = applied;
        credit.Values["unapplied"] = credit.Number("total")!.Value - applied;
        credit.Values["status"] = new ChoiceValue(credit.Number("unapplied") == 0 ? "B" : "A");
    }

    public override void CheckReferences(SaveContext save)
    {
        PurchaseLines.CheckReferences(save);
        ApplyLines.CheckReferences(save);
    }

    public override void CheckPeriod(SaveContext save) => PeriodRules.Check(save, TransactionDefaults.ChangesLedger(save));

    public override void CheckBusiness(SaveContext save)
    {
        PurchaseLines.CheckBusiness(save);
        ApplyLines.CheckBusiness(save, applications);
        if (save.Record.Number("unapplied") < 0)
        {
            throw NetSuiteException.User("The amount to apply exceeds the amount of the credit.", "apply");
        }
    }
}
