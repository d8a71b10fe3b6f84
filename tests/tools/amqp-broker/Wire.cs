using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>How Service Bus writes and reads AMQP messages.</summary>
internal static class Wire
{
    public const string DeadLetterReason = "DeadLetterReason";
    public const string DeadLetterDescription = "DeadLetterErrorDescription";
    private const uint BatchFormat = 0x80013700;
    private static readonly Symbol scheduledFor = new("x-opt-scheduled-enqueue-time");
    private static readonly Symbol sequenceNumber = new("x-opt-sequence-number");
    private static readonly Symbol enqueuedAt = new("x-opt-enqueued-time");
    private static readonly Symbol lockedUntil = new("x-opt-locked-until");
    private static readonly Symbol state = new("x-opt-message-state");

    public static string? MessageId(Message message) => message.Properties?.GetMessageId()?.ToString();

    public static DateTimeOffset? ScheduledFor(Message message) =>
        message.MessageAnnotations?[scheduledFor] is DateTime at ? new DateTimeOffset(at.ToUniversalTime()) : null;

    /// <summary>The message itself, or the messages of a batch, which has one in each data section.</summary>
    public static IReadOnlyList<Message> Unpack(Message message) => message switch
    {
        { Format: not BatchFormat } => [message],
        { BodySection: DataList parts } => [.. Enumerable.Range(0, parts.Count).Select(index => Decode(parts[index].Binary))],
        { BodySection: Data part } => [Decode(part.Binary)],
        _ => [],
    };

    public static Message Decode(byte[] bytes) => Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));

    public static byte[] Encode(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    public static void SetProperties(Message message, IReadOnlyDictionary<string, object?> properties)
    {
        var all = new ApplicationProperties();
        foreach (var (name, value) in message.ApplicationProperties?.Map ?? [])
        {
            all[name] = value;
        }

        foreach (var (name, value) in properties)
        {
            all[name] = value;
        }

        message.ApplicationProperties = all.Map.Count == 0 ? null : all;
    }

    /// <summary>Gives the message the queue's time to live if it has none or a longer one.</summary>
    public static TimeSpan LimitTimeToLive(Message message, TimeSpan limit)
    {
        var expires = message.Properties is { AbsoluteExpiryTime: var end, CreationTime: var start } && end > start ? end - start : TimeSpan.MaxValue;
        var own = message.Header is { Ttl: > 0 and < uint.MaxValue } header ? TimeSpan.FromMilliseconds(header.Ttl) : expires;
        if (own <= limit)
        {
            return own;
        }

        message.Header ??= new Header();
        message.Header.Ttl = (uint)Math.Min(limit.Ticks / TimeSpan.TicksPerMillisecond, uint.MaxValue);
        return limit;
    }

    /// <summary>The message as a receiver gets it.</summary>
    public static Delivery ForReceiver(StoredMessage stored)
    {
        var delivery = Copy(stored, stored.LockToken!.Value);
        delivery.MessageAnnotations[lockedUntil] = stored.LockedUntil.UtcDateTime;
        return delivery;
    }

    /// <summary>The message as somebody sees it who only looks.</summary>
    public static byte[] ForPeek(StoredMessage stored) => Encode(Copy(stored, Guid.Empty));

    private static Delivery Copy(StoredMessage stored, Guid lockToken)
    {
        var annotations = new MessageAnnotations();
        foreach (var (name, value) in stored.Content.MessageAnnotations?.Map ?? [])
        {
            annotations[name] = value;
        }

        annotations[sequenceNumber] = stored.SequenceNumber;
        annotations[enqueuedAt] = stored.EnqueuedAt.UtcDateTime;
        annotations[state] = stored.IsDeferred ? 1 : stored.IsScheduled ? 2 : 0;
        var header = new Header { DeliveryCount = (uint)stored.FailedDeliveries };
        if (stored.Content.Header is { Ttl: > 0 } sent)
        {
            header.Ttl = sent.Ttl;
        }

        return new Delivery(lockToken)
        {
            Header = header,
            MessageAnnotations = annotations,
            Properties = stored.Content.Properties,
            ApplicationProperties = stored.Content.ApplicationProperties,
            BodySection = stored.Content.BodySection,
            Footer = stored.Content.Footer,
        };
    }
}
