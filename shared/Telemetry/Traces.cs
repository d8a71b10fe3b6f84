using System.Diagnostics;
using static ProcoreNetSuite.Telemetry.TelemetryNames;

namespace ProcoreNetSuite.Telemetry;

/// <summary>
/// Spans of messages, and the way a trace takes through them: one trace from the webhook to the answer, whatever host delivers the messages. All of it is free
/// while nobody listens.
/// </summary>
public static class Traces
{
    /// <summary>Kept with the span of a delivery: the span that its copies for later link to.</summary>
    private const string FirstAttempt = "first attempt";

    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    /// <summary>False while nobody would see a span.</summary>
    internal static bool IsWatched => Source.HasListeners();

    /// <summary>The span of one send. Null while nobody listens.</summary>
    public static Activity? Send(string queue, string messageId) => Source.StartActivity($"send {queue}", ActivityKind.Producer, default(ActivityContext), Tags(queue, "send", messageId));

    /// <summary>
    /// The span of one delivery, in the trace of whoever sent the message. The host's own span around it is its parent if it belongs to that trace, and
    /// linked if it doesn't; so is the first attempt, if the message is a copy for later. Null while nobody listens.
    /// </summary>
    public static Activity? Process(string queue, string messageId, int deliveries, IReadOnlyDictionary<string, object> properties)
    {
        var sent = Read(properties, Properties.TraceParent) ?? Read(properties, Properties.DiagnosticId);
        var first = Read(properties, Properties.FirstAttempt);
        var around = Activity.Current?.Context;
        var isInside = sent is null || around?.TraceId == sent.Value.TraceId;
        List<ActivityLink> links = [];
        if (first is { } origin)
        {
            links.Add(new(origin));
        }

        if (!isInside && around is { } host)
        {
            links.Add(new(host));
        }

        var span = Source.StartActivity(
            $"process {queue}", ActivityKind.Consumer, isInside ? default : sent!.Value, [.. Tags(queue, "process", messageId), new(Spans.DeliveryCount, deliveries)], links);
        span?.SetCustomProperty(FirstAttempt, first ?? span.Context);

        return span;
    }

    /// <summary>Writes where the trace stands into a message that is about to be sent; Service Bus's client leaves that as it is.</summary>
    /// <param name="isCopy">The message asks again, later, what the one that is being worked on asks.</param>
    public static void Stamp(IDictionary<string, object> properties, bool isCopy)
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C, Id: { } id } now)
        {
            return;
        }

        properties[Properties.DiagnosticId] = id;
        properties[Properties.TraceParent] = id;
        if (now.TraceStateString is { Length: > 0 } state)
        {
            properties[Properties.TraceState] = state;
        }

        if (isCopy && FirstOf(now) is { } first)
        {
            properties[Properties.FirstAttempt] = $"00-{first.TraceId}-{first.SpanId}-{(first.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}";
        }
    }

    /// <summary>Says that what the span stands for failed, by the kind of failure: texts may hold what is nobody's business.</summary>
    public static void Fail(this Activity? span, Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        span?.SetTag(Spans.Error, failure.GetType().FullName).SetStatus(ActivityStatusCode.Error);
    }

    internal static Activity? Call(string name, IEnumerable<KeyValuePair<string, object?>> tags) =>
        Source.StartActivity(name, ActivityKind.Client, default(ActivityContext), tags);

    private static ActivityContext? FirstOf(Activity? span)
    {
        for (; span is not null; span = span.Parent)
        {
            if (span.GetCustomProperty(FirstAttempt) is ActivityContext first)
            {
                return first;
            }
        }

        return null;
    }

    private static ActivityContext? Read(IReadOnlyDictionary<string, object> properties, string name) =>
        properties.TryGetValue(name, out var value) && ActivityContext.TryParse(
            value as string, properties.GetValueOrDefault(Properties.TraceState) as string, isRemote: true, out var context)
            ? context
            : null;

    private static KeyValuePair<string, object?>[] Tags(string queue, string operation, string messageId) =>
    [
        new(Spans.MessagingSystem, Spans.ServiceBus),
        new(Spans.Destination, queue),
        new(Spans.OperationName, operation),
        new(Spans.OperationType, operation),
        new(Spans.MessageId, messageId),
        new(TelemetryNames.Tags.Connection, Work.Connection),
    ];
}
