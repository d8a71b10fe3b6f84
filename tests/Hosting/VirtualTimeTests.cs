using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Hosting;

[NonParallelizable]
[CancelAfter(20_000)]
public sealed class VirtualTimeTests
{
    private static readonly DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task A_delay_moves_the_clock_to_its_end_and_returns(CancellationToken cancellationToken)
    {
        var time = new VirtualTime(start);

        await Task.Delay(TimeSpan.FromHours(3), time, cancellationToken);
        await Task.Delay(TimeSpan.FromHours(1), time, cancellationToken);

        Assert.That(time.GetUtcNow(), Is.EqualTo(start + TimeSpan.FromHours(4)));
    }

    [Test]
    public async Task Many_delays_at_once_all_return(CancellationToken cancellationToken)
    {
        var time = new VirtualTime(start);

        await Task.WhenAll(Enumerable.Range(1, 500).Select(seconds => Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellationToken)));

        Assert.That(time.GetUtcNow(), Is.GreaterThanOrEqualTo(start + TimeSpan.FromSeconds(500)));
    }

    [Test]
    public async Task A_timeout_never_fires_and_moves_nothing(CancellationToken cancellationToken)
    {
        var time = new VirtualTime(start);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30), time);
        var work = new TaskCompletionSource();

        var waiting = work.Task.WaitAsync(TimeSpan.FromSeconds(30), time, cancellationToken);
        await Task.Delay(TimeSpan.FromHours(1), time, cancellationToken);
        work.SetResult();
        await waiting;

        Assert.That(timeout.IsCancellationRequested, Is.False);
        Assert.That(time.GetUtcNow(), Is.EqualTo(start + TimeSpan.FromHours(1)));
    }

    [Test]
    public void A_periodic_timer_moves_nothing()
    {
        var time = new VirtualTime(start);

        using var timer = time.CreateTimer(_ => Assert.Fail("It fired."), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        Assert.That(time.GetUtcNow(), Is.EqualTo(start));
    }

    [Test]
    public void The_clock_never_goes_back()
    {
        var time = new VirtualTime(start);

        time.AdvanceTo(start - TimeSpan.FromSeconds(1));

        Assert.That(time.GetUtcNow(), Is.EqualTo(start));
    }

    [Test]
    public void Elapsed_time_is_measured_on_the_same_clock()
    {
        var time = new VirtualTime(start);
        var before = time.GetTimestamp();

        time.Advance(TimeSpan.FromMinutes(7));

        Assert.That(time.GetElapsedTime(before), Is.EqualTo(TimeSpan.FromMinutes(7)));
    }
}
