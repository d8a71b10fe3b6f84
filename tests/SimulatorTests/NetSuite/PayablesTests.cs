using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.NetSuite.Rest;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

[TestFixture(Description = "Payments, credits and voids: specification 5.2, 8.5, 8.6, 11")]
internal sealed class PayablesTests : NetSuiteFixture
{
    private const string Links = "SELECT previousdoc, previoustype, nextdoc, nexttype, linktype, foreignamount FROM nexttransactionlinelink ORDER BY previousdoc, nextdoc";

    [SetUp]
    public void AddBills()
    {
        AddMasterData();
        Simulator.Account.Add("vendorBill", Bill(), "4711");
        Simulator.Account.Add("vendorBill", Bill("PC-INV-2"), "4712");
    }

    [Test(Description = "Specification 5.2, 8.6: applied amounts, not the payment's total")]
    public async Task One_payment_over_two_bills_has_a_link_for_each()
    {
        var payment = Simulator.Users.PayBills(new Dictionary<string, decimal?> { ["4711"] = null, ["4712"] = 2500.5m });

        Assert.That(await Rows(Links), Is.EqualTo(new[]
        {
            $"4711 VendBill {payment} VendPymt Payment 9000",
            $"4712 VendBill {payment} VendPymt Payment 2500.5",
        }));
        Assert.That(await Rows($"SELECT transactionline, account, amount FROM transactionaccountingline WHERE transaction = {payment} ORDER BY transactionline"), Is.EqualTo(new[] { "0 210 -11500.5", "1 220 11500.5" }));
        Assert.That(await Rows("SELECT id, status FROM transaction WHERE type = 'VendBill' ORDER BY id"), Is.EqualTo(new[] { "4711 B", "4712 A" }));
        Assert.That(await Rows("SELECT transaction, SUM(amountunpaid) FROM transactionaccountingline WHERE accountingbook = 1 AND transaction IN (4711, 4712) GROUP BY transaction ORDER BY 1"), Is.EqualTo(new[] { "4711 0", "4712 6499.5" }));
    }

    [Test(Description = "Specification 11: the link follows the payment; 5.2: line and link tables are not in deletedrecord")]
    public async Task Applied_amounts_can_be_changed_and_a_bill_taken_off_the_payment()
    {
        var payment = Simulator.Users.PayBills(new Dictionary<string, decimal?> { ["4711"] = 4000m, ["4712"] = 1000m });
        var before = Simulator.Ledger.VendorPayments.Single();

        Simulator.Users.Apply("vendorPayment", payment, new Dictionary<string, decimal> { ["4711"] = 4500m, ["4712"] = 0m });

        Assert.That(await Rows(Links), Is.EqualTo(new[] { $"4711 VendBill {payment} VendPymt Payment 4500" }));
        Assert.That(Simulator.Ledger.VendorBills.Select(bill => bill.Paid), Is.EqualTo(new[] { 4500m, 0m }));
        Assert.That((before.Total, Simulator.Ledger.VendorPayments.Single().Total), Is.EqualTo((5000m, 4500m)));
        Assert.That(await Query("SELECT recordid FROM deletedrecord"), Is.Empty);
        Assert.That(() => Simulator.Users.Apply("vendorPayment", payment, new Dictionary<string, decimal> { ["4711"] = 9000.01m }), Throws.TypeOf<NetSuiteException>().With.Message.Contains("exceeds the amount due"));
        Assert.That(() => Simulator.Users.Apply("vendorPayment", payment, new Dictionary<string, decimal> { ["4711"] = 0m }), Throws.TypeOf<NetSuiteException>());
    }

    [Test(Description = "Specification 11: void sets the link's amount to 0, status V, voided T")]
    public async Task A_voided_payment_leaves_its_link_with_nothing_on_it()
    {
        var payment = Simulator.Users.PayBill("4711");

        Simulator.Users.VoidPayment(payment);

        Assert.That(await Rows(Links), Is.EqualTo(new[] { $"4711 VendBill {payment} VendPymt Payment 0" }));
        Assert.That(await Rows($"SELECT status, BUILTIN.DF(status), voided, posting FROM transaction WHERE id = {payment}"), Is.EqualTo(new[] { "V Bill Payment : Voided T F" }));
        Assert.That(await Rows($"SELECT amount FROM transactionaccountingline WHERE transaction = {payment}"), Is.Empty);
        Assert.That(await Rows("SELECT status FROM transaction WHERE id = 4711"), Is.EqualTo(new[] { "A" }));
        Assert.That(() => Simulator.Users.VoidPayment(payment), Throws.TypeOf<NetSuiteException>());
    }

