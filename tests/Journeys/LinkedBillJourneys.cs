using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Bills that were there before their invoice: entered by hand, paid, and linked to an invoice then (connector-behaviour.md 7.4.6, 7.5).</summary>
public sealed class LinkedBillJourneys : PaymentJourney
{
    [Test]
    public async Task Payments_from_before_a_bill_was_linked_come_with_the_next_run()
    {
        var bill = EnterByHand("INV-1", 9_000m);
        Clerk.PayBill(bill, 4_000m);
        World.Time.Advance(TimeSpan.FromHours(1));
        await ExportedAsync("INV-2", 100m);
        AssertGood(await SyncPaymentsAsync());
        World.Time.Advance(TimeSpan.FromHours(1));

        await LinkAsync("INV-1", 10_000m);
        AssertGood(await SyncPaymentsAsync());

        Assert.That(Amounts, Is.EqualTo(new[] { 4_000.00m }));
        Assert.That(await LastRunAsync(), Has.Property("Counts").Property("New").EqualTo(1));
    }

    [Test]
    public async Task A_bill_that_was_linked_and_is_not_paid_changes_nothing()
    {
        EnterByHand("INV-1", 9_000m);
        await LinkAsync("INV-1", 10_000m);

        AssertGood(await SyncPaymentsAsync());

        Assert.That(Issued, Is.Empty);
        Assert.That((await LastRunAsync()).Counts, Is.EqualTo(new ImportCounts()));
    }

    private async Task LinkAsync(string number, decimal gross)
    {
        var invoice = Bill(number, new InvoiceLine(1, gross));
        await World.ExportAsync(World.Requisition, invoice);
        World.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = "link" });
        await World.QuietAsync();
        AssertSynced(invoice);
    }

    private string EnterByHand(string number, decimal amount) => Clerk.Create("vendorBill", new
    {
        entity = new { id = World.Ledger.Vendors.Single().Id },
        subsidiary = new { id = "2" },
        tranId = number,
        tranDate = "2026-04-15",
        expense = new { items = new[] { new { account = new { id = "512" }, amount } } },
    });
}
