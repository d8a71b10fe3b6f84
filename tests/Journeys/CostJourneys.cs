using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Cost that changes in NetSuite, cost that is none, and what people read about it (connector-behaviour.md 7.6).</summary>
public sealed class CostJourneys : CostJourney
{
    private string Concrete => Item(Site.Project, Site.Concrete);

    private string Steel => Item(Site.Project, Site.Steel);

    private IEnumerable<string> Writes => World.Accounts.Procore.Calls.All
        .Where(call => call.Method != "GET" && call.Path.Contains("direct_costs", StringComparison.Ordinal)).Select(call => $"{call.Method} {call.Path}");

    [Test(Description = "sync_single_job")]
    public async Task Procores_notice_about_a_project_imports_that_projects_cost_only()
    {
        EnterBill("B-1", (Concrete, Site.Project, 100m));
        EnterBill("B-2", (Item(Pier, Site.Concrete), Pier, 200m));

        await ImportAsync(Pier);
        Assert.That(Costs(), Is.EqualTo(new[] { "5678 invoice B-2: 03-300.S.P1 200.00" }), World.Describe());

        await ImportAsync(Site.Project);
        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-1: 03-300.S.P1 100.00", "5678 invoice B-2: 03-300.S.P1 200.00" }));
        AssertNothingLost();
    }

    [Test]
    public async Task A_direct_cost_is_an_approved_invoice_of_the_company_with_the_bills_date_and_number()
    {
        var bill = EnterBill("B-1", (Concrete, Site.Project, 100m));

        await ImportAsync();

        var cost = World.Accounts.Procore.Records(Kinds.DirectCost).Single();
        Assert.That(
            (cost.Text("status"), cost.Text("received_date"), cost.Text("description"), cost.Data["vendor_id"]!.GetValue<long>(), cost.OriginId),
            Is.EqualTo(("approved", "2026-05-15", "Bill B-1", Site.Vendor.Id, $"ns:1234567_SB1:vendorBill:{bill}:{Site.Project.Id}")));
        Assert.That(Lines(cost).Single().OriginId, Is.EqualTo($"{cost.OriginId}:1"));
    }

    [Test]
    public async Task A_project_that_does_not_take_job_costs_gets_none()
    {
        Site.Project.Data["erp_job_cost_transaction_syncing_enabled"] = false;
        await ImportAsync(Site.Project);
        EnterBill("B-1", (Concrete, Site.Project, 100m));

        await ImportAsync(Site.Project);
        var all = await ImportAsync();
        var one = await ImportAsync($"&project={Site.Project.Id}");

        Assert.That(Costs(), Is.Empty);
        Assert.That(all.GetProperty("state").GetString(), Is.EqualTo("Succeeded"));
        Assert.That(Problems(one).Single(), Does.StartWith("E602").And.Contains($"{Site.Project.Id}"));
    }

