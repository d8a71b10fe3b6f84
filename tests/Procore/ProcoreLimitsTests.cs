using System.Globalization;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Procore;

public sealed class ProcoreLimitsTests
{
    private static readonly DateTimeOffset Ours = new(2026, 5, 2, 10, 0, 0, TimeSpan.Zero);

    [TestCase(0)]
    [TestCase(-10, Description = "Procore's clock is ten minutes behind: a window that ends in ten seconds has not ended for long")]
    [TestCase(10, Description = "ten minutes ahead: it doesn't cost an hour")]
    public void A_clock_that_is_minutes_off_costs_no_more_than_the_window(int minutes)
    {
        var theirs = Ours.AddMinutes(minutes);

        Assert.That(ProcoreLimits.PauseOf(Refusal(theirs, ("X-Rate-Limit-Reset", $"{theirs.AddSeconds(10).ToUnixTimeSeconds()}")), Ours), Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(ProcoreLimits.PauseOf(Refusal(theirs, ("Retry-After", theirs.AddSeconds(20).ToString("r", CultureInfo.InvariantCulture))), Ours), Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public void An_answer_without_a_date_is_judged_by_our_own_clock() =>
        Assert.That(ProcoreLimits.PauseOf(Refusal(null, ("X-Rate-Limit-Reset", $"{Ours.AddSeconds(10).ToUnixTimeSeconds()}")), Ours), Is.EqualTo(TimeSpan.FromSeconds(10)));

    private static HttpAnswer Refusal(DateTimeOffset? date, (string Name, string Value) header)
    {
        var message = new HttpResponseMessage();
        message.Headers.Date = date;
        message.Headers.TryAddWithoutValidation(header.Name, header.Value);

        return new HttpAnswer(429, ReadOnlyMemory<byte>.Empty, message);
    }
}
