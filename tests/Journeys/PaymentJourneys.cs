using NUnit.Framework;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Bill payments of NetSuite as payments issued in Procore, with the acceptance cases 12 to 14 of connector-behaviour.md 11.</summary>
public sealed class PaymentJourneys : PaymentJourney
{
    [Test(Description = "acceptance case 12")]
    public async Task A_payment_of_three_bills_of_which_two_are_ours_makes_two_payments_with_the_applied_amounts()
    {
        var (first, billOne) = await ExportedAsync("INV-1", 10_000m);
        var (second, billTwo) = await ExportedAsync("INV-2", 2_000m);
        var strange = Clerk.Create("vendorBill", new
        {
            entity = new { id = World.Ledger.Vendors.Single().Id },
            subsidiary = new { id = "2" },
            tranId = "OTHER",
            expense = new { items = new[] { new { account = new { id = "512" }, amount = 70m } } },
        });
        var payment = Clerk.PayBills(
            new Dictionary<string, decimal?> { [billOne] = 9_000m, [billTwo] = 1_800m, [strange] = 70m }, new DateOnly(2026, 5, 20), tranId: "10442");

        AssertGood(await SyncPaymentsAsync());

        Assert.That(Amounts, Is.EqualTo(new[] { 9_000.00m, 1_800.00m }));
        Assert.That(Issued.Select(one => one["requisition_id"]!.GetValue<long>()), Is.EqualTo(new[] { first.Id, second.Id }));
        Assert.That(Issued.Select(one => $"{one["origin_id"]}"), Is.EqualTo(new[]
        {
            $"ns:1234567_SB1:vendorPayment:{payment}:{billOne}", $"ns:1234567_SB1:vendorPayment:{payment}:{billTwo}",
        }));
        Assert.That(Issued.Select(one => ($"{one["check_number"]}", $"{one["date"]}", $"{one["payment_method"]}")), Is.All.EqualTo(("10442", "2026-05-20", "check")));
        AssertNothingLost();
    }

    [Test(Description = "acceptance case 13")]
    public async Task Of_two_partial_payments_the_voided_one_goes()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        var first = Clerk.PayBill(bill, 4_000m);
        AssertGood(await SyncPaymentsAsync());
        Clerk.PayBill(bill, 5_000m);
        AssertGood(await SyncPaymentsAsync());
        Assert.That(Amounts, Is.EqualTo(new[] { 4_000.00m, 5_000.00m }));

        World.Time.Advance(TimeSpan.FromHours(2));
        Clerk.VoidPayment(first);
        AssertGood(await SyncPaymentsAsync());

        Assert.That(Amounts, Is.EqualTo(new[] { 5_000.00m }));
        AssertNothingLost();
    }

    [Test(Description = "acceptance case 14")]
    public async Task An_edited_amount_changes_the_same_record()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        var payment = Clerk.PayBill(bill, 5_000m);
        AssertGood(await SyncPaymentsAsync());
        var before = Issued.Single();

        World.Time.Advance(TimeSpan.FromHours(2));
        Clerk.Apply("vendorPayment", payment, new Dictionary<string, decimal> { [bill] = 4_500m });
        AssertGood(await SyncPaymentsAsync());

        Assert.That(Amounts, Is.EqualTo(new[] { 4_500.00m }));
        Assert.That(Issued.Single()["id"]!.GetValue<long>(), Is.EqualTo(before["id"]!.GetValue<long>()));
        Assert.That($"{Issued.Single()["origin_id"]}", Is.EqualTo($"{before["origin_id"]}"));
        AssertNothingLost();
    }
}
