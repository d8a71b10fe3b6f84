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

    [TestCase("981", "2026-04-15", "Note: no line of bill INV-1 (NetSuite record {0}) is on project 1234, so NetSuite's job cost of the project lacks it.")]
    [TestCase(null, "2026-05-02", "Note: bill INV-1 (NetSuite record {0}) is posted in May 2026, not in the period of the invoice.")]
    [TestCase(null, "2026-04-15", "")]
    public async Task A_bill_that_is_linked_by_hand_gets_a_note_if_it_is_on_no_job_of_the_project_or_in_another_period(string? job, string date, string note)
    {
        var bill = EnterByHand("INV-1", 9_000m, job, date);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        World.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = "link" });
        await World.QuietAsync();

        var status = World.Status(World.Requisition, invoice);
        Assert.That((status.Tab, string.Join('|', status.Messages)), Is.EqualTo(("Synced", string.Format(System.Globalization.CultureInfo.InvariantCulture, note, bill))));
        Clerk.Edit("vendorBill", bill, new { expense = new { items = new[] { new { line = 1, account = new { id = "513" } } } } });
        var run = await AskForAsync("bills", "?since=all");
        Assert.That(run.GetProperty("problems").EnumerateArray().Single().GetString(), Does.StartWith("E415").And.Contains("513").Or.Contains("5200"), "it is compared with what it was when it was linked");
    }

    [Test(Description = "it is known by its id: it bears no external id of ours, and its number may have changed")]
    public async Task An_invoice_whose_bill_was_linked_by_hand_may_be_exported_again()
    {
        var bill = EnterByHand("INV-1", 9_000m);
        var invoice = await LinkAsync("INV-1", 10_000m);
        Clerk.Edit("vendorBill", bill, new { tranId = "INV-1/2026" });

        World.Accounts.Ann.ResetRequisition(invoice.Id);
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(World.Ledger.VendorBills.Select(one => one.Id), Is.EqualTo(new[] { bill }));

        World.Accounts.Ann.ResetRequisition(invoice.Id);
        await World.QuietAsync();
        Clerk.Delete("vendorBill", bill);
        await World.ExportAsync(World.Requisition, invoice);
        Assert.That(World.Status(World.Requisition, invoice).Messages.Single(), Does.StartWith("E415").And.Contains("no longer there"));
    }

    private async Task<ProcoreRecord> LinkAsync(string number, decimal gross)
    {
        var invoice = Bill(number, new InvoiceLine(1, gross));
        await World.ExportAsync(World.Requisition, invoice);
        World.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = "link" });
        await World.QuietAsync();
        AssertSynced(invoice);

        return invoice;
    }

    private string EnterByHand(string number, decimal amount, string? job = null, string date = "2026-04-15") => Clerk.Create("vendorBill", new
    {
        entity = new { id = World.Ledger.Vendors.Single().Id },
        subsidiary = new { id = "2" },
        tranId = number,
        tranDate = date,
        expense = new { items = new[] { new { account = new { id = "512" }, amount, customer = new { id = job ?? World.Ledger.Jobs.Single().Id } } } },
    });
}
