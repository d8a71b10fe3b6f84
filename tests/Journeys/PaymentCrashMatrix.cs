using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.Functions.BillPayments;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// design.md 10 for the import of payments, with one payment or bill a page, so that every kind of page comes twice: payments that were changed, and deleted
/// ones; in a full run those that failed before, and every invoice. Each remote effect fails in each way, and every time Procore shows in the end what NetSuite holds, in the same
/// record, once.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(600_000)]
public sealed class PaymentCrashMatrix : PaymentJourney
{
    private const string Refused = "REFUSED";

    private List<string> passing = [];
    private string edited = "";
    private string firstBill = "";
    private string secondBill = "";
    private long keptId;
    private bool isMore;
    private int runs;

    protected override LocalHostOptions Adjust(LocalHostOptions options) => options with
    {
        ConfigureServices = services => services.AddSingleton(provider => new BillPaymentImport(
            provider.GetRequiredService<PaymentReconciler>(), provider.GetRequiredService<ILinkStore>(), provider.GetRequiredService<IPaymentStore>(), provider.GetRequiredService<IRunNotes>())
        { PerStep = 1 }),
    };

    [Test]
    public async Task Every_effect_of_a_run_may_fail([Values] Fault fault, [Values] bool full)
    {
        (_, firstBill) = await ExportedAsync("INV-1", 10_000m);
        (_, secondBill) = await ExportedAsync("INV-2", 2_000m);
        edited = Clerk.PayBill(firstBill, 5_000m);
        await SyncPaymentsAsync();
        keptId = Issued.Single()["id"]!.GetValue<long>();
        if (full)
        {
            // These two fail in every run, and so are the first that the next one looks at.
            World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 422, Method = "POST", BodyContains = Refused, Body = "{}" });
            Clerk.PayBills(new Dictionary<string, decimal?> { [firstBill] = 1m }, tranId: $"{Refused} 1");
            Clerk.PayBills(new Dictionary<string, decimal?> { [secondBill] = 1m }, tranId: $"{Refused} 2");
        }

        await new CrashPoints($"payments, {(full ? "all" : "changed")}", fault) { Turns = 2 }.PlayAsync(plan => RunAsync(plan, full));
    }

    /// <summary>Edits one payment, and makes two others or deletes them, in turn; then the run that is disturbed.</summary>
    /// <returns>The effects of the run.</returns>
    private async Task<IReadOnlyList<Effect>> RunAsync(Dictionary<string, Fault> plan, bool full)
    {
        World.Time.Advance(TimeSpan.FromHours(1));
        isMore = !isMore;
        Clerk.Apply("vendorPayment", edited, new Dictionary<string, decimal> { [firstBill] = isMore ? 4_500m : 5_000m });
        if (isMore)
        {
            passing = [Clerk.PayBill(secondBill, 100m), Clerk.PayBill(secondBill, 200m)];
        }
        else
        {
            passing.ForEach(payment => Clerk.Delete("vendorPayment", payment));
        }

        World.Host.Restart();
        var message = new ImportMessage
        {
            ConnectionId = SimulatedAccounts.ConnectionId,
            Kind = ImportKind.Payments,
            RunId = $"run-{++runs}",
            RequestedBy = "the schedule (Daily)",
            Since = full ? "all" : null,
            AskedAt = World.Time.GetUtcNow(),
        };
        await World.Host.Services.GetRequiredService<ISyncSender>().SendAsync(QueueNames.BillPayments, message, message.RunId, CancellationToken.None);
        World.Effects.Reset(plan);
        await World.QuietAsync();
        var effects = World.Effects.Recorded;
        World.Effects.Reset();
        World.Host.Restart();
        var run = await World.Host.Services.GetRequiredService<IImportStore>().FindAsync(message.ConnectionId, message.Kind, message.RunId, CancellationToken.None);
        var what = string.Join(", ", effects.Where(effect => effect.Fault is not null));

        Assert.That(run!.State, Is.EqualTo(full ? ImportState.SucceededWithProblems : ImportState.Succeeded), what);
        Assert.That(run.Problems.Select(problem => problem.Code), Is.EqualTo(full ? new[] { "E904", "E904" } : []), what);
        Assert.That(Amounts, Is.EqualTo(isMore ? [4_500.00m, 100.00m, 200.00m] : new[] { 5_000.00m }), what);
        Assert.That(Issued.Select(payment => payment["origin_id"]), Is.All.Not.Null, what);
        Assert.That(Issued[0]["id"]!.GetValue<long>(), Is.EqualTo(keptId), what);
        Assert.That(World.Host.Queues.SelectMany(World.Host.Broker.DeadLetters), Is.Empty, what);

        return effects;
    }
}
