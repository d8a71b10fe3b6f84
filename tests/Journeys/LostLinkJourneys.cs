using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>The tables are gone, links and all: what infra/README.md asks of an admin then, and what it promises.</summary>
public sealed class LostLinkJourneys : PaymentJourney
{
    [Test]
    public async Task Without_links_a_new_invoice_says_what_is_missing_and_nothing_is_made_a_second_time()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        await LoseLinksAsync();

        var next = Bill("INV-2", new InvoiceLine(1, 500m));
        await World.ExportAsync(World.Requisition, next);
        World.Accounts.Procore.RepeatEvent();
        await World.QuietAsync();

        var row = World.Status(World.Requisition, next);
        Assert.That((row.Tab, row.Messages.Count), Is.EqualTo(("Failed to Export", 2)), World.Describe());
        Assert.That(row.Messages[0], Does.StartWith("E401: ").And.Contain("isn't synced with NetSuite"));
        Assert.That(row.Messages[1], Does.StartWith("E402: Acme Steel LLC isn't linked"));
        AssertNothingLost();
        AssertSame();
    }

    [Test]
    public async Task What_was_exported_is_exported_again_and_finds_its_own_record()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        await LoseLinksAsync();

        await World.ExportAsync(World.Project, Site.Project);
        await UnlinkAndExportAsync(World.Vendor, Site.Vendor);
        await UnlinkAndExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        AssertSame();
        var next = Bill("INV-2", new InvoiceLine(1, 500m));
        await World.ExportAsync(World.Requisition, next);
        AssertSynced(next);
        Assert.That(World.Ledger.Vendors, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_came_from_NetSuite_is_linked_by_a_run_over_everything_once_the_exports_are_back()
    {
        World.Accounts.NetSuite.Users.Create("vendor", JsonSerializer.SerializeToElement(new { companyName = "Bay Cranes Inc", subsidiary = new { id = "2" } }));
        await AskForAsync("vendors");
        World.Accounts.Ann.AddToProcore(Ready().Single().Id);
        await World.QuietAsync();
        await LoseLinksAsync();

        await World.ExportAsync(World.Project, Site.Project);
        await UnlinkAndExportAsync(World.Vendor, Site.Vendor);
        await AskForAsync("vendors", "?since=all");

        var company = World.Accounts.Procore.Records(Kinds.Vendor).Single(one => one.Text("name") == "Bay Cranes Inc");
        var contract = World.Procore.AddCommitment(Site.Project, company, "SC-2", "Cranes", [new SeedLine(Site.Steel, "Crane", 5_000m)]);
        var invoice = World.Procore.AddInvoice(contract, "INV-9", [new InvoiceLine(1, 100m)]);
        await World.ExportAsync(World.Requisition, invoice);
        AssertSynced(invoice);
        Assert.That(Ready(), Is.Empty, "nobody is offered a vendor that is in Procore already");
        Assert.That(World.Ledger.Vendors, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Payments_that_are_in_Procore_already_are_found_there_and_not_brought_again()
    {
        var (invoice, bill) = await ExportedAsync("INV-1", 10_000m);
        Clerk.PayBill(bill, 4_000m);
        await AskForAsync("payments");
        await LoseLinksAsync();
        await World.ExportAsync(World.Project, Site.Project);
        await UnlinkAndExportAsync(World.Vendor, Site.Vendor);
        await UnlinkAndExportAsync(World.Requisition, invoice);
        Clerk.PayBill(bill, 1_000m);

        await AskForAsync("payments", "?since=all");

        Assert.That(Amounts, Is.EquivalentTo(new[] { 4_000m, 1_000m }));
        AssertSynced(invoice);
    }

    private IReadOnlyList<StagedRow> Ready() => World.Accounts.Ann.ReadyToImport(SimulatedAccounts.CompanyId);

    private void AssertSame() =>
        Assert.That((World.Ledger.Vendors.Count, World.Ledger.Jobs.Count, OnlyBill.Total), Is.EqualTo((1, 1, 9_000m)));

    private async Task UnlinkAndExportAsync(string kind, ProcoreRecord record)
    {
        World.Accounts.Ann.Unlink(kind, record.Id);
        await World.QuietAsync();
        await World.ExportAsync(kind, record);
    }

    private async Task LoseLinksAsync()
    {
        var service = World.Host.Services.GetRequiredService<TableServiceClient>();
        await foreach (var table in service.QueryAsync())
        {
            var client = service.GetTableClient(table.Name);
            await foreach (var row in client.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"]))
            {
                await client.DeleteEntityAsync(row.PartitionKey, row.RowKey);
            }
        }
    }
}
