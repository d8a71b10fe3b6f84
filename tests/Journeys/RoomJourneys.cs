using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.NetSuite.Ledger;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>What a company meets beside the straight way: other kinds of commitments, settings, corrections, and requests the connector doesn't know.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RoomJourneys
{
    private World world = null!;
    private Site site = null!;

    private LedgerBill OnlyBill => world.Ledger.VendorBills.Single();

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.StartAsync();
        site = await Site.ExportToAsync(world);
    }

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(true, true)]
    public async Task A_webhook_that_comes_twice_makes_one_bill(bool sameId, bool otherId)
    {
        world.Accounts.Procore.Settings = world.Accounts.Procore.Settings with { DeliverTwice = sameId, TwoEventsPerAction = otherId };
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));

        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
        Assert.That(world.NetSuiteCalls("POST", "/vendorBill"), Is.EqualTo(1));
        Assert.That(world.Accounts.Procore.Deliveries.Count, Is.GreaterThanOrEqualTo(4), "the webhook did come more than once");
    }

    [Test(Description = "procore-api.md 7.4.1: requests may come without the ids of their details")]
    public async Task Request_details_that_the_request_does_not_name_are_found_and_closed()
    {
        world.Accounts.Procore.Settings = world.Accounts.Procore.Settings with { RequisitionDetailIds = false };
        var good = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await world.ExportAsync(World.Requisition, good);
        var bad = Bill("INV-2", new InvoiceLine(1, 100m));
        world.Procore.MakeSummaryWrong(bad);

        await world.ExportAsync(World.Requisition, bad);

        AssertSynced(good);
        Assert.That(Failure(bad), Does.StartWith("E406"));
        Assert.That(world.Accounts.Procore.RequestDetails.Select(detail => detail.Closings.Count), Is.All.EqualTo(1));
    }

    [Test]
    public async Task A_closed_period_that_is_reopened_takes_the_bill()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        world.Accounts.NetSuite.Users.ClosePeriod("Apr 2026");
        await world.ExportAsync(World.Requisition, invoice);
        Assert.That(Failure(invoice), Does.StartWith("E412").And.Contains("Apr 2026"));

        world.Accounts.NetSuite.Users.ReopenPeriod("Apr 2026");
        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Period, Is.EqualTo("Apr 2026"));
    }

    [Test]
    public async Task A_period_that_is_closed_between_the_look_and_the_write_refuses_the_bill_and_is_named()
    {
        await world.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        world.Accounts.NetSuite.Users.ClosePeriod("Apr 2026");
        var invoice = Bill("INV-2", new InvoiceLine(1, 10_000m));

        await world.ExportAsync(World.Requisition, invoice);

        Assert.That(Failure(invoice), Does.StartWith("E412"));
        Assert.That(OnlyBill.TranId, Is.EqualTo("INV-1"));
    }

    [Test]
    public async Task A_failed_export_that_was_corrected_works_the_second_time()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        world.Procore.MakeSummaryWrong(invoice, 0.01m);
        await world.ExportAsync(World.Requisition, invoice);
        Assert.That(Failure(invoice), Does.StartWith("E406"));

        world.Procore.MakeSummaryWrong(invoice, -0.01m);
        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
    }

    [Test]
    public async Task Standard_cost_codes_are_acknowledged_and_NetSuite_is_not_asked()
    {
        var codes = world.Accounts.Procore.Records(Kinds.StandardCostCode).Select(code => code.Id).ToList();
        world.Accounts.NetSuite.Calls.Clear();

        world.Accounts.Ann.ExportStandardCostCodes(codes);
        await world.QuietAsync();

        Assert.That(codes.Select(code => world.Accounts.Procore.Status(Kinds.StandardCostCode, code).Tab), Is.All.EqualTo("Synced"));
        Assert.That(world.Accounts.NetSuite.Calls.All, Is.Empty);
    }

    [TestCase("sync_vendors", "sync_vendors is not yet supported by this connector.")]
    [TestCase("sync_jobs", "sync_jobs is not yet supported by this connector.")]
    [TestCase("sync_contract_payments", "sync_contract_payments is not yet supported by this connector.")]
    [TestCase("sync_standard_cost_codes", "sync_standard_cost_codes is not yet supported by this connector.")]
    public async Task A_refresh_that_is_not_built_yet_is_closed_with_a_word(string name, string message)
    {
        world.Accounts.Ann.Refresh(name, SimulatedAccounts.CompanyId);
        await world.QuietAsync();

        var detail = world.Accounts.Procore.RequestDetails.Single(detail => detail.RequestName == name);
        Assert.That((detail.Status, detail.Messages.Single(), detail.Closings.Count), Is.EqualTo(("failed", message, 1)));
        Assert.That(world.Host.Failures, Is.Empty);
    }

    [TestCase("polish_the_windows", true)]
    [TestCase("polish_the_windows", false)]
    public async Task A_request_of_an_unknown_name_is_closed_if_it_can_be_and_never_dead_lettered(string name, bool withDetail)
    {
        world.Accounts.Ann.Raise(name, SimulatedAccounts.CompanyId, new JsonObject { ["what"] = "ever" }, withDetail);
        await world.QuietAsync();

        var details = world.Accounts.Procore.RequestDetails.Where(detail => detail.RequestName == name).ToList();
        Assert.That(details.Select(detail => detail.Status), Is.EqualTo(Enumerable.Repeat("failed", withDetail ? 1 : 0)));
        Assert.That(world.Host.Failures, Is.Empty);
        Assert.That(world.Host.Broker.DeadLetters("procore-events"), Is.Empty);
    }

    [Test]
    public async Task A_project_that_support_resets_can_be_exported_with_its_invoices_again()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await world.ExportAsync(World.Requisition, invoice);
        world.Accounts.NetSuite.Users.Delete("vendorBill", OnlyBill.Id);
        world.Accounts.Ann.ResetJob(site.Project.Id);
        await world.QuietAsync();

        await world.ExportAsync(World.Project, site.Project);
        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(world.Status(World.Project, site.Project).Tab, Is.EqualTo("Synced"), world.Describe());
        Assert.That(world.Ledger.Jobs, Has.Count.EqualTo(1), "the job is found again by its external id");
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
    }

    [Test]
    public async Task A_company_that_was_unlinked_is_found_again_and_no_second_vendor_is_made()
    {
        world.Accounts.Ann.Unlink(World.Vendor, site.Vendor.Id);
        await world.QuietAsync();
        Assert.That(world.Status(World.Vendor, site.Vendor).OriginId, Is.Null);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await world.ExportAsync(World.Requisition, invoice);
        Assert.That(Failure(invoice), Does.StartWith("E402").And.Contains("Acme Steel LLC"));

        await world.ExportAsync(World.Vendor, site.Vendor);
        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(world.Ledger.Vendors, Has.Count.EqualTo(1));
    }

    [Test(Description = "connector-behaviour.md 7.1: custom segments are built into the name")]
    public async Task Items_carry_project_number_cost_code_cost_type_and_segment()
    {
        await world.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m), new InvoiceLine(2, 5m)));

        Assert.That(world.Ledger.Items.Select(item => item.Name), Is.EquivalentTo(new[] { "RETAINAGE", "1234-03-300.S.P1", "1234-05-100.S.P2" }));
    }

    [Test]
    public async Task Items_of_one_code_are_made_once()
    {
        await world.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        await world.ExportAsync(World.Requisition, Bill("INV-2", new InvoiceLine(1, 10m)));

        Assert.That(world.Ledger.VendorBills.Select(bill => bill.Lines[0].ItemId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(world.Accounts.NetSuite.Calls.Count(call => call.Method == "PUT" && call.Path.Contains("otherCharge", StringComparison.OrdinalIgnoreCase)), Is.EqualTo(1));
    }

    [Test]
    public async Task An_item_that_is_there_by_that_name_is_used()
    {
        var item = world.Accounts.NetSuite.Users.Create("otherChargePurchaseItem", new
        {
            itemId = "1234-03-300.S.P1",
            expenseAccount = new { id = "512" },
            subsidiary = new { items = new[] { new { id = "2" } } },
        });

        await world.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));

        Assert.That(OnlyBill.Lines[0].ItemId, Is.EqualTo(item), world.Describe());
    }

    [Test(Description = "connector-behaviour.md 7.4.5")]
    public async Task Of_two_invoices_with_one_number_in_one_export_the_second_asks()
    {
        var first = Bill("INV-1", new InvoiceLine(1, 10_000m));
        var order = world.Procore.AddCommitment(site.Project, site.Vendor, "SC-1234-002", "More steel", [new SeedLine(Site.Steel, "More", 9_000m)]);
        var second = world.Procore.AddInvoice(order, "INV-1", [new InvoiceLine(1, 500m)]);

        await world.ExportAsync(World.Requisition, first, second);

        AssertSynced(first);
        Assert.That(Failure(second), Does.StartWith("E409").And.Contains("INV-1"));
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));

        world.Send(World.Requisition, [second], new JsonObject { ["duplicate_bill"] = "export" });
        await world.QuietAsync();
        AssertSynced(second);
        Assert.That(world.Ledger.VendorBills.Sum(bill => bill.Total), Is.EqualTo(9_450m));
    }

    [Test]
    public async Task Stored_materials_and_their_retainage_are_billed_as_they_change()
    {
        var first = Bill("INV-1", new InvoiceLine(1, 1_000m) { Stored = 2_000m, MaterialsRetained = 200m });
        await world.ExportAsync(World.Requisition, first);
        var second = Bill("INV-2", new InvoiceLine(1, 300m) { MaterialsMoved = 1_500m, MaterialsRetainageMoved = 150m });
        await world.ExportAsync(World.Requisition, second);
        var third = Bill("INV-3", new InvoiceLine(1) { Released = 180m, MaterialsReleased = 50m });

        await world.ExportAsync(World.Requisition, third);

        AssertSynced(first);
        AssertSynced(second);
        AssertSynced(third);
        var bills = world.Ledger.VendorBills.ToDictionary(bill => bill.TranId!);
        Assert.That(bills["INV-1"].Lines.Select(line => line.Amount), Is.EqualTo(new[] { 3_000m, -300m }));
        Assert.That(bills["INV-2"].Total, Is.EqualTo(270m), "retainage that moves with the materials is neither held nor released");
        Assert.That(bills["INV-3"].Lines.Select(line => line.Amount), Is.EqualTo(new[] { 230m }));
    }

    [Test(Description = "procore-api.md 8.10: detail items are booked, not their line as well")]
    public async Task A_subcontractors_own_schedule_of_values_is_booked_by_its_details()
    {
        var order = world.Procore.AddCommitment(site.Project, site.Vendor, "SC-9", "Detailed",
        [
            new SeedLine(Site.Concrete, "Footings", 10_000m) { Details = [("Forms", 4_000m), ("Pour", 6_000m)] }, new SeedLine(Site.Concrete, "Walls", 5_000m),
        ]);
        var invoice = world.Procore.AddInvoice(
            order, "D-1", [new InvoiceLine(1, 1_000m) { Detail = 1 }, new InvoiceLine(1, 2_000m) { Detail = 2 }, new InvoiceLine(2, 700m)]);

        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Lines.Select(line => line.Amount), Is.EquivalentTo(new[] { 1_000m, 2_000m, 700m, -370m }));
    }

    [Test]
    public async Task Unit_accounting_is_booked_by_its_amounts()
    {
        var order = world.Procore.AddCommitment(
            site.Project, site.Vendor, "SC-9", "By unit", [new SeedLine(Site.Concrete, "Footings", 10_000m, Quantity: 100, UnitCost: 100m)], unit: true);
        var invoice = world.Procore.AddInvoice(order, "U-1", [new InvoiceLine(1, 1_500m)]);

        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Lines.Select(line => (line.Quantity, line.Amount)), Is.EqualTo(new[] { (1m, 1_500m), ((decimal?)1m, -150m) }));
    }

    [Test]
    public async Task An_invoice_of_a_purchase_order_is_a_bill_too()
    {
        var order = world.Procore.AddCommitment(
            site.Project, site.Vendor, "PO-1", "Rebar", [new SeedLine(Site.Concrete, "Rebar", 10_000m)], purchaseOrder: true, retainagePercent: 0);
        var invoice = world.Procore.AddInvoice(order, "P-1", [new InvoiceLine(1, 1_500m)]);

        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Lines.Select(line => line.Amount), Is.EqualTo(new[] { 1_500m }));
    }

    [Test]
    public async Task All_retainage_held_makes_a_bill_of_zero()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 1_000m) { Retained = 1_000m });

        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That((OnlyBill.Total, OnlyBill.Lines.Count), Is.EqualTo((0m, 2)), "cost and retainage have to be on the books");
    }

    [Test]
    public async Task Thirty_invoices_in_one_request_are_two_messages_and_thirty_bills()
    {
        List<ProcoreRecord> invoices = [];
        for (var number = 1; number <= 30; number++)
        {
            var order = world.Procore.AddCommitment(site.Project, site.Vendor, $"SC-{number:00}", "Steel", [new SeedLine(Site.Steel, "Steel", 5_000m)]);
            invoices.Add(world.Procore.AddInvoice(order, $"INV-{number:00}", [new InvoiceLine(1, 100m + number)]));
        }

        world.Procore.MakeSummaryWrong(invoices[3]);
        await world.ExportAsync(World.Requisition, invoices);

        Assert.That(Failure(invoices[3]), Does.StartWith("E406"));
        Assert.That(invoices.Count(invoice => world.Status(World.Requisition, invoice).Tab == "Synced"), Is.EqualTo(29), world.Describe());
        Assert.That(world.Ledger.VendorBills.Sum(bill => bill.Lines[0].Amount), Is.EqualTo(Enumerable.Range(1, 30).Where(number => number != 4).Sum(number => 100m + number)));
        Assert.That(world.Accounts.Procore.RequestDetails.Select(detail => detail.Closings.Count), Is.All.EqualTo(1));
    }

    [Test]
    public async Task A_webhook_for_a_company_of_another_connection_is_refused()
    {
        using var http = new HttpClient { BaseAddress = world.Host.BaseAddress };
        http.DefaultRequestHeaders.Add("Authorization", SimulatedAccounts.WebhookSecret);
        world.Accounts.Procore.Calls.Clear();

        using var answer = await http.PostAsJsonAsync("api/procore/webhooks/main?code=local-host-key", new
        {
            id = "01J00000000000000000000001",
            company_id = "777",
            resource_id = "1",
            resource_type = "ERP Requests",
            reason = "create",
            payload_version = "v2.0",
            timestamp = "2026-06-01T12:00:00Z",
            user_id = "9",
        });
        await world.QuietAsync();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("777").And.Contain("main"));
        Assert.That(world.Accounts.Procore.Calls.All, Is.Empty);
    }

    private ProcoreRecord Bill(string number, params IReadOnlyList<InvoiceLine> lines) => world.Procore.AddInvoice(site.Subcontract, number, lines);

    private string Failure(ProcoreRecord invoice)
    {
        var status = world.Status(World.Requisition, invoice);
        Assert.That(status.Tab, Is.EqualTo("Failed to Export"), world.Describe());

        return status.Messages.Single();
    }

    private void AssertSynced(ProcoreRecord invoice)
    {
        var status = world.Status(World.Requisition, invoice);
        Assert.That((status.Tab, string.Join('|', status.Messages)), Is.EqualTo(("Synced", "")), world.Describe());
        Assert.That(world.Host.Failures, Is.Empty);
    }
}
