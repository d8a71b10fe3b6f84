using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>A message as the broker keeps it: as bytes of the wire, so a copy has what the wire carries and nothing else. All access is under the broker's lock.</summary>
internal sealed class BrokerEntry
{
    private const string SequenceNumberKey = "x-opt-sequence-number";
    private const string EnqueuedTimeKey = "x-opt-enqueued-time";
    private const string LockedUntilKey = "x-opt-locked-until";
    private const string StateKey = "x-opt-message-state";
    private BinaryData content;

    private BrokerEntry(BinaryData content) => this.content = content;

    public required long SequenceNumber { get; set; }

    /// <summary>When it came on the queue, or for a scheduled one will come.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    public required string? MessageId { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    /// <summary>Until its time, when it gets a new number.</summary>
    public bool IsScheduled { get; set; }

    public bool IsDeferred { get; set; }

    /// <summary>Deliveries that ended without a settlement, or by giving the message back.</summary>
    public int FailedDeliveries { get; set; }

    public Guid? LockToken { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    public bool IsReady => LockToken is null && !IsDeferred && !IsScheduled;

    public static BrokerEntry From(ServiceBusMessage message, BinaryData content, long number, DateTimeOffset now, TimeSpan longestLife)
    {
        var due = AmqpAnnotatedMessage.FromBytes(content).MessageAnnotations.TryGetValue("x-opt-scheduled-enqueue-time", out var at)
            ? new DateTimeOffset((DateTime)at!)
            : now;
        return new(content)
        {
            SequenceNumber = number,
            EnqueuedAt = due > now ? due : now,
            MessageId = message.MessageId,
            TimeToLive = message.TimeToLive < longestLife ? message.TimeToLive : longestLife,
            IsScheduled = due > now,
        };
    }

    public bool IsExpiredAt(DateTimeOffset now) => IsReady && now - EnqueuedAt >= TimeToLive;

    /// <summary>Sets application properties of the message.</summary>
    public void Modify(IEnumerable<KeyValuePair<string, object>> properties)
    {
        var message = Annotated();
        foreach (var (name, value) in properties)
        {
            message.ApplicationProperties[name] = value;
        }

        content = message.ToBytes();
    }

    /// <summary>The message as its receiver gets it.</summary>
    public ServiceBusReceivedMessage ToReceived()
    {
        var message = Stamped(FailedDeliveries + 1);
        message.MessageAnnotations[LockedUntilKey] = LockedUntil.UtcDateTime;
        return Read(message, LockToken ?? Guid.Empty);
    }

    /// <summary>The message as somebody sees it who only looks.</summary>
    public ServiceBusReceivedMessage ToPeeked() => Read(Stamped(FailedDeliveries), Guid.Empty);

    /// <summary>Through the wire once more: its times have milliseconds.</summary>
    private static ServiceBusReceivedMessage Read(AmqpAnnotatedMessage message, Guid lockToken) => ServiceBusReceivedMessage.FromAmqpMessage(
        AmqpAnnotatedMessage.FromBytes(message.ToBytes()), BinaryData.FromBytes(lockToken.ToByteArray()));

    private AmqpAnnotatedMessage Annotated() => AmqpAnnotatedMessage.FromBytes(content);

    private AmqpAnnotatedMessage Stamped(int deliveries)
    {
        var message = Annotated();
        message.Header.DeliveryCount = (uint)deliveries;
        message.Header.TimeToLive = TimeToLive < TimeSpan.MaxValue ? TimeToLive : null;
        message.MessageAnnotations[SequenceNumberKey] = SequenceNumber;
        message.MessageAnnotations[EnqueuedTimeKey] = EnqueuedAt.UtcDateTime;
        message.MessageAnnotations[StateKey] = (int)(IsDeferred ? ServiceBusMessageState.Deferred
            : IsScheduled ? ServiceBusMessageState.Scheduled
            : ServiceBusMessageState.Active);
        return message;
    }
}
