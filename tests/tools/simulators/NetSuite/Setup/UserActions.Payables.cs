using System.Globalization;
using System.Text.Json;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;

namespace ProcoreNetSuite.Simulators.NetSuite.Setup;

/// <summary>Paying, crediting, voiding; and moving cost to other items and projects.</summary>
public sealed partial class UserActions
{
    /// <summary>Voids a bill. Its amounts become zero and it stays in the list, or a journal reverses it (setting VoidByReversingJournal). Refused when something was paid on it.</summary>
    /// <returns>The journal's id, null without one.</returns>
    public string? VoidBill(string id, DateOnly? date = null) => Void(Find("vendorBill", id), date, bill =>
    {
        bill.Values["memo"] = "VOID";
        foreach (var line in bill.Lines("item").Concat(bill.Lines("expense")))
        {
            line.Values["amount"] = 0m;
            line.Values["rate"] = 0m;
        }
    });

    /// <summary>Puts tax on a bill, as its tax codes would: a line of its own, on top of the others (specification 5.2, 8.4).</summary>
    public void TaxBill(string id, decimal tax)
    {
        lock (_gate)
        {
            _saver.Resave(Find("vendorBill", id), copy => copy.Values["taxTotal"] = tax, "user");
        }
    }

    /// <summary>Voids a payment: its bills are open again.</summary>
    /// <returns>The journal's id, null without one.</returns>
    public string? VoidPayment(string id, DateOnly? date = null) => Void(Find("vendorPayment", id), date, _ => { });

    /// <summary>Pays bills of one vendor in one payment; without an amount, what is due. Discounts come on top.</summary>
    /// <returns>The payment's id.</returns>
    public string PayBills(
        IReadOnlyDictionary<string, decimal?> amountByBill, DateOnly? date = null, string? externalId = null, string? tranId = null, IReadOnlyDictionary<string, decimal>? discountByBill = null, object? more = null)
    {
        lock (_gate)
        {
            var bills = amountByBill.Select(pair => (Bill: Find("vendorBill", pair.Key), pair.Value)).ToList();
            var first = bills[0].Bill;
            var body = new Dictionary<string, object?>
            {
                ["entity"] = new { id = first.Reference("entity") },
                ["subsidiary"] = new { id = first.Reference("subsidiary") },
                ["apAcct"] = new { id = first.Reference("account") },
                ["tranDate"] = Iso(date),
                ["externalId"] = externalId,
                ["tranId"] = tranId,
                ["apply"] = new
                {
                    items = amountByBill.Zip(bills, (asked, found) => Applied(found.Bill, asked.Value, discountByBill?.GetValueOrDefault(asked.Key) ?? 0)),
                },
            };
            foreach (var property in more is null ? [] : Json(more).EnumerateObject())
            {
                body[property.Name] = property.Value;
            }

            return _saver.Create(Type("vendorPayment"), JsonSerializer.SerializeToElement(body.Where(pair => pair.Value is not null).ToDictionary()), Options()).Id;
        }
    }

    /// <summary>Pays one bill; without an amount, what is due.</summary>
    public string PayBill(string id, decimal? amount = null, DateOnly? date = null) => PayBills(new Dictionary<string, decimal?> { [id] = amount }, date);

    /// <summary>Changes what a payment or credit settles, bill by bill; zero takes the bill off it. Bills not named stay as they are.</summary>
    public void Apply(string type, string id, IReadOnlyDictionary<string, decimal> amountByBill) => Edit(type, id, new
    {
        apply = new { items = amountByBill.Select(pair => new { doc = new { id = Find("vendorBill", pair.Key).Id }, apply = pair.Value != 0, amount = pair.Value }) },
    });

    /// <summary>Enters a credit of the bill's vendor on the lines of a bill's item sublist, and applies it to the bill.</summary>
    /// <returns>The credit's id.</returns>
    public string CreditBill(string billId, decimal amount, string account, DateOnly? date = null)
    {
        lock (_gate)
        {
            var bill = Find("vendorBill", billId);
            var body = new Dictionary<string, object?>
            {
                ["entity"] = new { id = bill.Reference("entity") },
                ["subsidiary"] = new { id = bill.Reference("subsidiary") },
                ["account"] = new { id = bill.Reference("account") },
                ["tranDate"] = Iso(date),
                ["expense"] = new { items = new[] { new { account = new { id = account }, amount } } },
                ["apply"] = new { items = new[] { new { doc = new { id = bill.Id }, apply = true, amount } } },
            };
            return _saver.Create(Type("vendorCredit"), JsonSerializer.SerializeToElement(body.Where(pair => pair.Value is not null).ToDictionary()), Options()).Id;
        }
    }

