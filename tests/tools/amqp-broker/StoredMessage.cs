using Amqp;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>A message as the broker keeps it. All access is under the broker's lock.</summary>
internal sealed class StoredMessage
{
    /// <summary>As it was sent, with what settlements changed.</summary>
    public required Message Content { get; init; }

    public required long SequenceNumber { get; set; }

    /// <summary>When it came on the queue, or for a scheduled one will come.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    public bool IsScheduled { get; set; }

    public bool IsDeferred { get; set; }

    /// <summary>Deliveries that ended without a settlement, or by giving the message back.</summary>
    public int FailedDeliveries { get; set; }

    public Guid? LockToken { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    public bool IsReady => LockToken is null && !IsDeferred && !IsScheduled;

    /// <summary>When it is dead-lettered unless somebody holds it or put it aside; null for never.</summary>
    public DateTimeOffset? ExpiresAt =>
        IsReady && TimeToLive < DateTimeOffset.MaxValue - EnqueuedAt ? EnqueuedAt + TimeToLive : null;
}
