using System.Collections.Concurrent;
using System.Globalization;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Procore;

/// <summary>
/// The allowance of every company at its API host (procore-api.md 3): one bucket per (host, company), shared by every client of that company in
/// this process. Fed from the rate-limit headers; a refusal stops the bucket, not one caller.
/// </summary>
/// <param name="random">Spreads callers after a pause; give a seeded one for repeatable runs.</param>
public sealed class ProcoreBuckets(TimeProvider time, Random? random = null) : IDisposable
{
    private readonly ConcurrentDictionary<(string Host, long CompanyId), ProcoreBucket> buckets = new();

    public void Dispose()
    {
        foreach (var bucket in buckets.Values)
        {
            bucket.Dispose();
        }
    }

    /// <summary>The first settings of a company decide its concurrency.</summary>
    internal ProcoreBucket For(ProcoreSettings settings) => buckets.GetOrAdd(
        (new Uri(settings.BaseUrl).Authority, settings.CompanyId),
        _ => new ProcoreBucket(settings.CompanyId, Math.Max(1, settings.Concurrency), time, random ?? Random.Shared));
}

/// <summary>One company's allowance: so many calls at a time, so many until the window ends, none while it is closed.</summary>
internal sealed class ProcoreBucket(long companyId, int concurrency, TimeProvider time, Random random) : IDisposable
{
    private readonly SemaphoreSlim slots = new(concurrency);
    private readonly Lock gate = new();
    private DateTimeOffset closedUntil = DateTimeOffset.MinValue;
    private DateTimeOffset windowEnds = DateTimeOffset.MinValue;
    private DateTimeOffset window = DateTimeOffset.MinValue;
    private long remaining;
    private int underWay;

    public void Dispose() => slots.Dispose();

    /// <summary>Takes one call out of the allowance; dispose the answer when Procore has answered.</summary>
    /// <exception cref="ThrottledException">The wait would be longer than the caller's patience.</exception>
    public async Task<IDisposable> EnterAsync(string doing, Patience patience, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            for (var wait = TryTake(); wait > TimeSpan.Zero; wait = TryTake())
            {
                if (!patience.TrySpend(wait))
                {
                    throw Throttled(doing, wait, null);
                }

                await Task.Delay(wait, time, cancellationToken);
            }

            return new Slot(this);
        }
        catch
        {
            slots.Release();
            throw;
        }
    }

    /// <summary>Reads the headers of an answer that came while its slot was held.</summary>
    /// <returns>How long everyone stays away now, if the answer was such a refusal.</returns>
    public TimeSpan? Observe(HttpAnswer answer)
    {
        var now = time.GetUtcNow();
        var pause = ProcoreLimits.PauseOf(answer, now) + TimeSpan.FromMilliseconds(random.Next(100, 600));
        lock (gate)
        {
            if (ProcoreLimits.Remaining(answer) is { } left && ProcoreLimits.Reset(answer) is { } reset && reset - ProcoreLimits.ClockOf(answer, now) is var length && ProcoreLimits.IsNear(length))
            {
                // Within one window answers overtake each other, so the lowest figure counts; of a new one the calls still under way are taken off.
                (remaining, windowEnds) = reset == window ? (Math.Min(remaining, left), windowEnds) : (left - (underWay - 1), now + length);
                window = reset;
            }

            if (pause is { } away && now + away > closedUntil)
            {
                closedUntil = now + away;
            }
        }

        Tell(answer, now, isRefused: pause is not null);

        return pause;
    }

    /// <summary>Procore's headers speak of the window that is used up first, which is the hour only when little of it is left (procore-api.md 3).</summary>
    private static void Tell(HttpAnswer answer, DateTimeOffset now, bool isRefused)
    {
        if (isRefused)
        {
            ConnectorMetrics.Refused(TelemetryNames.Systems.Procore);
        }

        if (ProcoreLimits.Limit(answer) is { } limit && ProcoreLimits.Remaining(answer) is { } left && ProcoreLimits.Reset(answer) is { } reset)
        {
            ConnectorMetrics.Allowed(100 * left / limit, reset - ProcoreLimits.ClockOf(answer, now) > ProcoreLimits.LongestSpike ? "hour" : "spike");
        }
    }

    public ThrottledException Throttled(string doing, TimeSpan wait, string? detail) => new(
        new Problem(
            "E901",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Procore lets company {companyId} make no more calls until {time.GetUtcNow() + wait:yyyy-MM-dd HH:mm:ss} UTC; this came up while {doing}."),
            detail)
        { Speaker = "Procore" },
        wait);

    /// <returns>Zero if a call was taken, otherwise how long to wait before asking again.</returns>
    private TimeSpan TryTake()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (closedUntil > now)
            {
                return closedUntil - now;
            }

            if (windowEnds > now)
            {
                if (remaining <= 0)
                {
                    return windowEnds - now + TimeSpan.FromMilliseconds(random.Next(10, 300));
                }

                remaining--;
            }

            underWay++;
            return TimeSpan.Zero;
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            underWay--;
        }

        slots.Release();
    }

    private sealed class Slot(ProcoreBucket bucket) : IDisposable
    {
        private ProcoreBucket? bucket = bucket;

        public void Dispose() => Interlocked.Exchange(ref bucket, null)?.Leave();
    }
}
