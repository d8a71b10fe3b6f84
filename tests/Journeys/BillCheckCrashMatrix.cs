using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// design.md 10 for the comparison of exported bills, one bill a page: two are changed or changed back, two are deleted and nobody has noticed. Each remote effect
/// fails in each way, and every time the links say in the end what NetSuite holds, and nothing was written to it.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(600_000)]
public sealed class BillCheckCrashMatrix : SiteJourney
{
    private readonly List<Simulators.Procore.ProcoreRecord> invoices = [];
    private bool isChanged;
    private int runs;

    protected override LocalHostOptions Adjust(LocalHostOptions options) => options with
    {
        ConfigureServices = services => services.AddSingleton(provider =>
            new BillCheck(provider.GetRequiredService<ILinkStore>(), provider.GetRequiredService<BillMarker>(), provider.GetRequiredService<SecondBills>()) { PerStep = 1 }),
    };

    [Test]
    public async Task Every_effect_of_a_comparison_may_fail([Values] Fault fault, [Values] bool full)
    {
        invoices.AddRange(Bills(4));
        await World.ExportAsync(World.Requisition, invoices);
        foreach (var invoice in invoices.Skip(2))
        {
            World.Accounts.NetSuite.Users.Delete("vendorBill", (await LinkAsync(invoice.Id)).NetSuiteId!.Value.Value);
        }

        await new CrashPoints($"comparison of bills, {(full ? "all" : "changed")}", fault) { Turns = 2 }.PlayAsync(plan => RunAsync(plan, full));
    }

    /// <summary>Changes two bills or changes them back, and forgets that two others are gone; then the run that is disturbed.</summary>
    /// <returns>The effects of the run.</returns>
    private async Task<IReadOnlyList<Effect>> RunAsync(Dictionary<string, Fault> plan, bool full)
    {
        World.Time.Advance(TimeSpan.FromHours(1));
        isChanged = !isChanged;
        foreach (var invoice in invoices.Take(2))
        {
            World.Accounts.NetSuite.Users.Edit("vendorBill", (await LinkAsync(invoice.Id)).NetSuiteId!.Value.Value, new { tranDate = isChanged ? "2026-04-29" : "2026-04-30" });
        }

        foreach (var invoice in invoices.Skip(2))
        {
            await World.Links.TrySaveAsync(await LinkAsync(invoice.Id) with { State = LinkState.Linked, Problems = [] }, CancellationToken.None);
        }

        World.Host.Restart();
        var calls = World.NetSuiteCalls("POST", "vendorBill");
        var (run, effects) = await CompareAsync(full, plan);
        var what = string.Join(", ", effects.Where(effect => effect.Fault is not null));

        Assert.That(run?.State, Is.EqualTo(ImportState.SucceededWithProblems), what);
        Assert.That(run!.Problems.Select(problem => problem.Code), Is.EqualTo(Enumerable.Repeat("E415", isChanged ? 4 : 2)), what);
        var links = await Task.WhenAll(invoices.Select(invoice => LinkAsync(invoice.Id)));
        var first = isChanged ? LinkState.Changed : LinkState.Linked;
        Assert.That(links.Select(link => link.State), Is.EqualTo(new[] { first, first, LinkState.Orphaned, LinkState.Orphaned }), what);
        Assert.That(links.Select(link => link.Problems.Count), Is.EqualTo(links.Select(link => link.State is LinkState.Linked ? 0 : 1)), what);
        Assert.That(World.NetSuiteCalls("POST", "vendorBill"), Is.EqualTo(calls), what);
        Assert.That(World.Host.Queues.SelectMany(World.Host.Broker.DeadLetters), Is.Empty, what);

        return effects;
    }

    /// <returns>The run at its end, and its effects.</returns>
    private async Task<(ImportRun? Run, IReadOnlyList<Effect> Effects)> CompareAsync(bool full, Dictionary<string, Fault> plan)
    {
        var message = new ImportMessage
        {
            ConnectionId = SimulatedAccounts.ConnectionId,
            Kind = ImportKind.Bills,
            RunId = $"run-{++runs}",
            RequestedBy = "the schedule (Daily)",
            Since = full ? "all" : "2026-01-01",
            AskedAt = World.Time.GetUtcNow(),
        };
        await World.Host.Services.GetRequiredService<ISyncSender>().SendAsync(QueueNames.BillChecks, message, message.RunId, CancellationToken.None);
        World.Effects.Reset(plan);
        await World.QuietAsync();
        var effects = World.Effects.Recorded;
        World.Effects.Reset();
        World.Host.Restart();

        return (await World.Host.Services.GetRequiredService<IImportStore>().FindAsync(message.ConnectionId, message.Kind, message.RunId, CancellationToken.None), effects);
    }

    private async Task<Link> LinkAsync(long invoice) =>
        (await World.Links.FindAsync(new LinkKey(SimulatedAccounts.ConnectionId, EntityType.SubcontractorInvoice, invoice), CancellationToken.None))!;
}
