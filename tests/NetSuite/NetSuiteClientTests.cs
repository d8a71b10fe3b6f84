using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>What is sent, and what is read.</summary>
public sealed partial class NetSuiteClientTests
{
    private const string Host = "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest";
    private const string UsDollar = """{"links":[],"id":"1"}""";

    private StubNetSuite netSuite = null!;

    [SetUp]
    public void Start() => netSuite = new StubNetSuite();

    [TearDown]
    public async Task Stop() => netSuite.Dispose();

    [Test]
    public async Task A_vendor_is_put_under_its_external_id_and_its_address_replaced()
    {
        netSuite.Answer(204, location: $"{Host}/record/v1/vendor/5501");

        var id = await netSuite.Client().UpsertVendorAsync(Examples.Vendor, default);

        Assert.That(id.Value, Is.EqualTo("5501"));
        Assert.That(
            (netSuite.Calls[0].Method, netSuite.Calls[0].Url),
            Is.EqualTo(("PUT", $"{Host}/record/v1/vendor/eid:procore-1-company-77?replace=addressBook")));
        Approve(netSuite.Calls[0].Body, "vendor.json");
    }

    [Test]
    public async Task A_job_is_put_under_its_external_id()
    {
        netSuite.Answer(204, location: $"{Host}/record/v1/job/7310");

        await netSuite.Client().UpsertJobAsync(Examples.Job, default);

        Assert.That(netSuite.Calls[0].Url, Is.EqualTo($"{Host}/record/v1/job/eid:procore-1-project-9"));
        Approve(netSuite.Calls[0].Body, "job.json");
    }

    [Test]
    public async Task An_item_is_put_under_its_external_id()
    {
        netSuite.Answer(204, location: $"{Host}/record/v1/otherChargePurchaseItem/640");

        await netSuite.Client().UpsertItemAsync(Examples.Item, default);

        Assert.That(netSuite.Calls[0].Url, Is.EqualTo($"{Host}/record/v1/otherChargePurchaseItem/eid:procore-1-wbs-code-5"));
        Approve(netSuite.Calls[0].Body, "item.json");
    }

    [Test]
    public async Task A_put_whose_answer_names_no_record_is_looked_up()
    {
        netSuite.Answer(204).Answer(200, """{"id":"5501","companyName":"Acme"}""");

        var id = await netSuite.Client().UpsertVendorAsync(Examples.Vendor, default);

        Assert.That(id.Value, Is.EqualTo("5501"));
        Assert.That(netSuite.Calls[1].Method, Is.EqualTo("GET"));
    }

    [Test]
    public async Task An_external_id_is_one_encoded_path_segment_with_a_raw_colon()
    {
        netSuite.Answer(404, StubNetSuite.Error("NONEXISTENT_ID", "The record instance does not exist. Provide a valid record instance ID.", 404));

        var found = await netSuite.Client().FindVendorAsync("A/B c?d#é%25", default);

        Assert.That(found, Is.Null);
        Assert.That(netSuite.Calls[0].Url, Is.EqualTo($"{Host}/record/v1/vendor/eid:A%2FB%20c%3Fd%23%C3%A9%2525"));
    }

    [Test]
    public async Task No_query_names_more_than_a_thousand_values()
    {
        var many = Enumerable.Range(1, 1001).Select(id => new NetSuiteId($"{id}")).ToList();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => netSuite.Client().ListVendorBillsAsync(many, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => netSuite.Client().ListVendorBillsAsync([.. many.Select(id => new BillNumber(id, "1"))], default));
    }

