namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>A message on a queue, as a test may see it.</summary>
/// <param name="FailedDeliveries">Deliveries that ended without success.</param>
/// <param name="EnqueuedAt">When it came, or for a scheduled one will come.</param>
public sealed record QueuedMessage(
    string? MessageId,
    long SequenceNumber,
    QueuedMessageState State,
    int FailedDeliveries,
    DateTimeOffset EnqueuedAt,
    string? DeadLetterReason,
    string? DeadLetterDescription);
