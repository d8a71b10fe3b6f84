using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>One gate per account (netsuite-api.md 6).</summary>
public sealed class ConcurrencyLimiterTests
{
    [Test]
    public async Task A_storm_of_refusals_halves_once_and_the_next_one_again()
    {
        var limiter = new ConcurrencyLimiter(8);
        var turns = new List<ConcurrencyLimiter.Turn>();
        for (var i = 0; i < 8; i++)
        {
            turns.Add(await limiter.EnterAsync(default));
        }

        turns.ForEach(turn => End(turn, refused: true));
        var afterStorm = limiter.Limit;
        End(await limiter.EnterAsync(default), refused: true);

        Assert.That((afterStorm, limiter.Limit), Is.EqualTo((4, 2)));
    }

    [Test]
    public async Task It_never_falls_below_one_and_climbs_back_to_the_budget_step_by_step()
    {
        var limiter = new ConcurrencyLimiter(3, successesToGrow: 2);
        for (var i = 0; i < 5; i++)
        {
            End(await limiter.EnterAsync(default), refused: true);
        }

        List<int> limits = [limiter.Limit];
        for (var i = 0; i < 8; i++)
        {
            End(await limiter.EnterAsync(default), refused: false);
            limits.Add(limiter.Limit);
        }

        Assert.That(limits, Is.EqualTo(new[] { 1, 1, 2, 2, 3, 3, 3, 3, 3 }));
    }

    [Test]
    public async Task Callers_get_in_in_the_order_they_came_and_one_who_leaves_costs_nothing()
    {
        var limiter = new ConcurrencyLimiter(1);
        using var stop = new CancellationTokenSource();
        var busy = await limiter.EnterAsync(default);
        var first = limiter.EnterAsync(default).AsTask();
        var leaver = limiter.EnterAsync(stop.Token).AsTask();
        var second = limiter.EnterAsync(default).AsTask();

        await stop.CancelAsync();
        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => leaver);
        busy.Dispose();
        var turn = await first;
        Assert.That(second.IsCompleted, Is.False);
        turn.Dispose();
        (await second).Dispose();

        Assert.That(limiter.InFlight, Is.Zero);
    }

    [Test]
    public async Task The_smallest_budget_of_an_account_counts()
    {
        var limiter = new ConcurrencyLimiter(10);
        limiter.LowerBudget(2);
        limiter.LowerBudget(5);
        for (var i = 0; i < 50; i++)
        {
            End(await limiter.EnterAsync(default), refused: false);
        }

        Assert.That(limiter.Limit, Is.EqualTo(2));
    }

    /// <summary>Steps: 0 enters, 1 succeeds, 2 is refused, 3 fails without an answer, 4 gives up waiting; the second number picks whose turn it is.</summary>
    [Test]
    public void Nobody_is_let_in_above_the_limit_and_nobody_waits_below_it() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 5], Gen.Select(Gen.Int[0, 4], Gen.Int[0, 100]).Array[0, 120])
            .Sample((budget, toGrow, steps) => Holds(new ConcurrencyLimiter(budget, toGrow), budget, steps), iter: 2000);

    private static bool Holds(ConcurrencyLimiter limiter, int budget, (int Kind, int Who)[] steps)
    {
        List<(Task<ConcurrencyLimiter.Turn> Turn, CancellationTokenSource Stop)> callers = [];
        var before = 0;
        foreach (var (kind, who) in steps)
        {
            if (kind == 0)
            {
                var stop = new CancellationTokenSource();
                callers.Add((limiter.EnterAsync(stop.Token).AsTask(), stop));
            }
            else if (callers.Count > 0)
            {
                Act(callers, limiter.InFlight, kind, who);
            }

            var (limit, inFlight) = (limiter.Limit, limiter.InFlight);
            var waiting = callers.Count - inFlight;
            if (limit < 1 || limit > budget || inFlight > Math.Max(limit, before) || (inFlight < limit && waiting > 0))
            {
                return false;
            }

            before = inFlight;
        }

        return true;
    }

    private static void Act(
        List<(Task<ConcurrencyLimiter.Turn> Turn, CancellationTokenSource Stop)> callers, int inside, int kind, int who)
    {
        // Turns are handed out in order: the first so many callers are in, the others wait.
        var (from, count) = kind == 4 ? (inside, callers.Count - inside) : (0, inside);
        if (count == 0)
        {
            return;
        }

        var (turn, stop) = callers[from + (who % count)];
        callers.RemoveAt(from + (who % count));
        if (kind == 4)
        {
            stop.Cancel();
        }
        else if (kind == 3)
        {
            turn.GetAwaiter().GetResult().Dispose();
        }
        else
        {
            End(turn.GetAwaiter().GetResult(), refused: kind == 2);
        }
    }

    private static void End(ConcurrencyLimiter.Turn turn, bool refused)
    {
        if (refused)
        {
            turn.Refused();
        }
        else
        {
            turn.Answered();
        }

        turn.Dispose();
    }
}
