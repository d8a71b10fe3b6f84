using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>The full compare of count and sum per project and WBS code (connector-behaviour.md 7.6.3): users who may edit synced costs do, and NetSuite changes nothing.</summary>
public sealed class CostCompareJourneys : CostJourney
{
    private const string Manual = "ns:1234567_SB1:vendorBill:99999";

    private static readonly string[] asEntered = ["1234 invoice B-1: 03-300.S.P1 100.00, 05-100.S.P2 50.00", "1234 invoice B-2: 03-300.S.P1 7.00"];

    private ProcoreRecord Cost(string number) => World.Accounts.Procore.Records(Kinds.DirectCost).Single(cost => cost.Text("invoice_number") == number);

    private ProcoreRecord Line(string number, string description = "Entered by hand") => Lines(Cost(number)).First(line => line.Text("description") == description);

    [SetUp]
    public async Task EnterBillsAsync()
    {
        World.Accounts.Ann.AllowEditsOfSyncedCosts(SimulatedAccounts.CompanyId);
        EnterBill("B-1", (Item(Site.Project, Site.Concrete), Site.Project, 100m), (Item(Site.Project, Site.Steel), Site.Project, 50m));
        EnterBill("B-2", (Item(Site.Project, Site.Concrete), Site.Project, 7m));
        await ImportAsync();
        Assert.That(Costs(), Is.EqualTo(asEntered));
    }

    [TestCase("an amount", "03-300.S.P1: NetSuite 2 107.00, Procore 2 1,006.99, repaired", "E607 B-1 changed")]
    [TestCase("a code", "03-300.S.P1: NetSuite 2 107.00, Procore 1 100.00, repaired; 05-100.S.P2: NetSuite 1 50.00, Procore 2 57.00, repaired", "E607 B-2 changed")]
    [TestCase("a line less", "05-100.S.P2: NetSuite 1 50.00, Procore 0 0.00, repaired", "E607 B-1 changed")]
    [TestCase("a line more", "05-100.S.P2: NetSuite 1 50.00, Procore 2 53.33, repaired", "E607 B-2 changed")]
    [TestCase("a cost less", "03-300.S.P1: NetSuite 2 107.00, Procore 1 100.00, repaired", "E607 B-2 deleted")]
    [TestCase("a cost more", "05-100.S.P2: NetSuite 1 50.00, Procore 2 59.00, repaired", "")]
    public async Task What_users_changed_in_Procore_is_put_right_and_said(string change, string differences, string problem)
    {
        Change(change);

        var run = await ImportAsync("&since=all");

        Assert.That(Costs(), Is.EqualTo(asEntered), World.Describe());
        Assert.That(string.Join("; ", Differences(run)), Is.EqualTo(differences));
        Assert.That(run.GetProperty("differences").EnumerateArray().Select(one => one.GetProperty("project").GetInt64()), Is.All.EqualTo(Site.Project.Id));
        Assert.That(run.GetProperty("state").GetString(), Is.EqualTo("Succeeded"));
        var words = problem.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(Problems(run).Count(), Is.EqualTo(words.Length == 0 ? 0 : 1));
        Assert.That(words.Where(word => !Problems(run).Single().Contains(word, StringComparison.Ordinal)), Is.Empty);

        Assert.That(Differences(await ImportAsync("&since=all")), Is.Empty);
        AssertNothingLost();
    }

    [Test]
    public async Task The_compare_comes_by_itself_once_a_week()
    {
        Change("an amount");

        var (soon, afterSixDays) = (await ImportAsync(), await LaterAsync(TimeSpan.FromDays(6)));
        Assert.That(Differences(soon).Concat(Differences(afterSixDays)), Is.Empty);

        var afterAWeek = await LaterAsync(TimeSpan.FromDays(1.1));

        Assert.That(Differences(afterAWeek), Has.Exactly(1).Items);
        Assert.That(Costs(), Is.EqualTo(asEntered));
    }

