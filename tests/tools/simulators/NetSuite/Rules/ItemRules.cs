using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Other charge items (specification 8.3).</summary>
internal sealed class ItemRules : RecordRules
{
    public override void Complete(SaveContext save)
    {
        base.Complete(save);
        save.Record.Values["itemType"] = new ChoiceValue("OthCharge");
        save.Record.Values["subtype"] = new ChoiceValue(save.Record.Type.Fields.Find("subtype")!.Choices.Keys[0]);
        save.Default("isFulfillable", false);
    }

    public override void CheckReferences(SaveContext save)
    {
        foreach (var field in save.Record.Type.Fields.Where(field => field.Kind == FieldKind.Reference && field.Name != "parent" && save.Change.Gives(field.Name)))
        {
            var id = save.Record.Reference(field.Name)!;
            foreach (var subsidiary in save.Record.References("subsidiary"))
            {
                ReferenceRules.CheckSubsidiary(save.Store, field, id, subsidiary, field.Name);
            }

            if (field.Targets.Contains("account") && save.Store.Find("account", id)?.Choice("acctType") is "AcctPay" or "AcctRec" or "NonPosting" or "Stat")
            {
                throw NetSuiteException.InvalidValue(id, field.Name, field.Name);
            }
        }
    }

    public override IEnumerable<string> Missing(SaveContext save) =>
        base.Missing(save).Concat(save.Record.References("subsidiary").Count == 0 && save.Store.OfType("subsidiary").Count > 0 ? ["subsidiary"] : []);

    public override void CheckUnique(SaveContext save)
    {
        base.CheckUnique(save);
        if (save.Store.FindItemByName(save.Record.Reference("parent"), save.Record.Text("itemId")!) is { } other && other.Id != save.Record.Id)
        {
            throw new NetSuiteException(400, "DUP_ITEM", "Error while accessing a resource. Uniqueness error - An item with the same name already exists.");
        }
    }
}
