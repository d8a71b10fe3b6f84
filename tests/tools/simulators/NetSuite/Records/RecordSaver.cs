using System.Text.Json;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Rules;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Records;

/// <summary>Creates, changes and deletes records, in the order of checks of specification 11. A refused save changes nothing.</summary>
internal sealed class RecordSaver(Catalog catalog, RecordStore store, TimeProvider time)
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["entity"] = "Vendor",
        ["itemId"] = "Item Name/Number",
        ["tranDate"] = "Date",
        ["entityId"] = "ID",
        ["acctName"] = "Name",
        ["acctType"] = "Type",
    };

    private readonly RecordRules _plain = new();
    private readonly EntityRules _entity = new();
    private readonly JobRules _job = new();
    private readonly ItemRules _item = new();
    private readonly Dictionary<string, RecordRules> _transactions = [];

    public Applications Applications { get; } = new(store);

    public NetSuiteSettings Settings { get; set; } = new();

    public Record Create(RecordType type, JsonElement body, SaveOptions options, string? externalId = null, string? recordId = null)
    {
        var change = Read(type, body, options, externalId);
        // The number is only used up when the save succeeds.
        var record = new Record(type, recordId ?? store.PeekId(type));
        return Save(new SaveContext(store, Settings, Today(), record, null, change, options));
    }

    /// <summary>A new record with what the body sets, and not saved: what is mandatory may be missing.</summary>
    public Record Form(RecordType type, JsonElement body, SaveOptions options)
    {
        var record = new Record(type, store.PeekId(type));
        ChangeApplier.Apply(new SaveContext(store, Settings, Today(), record, null, Read(type, body, options, null), options), store);

        return record;
    }

    public Record Update(Record before, JsonElement body, SaveOptions options, string? externalId = null)
    {
        var change = Read(before.Type, body, options, externalId);
        return Save(new SaveContext(store, Settings, Today(), before.Copy(), before, change, options));
    }

    /// <summary>Saves a copy that was changed directly, as a person's action in NetSuite's pages does.</summary>
    public Record Resave(Record before, Action<Record> edit, string origin)
    {
        var copy = before.Copy();
        edit(copy);
        return Save(new SaveContext(store, Settings, Today(), copy, before, new Change(), new SaveOptions(Role.Everything, origin)));
    }

    /// <summary>Notes that a journal voids the record: its own entries stay, so its period doesn't matter.</summary>
    public void VoidBy(Record journal, Record record)
    {
        var copy = record.Copy();
        copy.Values["voided"] = true;
        if (record.Type.Name == "vendorPayment")
        {
            copy.Values["status"] = new ChoiceValue("V");
            copy.Values["voidJournal"] = new Ref(journal.Id);
        }

        store.Save(copy, "user");
        if (record.Type.Name == "vendorPayment")
        {
            var bills = Applications.BillsOf(record.Id);
            Applications.Set(copy);
            RefreshBills(bills, "user");
        }
    }

    public void Delete(Record record, string context)
    {
        RulesOf(record.Type).CheckDelete(store, record);
        var bills = Applications.BillsOf(record.Id);
        Applications.Remove(record);
        store.Delete(record, context);
        RefreshBills(bills, context == "REST Web Services" ? "rest" : "user");
    }

    private static string Label(string field)
    {
        if (Labels.TryGetValue(field, out var label))
        {
            return label;
        }

        var words = string.Concat(field.Select(letter => char.IsUpper(letter) ? $" {letter}" : $"{letter}"));
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    private DateOnly Today() => DateOnly.FromDateTime(Pacific.From(time.GetUtcNow()));

    private RecordRules RulesOf(RecordType type)
    {
        if (type.IsTransaction)
        {
            if (!_transactions.TryGetValue(type.Name, out var rules))
            {
                _transactions[type.Name] = rules = type.Name switch
                {
                    "vendorBill" => new BillRules(Applications),
                    "vendorCredit" => new CreditRules(Applications),
                    "journalEntry" => new JournalRules(),
                    _ => new PaymentRules(Applications),
                };
            }

            return rules;
        }

        return type.Group switch
        {
            Groups.Entity => type.Name == "job" ? _job : _entity,
            Groups.Item => _item,
            _ => _plain,
        };
    }

    private Change Read(RecordType type, JsonElement body, SaveOptions options, string? externalId)
    {
        var change = new BodyReader(catalog, store, options).Read(type, body);
        if (externalId is null)
        {
            return change;
        }

        if (change.Values.GetValueOrDefault("externalId") is string given && !string.Equals(given, externalId, StringComparison.OrdinalIgnoreCase))
        {
            throw NetSuiteException.User("The external id in the body is not the one in the path.", "externalId");
        }

        if (type.Fields.Find("externalId") is { } field)
        {
            TextRules.Check(field, externalId, "externalId");
        }

        change.Values["externalId"] = externalId;
        return change;
    }

    private Record Save(SaveContext save)
    {
        var rules = RulesOf(save.Record.Type);
        ChangeApplier.Apply(save, store);
        rules.Complete(save);
        rules.CheckReferences(save);
        CheckMandatory(save, rules);
        rules.CheckUnique(save);
        rules.CheckPeriod(save);
        rules.CheckBusiness(save);
        store.Save(save.Record, save.Options.Origin);
        if (save.Record.Type is { IsTransaction: true, Name: not "vendorBill" })
        {
            var bills = Applications.BillsOf(save.Record.Id);
            Applications.Set(save.Record);
            RefreshBills(bills.Union(Applications.BillsOf(save.Record.Id)), save.Options.Origin);
        }

        return save.Record;
    }

    private void RefreshBills(IEnumerable<string> bills, string origin)
    {
        foreach (var bill in bills.Select(id => store.Find("vendorBill", id)).OfType<Record>())
        {
            // The period of the bill doesn't matter here: paying is no change of the bill's own entries.
            var copy = bill.Copy();
            var open = Applications.PaidOn(bill.Id) < bill.Number("total");
            copy.Values["status"] = new ChoiceValue(open ? "A" : "B");
            store.Save(copy, origin);
        }
    }

    private static void CheckMandatory(SaveContext save, RecordRules rules)
    {
        var missing = rules.Missing(save).Distinct().Select(Label).ToList();
        if (missing.Count > 0)
        {
            throw NetSuiteException.User($"Please enter value(s) for: {string.Join(", ", missing)}.");
        }

        foreach (var sublist in save.Record.Type.Sublists)
        {
            foreach (var line in save.Record.ReadLines(sublist.Name))
            {
                var absent = sublist.Fields.Where(field => field.Required && !line.Values.ContainsKey(field.Name)).Select(field => field.Name).ToList();
                if (sublist.Name == "expense" && !line.Values.ContainsKey("account"))
                {
                    absent.Insert(0, "account");
                }

                if (absent.Count > 0)
                {
                    throw NetSuiteException.User($"Please enter value(s) for: {string.Join(", ", absent.Select(Label))}.", $"{save.PathOf(sublist, line)}.{absent[0]}");
                }
            }
        }
    }
}
