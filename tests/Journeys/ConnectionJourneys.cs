using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Two companies of one Procore, each with a NetSuite account of its own, in one app: nothing of one reaches the other.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConnectionJourneys
{
    private const long HillCompany = 5_500_777;
    private const string HillSecret = "Bearer hill-0123456789abcdef0123456789abcdef01";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private World world = null!;
    private SimulatorServer<NetSuiteSimulator> hill = null!;
    private Site baySite = null!;
    private Site hillSite = null!;

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.StartAsync();
        hill = await SimulatorServer.StartAsync(new NetSuiteSimulator(world.Time, new NetSuiteSettings { AccountId = "7654321" }), 0, CancellationToken.None);
        hill.Simulator.Account.AddBelievableAccount();
        hill.Simulator.Account.AddIntegration(new Integration
        {
            ClientId = "hill-netsuite-client",
            Certificates = [new Certificate { Id = "hill-certificate", PublicKeyPem = key.ExportSubjectPublicKeyInfoPem() }],
        });
        await world.BeginAgainAsync(Settings());
        baySite = Site.AddTo(world.Procore);
        world.Procore.AddCompany(HillCompany, "Hill Builders");
        world.Procore.AddApp("hill-procore-client", "hill-procore-secret", 880_012);
        hillSite = Site.AddTo(world.Procore);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await world.DisposeAsync();
        await hill.DisposeAsync();
        hill.Simulator.Dispose();
        key.Dispose();
    }

    [Test]
    public async Task Each_company_books_in_its_own_account()
    {
        await world.ExportAsync(World.Vendor, baySite.Vendor);
        await world.ExportAsync(World.Project, baySite.Project);
        await world.ExportAsync(World.Requisition, Invoice(baySite, 10_000m));
        var bayCalls = world.Accounts.NetSuite.Calls.All.Count;
        await ExportInHillAsync(World.Vendor, hillSite.Vendor);
        await ExportInHillAsync(World.Project, hillSite.Project);
        var invoice = Invoice(hillSite, 777m);
        await ExportInHillAsync(World.Requisition, invoice);

        Assert.That(world.Status(World.Requisition, invoice).Tab, Is.EqualTo("Synced"), world.Describe());
        Assert.That(world.Status(World.Requisition, invoice).OriginId, Does.StartWith("ns:7654321:vendorBill:"));
        Assert.That(world.Accounts.NetSuite.Calls.All, Has.Count.EqualTo(bayCalls), "Bay's account was not asked");
        Assert.That(world.Ledger.VendorBills.Single().Total, Is.EqualTo(9_000m));
        Assert.That(hill.Simulator.Ledger.VendorBills.Single().Total, Is.EqualTo(699.30m));
        Assert.That(
            world.Ledger.VendorBills.Concat(hill.Simulator.Ledger.VendorBills).Select(bill => bill.ExternalId!.Split('-')[1]),
            Is.EqualTo(new[] { $"{SimulatedAccounts.CompanyId}", $"{HillCompany}" }));
        Assert.That(world.Host.Failures, Is.Empty);
    }

    [Test]
    public async Task One_account_that_is_down_doesnt_hold_up_the_other()
    {
        world.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Html503 });
        world.Send(World.Vendor, baySite.Vendor);

        await SendInHillAsync(World.Vendor, hillSite.Vendor);
        await world.RunForAsync(TimeSpan.FromMinutes(1));

        Assert.That(world.Status(World.Vendor, hillSite.Vendor).Tab, Is.EqualTo("Synced"), world.Describe());
        Assert.That(world.Status(World.Vendor, baySite.Vendor).Tab, Is.EqualTo("Exporting"));
    }

    [TestCase("hill", HillSecret, SimulatedAccounts.CompanyId, HttpStatusCode.BadRequest, Description = "a company that is not the connection's")]
    [TestCase("main", SimulatedAccounts.WebhookSecret, HillCompany, HttpStatusCode.BadRequest, Description = "the other way")]
    [TestCase("hill", SimulatedAccounts.WebhookSecret, HillCompany, HttpStatusCode.Unauthorized, Description = "the other connection's secret")]
    [TestCase("main", HillSecret, SimulatedAccounts.CompanyId, HttpStatusCode.Unauthorized)]
    public async Task A_webhook_of_another_connection_is_refused_and_nothing_is_asked(string connection, string secret, long company, HttpStatusCode expected)
    {
        world.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.DropWebhook });
        world.Send(World.Vendor, baySite.Vendor);
        world.Accounts.Procore.Calls.Clear();

        var status = await PostAsync(connection, secret, company, world.Accounts.Procore.ErpRequests[^1].Id);
        await world.QuietAsync();

        Assert.That(status, Is.EqualTo(expected));
        Assert.That(world.Accounts.Procore.Calls.All, Is.Empty);
        Assert.That(world.Ledger.Vendors.Concat(hill.Simulator.Ledger.Vendors), Is.Empty);
    }

    [Test]
    public async Task A_request_of_one_company_that_is_announced_for_the_other_is_not_worked_on()
    {
        world.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.DropWebhook });
        world.Send(World.Vendor, baySite.Vendor);

        var status = await PostAsync("hill", HillSecret, HillCompany, world.Accounts.Procore.ErpRequests[^1].Id);
        await world.QuietAsync();

        Assert.That(status, Is.EqualTo(HttpStatusCode.Accepted), "the intake can't know");
        Assert.That(world.Ledger.Vendors.Concat(hill.Simulator.Ledger.Vendors), Is.Empty);
        Assert.That(world.Status(World.Vendor, baySite.Vendor).Tab, Is.EqualTo("Exporting"), "it still waits for its own connection");
    }

    private ProcoreRecord Invoice(Site site, decimal work) => world.Procore.AddInvoice(site.Subcontract, "INV-1", [new InvoiceLine(1, work)]);

    private async Task ExportInHillAsync(string kind, ProcoreRecord record)
    {
        await SendInHillAsync(kind, record);
        await world.QuietAsync();
    }

    /// <summary>Hill has registered no hook in the simulator, so its webhook is posted here.</summary>
    private async Task SendInHillAsync(string kind, ProcoreRecord record)
    {
        world.Send(kind, record);
        Assert.That(await PostAsync("hill", HillSecret, HillCompany, world.Accounts.Procore.ErpRequests[^1].Id), Is.EqualTo(HttpStatusCode.Accepted));
    }

    private async Task<HttpStatusCode> PostAsync(string connection, string secret, long company, long request)
    {
        using var http = new HttpClient { BaseAddress = world.Host.BaseAddress };
        http.DefaultRequestHeaders.Add("Authorization", secret);
        using var answer = await http.PostAsJsonAsync($"api/procore/webhooks/{connection}?code=local-host-key", new
        {
            id = $"01J{request}",
            company_id = $"{company}",
            resource_id = $"{request}",
            resource_type = "ERP Requests",
            reason = "create",
            payload_version = "v2.0",
            timestamp = "2026-06-01T12:00:00Z",
            user_id = "9",
        });

        return answer.StatusCode;
    }

    private Dictionary<string, string?> Settings() => new()
    {
        ["Connections__hill__Procore__CompanyId"] = $"{HillCompany}",
        ["Connections__hill__Procore__BaseUrl"] = world.Accounts.Procore.BaseUrl,
        ["Connections__hill__Procore__LoginUrl"] = world.Accounts.Procore.BaseUrl,
        ["Connections__hill__Procore__ClientId"] = "hill-procore-client",
        ["Connections__hill__Procore__ClientSecret"] = "hill-procore-secret",
        ["Connections__hill__Procore__WebhookSecret"] = HillSecret,
        ["Connections__hill__NetSuite__AccountId"] = "7654321",
        ["Connections__hill__NetSuite__BaseUrl"] = hill.Simulator.BaseUrl,
        ["Connections__hill__NetSuite__ClientId"] = "hill-netsuite-client",
        ["Connections__hill__NetSuite__CertificateId"] = "hill-certificate",
        ["Connections__hill__NetSuite__PrivateKey"] = key.ExportPkcs8PrivateKeyPem(),
        ["Connections__hill__NetSuite__Subsidiary"] = "2",
        ["Connections__hill__NetSuite__Currency"] = "USD",
        ["Connections__hill__NetSuite__RetainageItem"] = "700",
        ["Connections__hill__NetSuite__ItemExpenseAccount"] = "512",
        ["Connections__hill__NetSuite__DefaultCustomer"] = "981",
    };
}
