using NUnit.Framework;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Settings that change how payments are brought.</summary>
public sealed class PaymentSettingJourneys : PaymentJourney
{
    protected override Dictionary<string, string?> Changes => new()
    {
        [$"Connections__{SimulatedAccounts.ConnectionId}__PaymentsOutsideUnitedStates"] = "true",
        [$"Connections__{SimulatedAccounts.ConnectionId}__PaymentsBySync"] = "true",
    };

    [Test(Description = "PaymentsBySync, PaymentsOutsideUnitedStates")]
    public async Task The_ERP_call_makes_and_changes_payments_and_a_void_removes_them()
    {
        Clerk.Edit("subsidiary", "2", new { country = new { id = "CA" } });
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        var payment = Clerk.PayBill(bill, 5_000m);
        AssertGood(await SyncPaymentsAsync());
        var id = Issued.Single()["id"]!.GetValue<long>();

        World.Time.Advance(TimeSpan.FromHours(2));
        Clerk.Apply("vendorPayment", payment, new Dictionary<string, decimal> { [bill] = 4_500m });
        AssertGood(await SyncPaymentsAsync());
        Assert.That((Amounts.Single(), Issued.Single()["id"]!.GetValue<long>()), Is.EqualTo((4_500.00m, id)));
        Assert.That(World.Accounts.Procore.Calls.Count(call => call.Path.EndsWith("/invoice_payments/sync", StringComparison.Ordinal)), Is.EqualTo(2));

        World.Time.Advance(TimeSpan.FromHours(2));
        Clerk.VoidPayment(payment);
        AssertGood(await SyncPaymentsAsync());
        Assert.That(Issued, Is.Empty);
        AssertNothingLost();
    }

    [Test(Description = "7.5: tax share = bill tax / bill total, remainder on the last payment")]
    public async Task Payments_of_a_bill_with_tax_come_without_it_and_make_what_is_due_to_the_cent()
    {
        Clerk.Edit("subsidiary", "2", new { country = new { id = "CA" } });
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        Clerk.TaxBill(bill, 1_170m);
        var first = Clerk.PayBill(bill, 3_390.01m, new DateOnly(2026, 5, 1));
        Clerk.PayBill(bill, 3_390.01m, new DateOnly(2026, 5, 2));
        AssertGood(await SyncPaymentsAsync());
        Assert.That(Amounts, Is.EqualTo(new[] { 3_000.01m, 3_000.01m }));

        World.Time.Advance(TimeSpan.FromHours(2));
        Clerk.PayBill(bill, date: new DateOnly(2026, 5, 3));
        AssertGood(await SyncPaymentsAsync());
        Assert.That((Amounts.Last(), Amounts.Sum()), Is.EqualTo((2_999.98m, 9_000.00m)));

        World.Time.Advance(TimeSpan.FromHours(2));
        Clerk.VoidPayment(first);
        AssertGood(await SyncPaymentsAsync());
        Assert.That(Amounts, Is.EqualTo(new[] { 3_000.01m, 2_999.98m }));
        AssertNothingLost();
    }
}
