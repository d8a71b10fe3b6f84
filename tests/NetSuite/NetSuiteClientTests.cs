using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>What is sent, and what is read.</summary>
public sealed class NetSuiteClientTests
{
    private const string Host = "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest";
    private const string UsDollar = """{"links":[],"id":"1"}""";

    private StubNetSuite netSuite = null!;

    [SetUp]
    public void Start() => netSuite = new StubNetSuite();

    [TearDown]
    public async Task Stop() => netSuite.Dispose();

    [Test]
    public async Task A_bill_is_sent_as_approved()
    {
        netSuite.Answer(200, StubNetSuite.Rows(UsDollar)).Answer(204, location: $"{Host}/record/v1/vendorBill/4711");

        var id = await netSuite.Client().CreateVendorBillAsync(Examples.Bill, default);

        var call = netSuite.Calls[1];
        Assert.That(id.Value, Is.EqualTo("4711"));
        Assert.That((call.Method, call.Url), Is.EqualTo(("POST", $"{Host}/record/v1/vendorBill")));
        Assert.That(call.Headers["X-NetSuite-PropertyNameValidation"], Is.EqualTo("Error"));
        Approve(call.Body, "vendor-bill.json");
    }

    [TestCase("USD", "1000", "1000.00", Description = "acceptance case 48")]
    [TestCase("USD", "1000.5", "1000.50")]
    [TestCase("JPY", "1000.00", "1000")]
    [TestCase("KWD", "1.5", "1.500")]
    public async Task A_bills_amounts_have_the_decimals_of_their_currency(string currency, string amount, string written)
    {
        netSuite.Answer(200, StubNetSuite.Rows(UsDollar.Replace("USD", currency, StringComparison.Ordinal))).Answer(204, location: $"{Host}/record/v1/vendorBill/4711");

        await netSuite.Client().CreateVendorBillAsync(
            Examples.Bill with { Currency = currency, Lines = [Examples.Bill.Lines[0] with { Amount = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture) }] }, default);

