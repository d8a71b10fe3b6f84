using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>connector-behaviour.md 13.6, case 37: NetSuite fails on one record, always, and takes the others; or takes none for a while.</summary>
public sealed class LastingFailureJourneys : SiteJourney
{
    private const string Words = "An unexpected error occurred. Error ID: m5x1t0a2";

    [Test]
    public async Task An_invoice_that_NetSuite_always_fails_on_is_Failed_to_Export_within_ten_minutes_and_its_neighbours_are_done()
    {
        var invoices = Bills(5);
        var bad = invoices[2];
        var fault = Fail("POST", "*/vendorBill", $"requisition-{bad.Id}\"");
        World.Send(World.Requisition, invoices);

        await World.RunForAsync(TimeSpan.FromMinutes(10));

        AssertSynced([.. invoices.Except([bad])]);
        AssertFailed(bad, "E413", "NetSuite failed on", "3 times", Words);
        Assert.That((fault.Hits, Lookups(bad)), Is.EqualTo((3, 3)), "written three times, looked for after each");
        await World.QuietAsync();
        Assert.That(fault.Hits, Is.EqualTo(3));

        World.Accounts.NetSuite.Faults.Remove(fault.Id);
        await World.ExportAsync(World.Requisition, bad);
        AssertSynced(invoices);
        AssertOneBillEach(invoices);
    }

    [Test]
    public async Task While_it_waits_its_record_says_what_NetSuite_answers()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        Fail("POST", "*/vendorBill", "");
        World.Send(World.Requisition, invoice);

        await World.RunForAsync(TimeSpan.FromSeconds(90));

