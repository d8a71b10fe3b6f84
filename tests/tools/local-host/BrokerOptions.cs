namespace ProcoreNetSuite.LocalHosting;

/// <summary>The queue settings of a Service Bus namespace, the same for all queues.</summary>
public sealed record BrokerOptions
{
    /// <summary>How long a delivery holds its message. Default 5 minutes, the most Service Bus allows.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Deliveries before a message is dead-lettered. Default 10.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a message id is remembered. Default 10 minutes.</summary>
    public TimeSpan DuplicateDetectionWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The most a message may lie unread before it is dead-lettered, and how long if it doesn't say. Default 7 days.</summary>
    public TimeSpan DefaultTimeToLive { get; init; } = TimeSpan.FromDays(7);
}
