namespace ProcoreNetSuite.ServiceBusBroker;

/// <content>What tests may look at and bend.</content>
public sealed partial class AmqpBroker
{
    /// <summary>While set, no token is accepted: new links fail for want of rights.</summary>
    public bool Refuses
    {
        get => engine.Refuses;
        set => engine.Refuses = value;
    }

    /// <summary>While set, connections are accepted and nothing is answered or delivered; what came in that time is lost.</summary>
    public bool Hangs
    {
        get => engine.Hangs;
        set => engine.Hangs = value;
    }

    /// <summary>A fault of the broker itself, after which it answers nobody; null if all is well.</summary>
    public Exception? Failure => engine.Failure;

    /// <summary>Messages that are ready, locked, scheduled or put aside.</summary>
    public int Count(string queue) => engine.Now(queue, found => found.Messages.Count);

    public int CountDeadLetters(string queue) => Count(queue + Addresses.DeadLetters);

    /// <summary>What is on the queue, by sequence number.</summary>
    public IReadOnlyList<QueuedMessage> Messages(string queue) =>
        engine.Now(queue, found => found.Messages.Select(Describe).ToList());

    public IReadOnlyList<QueuedMessage> DeadLetters(string queue) => Messages(queue + Addresses.DeadLetters);

    /// <summary>Takes away all locks now held on the queue: settling with one fails, and its message is delivered again.</summary>
    public void LoseLocks(string queue) => engine.Now(queue, found =>
    {
        found.LoseLocks();
        return true;
    });

    private static QueuedMessage Describe(StoredMessage message) => new(
        Wire.MessageId(message.Content),
        message.SequenceNumber,
        message.LockToken is not null ? QueuedMessageState.Locked
            : message.IsDeferred ? QueuedMessageState.Deferred
            : message.IsScheduled ? QueuedMessageState.Scheduled
            : QueuedMessageState.Active,
        message.FailedDeliveries,
        message.EnqueuedAt,
        message.Content.ApplicationProperties?[Wire.DeadLetterReason] as string,
        message.Content.ApplicationProperties?[Wire.DeadLetterDescription] as string);
}
