namespace ProcoreNetSuite.Requests;

/// <summary>What the connector knows about an ERP Request that it has met.</summary>
/// <param name="At">When a message about it was put on a queue last: by the router, for the rooms or for another look; or by a sweep.</param>
/// <param name="RoutedAt">When its work was put on the rooms' queues, which keep it from then on; null if that has not happened.</param>
/// <param name="Times">How often a sweep has queued it again.</param>
public sealed record RequestMark(long RequestId, DateTimeOffset At, DateTimeOffset? RoutedAt = null, int Times = 0)
{
    /// <summary>Until then one message looks again, so that others about the request need not; null if none does.</summary>
    public DateTimeOffset? LooksUntil { get; init; }

    /// <summary>The id of that message.</summary>
    public string? LooksBy { get; init; }

    /// <summary>When it was refused for good last; null if never.</summary>
    public DateTimeOffset? RefusedAt { get; init; }

    /// <summary>The id of the message that goes to the dead letters for it.</summary>
    public string? RefusedBy { get; init; }
}
