using System.Collections.Concurrent;
using System.Diagnostics;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Tests.Telemetry;

/// <summary>Keeps every span of the connector that ends while it lives.</summary>
internal sealed class KeptSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ActivityListener listener;

    public KeptSpans()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>In the order in which they ended.</summary>
    public IReadOnlyList<Activity> All => [.. spans];

    public IReadOnlyList<Activity> Named(string name) => [.. spans.Where(span => span.DisplayName == name).OrderBy(span => span.StartTimeUtc)];

    /// <summary>Everything that a span tells, as whoever reads traces may see it.</summary>
    public IEnumerable<string> Texts => spans.Select(span => string.Join(
        ' ',
        [
            span.DisplayName, span.StatusDescription, span.TraceStateString,
            .. span.TagObjects.Concat(span.Events.SelectMany(happened => happened.Tags)).Concat(span.Links.SelectMany(link => link.Tags ?? []))
                .Select(tag => $"{tag.Key}={tag.Value}"),
            .. span.Baggage.Select(item => $"{item.Key}={item.Value}"),
        ]));

    public void Clear() => spans.Clear();

    public void Dispose() => listener.Dispose();
}
