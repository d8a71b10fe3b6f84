using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.Functions.DirectCosts;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Nothing is dropped by a query (connector-behaviour.md 13.3): acceptance cases 30, 31, 43 and 47, and the job-cost control total of every run.</summary>
public sealed class JobCostControlJourneys : CostJourney
{
    private const string Nothing = "5678: 0.00 = imported 0.00, not imported 0.00, exported bills 0.00, other 0.00";

    /// <summary>The sums of one project in each step.</summary>
    protected override LocalHostOptions Adjust(LocalHostOptions options) => options with { ConfigureServices = services => services.AddSingleton(new CostPages { ControlProjects = 1 }) };

    private string Concrete => Item(Site.Project, Site.Concrete);

    private string DockJob => Job(Site.Project);

    [TestCase("", Description = "acceptance case 30")]
    [TestCase("&since=all", Description = "the same in a full run")]
    public async Task Lines_without_a_project_or_on_its_customer_belong_to_the_project_of_their_item(string query)
    {
        Enter("B-1", Line(Concrete, null, 777m), Line(Concrete, "981", 888m), Line(Concrete, DockJob, 1_000m), Line(Concrete, DockJob, -100m));

        var run = await ImportAsync(query);

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-1: 03-300.S.P1 -100.00, 03-300.S.P1 1,000.00, 03-300.S.P1 777.00, 03-300.S.P1 888.00" }));
        Assert.That(JobCost(run), Is.EqualTo(new[] { "1234: 2,565.00 = imported 2,565.00, not imported 0.00, exported bills 0.00, other 0.00", Nothing }));
        Assert.That((LeftOut(run), Problems(run)), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));
    }

    [TestCase("", Description = "acceptance case 31")]
    [TestCase("&since=all", Description = "the same in a full run")]
    public async Task The_item_decides_whatever_the_account_and_a_line_of_the_job_is_listed(string query)
    {
        var users = World.Accounts.NetSuite.Users;
        World.Accounts.NetSuite.Account.Add("account", JsonSerializer.SerializeToElement(new { acctNumber = "1460", acctName = "Deferred cost", acctType = new { id = "DeferExpense" }, currency = new { id = 1 }, subsidiary = new { items = new[] { new { id = 1 } } }, includeChildren = true }), "616");
        users.Edit("otherChargePurchaseItem", Concrete, new { expenseAccount = new { id = "616" } });
        Enter("B-1", Line(Concrete, DockJob, 600m));
        users.Create("vendorBill", new
        {
            entity = new { id = VendorId },
            subsidiary = new { id = "2" },
            tranId = "B-2",
            tranDate = "2026-05-15",
            expense = new { items = new[] { new { account = new { id = "221" }, amount = 55m, customer = new { id = DockJob } } } },
        });

        var run = await ImportAsync(query);

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-1: 03-300.S.P1 600.00" }));
        Assert.That(LeftOut(run), Is.EqualTo(new[] { "1234 line without an item, on an account of type other current liability: 1 lines, 55.00" }));
        Assert.That(JobCost(run), Is.EqualTo(new[] { "1234: 655.00 = imported 600.00, not imported 55.00, exported bills 0.00, other 0.00", Nothing }));
    }

    [Test(Description = "acceptance case 43: lines as Procore publishes them, holder { id, holder_type } and no direct_cost_id")]
    public async Task A_line_that_was_added_by_hand_to_a_cost_of_ours_is_found_and_named()
    {
        World.Accounts.Ann.AllowEditsOfSyncedCosts(Sandbox.SimulatedAccounts.CompanyId);
        Enter("B-1", Line(Concrete, DockJob, 600m));
        await ImportAsync();
        var cost = World.Accounts.Procore.Records(Kinds.DirectCost).Single();
        World.Accounts.Ann.AddLine(cost.Id, new() { ["wbs_code_id"] = Lines(cost).Single().Data["wbs_code_id"]!.GetValue<long>(), ["manual_amount"] = "3.33", ["description"] = "By hand" });

        var run = await ImportAsync("&since=all");

        Assert.That(Problems(run).Single(), Does.StartWith("E607").And.Contains("Bill B-1").And.Contains("1234"));
        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-1: 03-300.S.P1 600.00" }));
    }

    [TestCase("", Description = "acceptance case 47")]
    [TestCase("&since=all", Description = "the same in a full run")]
    public async Task A_bill_of_1200_lines_and_the_bill_next_to_it_are_read(string query)
    {
        Enter("B-1", [.. Enumerable.Range(1, 1_200).Select(line => Line(Concrete, DockJob, line / 100m))]);
        Enter("B-2", Line(Concrete, DockJob, 5m));

        var run = await ImportAsync(query);

        Assert.That(World.Accounts.Procore.Records(Kinds.DirectCost).Select(cost => (cost.Text("invoice_number"), Lines(cost).Count(), Lines(cost).Sum(Amount))), Is.EquivalentTo(new[] { ("B-1", 1_200, 7_206m), ("B-2", 1, 5m) }));
        Assert.That(JobCost(run), Is.EqualTo(new[] { "1234: 7,211.00 = imported 7,211.00, not imported 0.00, exported bills 0.00, other 0.00", Nothing }));
    }

    [Test(Description = "all parts at once, in incremental runs and in full ones, and again when everything has changed")]
    public async Task The_control_total_has_all_its_parts_in_every_run()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        Enter("B-1", Line(Concrete, DockJob, 100m), Line(Concrete, Job(Pier), 20m), Line("700", DockJob, 4m));
        EnterJournal("J-1", (Concrete, Site.Project, 50m), (null, Site.Project, -50m));
        World.Accounts.NetSuite.Users.Create("vendorCredit", new
        {
            entity = new { id = VendorId },
            subsidiary = new { id = "2" },
            tranDate = "2026-05-18",
            item = new { items = new[] { Line(Concrete, null, 30.25m) } },
        });
        string[] expected =
        [
            "1234: 9,073.75 = imported 150.00, not imported -46.00, exported bills 9,000.00, other -30.25",
            "5678: 20.00 = imported 0.00, not imported 20.00, exported bills 0.00, other 0.00",
        ];

        Assert.That(JobCost(await ImportAsync()), Is.EqualTo(expected), "the first");
        Assert.That(JobCost(await ImportAsync()), Is.EqualTo(expected), "nothing has changed");
        Assert.That(JobCost(await ImportAsync("&since=all")), Is.EqualTo(expected), "everything is compared");
        Assert.That(JobCost(await ImportAsync($"&project={Pier.Id}")), Is.EqualTo(expected[1..]), "one project");

        var bill = World.Ledger.VendorBills.Single(bill => bill.TranId == "B-1");
        World.Accounts.NetSuite.Users.RecodeLine("vendorBill", bill.Id, 2, null, DockJob);
        World.Accounts.NetSuite.Users.Delete("journalEntry", World.Ledger.JournalEntries.Single().Id);
        var run = await ImportAsync();

        Assert.That(JobCost(run), Is.EqualTo(new[] { "1234: 9,093.75 = imported 120.00, not imported 4.00, exported bills 9,000.00, other -30.25", Nothing }));
        Assert.That(LeftOut(run), Is.EqualTo(new[] { "1234 line on the retainage item: 1 lines, 4.00" }));
        Assert.That(run.GetProperty("otherCosts").EnumerateArray().Single().GetProperty("source").GetString(), Is.EqualTo("vendor credits"));
        Assert.That(Problems(run), Is.Empty);
    }

    [Test(Description = "acceptance case 32: what moved away from the project is shown in both projects' totals")]
    public async Task A_line_of_an_invoices_bill_that_was_moved_is_shown_where_it_was_and_where_it_is()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        await ImportAsync();
        World.Accounts.NetSuite.Users.RecodeLine("vendorBill", OnlyBill.Id, 1, project: Job(Pier));

        var run = await ImportAsync();

        Assert.That(JobCost(run), Is.EqualTo(new[]
        {
            "1234: -1,000.00 = imported 0.00, not imported 0.00, exported bills -1,000.00, other 0.00",
            "5678: 10,000.00 = imported 0.00, not imported 10,000.00, exported bills 0.00, other 0.00",
        }));
        Assert.That(run.GetProperty("jobCost").EnumerateArray().Select(one => one.GetProperty("movedAway").GetDecimal()), Is.EqualTo(new[] { 10_000m, 0m }));
        Assert.That(LeftOut(run), Is.EqualTo(new[] { $"5678 E415: of the bill of an invoice of project 1234 ({Site.Project.Id}), moved here in NetSuite: 1 lines, 10,000.00" }));
        Assert.That(Costs(), Is.Empty);
    }

    [Test(Description = "E608: a note that was lost is noticed by the next run, whatever kind, and the one after it compares everything by itself")]
    public async Task A_difference_is_a_problem_of_the_run_with_both_figures()
    {
        Enter("B-1", Line(Concrete, DockJob, 250.10m));
        await ImportAsync();
        World.Time.Advance(TimeSpan.FromHours(1));
        EnterBill("B-2", (Item(Pier, Site.Concrete), Pier, 1m));
        await ImportAsync();
        var table = World.Host.Services.GetRequiredService<TableServiceClient>().GetTableClient("costs");
        await foreach (var row in table.QueryAsync<TableEntity>())
        {
            await table.DeleteEntityAsync(row);
        }

        World.Time.Advance(TimeSpan.FromHours(1));
        var run = await ImportAsync();

        Assert.That(run.GetProperty("state").GetString(), Is.EqualTo("Succeeded with problems"));
        Assert.That(Problems(run).Single(), Does.StartWith("E608").And.Contains($"1234 ({Site.Project.Id})").And.Contains("250.10").And.Contains("0.00"));
        Assert.That(JobCost(run).First(), Is.EqualTo("1234: 250.10 = imported 0.00, not imported 0.00, exported bills 0.00, other 0.00, difference 250.10"));

        var full = await ImportAsync();
        Assert.That(JobCost(full).First(), Is.EqualTo("1234: 250.10 = imported 250.10, not imported 0.00, exported bills 0.00, other 0.00"));
        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-1: 03-300.S.P1 250.10", "5678 invoice B-2: 03-300.S.P1 1.00" }));
    }

    private void Enter(string number, params IReadOnlyList<object> lines) => World.Accounts.NetSuite.Users.Create("vendorBill", new
    {
        entity = new { id = VendorId },
        subsidiary = new { id = "2" },
        tranId = number,
        tranDate = "2026-05-15",
        item = new { items = lines },
    });

    private static object Line(string item, string? job, decimal amount) => new Dictionary<string, object?>
    {
        ["item"] = new { id = item },
        ["quantity"] = 1,
        ["rate"] = amount,
        ["amount"] = amount,
        ["customer"] = job is null ? null : new { id = job },
    }.Where(pair => pair.Value is not null).ToDictionary();
}
