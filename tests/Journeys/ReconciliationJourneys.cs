using NUnit.Framework;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>connector-behaviour.md 7.5: what is due = paid + credits + discounts + open, so that every invoice explains to zero.</summary>
public sealed class ReconciliationJourneys : PaymentJourney
{
    [Test]
    public async Task Credits_and_discounts_are_no_payments_and_are_listed_by_invoice()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        var (_, other) = await ExportedAsync("INV-2", 1_000m);
        Clerk.CreditBill(bill, 1_000m, "512");
        Clerk.PayBills(new Dictionary<string, decimal?> { [bill] = 7_840m }, discountByBill: new Dictionary<string, decimal> { [bill] = 160m });
        Clerk.PayBill(other, 400m);

        var run = await AskForAsync("payments", "?since=all");

        Assert.That(Amounts, Is.EqualTo(new[] { 7_840.00m, 400.00m }));
        Assert.That(run.GetProperty("problems").EnumerateArray(), Is.Empty);
        var left = run.GetProperty("notImported").EnumerateArray();
        Assert.That(left.Select(one => $"{one.GetProperty("project")} {one.GetProperty("reason")} {one.GetProperty("sum")}"), Is.EqualTo(new[]
        {
            $"{Site.Project.Id} discounts taken on invoice INV-1 of Acme Steel LLC 160", $"{Site.Project.Id} vendor credits applied to invoice INV-1 of Acme Steel LLC 1000",
        }));

        AssertGood(await SyncPaymentsAsync());
        run = await AskForAsync("payments", "?since=all");
        Assert.That(run.GetProperty("notImported").GetArrayLength(), Is.EqualTo(2), "once, not once a run");
    }

    [Test]
    public async Task A_bill_whose_figures_do_not_make_what_is_due_is_said_with_all_of_them()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        Clerk.CreditBill(bill, 500m, "512");
        Clerk.PayBill(bill, 4_000m);
        Clerk.Edit("vendorBill", bill, new { item = new { items = new[] { new { line = 1, quantity = 1, rate = 9_500m, amount = 9_500m } } } });

        var (status, text) = await SyncPaymentsAsync();

        Assert.That((status, text), Is.EqualTo(("success",
            $"E415: Invoice INV-1 of Acme Steel LLC: 9,000.00 is due in Procore, and bill INV-1 (NetSuite record {bill}) comes to 8,500.00: "
            + "4,000.00 paid, 500.00 in credits, 0.00 in discounts, 4,000.00 open. Compare the bill in NetSuite with the invoice.")));
        Assert.That(Amounts, Is.EqualTo(new[] { 4_000.00m }), "brought all the same");
    }
}
