using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.Functions.DirectCosts;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// One import that creates, changes, moves and removes, and a full run that does so in two pages of each kind and repairs what users changed: each interrupted
/// at each of its effects in each way. Procore holds the same in the end.
/// </summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(600_000)]
public sealed class CostCrashMatrix : CostJourney
{
    private const int MostRedeliveries = 3;

    private int runs;

    /// <summary>Only a full run has steps of these sizes to fill: two imported transactions, two lines of a project, one repair.</summary>
    protected override LocalHostOptions Adjust(LocalHostOptions options) => options with
    {
        ConfigureServices = services => services.AddSingleton(new CostPages { Whole = 3, Lines = 4, Queries = 1, Repairs = 1 }),
    };

    [Test]
    public async Task Every_effect_of_an_import_may_fail_in_every_way([Values] Fault fault)
    {
        // The very first import is a full one and leaves other notes than those that follow.
        await RunAsync([]);
        await new CrashPoints("direct costs", fault).PlayAsync(RunAsync);
    }

    [Test]
    public async Task Every_effect_of_a_full_run_may_fail_in_every_way([Values] Fault fault)
    {
        World.Accounts.Procore.Settings = World.Accounts.Procore.Settings with { MaximumPageSize = 4 };
        World.Accounts.Ann.AllowEditsOfSyncedCosts(SimulatedAccounts.CompanyId);
        await RunFullAsync([]);
        await new CrashPoints("direct costs, full run", fault).PlayAsync(RunFullAsync);
    }

    /// <summary>Two bills are new, one has moved, one is deleted, and Procore lost two others, one in part.</summary>
    private async Task<IReadOnlyList<Effect>> RunFullAsync(Dictionary<string, Fault> plan)
    {
        var number = $"{++runs:000}";
        var users = World.Accounts.NetSuite.Users;
        var (concrete, steel) = (Item(Site.Project, Site.Concrete), Item(Site.Project, Site.Steel));
        var moved = EnterBill($"M{number}", (concrete, Site.Project, 100m), (steel, Site.Project, 50m));
        var gone = EnterBill($"G{number}", (concrete, Site.Project, 7m));
        var edited = EnterBill($"E{number}", (concrete, Site.Project, 20m), (steel, Site.Project, 30m));
        var lost = EnterBill($"L{number}", (steel, Site.Project, 5m));
        await ImportAsync(Site.Project);
        Assert.That(Costs(), Has.Exactly(4).Items, "what the run begins with");
        World.Time.Advance(TimeSpan.FromDays(8));
        users.RecodeLine("vendorBill", moved, 1, Item(Pier, Site.Concrete), Job(Pier));
        users.Delete("vendorBill", gone);
        var added = EnterBill($"N{number}", (steel, Site.Project, 3.33m), (concrete, Site.Project, 4.44m));
        World.Accounts.Ann.Edit(Kinds.DirectCostLine, Lines(Cost($"E{number}")).First(line => Amount(line) == 20m).Id, new() { ["manual_amount"] = "21.00" });
        World.Accounts.Ann.Delete(Kinds.DirectCost, Cost($"L{number}").Id);
        World.Host.Restart();
        var line = World.Host.Broker.HistoryLength;
        World.Effects.Reset(plan);

        await ImportAsync(Site.Project);

        AssertDone(line,
        [
            $"1234 invoice E{number}: 03-300.S.P1 20.00, 05-100.S.P2 30.00",
            $"1234 invoice L{number}: 05-100.S.P2 5.00",
            $"1234 invoice M{number}: 05-100.S.P2 50.00",
            $"1234 invoice N{number}: 03-300.S.P1 4.44, 05-100.S.P2 3.33",
            $"5678 invoice M{number}: 03-300.S.P1 100.00",
        ]);
        var effects = World.Effects.Recorded;
        World.Effects.Reset();
        foreach (var bill in new[] { moved, edited, lost, added })
        {
            users.Delete("vendorBill", bill);
        }

        await ImportAsync(Site.Project);
        Assert.That(Costs(), Is.Empty, "nothing is forgotten");

        return effects;
    }

    private ProcoreRecord Cost(string number) => World.Accounts.Procore.Records(Kinds.DirectCost).Single(cost => cost.Text("invoice_number") == number);

    /// <summary>Procore holds exactly these, without much ado at the queues.</summary>
    private void AssertDone(int line, IReadOnlyList<string> costs)
    {
        var what = string.Join(", ", World.Effects.Recorded.Where(effect => effect.Fault is not null));
        Assert.That(Costs(), Is.EqualTo(costs), what);
        Assert.That(World.Accounts.Procore.Records(Kinds.DirectCostLine).Count, Is.EqualTo(costs.Sum(cost => cost.Split(", ").Length)), what);
        var deliveries = World.Host.Broker.HistoryFrom(line).Where(entry => entry.Kind is BrokerEventKind.Delivered).CountBy(entry => entry.MessageId!);
        Assert.That(deliveries.Select(count => count.Value - 1), Is.All.LessThanOrEqualTo(MostRedeliveries), what);
        Assert.That(World.Host.Queues.SelectMany(World.Host.Broker.DeadLetters), Is.Empty, what);
    }

    /// <returns>The effects that the import took.</returns>
    private async Task<IReadOnlyList<Effect>> RunAsync(Dictionary<string, Fault> plan)
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

        AssertDone(line, [$"1234 invoice M{number}: 05-100.S.P2 50.00", $"1234 invoice N{number}: 05-100.S.P2 3.33", $"5678 invoice M{number}: 03-300.S.P1 100.00"]);
        var effects = World.Effects.Recorded;
        World.Effects.Reset();
        users.Delete("vendorBill", moved);
        users.Delete("vendorBill", added);
        await ImportAsync(Site.Project);
        Assert.That(Costs(), Is.Empty, "nothing is forgotten");
        World.Time.Advance(TimeSpan.FromMinutes(20));

        return effects;
    }
}