    [Test]
    public async Task What_agrees_is_read_once_and_not_written()
    {
        World.Accounts.Procore.Calls.Clear();

        var run = await ImportAsync("&since=all");

        Assert.That(run.GetProperty("differences").GetArrayLength(), Is.Zero);
        Assert.That(run.GetProperty("counts").GetProperty("unchanged").GetInt32(), Is.EqualTo(2));
        Assert.That(
            World.Accounts.Procore.Calls.All.Where(call => call.Path.Contains("direct_costs", StringComparison.Ordinal)).Select(call => $"{call.Method} {call.Path}"),
            Is.EqualTo(new[] { Site.Project, Pier }.OrderBy(project => project.Id).Select(project => $"GET /rest/v1.0/projects/{project.Id}/direct_costs/line_items")));
    }

    [Test(Description = "E606")]
    public async Task A_difference_that_Procore_does_not_let_us_repair_is_named_as_a_failure()
    {
        Change("a cost more");
        World.Accounts.Ann.BillToOwner(Cost("X-1").Id);

        var refused = await ImportAsync("&since=all");

        Assert.That(Costs(), Has.Exactly(3).Items);
        Assert.That(Differences(refused).Single(), Does.StartWith("05-100.S.P2: NetSuite 1 50.00, Procore 2 59.00, not repaired"));
        Assert.That(refused.GetProperty("state").GetString(), Is.EqualTo("Succeeded with problems"));
        Assert.That(Problems(refused).Single(), Does.StartWith("E606").And.Contains("owner invoice"));

        Cost("X-1").Data["_billed"] = false;
        await ImportAsync("&since=all");
        Assert.That(Costs(), Is.EqualTo(asEntered));
    }