    [TestCase("a\nb")]
    [TestCase("a\0b")]
    [TestCase("\u007f")]
    public async Task Control_characters_never_reach_a_query(string text)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => netSuite.Client().ListJobsByNumberAsync(text, default));
        Assert.That(netSuite.Calls, Is.Empty);
    }

    [TestCase("1 OR 1=1")]
    [TestCase("")]
    [TestCase("--1")]
    public async Task Only_an_id_goes_where_an_id_belongs(string id)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => netSuite.Client().ListVendorBillsAsync([new NetSuiteId(id)], default));
        await Assert.ThrowsAsync<ArgumentException>(() => netSuite.Client().FindVendorBillAsync(new NetSuiteId(id), default));
        Assert.That(netSuite.Calls, Is.Empty);
    }

    [Test]
    public async Task A_long_result_is_read_in_pages_by_id()
    {
        netSuite.Answer(200, """{"hasMore":true,"items":[{"id":"3","itemid":"A"},{"id":"9","itemid":"B"}]}""")
            .Answer(200, """{"count":1,"offset":0,"totalResults":1,"items":[{"id":"12","itemid":"C"}]}""");

        var items = await netSuite.Client().ListItemsByNameAsync(["a", "b", "c"], default);

        Assert.That(items.Select(item => item.Name), Is.EqualTo(new[] { "A", "B", "C" }));
        Assert.That(Query(0), Does.Not.Contain("i.id >"));
        Assert.That(Query(1), Does.Contain("AND i.id > 9"));
        Assert.That(netSuite.Calls.Select(call => call.Url), Is.All.EndsWith("?limit=1000&offset=0"));
    }

    [TestCase(WrittenRecord.Vendor, "vendor")]
    [TestCase(WrittenRecord.Job, "job")]
    [TestCase(WrittenRecord.Item, "otherChargePurchaseItem")]
    [TestCase(WrittenRecord.VendorBill, "vendorBill")]
    public async Task Whether_a_record_may_be_created_is_asked_with_an_empty_form(WrittenRecord what, string type)
    {
        netSuite.Answer(200, """{"links":[]}""");

        await netSuite.Client().CheckMayCreateAsync(what, default);

        var call = netSuite.Calls.Single();
        Assert.That((call.Method, call.Url, call.Body), Is.EqualTo(("POST", $"{Host}/record/v1/{type}", "{}")));
        Assert.That(call.Headers["Accept"], Is.EqualTo("application/vnd.oracle.resource+json; type=create-form"));
    }

    [Test]
    public async Task A_form_that_lacks_what_is_mandatory_came_from_a_role_that_may_create()
    {
        netSuite.Answer(400, StubNetSuite.Error("USER_ERROR", "Please enter value(s) for: Company Name."));

        await netSuite.Client().CheckMayCreateAsync(WrittenRecord.Vendor, default);

        Assert.That(netSuite.Calls, Has.Count.EqualTo(1));
    }

    [TestCase(403, "INSUFFICIENT_PERMISSION", "You do not have permission", "The connector's NetSuite role may view vendors, but not create any.")]
    [TestCase(400, "USER_ERROR", "Permission Violation: You need the 'Lists -> Vendors' permission to access this page.", "The connector's NetSuite role may view vendors, but not create any: Lists -> Vendors.")]
    public async Task A_role_that_may_only_view_is_refused_the_form(int status, string code, string detail, string message)
    {
        netSuite.Answer(status, StubNetSuite.Error(code, detail, status));

        var refusal = (await Assert.ThrowsAsync<RejectedException>(() => netSuite.Client().CheckMayCreateAsync(WrittenRecord.Vendor, default)))!;

        Assert.That((refusal.Problem.Code, refusal.Problem.Message), Is.EqualTo(("E903", message)));
    }

    [Test]
    public async Task Periods_are_read_again_after_ten_minutes_or_on_demand()
    {
        var time = new ImpatientTime();
        netSuite.Rule = _ => Task.FromResult(StubNetSuite.Response(200, StubNetSuite.Rows(
            """{"id":"141","periodname":"Nov 2026","startdate":"2026-11-01","enddate":"2026-11-30","closed":"F","aplocked":"F","alllocked":"F"}""",
            """{"id":"142","periodname":"Oct 2026","startdate":"2026-10-01","enddate":"2026-10-31","closed":"F","aplocked":"T","alllocked":"F"}""")));
        var client = netSuite.Client(time);

        var periods = await client.ListAccountingPeriodsAsync(fresh: false, default);
        await client.ListAccountingPeriodsAsync(fresh: false, default);
        var quiet = netSuite.Calls.Count;
        await client.ListAccountingPeriodsAsync(fresh: true, default);
        time.Advance(TimeSpan.FromMinutes(10));
        await client.ListAccountingPeriodsAsync(fresh: false, default);

        Assert.That(periods.Select(period => (period.Name, period.IsOpen)), Is.EqualTo(new[] { ("Oct 2026", false), ("Nov 2026", true) }));
        Assert.That((quiet, netSuite.Calls.Count), Is.EqualTo((1, 3)));
    }

    private string Query(int call) => JsonNode.Parse(netSuite.Calls[call].Body)!["q"]!.GetValue<string>();

    private static string Sample(string name) =>
        File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Samples", "netsuite", name));

    private static void Approve(string body, string sample) => Assert.That(body, Is.EqualTo(
        string.Concat(Sample(sample).Split('\n').Select(line => line.Trim()))));
}
