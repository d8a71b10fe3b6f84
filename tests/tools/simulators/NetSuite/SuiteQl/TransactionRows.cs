using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rules;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>A transaction in the tables: its head, its lines with their entries, and what it settles (specification 5.2, 11).</summary>
internal sealed class TransactionRows(SqlRows rows, RecordStore store, RecordSaver saver)
{
    public void Write(Record transaction)
    {
        var id = new Ref(transaction.Id);
        var posted = GlPosting.IsPosted(transaction);
        var rate = transaction.Number("exchangeRate") ?? 1m;
        var row = new Dictionary<string, object?>();
        foreach (var column in rows.Schema.Find("transaction")!.Columns)
        {
            row[column.Name] = transaction.Type.Fields.Find(column.Field) is { } field ? transaction.Values.GetValueOrDefault(field.Name) : null;
        }

        var lines = GlPosting.Lines(transaction, store, saver.Settings, saver.Applications);
        row["id"] = id;
        row["type"] = transaction.Type.TransactionCode;
        row["recordtype"] = transaction.Type.Name.ToLowerInvariant();
        row["posting"] = posted;
        row["voided"] = transaction.Flag("voided");
        row["void"] = row["voided"];
        row["isreversal"] = transaction.Flag("isReversal");
        row["reversal"] = transaction.Values.GetValueOrDefault("reversal");
        // A/P transactions are negative (specification 11.1); a journal's total is its debits.
        row["foreigntotal"] = transaction.Type.Name == "journalEntry" ? lines.Sum(line => Math.Max(line.Amount, 0)) : lines[0].Amount;
        row["status"] ??= transaction.Choice("approvalStatus") == "2" ? "B" : "A";
        rows.Insert("transaction", row);
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
            rows.Insert("nexttransactionlinelink", link);
            rows.Insert("previoustransactionlinelink", link);
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
            ["uniquekey"] = store.LineKey(transaction.Id, line.Id),
            ["mainline"] = line.Main,
            ["taxline"] = line.Tax,
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
        foreach (var column in rows.Schema.Find("transactionline")!.Columns.Where(column => column.Name.StartsWith("custcol_", StringComparison.Ordinal)))
        {
            row[column.Name] = line.Values?.GetValueOrDefault(column.Field);
        }

        rows.Insert("transactionline", row);
        if (!posted)
        {
            return;
        }

        rows.Insert("transactionaccountingline", new()
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
}
