using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Companies, projects and items: unlinked, reset, found again, and made once.</summary>
public sealed class MasterDataJourneys : SiteJourney
{
    [Test]
    public async Task A_project_that_support_resets_can_be_exported_with_its_invoices_again()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        World.Accounts.NetSuite.Users.Delete("vendorBill", OnlyBill.Id);
        World.Accounts.Ann.ResetJob(Site.Project.Id);
        await World.QuietAsync();

        await World.ExportAsync(World.Project, Site.Project);
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(World.Status(World.Project, Site.Project).Tab, Is.EqualTo("Synced"), World.Describe());
        Assert.That(World.Ledger.Jobs, Has.Count.EqualTo(1), "the job is found again by its external id");
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
    }

    [Test]
    public async Task A_company_that_was_unlinked_is_found_again_and_no_second_vendor_is_made()
    {
        World.Accounts.Ann.Unlink(World.Vendor, Site.Vendor.Id);
        await World.QuietAsync();
        Assert.That(World.Status(World.Vendor, Site.Vendor).OriginId, Is.Null);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        Assert.That(Failure(invoice), Does.StartWith("E402").And.Contains("Acme Steel LLC"));

        await World.ExportAsync(World.Vendor, Site.Vendor);
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(World.Ledger.Vendors, Has.Count.EqualTo(1));
    }

    [Test(Description = "connector-behaviour.md 7.1: custom segments are built into the name")]
    public async Task Items_carry_project_number_cost_code_cost_type_and_segment()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m), new InvoiceLine(2, 5m)));

        Assert.That(World.Ledger.Items.Select(item => item.Name), Is.EquivalentTo(new[] { "RETAINAGE", "1234-03-300.S.P1", "1234-05-100.S.P2" }));
    }

    [Test]
    public async Task Items_of_one_code_are_made_once()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        await World.ExportAsync(World.Requisition, Bill("INV-2", new InvoiceLine(1, 10m)));

        Assert.That(World.Ledger.VendorBills.Select(bill => bill.Lines[0].ItemId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(World.Accounts.NetSuite.Calls.Count(call => call.Method == "PUT" && call.Path.Contains("otherCharge", StringComparison.OrdinalIgnoreCase)), Is.EqualTo(1));
    }

    [Test]
    public async Task An_item_that_is_there_by_that_name_is_used()
    {
        var item = World.Accounts.NetSuite.Users.Create("otherChargePurchaseItem", new
        {
            itemId = "1234-03-300.S.P1",
            expenseAccount = new { id = "512" },
            subsidiary = new { items = new[] { new { id = "2" } } },
        });

        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));

        Assert.That(OnlyBill.Lines[0].ItemId, Is.EqualTo(item), World.Describe());
    }
}
