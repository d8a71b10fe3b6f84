using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>What all transactions of a vendor have in common.</summary>
internal static class TransactionDefaults
{
    public static void Complete(SaveContext save)
    {
        var record = save.Record;
        save.Default("tranDate", save.Today);
        if (record.Reference("entity") is { } id && save.Store.Find("vendor", id) is { } vendor)
        {
            save.Default("subsidiary", vendor.Values.GetValueOrDefault("subsidiary"));
            save.Default("currency", vendor.Values.GetValueOrDefault("currency"));
        }

        if (record.Reference("subsidiary") is { } subsidiary && save.Store.Find("subsidiary", subsidiary) is { } owner)
        {
            save.Default("currency", owner.Values.GetValueOrDefault("currency"));
            var own = record.Reference("currency") == owner.Reference("currency");
            save.Default("exchangeRate", own ? 1m : record.Reference("currency") is { } currency ? save.Store.Find("currency", currency)?.Number("exchangeRate") ?? 1m : 1m);
        }

        if (!save.Change.Gives("postingPeriod") && (save.IsCreate || save.Before!.Day("tranDate") != record.Day("tranDate")))
        {
            record.Values.Remove("postingPeriod");
            save.Default("postingPeriod", PeriodRules.Covering(save.Store, record.Day("tranDate")!.Value) is { } period ? new Ref(period.Id) : null);
        }

        save.Default("transactionNumber", record.Type.TransactionCode.ToUpperInvariant() + record.Id);
    }

    public static object? PayablesAccount(SaveContext save)
    {
        var subsidiary = save.Record.Reference("subsidiary");
        var account = subsidiary is null ? null : save.Store.OfType("account").FirstOrDefault(account =>
            account.Choice("acctType") == "AcctPay" && !account.IsInactive && Subsidiaries.Covers(save.Store, account, subsidiary));
        return account is null ? null : new Ref(account.Id);
    }

    /// <summary>Whether a save moves an amount, an account, a day or what an amount is for; anything else may be edited in a closed period (specification 10.13).</summary>
    public static bool ChangesLedger(SaveContext save) =>
        save.Before is null || !LedgerSignature(save.Before).SequenceEqual(LedgerSignature(save.Record));

    private static IEnumerable<object?> LedgerSignature(Record transaction)
    {
        foreach (var field in (string[])["entity", "subsidiary", "tranDate", "postingPeriod", "account", "apAcct", "currency", "exchangeRate", "approvalStatus", "department", "class", "location", "total"])
        {
            yield return transaction.Values.GetValueOrDefault(field);
        }

        yield return transaction.Flag("voided") && transaction.Number("total") == 0;
        foreach (var line in transaction.Type.Sublists.SelectMany(sublist => transaction.ReadLines(sublist.Name)))
        {
            foreach (var field in (string[])["item", "account", "amount", "disc", "doc", "debit", "credit", "quantity", "customer", "entity", "department", "class", "location"])
            {
                yield return line.Values.GetValueOrDefault(field);
            }
        }
    }

    /// <summary>Header references that were given: of this subsidiary, and an account of the right type.</summary>
    public static void CheckHeader(SaveContext save, string subsidiary, params string[] accountTypes)
    {
        if (save.Change.Gives("subsidiary") && !save.Options.Role.Administrator && save.Options.Role.Subsidiaries is { Count: > 0 } allowed && !allowed.Contains(subsidiary))
        {
            throw NetSuiteException.InvalidValue(subsidiary, "subsidiary", "subsidiary");
        }

        foreach (var field in save.Record.Type.Fields.Where(field => field.Kind == FieldKind.Reference && save.Change.Gives(field.Name)))
        {
            if (field.Name is "subsidiary" or "entity")
            {
                continue;
            }

            var id = save.Record.Reference(field.Name)!;
            ReferenceRules.CheckSubsidiary(save.Store, field, id, subsidiary, field.Name);
            if (field.Name == "account" && !accountTypes.Contains(save.Store.Find("account", id)!.Choice("acctType")))
            {
                throw NetSuiteException.InvalidValue(id, field.Name, field.Name);
            }
        }
    }
}
