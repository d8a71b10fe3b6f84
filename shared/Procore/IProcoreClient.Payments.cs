namespace ProcoreNetSuite.Procore;

/// <content>Payments issued on commitments (8.11, 7.4.6).</content>
public partial interface IProcoreClient
{
    /// <summary>Every payment of one commitment; there are no filters.</summary>
    Task<IReadOnlyList<ContractPayment>> ListContractPaymentsAsync(ContractPlace place, CancellationToken cancellationToken);

    /// <summary>Makes a payment. Sent once: after a missing answer the caller looks for its origin id before it writes again.</summary>
    /// <returns>Procore's id of the new payment.</returns>
    Task<long> CreateContractPaymentAsync(ContractPlace place, ContractPaymentWrite payment, CancellationToken cancellationToken);

    /// <summary>Clears the origin id, which unlocks the payment (5.4).</summary>
    Task UnlinkContractPaymentAsync(ContractPlace place, long id, CancellationToken cancellationToken);

    /// <summary>Writes an unlocked payment anew, its origin id included, which locks it. Sent once: a second one would meet the lock.</summary>
    Task UpdateContractPaymentAsync(ContractPlace place, long id, ContractPaymentWrite payment, CancellationToken cancellationToken);

    /// <summary>Deletes an unlocked payment; one that is gone already is fine.</summary>
    Task DeleteContractPaymentAsync(ContractPlace place, long id, CancellationToken cancellationToken);

    /// <summary>Makes or updates payments by origin id through the ERP surface, in calls of at most 1,000; its attributes are assumed (7.4.6).</summary>
    Task<SyncAnswer> SyncInvoicePaymentsAsync(IReadOnlyList<ContractPaymentWrite> payments, CancellationToken cancellationToken);
}
