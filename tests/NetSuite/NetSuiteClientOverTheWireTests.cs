using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ConnectionSettings = ProcoreNetSuite.NetSuite.NetSuiteSettings;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>The client against the NetSuite simulator, over a real socket.</summary>
public sealed class NetSuiteClientOverTheWireTests
{
    private static readonly DateOnly Day = new(2026, 11, 15);

    private readonly RSA rsa = RSA.Create(3072);
    private readonly ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private SimulatorServer<NetSuiteSimulator> server = null!;
    private HttpCaller http = null!;
    private ConnectionSettings settings = null!;
    private NetSuiteClient client = null!;

    private NetSuiteSimulator NetSuite => server.Simulator;

    [OneTimeTearDown]
    public void DisposeKeys()
    {
        rsa.Dispose();
        ec.Dispose();
    }

    [SetUp]
    public async Task Start()
    {
        var time = new ImpatientTime();
        server = await SimulatorServer.StartAsync(new NetSuiteSimulator(time), 0, default);
        NetSuite.Account.AddBelievableAccount().AddIntegration(new Integration
        {
            ClientId = "client-1",
            Certificates =
            [
                new() { Id = "rsa", PublicKeyPem = rsa.ExportSubjectPublicKeyInfoPem() },
                new() { Id = "ec", PublicKeyPem = ec.ExportSubjectPublicKeyInfoPem() },
            ],
        });
        http = new HttpCaller(HttpCaller.CreateHandler(), TimeSpan.FromSeconds(30), "netsuite");
        settings = Examples.Settings;
        (settings.BaseUrl, settings.CertificateId, settings.PrivateKey) = (server.BaseUrl, "ec", ec.ExportPkcs8PrivateKeyPem());
        client = new NetSuiteClients(http, time, NullLogger<NetSuiteClient>.Instance).Create(settings);
    }

    [TearDown]
    public async Task Stop()
    {
        client.Dispose();
        http.Dispose();
        await server.DisposeAsync();
    }

    [Test]
    public async Task A_certificate_with_an_rsa_key_logs_in()
    {
        (settings.CertificateId, settings.PrivateKey) = ("rsa", rsa.ExportPkcs8PrivateKeyPem());

        Assert.That(await client.ListAccountingPeriodsAsync(false, default), Has.Count.EqualTo(12));
    }