    [Test]
    public async Task Nothing_changed_means_nothing_written()
    {
        EnterBill("B-1", (Concrete, Site.Project, 100m));
        await ImportAsync();
        World.Accounts.Procore.Calls.Clear();

        var later = await ImportAsync();
        var full = await ImportAsync("&since=all");

        Assert.That(Writes, Is.Empty);
        Assert.That(later.GetProperty("counts").GetProperty("unchanged").GetInt32(), Is.EqualTo(1));
        Assert.That(full.GetProperty("counts").GetProperty("new").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Changed_amounts_are_updated_and_lines_that_are_gone_go()
    {
        var bill = EnterBill("B-1", (Concrete, Site.Project, 100m), (Steel, Site.Project, 50m));
        await ImportAsync();
        var cost = World.Accounts.Procore.Records(Kinds.DirectCost).Single().Id;

        World.Accounts.NetSuite.Users.Edit("vendorBill", bill, new { tranId = "B-1a", item = new { items = new[] { new { line = 1, quantity = 1, rate = 120.55m, amount = 120.55m } } } });
        World.Accounts.NetSuite.Users.RecodeLine("vendorBill", bill, 2, "700");
        await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-1a: 03-300.S.P1 120.55" }));
        Assert.That(World.Accounts.Procore.Records(Kinds.DirectCost).Single().Id, Is.EqualTo(cost), "the same direct cost");
    }

    [Test]
    public async Task A_bill_that_is_deleted_in_NetSuite_is_removed()
    {
        var bill = EnterBill("B-1", (Concrete, Site.Project, 100m));
        await ImportAsync();
        World.Accounts.NetSuite.Users.Delete("vendorBill", bill);

        var run = await ImportAsync();

        Assert.That(Costs(), Is.Empty);
        Assert.That(run.GetProperty("counts").GetProperty("removed").GetInt32(), Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true, Description = "7.6.1 rule 3: the journal that voids it is no cost either")]
    public async Task A_voided_bill_is_removed(bool byJournal)
    {
        World.Accounts.NetSuite.Settings = World.Accounts.NetSuite.Settings with { VoidByReversingJournal = byJournal };
        var bill = EnterBill("B-1", (Concrete, Site.Project, 100m));
        await ImportAsync();
        World.Accounts.NetSuite.Users.VoidBill(bill);

        var run = await ImportAsync();

        Assert.That(World.Ledger.JournalEntries.Count, Is.EqualTo(byJournal ? 1 : 0));
        Assert.That(Costs(), Is.Empty);
        Assert.That(LeftOut(run), Is.EqualTo(byJournal ? new[] { "1234 voided, or the journal that voids or reverses what is no cost: 2 lines, 0.00" } : []), "the bill and the journal");
    }

    [Test(Description = "7.6.1 rules 1 and 3")]
    public async Task A_bill_of_ours_stays_out_when_it_is_voided_by_a_journal_and_unlinked()
    {
        World.Accounts.NetSuite.Settings = World.Accounts.NetSuite.Settings with { VoidByReversingJournal = true };
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        World.Accounts.NetSuite.Users.VoidBill(OnlyBill.Id);
        World.Accounts.Ann.Unlink(World.Requisition, invoice.Id);
        await World.QuietAsync();

        var run = await ImportAsync();

        Assert.That(Costs(), Is.Empty);
        Assert.That(LeftOut(run), Is.EqualTo(new[] { "1234 voided, or the journal that voids or reverses what is no cost: 2 lines, -9,000.00" }), "the journal; the bill counts as the invoice's");
        Assert.That(JobCost(run), Is.EqualTo(new[] { "1234: 0.00 = imported 0.00, not imported -9,000.00, exported bills 9,000.00, other 0.00", "5678: 0.00 = imported 0.00, not imported 0.00, exported bills 0.00, other 0.00" }));
        Assert.That(Problems(run), Is.Empty);
    }

    [Test(Description = "7.6.1 rule 2, E605")]
    public async Task A_bill_with_our_external_id_and_no_link_is_left_out_with_an_alert()
    {
        var bill = EnterBill("B-1", (Concrete, Site.Project, 100m));
        World.Accounts.NetSuite.Users.Edit("vendorBill", bill, new { externalId = "procore-4400123-requisition-999999" });

        var run = await ImportAsync();

        Assert.That(Costs(), Is.Empty);
        Assert.That(Problems(run).Single(), Does.StartWith("E605").And.Contains("B-1"));
    }

    [TestCase("", Description = "7.6.1 rule 7: asserted before a run of what changed")]
    [TestCase("&since=all", Description = "7.6.1 rule 7: asserted before a full run")]
    public async Task A_bill_that_is_linked_to_an_invoice_later_is_no_direct_cost_any_more(string query)
    {
        var bill = EnterBill("INV-1", (Concrete, Site.Project, 9_000m));
        await ImportAsync();
        Assert.That(Costs(), Has.Exactly(1).Items);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        World.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = "link" });
        await World.QuietAsync();
        Assert.That(World.Status(World.Requisition, invoice).OriginId, Does.EndWith($":{bill}"));

        var run = await ImportAsync(query);

        Assert.That(Costs(), Is.Empty);
        Assert.That(Problems(run).Single(), Does.StartWith("E605").And.Contains("INV-1"));
    }

