using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Links;

/// <summary>Ends or stops a delivery at every step of its way; afterwards there is one record and one link, whoever comes next.</summary>
public sealed class ExactlyOnceCrashTests
{
    /// <summary>What the first delivery meets in NetSuite.</summary>
    public enum Way
    {
        Ordinary,
        AnswerLost,
        AnswerLostAndLate,
        NeverArrived,
        Duplicate,
        Refused,
        Throttled,
    }

    [Test, Combinatorial]
    public async Task A_killed_delivery_leaves_one_record_and_one_link(
        [Values] Way way,
        [Values] bool afterTheStep,
        [Values("m1", "m2")] string nextMessage,
        [Values(0, 300)] int secondsLater)
    {
        var steps = await CountStepsAsync(way);
        for (var step = 1; step <= steps; step++)
        {
            var bench = Prepare(way);
            bench.Effects.StartAgain((number, isDone) =>
                number == step && isDone == afterTheStep ? throw new KilledException() : Task.CompletedTask);
            Assert.That(await WasKilledAsync(bench), Is.True);

            bench.Effects.StartAgain();
            bench.Time.Now += TimeSpan.FromSeconds(secondsLater);
            await DeliverUntilQuietAsync(bench, nextMessage);

            AssertOneRecordAndOneLink(bench, $"killed {(afterTheStep ? "after" : "before")} step {step}");
        }
    }

    [Test, Combinatorial]
    public async Task A_delivery_that_slept_through_its_lease_leaves_one_record_and_one_link(
        [Values] Way way, [Values] bool afterTheStep, [Values("m1", "m2")] string nextMessage)
    {
        var steps = await CountStepsAsync(way);
        for (var step = 1; step <= steps; step++)
        {
            var bench = Prepare(way);
            var wakeUp = new TaskCompletionSource();
            var asleep = false;
            bench.Effects.StartAgain((number, isDone) =>
            {
                if (asleep || number != step || isDone != afterTheStep)
                {
                    return Task.CompletedTask;
                }

                asleep = true;
                return wakeUp.Task;
            });
            var sleeper = bench.DeliverAsync("m1");
            Assert.That(asleep, Is.True);

            bench.Time.Now += TimeSpan.FromMinutes(5);
            await DeliverUntilQuietAsync(bench, nextMessage);
            wakeUp.SetResult();
            var outcome = await sleeper;
            await DeliverUntilQuietAsync(bench, "m9");

            AssertOneRecordAndOneLink(bench, $"slept {(afterTheStep ? "after" : "before")} step {step}");
            if (step < steps || !afterTheStep)
            {
                Assert.That(outcome.Status, Is.AnyOf(SyncStatus.Done, SyncStatus.Waiting), $"step {step}: it lost its claim, and with it its say");
            }
        }
    }

    [Test]
    public async Task A_write_that_arrives_late_is_not_doubled_even_by_a_NetSuite_that_takes_duplicates(
        [Values(0, 30, 59)] int arrivesAfterSeconds, [Values] bool cancelled, [Values("m1", "m2")] string nextMessage)
    {
        var bench = new Bench { RefusesDuplicates = false, NextArrivesAfter = TimeSpan.FromSeconds(arrivesAfterSeconds) };
        if (cancelled)
        {
            bench.LostAnswer = new OperationCanceledException();
        }

        await WasKilledAsync(bench);
        await DeliverUntilQuietAsync(bench, nextMessage);

        AssertOneRecordAndOneLink(bench, "late");
        Assert.That(bench.Posts, Is.EqualTo(1));
    }

    private static Bench Prepare(Way way)
    {
        var bench = new Bench();
        switch (way)
        {
            case Way.AnswerLost:
                bench.NextArrivesAfter = TimeSpan.Zero;
                break;
            case Way.AnswerLostAndLate:
                bench.NextArrivesAfter = TimeSpan.FromSeconds(40);
                break;
            case Way.NeverArrived:
                bench.NextArrivesAfter = TimeSpan.FromDays(1000);
                break;
            case Way.Duplicate:
                bench.Created.Add((new("901"), "9,500.00"));
                break;
            case Way.Refused:
                bench.NextAnswer = new RejectedException(new Problem("E413", "Item 12 is inactive."), 400);
                break;
            case Way.Throttled:
                bench.NextAnswer = new ThrottledException(new Problem("E901", "Too many at once."), TimeSpan.FromSeconds(5));
                break;
            default:
                break;
        }

        return bench;
    }

    private static async Task<int> CountStepsAsync(Way way)
    {
        var undisturbed = Prepare(way);
        await undisturbed.DeliverAsync("m1");
        Assert.That(undisturbed.Effects.Count, Is.GreaterThanOrEqualTo(3), "reading, claiming and sending at least");

        return undisturbed.Effects.Count;
    }

    private static async Task<bool> WasKilledAsync(Bench bench)
    {
        try
        {
            await bench.DeliverAsync("m1");

            return false;
        }
        catch (Exception failure) when (failure is KilledException or OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>As the runner does: a wait sends a copy, which is another message.</summary>
    private static async Task DeliverUntilQuietAsync(Bench bench, string operation)
    {
        for (var copy = 0; copy < 10; copy++)
        {
            var outcome = await bench.DeliverAsync(copy == 0 ? operation : $"{operation}-{copy}");
            if (outcome.Status is SyncStatus.Done)
            {
                return;
            }

            // A refusal is corrected by a person, who exports again.
            bench.Time.Now += outcome.Delay ?? TimeSpan.FromSeconds(5);
        }

        Assert.Fail("It never came to an end.");
    }

    private static void AssertOneRecordAndOneLink(Bench bench, string when)
    {
        Assert.That(bench.Created, Has.Count.EqualTo(1), when);
        Assert.That(bench.Link, Has.Property("State").EqualTo(LinkState.Linked).And.Property("NetSuiteId").EqualTo(bench.Created[0].Id), when);
        Assert.That(bench.Store.History.Select(entry => entry.Decision), Has.Some.AnyOf("written", "adopted"), when);
    }
}
