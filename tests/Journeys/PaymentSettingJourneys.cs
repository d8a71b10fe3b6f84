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
}