    [Test(Description = "E603")]
    public async Task A_bill_of_a_vendor_without_a_company_is_imported_without_one()
    {
        var vendor = World.Accounts.NetSuite.Users.Create("vendor", new { companyName = "Stranger Cranes", subsidiary = new { id = "2" } });
        EnterBill(vendor, "B-1", [(Concrete, Site.Project, 100m)]);

        var run = await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 expense B-1: 03-300.S.P1 100.00" }));
        Assert.That(Problems(run).Single(), Does.StartWith("E603").And.Contains("Stranger Cranes"));
    }

    [Test(Description = "E601, E604, 7.6.1 rule 4")]
    public async Task Lines_that_look_like_job_cost_and_are_none_are_listed_with_their_sums_until_the_next_run()
    {
        EnterBill("B-1", (Item(Pier, Site.Concrete), Site.Project, 10.50m), (Item(Pier, Site.Concrete), Site.Project, 1m));
        EnterJournal("J-1", (null, Site.Project, 70m), (Concrete, Site.Project, -70m));

        var run = await ImportAsync("&since=all");

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 expense J-1: 03-300.S.P1 -70.00" }));
        Assert.That(Left(run), Is.EqualTo(new[] { "E601: the item belongs to another project 2 11.50", "E604: journal line without an item 1 70.00" }));

        World.Accounts.NetSuite.Users.Delete("vendorBill", World.Ledger.VendorBills.Single().Id);
        Assert.That(Left(await ImportAsync("&since=all")), Is.EqualTo(new[] { "E604: journal line without an item 1 70.00" }));
    }

    [Test(Description = "E606: kept, said, tried again; a move waits for the removal")]
    public async Task A_cost_that_Procore_refuses_to_delete_is_kept_and_not_counted_twice()
    {
        var bill = EnterBill("B-1", (Concrete, Site.Project, 100m));
        await ImportAsync();
        var cost = World.Accounts.Procore.Records(Kinds.DirectCost).Single();
        World.Accounts.Ann.BillToOwner(cost.Id);
        World.Accounts.NetSuite.Users.RecodeLine("vendorBill", bill, 1, Item(Pier, Site.Concrete), Job(Pier));

        var refused = await ImportAsync();
        World.Time.Advance(TimeSpan.FromHours(1));
        var again = await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-1: 03-300.S.P1 100.00" }));
        Assert.That(refused.GetProperty("state").GetString(), Is.EqualTo("Succeeded with problems"));
        Assert.That(Problems(refused), Has.Exactly(2).Items.And.All.StartsWith("E606").And.All.Contains("owner invoice"));
        Assert.That(Problems(again), Has.Exactly(2).Items.And.All.StartsWith("E606").And.All.Contains("owner invoice"));
        Assert.That(StillInProcore(again), Is.EqualTo(new[] { 100m, 0m }));

        cost.Data["_billed"] = false;
        Assert.That(StillInProcore(await ImportAsync()), Is.EqualTo(new[] { 0m, 0m }));
        Assert.That(Costs(), Is.EqualTo(new[] { "5678 invoice B-1: 03-300.S.P1 100.00" }));
    }

