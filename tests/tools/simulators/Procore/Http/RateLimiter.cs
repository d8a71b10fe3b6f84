namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Hourly and spike windows per company (spec 3). The figures shown are those of the limit that will be hit first.</summary>
internal sealed class RateLimiter(TimeProvider time)
{
    private readonly Dictionary<long, (Window Hour, Window Spike)> _companies = [];

    public void Clear() => _companies.Clear();

    /// <summary>Counts the request unless a limit is reached.</summary>
    public bool Take(long companyId, ProcoreSettings settings)
    {
        var (hour, spike) = WindowsOf(companyId);
        if (hour.Used >= settings.HourlyLimit || spike.Used >= settings.SpikeLimit)
        {
            return false;
        }

        hour.Used++;
        spike.Used++;

        return true;
    }

    public (int Limit, int Remaining, long Reset) Show(long companyId, ProcoreSettings settings)
    {
        var (hour, spike) = WindowsOf(companyId);
        var hourLeft = Math.Max(0, settings.HourlyLimit - hour.Used);
        var spikeLeft = Math.Max(0, settings.SpikeLimit - spike.Used);

        return hourLeft < spikeLeft || (hourLeft == 0 && spikeLeft == 0)
            ? (settings.HourlyLimit, hourLeft, hour.End.ToUnixTimeSeconds())
            : (settings.SpikeLimit, spikeLeft, spike.End.ToUnixTimeSeconds());
    }

    private (Window Hour, Window Spike) WindowsOf(long companyId)
    {
        if (!_companies.TryGetValue(companyId, out var windows))
        {
            windows = (new(TimeSpan.FromMinutes(60)), new(TimeSpan.FromSeconds(10)));
            _companies.Add(companyId, windows);
        }

        windows.Hour.Roll(time.GetUtcNow());
        windows.Spike.Roll(time.GetUtcNow());

        return windows;
    }

    private sealed class Window(TimeSpan length)
    {
        public int Used { get; set; }

        public DateTimeOffset End { get; private set; }

        public void Roll(DateTimeOffset now)
        {
            if (now >= End)
            {
                // Whole seconds, because the header that tells the end has no finer unit.
                End = DateTimeOffset.FromUnixTimeSeconds((now + length).ToUnixTimeSeconds() + 1);
                Used = 0;
            }
        }
    }
}
