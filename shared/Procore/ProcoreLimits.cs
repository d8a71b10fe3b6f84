using System.Globalization;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>Procore's rate-limit headers (procore-api.md 3).</summary>
internal static class ProcoreLimits
{
    /// <summary>The longer of Procore's two windows; no header is believed beyond it.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>The shorter window, for a refusal that names no time.</summary>
    private static readonly TimeSpan UnnamedPause = TimeSpan.FromSeconds(10);

    /// <summary>More than the shorter window, whatever the clocks say.</summary>
    public static readonly TimeSpan LongestSpike = TimeSpan.FromSeconds(60);

    /// <summary>How long a refusal asks to stay away, or null if it is none of that kind: 429, and 503 with Retry-After.</summary>
    public static TimeSpan? PauseOf(HttpAnswer answer, DateTimeOffset now)
    {
        var asked = RetryAfter(answer, now);
        return answer.Status switch
        {
            429 => Limit(asked ?? (Reset(answer) is { } reset ? reset - ClockOf(answer, now) : UnnamedPause)),
            503 when asked is not null => Limit(asked.Value),
            _ => null,
        };
    }

    /// <summary>What Procore's clock shows: ours may be minutes off, and its moments are its own.</summary>
    /// <param name="now">By our clock, for an answer without a date.</param>
    public static DateTimeOffset ClockOf(HttpAnswer answer, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(answer.Header("Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : now;

    /// <summary>When the window that will be hit first begins anew, by Procore's clock.</summary>
    public static DateTimeOffset? Reset(HttpAnswer answer) =>
        Number(answer, "X-Rate-Limit-Reset") is { } seconds and > 0 and < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public static long? Remaining(HttpAnswer answer) => Number(answer, "X-Rate-Limit-Remaining") is { } remaining and >= 0 ? remaining : null;

    /// <summary>The size of that window.</summary>
    public static long? Limit(HttpAnswer answer) => Number(answer, "X-Rate-Limit-Limit") is { } limit and > 0 and < 1_000_000_000 ? limit : null;

    /// <summary>True for a window that can be one and ends in so long.</summary>
    public static bool IsNear(TimeSpan left) => left > TimeSpan.Zero && left <= LongestPause + TimeSpan.FromMinutes(1);

    private static TimeSpan? RetryAfter(HttpAnswer answer, DateTimeOffset now) =>
        answer.Header("Retry-After") is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
        : DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment - ClockOf(answer, now)
        : null;

    private static TimeSpan Limit(TimeSpan pause) =>
        pause < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : pause > LongestPause ? LongestPause : pause;

    private static long? Number(HttpAnswer answer, string header) =>
        long.TryParse(answer.Header(header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
