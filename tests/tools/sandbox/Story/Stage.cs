using System.Text.Json.Nodes;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.NetSuite.Ledger;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>What the people of the story do, each followed by what Procore and NetSuite show once the connector is through with it.</summary>
public sealed partial class Stage(SimulatedAccounts accounts, IRunningConnector host, Narrator tell, IPace pace)
{
    public const string Vendor = "vendor", Project = "project", Invoice = "requisition";

    public SimulatedAccounts Accounts => accounts;

    public IRunningConnector Host => host;

    public Narrator Tell => tell;

    public Accounting Accounting { get; } = new(accounts);

    /// <summary>The project team sends records to accounting.</summary>
    public void Send(string kind, params IEnumerable<ProcoreRecord> records)
    {
        foreach (var record in records)
        {
            accounts.Procore.As(Cast.ProjectManager).SendToErp(kind, record.Id);
        }
    }

    /// <summary>The approver accepts them.</summary>
    /// <param name="answer">What she chooses under Duplicate bill, or Duplicate vendor; null for nothing.</param>
    public async Task AcceptAsync(string kind, IReadOnlyList<ProcoreRecord> records, CancellationToken cancellationToken, string? answer = null)
    {
        var answers = answer is null ? null : new JsonObject { [kind == Invoice ? "duplicate_bill" : "duplicate_vendor"] = answer };
        accounts.Ann.AcceptAndExport(kind, [.. records.Select(record => record.Id)], answers);
        await SettleAsync("Exporting", records.Count, () => records.Count(record => TabOf(kind, record) != "Exporting"), cancellationToken);
        foreach (var record in records)
        {
            Show(kind, record);
        }
    }

    public async Task UnlinkAsync(ProcoreRecord invoice, CancellationToken cancellationToken)
    {
        accounts.Ann.Unlink(Invoice, invoice.Id);
        await SettleAsync("Unlinking", 1, () => 0, cancellationToken);
        Show(Invoice, invoice);
    }

    /// <summary>What Procore shows of a record, and what NetSuite has of it.</summary>
    public void Show(string kind, ProcoreRecord record)
    {
        var row = accounts.Procore.Status(kind, record.Id);
        var name = kind == Invoice ? $"{row.Name}  {VendorOf(record).Text("name")}" : row.Name;
        var there = row.OriginId is null ? "" : " -> " + InNetSuite(kind, row.OriginId.Split(':')[^1]);
        tell.Shows(row.Tab, name + there);
        foreach (var message in row.Messages)
        {
            tell.Quotes(message);
        }
    }

    /// <summary>The lines of an invoice's bill, as NetSuite shows them.</summary>
    public void ShowLines(ProcoreRecord invoice)
    {
        var items = accounts.NetSuite.Ledger.Items.ToDictionary(item => item.Id, item => item.Name);
        foreach (var line in BillOf(invoice)?.Lines ?? [])
        {
            tell.Aside($"{items.GetValueOrDefault(line.ItemId ?? "") ?? "",-20}  {line.Description,-32}{Narrator.Money(line.Amount),14}");
        }
    }

    /// <summary>The bill in NetSuite that Procore says belongs to an invoice.</summary>
    public LedgerBill? BillOf(ProcoreRecord invoice) => accounts.Procore.FindRecord(Invoice, invoice.Id)?.OriginId is { } origin
        ? accounts.NetSuite.Ledger.VendorBills.FirstOrDefault(bill => bill.Id == origin.Split(':')[^1])
        : null;

    public ProcoreRecord CommitmentOf(ProcoreRecord invoice) => accounts.Procore.FindRecord("work_order_contract", invoice.ParentId!.Value)!;

    public ProcoreRecord VendorOf(ProcoreRecord invoice) =>
        accounts.Procore.FindRecord(Vendor, CommitmentOf(invoice).Data["vendor_id"]!.GetValue<long>())!;

    public string TabOf(string kind, ProcoreRecord record) => accounts.Procore.Status(kind, record.Id).Tab;

    private string InNetSuite(string kind, string id)
    {
        if (kind != Invoice)
        {
            return $"{(kind == Vendor ? "vendor" : "job")} {id} in NetSuite";
        }

        var bill = accounts.NetSuite.Ledger.VendorBills.FirstOrDefault(bill => bill.Id == id);

        return bill is null
            ? $"bill {id}, which is not in NetSuite"
            : $"bill {bill.Id} in NetSuite, {Narrator.Count(bill.Lines.Count, "line", "lines")}, {Narrator.Money(bill.Total)}";
    }

    private Task SettleAsync(string doing, int all, Func<int> done, CancellationToken cancellationToken) =>
        tell.WhileAsync(doing, all, done, tick => pace.UntilAsync(
            () =>
            {
                tick();
                return Task.FromResult(IsSettled());
            },
            cancellationToken));

    /// <summary>Every request is answered, and the connector has nothing left in its hands.</summary>
    private bool IsSettled() => accounts.Procore.NextDeliveryDue is null
        && accounts.Procore.RequestDetails.All(detail => !detail.IsOpen)
        && host.Queues.All(queue => host.CountMessages(queue) == 0);
}
