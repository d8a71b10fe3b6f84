using System.Globalization;
using Microsoft.Data.Sqlite;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rules;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>Writes records through to the tables. Only what changed since the last query is written, in one go.</summary>
internal sealed class SqlWriter(SqliteConnection connection, SqlSchema schema, RecordStore store, RecordSaver saver) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _inserts = [];
    private readonly Dictionary<string, SqliteCommand> _deletes = [];
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
        Execute("BEGIN");
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
            Insert("deletedrecord", new()
            {
                ["deleteddate"] = deletion.At,
                ["type"] = deletion.Type,
                ["recordid"] = long.Parse(deletion.Id, CultureInfo.InvariantCulture),
                ["context"] = deletion.Context,
                ["name"] = deletion.Name,
            });
        }

        Execute("COMMIT");
        if (_written.Count > 100 + (2 * _analyzed))
        {
            // Without an idea of the sizes the engine sorts whole joins for one page.
            Execute("PRAGMA analysis_limit = 400; ANALYZE;");
            _analyzed = _written.Count;
        }

        _changed.Clear();
        _deletions.Clear();
    }

    /// <summary>Drops the kept commands: the tables have other columns now.</summary>
    public void ForgetCommands()
    {
        foreach (var command in _inserts.Values.Concat(_deletes.Values))
        {
            command.Dispose();
        }

        _inserts.Clear();
        _deletes.Clear();
    }

    public void Dispose() => ForgetCommands();

    private static string TableOf(RecordType type) => type.Group == Groups.Item ? "item" : type.Name.ToLowerInvariant();

    private void Remove(Record record)
    {
        if (record.Type.IsTransaction)
        {
            Delete("transaction", "id", record.Id);
            Delete("transactionline", "transaction", record.Id);
            Delete("transactionaccountingline", "transaction", record.Id);
            Delete("nexttransactionlinelink", "nextdoc", record.Id);
            Delete("previoustransactionlinelink", "nextdoc", record.Id);
            return;
        }

        if (record.Type.Name == "vendor")
        {
            Delete("vendorsubsidiaryrelationship", "entity", record.Id);
            Delete("vendoraddressbook", "entity", record.Id);
            foreach (var line in record.ReadLines("addressBook"))
            {
                Delete("vendoraddressbookentityaddress", "nkey", line.Key.ToString(CultureInfo.InvariantCulture));
            }
        }

        if (record.Type.Name == "account")
        {
            Delete("accountsubsidiarymap", "account", record.Id);
        }

        if (schema.Find(TableOf(record.Type)) is not null)
        {
            Delete(TableOf(record.Type), "id", record.Id);
        }
    }

    private void Write(Record record)
    {
        if (record.Type.IsTransaction)
        {
            WriteTransaction(record);
            return;
        }

        if (schema.Find(TableOf(record.Type)) is not { } table)
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
        Insert(table.Name, row);
        if (record.Type.Name == "vendor")
        {
            WriteVendorParts(record);
        }

        if (record.Type.Name == "account")
        {
            foreach (var subsidiary in record.References("subsidiary"))
            {
                Insert("accountsubsidiarymap", new() { ["account"] = new Ref(record.Id), ["subsidiary"] = new Ref(subsidiary) });
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
            Insert("vendorsubsidiaryrelationship", new() { ["entity"] = id, ["subsidiary"] = new Ref(primary), ["isprimarysub"] = true });
        }

        foreach (var shared in vendor.SharedWith)
        {
            Insert("vendorsubsidiaryrelationship", new() { ["entity"] = id, ["subsidiary"] = new Ref(shared), ["isprimarysub"] = false });
        }

        foreach (var line in vendor.ReadLines("addressBook"))
        {
            Insert("vendoraddressbook", new()
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
                Insert("vendoraddressbookentityaddress", row);
            }
        }
    }

    private void WriteTransaction(Record transaction)
    {
        var id = new Ref(transaction.Id);
        var posted = GlPosting.IsPosted(transaction);
        var rate = transaction.Number("exchangeRate") ?? 1m;
        var row = new Dictionary<string, object?>();
        foreach (var column in schema.Find("transaction")!.Columns)
        {
            row[column.Name] = transaction.Type.Fields.Find(column.Field) is { } field ? transaction.Values.GetValueOrDefault(field.Name) : null;
        }

        var lines = GlPosting.Lines(transaction, store, saver.Settings, saver.Applications);
        row["id"] = id;
        row["type"] = transaction.Type.TransactionCode;
        row["recordtype"] = transaction.Type.Name.ToLowerInvariant();
        row["posting"] = posted;
        row["voided"] = transaction.Flag("voided");
        row["isreversal"] = transaction.Flag("isReversal");
        row["reversal"] = transaction.Values.GetValueOrDefault("reversal");
        // A/P transactions are negative (specification 11.1); a journal's total is its debits.
        row["foreigntotal"] = transaction.Type.Name == "journalEntry" ? lines.Sum(line => Math.Max(line.Amount, 0)) : lines[0].Amount;
        row["status"] ??= transaction.Choice("approvalStatus") == "2" ? "B" : "A";
        Insert("transaction", row);
        var sequence = 0;
        foreach (var line in lines)
        {
            WriteLine(transaction, line, sequence++, rate, posted);
        }

        WriteLinks(transaction);
    }

    /// <summary>What the transaction settles (specification 5.2, 11): the bills it is applied to, and the journal that voids it.</summary>
    private void WriteLinks(Record transaction)
    {
        var nextLine = transaction.Type.Name == "vendorPayment" ? 1L : transaction.ReadLines("line").FirstOrDefault(line => line.Number("debit") is not null)?.Key ?? 0L;
        foreach (var (bill, amount, _) in saver.Applications.Of(transaction))
        {
            Link(new Ref(bill), 0L, "VendBill", amount);
        }

        if (transaction.Reference("voidJournal") is { } journal && store.Find("journalEntry", journal) is { } reversing)
        {
            Link(new Ref(journal), reversing.ReadLines("line").First(line => line.Number("credit") is not null).Key, "Journal", transaction.Number("total") ?? 0);
        }

        void Link(Ref previous, long previousLine, string previousType, decimal amount)
        {
            Dictionary<string, object?> link = new()
            {
                ["previousdoc"] = previous,
                ["previousline"] = previousLine,
                ["previoustype"] = previousType,
                ["nextdoc"] = new Ref(transaction.Id),
                ["nextline"] = nextLine,
                ["nexttype"] = transaction.Type.TransactionCode,
                ["linktype"] = "Payment",
                ["foreignamount"] = amount,
            };
            Insert("nexttransactionlinelink", link);
            Insert("previoustransactionlinelink", link);
        }
    }

    private void WriteLine(Record transaction, GlLine line, int sequence, decimal rate, bool posted)
    {
        var id = new Ref(transaction.Id);
        Ref? Point(string? target) => target is null ? null : new Ref(target);
        var amount = Money.Round(line.Amount * rate);
        Dictionary<string, object?> row = new()
        {
            ["id"] = (long)line.Id,
            ["transaction"] = id,
            ["linesequencenumber"] = (long)sequence,
            ["uniquekey"] = (long.Parse(transaction.Id, CultureInfo.InvariantCulture) * 1000) + line.Id,
            ["mainline"] = line.Main,
            ["taxline"] = false,
            ["item"] = Point(line.Item),
            ["createdfrom"] = line.Main ? transaction.Values.GetValueOrDefault("createdFrom") : null,
            ["itemtype"] = line.Item is null ? null : "OthCharge",
            ["entity"] = Point(line.Entity),
            ["class"] = Point(line.Class ?? transaction.Reference("class")),
            ["department"] = Point(line.Department ?? transaction.Reference("department")),
            ["location"] = Point(line.Location ?? transaction.Reference("location")),
            ["subsidiary"] = transaction.Values.GetValueOrDefault("subsidiary"),
            ["memo"] = line.Memo,
            ["quantity"] = line.Quantity,
            ["rate"] = line.Rate,
            ["netamount"] = amount,
            ["foreignamount"] = line.Amount,
            ["debitforeignamount"] = line.Amount > 0 ? line.Amount : null,
            ["creditforeignamount"] = line.Amount < 0 ? -line.Amount : null,
            ["expenseaccount"] = line.Main ? null : Point(line.Account),
            ["isbillable"] = line.Billable,
            ["isclosed"] = false,
            ["iscogs"] = false,
            ["isinventoryaffecting"] = false,
            ["donotdisplayline"] = false,
            ["eliminate"] = false,
            ["linecreateddate"] = transaction.Created,
            ["linelastmodifieddate"] = transaction.Modified,
        };
        foreach (var column in schema.Find("transactionline")!.Columns.Where(column => column.Name.StartsWith("custcol_", StringComparison.Ordinal)))
        {
            row[column.Name] = line.Values?.GetValueOrDefault(column.Field);
        }

        Insert("transactionline", row);
        if (!posted)
        {
            return;
        }

        Insert("transactionaccountingline", new()
        {
            ["transaction"] = id,
            ["transactionline"] = (long)line.Id,
            ["accountingbook"] = 1L,
            ["account"] = Point(line.Account),
            ["debit"] = amount > 0 ? amount : null,
            ["credit"] = amount < 0 ? -amount : null,
            ["amount"] = amount,
            ["netamount"] = amount,
            ["exchangerate"] = rate,
            ["posting"] = true,
            ["amountunpaid"] = line.Unpaid is { } unpaid ? Money.Round(unpaid * rate) : null,
            ["paymentamountused"] = line.Used is { } used ? Money.Round(used * rate) : null,
            ["paymentamountunused"] = line.Unused is { } unused ? Money.Round(unused * rate) : null,
            ["amountpaid"] = line.Unpaid is { } open ? Money.Round((-line.Amount - open) * rate) : null,
        });
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Insert(string table, Dictionary<string, object?> row)
    {
        var columns = schema.Find(table)!.Columns;
        if (!_inserts.TryGetValue(table, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = $"INSERT INTO [{table}] VALUES ({string.Join(", ", columns.Select((_, index) => $"${index}"))})";
            for (var index = 0; index < columns.Count; index++)
            {
                command.Parameters.Add(new SqliteParameter($"${index}", DBNull.Value));
            }

            _inserts[table] = command;
        }

        for (var index = 0; index < columns.Count; index++)
        {
            command.Parameters[index].Value = SqlColumn.Value(row.GetValueOrDefault(columns[index].Name));
        }

        command.ExecuteNonQuery();
    }

    private void Delete(string table, string column, string id)
    {
        if (!_deletes.TryGetValue(table, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = $"DELETE FROM [{table}] WHERE [{column}] = $id";
            command.Parameters.Add(new SqliteParameter("$id", DBNull.Value));
            _deletes[table] = command;
        }

        command.Parameters[0].Value = long.Parse(id, CultureInfo.InvariantCulture);
        command.ExecuteNonQuery();
    }
}
