using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <content>Bills: sent once, read with all their lines.</content>
public sealed partial class NetSuiteClientTests
{
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

    [TestCase("Der Datensatz gehört nicht zu dieser Art.", "Der Datensatz gehört nicht zu dieser Art.", 200, true, Description = "another language")]
    [TestCase("The record instance for external ID 'procore-1-x' is unknown.", "The record instance for external ID 'procore-nobody' is unknown.", 200, true, Description = "other words that name the id")]
    [TestCase("Der Zugriff ist gesperrt.", "Der Datensatz gehört nicht zu dieser Art.", 200, false, Description = "said of this bill only")]
    [TestCase("Ihnen fehlt ein Recht.", "Ihnen fehlt ein Recht.", 400, false, Description = "said of everything")]
    public async Task A_bill_is_not_there_if_NetSuite_says_of_it_what_it_says_of_nobodys_and_shows_others(string words, string ofNobody, int others, bool isAbsent)
    {
        netSuite.Answer(400, StubNetSuite.Error("USER_ERROR", words)).Answer(400, StubNetSuite.Error("USER_ERROR", ofNobody)).Answer(others, others == 200 ? """{"items":[]}""" : StubNetSuite.Error("USER_ERROR", words));
        var find = () => netSuite.Client().FindVendorBillAsync("procore-1-x", default);

        if (isAbsent)
        {
            Assert.That(await find(), Is.Null);
        }
        else
        {
            await Assert.ThrowsAsync<RejectedException>(find);
        }

        Assert.That(netSuite.Calls.Take(2).Select(call => call.Url.Split('/')[^1].Split('?')[0]), Is.EqualTo(new[] { "eid:procore-1-x", "eid:procore-nobody" }));
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
}
