using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

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
        foreach (var line in bill.ReadLines("item"))
        {
            Price(save, line);
        }

        foreach (var line in bill.ReadLines("expense").Where(line => line.Number("amount") is not null))
        {
            line.Values["amount"] = Money.Round(line.Number("amount")!.Value);
        }

        Total(save);
    }

    public override void CheckReferences(SaveContext save)
    {
        var bill = save.Record;
        if (bill.Reference("subsidiary") is not { } subsidiary || bill.Reference("entity") is not { } vendorId)
        {
            return;
        }

        var vendor = save.Store.Find("vendor", vendorId)!;
        if (!Subsidiaries.Covers(save.Store, vendor, subsidiary))
        {
            throw NetSuiteException.InvalidValue(vendorId, "entity", "entity");
        }

        TransactionDefaults.CheckHeader(save, subsidiary, "AcctPay");
        if (save.Change.Gives("currency") && vendor.Reference("currency") is { } currency && currency != bill.Reference("currency"))
        {
            throw NetSuiteException.InvalidValue(bill.Reference("currency")!, "currency", "currency");
        }

        foreach (var sublist in bill.Type.Sublists)
        {
            foreach (var line in bill.ReadLines(sublist.Name).Where(save.Sources.ContainsKey))
            {
                CheckLine(save, sublist, line, subsidiary);
            }
        }
    }

    public override void CheckPeriod(SaveContext save) => PeriodRules.Check(save, ChangesLedger(save));

    public override void CheckBusiness(SaveContext save)
    {
        var bill = save.Record;
        if (bill.ReadLines("item").Count + bill.ReadLines("expense").Count == 0)
        {
            throw NetSuiteException.User("You must enter at least one line item for this transaction.");
        }

        foreach (var sublist in bill.Type.Sublists)
        {
            foreach (var line in bill.ReadLines(sublist.Name).Where(line => line.Flag("isBillable") && line.Reference("customer") is null))
            {
                throw NetSuiteException.User("Please enter value(s) for: Customer.", save.PathOf(sublist, line) + ".customer");
            }
        }

        if (bill.Number("total") < 0)
        {
            throw NetSuiteException.User("The total can not be negative.");
        }

        var paid = applications.PaidOn(bill.Id);
        if (paid > bill.Number("total") || (paid > 0 && bill.Choice("approvalStatus") != "2"))
        {
            throw NetSuiteException.User("This bill is paid. You cannot edit it in a way that no longer covers its payments.");
        }

        bill.Values["status"] = new ChoiceValue(bill.Flag("voided") ? "C" : bill.Choice("approvalStatus") switch
        {
            "1" or "11" => "D",
            "3" => "E",
            _ => paid >= bill.Number("total") ? "B" : "A",
        });
    }

    public override void CheckDelete(RecordStore store, Record record)
    {
        base.CheckDelete(store, record);
        if (store.Find("accountingPeriod", record.Reference("postingPeriod")!) is { } period)
        {
            PeriodRules.CheckOpen(period, changesLedger: true);
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
        save.Record.Values["total"] = total;
        save.Record.Values["userTotal"] = total;
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

    private static bool ChangesLedger(SaveContext save) =>
        save.Before is null || !LedgerSignature(save.Before).SequenceEqual(LedgerSignature(save.Record));

    private static IEnumerable<object?> LedgerSignature(Record bill)
    {
        foreach (var field in (string[])["entity", "subsidiary", "tranDate", "postingPeriod", "account", "currency", "exchangeRate", "approvalStatus", "department", "class", "location"])
        {
            yield return bill.Values.GetValueOrDefault(field);
        }

        yield return bill.Flag("voided");
        foreach (var line in bill.ReadLines("item").Concat(bill.ReadLines("expense")))
        {
            foreach (var field in (string[])["item", "account", "amount", "quantity", "customer", "department", "class", "location"])
            {
                yield return line.Values.GetValueOrDefault(field);
            }
        }
    }
}
