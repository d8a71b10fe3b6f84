using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>The acceptance cases for money of connector-behaviour.md 11 about job cost, by number: 9 to 11 and 15 to 18.</summary>
public sealed class CostAcceptanceCases : CostJourney
{
    [Test(Description = "acceptance case 9")]
    public async Task The_bill_of_an_invoice_is_no_direct_cost()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        EnterBill("B-1", (Item(Site.Project, Site.Concrete), Site.Project, 250.10m));

        var run = await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-1: 03-300.S.P1 250.10" }), World.Describe());
        Assert.That(Problems(run), Is.Empty);
        AssertNothingLost();
    }

    [Test(Description = "acceptance case 10")]
    public async Task A_bill_of_ours_that_was_deleted_and_entered_again_by_hand_is_imported_once()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        World.Accounts.NetSuite.Users.Delete("vendorBill", OnlyBill.Id);
        EnterBill("INV-1", (Item(Site.Project, Site.Concrete), Site.Project, 10_000m));

        await ImportAsync();
        await ImportAsync();
        await AskForAsync("bills");

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice INV-1: 03-300.S.P1 10,000.00" }));
        var link = await World.Links.FindAsync(new LinkKey(SimulatedAccounts.ConnectionId, EntityType.SubcontractorInvoice, invoice.Id), CancellationToken.None);
        Assert.That(link!.State, Is.EqualTo(LinkState.Orphaned));
    }

    [Test(Description = "acceptance case 11")]
    public async Task A_copy_of_our_bill_is_a_new_cost()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        var ours = OnlyBill;
        EnterBill(ours.TranId, [.. ours.Lines.Where(line => line.Amount > 0).Select(line => (line.ItemId!, Site.Project, line.Amount))]);

        await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice INV-1: 03-300.S.P1 10,000.00" }));
    }

    [Test(Description = "acceptance case 15")]
    public async Task A_bill_on_two_projects_is_two_direct_costs()
    {
        EnterBill(
            "B-1",
            (Item(Site.Project, Site.Concrete), Site.Project, 100.01m),
            (Item(Site.Project, Site.Steel), Site.Project, 200.02m),
            (Item(Pier, Site.Concrete), Pier, 300.03m));

        await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-1: 03-300.S.P1 100.01, 05-100.S.P2 200.02", "5678 invoice B-1: 03-300.S.P1 300.03" }));
        Assert.That(World.Accounts.Procore.Records(Kinds.DirectCostLine).Sum(Amount), Is.EqualTo(600.06m));
    }

    [Test(Description = "acceptance case 16")]
    public async Task A_journal_moves_cost_between_two_codes()
    {
        EnterJournal("J-1", (Item(Site.Project, Site.Concrete), Site.Project, 100m), (Item(Site.Project, Site.Steel), Site.Project, -100m));

        await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 expense J-1: 03-300.S.P1 100.00, 05-100.S.P2 -100.00" }));
    }

    [Test(Description = "acceptance case 17")]
    public async Task A_line_that_is_recoded_to_another_project_moves()
    {
        var bill = EnterBill("B-1", (Item(Site.Project, Site.Concrete), Site.Project, 100m), (Item(Site.Project, Site.Steel), Site.Project, 50m));
        await ImportAsync();

        World.Accounts.NetSuite.Users.RecodeLine("vendorBill", bill, 1, Item(Pier, Site.Concrete), Job(Pier));
        World.Time.Advance(TimeSpan.FromHours(1));
        await ImportAsync();

        Assert.That(Costs(), Is.EqualTo(new[] { "1234 invoice B-1: 05-100.S.P2 50.00", "5678 invoice B-1: 03-300.S.P1 100.00" }));
    }

    [Test(Description = "acceptance case 18")]
    public async Task A_transaction_that_is_unapproved_is_removed()
    {
        var bill = EnterBill("B-1", (Item(Site.Project, Site.Concrete), Site.Project, 100m));
        await ImportAsync();
        Assert.That(Costs(), Has.Exactly(1).Items);

        World.Accounts.NetSuite.Users.Edit("vendorBill", bill, new { approvalStatus = new { id = "1" } });
        await ImportAsync();

        Assert.That(Costs(), Is.Empty);
    }
}
