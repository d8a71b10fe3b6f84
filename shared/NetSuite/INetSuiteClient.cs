namespace ProcoreNetSuite.NetSuite;

/// <summary>NetSuite's REST API for one account, in the connector's subsidiary (netsuite-api.md).</summary>
/// <remarks>
/// All methods throw <see cref="Resilience.ThrottledException"/> when NetSuite refused before work for longer than a short wait (E901).
/// Reads and Upsert methods may be repeated and are, briefly, inside; they throw <see cref="Resilience.UnavailableException"/> when NetSuite
/// can't be read (E902) and <see cref="Resilience.RejectedException"/> when it refuses. Create methods are sent once and throw
/// <see cref="Resilience.UnknownOutcomeException"/> (E414) when NetSuite may or may not hold the record now.
/// A Find method answers null for a record that is not there.
/// </remarks>
public partial interface INetSuiteClient
{
    /// <summary>Creates the bill. Sent once, never repeated here.</summary>
    /// <returns>NetSuite's internal id of the new bill.</returns>
    /// <exception cref="Resilience.RejectedException">NetSuite refused; it holds nothing new. Problem codes: E308, E412, E413, E903;
    /// <see cref="Resilience.RejectedException.IsDuplicate"/> if the external id exists already.</exception>
    Task<NetSuiteId> CreateVendorBillAsync(VendorBill bill, CancellationToken cancellationToken);

    /// <summary>Reads one bill by its external id, with its lines. From the record itself, so it is never behind.</summary>
    Task<BillFound?> FindVendorBillAsync(string externalId, CancellationToken cancellationToken);

    /// <summary>Reads one bill by its internal id, with its lines.</summary>
    Task<BillFound?> FindVendorBillAsync(NetSuiteId id, CancellationToken cancellationToken);

    /// <summary>
    /// These bills with all they book where, by id: a query for 1,000 lines. May lag behind a save by seconds: a bill can be missing.
    /// </summary>
    Task<IReadOnlyList<BillFound>> ListVendorBillsAsync(IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken);

    /// <summary>The bills with these vendors and numbers, whoever entered them, voided ones too, without their distribution: one query. Lags as the other one does.</summary>
    Task<IReadOnlyList<BillFound>> ListVendorBillsAsync(IReadOnlyList<BillNumber> numbers, CancellationToken cancellationToken);

    /// <summary>Vendor and number of those of these bills, 1,000 at most, that another bill has too; voided ones don't count.</summary>
    Task<IReadOnlyList<BillNumber>> ListNumbersTwiceAsync(IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken);

    /// <summary>Creates or updates the vendor under its external id.</summary>
    Task<NetSuiteId> UpsertVendorAsync(Vendor vendor, CancellationToken cancellationToken);

    Task<EntityFound?> FindVendorAsync(string externalId, CancellationToken cancellationToken);

    Task<EntityFound?> FindVendorAsync(NetSuiteId id, CancellationToken cancellationToken);

    /// <summary>All vendors that are the same company, inactive ones and those of other subsidiaries included.</summary>
    Task<IReadOnlyList<EntityFound>> ListSimilarVendorsAsync(VendorIdentity company, CancellationToken cancellationToken);

    /// <summary>Creates or updates the job under its external id.</summary>
    Task<NetSuiteId> UpsertJobAsync(Job job, CancellationToken cancellationToken);

    Task<EntityFound?> FindJobAsync(string externalId, CancellationToken cancellationToken);

    Task<EntityFound?> FindJobAsync(NetSuiteId id, CancellationToken cancellationToken);

    /// <summary>Jobs whose Job ID is this number.</summary>
    Task<IReadOnlyList<EntityFound>> ListJobsByNumberAsync(string number, CancellationToken cancellationToken);

    /// <summary>Creates or updates the Other Charge purchase item under its external id.</summary>
    Task<NetSuiteId> UpsertItemAsync(OtherChargeItem item, CancellationToken cancellationToken);

    /// <summary>Gives the item another name. May be repeated.</summary>
    /// <exception cref="Resilience.RejectedException">NetSuite has another item of this name, or refuses otherwise.</exception>
    Task RenameItemAsync(NetSuiteId id, string name, CancellationToken cancellationToken);

    Task<ItemFound?> FindItemAsync(string externalId, CancellationToken cancellationToken);

    /// <summary>Reads one item by its internal id, with the subsidiaries that may use it.</summary>
    Task<ItemFound?> FindItemAsync(NetSuiteId id, CancellationToken cancellationToken);

    /// <summary>Those of these items that are there, in one query for up to 1,000.</summary>
    Task<IReadOnlySet<NetSuiteId>> ListItemsThereAsync(IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken);

    /// <summary>Items of any type with one of these names, in one query for up to 1,000.</summary>
    Task<IReadOnlyList<ItemFound>> ListItemsByNameAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>The oldest transaction of any kind that has one of these items, 1,000 at most, on a line; null if none has.</summary>
    Task<ItemUse?> FindItemUseAsync(IReadOnlyList<NetSuiteId> items, CancellationToken cancellationToken);

    /// <summary>Posting periods (months), by start date. Kept for ten minutes unless <paramref name="fresh"/>.</summary>
    Task<IReadOnlyList<AccountingPeriod>> ListAccountingPeriodsAsync(bool fresh, CancellationToken cancellationToken);

    /// <summary>How many vendors (or jobs) changed since a moment of NetSuite's clock, all if null, and when the newest one did.</summary>
    Task<EntityMark> FindEntityMarkAsync(EntityTable table, string? since, CancellationToken cancellationToken);

    /// <summary>
    /// Vendors with a higher id than <paramref name="after"/> that changed since a moment of NetSuite's clock, all if null, by id, so that
    /// what is saved meanwhile neither repeats nor hides any. With billing address and whether they belong to our subsidiary, even as a second one.
    /// </summary>
    /// <param name="also">Those too that have not changed since, 1,000 at most.</param>
    /// <param name="most">Rows of a page, 1,000 at most.</param>
    Task<EntityPage<VendorRow>> ListVendorsAsync(string? since, IReadOnlyList<NetSuiteId> also, long after, int most, CancellationToken cancellationToken);

    /// <summary>The same for jobs.</summary>
    Task<EntityPage<JobRow>> ListJobsAsync(string? since, IReadOnlyList<NetSuiteId> also, long after, int most, CancellationToken cancellationToken);

    /// <summary>Vendors (or jobs) with a higher id than <paramref name="after"/> that were deleted since a moment of NetSuite's clock, ever if null, by id.</summary>
    Task<EntityPage<DeletedRow>> ListDeletedAsync(EntityTable table, string? since, long after, int most, CancellationToken cancellationToken);
}
