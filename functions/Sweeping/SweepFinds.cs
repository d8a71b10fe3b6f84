using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Sweeping;

/// <summary>What Procore's list of deliveries says about the announcement of one request, over all its events.</summary>
/// <param name="DeliveredAt">When the intake took it in; null if it never did.</param>
/// <param name="TriedAt">The last attempt; null if Procore doesn't say.</param>
/// <param name="IsDiscarded">Procore has given up at least one of its events.</param>
public sealed record Announcement(DateTimeOffset? DeliveredAt, DateTimeOffset? TriedAt, bool IsDiscarded, long? UserId);

/// <summary>One of a hook's deliveries, as far as it matters for where the next sweep begins.</summary>
/// <param name="RequestId">Null if it announces no ERP Request.</param>
/// <param name="RaisedAt">When its event came up; null if Procore doesn't say.</param>
public sealed record DeliveryPlace(long HookId, long? RequestId, DateTimeOffset? RaisedAt);

/// <summary>What a sweep read in Procore, by ERP Request.</summary>
public sealed class SweepFinds
{
    public Dictionary<long, Announcement> Announced { get; } = [];

    /// <summary>Requests with an open request detail, and when the oldest was opened, if Procore says so.</summary>
    public Dictionary<long, DateTimeOffset?> Open { get; } = [];

    /// <summary>By time for each hook.</summary>
    public List<DeliveryPlace> Places { get; } = [];

    /// <summary>Hooks of which no delivery is missing: only there the next sweep may begin further on.</summary>
    public HashSet<long> ReadToTheEnd { get; } = [];

    public int OpenDetails { get; set; }

    public int Unreadable { get; set; }

    public List<Problem> Problems { get; } = [];

    public int NextPage { get; set; } = 1;

    public IReadOnlyCollection<long> RequestIds => [.. Announced.Keys.Union(Open.Keys)];
}
