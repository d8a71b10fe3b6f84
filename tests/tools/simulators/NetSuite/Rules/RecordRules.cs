using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>What one kind of record adds to a save. The steps are called in the order of specification 11.</summary>
internal class RecordRules
{
    /// <summary>Fills what NetSuite fills.</summary>
    public virtual void Complete(SaveContext save)
    {
        var record = save.Record;
        if (record.Type.Fields.Find("fullName") is not null)
        {
            record.Values["fullName"] = Names.Full(save.Store, record.Type, record.Text("name") ?? record.Text("acctName") ?? "", record.Reference("parent"));
        }

        foreach (var flag in record.Type.Fields.Where(field => field.Name is "isInactive" or "includeChildren" or "isSummary"))
        {
            save.Default(flag.Name, false);
        }
    }

    /// <summary>Checks that what is pointed to may be used here.</summary>
    public virtual void CheckReferences(SaveContext save)
    {
    }

    public virtual IEnumerable<string> Missing(SaveContext save) =>
        save.Record.Type.Fields.Where(field => field.Required && !save.Record.Values.ContainsKey(field.Name)).Select(field => field.Name);

    public virtual void CheckUnique(SaveContext save)
    {
        if (save.Record.ExternalId is { } externalId
            && save.Store.FindByExternalId(save.Record.Type.Group, externalId) is { } other && other.Id != save.Record.Id)
        {
            throw NetSuiteException.User(save.Record.Type.Group == Groups.Entity ? "This entity already exists." : "This record already exists.");
        }
    }

    public virtual void CheckPeriod(SaveContext save)
    {
    }

    public virtual void CheckBusiness(SaveContext save)
    {
    }

    /// <summary>Called after the record was kept.</summary>
    public virtual void AfterSave(SaveContext save)
    {
    }

    public virtual void CheckDelete(RecordStore store, Record record)
    {
        if (Dependents.Any(store, record))
        {
            throw NetSuiteException.User("This record cannot be deleted because it has dependent records.");
        }

        if (record.Type.IsTransaction && store.Find("accountingPeriod", record.Reference("postingPeriod")!) is { } period)
        {
            PeriodRules.CheckOpen(period, changesLedger: true, record.Type);
        }
    }
}
