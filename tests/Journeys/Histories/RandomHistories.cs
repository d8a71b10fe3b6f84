using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;

namespace ProcoreNetSuite.Tests.Journeys.Histories;

/// <summary>
/// Random histories: people edit, void, move, delete and unlink in both systems, imports run in between, and in the end both sides agree to the cent. A history that
/// fails is cut down to the steps that matter and printed, so that it can be played again (<see cref="A_history_that_is_given_is_played"/>).
/// </summary>
[CancelAfter(36_000_000)]
public sealed class RandomHistories
{
    /// <summary>How many to play, or which: 500, or 501..1000.</summary>
    private const string Many = "HISTORIES";

    /// <summary>Steps to play, as a failed history prints them.</summary>
    private const string Given = "HISTORY";

    private const int Length = 100, Usual = 3, Fresh = 3;

    /// <summary>Direct costs and payments that a history leaves to compare, at least and on average; and how many more are played for it.</summary>
    private const int PerHistory = 5, MostMore = 4;

    /// <summary>Failed histories after which it stops.</summary>
    private const int Enough = 5;

    private World world = null!;

    [SetUp]
    public async Task StartAsync() => world = await World.StartAsync(HistoryPlayer.Settings);

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestCase(false, 1, Description = "what changed is found by incremental runs")]
    [TestCase(true, 1, Description = "the process dies, answers are lost, one side is down; a full run puts it right")]
    [TestCase(false, 2, Description = "two instances of the app")]
    public async Task Both_sides_agree_to_the_cent_after_whatever_happened(bool withTrouble, int hosts)
    {
        var watch = Stopwatch.StartNew();
        List<string> failures = [];
        var (histories, compared) = (0, 0);

        // What a history leaves to compare differs: where the first ones left little, more are drawn.
        var more = Enumerable.Range(0, MostMore).TakeWhile(_ => compared <= PerHistory * histories).Select(_ => Drawn());
        foreach (var number in Numbers(hosts).Concat(more).TakeWhile(_ => failures.Count < Enough))
        {
            var steps = HistoryStep.Make(number, Length, withTrouble);
            var (failure, count) = await History.PlayAsync(world, steps, withTrouble, hosts);
            (histories, compared) = (histories + 1, compared + count);
            if (failure is not null)
            {
                var (shortest, said) = await History.ShortenAsync(world, steps, failure, withTrouble, TimeSpan.FromMinutes(1), hosts);
                failures.Add($"History {number}, {shortest.Count} of {Length} steps:{Environment.NewLine}{said}{Environment.NewLine}Steps: {string.Join(", ", shortest)}{Environment.NewLine}");
            }
        }

        await TestContext.Out.WriteLineAsync(
            $"* Histories{(withTrouble ? " with trouble" : "")}{(hosts == 1 ? "" : $" on {hosts} hosts")}: {histories} of {Length} steps, {compared} direct costs and payments compared, {watch.Elapsed.TotalSeconds:0} s.");
        if (failures.Count > 0)
        {
            Assert.Fail(string.Join(Environment.NewLine, failures));
        }

        Assert.That(compared, Is.GreaterThan(PerHistory * histories), "what there is to compare");
    }

    [Test, Explicit($"Plays the steps in the environment variable {Given}, as a failed history prints them.")]
    public async Task A_history_that_is_given_is_played()
    {
        var steps = HistoryStep.Parse(Environment.GetEnvironmentVariable(Given) ?? "");

        var (failure, _) = await History.PlayAsync(world, steps, withTrouble: steps.Any(step => step.Act >= Act.Fault));

        if (failure is not null)
        {
            Assert.Fail(failure);
        }
    }

    private static int Drawn() => Random.Shared.Next(100_000, int.MaxValue);

    /// <summary>The same ones every time, and a few that nobody has played before.</summary>
    private static IEnumerable<int> Numbers(int hosts)
    {
        var range = Environment.GetEnvironmentVariable(Many)?.Split("..").Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();

        return range switch
        {
            [var many] => Enumerable.Range(1, many),
            [var first, var last] => Enumerable.Range(first, last - first + 1),
            _ => [.. Enumerable.Range(1, Usual / hosts), .. Enumerable.Range(0, Fresh / hosts).Select(_ => Drawn())],
        };
    }
}