    [Test(Description = "procore-api.md 8.3")]
    public async Task A_vendor_who_is_new_on_a_project_is_put_into_its_directory_and_the_cost_comes()
    {
        var vendor = await NewOnProjectAsync();
        EnterBill(vendor, "B-1", [(Item(Pier, Site.Concrete), Pier, 100m)]);
        EnterBill(vendor, "B-2", [(Item(Pier, Site.Concrete), Pier, 10m)]);

        var run = await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "5678 invoice B-1: 03-300.S.P1 100.00", "5678 invoice B-2: 03-300.S.P1 10.00" }));
        Assert.That(Problems(run), Is.Empty);
        Assert.That(World.Accounts.Procore.Calls.All.Count(call => call.Path.EndsWith("/actions/add", StringComparison.Ordinal)), Is.EqualTo(1), "once for both");
    }

    [Test(Description = "E606")]
    public async Task A_cost_that_Procore_refuses_fails_alone_and_is_tried_again()
    {
        var vendor = await NewOnProjectAsync();
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Method = "POST", Path = "*/actions/add", Status = 403 });
        EnterBill(vendor, "B-1", [(Item(Pier, Site.Concrete), Pier, 100m)]);
        EnterJournal("J-1", (Item(Pier, Site.Concrete), Pier, 100m), (null, Pier, -100m));

        var refused = await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "5678 expense J-1: 03-300.S.P1 100.00" }));
        Assert.That(Problems(refused).Single(), Does.StartWith("E606").And.Contains("directory of the project"));

        World.Accounts.Procore.Faults.Clear();
        World.Time.Advance(TimeSpan.FromHours(1));
        await ImportAsync();
        Assert.That(Costs(), Has.Exactly(2).Items);
    }

    /// <summary>A vendor of the company that is in no project's directory.</summary>
    private async Task<string> NewOnProjectAsync()
    {
        World.Accounts.Procore.Settings = World.Accounts.Procore.Settings with { VendorsNeedProjectDirectory = true };
        await World.ExportAsync(World.Vendor, World.Procore.AddVendor("Crane Works"));

        return World.Ledger.Vendors.Single(vendor => vendor.Name.Contains("Crane Works", StringComparison.Ordinal)).Id;
    }

    [TestCase(2, Description = "tried again at once")]
    [TestCase(9, Description = "left to the queue")]
    public async Task A_cost_that_another_request_is_changing_is_written_when_that_is_done(int busy)
    {
        EnterBill("B-1", (Concrete, Site.Project, 100m));
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Method = "PATCH", Path = "*/direct_costs/*sync", Status = 409, Times = busy });

        var run = await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-1: 03-300.S.P1 100.00" }));
        Assert.That(run.GetProperty("state").GetString(), Is.EqualTo("Succeeded"), World.Describe());
        AssertNothingLost();
    }

    [Test(Description = "E607")]
    public async Task What_a_user_changed_is_overwritten_and_said()
    {
        var bill = EnterBill("B-1", (Concrete, Site.Project, 100m));
        await ImportAsync();
        World.Accounts.Procore.Records(Kinds.DirectCost).Single().Data["invoice_number"] = "edited";
        World.Accounts.NetSuite.Users.Edit("vendorBill", bill, new { tranId = "B-2" });

        var run = await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-2: 03-300.S.P1 100.00" }));
        Assert.That(Problems(run).Single(), Does.StartWith("E607").And.Contains("B-2"));
    }

    [Test]
    public async Task Many_bills_come_page_by_page()
    {
        for (var number = 0; number < 410; number++)
        {
            EnterBill($"B-{number:000}", (Concrete, Site.Project, 1.01m));
        }

        var run = await ImportAsync();

        Assert.That(run.GetProperty("counts").GetProperty("new").GetInt32(), Is.EqualTo(410));
        Assert.That(World.Accounts.Procore.Records(Kinds.DirectCostLine).Sum(Amount), Is.EqualTo(414.10m));
        Assert.That(Writes.Count(), Is.EqualTo(2), "one call for the costs, one for their lines");
    }

    private IEnumerable<string> Left(JsonElement run) => run.GetProperty("notImported").EnumerateArray()
        .Select(left => $"{left.GetProperty("reason")} {left.GetProperty("count")} {left.GetProperty("sum")}");

    private static IEnumerable<decimal> StillInProcore(JsonElement run) => run.GetProperty("jobCost").EnumerateArray().Select(one => one.GetProperty("stillInProcore").GetDecimal());
}
