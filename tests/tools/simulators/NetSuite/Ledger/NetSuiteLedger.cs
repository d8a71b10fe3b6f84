using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Rules;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Ledger;

/// <summary>What the account holds, read directly: no login, no request in the log. Every property is a snapshot.</summary>
public sealed class NetSuiteLedger
{
    private readonly RecordStore _store;
    private readonly Applications _applications;
    private readonly Lock _gate;

    internal NetSuiteLedger(RecordStore store, Applications applications, Lock gate)
    {
        _store = store;
        _applications = applications;
        _gate = gate;
    }

    public IReadOnlyList<LedgerBill> VendorBills => Read(() => _store.OfType("vendorBill").Select(Bill).ToList());

    public IReadOnlyList<LedgerPayment> VendorPayments => Read(() => _store.OfType("vendorPayment").Select(Payment).ToList());

    public IReadOnlyList<LedgerCredit> VendorCredits => Read(() => _store.OfType("vendorCredit").Select(Credit).ToList());

    public IReadOnlyList<LedgerJournal> JournalEntries => Read(() => _store.OfType("journalEntry").Select(Journal).ToList());

    public IReadOnlyList<LedgerRecord> Vendors => Records("vendor");

    public IReadOnlyList<LedgerRecord> Jobs => Records("job");

    /// <summary>Items of all types.</summary>
    public IReadOnlyList<LedgerRecord> Items => Read(() => _store.All.Where(record => record.Type.Group == Groups.Item).Select(Record).ToList());

    /// <summary>How often a record was created with each external id, in any type. More than once means a duplicate, or a deleted one made again.</summary>
    public IReadOnlyDictionary<string, int> CreationsByExternalId => Read(() => new Dictionary<string, int>(_store.CreationsByExternalId));

    /// <summary>Everything ever created, in order; the origin is "rest" for requests, "user" for people.</summary>
    public IReadOnlyList<Creation> Creations => Read(() => _store.Creations.ToList());

    public IReadOnlyList<Deletion> Deletions => Read(() => _store.Deletions.ToList());

    public IReadOnlyList<LedgerRecord> Records(string type) => Read(() => _store.OfType(type).Select(Record).ToList());

    public LedgerBill? FindBill(string externalId) => Read(() => _store.FindByExternalId(Groups.Transaction, externalId) is { Type.Name: "vendorBill" } bill ? Bill(bill) : null);

    /// <summary>The record as REST shows it, with its sublists; null when there is none. The id may be eid:… .</summary>
    public JsonObject? FindJson(string type, string id) => Read(() =>
    {
        var known = _store.Catalog[type];
        var record = id.StartsWith("eid:", StringComparison.OrdinalIgnoreCase) ? _store.FindByExternalId(known.Group, id[4..]) : _store.Find(known, id);
        return record is null ? null : Renderer("").Render(record, new RenderOptions { Expand = true });
    });

    internal object Describe(string host) => Read(() => new
    {
        records = _store.All.Where(record => !record.Type.IsTransaction)
            .Select(record => new { type = record.Type.Name, id = record.Id, record = Renderer(host).Render(record, new RenderOptions { Expand = true }) }).ToList(),
        vendorBills = _store.OfType("vendorBill").Select(Bill).ToList(),
        vendorPayments = _store.OfType("vendorPayment").Select(Payment).ToList(),
        vendorCredits = _store.OfType("vendorCredit").Select(Credit).ToList(),
        journalEntries = _store.OfType("journalEntry").Select(Journal).ToList(),
        creationsByExternalId = new Dictionary<string, int>(_store.CreationsByExternalId),
        creations = _store.Creations.ToList(),
        deletions = _store.Deletions.ToList(),
    });

    private LedgerRecord Record(Record record) =>
        new(record.Type.Name, record.Id, record.ExternalId, Names.Of(_store, record), record.IsInactive, record.Created, record.Modified);

    private LedgerBill Bill(Record bill) => new(
        bill.Id, bill.ExternalId, bill.Text("tranId"), bill.Reference("entity")!, bill.Day("tranDate")!.Value, bill.Reference("postingPeriod")!,
        _store.Find("accountingPeriod", bill.Reference("postingPeriod")!)?.Text("periodName") ?? "", bill.Choice("status")!, bill.Number("total") ?? 0,
        [.. bill.ReadLines("item").Concat(bill.ReadLines("expense")).Select(Line)])
    {
        CurrencyId = bill.Reference("currency"),
        SubsidiaryId = bill.Reference("subsidiary"),
        Memo = bill.Text("memo"),
        DueDate = bill.Day("dueDate"),
        ApprovalStatus = bill.Choice("approvalStatus"),
        IsVoided = bill.Flag("voided"),
        Paid = _applications.PaidOn(bill.Id),
    };

    private static LedgerBillLine Line(Line line) => new(
        line.Key, line.Reference("item"), line.Reference("account"), line.Number("amount") ?? 0, line.Number("quantity"), line.Number("rate"),
        line.Reference("customer") ?? line.Reference("job"), line.Text("description") ?? line.Text("memo"))
    {
        DepartmentId = line.Reference("department"),
        ClassId = line.Reference("class"),
        LocationId = line.Reference("location"),
        OwnFields = OwnFields(line),
    };

    private LedgerPayment Payment(Record payment) => new(
        payment.Id, payment.ExternalId, payment.Text("tranId"), payment.Reference("entity")!, payment.Day("tranDate")!.Value, payment.Number("total") ?? 0, payment.Flag("voided"), Applied(payment));

    private LedgerCredit Credit(Record credit) => new(
        credit.Id, credit.ExternalId, credit.Text("tranId"), credit.Reference("entity")!, credit.Day("tranDate")!.Value, credit.Number("total") ?? 0,
        [.. credit.ReadLines("item").Concat(credit.ReadLines("expense")).Select(Line)], Applied(credit));

    private static LedgerJournal Journal(Record journal) => new(
        journal.Id, journal.ExternalId, journal.Text("tranId"), journal.Day("tranDate")!.Value, journal.Choice("approvalStatus") == "2", journal.Flag("void") ? journal.Reference("createdFrom") : null,
        [.. journal.ReadLines("line").Select(line => new LedgerJournalLine(
            line.Key, line.Reference("account")!, (line.Number("debit") ?? 0) - (line.Number("credit") ?? 0), line.Reference("entity"), line.Reference("item"), line.Text("memo"))
        {
            OwnFields = OwnFields(line),
        })]);

    private static Dictionary<string, string> OwnFields(Line line) => line.Values.Keys.Where(name => name.StartsWith("custcol_", StringComparison.Ordinal))
        .ToDictionary(name => name, name => line.Reference(name) ?? line.Text(name) ?? "");

    private List<LedgerApplication> Applied(Record transaction) => [.. _applications.Of(transaction).Select(part => new LedgerApplication(part.Bill, part.Amount, part.Discount))];

    private RecordRenderer Renderer(string host) => new(_store.Catalog, _store, $"{host}/services/rest/record/v1");

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
