using System.Text.Json.Serialization;

namespace ProcoreNetSuite.Messaging;

/// <summary>What a room is asked to do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SyncCommand>))]
public enum SyncCommand
{
    /// <summary>Write the record to NetSuite and answer in Procore.</summary>
    Export,

    /// <summary>Someone unlinked the record in Procore: forget the pair, if NetSuite allows it.</summary>
    Unlink,

    /// <summary>Give company-level cost codes an origin id; nothing goes to NetSuite.</summary>
    Acknowledge,

    /// <summary>Procore gave the record the origin id of a NetSuite record: keep the pair.</summary>
    Link,

    /// <summary>The record was merged into another one in Procore: that one takes over its pair.</summary>
    Merge,
}

/// <summary>What every message on the queues says: whose it is.</summary>
public interface IConnectionMessage
{
    /// <summary>A connection of the app's settings.</summary>
    string ConnectionId { get; }
}

/// <summary>"Look at these records now". Carries ids, never data, so an old or repeated message does no harm.</summary>
public sealed record SyncMessage : IConnectionMessage
{
    /// <summary>Version of this contract. A message of an earlier release must still be understood.</summary>
    public int Version { get; init; } = 1;

    public required string ConnectionId { get; init; }

    public required SyncCommand Command { get; init; }

    /// <summary>The ERP Request that asked, if one did.</summary>
    public long? RequestId { get; init; }

    /// <summary>Procore's id of the user who asked, if known.</summary>
    public long? RequestedBy { get; init; }

    /// <summary>Name of the operator who asks for it once more; then a request detail that was answered before is answered anew. Null if Procore asks.</summary>
    public string? Operator { get; init; }

    /// <summary>When the request was first queued. A wait ends a set time after it.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>0 at first; one more for each copy sent for later.</summary>
    public int Attempt { get; init; }

    /// <summary>At most 25: one failed record never stops the others.</summary>
    public required IReadOnlyList<SyncItem> Items { get; init; }
}

/// <summary>One record of a message.</summary>
/// <param name="ProcoreId">Procore's id.</param>
/// <param name="RequestDetailId">The request detail that this record's outcome closes, if there is one.</param>
/// <param name="ProjectId">Procore's id of the record's project, if known.</param>
/// <param name="ProjectOriginId">The origin id of the record's project, where Procore names only that.</param>
/// <param name="SurvivorId">Procore's id of the record that it was merged into.</param>
public sealed record SyncItem(
    long ProcoreId, long? RequestDetailId = null, long? ProjectId = null, string? ProjectOriginId = null, long? SurvivorId = null)
{
    /// <summary>The request holds answers of the approver about this record, to be obeyed or refused in words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasAnswers { get; init; }

    /// <summary>What the other system answered about this record in the deliveries so far, if it was the same each time; null if nothing failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RepeatedFailure? Failure { get; init; }
}

/// <summary>A server error of the other system that came again and again.</summary>
/// <param name="Answer">In its words, without what is different each time.</param>
/// <param name="Times">How often in a row.</param>
/// <param name="Since">When it came first.</param>
public sealed record RepeatedFailure(string Answer, int Times, DateTimeOffset Since)
{
    public static RepeatedFailure Next(RepeatedFailure? before, string answer, DateTimeOffset now) =>
        before?.Answer == answer ? before with { Times = before.Times + 1 } : new(answer, 1, now);
}

/// <summary>An ERP Request was created; the router looks at it.</summary>
public sealed record RequestEvent : IConnectionMessage
{
    public int Version { get; init; } = 1;

    public required string ConnectionId { get; init; }

    public required long RequestId { get; init; }

    public long? UserId { get; init; }

    /// <summary>A sweep found it still open, or an operator sent it again out of the dead letters: the request is looked at, whatever became of it before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsAgain { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public int Attempt { get; init; }
}
