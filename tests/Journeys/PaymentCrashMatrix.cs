using System.Diagnostics;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox.Hosting;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// design.md 10 for the import of payments: one bill's payment is edited and another bill is paid, or its payment voided; each remote effect of the run fails in
/// each way, and every time Procore shows in the end what NetSuite holds, in the same record, once.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class PaymentCrashMatrix : PaymentJourney
{
    /// <summary>Killed before an effect leaves what killed after the one before it leaves.</summary>
    private static readonly Fault[] faults = [Fault.KilledAfter, Fault.AnswerLost];

    private string edited = "";
    private string paid = "";
    private string editedBill = "";
    private string paidBill = "";
    private long keptId;
    private bool isPaid;

    [Test]
    public async Task Every_effect_of_a_run_may_fail([ValueSource(nameof(faults))] Fault fault)
    {
        var watch = Stopwatch.StartNew();
        (_, editedBill) = await ExportedAsync("INV-1", 10_000m);
        (_, paidBill) = await ExportedAsync("INV-2", 2_000m);
        edited = Clerk.PayBill(editedBill, 5_000m);
        AssertGood(await SyncPaymentsAsync());
        keptId = Issued.Single()["id"]!.GetValue<long>();
        var points = Math.Max(await RunAsync([]), await RunAsync([]));

        for (var number = 1; number <= points; number++)
        {
            await RunAsync(new() { [number] = fault });
            await RunAsync(new() { [number] = fault });
        }

        await TestContext.Out.WriteLineAsync($"* Crash matrix: payments, {fault}: {points} points, {watch.Elapsed.TotalSeconds:0} s.");
    }

    /// <summary>Edits one payment, and makes another one or voids it, in turn; then the run that is disturbed.</summary>
    /// <returns>How many effects the run had.</returns>
    private async Task<int> RunAsync(Dictionary<int, Fault> plan)
    {
        World.Time.Advance(TimeSpan.FromHours(1));
        isPaid = !isPaid;
        Clerk.Apply("vendorPayment", edited, new Dictionary<string, decimal> { [editedBill] = isPaid ? 4_500m : 5_000m });
        if (isPaid)
        {
            paid = Clerk.PayBill(paidBill, 1_800m);
        }
        else
        {
            Clerk.VoidPayment(paid);
        }

        World.Host.Restart();
        World.Effects.Reset(plan);
        var detail = await SyncPaymentsAsync();
        var what = string.Join(", ", World.Effects.Recorded.Where(effect => effect.Fault is not null));

        Assert.That(detail, Is.EqualTo(("success", "")), what);
        Assert.That(Amounts, Is.EqualTo(isPaid ? [4_500.00m, 1_800.00m] : new[] { 5_000.00m }), what);
        Assert.That(Issued.Select(payment => payment["origin_id"]), Is.All.Not.Null, what);
        Assert.That(Issued[0]["id"]!.GetValue<long>(), Is.EqualTo(keptId), what);
        Assert.That(World.Host.Queues.SelectMany(World.Host.Broker.DeadLetters), Is.Empty, what);

        return World.Effects.Recorded.Count;
    }
}
