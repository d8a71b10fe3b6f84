using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Journeys of cost that is entered in NetSuite: two projects with items take job costs, and bookkeepers enter bills and journals.</summary>
public abstract class CostJourney : SiteJourney
{
    protected const string ItemField = "custcol_item";

    private const string ProcoreSwitch = "erp_job_cost_transaction_syncing_enabled";

    protected override Dictionary<string, string?> Changes => new()
    {
        ["Connections__main__ItemsWithProject"] = "true",
        ["Connections__main__NetSuite__JournalItemField"] = ItemField,
    };

    protected ProcoreRecord Pier { get; private set; } = null!;

    protected string VendorId => World.Ledger.Vendors.Single(vendor => vendor.Name.Contains("Acme", StringComparison.Ordinal)).Id;

    [SetUp]
    public async Task OpenBooksAsync()
    {
        World.Accounts.NetSuite.Account.AddLineField(ItemField, item: true);
        Pier = World.Procore.AddProject("Pier 9", "5678");
        World.Procore.AddCommitment(Pier, Site.Vendor, "SC-5678-001", "Piles", [new SeedLine(Site.Concrete, "Piles", 10_000m)]);
        await World.ExportAsync(World.Project, Pier);
        foreach (var project in new[] { Site.Project, Pier })
        {
            project.Data[ProcoreSwitch] = true;
            await ImportAsync(project);
        }
    }

    /// <summary>What Procore sends from time to time for each synced project.</summary>
    protected async Task ImportAsync(ProcoreRecord project)
    {
        World.Accounts.Ann.SyncSingleJob(project.Id);
        await World.QuietAsync();
    }

    /// <summary>An import of all projects, asked for over HTTP.</summary>
    /// <returns>The run at its end, as its status address shows it.</returns>
    protected async Task<JsonElement> ImportAsync(string query = "")
    {
        using var http = World.Host.NewClient();
        using var started = await http.PostAsync($"api/connections/main/imports/direct-costs?{query.TrimStart('&')}", null);
        var answer = await started.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That((int)started.StatusCode, Is.EqualTo(202), $"{answer}");
        await World.QuietAsync();

        return (await http.GetFromJsonAsync<JsonElement>(answer.GetProperty("status").GetString())).GetProperty("run");
    }

    protected static IEnumerable<string> Problems(JsonElement run) => run.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!);

    /// <summary>What the run left out, a line of text for each reason.</summary>
    protected static IEnumerable<string> LeftOut(JsonElement run) => run.GetProperty("notImported").EnumerateArray().Select(left =>
        $"{left.GetProperty("projectNumber").GetString()} {left.GetProperty("reason").GetString()}: {left.GetProperty("count").GetInt32()} lines, {Figure(left, "sum")}");

    /// <summary>The run's control totals, a line of text for each project; with the difference if there is one.</summary>
    protected static IEnumerable<string> JobCost(JsonElement run) => run.GetProperty("jobCost").EnumerateArray().Select(one =>
        $"{one.GetProperty("projectNumber").GetString()}: {Figure(one, "netSuite")} = imported {Figure(one, "imported")}, not imported {Figure(one, "notImported")}, exported bills {Figure(one, "exportedBills")}, other {Figure(one, "otherSources")}"
        + (one.GetProperty("difference").GetDecimal() == 0m ? "" : $", difference {Figure(one, "difference")}"));

    private static string Figure(JsonElement one, string name) => Amounts.Text(one.GetProperty(name).GetDecimal());

    protected string Item(ProcoreRecord project, string code) => World.Ledger.Items.Single(item => item.Name == $"{project.Text("project_number")}-{code}").Id;

    protected string Job(ProcoreRecord project) => World.Ledger.Jobs.Single(job => job.Name.Contains(project.Text("name")!, StringComparison.Ordinal)).Id;

    /// <summary>A bookkeeper enters a vendor's bill by hand.</summary>
    protected string EnterBill(string? number, params IReadOnlyList<(string Item, ProcoreRecord Project, decimal Amount)> lines) => EnterBill(VendorId, number, lines);

    protected string EnterBill(string vendor, string? number, IReadOnlyList<(string Item, ProcoreRecord Project, decimal Amount)> lines) =>
        World.Accounts.NetSuite.Users.Create("vendorBill", new Dictionary<string, object?>
        {
            ["entity"] = new { id = vendor },
            ["subsidiary"] = new { id = "2" },
            ["tranId"] = number,
            ["tranDate"] = "2026-05-15",
            ["item"] = new { items = lines.Select(line => new { item = new { id = line.Item }, quantity = 1, rate = line.Amount, amount = line.Amount, description = "Entered by hand", customer = new { id = Job(line.Project) } }) },
        }.Where(pair => pair.Value is not null).ToDictionary());

    /// <summary>A bookkeeper enters a journal: debits positive, credits negative.</summary>
    protected string EnterJournal(string number, params IReadOnlyList<(string? Item, ProcoreRecord Project, decimal Amount)> lines) =>
        World.Accounts.NetSuite.Users.Create("journalEntry", new
        {
            subsidiary = new { id = "2" },
            tranId = number,
            tranDate = "2026-05-20",
            line = new
            {
                items = lines.Select(line => new Dictionary<string, object?>
                {
                    ["account"] = new { id = "512" },
                    [line.Amount > 0 ? "debit" : "credit"] = Math.Abs(line.Amount),
                    ["entity"] = new { id = Job(line.Project) },
                    [ItemField] = line.Item is null ? null : new { id = line.Item },
                    ["memo"] = "Reclass",
                }.Where(pair => pair.Value is not null).ToDictionary()),
            },
        });

    /// <summary>Procore's direct costs, a line of text for each.</summary>
    protected IEnumerable<string> Costs() => World.Accounts.Procore.Records(Kinds.DirectCost)
        .Select(cost =>
        {
            var lines = Lines(cost).Select(line => $"{Codes[line.Data["wbs_code_id"]!.GetValue<long>()]} {Amounts.Text(Amount(line))}");
            var project = World.Accounts.Procore.Records(Kinds.Project).Single(project => project.Id == cost.ProjectId).Text("project_number");

            return $"{project} {cost.Text("direct_cost_type")} {cost.Text("invoice_number")}: {string.Join(", ", lines.Order(StringComparer.Ordinal))}";
        })
        .Order(StringComparer.Ordinal);

    protected IEnumerable<ProcoreRecord> Lines(ProcoreRecord cost) => World.Accounts.Procore.Records(Kinds.DirectCostLine).Where(line => line.ParentId == cost.Id);

    protected static decimal Amount(ProcoreRecord line) => decimal.Parse($"{line.Data["amount"]}", CultureInfo.InvariantCulture);

    /// <summary>Names of the WBS codes by id: each is the item's name without the project number.</summary>
    private Dictionary<long, string> Codes => World.Ledger.Items
        .Where(item => item.ExternalId?.Contains("-wbs-code-", StringComparison.Ordinal) is true)
        .ToDictionary(item => long.Parse(item.ExternalId!.Split('-')[^1], CultureInfo.InvariantCulture), item => item.Name[(item.Name.IndexOf('-', StringComparison.Ordinal) + 1)..]);
}
