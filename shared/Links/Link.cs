using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Links;

/// <summary>The kinds of pairs (design: one room each).</summary>
public enum EntityType
{
    WbsCode,
    Project,
    Company,
    SubcontractorInvoice,
    StandardCostCode,

    /// <summary>The connection itself, which has a history and no pair.</summary>
    Connection,
}

/// <summary>Names one pair from Procore's side.</summary>
/// <param name="ProjectId">Only for WBS codes, whose links are read project by project; null otherwise.</param>
public sealed record LinkKey(string ConnectionId, EntityType Entity, long ProcoreId, long? ProjectId = null)
{
    /// <summary>Under which the history keeps what people had the connector do that is about no record: its webhook, imports, events.</summary>
    public static LinkKey OfConnection(string connectionId) => new(connectionId, EntityType.Connection, 0);
}

/// <summary>How far a pair is.</summary>
public enum LinkState
{
    /// <summary>Known, nothing written: a first failure, or a claim that was given back.</summary>
    Open,

    /// <summary>Claimed: a write may be on its way. An old one is verified before anything else.</summary>
    Writing,

    /// <summary>A write was sent and its answer is missing.</summary>
    Unknown,

    /// <summary>Both records exist and the pair is stored.</summary>
    Linked,

    /// <summary>Linked, and NetSuite's record is not as it was sent.</summary>
    Changed,

    /// <summary>Linked, and a person deleted NetSuite's record.</summary>
    Orphaned,

    /// <summary>Was linked; unlinked by a user. May be exported anew.</summary>
    Unlinked,
}

/// <summary>The row of one pair as it was read.</summary>
public sealed record Link
{
    public required LinkKey Key { get; init; }

    public required LinkState State { get; init; }

    /// <summary>Set once written; kept after an unlink, so that imports go on ignoring the record.</summary>
    public NetSuiteId? NetSuiteId { get; init; }

    /// <summary>The record's name as people know it: invoice number, company, project number, item name.</summary>
    public string? Name { get; init; }

    /// <summary>The claim's owner: the message that writes.</summary>
    public string? OperationId { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>SHA-256 of what was sent.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>Until then a write may be on its way: the owner's, or the one whose answer is missing.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Amount sent, in the bill's currency; null for records without one.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The head of the bill that was sent, or linked to; null for records that are no bills.</summary>
    public BillHead? Bill { get; init; }

    /// <summary>While a write's outcome is unknown: NetSuite's server error to it, the same again and again; null if it had none.</summary>
    public WriteFailure? Failure { get; init; }

    /// <summary>How many voided NetSuite records this record has left behind: a voided bill keeps its external id, so the next one needs another.</summary>
    public int Voided { get; init; }

    /// <summary>The project of an invoice, so that a project's links can be listed.</summary>
    public long? ProjectId { get; init; }

    /// <summary>Why it is parked; empty if it is not.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>When it was parked last.</summary>
    public DateTimeOffset? ParkedAt { get; init; }

    /// <summary>When Procore was last told; null from a new claim on, so that a link that was never reported is known.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>Request details that were answered, newest last; a repeated message about one of them is not worked on again.</summary>
    public IReadOnlyList<long> AnsweredDetails { get; init; } = [];

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When NetSuite took what was sent; null for links of earlier versions and those where nothing was.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>The version that was read; null for a row that is not stored yet.</summary>
    public string? ETag { get; init; }

    /// <summary>True while both records belong together, whatever happened to NetSuite's since.</summary>
    public bool IsPair => State is LinkState.Linked or LinkState.Changed or LinkState.Orphaned;

    public bool HasAnswered(long? requestDetailId) => requestDetailId is { } id && AnsweredDetails.Contains(id);
}

/// <summary>What a bill's head says beside its total, so that a later change in NetSuite shows, however bills are mapped by then.</summary>
/// <param name="VendorName">As Procore calls it; for sentences only.</param>
public sealed record BillHead(NetSuiteId Vendor, string? VendorName, string? Reference, DateOnly? Date)
{
    /// <summary>What it booked where, as <see cref="BillDistribution"/> writes it; null in links of earlier versions.</summary>
    public string? Distribution { get; init; }

    /// <summary>The approver knew of another bill of this vendor and number, and wanted this one all the same.</summary>
    public bool IsSecond { get; init; }
}

/// <summary>A server error of NetSuite that the writes of one record got, the same each time.</summary>
/// <param name="Answer">In NetSuite's words, without what is different each time.</param>
/// <param name="Words">The last one, as it came.</param>
/// <param name="Times">How often in a row.</param>
/// <param name="Since">When it came first.</param>
/// <param name="At">When it came last.</param>
public sealed record WriteFailure(string Answer, string? Words, int Times, DateTimeOffset Since, DateTimeOffset At);

/// <summary>One decision about one record, kept for good.</summary>
/// <param name="OperationId">The message that led to it. The same (key, operation, decision) overwrites itself.</param>
/// <param name="Decision">written, adopted, unknown, rejected, waiting-ended, unlinked, unlink-refused, ...</param>
/// <param name="Who">Procore user id of the person who asked, or an operator's name; null if nobody is known.</param>
/// <param name="Sent">What was sent, as JSON; never bank details or secrets.</param>
/// <param name="Came">What came back, in words.</param>
public sealed record HistoryEntry(LinkKey Key, string OperationId, string Decision, DateTimeOffset At, string? Who, string? Sent, string? Came);
