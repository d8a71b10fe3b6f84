using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Tests.Telemetry;

/// <summary>Keeps everything that the connector counts while it lives.</summary>
internal sealed class KeptMetrics : IDisposable
{
    private readonly ConcurrentQueue<(string Name, long Value, Dictionary<string, object?> Tags)> kept = new();
    private readonly MeterListener listener = new();

    public KeptMetrics()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == TelemetryNames.Source)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => kept.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary())));
        listener.Start();
    }

    /// <summary>Everything that a measurement tells, as whoever reads metrics may see it.</summary>
    public IEnumerable<string> Texts => kept.Select(one => $"{one.Name} {one.Value} {string.Join(' ', one.Tags.Select(tag => $"{tag.Key}={tag.Value}"))}");

    /// <summary>What was measured under this name, with tags that all have these values, such as "outcome=Done".</summary>
    public IReadOnlyList<long> Of(string name, params string[] tags) =>
    [
        .. kept.Where(one => one.Name == name && tags.All(tag => $"{one.Tags.GetValueOrDefault(tag.Split('=')[0])}" == tag.Split('=')[1])).Select(one => one.Value),
    ];

    public long Sum(string name, params string[] tags) => Of(name, tags).Sum();

    public void Clear() => kept.Clear();

    public void Dispose() => listener.Dispose();
}
