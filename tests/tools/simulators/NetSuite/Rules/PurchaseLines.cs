using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Item and expense lines of bills and vendor credits (specification 8.4, 8.5).</summary>
internal static class PurchaseLines
{
    /// <summary>Prices the lines and adds them up.</summary>
    public static void Complete(SaveContext save)
    {
        foreach (var line in save.Record.ReadLines("item"))
        {
            Price(save, line);
        }

        foreach (var line in save.Record.ReadLines("expense").Where(line => line.Number("amount") is not null))
        {
            line.Values["amount"] = Money.Round(line.Number("amount")!.Value);
        }

        Total(save);
    }

    /// <summary>The vendor, the header and the lines are of one subsidiary; the lines can be bought.</summary>
    public static void CheckReferences(SaveContext save)
    {
        var record = save.Record;
        if (record.Reference("subsidiary") is not { } subsidiary || record.Reference("entity") is not { } vendorId)
        {
            return;
        }

        var vendor = save.Store.Find("vendor", vendorId)!;
        if (!Subsidiaries.Covers(save.Store, vendor, subsidiary))
        {
            throw NetSuiteException.InvalidValue(vendorId, "entity", "entity");
        }

        TransactionDefaults.CheckHeader(save, subsidiary, "AcctPay");
        if (save.Change.Gives("currency") && vendor.Reference("currency") is { } currency && currency != record.Reference("currency"))
        {
            throw NetSuiteException.InvalidValue(record.Reference("currency")!, "currency", "currency");
        }

        foreach (var sublist in record.Type.Sublists.Where(sublist => sublist.SharesNumbering))
        {
            foreach (var line in record.ReadLines(sublist.Name).Where(save.Sources.ContainsKey))
            {
                CheckLine(save, sublist, line, subsidiary);
            }
        }
    }

    /// <summary>At least one line, none billable to nobody, no negative total.</summary>
    public static void CheckBusiness(SaveContext save)
    {
        var record = save.Record;
        if (record.ReadLines("item").Count + record.ReadLines("expense").Count == 0)
        {
            throw NetSuiteException.User("You must enter at least one line item for this transaction.");
        }

        foreach (var sublist in record.Type.Sublists)
        {
            foreach (var line in record.ReadLines(sublist.Name).Where(line => line.Flag("isBillable") && line.Reference("customer") is null))
            {
                throw NetSuiteException.User("Please enter value(s) for: Customer.", save.PathOf(sublist, line) + ".customer");
            }
        }

        if (record.Number("total") < 0)
        {
            throw NetSuiteException.User("The total can not be negative.");
        }
    }

    private static void Price(SaveContext save, Line line)
    {
        var source = save.Sources.GetValueOrDefault(line);
        if (source is null)
        {
            return;
        }

        line.Values.TryAdd("quantity", 1m);
        var quantity = line.Number("quantity")!.Value;
        if (source.Gives("amount"))
        {
            line.Values["amount"] = Money.Round(line.Number("amount")!.Value);
            if (!source.Gives("rate") && quantity != 0)
            {
                line.Values["rate"] = Math.Round(line.Number("amount")!.Value / quantity, 8);
            }
        }
        else
        {
            var item = line.Reference("item") is { } id ? save.Store.FindInGroup(Groups.Item, id) : null;
            line.Values.TryAdd("rate", item?.Number("cost") ?? 0m);
            line.Values["amount"] = Money.Round(quantity * line.Number("rate")!.Value);
        }
    }

    private static void Total(SaveContext save)
    {
        var lines = save.Record.ReadLines("item").Concat(save.Record.ReadLines("expense"));
        var total = lines.Sum(line => line.Number("amount") ?? 0);
        save.Record.Values["total"] = total + (save.Record.Number("taxTotal") ?? 0);
        save.Record.Values["userTotal"] = save.Record.Values["total"];
    }

    private static void CheckLine(SaveContext save, SublistType sublist, Line line, string subsidiary)
    {
        var source = save.Sources[line];
        foreach (var field in sublist.Fields.Where(field => field.Kind == FieldKind.Reference && source.Gives(field.Name)))
        {
            var id = line.Reference(field.Name)!;
            var path = $"{source.Path}.{field.Name}";
            ReferenceRules.CheckSubsidiary(save.Store, field, id, subsidiary, path);
            var target = ReferenceRules.Target(save.Store, field, id)!;
            var unfit = field.Name switch
            {
                // A sale item has no expense account: it can't be bought.
                "item" => target.Reference("expenseAccount") is null,
                "account" => target.Flag("isSummary") || target.Choice("acctType") is "AcctPay" or "AcctRec" or "NonPosting" or "Stat",
                _ => false,
            };
            if (unfit)
            {
                throw NetSuiteException.InvalidValue(id, field.Name, path);
            }
        }
    }
}
