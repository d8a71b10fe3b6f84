namespace ProcoreNetSuite.Simulators.Control;

/// <summary>Draws log-normal latencies: most calls near the median, a few much slower, as real systems behave.</summary>
internal sealed class Latency
{
    private readonly Lock _gate = new();
    private Random _random = new(1);
    private int _seed = 1;

    public TimeSpan Next(SimulatorSettings settings)
    {
        if (settings.LatencyMedianMilliseconds <= 0)
        {
            return TimeSpan.Zero;
        }

        lock (_gate)
        {
            if (_seed != settings.LatencySeed)
            {
                _seed = settings.LatencySeed;
                _random = new Random(_seed);
            }

            // Box-Muller: a standard normal number from two even ones.
            var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
            return TimeSpan.FromMilliseconds(settings.LatencyMedianMilliseconds * Math.Exp(settings.LatencySigma * normal));
        }
    }
}