    [Test(Description = "Specification 5.2: voided by reversing journal; 8.6: voidJournal")]
    public async Task A_payment_voided_by_a_journal_keeps_its_entries_and_is_linked_to_the_journal()
    {
        Simulator.Settings = Simulator.Settings with { VoidByReversingJournal = true };
        var payment = Simulator.Users.PayBill("4711", date: new DateOnly(2026, 10, 20));
        Simulator.Users.ClosePeriod("Oct 2026");

        var journal = Simulator.Users.VoidPayment(payment, new DateOnly(2026, 11, 23));

        Assert.That(await Rows(Links), Is.EqualTo(new[] { $"4711 VendBill {payment} VendPymt Payment 0", $"{journal} Journal {payment} VendPymt Payment 9000" }));
        Assert.That(await Rows($"SELECT transactionline, account, amount FROM transactionaccountingline WHERE transaction = {journal} ORDER BY 1"), Is.EqualTo(new[] { "0 210 9000", "1 220 -9000" }));
        Assert.That(await Rows($"SELECT status, voided, posting FROM transaction WHERE id = {payment}"), Is.EqualTo(new[] { "V T T" }));
        Assert.That((await Get($"vendorPayment/{payment}")).Json["voidJournal"]!["id"]!.GetValue<string>(), Is.EqualTo(journal));
        Assert.That(Simulator.Ledger.JournalEntries.Single().Voids, Is.EqualTo(payment));
        Assert.That(await Rows("SELECT SUM(amountunpaid) FROM transactionaccountingline WHERE transaction = 4711"), Is.EqualTo(new[] { "9000" }));
    }

    [Test(Description = "Specification 5.2, 11: the same for a bill; the journal settles it")]
    public async Task A_bill_voided_by_a_journal_is_settled_by_it()
    {
        Simulator.Settings = Simulator.Settings with { VoidByReversingJournal = true };

        var journal = Simulator.Users.VoidBill("4711", new DateOnly(2026, 11, 23));

        Assert.That(await Rows(Links), Is.EqualTo(new[] { $"4711 VendBill {journal} Journal Payment 9000" }));
        Assert.That(await Rows($"SELECT tl.id, tl.entity, tl.item, tal.account, tal.amount FROM transactionline tl JOIN transactionaccountingline tal ON tal.transaction = tl.transaction AND tal.transactionline = tl.id WHERE tl.transaction = {journal} ORDER BY 1"), Is.EqualTo(
            new[] { "0 5501 220 9000", "1 7310 640 512 -10000", "2 7310 233 1000" }));
        Assert.That(await Rows("SELECT status, voided FROM transaction WHERE id = 4711"), Is.EqualTo(new[] { "B T" }));
    }

    [Test(Description = "A discount settles the bill without being paid; it posts to the account of the settings")]
    public async Task A_discount_is_no_part_of_what_was_paid()
    {
        var payment = Simulator.Users.PayBills(new Dictionary<string, decimal?> { ["4711"] = null }, discountByBill: new Dictionary<string, decimal> { ["4711"] = 180m });

        Assert.That(await Rows(Links), Is.EqualTo(new[] { $"4711 VendBill {payment} VendPymt Payment 8820" }));
        Assert.That(await Rows($"SELECT transactionline, account, amount FROM transactionaccountingline WHERE transaction = {payment} ORDER BY 1"), Is.EqualTo(new[] { "0 210 -8820", "1 220 9000", "2 614 -180" }));
        Assert.That(await Rows("SELECT status FROM transaction WHERE id = 4711"), Is.EqualTo(new[] { "B" }));
        Assert.That(Simulator.Ledger.VendorPayments.Single().Applications.Single(), Is.EqualTo(new ProcoreNetSuite.Simulators.NetSuite.Ledger.LedgerApplication("4711", 8820m, 180m)));
    }

