using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>connector-behaviour.md 7.4.6 and 5.7: every night the bills of exported invoices are compared with what was sent; nothing is written to either side.</summary>
public sealed class BillCheckJourneys : SiteJourney
{
    private ProcoreRecord invoice = null!;
    private string bill = "";

    [SetUp]
    public async Task ExportAsync()
    {
        invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        bill = OnlyBill.Id;
        await CompareAsync();
        World.Time.Advance(TimeSpan.FromDays(1));
    }

    [TestCase(true, Description = "incremental: by NetSuite's clock")]
    [TestCase(false, Description = "everything, as once a week")]
    public async Task A_bill_as_it_was_sent_is_left_alone(bool incremental)
    {
        World.Accounts.NetSuite.Users.Edit("vendorBill", bill, new { memo = "Checked by Eve" });
        var (procore, netSuite) = (ProcoreWrites(), NetSuiteWrites());

        var run = await CompareAsync(incremental ? "" : "?since=all");

        Assert.That((run.GetProperty("state").GetString(), Count(run, "read"), Count(run, "unchanged")), Is.EqualTo(("Succeeded", 1, 1)));
        Assert.That(Problems(run), Is.Empty);
        Assert.That((await LinkAsync()).State, Is.EqualTo(LinkState.Linked));
        Assert.That((ProcoreWrites(), NetSuiteWrites()), Is.EqualTo((procore, netSuite)));
        AssertNothingLost();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_bill_that_was_changed_is_named_with_both_figures_and_linked_again_once_it_is_changed_back(bool incremental)
    {
        var other = World.Accounts.NetSuite.Users.Create("vendor", new { companyName = "Crane Works", subsidiary = new { id = "2" } });
        var before = World.Ledger.FindJson("vendorBill", bill)!;
        var rate = (decimal)before["item"]!["items"]![0]!["rate"]!;
        Edit(new { entity = new { id = other }, tranId = "INV-1a", tranDate = "2026-04-29", item = Lines(rate - 500m) });
        var (procore, netSuite) = (ProcoreWrites(), NetSuiteWrites());

        var run = await CompareAsync(incremental ? "" : "?since=all");

        Assert.That((Count(run, "changed"), Problems(run).Single()), Is.EqualTo((1,
            $"E415: Invoice INV-1 of Acme Steel LLC: bill INV-1 (NetSuite record {bill}) was changed in NetSuite: total 8,500.00 (sent: 9,000.00), "
            + $"vendor record {other} (sent: Acme Steel LLC), reference INV-1a (sent: INV-1), date 2026-04-29 (sent: 2026-04-30), "
            + "item 1234-03-300.S.P1, project 1234: 9,500.00 (sent: 10,000.00). "
            + "Undo that in NetSuite; or delete the bill there, unlink the invoice in Procore and export it again.")), World.Describe());
        var link = await LinkAsync();
        Assert.That((link.State, link.Problems.Single().Code), Is.EqualTo((LinkState.Changed, "E415")));
        Assert.That((ProcoreWrites(), NetSuiteWrites()), Is.EqualTo((procore, netSuite)), "nothing is written back");

        World.Time.Advance(TimeSpan.FromDays(1));
        Edit(new { entity = new { id = $"{before["entity"]!["id"]}" }, tranId = "INV-1", tranDate = "2026-04-30", item = Lines(rate) });
        run = await CompareAsync(incremental ? "" : "?since=all");

        Assert.That((Count(run, "changed"), Problems(run)), Is.EqualTo((1, Array.Empty<string>())));
        link = await LinkAsync();
        Assert.That((link.State, link.Problems), Is.EqualTo((LinkState.Linked, Array.Empty<Problem>())));
        Assert.That((await World.Links.ListHistoryAsync(link.Key, CancellationToken.None)).Select(entry => (entry.Decision, entry.Who)).Take(2), Is.EqualTo(new[]
        {
            ("found-linked", TestPerson.Operator.FullName), ("found-changed", TestPerson.Operator.FullName),
        }));
        AssertNothingLost();
    }

    [TestCase(true, Description = "by the deleted record")]
    [TestCase(false, Description = "without it")]
    public async Task A_bill_that_was_deleted_leaves_an_orphan_that_can_be_unlinked_and_exported_again(bool incremental)
    {
        World.Accounts.NetSuite.Users.Delete("vendorBill", bill);

        var run = await CompareAsync(incremental ? "" : "?since=all");

        Assert.That((Count(run, "removed"), Problems(run).Single()), Is.EqualTo((1,
            $"E415: Invoice INV-1 of Acme Steel LLC was exported as NetSuite record {bill}, which is no longer there. "
            + "Unlink it in Procore, or have Procore's support reset it, then export it again.")));
        Assert.That((await LinkAsync()).State, Is.EqualTo(LinkState.Orphaned));
        Assert.That(World.Status(World.Requisition, invoice).Tab, Is.EqualTo("Synced"), "Procore's record is not touched");

        World.Accounts.Ann.Unlink(World.Requisition, invoice.Id);
        await World.QuietAsync();
        await World.ExportAsync(World.Requisition, invoice);
        AssertSynced(invoice);
        Assert.That(Problems(await CompareAsync("?since=all")), Is.Empty);
    }

    [Test(Description = "5.6: a voided bill counts as gone, and its id is kept")]
    public async Task A_bill_that_was_voided_is_named_and_stays_ours()
    {
        World.Accounts.NetSuite.Users.VoidBill(bill);

        var run = await CompareAsync();

        Assert.That(Problems(run).Single(), Is.EqualTo(
            $"E415: Invoice INV-1 of Acme Steel LLC: bill INV-1 (NetSuite record {bill}) was voided. "
            + "Unlink it in Procore, or have Procore's support reset it, then export it again."));
        var link = await LinkAsync();
        Assert.That((link.State, link.NetSuiteId?.Value), Is.EqualTo((LinkState.Changed, bill)));
    }

    [TestCase("job", true, "project", Description = "acceptance case 32")]
    [TestCase("item", true, "05-100")]
    [TestCase("item", false, "05-100")]
    [TestCase("rejected", true, "approval status Rejected")]
    public async Task A_bill_that_was_recoded_or_rejected_is_changed_in_NetSuite(string change, bool incremental, string word)
    {
        var pier = World.Procore.AddProject("Pier 9", "5678");
        await World.ExportAsync(World.Project, pier);
        var job = World.Ledger.Jobs.Single(job => job.Name.Contains("Pier 9", StringComparison.Ordinal)).Id;
        var users = World.Accounts.NetSuite.Users;
        switch (change)
        {
            case "job":
                users.RecodeLine("vendorBill", bill, 1, project: job);
                break;
            case "item":
                users.RecodeLine("vendorBill", bill, 1, item: users.Create("otherChargePurchaseItem", new { itemId = "1234-05-100", displayName = "Frame", expenseAccount = new { id = "512" }, subsidiary = new { items = new[] { new { id = "2" } } }, isFulfillable = false }));
                break;
            default:
                users.RejectBill(bill);
                break;
        }

        var run = await CompareAsync(incremental ? "" : "?since=all");

        Assert.That(Problems(run).Single(), Does.StartWith($"E415: Invoice INV-1 of Acme Steel LLC: bill INV-1 (NetSuite record {bill}) was changed in NetSuite: ").And.Contains(word), World.Describe());
        Assert.That(run.GetProperty("state").GetString(), Is.EqualTo("Succeeded with problems"));
        Assert.That((await LinkAsync()).State, Is.EqualTo(LinkState.Changed));
        await TestContext.Out.WriteLineAsync(Problems(run).Single());
    }

    [TestCase(true, Description = "13.1: what slipped through all the same is found")]
    [TestCase(false)]
    public async Task A_bill_with_the_number_of_ours_that_somebody_enters_is_named_with_ours(bool incremental)
    {
        var other = World.Accounts.NetSuite.Users.Create("vendorBill", new
        {
            entity = new { id = OnlyBill.EntityId },
            subsidiary = new { id = "2" },
            tranId = "inv-1",
            tranDate = "2026-05-02",
            expense = new { items = new[] { new { account = new { id = "512" }, amount = 77m } } },
        });

        var run = await CompareAsync(incremental ? "" : "?since=all");

        Assert.That(Problems(run).Single(), Does.StartWith("E409: Acme Steel LLC has 2 bills of number ").And.Contains($"record {bill}, dated 2026-04-30, over 9,000.00 (Invoice INV-1 of Acme Steel LLC)").And.Contains($"record {other}, dated 2026-05-02, over 77.00"));
        Assert.That(run.GetProperty("state").GetString(), Is.EqualTo("Succeeded with problems"));
        World.Accounts.NetSuite.Users.VoidBill(other);
        Assert.That(Problems(await CompareAsync("?since=all")), Is.Empty);
    }

    [Test]
    public async Task An_invoice_that_was_unlinked_is_not_looked_at_any_more()
    {
        World.Accounts.NetSuite.Users.Delete("vendorBill", bill);
        World.Accounts.Ann.Unlink(World.Requisition, invoice.Id);
        await World.QuietAsync();

        var run = await CompareAsync("?since=all");

        Assert.That((Count(run, "read"), Problems(run)), Is.EqualTo((0, Array.Empty<string>())));
    }

    private static int Count(JsonElement run, string count) => run.GetProperty("counts").GetProperty(count).GetInt32();

    private static string[] Problems(JsonElement run) => [.. run.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!)];

    private void Edit(object body) => World.Accounts.NetSuite.Users.Edit("vendorBill", bill, body);

    private static object Lines(decimal amount) => new { items = new[] { new { line = 1, quantity = 1, rate = amount, amount } } };

    private async Task<Link> LinkAsync() =>
        (await World.Links.FindAsync(new LinkKey(SimulatedAccounts.ConnectionId, EntityType.SubcontractorInvoice, invoice.Id), CancellationToken.None))!;

    private int ProcoreWrites() => World.Accounts.Procore.Calls.Count(call => call.Method is not "GET" && !call.Path.Contains("oauth", StringComparison.Ordinal));

    private int NetSuiteWrites() => World.Accounts.NetSuite.Calls.Count(call => call.Path.Contains("/record/", StringComparison.Ordinal) && call.Method is not "GET");

    private Task<JsonElement> CompareAsync(string query = "") => AskForAsync("bills", query);
}
