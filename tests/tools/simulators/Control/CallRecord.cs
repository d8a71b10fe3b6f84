namespace ProcoreNetSuite.Simulators.Control;

/// <summary>
/// One request as it arrived, and what became of it. The number is 1 for the first request after a reset;
/// the path is as it was sent, still encoded; the body is cut at <see cref="SimulatorSettings.BodyLogLimit"/>.
/// </summary>
public sealed record CallRecord(long Number, DateTimeOffset At, string Method, string Path, string Query, string Body)
{
    /// <summary>The status answered; null while the request is under way or when the connection was cut.</summary>
    public int? Status { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>Id of the fault that bent this call.</summary>
    public string? FaultId { get; init; }
}
