#nullable disable // The real package has no nullable annotations.

namespace Azure.Messaging.ServiceBus;

public class ServiceBusReceivedMessage
{
    internal ServiceBusReceivedMessage()
    {
    }

    public BinaryData Body { get; internal init; }

    public string MessageId { get; internal init; }

    public string SessionId { get; internal init; }

    public string CorrelationId { get; internal init; }

    public string Subject { get; internal init; }

    public string ContentType { get; internal init; }

    public string LockToken { get; internal init; }

    public int DeliveryCount { get; internal init; }

    public DateTimeOffset LockedUntil { get; internal init; }

    public DateTimeOffset EnqueuedTime { get; internal init; }

    public DateTimeOffset ScheduledEnqueueTime { get; internal init; }

    public TimeSpan TimeToLive { get; internal init; }

    public DateTimeOffset ExpiresAt =>
        TimeToLive >= DateTimeOffset.MaxValue - EnqueuedTime ? DateTimeOffset.MaxValue : EnqueuedTime + TimeToLive;

    public long SequenceNumber { get; internal init; }

    public ServiceBusMessageState State { get; internal init; }

    public IReadOnlyDictionary<string, object> ApplicationProperties { get; internal init; }

    public string DeadLetterReason => Property("DeadLetterReason");

    public string DeadLetterErrorDescription => Property("DeadLetterErrorDescription");

    public string DeadLetterSource { get; internal init; }

    private string Property(string name) => ApplicationProperties.TryGetValue(name, out var value) ? value as string : null;
}