    [Test(Description = "Specification 8.5: positive amounts, mirrored entries, A Open, B Fully Applied")]
    public async Task A_credit_mirrors_a_bill_and_is_applied_to_it()
    {
        var body = JsonNode.Parse("""
            { "entity": { "id": "5501" }, "externalId": "PC-CM-5", "tranId": "CR-55", "tranDate": "2026-11-20", "subsidiary": { "id": "2" },
              "item": { "items": [ { "item": { "id": "640" }, "quantity": 1, "rate": 500.00, "customer": { "id": "7310" } } ] },
              "apply": { "items": [ { "doc": { "id": "4711" }, "apply": true, "amount": 300.00 } ] } }
            """)!;
        var id = await Create("vendorCredit", body);

        Assert.That(await Rows($"SELECT transactionline, account, amount FROM transactionaccountingline WHERE transaction = {id} ORDER BY 1"), Is.EqualTo(new[] { "0 220 500", "1 512 -500" }));
        Assert.That(await Rows(Links), Is.EqualTo(new[] { $"4711 VendBill {id} VendCred Payment 300" }));
        Assert.That(await Rows($"SELECT type, status, BUILTIN.DF(status), foreigntotal FROM transaction WHERE id = {id}"), Is.EqualTo(new[] { "VendCred A Vendor Credit : Open 500" }));
        var shown = (await Get($"vendorCredit/{id}")).Json;
        Assert.That((shown["applied"]!.GetValue<decimal>(), shown["unapplied"]!.GetValue<decimal>()), Is.EqualTo((300m, 200m)));

        Simulator.Users.Apply("vendorCredit", id, new Dictionary<string, decimal> { ["4711"] = 0m, ["4712"] = 500m });

        Assert.That(await Rows(Links), Is.EqualTo(new[] { $"4712 VendBill {id} VendCred Payment 500" }));
        Assert.That(await Rows($"SELECT BUILTIN.DF(status) FROM transaction WHERE id = {id}"), Is.EqualTo(new[] { "Vendor Credit : Fully Applied" }));
        body["externalId"] = "PC-CM-6";
        body["apply"]!["items"]![0]!["amount"] = 500.01m;
        Assert.That((await Post("vendorCredit", body)).Detail, Does.Contain("exceeds the amount of the credit"));
    }

    [Test(Description = "Specification 5.2: deletedrecord; 8.4: a paid bill refuses deletion")]
    public async Task A_deleted_payment_is_found_among_the_deleted_and_its_bill_is_open()
    {
        var payment = Simulator.Users.PayBill("4711");
        Assert.That(() => Simulator.Users.Delete("vendorBill", "4711"), Throws.TypeOf<NetSuiteException>().With.Message.Contains("dependent records"));

        Simulator.Users.Delete("vendorPayment", payment);

        Assert.That(await Rows("SELECT type, recordid, TO_CHAR(deleteddate, 'YYYY-MM-DD HH24:MI:SS') FROM deletedrecord"), Is.EqualTo(new[] { $"vendorPayment {payment} 2026-11-23 10:00:00" }));
        Assert.That(await Rows(Links), Is.Empty);
        Assert.That(await Rows("SELECT status FROM transaction WHERE id = 4711"), Is.EqualTo(new[] { "A" }));
    }

    [Test(Description = "Specification 8.6: bills of another vendor or A/P account are not offered")]
    public async Task A_payment_takes_no_bill_of_another_vendor()
    {
        Simulator.Account.Add("vendor", Vendor("Other Ltd", "PC-V-78"), "5502");

        var reply = await Post("vendorPayment", new { entity = Id(5502), account = Id(210), apply = Items(new { doc = Id(4711), apply = true, amount = 1 }) });

        Assert.That((reply.Status, reply.ErrorPath), Is.EqualTo((HttpStatusCode.BadRequest, "apply.items[0].doc")));
    }

    [Test(Description = "Specification 8.6: approvalStatus 1 is not in the ledger")]
    public async Task A_payment_that_waits_for_approval_is_not_posted()
    {
        var payment = Simulator.Users.PayBills(new Dictionary<string, decimal?> { ["4711"] = null }, more: new { approvalStatus = new { id = "1" } });

        Assert.That(await Rows($"SELECT posting, BUILTIN.DF(status) FROM transaction WHERE id = {payment}"), Is.EqualTo(new[] { "F Bill Payment : Pending Approval" }));
    }

    private async Task<string[]> Rows(string query) =>
        [.. (await Query(query)).Select(row => string.Join(' ', row!.AsObject().Where(cell => cell.Key != "links").Select(cell => cell.Value!.GetValue<string>())))];
}
