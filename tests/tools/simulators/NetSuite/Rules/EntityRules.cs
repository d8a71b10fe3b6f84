using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Vendors, customers, employees and projects (specification 8.1, 8.2).</summary>
internal class EntityRules : RecordRules
{
    public override void Complete(SaveContext save)
    {
        var record = save.Record;
        save.Default("isInactive", false);
        if (record.Type.Fields.Find("isPerson") is not null)
        {
            save.Default("isPerson", false);
        }

        var name = record.Flag("isPerson") || record.Type.Name == "employee"
            ? string.Join(' ', new[] { record.Text("firstName"), record.Text("lastName") }.Where(part => part is not null))
            : record.Text("companyName");
        if (!save.Settings.EntityIdRequired && !string.IsNullOrEmpty(name))
        {
            save.Default("entityId", name);
            if (record.Type.Fields.Find("autoName") is not null)
            {
                save.Default("autoName", !save.Change.Gives("entityId"));
            }
        }

        if (!string.IsNullOrEmpty(name))
        {
            record.Values["altName"] = name;
        }

        if (record.Type.Name == "vendor")
        {
            save.Default("legalName", record.Text("companyName"));
            save.Default("emailPreference", new ChoiceValue("DEFAULT"));
            save.Default("is1099Eligible", false);
        }

        if (record.Reference("subsidiary") is { } subsidiary && save.Store.Find("subsidiary", subsidiary)?.Reference("currency") is { } currency
            && record.Type.Fields.Find("currency") is not null)
        {
            save.Default("currency", new Ref(currency));
        }

        NumberAddresses(save);
    }

    public override void CheckReferences(SaveContext save)
    {
        var record = save.Record;
        if (record.Reference("subsidiary") is not { } subsidiary)
        {
            return;
        }

        foreach (var field in record.Type.Fields.Where(field => field.Kind == FieldKind.Reference && field.Name is not ("subsidiary" or "parent") && save.Change.Gives(field.Name)))
        {
            ReferenceRules.CheckSubsidiary(save.Store, field, record.Reference(field.Name)!, subsidiary, field.Name);
        }

        if (record.Reference("parent") is { } parent && save.Change.Gives("parent") && save.Store.FindInGroup(Groups.Entity, parent) is { } above
            && !Subsidiaries.Covers(save.Store, above, subsidiary))
        {
            // A project belongs to its customer's subsidiaries (specification 8.2).
            throw NetSuiteException.InvalidValue(subsidiary, "subsidiary", "subsidiary");
        }

        if (save.Before is not null && record.Type.Name == "vendor" && HasTransactions(save))
        {
            foreach (var name in (string[])["subsidiary", "currency"])
            {
                if (save.Before.Reference(name) != record.Reference(name))
                {
                    throw NetSuiteException.User($"You cannot change the {name} of a vendor that has transactions.", name);
                }
            }
        }
    }

    public override IEnumerable<string> Missing(SaveContext save)
    {
        var record = save.Record;
        var person = record.Flag("isPerson");
        var names = record.Type.Name switch
        {
            "employee" => ["firstName", "lastName", "subsidiary"],
            "job" => save.Store.OfType("subsidiary").Count > 0 ? ["companyName", "parent", "subsidiary"] : (string[])["companyName", "parent"],
            _ => person ? ["firstName", "lastName", "subsidiary"] : ["companyName", "subsidiary"],
        };

        return names.Append("entityId").Where(field => !record.Values.ContainsKey(field) && (field != "entityId" || save.Settings.EntityIdRequired));
    }

    public override void CheckUnique(SaveContext save)
    {
        base.CheckUnique(save);
        if (save.Record.Text("entityId") is { } name && save.Store.FindEntityByName(name) is { } other && other.Id != save.Record.Id)
        {
            throw NetSuiteException.User("This entity already exists.");
        }
    }

    private static bool HasTransactions(SaveContext save) =>
        save.Store.OfType("vendorBill").Concat(save.Store.OfType("vendorPayment")).Any(transaction => transaction.Reference("entity") == save.Record.Id);

    private static void NumberAddresses(SaveContext save)
    {
        foreach (var line in save.Record.ReadLines("addressBook"))
        {
            line.Values["addressId"] = line.Key.ToString(System.Globalization.CultureInfo.InvariantCulture);
            line.Values.TryAdd("defaultBilling", false);
            line.Values.TryAdd("defaultShipping", false);
            if (line.Values.GetValueOrDefault("addressBookAddress") is Dictionary<string, object> address)
            {
                address.TryAdd("country", new ChoiceValue("US"));
                var last = $"{address.GetValueOrDefault("city")} {address.GetValueOrDefault("state")} {address.GetValueOrDefault("zip")}".Trim();
                var text = string.Join('\n', new[] { address.GetValueOrDefault("addressee"), address.GetValueOrDefault("addr1"), address.GetValueOrDefault("addr2"), last }
                    .Select(part => part?.ToString()).Where(part => !string.IsNullOrEmpty(part)));
                address["addrText"] = text;
                line.Values["addressBookAddress_text"] = text;
            }
        }
    }
}
