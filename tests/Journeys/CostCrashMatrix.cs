using System.Diagnostics;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox.Hosting;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>One import that creates, changes, moves and removes, interrupted at each of its effects in each way: Procore holds the same in the end.</summary>
[CancelAfter(600_000)]
public sealed class CostCrashMatrix : CostJourney
{
    private const int MostRedeliveries = 3;

    private int runs;

    [Test]
    public async Task Every_effect_of_an_import_may_fail_in_every_way([Values] Fault fault)
    {
        var watch = Stopwatch.StartNew();
        var undisturbed = await RunAsync([]);

        for (var number = 1; number <= undisturbed.Count; number++)
        {
            await RunAsync(new() { [number] = fault });
        }

        await TestContext.Out.WriteLineAsync($"* Crash matrix: direct costs, {fault}: {undisturbed.Count} points, {watch.Elapsed.TotalSeconds:0} s.");
    }

    /// <returns>The effects that the import took.</returns>
    private async Task<IReadOnlyList<Effect>> RunAsync(Dictionary<int, Fault> plan)
    {
        var number = $"{++runs:000}";
        var users = World.Accounts.NetSuite.Users;
        var (concrete, steel) = (Item(Site.Project, Site.Concrete), Item(Site.Project, Site.Steel));
        var moved = EnterBill($"M{number}", (concrete, Site.Project, 100m), (steel, Site.Project, 50m));
        var gone = EnterBill($"G{number}", (concrete, Site.Project, 7m));
        await ImportAsync(Site.Project);
        Assert.That(Costs(), Has.Exactly(2).Items, "what the import begins with");
        World.Time.Advance(TimeSpan.FromMinutes(20));
        users.RecodeLine("vendorBill", moved, 1, Item(Pier, Site.Concrete), Job(Pier));
        users.Delete("vendorBill", gone);
        var added = EnterBill($"N{number}", (steel, Site.Project, 3.33m));
        World.Host.Restart();
        var line = World.Host.Broker.HistoryLength;
        World.Effects.Reset(plan);

        await ImportAsync(Site.Project);

        var effects = World.Effects.Recorded;
        var what = string.Join(", ", effects.Where(effect => effect.Fault is not null));
        Assert.That(
            Costs(),
            Is.EqualTo(new[] { $"1234 invoice M{number}: 05-100.S.P2 50.00", $"1234 invoice N{number}: 05-100.S.P2 3.33", $"5678 invoice M{number}: 03-300.S.P1 100.00" }),
            what);
        Assert.That(World.Accounts.Procore.Records(Kinds.DirectCostLine).Count, Is.EqualTo(3), what);
        var deliveries = World.Host.Broker.HistoryFrom(line).Where(entry => entry.Kind is BrokerEventKind.Delivered).CountBy(entry => entry.MessageId!);
        Assert.That(deliveries.Select(count => count.Value - 1), Is.All.LessThanOrEqualTo(MostRedeliveries), what);
        Assert.That(World.Host.Queues.SelectMany(World.Host.Broker.DeadLetters), Is.Empty, what);
        Assert.That(effects.Count(effect => effect.Fault is not null), Is.EqualTo(plan.Count), "every planned fault happened");

        World.Effects.Reset();
        users.Delete("vendorBill", moved);
        users.Delete("vendorBill", added);
        await ImportAsync(Site.Project);
        Assert.That(Costs(), Is.Empty, $"nothing is forgotten: {what}");
        World.Time.Advance(TimeSpan.FromMinutes(20));

        return effects;
    }
}
