namespace ProcoreNetSuite.NetSuite;

/// <content>Bills and journals as job cost (5.4, 8.4, 8.7).</content>
public partial interface INetSuiteClient
{
    /// <summary>Bills and journals by moment of change and id.</summary>
    /// <param name="since">Changed at or after it; null for all.</param>
    /// <param name="datedFrom">Dated on or after it; null for all.</param>
    /// <param name="after">The last row of the page before; null for the first page.</param>
    /// <param name="until">Changed at or before it; null for all.</param>
    /// <param name="most">Rows of a page, 1,000 at most; fewer are all there are.</param>
    Task<IReadOnlyList<CostTransaction>> ListChangedCostsAsync(
        string? since, DateOnly? datedFrom, PageKey? after, string? until, int most, CancellationToken cancellationToken);

    /// <summary>Those of these records, 1,000 at most, that are bills or journals.</summary>
    Task<IReadOnlyList<CostTransaction>> ListCostsAsync(IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken);

    /// <summary>The transactions that these journals, 1,000 at most, void or reverse; those that do neither are missing.</summary>
    Task<IReadOnlyDictionary<NetSuiteId, NetSuiteId>> ListVoidedByAsync(IReadOnlyList<NetSuiteId> journals, CancellationToken cancellationToken);

    /// <summary>All posted lines of these transactions, 1,000 at most, that have an item or are on a project or customer: of the primary book, whatever their account.</summary>
    Task<IReadOnlyList<CostLine>> ListCostLinesAsync(IReadOnlyList<NetSuiteId> transactions, CancellationToken cancellationToken);

    /// <summary>Deleted records of any type, by moment and id, so many at most.</summary>
    Task<IReadOnlyList<DeletedRecord>> ListDeletedAsync(string since, PageKey? after, int most, CancellationToken cancellationToken);

    /// <summary>The posted lines of bills and journals that are on this job or on one of these items, as in <see cref="ListCostLinesAsync"/>, by transaction and line.</summary>
    /// <param name="datedFrom">Dated on or after it; null for all.</param>
    /// <param name="transaction">Behind the lines of this transaction; null to begin.</param>
    /// <param name="key">Of this transaction too, the lines behind this one; null for none.</param>
    /// <param name="most">Lines of a page, 1,000 at most.</param>
    Task<EntityPage<JobCost>> ListJobCostsAsync(
        NetSuiteId job, IReadOnlyList<NetSuiteId> items, DateOnly? datedFrom, NetSuiteId? transaction, long? key, int most, CancellationToken cancellationToken);

    /// <summary>The customers above these jobs.</summary>
    Task<IReadOnlyDictionary<NetSuiteId, NetSuiteId>> ListParentsAsync(IReadOnlyList<NetSuiteId> jobs, CancellationToken cancellationToken);

    /// <summary>Sums of all posted lines of transactions of every kind on these jobs, whatever their account; by job.</summary>
    /// <param name="datedFrom">Dated on or after it; null for all.</param>
    Task<IReadOnlyList<CostTotal>> ListTotalsByJobAsync(IReadOnlyList<NetSuiteId> jobs, DateOnly? datedFrom, CancellationToken cancellationToken);

    /// <summary>The same of lines with one of these items that are on none of these jobs; by item.</summary>
    /// <param name="datedFrom">Dated on or after it; null for all.</param>
    Task<IReadOnlyList<CostTotal>> ListTotalsByItemAsync(
        IReadOnlyList<NetSuiteId> items, IReadOnlyList<NetSuiteId> otherJobs, DateOnly? datedFrom, CancellationToken cancellationToken);
}
