namespace ProcoreNetSuite.LocalHosting;

public enum BrokerEventKind
{
    Sent,
    Scheduled,
    DuplicateDropped,
    Delivered,
    Completed,
    Abandoned,
    DeadLettered,
    Deferred,
    LockRenewed,
    LockExpired,
    Cancelled,
}

/// <summary>One line of the broker's history.</summary>
/// <param name="Detail">For a scheduled message when it is due; for a dead letter the reason.</param>
public sealed record BrokerEvent(DateTimeOffset At, BrokerEventKind Kind, string Queue, string? MessageId, string? Detail = null);
