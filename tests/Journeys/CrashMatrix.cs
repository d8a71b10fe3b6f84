using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// design.md 10: a piece of work is run once and its remote effects are counted; then it is done again for each effect, which is bent in each way. Whatever
/// happened, both systems hold the same in the end, and no message needed more than three redeliveries.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
[CancelAfter(600_000)]
public sealed partial class CrashMatrix
{
    private const int MostRedeliveries = 3;

    /// <summary>Runs in one company before it is emptied: with more, reading all its bills takes longer than emptying.</summary>
    private const int RunsPerCompany = 100;

    /// <summary>Second faults that are drawn for each first one: there are about forty.</summary>
    private const int PairsOfEach = 3;

    private static readonly CrashScene[] scenes =
        [CrashScene.Vendor, CrashScene.OneCompany, CrashScene.LinkedCompany, CrashScene.Project, CrashScene.Invoice, CrashScene.OneNumber, CrashScene.LostBill, CrashScene.Batch];

    private static readonly Fault[] faults = Enum.GetValues<Fault>();

    /// <summary>Killed before an effect leaves what killed after the one before it leaves: two in a row need it not.</summary>
    private static readonly Fault[] faultsInPairs = [Fault.KilledAfter, Fault.AnswerLost];

    private World world = null!;
    private Site site = null!;
    private int runs;

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.StartAsync();
        await PrepareAsync();
    }

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public Task Every_effect_may_fail_in_every_way([ValueSource(nameof(scenes))] CrashScene scene, [ValueSource(nameof(faults))] Fault fault) =>
        new CrashPoints($"{scene}", fault).PlayAsync(plan => RunAsync(scene, plan));


    [Test]
    public async Task Every_two_effects_of_an_invoice_may_fail_one_after_the_other(
        [ValueSource(nameof(faultsInPairs))] Fault first, [ValueSource(nameof(faultsInPairs))] Fault second)
    {
        var started = TimeProvider.System.GetTimestamp();
        var random = new Random(CrashPoints.Seed);
        var (points, all) = (0, 0);
        foreach (var one in CrashPoints.Of(await CrashPoints.RunAsync(RunInvoiceAsync), first))
        {
            var disturbed = await CrashPoints.RunAsync(RunInvoiceAsync, (one, first));
            var later = CrashPoints.Of(disturbed, second).Where(two => two.Number > one.Number).ToArray();
            random.Shuffle(later);
            var chosen = CrashPoints.IsAll ? later : later[..Math.Min(later.Length, PairsOfEach)];
            foreach (var two in chosen)
            {
                await CrashPoints.RunAsync(RunInvoiceAsync, (one, first), (two, second));
            }

            (points, all) = (points + chosen.Length, all + later.Length);
        }

        await CrashPoints.PrintAsync($"an invoice, {first} and then {second}", $"{points} of {all} points, drawn with {CrashPoints.Variable}={CrashPoints.Seed}", started);
    }

    private Task<IReadOnlyList<Effect>> RunInvoiceAsync(Dictionary<string, Fault> plan) => RunAsync(CrashScene.Invoice, plan);

    /// <summary>Does the work once in a process that has just started, and compares what is left of it with what is expected.</summary>
    /// <returns>The effects that it took.</returns>
    private async Task<IReadOnlyList<Effect>> RunAsync(CrashScene scene, Dictionary<string, Fault> plan)
    {
        if (++runs % RunsPerCompany == 0)
        {
            await world.BeginAgainAsync();
            await PrepareAsync();
        }

        var number = runs.ToString("0000", CultureInfo.InvariantCulture);
        scene.Prepare(world, number);
        var records = scene.Add(world.Procore, site, number);
        await scene.Live(world, records);
        var books = Books.OpenAt(world.Accounts);
        world.Host.Restart();
        var line = world.Host.Broker.HistoryLength;
        world.Effects.Reset(plan);

        world.Send(scene.Kind, records, scene.Answers);
        await world.QuietAsync();

        var effects = world.Effects.Recorded;
        var what = string.Join(", ", effects.Where(effect => effect.Fault is not null));
        Assert.That(AnyRecord().Replace(Lines(books.Read()).Replace(number, "#", StringComparison.Ordinal), "*"), Is.EqualTo(Lines(scene.Expected)), what);
        var deliveries = world.Host.Broker.HistoryFrom(line).Where(entry => entry.Kind is BrokerEventKind.Delivered).CountBy(entry => entry.MessageId!).ToList();
        Assert.That(deliveries.Select(count => count.Value - 1), Is.All.LessThanOrEqualTo(MostRedeliveries), what);
        Assert.That(world.Host.Queues.SelectMany(world.Host.Broker.DeadLetters), Is.Empty, what);

        return effects;
    }

    [GeneratedRegex(@"(?<=record |vendor |\()[\d#]+(?=[ ,)])")]
    private static partial Regex AnyRecord();

    private static string Lines(IEnumerable<string> books) => string.Join('\n', books);

    private async Task PrepareAsync()
    {
        site = await Site.ExportToAsync(world);
        await world.ExportAsync(World.Requisition, CrashScene.Invoice.Add(world.Procore, site, "0"));
    }
}
