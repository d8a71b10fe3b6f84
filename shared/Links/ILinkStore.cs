using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Links;

/// <summary>
/// Which Procore record is which NetSuite record (design: "Exactly one effect"; connector-behaviour.md 5.1). Two rows per pair,
/// <c>procore:{id}</c> and <c>netsuite:{id}</c>, in one partition and one transaction, so that a pair is unique from both sides.
/// </summary>
public interface ILinkStore
{
    Task<Link?> FindAsync(LinkKey key, CancellationToken cancellationToken);

    /// <summary>The links of these keys, in the same order; null where there is none.</summary>
    Task<IReadOnlyList<Link?>> FindManyAsync(IReadOnlyList<LinkKey> keys, CancellationToken cancellationToken);

    /// <summary>The link that holds this NetSuite record, if any.</summary>
    Task<Link?> FindByNetSuiteIdAsync(
        string connectionId, EntityType entity, long? projectId, NetSuiteId id, CancellationToken cancellationToken);

    /// <summary>The links that hold these NetSuite records, by them; those that none holds are missing.</summary>
    Task<IReadOnlyDictionary<NetSuiteId, Link>> FindManyByNetSuiteIdAsync(
        string connectionId, EntityType entity, long? projectId, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken);

    /// <summary>Those of these NetSuite records that are one half of a pair, or were before it was unlinked.</summary>
    Task<IReadOnlySet<NetSuiteId>> FindEverLinkedAsync(
        string connectionId, EntityType entity, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken);

    /// <summary>All links of a partition: a connection's entity, or one project's WBS codes.</summary>
    IAsyncEnumerable<Link> ListAsync(string connectionId, EntityType entity, long? projectId, CancellationToken cancellationToken);

    /// <summary>So many links of a connection's entity, in the order of their keys, which is not the order of their numbers: for lists that are read in steps.</summary>
    /// <param name="after">Procore id of the last link of the page before; 0 for the first page.</param>
    /// <param name="most">1 to 1,000. Fewer come only at the end.</param>
    Task<IReadOnlyList<Link>> ListPageAsync(string connectionId, EntityType entity, long after, int most, CancellationToken cancellationToken);

    /// <summary>So many links of a connection, entity by entity and project by project, each in the order of its keys: for people who look around.</summary>
    /// <param name="entity">Only these; null for all.</param>
    /// <param name="projectId">Only the WBS codes of this project; null for all.</param>
    /// <param name="after">The last link of the page before; null for the first page.</param>
    /// <param name="most">1 to 1,000. Fewer come only at the end.</param>
    Task<IReadOnlyList<Link>> BrowseAsync(
        string connectionId, EntityType? entity, long? projectId, LinkKey? after, int most, CancellationToken cancellationToken);

    /// <summary>The links of a connection's entity that were stored since then, in no order. The server reads all of them: for rare questions.</summary>
    IAsyncEnumerable<Link> ListChangedAsync(string connectionId, EntityType entity, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Stores <paramref name="link"/> if the row is still as it was read (its ETag; null: no row).</summary>
    /// <returns>The link with its new ETag, or null if someone else was faster.</returns>
    Task<Link?> TrySaveAsync(Link link, CancellationToken cancellationToken);

    /// <summary>As <see cref="TrySaveAsync"/> for all of them in one transaction: all or none.</summary>
    /// <param name="links">At most 100 of one partition, each record once.</param>
    /// <returns>The links with their new ETags, in the same order, or null if one row is not as it was read.</returns>
    Task<IReadOnlyList<Link>?> TrySaveManyAsync(IReadOnlyList<Link> links, CancellationToken cancellationToken);

    /// <summary>Makes pairs of claims in one transaction: all or none.</summary>
    /// <param name="claims">At most 50 of one partition as they were saved, with <see cref="Link.NetSuiteId"/> set, each of the ids once.</param>
    /// <returns>False if a claim has moved on or a NetSuite record has a pair already; <see cref="LinkAsync"/> says then which and why.</returns>
    Task<bool> TryLinkManyAsync(IReadOnlyList<Link> claims, CancellationToken cancellationToken);

    /// <summary>Stores the pair: both rows, state Linked, claim ended. Saving the same pair again changes nothing.</summary>
    /// <param name="link">With <see cref="Link.NetSuiteId"/> set.</param>
    /// <exception cref="LinkConflictException">Either record is linked to another one.</exception>
    Task<Link> LinkAsync(Link link, CancellationToken cancellationToken);

    /// <summary>Ends the pair: state Unlinked, the NetSuite row is freed, the internal id is kept on the Procore row. May be repeated.</summary>
    Task UnlinkAsync(Link link, CancellationToken cancellationToken);

    /// <summary>Parks records with their problems. The state of a claim or a link is kept; a record without a row gets one. May be repeated.</summary>
    Task ParkAsync(IReadOnlyList<(LinkKey Key, string? Name, IReadOnlyList<Problem> Problems)> parked, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Notes that Procore was told; success clears the problems. One transaction per partition of up to 100. May be repeated.</summary>
    Task MarkReportedAsync(
        IReadOnlyList<(LinkKey Key, long? RequestDetailId, bool Succeeded)> reported, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Adds to the history table; the same entry again changes nothing.</summary>
    /// <remarks>A text of more than 30,000 characters is kept as its length, hash and beginning.</remarks>
    Task AppendHistoryAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken);

    /// <summary>Every decision about one record, newest first.</summary>
    Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(LinkKey key, CancellationToken cancellationToken);
}

/// <summary>One of the two records is already linked to another one.</summary>
public sealed class LinkConflictException(string message, Link? holder) : Exception(message)
{
    /// <summary>The link that holds the record now.</summary>
    public Link? Holder { get; } = holder;
}
