using System.Globalization;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>A line of cost on a project, in the terms of both systems.</summary>
/// <param name="Transaction">Id of the bill or journal in NetSuite.</param>
/// <param name="WbsCode">Procore's id of the budget code; null in NetSuite where the line has no item of the project's.</param>
public sealed record CostLine(long Project, string Transaction, long? WbsCode, decimal Amount)
{
    public override string ToString() => $"{Narrator.Money(Amount)} of transaction {Transaction} on project {Project}, code {WbsCode}";
}

/// <summary>What was paid on an exported invoice.</summary>
/// <param name="Transaction">Id of the payment in NetSuite.</param>
public sealed record PaidAmount(long Project, string Transaction, string Bill, decimal Amount)
{
    public override string ToString() => $"{Narrator.Money(Amount)} of payment {Transaction} on bill {Bill}, project {Project}";
}

/// <summary>
/// Job costs and payments as each system has them, by connector-behaviour.md 7.5 and 7.6, read from the two accounts alone: nothing here asks the connector what it
/// believes it has done.
/// </summary>
public sealed class CostBooks
{
    private const string RetainageItem = "700";

    private readonly SimulatedAccounts accounts;
    private readonly Dictionary<string, ProcoreRecord> invoiceByBill;
    private readonly Dictionary<string, long> projectByJob;
    private readonly Dictionary<string, ProcoreRecord> codeByItem;

    private CostBooks(SimulatedAccounts accounts)
    {
        this.accounts = accounts;
        invoiceByBill = accounts.Procore.Records(Stage.Invoice).Where(invoice => invoice.OriginId is not null).ToDictionary(invoice => NetSuiteIdOf(invoice));
        projectByJob = accounts.Procore.Records(Stage.Project).Where(project => project.OriginId is not null).ToDictionary(NetSuiteIdOf, project => project.Id);
        var codes = accounts.Procore.Records("wbs_code").ToDictionary(code => code.Id);
        codeByItem = accounts.NetSuite.Ledger.Items
            .Where(item => item.ExternalId?.Contains("-wbs-code-", StringComparison.Ordinal) is true)
            .ToDictionary(item => item.Id, item => codes[long.Parse(item.ExternalId!.Split('-')[^1], CultureInfo.InvariantCulture)]);
        var placed = PostedLines().ToList();
        InNetSuite = [.. placed.Where(line => line.WbsCode is not null)];
        LeftOut = [.. placed.Where(line => line.WbsCode is null)];
        InProcore = [.. ReadDirectCosts()];
        PaidInNetSuite = [.. ReadNetSuitePayments()];
        PaidInProcore = [.. ReadProcorePayments()];
    }

    /// <summary>NetSuite's lines that are job cost: posted, on an item of their own project, and not of an exported invoice.</summary>
    public IReadOnlyList<CostLine> InNetSuite { get; }

    /// <summary>NetSuite's other lines on projects of ours: on no item of theirs.</summary>
    public IReadOnlyList<CostLine> LeftOut { get; }

    /// <summary>The lines of Procore's direct costs that came from NetSuite.</summary>
    public IReadOnlyList<CostLine> InProcore { get; }

    public IReadOnlyList<PaidAmount> PaidInNetSuite { get; }

    public IReadOnlyList<PaidAmount> PaidInProcore { get; }

    /// <summary>Bills of exported invoices, by their id in NetSuite.</summary>
    public IEnumerable<string> ExportedBills => invoiceByBill.Keys;

    public static CostBooks Read(SimulatedAccounts accounts) => new(accounts);

    /// <summary>The id at the end of an origin id such as <c>ns:1234567:vendorBill:31</c>.</summary>
    public static string NetSuiteIdOf(ProcoreRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);

        return record.OriginId!.Split(':')[3];
    }

    private IEnumerable<CostLine> PostedLines()
    {
        var ledger = accounts.NetSuite.Ledger;
        var bills = ledger.VendorBills.Where(bill => !bill.IsVoided && bill.ApprovalStatus is null or "2" && !invoiceByBill.ContainsKey(bill.Id))
            .SelectMany(bill => bill.Lines.Select(line => (bill.Id, Job: line.CustomerId, Item: line.ItemId, line.Amount)));
        var journals = ledger.JournalEntries.Where(journal => journal.IsPosted && journal.Voids is null)
            .SelectMany(journal => journal.Lines.Select(line => (journal.Id, Job: line.EntityId, Item: line.OwnFields.GetValueOrDefault(Accounting.JournalItemField), line.Amount)));

        return bills.Concat(journals).Where(line => line.Job is not null && line.Item != RetainageItem && projectByJob.ContainsKey(line.Job))
            .Select(line => new CostLine(projectByJob[line.Job!], line.Id, CodeOf(line.Item, projectByJob[line.Job!]), line.Amount));
    }

    private long? CodeOf(string? item, long project) => codeByItem.GetValueOrDefault(item ?? "") is { } code && code.ProjectId == project ? code.Id : null;

    private IEnumerable<CostLine> ReadDirectCosts()
    {
        var costs = accounts.Procore.Records(Kinds.DirectCost).Where(cost => cost.OriginId is not null).ToDictionary(cost => cost.Id);

        return accounts.Procore.Records(Kinds.DirectCostLine).Where(line => costs.ContainsKey(line.ParentId!.Value)).Select(line => new CostLine(
            costs[line.ParentId!.Value].ProjectId!.Value, NetSuiteIdOf(costs[line.ParentId!.Value]), line.Data["wbs_code_id"]?.GetValue<long>(), line.Amount("amount")));
    }

    private IEnumerable<PaidAmount> ReadNetSuitePayments() => accounts.NetSuite.Ledger.VendorPayments.Where(payment => !payment.IsVoided)
        .SelectMany(payment => payment.Applications.Where(part => invoiceByBill.ContainsKey(part.BillId))
            .Select(part => new PaidAmount(invoiceByBill[part.BillId].ProjectId!.Value, payment.Id, part.BillId, part.Amount)));

    private IEnumerable<PaidAmount> ReadProcorePayments()
    {
        var invoices = invoiceByBill.ToDictionary(pair => pair.Value.Id, pair => pair.Key);

        return accounts.Procore.Records(Kinds.ContractPayment).Select(payment => new PaidAmount(
            payment.ProjectId!.Value, NetSuiteIdOf(payment), invoices.GetValueOrDefault(payment.Data["requisition_id"]?.GetValue<long>() ?? 0, "none of ours"), payment.Amount("amount")));
    }
}
