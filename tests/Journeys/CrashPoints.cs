using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// The one loop of all crash matrices (design.md 10): a piece of work is done undisturbed and its remote effects are counted; then it is done again for each effect
/// whose fault leaves something that no other leaves. So each state that a dead process can leave is met once:
/// <list type="bullet">
/// <item>killed before an effect that follows another leaves what killed after that other leaves;</item>
/// <item>killed after it has read something leaves what was there before.</item>
/// </list>
/// Neither is so while something else is written. An answer is lost at each effect that writes, and at one of each kind that reads.
/// </summary>
/// <param name="scene">The work, for the line that it prints.</param>
internal sealed class CrashPoints(string scene, Fault fault)
{
    /// <summary>"all" has every effect fail in every way, whatever it leaves, and every pair; a number has the sample played again that was drawn with it.</summary>
    public const string Variable = "CRASHES";

    private static string? Wish => Environment.GetEnvironmentVariable(Variable);

    public static bool IsAll => Wish is "all";

    /// <summary>What samples are drawn with: another number in every test run, unless it is given.</summary>
    public static int Seed { get; } = int.TryParse(Wish, out var given) ? given : Random.Shared.Next(1, 1_000_000);

    /// <summary>Runs that come in turn, as one adds what the next takes away. Default 1.</summary>
    public int Turns { get; init; } = 1;

    /// <summary>The effects of a run that are to fail.</summary>
    public static IReadOnlyList<Effect> Of(IReadOnlyList<Effect> effects, Fault fault) => IsAll ? effects : fault switch
    {
        Fault.KilledBefore => [.. effects.Where(effect => !effect.Follows || !effect.Meanwhile.All(IsRead))],
        Fault.KilledAfter => [.. effects.Where(effect => !IsRead(effect) || !effect.Meanwhile.All(IsRead))],
        _ => [.. effects.Where(effect => !IsRead(effect)).Concat(DrawReads(effects)).OrderBy(effect => effect.Number)],
    };

    /// <param name="runAsync">Does the work with faults at these places and checks what is left of it. Returns its effects.</param>
    public async Task PlayAsync(Func<Dictionary<string, Fault>, Task<IReadOnlyList<Effect>>> runAsync)
    {
        var started = TimeProvider.System.GetTimestamp();
        await TestContext.Out.WriteLineAsync($"Drawn with {Variable}={Seed}.");
        var effects = 0;
        List<Queue<Effect>> points = [];
        for (var turn = 0; turn < Turns; turn++)
        {
            var undisturbed = await RunAsync(runAsync);
            effects += undisturbed.Count;
            points.Add(new(Of(undisturbed, fault)));
        }

        Assert.That(effects, Is.GreaterThan(3 * Turns), "effects of an undisturbed run");
        var count = points.Sum(turn => turn.Count);
        while (points.Exists(turn => turn.Count > 0))
        {
            foreach (var turn in points)
            {
                await RunAsync(runAsync, turn.TryDequeue(out var point) ? [(point, fault)] : []);
            }
        }

        await PrintAsync($"{scene}, {fault}", $"{count} of {effects} points", started);
    }

    /// <summary>One run in which these effects of another run fail.</summary>
    public static async Task<IReadOnlyList<Effect>> RunAsync(
        Func<Dictionary<string, Fault>, Task<IReadOnlyList<Effect>>> runAsync, params IReadOnlyList<(Effect Effect, Fault Fault)> plan)
    {
        var effects = await runAsync(plan.ToDictionary(one => one.Effect.Place, one => one.Fault));
        Assert.That(
            effects.Where(effect => effect.Fault is not null).Select(effect => $"{effect.Place}: {effect.Fault}"),
            Is.EquivalentTo(plan.Select(one => $"{one.Effect.Place}: {one.Fault}")), "every planned fault happened");

        return effects;
    }

    public static Task PrintAsync(string what, string points, long started) =>
        TestContext.Out.WriteLineAsync($"* Crash matrix: {what}: {points}, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s.");

    /// <summary>One of each kind, drawn, so that in time each is met: whoever reads asks again, wherever it is.</summary>
    private static IEnumerable<Effect> DrawReads(IReadOnlyList<Effect> effects)
    {
        var random = new Random(Seed);

        return effects.Where(IsRead).GroupBy(effect => effect.Pattern).Select(same => same.ElementAt(random.Next(same.Count())));
    }

    private static bool IsRead(Effect effect) =>
        effect.Description.StartsWith("GET ", StringComparison.Ordinal) || effect.Description.Contains("/suiteql?", StringComparison.Ordinal);
}
