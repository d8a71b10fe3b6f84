using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Messaging;

/// <summary>The four ways in which the work on a record ends.</summary>
public enum SyncStatus
{
    /// <summary>Written and linked.</summary>
    Done,

    /// <summary>Nothing to do; nothing is reported.</summary>
    Skipped,

    /// <summary>A copy of the message is sent for later.</summary>
    Waiting,

    /// <summary>Will never work as it is: parked and reported as failed.</summary>
    Rejected,
}

/// <summary>A message for another room's queue.</summary>
public sealed record QueuedMessage(string Queue, SyncMessage Message);

/// <summary>How one record of a message ended.</summary>
public sealed record SyncOutcome
{
    public required SyncStatus Status { get; init; }

    /// <summary>The record's name as people know it, for a link that has none yet; null if it isn't known.</summary>
    public string? Name { get; init; }

    /// <summary>For Skipped: why.</summary>
    public string? Reason { get; init; }

    /// <summary>Why the record waits or was rejected; never empty then.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>Lines for the approver beside a success, such as a warning.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>For Done: the NetSuite record. Null where the answer has none (an unlink).</summary>
    public NetSuiteId? NetSuiteId { get; init; }

    /// <summary>What to write into Procore's external data before the request detail is closed.</summary>
    public IReadOnlyList<ExternalData> Marks { get; init; } = [];

    /// <summary>For Waiting: how long to stay away; null leaves it to the runner.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>For Waiting: the other system's own server error to a read of this record, the same each time it fails the same way; null if it is something else.</summary>
    public string? Answer { get; init; }

    /// <summary>For Waiting: that error over all deliveries so far; the runner counts.</summary>
    public RepeatedFailure? Failure { get; init; }

    /// <summary>For Waiting: what other rooms must do first.</summary>
    public IReadOnlyList<QueuedMessage> Needs { get; init; } = [];

    public static SyncOutcome Done(NetSuiteId? id, IReadOnlyList<ExternalData>? marks = null) =>
        new() { Status = SyncStatus.Done, NetSuiteId = id, Marks = marks ?? [] };

    public static SyncOutcome Skipped(string reason) => new() { Status = SyncStatus.Skipped, Reason = reason };

    public static SyncOutcome Waiting(Problem problem, TimeSpan? delay = null, params IReadOnlyList<QueuedMessage> needs) =>
        new() { Status = SyncStatus.Waiting, Problems = [problem], Delay = delay, Needs = needs };

    public static SyncOutcome Rejected(params IReadOnlyList<Problem> problems) => new() { Status = SyncStatus.Rejected, Problems = problems };
}
