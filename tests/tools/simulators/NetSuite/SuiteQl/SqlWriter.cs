using System.Globalization;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>Writes records through to the tables. Only what changed since the last query is written, in one go.</summary>
internal sealed class SqlWriter(SqlRows rows, RecordStore store, RecordSaver saver)
{
    private readonly TransactionRows _transactions = new(rows, store, saver);
    private readonly Dictionary<(string Group, string Id), Record> _changed = [];
    private readonly HashSet<(string Group, string Id)> _written = [];
    private readonly List<Deletion> _deletions = [];
    private int _analyzed;

    public void Note(Record record) => _changed[(record.Type.Group, record.Id)] = record;

    public void NoteDeletion(Record record, Deletion deletion)
    {
        _changed[(record.Type.Group, record.Id)] = record;
        _deletions.Add(deletion);
    }

    public void Forget()
    {
        _changed.Clear();
        _deletions.Clear();
        _written.Clear();
        _analyzed = 0;
    }

    public void Flush()
    {
        if (_changed.Count == 0)
        {
            return;
        }

        // Plain SQL, because the kept commands would each have to be told of a transaction object.
        rows.Execute("BEGIN");
        foreach (var (key, record) in _changed)
        {
            if (_written.Contains(key))
            {
                Remove(record);
            }

            if (store.FindInGroup(key.Group, key.Id) is { } current)
            {
                Write(current);
                _written.Add(key);
            }
        }

        foreach (var deletion in _deletions)
        {
            rows.Insert("deletedrecord", new()
            {
                ["deleteddate"] = deletion.At,
                ["type"] = deletion.Type,
                ["recordid"] = long.Parse(deletion.Id, CultureInfo.InvariantCulture),
                ["context"] = deletion.Context,
                ["name"] = deletion.Name,
            });
        }

        rows.Execute("COMMIT");
        if (_written.Count > 100 + (2 * _analyzed))
        {
            // Without an idea of the sizes the engine sorts whole joins for one page.
            rows.Execute("PRAGMA analysis_limit = 400; ANALYZE;");
            _analyzed = _written.Count;
        }

        _changed.Clear();
        _deletions.Clear();
    }

    private static string TableOf(RecordType type) => type.Group == Groups.Item ? "item" : type.Name.ToLowerInvariant();

    private void Remove(Record record)
    {
        if (record.Type.IsTransaction)
        {
            rows.Delete("transaction", "id", record.Id);
            rows.Delete("transactionline", "transaction", record.Id);
            rows.Delete("transactionaccountingline", "transaction", record.Id);
            rows.Delete("nexttransactionlinelink", "nextdoc", record.Id);
            rows.Delete("previoustransactionlinelink", "nextdoc", record.Id);
            return;
        }

        if (record.Type.Name == "vendor")
        {
            rows.Delete("vendorsubsidiaryrelationship", "entity", record.Id);
            rows.Delete("vendoraddressbook", "entity", record.Id);
            foreach (var line in record.ReadLines("addressBook"))
            {
                rows.Delete("vendoraddressbookentityaddress", "nkey", line.Key.ToString(CultureInfo.InvariantCulture));
            }
        }

        if (record.Type.Name == "account")
        {
            rows.Delete("accountsubsidiarymap", "account", record.Id);
        }

        if (rows.Schema.Find(TableOf(record.Type)) is not null)
        {
            rows.Delete(TableOf(record.Type), "id", record.Id);
        }
    }

    private void Write(Record record)
    {
        if (record.Type.IsTransaction)
        {
            _transactions.Write(record);
            return;
        }

        if (rows.Schema.Find(TableOf(record.Type)) is not { } table)
        {
            return;
        }

        var row = new Dictionary<string, object?>();
        foreach (var column in table.Columns)
        {
            row[column.Name] = column.Name == "id" ? long.Parse(record.Id, CultureInfo.InvariantCulture)
                : record.Type.Fields.Find(column.Field) is { } field ? record.Values.GetValueOrDefault(field.Name) : null;
        }

        Complete(record, row);
        rows.Insert(table.Name, row);
        if (record.Type.Name == "vendor")
        {
            WriteVendorParts(record);
        }

        if (record.Type.Name == "account")
        {
            foreach (var subsidiary in record.References("subsidiary"))
            {
                rows.Insert("accountsubsidiarymap", new() { ["account"] = new Ref(record.Id), ["subsidiary"] = new Ref(subsidiary) });
            }
        }
    }

    private void Complete(Record record, Dictionary<string, object?> row)
    {
        if (record.Type.Name == "account")
        {
            row["fullname"] = record.Text("acctName");
            row["accountsearchdisplayname"] = Names.Of(store, record);
            row["accountsearchdisplaynamecopy"] = record.Text("acctName");
            row["displaynamewithhierarchy"] = record.Text("acctName");
        }

        if (record.Type.Group == Groups.Item)
        {
            row["fullname"] = Names.ItemName(store, record);
        }

        if (record.Type.Name == "vendor")
        {
            row["balance"] = 0m;
            row["defaultbillingaddress"] = record.ReadLines("addressBook").FirstOrDefault(line => line.Flag("defaultBilling")) is { } billing ? (long)billing.Key : null;
            row["defaultshippingaddress"] = record.ReadLines("addressBook").FirstOrDefault(line => line.Flag("defaultShipping")) is { } shipping ? (long)shipping.Key : null;
        }
    }

    private void WriteVendorParts(Record vendor)
    {
        var id = new Ref(vendor.Id);
        if (vendor.Reference("subsidiary") is { } primary)
        {
            rows.Insert("vendorsubsidiaryrelationship", new() { ["entity"] = id, ["subsidiary"] = new Ref(primary), ["isprimarysub"] = true });
        }

        foreach (var shared in vendor.SharedWith)
        {
            rows.Insert("vendorsubsidiaryrelationship", new() { ["entity"] = id, ["subsidiary"] = new Ref(shared), ["isprimarysub"] = false });
        }

        foreach (var line in vendor.ReadLines("addressBook"))
        {
            rows.Insert("vendoraddressbook", new()
            {
                ["entity"] = id,
                ["internalid"] = (long)line.Key,
                ["addressbookaddress"] = (long)line.Key,
                ["defaultbilling"] = line.Flag("defaultBilling"),
                ["defaultshipping"] = line.Flag("defaultShipping"),
                ["label"] = line.Text("label"),
            });
            if (line.Values.GetValueOrDefault("addressBookAddress") is Dictionary<string, object> address)
            {
                var row = address.ToDictionary(pair => pair.Key.ToLowerInvariant(), pair => (object?)pair.Value);
                row["nkey"] = (long)line.Key;
                rows.Insert("vendoraddressbookentityaddress", row);
            }
        }
    }
}
