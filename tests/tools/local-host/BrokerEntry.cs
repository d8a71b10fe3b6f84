using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>A message as the broker keeps it. All access is under the broker's lock.</summary>
internal sealed class BrokerEntry
{
    public required long SequenceNumber { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }

    public required BinaryData Body { get; init; }

    public string? MessageId { get; init; }

    public string? CorrelationId { get; init; }

    public string? SessionId { get; init; }

    public string? Subject { get; init; }

    public string? ContentType { get; init; }

    public TimeSpan TimeToLive { get; init; } = TimeSpan.MaxValue;

    public string? DeadLetterSource { get; init; }

    public required Dictionary<string, object> Properties { get; init; }

    public int DeliveryCount { get; set; }

    public bool IsDeferred { get; set; }

    public Guid? LockToken { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    public bool IsExpiredAt(DateTimeOffset now) =>
        TimeToLive < TimeSpan.MaxValue && LockToken is null && now - EnqueuedAt >= TimeToLive;

    public static BrokerEntry From(ServiceBusMessage message, long sequenceNumber, DateTimeOffset enqueuedAt) => new()
    {
        SequenceNumber = sequenceNumber,
        EnqueuedAt = enqueuedAt,

        // A copy: what the sender does to its message after the send changes nothing here.
        Body = BinaryData.FromBytes(message.Body.ToArray()),
        MessageId = message.MessageId,
        CorrelationId = message.CorrelationId,
        SessionId = message.SessionId,
        Subject = message.Subject,
        ContentType = message.ContentType,
        TimeToLive = message.TimeToLive,
        Properties = new(message.ApplicationProperties),
    };

    public BrokerEntry AsDeadLetter(DateTimeOffset at, string source, string reason, string? description)
    {
        var properties = new Dictionary<string, object>(Properties) { ["DeadLetterReason"] = reason };
        if (description is not null)
        {
            properties["DeadLetterErrorDescription"] = description;
        }

        return new()
        {
            SequenceNumber = SequenceNumber,
            EnqueuedAt = at,
            Body = Body,
            MessageId = MessageId,
            CorrelationId = CorrelationId,
            SessionId = SessionId,
            Subject = Subject,
            ContentType = ContentType,
            DeadLetterSource = source,
            Properties = properties,
            DeliveryCount = DeliveryCount,
        };
    }

    public ServiceBusReceivedMessage ToReceived(DateTimeOffset now) => ServiceBusModelFactory.ServiceBusReceivedMessage(
        body: Body,
        messageId: MessageId,
        sessionId: SessionId,
        timeToLive: TimeToLive,
        correlationId: CorrelationId,
        subject: Subject,
        contentType: ContentType,
        properties: new Dictionary<string, object>(Properties),
        lockTokenGuid: LockToken ?? Guid.Empty,
        deliveryCount: DeliveryCount,
        lockedUntil: LockedUntil,
        sequenceNumber: SequenceNumber,
        deadLetterSource: DeadLetterSource,
        enqueuedTime: EnqueuedAt,
        serviceBusMessageState: IsDeferred ? ServiceBusMessageState.Deferred
            : EnqueuedAt > now ? ServiceBusMessageState.Scheduled
            : ServiceBusMessageState.Active);
}
