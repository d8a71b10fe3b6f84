using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>A system is away, or throws the connector out, and comes back: records wait, then each is written once.</summary>
public sealed class OutageJourneys : SiteJourney
{
    [Test]
    public async Task NetSuite_is_down_for_an_hour_and_then_there_is_one_bill()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        var down = IsDown(World.Accounts.NetSuite);
        World.Send(World.Requisition, invoice);

        await World.RunForAsync(TimeSpan.FromHours(1));

        Assert.That(World.Status(World.Requisition, invoice).Tab, Is.EqualTo("Exporting"));
        Assert.That(World.Ledger.VendorBills, Is.Empty);
        AssertNothingLost();
        Assert.That(down.Hits, Is.GreaterThan(10), "it went on trying");

        World.Accounts.NetSuite.Faults.Remove(down.Id);
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
        Assert.That(World.Accounts.Procore.RequestDetails[^1].Closings, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task NetSuite_goes_down_between_the_write_and_the_check_and_the_bill_is_not_sent_again()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        World.Accounts.NetSuite.Faults.LoseAnswerOfNext("POST", "*/vendorBill");
        var down = World.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Method = "GET", Path = "*/vendorBill/*" });
        World.Send(World.Requisition, invoice);

        await World.RunForAsync(TimeSpan.FromHours(1));
        Assert.That(World.Status(World.Requisition, invoice).Tab, Is.EqualTo("Exporting"), "the outcome is unknown");

        World.Accounts.NetSuite.Faults.Remove(down.Id);
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That((OnlyBill.Total, World.NetSuiteCalls("POST", "/vendorBill")), Is.EqualTo((9_000m, 1)));
    }

    [Test]
    public async Task Procore_is_down_when_it_should_be_answered_and_is_told_later_once()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        var down = IsDown(World.Accounts.Procore, "PATCH", "*/erp_request_details/sync");
        World.Send(World.Requisition, invoice);

        await World.RunForAsync(TimeSpan.FromHours(1));
        Assert.That((World.Status(World.Requisition, invoice).Tab, OnlyBill.Total), Is.EqualTo(("Exporting", 9_000m)));
        var before = World.NetSuiteCalls("POST", "/vendorBill");

        World.Accounts.Procore.Faults.Remove(down.Id);
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That((before, World.NetSuiteCalls("POST", "/vendorBill")), Is.EqualTo((1, 1)));
        Assert.That(World.Accounts.Procore.RequestDetails[^1].Closings, Is.EqualTo(new[] { "success" }));
    }

    [Test]
    public async Task Procore_announces_a_request_and_is_down_when_it_is_read()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        var down = IsDown(World.Accounts.Procore, "GET");
        World.Send(World.Requisition, invoice);

        await World.RunForAsync(TimeSpan.FromHours(1));
        Assert.That(down.Hits, Is.GreaterThan(10));
        AssertNothingLost();

        World.Accounts.Procore.Faults.Remove(down.Id);
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
    }

    [TestCase(302)]
    [TestCase(307)]
    public async Task Procore_is_maintained_for_two_hours_and_nobody_follows_it_to_its_page(int status)
    {
        // Corrections to procore-api.md: "503 may be a page of HTML behind a redirect (maintenance): 301-308 from Procore are transient."
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        var procore = World.Accounts.Procore;
        procore.Settings = procore.Settings with { MaintenanceStatus = status };
        World.Send(World.Requisition, invoice);

        await World.RunForAsync(TimeSpan.FromHours(2));

        Assert.That((World.Status(World.Requisition, invoice).Tab, World.Ledger.VendorBills.Count), Is.EqualTo(("Exporting", 0)));
        Assert.That(procore.Calls.Count(call => call.Path == "/oauth/token" && call.Status == status), Is.Positive, "its token ran out meanwhile");
        AssertNothingLost();

        procore.Settings = procore.Settings with { MaintenanceStatus = 0 };
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
        Assert.That(procore.Calls.Count(call => call.Path == "/maintenance"), Is.Zero);
    }

    [Test]
    public async Task Tokens_of_both_systems_expire_in_the_middle_of_a_batch()
    {
        var invoices = Bills(25);
        var inNetSuite = World.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.ExpireTokens, Method = "POST", Path = "*/vendorBill", Nth = 7 });
        var inProcore = World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.ExpireTokens, Method = "PATCH", Path = "*/external_data/sync", Nth = 1 });

        await World.ExportAsync(World.Requisition, invoices);

        AssertSynced(invoices);
        Assert.That((inNetSuite.Hits, inProcore.Hits), Is.EqualTo((1, 1)));
        AssertOneBillEach(invoices);
    }

    [Test]
    public async Task A_certificate_that_is_revoked_in_the_middle_of_a_batch_fails_the_rest_with_its_cause_and_nothing_is_made_twice()
    {
        var invoices = Bills(25);
        var netSuite = World.Accounts.NetSuite;
        netSuite.Faults.Add(new FaultRule { Kind = FaultKind.ExpireTokens, Method = "POST", Path = "*/vendorBill", Nth = 7 });
        var revoked = netSuite.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Status = 400,
            Method = "POST",
            Path = "*/oauth2/v1/token",
            Body = """{"error":"invalid_grant","error_description":"The certificate was revoked."}""",
        });

        await World.ExportAsync(World.Requisition, invoices);

        var failed = invoices.Where(invoice => World.Status(World.Requisition, invoice).Tab == "Failed to Export").ToList();
        Assert.That(failed, Is.Not.Empty);
        Assert.That(failed.Select(Failure), Is.All.StartsWith("E903: ").And.All.Contains("certificate"));
        AssertNothingLost();

        netSuite.Faults.Remove(revoked.Id);
        await World.ExportAsync(World.Requisition, failed);

        AssertSynced(invoices);
        AssertOneBillEach(invoices);
    }

    [Test]
    public async Task A_client_secret_that_Procore_refuses_for_an_hour_loses_nothing()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.ExpireTokens, Method = "PATCH", Path = "*/external_data/sync", Nth = 1 });
        var revoked = World.Accounts.Procore.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Status = 401,
            Method = "POST",
            Path = "/oauth/token",
            Body = """{"error":"invalid_client"}""",
        });
        World.Send(World.Requisition, invoice);
        await World.RunForAsync(TimeSpan.FromHours(1));
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));

        World.Accounts.Procore.Faults.Remove(revoked.Id);
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That(World.NetSuiteCalls("POST", "/vendorBill"), Is.EqualTo(1));
    }

    private static FaultRule IsDown(Simulator system, string method = "*", string path = "*") =>
        system.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Method = method, Path = path });
}
