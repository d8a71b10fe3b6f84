using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Links;

/// <summary>One record to write to NetSuite, exactly once.</summary>
/// <param name="Seen">The link as it was read at the start of the work; null if there is none.</param>
/// <param name="Name">The record's name as people know it.</param>
/// <param name="Payload">What is sent; its JSON is hashed and kept in the history.</param>
/// <param name="Amount">Total in the bill's currency; null for records without one.</param>
/// <param name="OperationId">The message that asks: a redelivery has the same one.</param>
/// <param name="LeaseUntil">When the message's lock ends: until then nobody else may write.</param>
/// <param name="Who">Procore user id of the person who asked, or null.</param>
/// <param name="Write">Sends it, once. Its exceptions are sorted into yes, no and unknown.</param>
/// <param name="Find">Looks it up by external id and says how it differs, if it does.</param>
public sealed record RemoteWrite(
    LinkKey Key,
    Link? Seen,
    string ExternalId,
    string Name,
    object Payload,
    decimal? Amount,
    string OperationId,
    DateTimeOffset LeaseUntil,
    string? Who,
    Func<CancellationToken, Task<NetSuiteId>> Write,
    Func<CancellationToken, Task<Existing?>> Find)
{
    /// <summary>The project of an invoice, so that a project's links can be listed.</summary>
    public long? ProjectId { get; init; }

    /// <summary>The record that is there already and is linked as it is, with words for the history; null where something is sent.</summary>
    public (NetSuiteId Id, string Words)? LinksTo { get; init; }

    /// <summary>The bill's head; null for records that are no bills.</summary>
    public BillHead? Bill { get; init; }
}

/// <summary>What NetSuite holds under the external id.</summary>
/// <param name="Difference">Null if it is what we would send; otherwise how it differs, to the cent.</param>
public sealed record Existing(NetSuiteId Id, Problem? Difference);
