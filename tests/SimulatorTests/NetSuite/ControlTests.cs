using System.Net;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

[TestFixture(Description = "Faults, limits and the control interface: specification 11")]
internal sealed class ControlTests : NetSuiteFixture
{
    [Test]
    public void A_lost_answer_leaves_the_record_behind()
    {
        var fault = Simulator.Faults.LoseAnswerOfNext("POST", "*/vendor");

        Assert.That(async () => await Post("vendor", Vendor()), Throws.InstanceOf<HttpRequestException>());
        Assert.That(Simulator.Ledger.Vendors, Has.Count.EqualTo(1));
        Assert.That(fault.Hits, Is.EqualTo(1));
        Assert.That(Simulator.Calls.All.Single().Status, Is.Null);
    }

    [Test]
    public void A_connection_cut_before_any_work_leaves_nothing()
    {
        Simulator.Faults.FailNext("POST", "*/vendor");

        Assert.That(async () => await Post("vendor", Vendor()), Throws.InstanceOf<HttpRequestException>());
        Assert.That(Simulator.Ledger.Vendors, Is.Empty);
    }

    [Test]
    public async Task A_truncated_answer_breaks_off()
    {
        var id = await Create("vendor", Vendor());
        Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Truncate, Method = "GET", Nth = 1 });

        Assert.That(async () => await Get($"vendor/{id}"), Throws.InstanceOf<HttpRequestException>());
        Assert.That((await Get($"vendor/{id}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_page_of_html_can_stand_in_for_an_answer()
    {
        Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Nth = 2, Times = 2 });

        var statuses = new List<HttpStatusCode>();
        for (var call = 0; call < 4; call++)
        {
            statuses.Add((await Get("vendor")).Status);
        }

        Assert.That(statuses, Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK }));
    }

    [Test]
    public async Task The_same_seed_hits_the_same_share_of_calls()
    {
        async Task<string> Pattern()
        {
            Simulator.Faults.Clear();
            Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 500, Share = 0.5, Seed = 7 });
            var hits = "";
            for (var call = 0; call < 12; call++)
            {
                hits += (await Get("vendor")).Status == HttpStatusCode.OK ? '.' : 'x';
            }

            return hits;
        }

        var first = await Pattern();

        Assert.That(await Pattern(), Is.EqualTo(first));
        Assert.That(first, Does.Contain("x").And.Contain("."));
    }

    [Test(Description = "Specification 6: rejected at once, not queued; counted by requests really in flight")]
    public async Task More_requests_than_the_limit_are_refused_at_once()
    {
        Simulator.Settings = Simulator.Settings with { ConcurrencyLimit = 2 };
        Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Delay = TimeSpan.FromMilliseconds(400), Method = "GET", Path = "*/vendor" });
        var slow = new[] { Get("vendor"), Get("vendor") };
        while (Simulator.InFlight < 2)
        {
            await Task.Yield();
        }

        var refused = await Get("customer");
        var answers = await Task.WhenAll(slow);
        var after = await Get("customer");

        Assert.That((int)refused.Status, Is.EqualTo(429));
        Assert.That(refused.Code, Is.EqualTo("CONCURRENCY_LIMIT_EXCEEDED"));
        Assert.That(refused.Detail, Is.EqualTo("Concurrent request limit exceeded. Request blocked."));
        Assert.That(refused.Json["o:errorCode"]!.GetValue<string>(), Is.EqualTo("USER_ERROR"));
        Assert.That(refused.Headers["Retry-After"], Is.Empty);
        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(after.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Simulator.MostInFlight, Is.EqualTo(2));
    }

    [Test]
    public async Task A_refusal_for_the_limit_can_be_asked_for()
    {
        Simulator.Faults.Add(new FaultRule { Kind = FaultKind.RefuseConcurrency, Nth = 1 });

        Assert.That((await Post("vendor", Vendor())).Code, Is.EqualTo("CONCURRENCY_LIMIT_EXCEEDED"));
        Assert.That(Simulator.Ledger.Vendors, Is.Empty);
    }

    [Test]
    public async Task Everything_can_be_steered_over_http()
    {
        var reset = await Post("/_control/reset", new { });
        var seeded = await Post("/_control/seed", """{"believable":true,"records":[{"type":"vendor","id":"5501","body":{"companyName":"Acme","subsidiary":{"id":"2"}}}]}""");
        var settings = await Post("/_control/settings", new { concurrencyLimit = 7, authenticationRequired = false });
        var fault = await Post("/_control/faults", """{"kind":"status","path":"*/vendor","nth":1,"status":500,"body":"{}"}""");
        var failed = await Get("vendor");
        var action = await Post("/_control/actions/deactivate", new { type = "vendor", id = "5501" });
        var ledger = await Get("/_control/ledger");
        var calls = await Get("/_control/calls");
        var faults = await Get("/_control/faults");

        Assert.That(reset.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(seeded.Status, Is.EqualTo(HttpStatusCode.OK), seeded.Text);
        Assert.That(seeded.Json["ids"]![0]!.GetValue<string>(), Is.EqualTo("5501"), seeded.Text);
        Assert.That(settings.Json["concurrencyLimit"]!.GetValue<int>(), Is.EqualTo(7));
        Assert.That(fault.Json["id"]!.GetValue<string>(), Is.EqualTo("fault-1"));
        Assert.That(failed.Status, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(action.Status, Is.EqualTo(HttpStatusCode.OK), action.Text);
        Assert.That(ledger.Status, Is.EqualTo(HttpStatusCode.OK), ledger.Text);
        Assert.That(ledger.Json["records"]!.AsArray().Single(record => record!["type"]!.GetValue<string>() == "vendor")!["record"]!["isInactive"]!.GetValue<bool>(), Is.True);
        Assert.That(calls.Json.AsArray(), Has.Count.EqualTo(1));
        Assert.That(faults.Json[0]!["hits"]!.GetValue<int>(), Is.EqualTo(1));
    }

    [TestCase("/_control/actions/dance", "{}", "There is no action 'dance'.")]
    [TestCase("/_control/actions/approve-bill", """{"id":"1"}""", "The record instance does not exist")]
    [TestCase("/_control/seed", """{"colour":1}""", "A seed has no 'colour'.")]
    [TestCase("/_control/settings", """{"colour":1}""", "There is no setting 'colour'.")]
    [TestCase("/_control/faults", """{"kind":"earthquake"}""", "kind")]
    public async Task A_control_call_that_makes_no_sense_says_why(string path, string body, string reason)
    {
        var reply = await Post(path, body);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.Json["error"]!.GetValue<string>(), Does.Contain(reason));
    }

    [Test]
    public async Task A_client_in_any_language_gets_its_key_pair_from_the_control_interface()
    {
        var made = await Post("/_control/actions/create-integration", new { clientId = "other-language" });

        Assert.That(made.Json["privateKeyPem"]!.GetValue<string>(), Does.StartWith("-----BEGIN PRIVATE KEY-----"));
        Assert.That(made.Json["certificateId"]!.GetValue<string>(), Is.Not.Empty);
    }

    [Test]
    public async Task A_reset_takes_everything_back()
    {
        await Create("vendor", Vendor());
        await Query("SELECT id FROM vendor");
        Simulator.Faults.FailNext("GET", "*");

        Simulator.Reset();
        Simulator.Settings = Simulator.Settings with { AuthenticationRequired = false };

        Assert.That(Simulator.Calls.All, Is.Empty);
        Assert.That(await Query("SELECT id FROM vendor"), Is.Empty);
        Assert.That(Simulator.Ledger.Creations, Is.Empty);
    }

    [Test(Description = "spec, corrections: \"The user's actions to add: ... reject a bill's approval\"; 8.4: what is rejected is not posted")]
    public async Task A_bill_whose_approval_is_refused_is_rejected_and_not_posted()
    {
        AddMasterData();
        var bill = Simulator.Users.Create("vendorBill", new { entity = Id(5501), tranId = "A-1", tranDate = "2026-11-20", subsidiary = Id(2), item = Items(new { item = Id(640), amount = 12.5m, customer = Id(981) }) });
        const string Posted = "SELECT tal.amount FROM transactionaccountingline tal INNER JOIN transaction t ON t.id = tal.transaction WHERE t.tranid = 'A-1' AND tal.posting = 'T'";
        var before = await Query(Posted);

        Simulator.Users.RejectBill(bill);

        Assert.That((await Query("SELECT t.approvalstatus, tl.entity FROM transaction t INNER JOIN transactionline tl ON tl.transaction = t.id AND tl.mainline = 'F' WHERE t.tranid = 'A-1'"))[0]!.AsObject()
            .Where(pair => pair.Key != "links").Select(pair => $"{pair.Value}"), Is.EqualTo(new[] { "3", "981" }), "a line may be on the customer above a project (13.3)");
        Assert.That((before.Count, (await Query(Posted)).Count), Is.EqualTo((2, 0)));
        Assert.That((await Get($"vendorBill/{bill}")).Json["approvalStatus"]!["id"]!.GetValue<string>(), Is.EqualTo("3"));
    }

    [Test]
    public async Task People_work_in_netsuite_too()
    {
        AddMasterData();
        var byHand = Simulator.Users.Create("vendorBill", new { entity = Id(5501), tranId = "HAND-1", tranDate = "2026-11-20", expense = Items(new { account = Id(610), amount = 12.5m }) });
        Simulator.Users.Edit("vendorBill", byHand, new { memo = "Coffee", expense = Items(new { line = 1, amount = 13.75m }) });
        var bill = Simulator.Ledger.VendorBills.Single();
        Simulator.Users.Delete("vendorBill", byHand);

        Assert.That((bill.ExternalId, bill.Total, bill.Memo), Is.EqualTo(((string?)null, 13.75m, "Coffee")));
        Assert.That(Simulator.Ledger.Creations.Single(creation => creation.Type == "vendorBill").Origin, Is.EqualTo("user"));
        Assert.That(await Query("SELECT recordid FROM deletedrecord"), Has.Count.EqualTo(1));
    }
}