    [Test(Description = "a write that Procore says it did, and didn't")]
    public async Task A_difference_that_nothing_explains_is_named_as_a_failure()
    {
        Change("an amount");
        var line = Line("B-1");
        World.Accounts.Procore.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Method = "PATCH",
            Path = "*/direct_costs/line_items/sync",
            Status = 200,
            Body = new JsonObject { ["entities"] = new JsonArray(Lines(Cost("B-1")).Select(one => (JsonNode)new JsonObject { ["id"] = one.Id, ["origin_id"] = one.OriginId }).ToArray()), ["errors"] = new JsonArray() }.ToJsonString(),
        });

        var run = await ImportAsync("&since=all");

        Assert.That(Amount(World.Accounts.Procore.Records(Kinds.DirectCostLine).Single(one => one.Id == line.Id)), Is.EqualTo(999.99m));
        Assert.That(Differences(run).Single(), Is.EqualTo("03-300.S.P1: NetSuite 2 107.00, Procore 2 1,006.99, not repaired"));
        Assert.That(run.GetProperty("state").GetString(), Is.EqualTo("Succeeded with problems"));
        Assert.That(Problems(run), Has.Some.StartsWith("E606").And.Some.Contains("1234-03-300.S.P1").And.Some.Contains("107.00").And.Some.Contains("1006.99"));
    }

    [Test(Description = "vendor credits, checks, expense reports ...: beyond parity, shown only")]
    public async Task Other_cost_of_a_project_is_summed_up_and_not_imported()
    {
        World.Accounts.NetSuite.Users.Create("vendorCredit", new
        {
            entity = new { id = VendorId },
            subsidiary = new { id = "2" },
            tranDate = "2026-05-18",
            item = new { items = new[] { new { item = new { id = Item(Pier, Site.Concrete) }, quantity = 1, rate = 30.25m, amount = 30.25m, customer = new { id = Job(Pier) } } } },
        });

        var run = await ImportAsync("&since=all");

        var other = run.GetProperty("otherCosts").EnumerateArray().Single();
        Assert.That(
            (other.GetProperty("project").GetInt64(), other.GetProperty("projectNumber").GetString(), other.GetProperty("source").GetString(), other.GetProperty("count").GetInt32(), other.GetProperty("sum").GetDecimal()),
            Is.EqualTo((Pier.Id, "5678", "vendor credits", 1, -30.25m)));
        Assert.That(Costs(), Is.EqualTo(asEntered));
    }

    [Test]
    public async Task A_bill_on_two_projects_is_counted_once_and_warned_of_once()
    {
        var vendor = World.Accounts.NetSuite.Users.Create("vendor", new { companyName = "Stranger Cranes", subsidiary = new { id = "2" } });
        EnterBill(vendor, "B-3", [(Item(Site.Project, Site.Concrete), Site.Project, 1m), (Item(Pier, Site.Concrete), Pier, 2m), (Item(Site.Project, Site.Concrete), Pier, 4m)]);
        EnterBill("B-4", (Item(Pier, Site.Concrete), Site.Project, 8m), (Item(Site.Project, Site.Concrete), Pier, 16m));

        var run = await ImportAsync("&since=all");

        Assert.That(Costs().Except(asEntered), Is.EqualTo(new[] { "1234 expense B-3: 03-300.S.P1 1.00", "5678 expense B-3: 03-300.S.P1 2.00" }));
        Assert.That(run.GetProperty("counts").GetProperty("read").GetInt32(), Is.EqualTo(4), "B-1 to B-4");
        Assert.That(run.GetProperty("counts").GetProperty("new").GetInt32(), Is.EqualTo(2), "one for each project");
        Assert.That(Problems(run).Single(), Does.StartWith("E603").And.Contains("Stranger Cranes"));
        Assert.That(
            run.GetProperty("notImported").EnumerateArray().Select(left => (left.GetProperty("project").GetInt64(), left.GetProperty("count").GetInt32(), left.GetProperty("sum").GetDecimal())),
            Is.EquivalentTo(new[] { (Site.Project.Id, 1, 8m), (Pier.Id, 2, 20m) }));
    }

    [Test(Description = "a run of one project looks for what moved there, too")]
    public async Task A_cost_that_moved_is_not_in_both_projects_after_a_full_run_of_the_second()
    {
        World.Accounts.NetSuite.Users.MoveToProject("vendorBill", World.Ledger.VendorBills.Single(bill => bill.TranId == "B-2").Id, Job(Site.Project), Job(Pier));
        World.Accounts.NetSuite.Users.RecodeLine("vendorBill", World.Ledger.VendorBills.Single(bill => bill.TranId == "B-2").Id, 1, Item(Pier, Site.Concrete));

        await ImportAsync($"&since=all&project={Pier.Id}");

        Assert.That(Costs(), Is.EqualTo(new[] { asEntered[0], "5678 invoice B-2: 03-300.S.P1 7.00" }));
    }

    private void Change(string change)
    {
        var users = World.Accounts.Ann;
        var steel = Lines(Cost("B-1")).Select(line => line.Data["wbs_code_id"]!.GetValue<long>()).Max();
        switch (change)
        {
            case "an amount":
                users.Edit(Kinds.DirectCostLine, Line("B-1").Id, new() { ["manual_amount"] = "999.99" });
                break;
            case "a code":
                users.Edit(Kinds.DirectCostLine, Line("B-2").Id, new() { ["wbs_code_id"] = steel });
                break;
            case "a line less":
                users.Delete(Kinds.DirectCostLine, Lines(Cost("B-1")).Single(line => Amount(line) == 50m).Id);
                break;
            case "a line more":
                users.AddLine(Cost("B-2").Id, new() { ["wbs_code_id"] = steel, ["manual_amount"] = "3.33", ["description"] = "By hand" });
                break;
            case "a cost less":
                users.Delete(Kinds.DirectCost, Cost("B-2").Id);
                break;
            case "a cost more":
                World.Procore.AddDirectCost(Site.Project, Site.Vendor, "X-1", new SeedLine(Site.Steel, "Left over", 9m) { OriginId = $"{Manual}:{Site.Project.Id}:1" });
                break;
        }
    }

    private async Task<JsonElement> LaterAsync(TimeSpan time)
    {
        World.Time.Advance(time);

        return await ImportAsync();
    }

    private static IEnumerable<string> Differences(JsonElement run) => run.GetProperty("differences").EnumerateArray().Select(one =>
        $"{one.GetProperty("wbsCode").GetString()!.Replace("1234-", "", StringComparison.Ordinal)}: NetSuite {Figures(one.GetProperty("netSuite"))}, Procore {Figures(one.GetProperty("procore"))}, {one.GetProperty("done").GetString()}");

    private static string Figures(JsonElement side) => $"{side.GetProperty("count").GetInt32()} {Amounts.Text(side.GetProperty("sum").GetDecimal())}";
}
