using System.Diagnostics;
using System.Diagnostics.Metrics;
using static ProcoreNetSuite.Telemetry.TelemetryNames;
using Names = ProcoreNetSuite.Telemetry.TelemetryNames.Metrics;

namespace ProcoreNetSuite.Telemetry;

/// <summary>
/// All that is counted. Whole numbers only; connection and entity come from <see cref="Work"/>. Counted where it happens, so what a crash repeats counts twice.
/// </summary>
public static class ConnectorMetrics
{
    private static readonly Meter Meter = new(TelemetryNames.Source);

    private static readonly Counter<long> Calls = Meter.CreateCounter<long>(Names.Calls, "{call}", "HTTP calls");
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(Names.Refusals, "{call}", "Calls turned away because there were too many");

    /// <summary>A call is sent to one of <see cref="Systems"/>.</summary>
    public static void Called(string system) => Calls.Add(1, Here((Tags.System, system)));

    /// <summary>A system turned a call away because there were too many.</summary>
    public static void Refused(string system) => Refusals.Add(1, Here((Tags.System, system)));

    private static TagList Here(params ReadOnlySpan<(string Name, string Value)> more)
    {
        var tags = new TagList { { Tags.Connection, Work.Connection }, { Tags.Entity, Work.Entity } };
        foreach (var (name, value) in more)
        {
            tags.Add(name, value);
        }

        return tags;
    }
}
