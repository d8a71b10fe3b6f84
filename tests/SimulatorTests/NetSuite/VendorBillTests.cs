using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.NetSuite.Rest;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

[TestFixture(Description = "Vendor bills: specification 8.4")]
internal sealed class VendorBillTests : NetSuiteFixture
{
    [SetUp]
    public void AddOthers() => AddMasterData();

    [Test(Description = "Specification 8.4, the example")]
    public async Task A_bill_is_made_with_gross_cost_and_retainage_withheld()
    {
        var id = await Create("vendorBill", Bill());

        var bill = (await Get($"vendorBill/{id}?expandSubResources=true")).Json;
        Assert.That(bill["total"]!.GetValue<decimal>(), Is.EqualTo(9000m));
        Assert.That(bill["status"]!["refName"]!.GetValue<string>(), Is.EqualTo("Open"));
        Assert.That(bill["postingPeriod"]!["refName"]!.GetValue<string>(), Is.EqualTo("Nov 2026"));
        Assert.That(bill["account"]!["id"]!.GetValue<string>(), Is.EqualTo("220"));
        Assert.That(bill["item"]!["items"]![0]!["line"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(bill["item"]!["items"]![0]!["amount"]!.GetValue<decimal>(), Is.EqualTo(10000m));
        Assert.That(bill["item"]!["items"]![0]!["customer"]!["refName"]!.GetValue<string>(), Is.EqualTo("Owner Co : 26-014 Riverside Clinic"));
        Assert.That(bill["expense"]!["items"]![0]!["line"]!.GetValue<int>(), Is.EqualTo(2));
        var kept = Simulator.Ledger.VendorBills.Single();
        Assert.That((kept.ExternalId, kept.TranId, kept.EntityId, kept.Date, kept.Period, kept.Total), Is.EqualTo(("PC-INV-98765", "INV-1001", "5501", new DateOnly(2026, 11, 15), "Nov 2026", 9000m)));
        Assert.That(kept.Lines.Select(line => (line.ItemId, line.AccountId, line.Amount, line.CustomerId)), Is.EqualTo(new (string?, string?, decimal, string?)[] { ("640", null, 10000m, "7310"), (null, "233", -1000m, "7310") }));
    }

    [Test(Description = "Specification 8.4: amount = quantity x rate when not sent, rounded to the currency")]
    public async Task An_amount_that_is_not_sent_is_quantity_times_rate()
    {
        var bill = Bill();
        bill["item"] = JsonNode.Parse("""{"items":[{"item":{"id":"640"},"quantity":3,"rate":33.335},{"item":{"id":"640"},"amount":10}]}""");
        bill.Remove("expense");
        await Create("vendorBill", bill);

        Assert.That(Simulator.Ledger.VendorBills.Single().Lines.Select(line => line.Amount), Is.EqualTo(new[] { 100.01m, 10m }));
    }

    [Test(Description = "Specification 7.2: a second copy is refused by its external id")]
    public async Task The_same_external_id_makes_one_bill_only()
    {
        await Create("vendorBill", Bill());

        var again = await Post("vendorBill", Bill());

        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(again.Detail, Does.Contain("This record already exists."));
        Assert.That(Simulator.Ledger.VendorBills, Has.Count.EqualTo(1));
        Assert.That(Simulator.Ledger.CreationsByExternalId["PC-INV-98765"], Is.EqualTo(1));
    }

    [Test(Description = "Specification 3.7: without replace every PUT adds its lines again")]
    public async Task A_repeated_put_doubles_the_lines_unless_it_replaces_them()
    {
        await Put("vendorBill/eid:PC-INV-1", WithExternalId());
        await Put("vendorBill/eid:PC-INV-1", WithExternalId());
        Assert.That(Simulator.Ledger.VendorBills.Single().Total, Is.EqualTo(18000m));

        await Put("vendorBill/eid:PC-INV-1?replace=item,expense", WithExternalId());

        Assert.That(Simulator.Ledger.VendorBills.Single().Total, Is.EqualTo(9000m));
        Assert.That(Simulator.Ledger.VendorBills.Single().Lines.Select(line => line.Line), Is.EqualTo(new[] { 5, 6 }), "line numbers are not used again");
    }

    [Test(Description = "Specification 3.6: line is the key")]
    public async Task A_patch_changes_the_line_it_names_and_adds_the_others()
    {
        var id = await Create("vendorBill", Bill());

        await Patch($"vendorBill/{id}", new { item = Items(new { line = 1, rate = 12000 }, new { item = Id(640), quantity = 1, rate = 500 }) });

        Assert.That(Simulator.Ledger.VendorBills.Single().Lines.Select(line => (line.Line, line.Amount)), Is.EqualTo(new[] { (1, 12000m), (3, 500m), (2, -1000m) }));
    }

    [Test(Description = "Specification 3.6: null removes all lines")]
    public async Task A_bill_without_lines_is_refused()
    {
        var id = await Create("vendorBill", Bill());

        var withoutExpense = await Send(HttpMethod.Patch, $"vendorBill/{id}", """{"expense":null}""");
        var withoutAny = await Send(HttpMethod.Patch, $"vendorBill/{id}", """{"item":{"items":null}}""");

        Assert.That(withoutExpense.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(withoutAny.Detail, Does.Contain("You must enter at least one line item"));
        Assert.That(Simulator.Ledger.VendorBills.Single().Total, Is.EqualTo(10000m));
    }

    [TestCase("item", """{"items":[{"item":{"id":"9999"},"rate":1}]}""", "Invalid Field Value 9999 for the following field: item", "item.items[0].item")]
    [TestCase("item", """{"items":[{"item":{"id":"640"},"rate":1},{"rate":2}]}""", "Please enter value(s) for: Item.", "item.items[1].item")]
    [TestCase("item", """{"items":[{"item":{"id":"640"},"rate":1,"customer":{"id":"5501"}}]}""", "Invalid Field Value 5501 for the following field: customer", "item.items[0].customer")]
    [TestCase("item", """{"items":[{"item":{"id":"640"},"rate":1,"department":{"id":"7"}}]}""", "Invalid department reference key 7 for subsidiary 2.", "item.items[0].department")]
    [TestCase("item", """{"items":[{"item":{"id":"640"},"rate":1,"isBillable":true}]}""", "Please enter value(s) for: Customer.", "item.items[0].customer")]
    [TestCase("expense", """{"items":[{"account":{"id":"220"},"amount":1}]}""", "Invalid Field Value 220 for the following field: account", "expense.items[0].account")]
    [TestCase("expense", """{"items":[{"account":{"id":"233"}}]}""", "Please enter value(s) for: Amount.", "expense.items[0].amount")]
    [TestCase("account", """{"id":"512"}""", "Invalid Field Value 512 for the following field: account", "account")]
    [TestCase("entity", """{"externalId":"PC-V-78"}""", "Invalid Field Value PC-V-78 for the following field: entity", "entity")]
    [TestCase("entity", "null", "Please enter value(s) for: Vendor.", null)]
    [TestCase("subsidiary", """{"id":"3"}""", "Invalid Field Value 5501 for the following field: entity", "entity")]
    [TestCase("currency", """{"id":"2"}""", "Invalid Field Value 2 for the following field: currency", "currency")]
    [TestCase("tranDate", "\"2026-13-01\"", "Invalid value for the resource or sub-resource field 'tranDate'", "tranDate")]
    [TestCase("tranDate", "\"2031-01-01\"", "The transaction date you specified is not within the date range of your accounting period.", "tranDate")]
    [TestCase("expense", """{"items":[{"account":{"id":"233"},"amount":-10000.01}]}""", "The total can not be negative.", null)]
    [TestCase("tranId", "\"1234567890123456789012345678901234567890123456\"", "The field tranId contained more than the maximum number ( 45 ) of characters allowed.", "tranId")]
    public async Task A_bill_that_breaks_a_rule_is_refused_and_leaves_nothing(string field, string value, string detail, string? path)
    {
        var bill = Bill();
        bill[field] = JsonNode.Parse(value);

        var reply = await Post("vendorBill", bill);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Detail, Does.Contain(detail));
        Assert.That(reply.ErrorPath, Is.EqualTo(path));
        Assert.That(Simulator.Ledger.VendorBills, Is.Empty);
    }

    [Test(Description = "Specification 7.2: inactive")]
    public async Task An_inactive_vendor_item_or_project_takes_no_bill()
    {
        foreach (var (type, id, path) in ((string, string, string)[])[("vendor", "5501", "entity"), ("otherChargePurchaseItem", "640", "item.items[0].item"), ("job", "7310", "item.items[0].customer")])
        {
            Simulator.Users.SetInactive(type, id, true);
            var reply = await Post("vendorBill", Bill());
            Simulator.Users.SetInactive(type, id, false);

            Assert.That(reply.ErrorPath, Is.EqualTo(path));
        }

        Assert.That((await Post("vendorBill", Bill())).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test(Description = "Specification 11: names before types before references before mandatory fields")]
    public async Task Complaints_come_in_the_order_of_the_checks()
    {
        var body = new JsonObject { ["colour"] = "red", ["tranDate"] = "never", ["terms"] = new JsonObject { ["id"] = "99" } };
        async Task<string> Complaint() => (await Post("vendorBill", body, ("X-NetSuite-PropertyNameValidation", "Error"))).ErrorPath ?? "mandatory";

        Assert.That(await Complaint(), Is.EqualTo("colour"));
        body.Remove("colour");
        Assert.That(await Complaint(), Is.EqualTo("tranDate"));
        body["tranDate"] = "2026-11-15";
        Assert.That(await Complaint(), Is.EqualTo("terms"));
        body.Remove("terms");
        Assert.That(await Complaint(), Is.EqualTo("mandatory"));
    }

    [Test(Description = "Specification 7.2, 10.13")]
    public async Task A_closed_or_locked_period_takes_no_ledger_change()
    {
        var id = await Create("vendorBill", Bill());
        Simulator.Users.ClosePeriod("Nov 2026");
        var closed = await Post("vendorBill", Bill("PC-INV-2"));
        Simulator.Users.LockPeriod("Nov 2026");
        var locked = await Patch($"vendorBill/{id}", new { item = Items(new { line = 1, rate = 5000 }) });
        var deleted = await Send(HttpMethod.Delete, $"vendorBill/{id}");
        Simulator.Users.ReopenPeriod("Nov 2026");
        var open = await Post("vendorBill", Bill("PC-INV-2"));

        Assert.That(closed.Detail, Does.Contain("period").And.Contain("closed"));
        Assert.That(locked.Detail, Does.Contain("period").And.Contain("locked"));
        Assert.That(deleted.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(open.Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test(Description = "Specification 8.4")]
    public async Task A_bill_goes_from_pending_to_open_to_paid_and_back()
    {
        Simulator.Settings = Simulator.Settings with { BillApprovalRouting = true };
        var bill = Bill();
        bill.Remove("approvalStatus");
        var id = await Create("vendorBill", bill);
        string Status() => Simulator.Ledger.VendorBills.Single().Status;
        Assert.That(Status(), Is.EqualTo("D"));
        Assert.That(() => Simulator.Users.PayBill(id), Throws.TypeOf<NetSuiteException>());

        Simulator.Users.ApproveBill(id);
        Assert.That(Status(), Is.EqualTo("A"));

        var payment = Simulator.Users.PayBill(id, 4000m);
        Assert.That((Status(), Simulator.Ledger.VendorBills.Single().Paid), Is.EqualTo(("A", 4000m)));
        Assert.That(() => Simulator.Users.PayBill(id, 5000.01m), Throws.TypeOf<NetSuiteException>().With.Message.Contains("exceeds the amount due"));
        Simulator.Users.PayBill(id);
        Assert.That(Status(), Is.EqualTo("B"));
        Assert.That((await Send(HttpMethod.Delete, $"vendorBill/{id}")).Detail, Does.Contain("dependent records"));
        Assert.That(() => Simulator.Users.VoidBill(id), Throws.TypeOf<NetSuiteException>());

        Simulator.Users.VoidPayment(payment);
        Assert.That((Status(), Simulator.Ledger.VendorBills.Single().Paid), Is.EqualTo(("A", 5000m)));
    }

    [Test]
    public async Task A_voided_bill_stays_with_nothing_on_it()
    {
        var id = await Create("vendorBill", Bill());

        Simulator.Users.VoidBill(id);

        var bill = Simulator.Ledger.VendorBills.Single();
        Assert.That((bill.IsVoided, bill.Total, bill.Status), Is.EqualTo((true, 0m, "C")));
        Assert.That(await Query($"SELECT amount FROM transactionaccountingline WHERE transaction = {id}"), Is.Empty);
    }

    [Test(Description = "Specification 10.10")]
    public async Task The_id_of_another_kind_of_transaction_is_a_bad_request()
    {
        var id = await Create("vendorBill", Bill());

        var reply = await Get($"vendorPayment/{id}");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Detail, Does.Contain("Transaction type specified is incorrect."));
    }

    [Test(Description = "Specification 8.4")]
    public async Task The_vendors_own_number_may_come_twice() =>
        Assert.That(new[] { await Create("vendorBill", Bill("PC-1")), await Create("vendorBill", Bill("PC-2")) }, Is.Unique);

    [Test(Description = "Specification 3.9")]
    public async Task A_bill_becomes_a_payment()
    {
        var id = await Create("vendorBill", Bill());

        var reply = await Post($"vendorBill/{id}/!transform/vendorPayment", new { account = Id(210), tranDate = "2026-11-28", apply = Items(new { doc = new { id }, apply = true, amount = 2500.00m }) });

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.NoContent), reply.Text);
        Assert.That(reply.Location, Does.Contain("/vendorPayment/"));
        Assert.That(Simulator.Ledger.VendorPayments.Single().Total, Is.EqualTo(2500m));
    }

    private static JsonObject WithExternalId()
    {
        var bill = Bill();
        bill.Remove("externalId");
        return bill;
    }
}
