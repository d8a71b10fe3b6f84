using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>What invoices meet beside the straight way: other kinds of commitments and figures, closed periods, corrections.</summary>
public sealed class InvoiceJourneys : SiteJourney
{
    [Test(Description = "connector-behaviour.md 7.4.1: the option first open period")]
    public async Task An_invoice_of_a_closed_month_is_booked_on_the_first_open_day_if_the_approver_says_so()
    {
        World.Accounts.NetSuite.Users.ClosePeriod("Apr 2026");
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        AssertFailed(invoice, "E412", "Apr 2026", "\"first_open\"");

        World.Send(World.Requisition, [invoice], new JsonObject { ["closed_period"] = "first_open" });
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That((OnlyBill.Period, OnlyBill.Date), Is.EqualTo(("May 2026", new DateOnly(2026, 5, 1))));
        Assert.That(OnlyBill.Memo, Does.EndWith(", dated 2026-04-30 in a closed period"));
    }

    [Test(Description = "connector-behaviour.md 7.4.5: a warning, not a block")]
    public async Task An_invoice_beyond_its_commitment_is_exported_with_a_warning()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 110_500m));

        await World.ExportAsync(World.Requisition, invoice);

        var status = World.Status(World.Requisition, invoice);
        Assert.That(status.Tab, Is.EqualTo("Synced"), World.Describe());
        Assert.That(World.Accounts.Procore.RequestDetails[^1].Messages.Single(), Is.EqualTo(
            "Warning: with this invoice, 500.00 more than the commitment and its change orders is billed to date."));
        Assert.That(OnlyBill.Total, Is.EqualTo(99_450m));
    }

    [Test]
    public async Task A_closed_period_that_is_reopened_takes_the_bill()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        World.Accounts.NetSuite.Users.ClosePeriod("Apr 2026");
        await World.ExportAsync(World.Requisition, invoice);
        Assert.That(Failure(invoice), Does.StartWith("E412").And.Contains("Apr 2026"));

        World.Accounts.NetSuite.Users.ReopenPeriod("Apr 2026");
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Period, Is.EqualTo("Apr 2026"));
    }

    [Test]
    public async Task A_period_that_is_closed_between_the_look_and_the_write_refuses_the_bill_and_is_named()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        World.Accounts.NetSuite.Users.ClosePeriod("Apr 2026");
        var invoice = Bill("INV-2", new InvoiceLine(1, 10_000m));

        await World.ExportAsync(World.Requisition, invoice);

        Assert.That(Failure(invoice), Does.StartWith("E412"));
        Assert.That(OnlyBill.TranId, Is.EqualTo("INV-1"));
    }

    [Test]
    public async Task A_failed_export_that_was_corrected_works_the_second_time()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        World.Procore.MakeSummaryWrong(invoice, 0.01m);
        await World.ExportAsync(World.Requisition, invoice);
        Assert.That(Failure(invoice), Does.StartWith("E406"));

        World.Procore.MakeSummaryWrong(invoice, -0.01m);
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
    }

    [Test(Description = "connector-behaviour.md 7.4.5")]
    public async Task Of_two_invoices_with_one_number_in_one_export_the_second_asks()
    {
        var first = Bill("INV-1", new InvoiceLine(1, 10_000m));
        var order = World.Procore.AddCommitment(Site.Project, Site.Vendor, "SC-1234-002", "More steel", [new SeedLine(Site.Steel, "More", 9_000m)]);
        var second = World.Procore.AddInvoice(order, "INV-1", [new InvoiceLine(1, 500m)]);

        await World.ExportAsync(World.Requisition, first, second);

        AssertSynced(first);
        Assert.That(Failure(second), Does.StartWith("E409").And.Contains("INV-1"));
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));

        World.Send(World.Requisition, [second], new JsonObject { ["duplicate_bill"] = "export" });
        await World.QuietAsync();
        AssertSynced(second);
        Assert.That(World.Ledger.VendorBills.Sum(bill => bill.Total), Is.EqualTo(9_450m));
    }

    [Test]
    public async Task Stored_materials_and_their_retainage_are_billed_as_they_change()
    {
        var first = Bill("INV-1", new InvoiceLine(1, 1_000m) { Stored = 2_000m, MaterialsRetained = 200m });
        await World.ExportAsync(World.Requisition, first);
        var second = Bill("INV-2", new InvoiceLine(1, 300m) { MaterialsMoved = 1_500m, MaterialsRetainageMoved = 150m });
        await World.ExportAsync(World.Requisition, second);
        var third = Bill("INV-3", new InvoiceLine(1) { Released = 180m, MaterialsReleased = 50m });

        await World.ExportAsync(World.Requisition, third);

        AssertSynced(first);
        AssertSynced(second);
        AssertSynced(third);
        var bills = World.Ledger.VendorBills.ToDictionary(bill => bill.TranId!);
        Assert.That(bills["INV-1"].Lines.Select(line => line.Amount), Is.EqualTo(new[] { 3_000m, -300m }));
        Assert.That(bills["INV-2"].Total, Is.EqualTo(270m), "retainage that moves with the materials is neither held nor released");
        Assert.That(bills["INV-3"].Lines.Select(line => line.Amount), Is.EqualTo(new[] { 230m }));
    }

    [Test(Description = "procore-api.md 8.10: detail items are booked, not their line as well")]
    public async Task A_subcontractors_own_schedule_of_values_is_booked_by_its_details()
    {
        var order = World.Procore.AddCommitment(Site.Project, Site.Vendor, "SC-9", "Detailed",
        [
            new SeedLine(Site.Concrete, "Footings", 10_000m) { Details = [("Forms", 4_000m), ("Pour", 6_000m)] }, new SeedLine(Site.Concrete, "Walls", 5_000m),
        ]);
        var invoice = World.Procore.AddInvoice(
            order, "D-1", [new InvoiceLine(1, 1_000m) { Detail = 1 }, new InvoiceLine(1, 2_000m) { Detail = 2 }, new InvoiceLine(2, 700m)]);

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Lines.Select(line => line.Amount), Is.EquivalentTo(new[] { 1_000m, 2_000m, 700m, -370m }));
    }

    [Test]
    public async Task Unit_accounting_is_booked_by_its_amounts()
    {
        var order = World.Procore.AddCommitment(
            Site.Project, Site.Vendor, "SC-9", "By unit", [new SeedLine(Site.Concrete, "Footings", 10_000m, Quantity: 100, UnitCost: 100m)], unit: true);
        var invoice = World.Procore.AddInvoice(order, "U-1", [new InvoiceLine(1, 1_500m)]);

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Lines.Select(line => (line.Quantity, line.Amount)), Is.EqualTo(new[] { (1m, 1_500m), ((decimal?)1m, -150m) }));
    }

    [Test]
    public async Task An_invoice_of_a_purchase_order_is_a_bill_too()
    {
        var order = World.Procore.AddCommitment(
            Site.Project, Site.Vendor, "PO-1", "Rebar", [new SeedLine(Site.Concrete, "Rebar", 10_000m)], purchaseOrder: true, retainagePercent: 0);
        var invoice = World.Procore.AddInvoice(order, "P-1", [new InvoiceLine(1, 1_500m)]);

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Lines.Select(line => line.Amount), Is.EqualTo(new[] { 1_500m }));
    }

    [Test]
    public async Task All_retainage_held_makes_a_bill_of_zero()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 1_000m) { Retained = 1_000m });

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That((OnlyBill.Total, OnlyBill.Lines.Count), Is.EqualTo((0m, 2)), "cost and retainage have to be on the books");
    }

    [Test(Description = "connector-behaviour.md 7.4.5: base currency only")]
    public async Task An_invoice_in_another_currency_is_blocked_and_nothing_is_written_in_NetSuite()
    {
        await World.BeginAgainAsync(new() { [$"Connections__{SimulatedAccounts.ConnectionId}__NetSuite__Currency"] = "CAD" });
        var site = await Site.ExportToAsync(World);
        var invoice = World.Procore.AddInvoice(site.Subcontract, "INV-1", [new InvoiceLine(1, 10_000m)]);
        World.Accounts.NetSuite.Calls.Clear();

        await World.ExportAsync(World.Requisition, invoice);

        AssertFailed(invoice, "E410", "USD", "CAD");
        Assert.That(World.NetSuiteWrites, Is.Empty);
    }
}