    [Test]
    public async Task A_token_logs_in_and_signs_every_kind_of_call()
    {
        NetSuite.Account.AddIntegration(new Integration { ClientId = "ck", ConsumerSecret = "cs", Tokens = [new("tk", "ts")] });
        settings.Authentication = "Tba";
        (settings.ConsumerKey, settings.ConsumerSecret, settings.TokenId, settings.TokenSecret) = ("ck", "cs", "tk", "ts");
        client = new NetSuiteClients(http, NetSuite.Time, NullLogger<NetSuiteClient>.Instance).Create(settings);

        await client.CreateVendorBillAsync(await BillAsync(), default);

        Assert.That(NetSuite.LoginFailures, Is.Empty);
        Assert.That(NetSuite.Ledger.VendorBills, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Vendor_job_and_item_are_written_twice_and_exist_once()
    {
        var vendor = await client.UpsertVendorAsync(Examples.Vendor, default);
        var job = await client.UpsertJobAsync(Examples.Job, default);
        var item = await client.UpsertItemAsync(Examples.Item, default);

        Assert.That(await client.UpsertVendorAsync(Examples.Vendor, default), Is.EqualTo(vendor));
        Assert.That(await client.UpsertJobAsync(Examples.Job, default), Is.EqualTo(job));
        Assert.That(await client.UpsertItemAsync(Examples.Item, default), Is.EqualTo(item));
        Assert.That((await client.FindVendorAsync(Examples.Vendor.ExternalId, default))!.Id, Is.EqualTo(vendor));
        Assert.That((await client.FindJobAsync(Examples.Job.ExternalId, default))!.Number, Is.EqualTo("26-014"));
        Assert.That((await client.FindItemAsync(Examples.Item.ExternalId, default))!.IsOtherChargePurchase, Is.True);
        Assert.That((await client.ListSimilarVendorsAsync(VendorIdentity.Of(null, "ACME PAVING, L.L.C."), default)).Select(found => found.Id), Is.EqualTo(new[] { vendor }));
        Assert.That((await client.ListJobsByNumberAsync("26-014", default)).Select(found => found.Id), Is.EqualTo(new[] { job }));
        Assert.That((await client.ListItemsByNameAsync([Examples.Item.Name, "no such item"], default)).Select(found => found.Id), Is.EqualTo(new[] { item }));
        Assert.That(
            NetSuite.Ledger.FindJson("vendor", vendor.Value)!["addressBook"]!["items"]!.AsArray(), Has.Count.EqualTo(1), "the address was replaced");
    }

    [Test]
    public async Task A_bill_is_created_and_read_back_three_ways_to_the_cent()
    {
        var bill = await BillAsync();

        var id = await client.CreateVendorBillAsync(bill, default);

        Dictionary<BillPlace, string> none = [];
        var expected = new BillFound(id, bill.ExternalId, bill.Reference, bill.Vendor, Day, 9000.10m, 2, false) { Places = none };
        BillFound[] whole =
        [
            (await client.FindVendorBillAsync(bill.ExternalId, default))!, (await client.FindVendorBillAsync(id, default))!, .. await client.ListVendorBillsAsync([id, new NetSuiteId("999999")], default),
        ];
        Assert.That(whole.Select(found => found with { Distribution = null, Places = none, Period = null }), Is.EqualTo(new[] { expected, expected, expected }));
        Assert.That(whole.Select(found => $"{found.Distribution}"), Is.All.EqualTo($"{bill.Distribution}"));
        Assert.That(whole.Select(found => found.Period!.Id), Is.All.EqualTo(bill.PostingPeriod));
        Assert.That(whole.Select(found => found.Places.Count), Is.All.EqualTo(2));
        Assert.That((await client.ListVendorBillsAsync([new BillNumber(bill.Vendor, $" {bill.Reference.ToLowerInvariant()} ")], default)).Select(found => found with { Places = none }), Is.EqualTo(new[] { expected }));
        Assert.That(await client.ListVendorBillsAsync([new BillNumber(bill.Vendor, "another")], default), Is.Empty);
    }

    [Test]
    public async Task A_voided_bill_is_known_as_such()
    {
        var bill = await BillAsync();
        var id = await client.CreateVendorBillAsync(bill, default);

        NetSuite.Users.VoidBill(id.Value);

        Assert.That((await client.FindVendorBillAsync(id, default))!.Voided, Is.True);
        Assert.That((await client.ListVendorBillsAsync([new BillNumber(bill.Vendor, bill.Reference)], default)).Single().Voided, Is.True);
    }

    [TestCase(FaultKind.LoseAnswer, 1)]
    [TestCase(FaultKind.FailBefore, 0)]
    [TestCase(FaultKind.Html503, 0)]
    public async Task A_bill_whose_answer_is_missing_is_unknown_and_sent_once(FaultKind fault, int bills)
    {
        var bill = await BillAsync();
        NetSuite.Faults.Add(new FaultRule { Kind = fault, Method = "POST", Path = "*/vendorBill" });

        await Assert.ThrowsAsync<UnknownOutcomeException>(() => client.CreateVendorBillAsync(bill, default));

        Assert.That(NetSuite.Ledger.VendorBills, Has.Count.EqualTo(bills));
        Assert.That(NetSuite.Calls.Count(call => call.Method == "POST" && call.Path.EndsWith("/vendorBill", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task An_upsert_whose_answer_is_lost_is_repeated_and_makes_one_vendor()
    {
        NetSuite.Faults.LoseAnswerOfNext("PUT", "*/vendor/*");

        await client.UpsertVendorAsync(Examples.Vendor, default);

        Assert.That(NetSuite.Ledger.Vendors, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_token_that_dies_before_a_create_costs_nothing()
    {
        var bill = await BillAsync();
        NetSuite.ExpireTokens();

        await client.CreateVendorBillAsync(bill, default);

        Assert.That(NetSuite.Ledger.VendorBills, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_second_bill_with_the_same_external_id_is_refused_as_a_duplicate()
    {
        var bill = await BillAsync();
        await client.CreateVendorBillAsync(bill, default);

        var refusal = (await Assert.ThrowsAsync<RejectedException>(() => client.CreateVendorBillAsync(bill, default)))!;

        Assert.That(refusal.IsDuplicate, Is.True, refusal.Message);
        Assert.That(NetSuite.Ledger.VendorBills, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_closed_period_is_known_as_such()
    {
        var bill = await BillAsync();
        await client.CreateVendorBillAsync(bill with { ExternalId = "earlier" }, default);
        NetSuite.Users.ClosePeriod("Nov 2026");

        var refusal = (await Assert.ThrowsAsync<RejectedException>(() => client.CreateVendorBillAsync(bill, default)))!;

        Assert.That((refusal.Problem.Code, refusal.IsClosedPeriod), Is.EqualTo(("E412", true)), refusal.Message);
        Assert.That(NetSuite.Ledger.VendorBills, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_item_that_became_inactive_is_named()
    {
        var bill = await BillAsync();
        var item = bill.Lines[0].Item;
        await client.CreateVendorBillAsync(bill with { ExternalId = "earlier" }, default);
        NetSuite.Users.SetInactive("otherChargePurchaseItem", item.Value, true);

        var refusal = (await Assert.ThrowsAsync<RejectedException>(() => client.CreateVendorBillAsync(
            bill with { Names = new Dictionary<NetSuiteId, string> { [item] = "26-014-03-3000.S" } }, default)))!;

        Assert.That(refusal.Problem.Code, Is.EqualTo("E413"));
        Assert.That(refusal.Problem.Message, Does.Contain("26-014-03-3000.S"), refusal.Message);
    }

    [Test]
    public async Task A_limit_lower_than_our_budget_is_found_and_all_calls_get_through()
    {
        await client.ListAccountingPeriodsAsync(false, default);
        NetSuite.Settings = NetSuite.Settings with { ConcurrencyLimit = 2 };

        var names = Enumerable.Range(1, 30).Select(number => Examples.Vendor with { ExternalId = $"v-{number}", CompanyName = $"Vendor {number}" });
        await Task.WhenAll(names.Select(vendor => client.UpsertVendorAsync(vendor, default)));

        Assert.That(NetSuite.Ledger.Vendors, Has.Count.EqualTo(30));
    }

    [Test]
    public async Task A_record_that_is_not_there_is_null()
    {
        Assert.That(await client.FindVendorAsync("nobody", default), Is.Null);
        Assert.That(await client.FindVendorBillAsync("nothing", default), Is.Null);
        Assert.That(await client.FindVendorBillAsync(new NetSuiteId("424242"), default), Is.Null);
    }

    private async Task<VendorBill> BillAsync()
    {
        var vendor = await client.UpsertVendorAsync(Examples.Vendor, default);
        var job = await client.UpsertJobAsync(Examples.Job, default);
        var item = await client.UpsertItemAsync(Examples.Item, default);
        var periods = await client.ListAccountingPeriodsAsync(false, default);

        return Examples.Bill with
        {
            Vendor = vendor,
            Date = Day,
            PostingPeriod = periods.Single(period => period.Start <= Day && Day <= period.End).Id,
            Lines = [new(item, job, "1. Footings", 10_000.10m), new(new("700"), job, "Retainage held", -1000m)],
        };
    }
}
