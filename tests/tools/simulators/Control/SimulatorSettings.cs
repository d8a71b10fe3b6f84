namespace ProcoreNetSuite.Simulators.Control;

/// <summary>What both simulators can be told. Each adds its own limits.</summary>
public record SimulatorSettings
{
    /// <summary>Half of all calls take longer than this; 0 for no delay at all.</summary>
    public double LatencyMedianMilliseconds { get; init; }

    /// <summary>The same for calls that only read, where they are quicker; absent means as all others.</summary>
    public double? ReadLatencyMedianMilliseconds { get; init; }

    /// <summary>Latency passes on the machine's clock, not on the simulator's: for tests whose clock jumps over every wait and which want calls to overlap all the same.</summary>
    public bool LatencyInRealTime { get; init; }

    /// <summary>Spread of the log-normal latency: about 0.5 for a calm system, 1 for a lively one.</summary>
    public double LatencySigma { get; init; } = 0.5;

    /// <summary>The same seed gives the same latencies in the same order, reads and other calls each for themselves; a reset begins anew.</summary>
    public int LatencySeed { get; init; } = 1;

    /// <summary>Characters of a request body the call log keeps.</summary>
    public int BodyLogLimit { get; init; } = 65536;
}
