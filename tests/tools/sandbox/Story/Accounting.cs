using ProcoreNetSuite.Simulators.NetSuite.Ledger;
using ProcoreNetSuite.Simulators.NetSuite.Setup;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>A line that accounting types in. Without an item it goes to an expense account.</summary>
/// <param name="Code">The budget code of the item, such as <c>05-100.S.A</c>.</param>
/// <param name="Amount">On a journal, a debit is positive and a credit negative.</param>
public sealed record CostEntry(ProcoreRecord Project, string? Code, decimal Amount, string Memo);

/// <summary>What accounting enters in NetSuite by hand.</summary>
public sealed class Accounting(SimulatedAccounts accounts)
{
    /// <summary>The account's own column field on journal lines, which the connector is told of.</summary>
    public const string JournalItemField = "custcol_item";

    private const string Subsidiary = "2", SubcontractCost = "512", MaterialCost = "513", OfficeExpense = "610", Customer = "981";

    private UserActions Users => accounts.NetSuite.Users;

    private NetSuiteLedger Ledger => accounts.NetSuite.Ledger;

    public string EnterVendor(string name) => Users.Create("vendor", new { companyName = name, subsidiary = Id(Subsidiary) });

    public string EnterJob(string number, string name) =>
        Users.Create("job", new { entityId = number, companyName = name, subsidiary = Id(Subsidiary), parent = Id(Customer) });

    public string EnterBill(string vendor, string number, DateOnly day, params IReadOnlyList<CostEntry> lines) => Users.Create("vendorBill", new
    {
        entity = Id(vendor),
        subsidiary = Id(Subsidiary),
        tranId = number,
        tranDate = Iso(day),
        item = new { items = lines.Where(line => line.Code is not null).Select(line => ItemLine(line)) },
        expense = new
        {
            items = lines.Where(line => line.Code is null).Select(line => new { account = Id(MaterialCost), amount = line.Amount, memo = line.Memo, customer = Id(JobOf(line.Project)) }),
        },
    });

    /// <summary>A bill that has nothing to do with any project.</summary>
    public string EnterOfficeBill(string vendor, string number, DateOnly day, decimal amount, string memo) => Users.Create("vendorBill", new
    {
        entity = Id(vendor),
        subsidiary = Id(Subsidiary),
        tranId = number,
        tranDate = Iso(day),
        expense = new { items = new[] { new { account = Id(OfficeExpense), amount, memo } } },
    });

    public string EnterJournal(string number, DateOnly day, params IReadOnlyList<CostEntry> lines) => Users.Create("journalEntry", new
    {
        subsidiary = Id(Subsidiary),
        tranId = number,
        tranDate = Iso(day),
        line = new
        {
            items = lines.Select(line => new Dictionary<string, object>
            {
                ["account"] = Id(SubcontractCost),
                [line.Amount > 0 ? "debit" : "credit"] = Math.Abs(line.Amount),
                ["entity"] = Id(JobOf(line.Project)),
                [JournalItemField] = Id(ItemOf(line.Project, line.Code!)),
                ["memo"] = line.Memo,
            }),
        },
    });

    /// <summary>One check for bills of a vendor.</summary>
    /// <param name="amounts">What it pays of each bill.</param>
    public string Pay(string check, DateOnly day, params IReadOnlyList<(string Bill, decimal Amount)> amounts) =>
        Users.PayBills(amounts.ToDictionary(one => one.Bill, one => (decimal?)one.Amount), day, tranId: check);

    /// <summary>Moves a line of a bill to another project and its budget code.</summary>
    public void Recode(string bill, int line, ProcoreRecord project, string code) =>
        Users.RecodeLine("vendorBill", bill, line, ItemOf(project, code), JobOf(project));

    private object ItemLine(CostEntry line) => new
    {
        item = Id(ItemOf(line.Project, line.Code!)),
        quantity = 1,
        rate = line.Amount,
        amount = line.Amount,
        description = line.Memo,
        customer = Id(JobOf(line.Project)),
    };

    /// <summary>The connector's item for a project's budget code: its name is both.</summary>
    private string ItemOf(ProcoreRecord project, string code) => Ledger.Items.Single(item => item.Name == $"{project.Text("project_number")}-{code}").Id;

    private string JobOf(ProcoreRecord project) => accounts.Procore.FindRecord(Stage.Project, project.Id)!.OriginId!.Split(':')[^1];

    private static object Id(string id) => new { id };

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
