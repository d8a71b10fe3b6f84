namespace ProcoreNetSuite.Procore;

/// <summary>
/// Procore's REST API for one company (procore-api.md). Every call is safe to repeat: reads, and writes that say what shall be.
/// Each is retried briefly inside; what remains is one of the exceptions below.
/// </summary>
/// <remarks>
/// All methods throw <see cref="Resilience.RejectedException"/> when Procore refuses (E903 for credentials and permissions, otherwise E904),
/// <see cref="Resilience.ThrottledException"/> when the company's allowance is used up for longer than a short wait, and
/// <see cref="Resilience.UnavailableException"/> when Procore can't be reached or answers 5xx. A 404 is null from Find and
/// an empty list from List.
/// </remarks>
public partial interface IProcoreClient
{
    /// <summary>The ERP Request (7.3, 7.4.1).</summary>
    Task<ErpRequest?> FindErpRequestAsync(long requestId, CancellationToken cancellationToken);

    /// <summary>Request details of one item, for requests that don't name theirs (7.4.1). Newest last.</summary>
    Task<IReadOnlyList<RequestDetail>> ListRequestDetailsAsync(long itemId, CancellationToken cancellationToken);

    /// <summary>Request details of one ERP Request, whether it names them or not, in the order of their ids: one call, or a few where the company has thousands of details.</summary>
    Task<IReadOnlyList<RequestDetail>> ListDetailsOfRequestAsync(long requestId, CancellationToken cancellationToken);

    /// <summary>Closes request details, in calls of at most 1,000 (7.4.2). Repeating it overwrites.</summary>
    Task<SyncAnswer> CloseRequestDetailsAsync(IReadOnlyList<RequestDetailClosing> closings, CancellationToken cancellationToken);

    /// <summary>Writes origin ids, in calls of at most 1,000 (7.4.3). Null clears.</summary>
    Task<SyncAnswer> SyncExternalDataAsync(IReadOnlyList<ExternalData> updates, CancellationToken cancellationToken);

    /// <summary>A company of the directory, which Procore's API calls a vendor (8.3, view erp).</summary>
    Task<Company?> FindCompanyAsync(long id, CancellationToken cancellationToken);

    /// <summary>A project (8.2).</summary>
    Task<Project?> FindProjectAsync(long id, CancellationToken cancellationToken);

    /// <summary>All cost codes of a project with their cost types (8.6), every page.</summary>
    Task<IReadOnlyList<CostCode>> ListCostCodesAsync(long projectId, CancellationToken cancellationToken);

    /// <summary>Marks cost type assignments as synced (7.3, 7.4.6).</summary>
    Task<SyncAnswer> SyncCostTypeAssignmentsAsync(
        long projectId, IReadOnlyList<CostTypeAssignment> assignments, CancellationToken cancellationToken);

    /// <summary>All WBS codes of a project (8.5), every page.</summary>
    Task<IReadOnlyList<WbsCode>> ListWbsCodesAsync(long projectId, CancellationToken cancellationToken);

    /// <summary>The named subcontractor invoices of one project, view extended (8.10). Those that are gone are missing from the answer; order is not promised.</summary>
    Task<IReadOnlyList<SubcontractorInvoice>> ListSubcontractorInvoicesAsync(
        long projectId, IReadOnlyList<long> ids, CancellationToken cancellationToken);

    /// <summary>The staged records of these origin ids, without their data (7.4.4). Those that are not there are missing.</summary>
    Task<IReadOnlyList<StagedRecord>> ListStagedRecordsAsync(string itemType, IReadOnlyCollection<string> originIds, CancellationToken cancellationToken);

    /// <summary>Makes or changes staged records by origin id, in calls of at most 1,000 (7.4.4).</summary>
    Task<SyncAnswer> SyncStagedRecordsAsync(IReadOnlyList<StagedRecord> records, CancellationToken cancellationToken);

    /// <summary>Changes companies by id, in calls of at most 1,000 (8.3). Never makes one.</summary>
    Task<SyncAnswer> SyncCompaniesAsync(IReadOnlyList<RecordUpdate> updates, CancellationToken cancellationToken);

    /// <summary>Changes projects by id, in calls of at most 1,000 (8.2). Never makes one.</summary>
    Task<SyncAnswer> SyncProjectsAsync(IReadOnlyList<RecordUpdate> updates, CancellationToken cancellationToken);

    /// <summary>Origin id of one record, read on company level: it needs no right on the project (7.4.3).</summary>
    Task<string?> FindOriginIdAsync(string itemType, long itemId, CancellationToken cancellationToken);

    /// <summary>Puts a company of the directory into a project's directory too (8.3). May be repeated.</summary>
    /// <returns>False if Procore refuses.</returns>
    Task<bool> TryAddCompanyToProjectAsync(long projectId, long companyId, CancellationToken cancellationToken);

    /// <summary>Id of the company or project that carries this origin id (8.2, 8.3). A project that the service account may not see is not found.</summary>
    /// <param name="itemType"><see cref="ItemTypes.Vendor"/> or <see cref="ItemTypes.Project"/>.</param>
    Task<long?> FindIdByOriginAsync(string itemType, string originId, CancellationToken cancellationToken);

    /// <summary>Creates or updates direct costs of one project by their origin ids, without their lines (8.12), in calls of at most 1,000.</summary>
    Task<SyncAnswer> SyncDirectCostsAsync(long projectId, IReadOnlyList<DirectCost> costs, CancellationToken cancellationToken);

    /// <summary>Creates or updates lines of direct costs of one project by their origin ids, in calls of at most 1,000.</summary>
    Task<SyncAnswer> SyncDirectCostLinesAsync(
        long projectId, IReadOnlyList<(long DirectCostId, DirectCostLine Line)> lines, CancellationToken cancellationToken);

    /// <summary>A direct cost with its lines.</summary>
    Task<DirectCostFound?> FindDirectCostAsync(long projectId, long id, CancellationToken cancellationToken);

    /// <summary>The same by its origin id.</summary>
    Task<DirectCostFound?> FindDirectCostAsync(long projectId, string originId, CancellationToken cancellationToken);

    /// <summary>All lines of a project's direct costs, whoever made them, as they come.</summary>
    IAsyncEnumerable<DirectCostLineFound> ListDirectCostLinesAsync(long projectId, CancellationToken cancellationToken);

    /// <summary>Deletes a direct cost with its lines; may be repeated.</summary>
    /// <returns>Procore's reasons if it refuses; null once it is gone.</returns>
    Task<string?> DeleteDirectCostAsync(long projectId, long id, CancellationToken cancellationToken);

    /// <summary>Deletes one line of a direct cost; may be repeated.</summary>
    /// <returns>Procore's reasons if it refuses; null once it is gone.</returns>
    Task<string?> DeleteDirectCostLineAsync(long projectId, long directCostId, long id, CancellationToken cancellationToken);
}
