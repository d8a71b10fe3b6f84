namespace ProcoreNetSuite.NetSuite;

/// <content>Payments of vendor bills (8.6) and what changed since when (5.3).</content>
public partial interface INetSuiteClient
{
    /// <summary>When a transaction was changed last, by NetSuite's own clock; null if there is none.</summary>
    Task<string?> FindLastChangeAsync(CancellationToken cancellationToken);

    /// <summary>Country of the connector's subsidiary, ISO-3166 alpha-2; null where NetSuite doesn't say.</summary>
    Task<string?> FindCountryAsync(CancellationToken cancellationToken);

    /// <summary>Transactions of a type that were changed behind <paramref name="after"/> and not after <paramref name="upTo"/>, oldest first.</summary>
    /// <param name="most">1 to 1,000.</param>
    Task<IReadOnlyList<ChangedRecord>> ListChangedAsync(TransactionType type, ChangedRecord after, string upTo, int most, CancellationToken cancellationToken);

    /// <summary>Transactions of a type that were deleted behind <paramref name="after"/>, oldest first. Other records of the same id may be among them.</summary>
    /// <param name="most">1 to 1,000.</param>
    Task<IReadOnlyList<ChangedRecord>> ListDeletedAsync(TransactionType type, ChangedRecord after, int most, CancellationToken cancellationToken);

    /// <summary>Which of these transactions NetSuite lists as deleted: evidence that one that is not shown is gone, and not only out of the role's sight.</summary>
    /// <param name="ids">1,000 at most.</param>
    Task<IReadOnlyList<NetSuiteId>> ListDeletedAmongAsync(TransactionType type, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken);

    /// <summary>The bills that these payments are applied to now; for up to 1,000 payments.</summary>
    Task<IReadOnlyList<PaidBill>> ListBillsPaidByAsync(IReadOnlyList<NetSuiteId> payments, CancellationToken cancellationToken);

    /// <summary>Every payment of these bills, voided and pending ones too; vendor credits are none. For up to 1,000 bills.</summary>
    Task<IReadOnlyList<BillPayment>> ListBillPaymentsAsync(IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken);

    /// <summary>How these bills stand; voided ones, and those that are not posted, are missing. For up to 1,000 bills.</summary>
    Task<IReadOnlyList<BillBalance>> ListBillBalancesAsync(IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken);
}