    /// <summary>Gives a line another item or project: of a bill or credit by its number, of a journal the same way.</summary>
    public void RecodeLine(string type, string id, int line, string? item = null, string? project = null)
    {
        var sublist = Sublist(Find(type, id), line);
        var change = new Dictionary<string, object?> { ["line"] = line };
        if (item is not null)
        {
            change["item"] = new { id = item };
        }

        if (project is not null)
        {
            change[sublist == "line" ? "entity" : "customer"] = new { id = project };
        }

        Edit(type, id, new Dictionary<string, object> { [sublist] = new { items = new[] { change } } });
    }

    /// <summary>Takes a line off a bill, credit or journal.</summary>
    public void RemoveLine(string type, string id, int line)
    {
        lock (_gate)
        {
            var record = Find(type, id);
            var sublist = Sublist(record, line);
            _saver.Resave(record, copy => copy.Lines(sublist).RemoveAll(candidate => candidate.Key == line), "user");
        }
    }

    /// <summary>Moves every line of a transaction that is on one project to another.</summary>
    public void MoveToProject(string type, string id, string from, string to)
    {
        var record = Find(type, id);
        foreach (var (sublist, line) in record.Type.Sublists.SelectMany(sublist => record.ReadLines(sublist.Name).Select(line => (sublist.Name, line))).ToList())
        {
            if (from == (sublist == "line" ? line.Reference("entity") : line.Reference("customer") ?? line.Reference("job")))
            {
                RecodeLine(type, id, line.Key, project: to);
            }
        }
    }

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Sublist(Record record, int line) => record.Type.Sublists
        .FirstOrDefault(sublist => sublist.Name != "apply" && record.ReadLines(sublist.Name).Any(candidate => candidate.Key == line))?.Name ?? throw NetSuiteException.NoInstance();

    private object Applied(Record bill, decimal? amount, decimal discount) =>
        new { doc = new { id = bill.Id }, apply = true, amount = amount ?? (bill.Number("total")!.Value - _saver.Applications.PaidOn(bill.Id) - discount), disc = discount };

    private string? Void(Record record, DateOnly? date, Action<Record> clear)
    {
        lock (_gate)
        {
            if (record.Flag("voided"))
            {
                throw NetSuiteException.User("This transaction has already been voided.");
            }

            if (!_saver.Settings.VoidByReversingJournal)
            {
                _saver.Resave(record, copy =>
                {
                    copy.Values["voided"] = true;
                    clear(copy);
                }, "user");
                return null;
            }

            if (record.Type.Name == "vendorBill" && _saver.Applications.PaidOn(record.Id) != 0)
            {
                throw NetSuiteException.User("This bill is paid. You cannot void it.");
            }

            var lines = SuiteQl.GlPosting.Lines(record, _store, _saver.Settings, _saver.Applications).Where(line => line.Amount != 0);
            var body = new Dictionary<string, object?>
            {
                ["subsidiary"] = new { id = record.Reference("subsidiary") },
                ["currency"] = new { id = record.Reference("currency") },
                ["exchangeRate"] = record.Number("exchangeRate"),
                ["tranDate"] = Iso(date),
                ["memo"] = $"Void of {Names.Of(_store, record)}",
                ["line"] = new { items = lines.Select(line => Reversed(line)) },
            };
            var draft = _saver.Create(Type("journalEntry"), JsonSerializer.SerializeToElement(body.Where(pair => pair.Value is not null).ToDictionary()), Options());
            var journal = _saver.Resave(draft, copy =>
            {
                copy.Values["void"] = true;
                copy.Values["createdFrom"] = new Ref(record.Id);
            }, "user");
            _saver.VoidBy(journal, Find(record.Type.Name, record.Id));
            return journal.Id;
        }
    }

    private static Dictionary<string, object> Reversed(SuiteQl.GlLine line)
    {
        var reversed = new Dictionary<string, object> { ["account"] = new { id = line.Account }, [line.Amount > 0 ? "credit" : "debit"] = Math.Abs(line.Amount) };
        foreach (var (name, id) in ((string, string?)[])[("entity", line.Entity), ("item", line.Item), ("department", line.Department), ("class", line.Class), ("location", line.Location)])
        {
            if (id is not null)
            {
                reversed[name] = new { id };
            }
        }

        return reversed;
    }
}
