namespace ProcoreNetSuite.Simulators.Control;

/// <summary>
/// Draws log-normal latencies: most calls near the median, a few much slower, as real systems behave. Reads and other calls draw from rows of their own,
/// so that the writes of two clients take the same times, however much either reads.
/// </summary>
internal sealed class Latency
{
    private readonly Lock _gate = new();
    private int? _seed;
    private Random _reads = new(0);
    private Random _others = new(0);

    /// <summary>Begins the rows anew.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _seed = null;
        }
    }

    public TimeSpan Next(SimulatorSettings settings, bool isRead)
    {
        var median = (isRead ? settings.ReadLatencyMedianMilliseconds : null) ?? settings.LatencyMedianMilliseconds;
        if (median <= 0)
        {
            return TimeSpan.Zero;
        }

        lock (_gate)
        {
            if (_seed != settings.LatencySeed)
            {
                _seed = settings.LatencySeed;
                (_reads, _others) = (new Random(settings.LatencySeed), new Random(settings.LatencySeed));
            }

            // Box-Muller: a standard normal number from two even ones.
            var random = isRead ? _reads : _others;
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return TimeSpan.FromMilliseconds(median * Math.Exp(settings.LatencySigma * normal));
        }
    }
}
