using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Settings of a connection that change what an export does.</summary>
public sealed class SettingJourneys : SiteJourney
{
    protected override Dictionary<string, string?> Changes => new()
    {
        [$"Connections__{SimulatedAccounts.ConnectionId}__ItemsWithProject"] = "true",
        [$"Connections__{SimulatedAccounts.ConnectionId}__RenameItems"] = "true",
        [$"Connections__{SimulatedAccounts.ConnectionId}__AcceptPendingOwnerApproval"] = "true",
        [$"Connections__{SimulatedAccounts.ConnectionId}__NetSuite__BillNumber"] = "{commitment}-{invoice}",
    };

    [Test(Description = "RenameItems")]
    public async Task An_item_is_renamed_with_its_budget_code()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        var code = World.Accounts.Procore.Records(Kinds.CostCode).Single(one => one.ProjectId == Site.Project.Id && one.Data["code"]!.GetValue<string>() == "300");
        World.Procore.Set(code, "code", "310");
        var id = World.Ledger.Items.Single(item => item.Name == $"1234-{Site.Concrete}").Id;

        await World.ExportAsync(World.Requisition, Bill("INV-2", new InvoiceLine(1, 1_000m)));
        Assert.That(World.Accounts.Procore.RequestDetails[^1].Messages, Is.EqualTo(new[] { $"Note: item 1234-{Site.Concrete} (NetSuite record {id}) is called 1234-03-310.S.P1 now, as its budget code." }));
        Assert.That(World.Ledger.Items.Single(item => item.Id == id).Name, Is.EqualTo("1234-03-310.S.P1"));

        await World.ExportAsync(World.Requisition, Bill("INV-3", new InvoiceLine(1, 500m)));
        Assert.That(World.Accounts.Procore.RequestDetails[^1].Messages, Is.Empty, "once renamed, nothing is left to say");

        await World.RunForAsync(TimeSpan.FromMinutes(5));
        World.Procore.AddStandardCostCode("03-300", "Slabs");
        World.Procore.UpdateCostCodes(Site.Project);
        var anew = World.Procore.AddWbsCode(Site.Project, Site.Concrete);
        var order = World.Procore.AddCommitment(Site.Project, Site.Vendor, "SC-9", "Concrete again", [new SeedLine(Site.Concrete, "Slab", 5_000m)]);
        var invoice = World.Procore.AddInvoice(order, "INV-4", [new InvoiceLine(1, 700m)]);
        await World.ExportAsync(World.Requisition, invoice);
        AssertSynced(invoice);
        Assert.That(World.Ledger.Items.Where(item => item.Name.StartsWith("1234-03-3", StringComparison.Ordinal)).Select(item => (item.Name, item.Id == id)), Is.EquivalentTo(new[]
        {
            ("1234-03-310.S.P1", true), ($"1234-{Site.Concrete}", false),
        }), $"a new code ({anew.Id}) with the old number gets an item of its own");
    }

    [Test(Description = "ItemsWithProject")]
    public async Task A_projects_items_are_there_before_the_first_invoice_needs_them()
    {
        Assert.That(World.Ledger.Items.Select(item => item.Name), Is.EquivalentTo(new[] { "RETAINAGE", "1234-03-300.S.P1", "1234-05-100.S.P2" }));
        World.Accounts.NetSuite.Calls.Clear();

        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m), new InvoiceLine(2, 5m));
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(World.NetSuiteCalls("PUT"), Is.Zero, "no item is written again");
    }

    [Test(Description = "BillNumber, connector-behaviour.md 7.4.5: Procore's numbers may begin anew on every commitment")]
    public async Task Two_commitments_may_number_their_invoices_alike()
    {
        var other = World.Procore.AddCommitment(Site.Project, Site.Vendor, "SC-2", "Steel", [new SeedLine(Site.Steel, "Steel", 5_000m)]);
        var (first, second) = (Bill("1", new InvoiceLine(1, 100m)), World.Procore.AddInvoice(other, "1", [new InvoiceLine(1, 100m)]));

        await World.ExportAsync(World.Requisition, first, second);

        AssertSynced(first, second);
        Assert.That(World.Ledger.VendorBills.Select(bill => bill.TranId), Is.EquivalentTo(new[] { "SC-1234-001-1", "SC-2-1" }));
    }

    [Test(Description = "AcceptPendingOwnerApproval, connector-behaviour.md 7.4")]
    public async Task An_invoice_that_the_owner_has_yet_to_approve_is_exported()
    {
        var invoice = World.Procore.AddInvoice(Site.Subcontract, "INV-1", [new InvoiceLine(1, 10_000m)], status: "pending_owner_approval");

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
    }
}
