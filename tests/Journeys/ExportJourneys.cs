using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>A webhook posted, the status read back: one for each room, and the acceptance cases of connector-behaviour.md 11 by number.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExportJourneys
{
    private World world = null!;

    [SetUp]
    public async Task StartAsync() => world = await World.StartAsync();

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task A_company_that_is_accepted_is_a_vendor_in_NetSuite()
    {
        var site = Site.AddTo(world.Procore);

        await world.ExportAsync(World.Vendor, site.Vendor);

        var status = world.Status(World.Vendor, site.Vendor);
        Assert.That(status.Tab, Is.EqualTo("Synced"), world.Describe());
        Assert.That(world.Accounts.NetSuite.Ledger.Vendors.Single().Name, Is.EqualTo("Acme Steel LLC"));
    }

    [Test]
    public async Task A_project_that_is_accepted_is_a_job_in_NetSuite()
    {
        var site = Site.AddTo(world.Procore);

        await world.ExportAsync(World.Project, site.Project);

        var status = world.Status(World.Project, site.Project);
        Assert.That(status.Tab, Is.EqualTo("Synced"), world.Describe());
        Assert.That(world.Accounts.NetSuite.Ledger.Jobs, Has.Count.EqualTo(1));
    }

    [Test(Description = "acceptance case 1")]
    public async Task An_invoice_that_is_accepted_is_a_bill_to_the_cent_with_its_items()
    {
        var site = await Site.ExportToAsync(world);
        var invoice = world.Procore.AddInvoice(site.Subcontract, "INV-0007", [new InvoiceLine(1, 10_000m)]);

        await world.ExportAsync(World.Requisition, invoice);

        var status = world.Status(World.Requisition, invoice);
        Assert.That(status.Tab, Is.EqualTo("Synced"), world.Describe());
        var bill = world.Accounts.NetSuite.Ledger.VendorBills.Single();
        Assert.That(bill.Lines.Select(line => line.Amount), Is.EqualTo(new[] { 10_000m, -1_000m }));
        Assert.That(bill.Total, Is.EqualTo(9_000m));
        Assert.That(world.Host.Failures, Is.Empty);
    }
}
