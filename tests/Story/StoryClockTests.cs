using NUnit.Framework;
using ProcoreNetSuite.StoryTime;

namespace ProcoreNetSuite.Tests.Story;

/// <summary>The clock that the day is played by.</summary>
public sealed class StoryClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 15, 31, 0, TimeSpan.Zero);
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [Test]
    public void It_starts_where_it_is_told_to_and_goes_on_by_itself()
    {
        using var clock = new StoryClock(Start);

        Assert.That(() => clock.GetUtcNow(), Is.GreaterThan(Start).After(1_000, 5).And.LessThan(Start + Soon));
    }

    [Test]
    public void It_is_put_forward_and_never_back()
    {
        using var clock = new StoryClock(Start);

        clock.MoveTo(Start.AddDays(1));
        clock.MoveTo(Start);

        Assert.That(clock.GetUtcNow(), Is.InRange(Start.AddDays(1), Start.AddDays(1) + Soon));
    }

    [Test]
    public void It_can_be_put_to_the_real_time()
    {
        using var clock = new StoryClock(TimeProvider.System.GetUtcNow().AddDays(-100));

        clock.MoveToRealTime();

        Assert.That(clock.GetUtcNow(), Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(Soon));
    }
}