        Assert.That(netSuite.Calls[1].Body, Does.Contain($"\"rate\":{written},").And.Contains($"\"amount\":{written},"));
    }

    [Test(Description = "13.6: three times the same answer; NetSuite gives each error an id of its own")]
    public async Task A_server_error_is_the_same_whatever_its_id()
    {
        netSuite.Answer(200, StubNetSuite.Rows(UsDollar));
        foreach (var id in (string[])["aaa1", "bbb2"])
        {
            netSuite.Answer(500, StubNetSuite.Error("UNEXPECTED_ERROR", $"An unexpected error occurred. Error ID: {id}", 500));
        }

        var client = netSuite.Client();
        var first = (await Assert.ThrowsAsync<UnknownOutcomeException>(() => client.CreateVendorBillAsync(Examples.Bill, default)))!;
        var second = (await Assert.ThrowsAsync<UnknownOutcomeException>(() => client.CreateVendorBillAsync(Examples.Bill, default)))!;

        Assert.That((first.Answer, second.Answer), Is.EqualTo(("500 UNEXPECTED_ERROR An unexpected error occurred.", "500 UNEXPECTED_ERROR An unexpected error occurred.")));
        Assert.That(second.Problem.Detail, Does.Contain("Error ID: bbb2"));
    }

    [Test]
    public async Task The_currency_is_looked_up_once()
    {
        netSuite.Answer(200, StubNetSuite.Rows(UsDollar))
            .Answer(204, location: $"{Host}/record/v1/vendorBill/1").Answer(204, location: $"{Host}/record/v1/vendorBill/2");
        var client = netSuite.Client();

        await client.CreateVendorBillAsync(Examples.Bill, default);
        await client.CreateVendorBillAsync(Examples.Bill, default);

        Assert.That(netSuite.Calls.Count(call => call.Url.Contains("suiteql", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task A_currency_that_netsuite_lacks_is_named()
    {
        netSuite.Answer(200, StubNetSuite.Rows());

        var refusal = (await Assert.ThrowsAsync<RejectedException>(() => netSuite.Client().CreateVendorBillAsync(Examples.Bill, default)))!;

        Assert.That(refusal.Problem.Code, Is.EqualTo("E307"));
        Assert.That(refusal.Message, Does.Contain("USD"));
    }

    [Test]
    public async Task An_amount_that_is_not_to_the_cent_is_never_sent()
    {
        netSuite.Answer(200, StubNetSuite.Rows(UsDollar));
        var bill = Examples.Bill with { Lines = [Examples.Bill.Lines[0] with { Amount = 0.005m }] };

        await Assert.ThrowsAsync<ArgumentException>(() => netSuite.Client().CreateVendorBillAsync(bill, default));
        Assert.That(netSuite.Calls, Has.Count.EqualTo(1));
    }

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
    public async Task A_bill_is_read_with_its_item_and_expense_lines_to_the_cent()
    {
        netSuite.Answer(200, Sample("vendor-bill-read.json"));

        var bill = await netSuite.Client().FindVendorBillAsync("procore-1-requisition-98765", default);

        Assert.That(bill! with { Distribution = null, Places = None, Period = null }, Is.EqualTo(new BillFound(
            new("4711"), "procore-1-requisition-98765", "INV-1001", new("5501"), new DateOnly(2026, 11, 15), 9000.37m, 3, false)
        { Places = None }));
        Assert.That(bill.Distribution!.Parts!.Sum(part => part.Amount), Is.EqualTo(9000.37m));
        Assert.That(
            netSuite.Calls[0].Url, Is.EqualTo($"{Host}/record/v1/vendorBill/eid:procore-1-requisition-98765?expandSubResources=true"));
    }

    [TestCase("""{"id":"1","status":{"id":"V","refName":"Voided"}}""", true)]
    [TestCase("""{"id":"1","status":{"id":"A","refName":"Open"}}""", false)]
    [TestCase("""{"id":"1","voided":true}""", true)]
    [TestCase("""{"id":"1","memo":"VOID","item":{"items":[{"amount":0}]}}""", true)]
    [TestCase("""{"id":"1","memo":"VOID","item":{"items":[{"amount":5}]}}""", false)]
    public async Task A_voided_bill_is_known_as_such(string record, bool voided)
    {
        netSuite.Answer(200, record);

        Assert.That((await netSuite.Client().FindVendorBillAsync(new NetSuiteId("1"), default))!.Voided, Is.EqualTo(voided));
    }

    [Test]
    public async Task An_id_of_another_transaction_type_is_no_bill()
    {
        netSuite.Answer(400, StubNetSuite.Error("USER_ERROR", "Error while accessing a resource. Transaction type specified is incorrect."));

        Assert.That(await netSuite.Client().FindVendorBillAsync(new NetSuiteId("4802"), default), Is.Null);
    }

    private static readonly Dictionary<BillPlace, string> None = [];

    [Test]
    public async Task Bills_are_listed_in_one_query()
    {
        netSuite.Answer(200, StubNetSuite.Rows(
            """{"links":[],"id":"1","bill":"4712","voided":"T","foreignamount":"12345678901234.99","expenseaccount":"512","accountname":"5100 Cost"}""",
            """{"links":[],"id":"2","bill":"4711","externalid":"x","tranid":"INV-1","entity":"5501","trandate":"2026-11-15","voided":"F","approvalstatus":"3","postingperiod":"141","periodname":"Nov 2026","item":"640","itemname":"03-300","expenseaccount":"512","job":"7310","jobname":"26-014","foreignamount":"1.00"}""",
            """{"links":[],"id":"3","bill":"4711","externalid":"x","tranid":"INV-1","entity":"5501","trandate":"2026-11-15","voided":"F","approvalstatus":"3","postingperiod":"141","periodname":"Nov 2026","item":"640","itemname":"03-300","expenseaccount":"512","job":"7310","jobname":"26-014","foreignamount":"-1.25"}"""));

        var bills = await netSuite.Client().ListVendorBillsAsync([new NetSuiteId("4711"), new("4712"), new("4711")], default);

        Assert.That(bills.Select(bill => bill with { Distribution = null, Places = None }), Is.EqualTo(new[]
        {
            new BillFound(new("4711"), "x", "INV-1", new("5501"), new DateOnly(2026, 11, 15), -0.25m, 2, false) { Places = None, IsRejected = true, Period = new(new("141"), "Nov 2026") },
            new BillFound(new("4712"), null, null, null, null, 12345678901234.99m, 1, true) { Places = None },
        }));
        Assert.That(bills.Select(bill => $"{bill.Distribution}"), Is.EqualTo(new[] { "640/7310/c:1:-1.25;640/7310/d:1:1.00", "a512//d:1:12345678901234.99" }));
        Assert.That(bills.SelectMany(bill => bill.Places.Values), Is.EqualTo(new[] { "item 03-300, project 26-014", "item 03-300, project 26-014", "account 5100 Cost, no project" }));
        Assert.That(netSuite.Calls[0].Headers["Prefer"], Is.EqualTo("transient"));
        Assert.That(Query(0), Does.Contain("t.id IN (4711, 4712)"));
    }

    [TestCase("2", "1", Description = "out of order")]
    [TestCase("1", "1", Description = "twice")]
    public async Task Rows_that_repeat_or_are_out_of_order_are_no_answer(string first, string second)
    {
        netSuite.Answer(200, StubNetSuite.Rows([.. new[] { first, second }.Select(id => $$"""{"links":[],"id":"{{id}}","bill":"4711","voided":"F","foreignamount":"1.00"}""")]));

        var refusal = await Assert.ThrowsAsync<UnavailableException>(() => netSuite.Client().ListVendorBillsAsync([new NetSuiteId("4711")], default));

        Assert.That(refusal!.Problem.ToString(), Does.StartWith("E902").And.Contains("out of order"));
    }

    [Test]
    public async Task Bills_are_looked_for_by_vendor_and_number_in_one_query()
    {
        netSuite.Answer(200, StubNetSuite.Rows());

        await netSuite.Client().ListVendorBillsAsync([new BillNumber(new("5501"), " A-1"), new(new("5502"), "O'B"), new(new("5501"), "a-2"), new(new("5501"), "never\ton a bill")], default);

        Assert.That(Query(0), Does.Contain(
            "((t.entity = 5501 AND UPPER(TRIM(t.tranid)) IN (UPPER('A-1'), UPPER('a-2'))) OR (t.entity = 5502 AND UPPER(TRIM(t.tranid)) IN (UPPER('O''B'))))"));
    }

    [Test]
    public async Task No_bills_and_no_numbers_need_no_query()
    {
        Assert.That(await netSuite.Client().ListVendorBillsAsync(new List<NetSuiteId>(), default), Is.Empty);
        Assert.That(await netSuite.Client().ListVendorBillsAsync([new BillNumber(new("5501"), "never\ton a bill")], default), Is.Empty);
        Assert.That(netSuite.Calls, Is.Empty);
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
