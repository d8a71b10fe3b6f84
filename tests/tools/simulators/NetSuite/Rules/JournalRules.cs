using System.Globalization;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Journal entries (specification 8.7).</summary>
internal sealed class JournalRules : RecordRules
{
    public override void Complete(SaveContext save)
    {
        var journal = save.Record;
        TransactionDefaults.Complete(save);
        save.Default("tranId", $"JE{journal.Id}");
        if (save.Change.Gives("approved") || !journal.Values.ContainsKey("approvalStatus"))
        {
            journal.Values["approvalStatus"] = new ChoiceValue(journal.Values.GetValueOrDefault("approved") is false ? "1" : "2");
        }

        journal.Values["approved"] = journal.Choice("approvalStatus") == "2";
        foreach (var line in journal.ReadLines("line"))
        {
            foreach (var side in (string[])["debit", "credit"])
            {
                if (line.Number(side) is { } amount)
                {
                    line.Values[side] = Money.Round(amount);
                }
            }
        }
    }

    public override IEnumerable<string> Missing(SaveContext save) =>
        save.Record.Reference("subsidiary") is null && save.Store.OfType("subsidiary").Count > 0 ? ["subsidiary"] : [];

    public override void CheckReferences(SaveContext save)
    {
        if (save.Record.Reference("subsidiary") is not { } subsidiary)
        {
            return;
        }

        TransactionDefaults.CheckHeader(save, subsidiary);
        var sublist = save.Record.Type.FindSublist("line")!;
        foreach (var line in save.Record.ReadLines("line").Where(save.Sources.ContainsKey))
        {
            var source = save.Sources[line];
            foreach (var field in sublist.Fields.Where(field => field.Kind == FieldKind.Reference && source.Gives(field.Name)))
            {
                var id = line.Reference(field.Name)!;
                ReferenceRules.CheckSubsidiary(save.Store, field, id, subsidiary, $"{source.Path}.{field.Name}");
                if (field.Name == "account" && save.Store.Find("account", id) is { } account && (account.Flag("isSummary") || account.Choice("acctType") is "NonPosting" or "Stat"))
                {
                    throw NetSuiteException.InvalidValue(id, field.Name, $"{source.Path}.{field.Name}");
                }
            }
        }
    }

    public override void CheckPeriod(SaveContext save) => PeriodRules.Check(save, TransactionDefaults.ChangesLedger(save));

    public override void CheckBusiness(SaveContext save)
    {
        var lines = save.Record.ReadLines("line");
        if (lines.Count == 0)
        {
            throw NetSuiteException.User("You must enter at least one line item for this transaction.");
        }

        foreach (var line in lines.Where(line => (line.Number("debit") is null) == (line.Number("credit") is null)))
        {
            throw NetSuiteException.User("Please enter a debit or a credit.", $"line.items[{lines.ToList().IndexOf(line).ToString(CultureInfo.InvariantCulture)}]");
        }

        if (lines.Sum(line => line.Number("debit") ?? 0) != lines.Sum(line => line.Number("credit") ?? 0))
        {
            throw NetSuiteException.User("The amounts in a journal entry must balance.");
        }

        if (save.Before?.Flag("void") == true)
        {
            throw NetSuiteException.User("You cannot edit a journal that voids another transaction.");
        }
    }
}