        var link = await World.Links.FindAsync(new("main", EntityType.SubcontractorInvoice, invoice.Id), CancellationToken.None);
        var history = await World.Links.ListHistoryAsync(link!.Key, CancellationToken.None);
        Assert.That(history[0].Came, Does.Contain(Words));
    }

    [Test]
    public async Task While_NetSuite_takes_no_bill_at_all_every_invoice_waits_and_each_is_billed_once_in_the_end()
    {
        var invoices = Bills(5);
        var fault = Fail("POST", "*/vendorBill", "");
        World.Send(World.Requisition, invoices);

        await World.RunForAsync(TimeSpan.FromMinutes(30));

        Assert.That(invoices.Select(invoice => World.Status(World.Requisition, invoice).Tab), Is.All.EqualTo("Exporting"));

        World.Accounts.NetSuite.Faults.Remove(fault.Id);
        await World.QuietAsync();
        AssertSynced(invoices);
        AssertOneBillEach(invoices);
    }

    [Test]
    public async Task A_vendor_that_NetSuite_always_fails_on_does_not_wait_for_hours()
    {
        var company = World.Procore.AddVendor("Delta Electric, Inc.", ein: "45-1110001");
        Fail("PUT", "*/vendor/*", "Delta Electric");
        World.Send(World.Vendor, company);

        await World.RunForAsync(TimeSpan.FromMinutes(10));

        var status = World.Status(World.Vendor, company);
        Assert.That(status.Tab, Is.EqualTo("Failed to Export"));
        Assert.That(status.Messages.Single(), Does.StartWith("E413: NetSuite failed on Delta Electric, Inc.").And.Contain(Words));
    }

    [Test]
    public async Task An_invoice_that_Procore_always_fails_on_is_Failed_to_Export_within_ten_minutes_and_holds_up_no_other()
    {
        var invoices = Bills(6);
        var bad = invoices[2];
        var fault = World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 500, Method = "GET", Path = "*/requisitions", QueryContains = $"{bad.Id}" });
        World.Send(World.Requisition, invoices);

        await World.RunForAsync(TimeSpan.FromMinutes(10));

        AssertSynced([.. invoices.Except([bad])]);
        AssertFailed(bad, "E904", "Procore failed", "times in the same way", $"Procore answers 500 while reading", "Procore's support");

        World.Accounts.Procore.Faults.Remove(fault.Id);
        await World.ExportAsync(World.Requisition, bad);
        AssertSynced(invoices);
        AssertOneBillEach(invoices);
    }

    [TestCase(1)]
    [TestCase(4)]
    public async Task While_Procore_shows_nothing_at_all_every_invoice_waits(int count)
    {
        var invoices = Bills(count);
        World.Send(World.Requisition, invoices);
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 500, Method = "GET", Path = "*/requisitions" });
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 500, Method = "GET", Path = "/rest/v1.0/companies" });

        await World.RunForAsync(TimeSpan.FromMinutes(30));

        Assert.That(invoices.Select(invoice => World.Status(World.Requisition, invoice).Tab), Is.All.EqualTo("Exporting"));
        World.Accounts.Procore.Faults.Clear();
        await World.QuietAsync();
        AssertSynced(invoices);
        AssertOneBillEach(invoices);
    }

    [Test(Description = "another invoice, asked for in the same way, is not shown either")]
    public async Task While_Procore_shows_no_invoice_a_lone_one_waits_though_other_pages_are_there()
    {
        var known = Bills(1)[0];
        await World.ExportAsync(World.Requisition, known);
        await World.RunForAsync(TimeSpan.FromMinutes(10));
        var alone = Bill("INV-77", new InvoiceLine(1, 100m));
        World.Send(World.Requisition, alone);
        var fault = World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 500, Method = "GET", Path = "*/requisitions" });

        await World.RunForAsync(TimeSpan.FromMinutes(20));
        Assert.That(World.Status(World.Requisition, alone).Tab, Is.EqualTo("Exporting"));

        World.Accounts.Procore.Faults.Remove(fault.Id);
        await World.QuietAsync();
        AssertSynced(known, alone);
    }

    [Test]
    public async Task A_lone_invoice_that_Procore_always_fails_on_is_refused_because_it_shows_another()
    {
        await World.ExportAsync(World.Requisition, Bills(1)[0]);
        await World.RunForAsync(TimeSpan.FromMinutes(10));
        var alone = Bill("INV-77", new InvoiceLine(1, 100m));
        World.Send(World.Requisition, alone);
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 500, Method = "GET", Path = "*/requisitions", QueryContains = $"{alone.Id}" });

        await World.RunForAsync(TimeSpan.FromMinutes(10));

        AssertFailed(alone, "E904", "answers about others");
    }

    [TestCase(2)]
    [TestCase(5)]
    public async Task Some_invoices_of_a_batch_that_Procore_always_fails_on_are_refused_because_their_neighbours_got_through(int bad)
    {
        var invoices = Bills(8);
        foreach (var invoice in invoices.Take(bad))
        {
            World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 500, Method = "GET", Path = "*/requisitions", QueryContains = $"{invoice.Id}" });
        }

        World.Send(World.Requisition, invoices);
        await World.RunForAsync(TimeSpan.FromMinutes(30));

        AssertSynced([.. invoices.Skip(bad)]);
        Assert.That(invoices.Take(bad).Select(invoice => World.Status(World.Requisition, invoice).Tab), Is.All.EqualTo("Failed to Export"));
    }

    [Test(Description = "several fail together, and none got through: that may be an outage of these pages alone")]
    public async Task While_Procore_shows_no_invoice_to_several_they_wait()
    {
        var invoices = Bills(4);
        World.Send(World.Requisition, invoices);
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 500, Method = "GET", Path = "*/requisitions" });

        await World.RunForAsync(TimeSpan.FromMinutes(30));

        Assert.That(invoices.Select(invoice => World.Status(World.Requisition, invoice).Tab), Is.All.EqualTo("Exporting"));
    }

    [Test]
    public async Task A_company_that_Procore_always_fails_on_does_not_wait_for_hours()
    {
        var company = World.Procore.AddVendor("Delta Electric, Inc.");
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 500, Method = "GET", Path = $"*/vendors/{company.Id}", Body = """{"errors":"Something went wrong"}""" });
        World.Send(World.Vendor, company);

        await World.RunForAsync(TimeSpan.FromMinutes(10));

        var status = World.Status(World.Vendor, company);
        Assert.That(status.Tab, Is.EqualTo("Failed to Export"), World.Describe());
        Assert.That(status.Messages.Single(), Does.StartWith("E904: Procore failed").And.Contain("Something went wrong"));
    }

    private int Lookups(ProcoreRecord invoice) =>
        World.Accounts.NetSuite.Calls.Count(call => call.Method == "GET" && call.Path.EndsWith($"requisition-{invoice.Id}", StringComparison.Ordinal));

    private FaultRule Fail(string method, string path, string body) => World.Accounts.NetSuite.Faults.Add(new FaultRule
    {
        Kind = FaultKind.Status,
        Status = 500,
        Method = method,
        Path = path,
        BodyContains = body,
        Body = $$"""{"type":"https://www.rfc-editor.org/rfc/rfc9110.html#section-15.6.1","title":"Internal Server Error","status":500,"o:errorDetails":[{"detail":"{{Words}}","o:errorCode":"UNEXPECTED_ERROR"}]}""",
    });
}
