using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Links;

/// <summary>What one NetSuite payment pays of one bill, and the Procore payment that shows it: the grain of connector-behaviour.md 7.5.</summary>
public sealed record IssuedPayment
{
    public required string ConnectionId { get; init; }

    public required NetSuiteId PaymentId { get; init; }

    public required NetSuiteId BillId { get; init; }

    public required long ProjectId { get; init; }

    /// <summary>The commitment that it is shown on; 0 while Procore doesn't say which.</summary>
    public required long ContractId { get; init; }

    public required long RequisitionId { get; init; }

    /// <summary>Procore's id of the payment; null until it is made.</summary>
    public long? ProcoreId { get; init; }

    /// <summary>SHA-256 of what was written last; null while that is under way, or was never done.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>The run and step that could not write it, so that the next run tries again; null if all is well.</summary>
    public string? FailedIn { get; init; }

    /// <summary>No payment, but word to the next run that it shall look at this bill, whenever its payments were changed. It forgets the row then.</summary>
    public static IssuedPayment LookAt(LinkKey invoice, NetSuiteId bill, long projectId, long contractId) => new()
    {
        ConnectionId = invoice.ConnectionId,
        PaymentId = new NetSuiteId("0"),
        BillId = bill,
        ProjectId = projectId,
        ContractId = contractId,
        RequisitionId = invoice.ProcoreId,
        FailedIn = "linked",
    };
}

/// <summary>Which NetSuite payments are shown in Procore. One run writes at a time, so the last word counts.</summary>
public interface IPaymentStore
{
    /// <summary>May be repeated.</summary>
    Task SaveAsync(IssuedPayment payment, CancellationToken cancellationToken);

    /// <summary>May be repeated.</summary>
    Task RemoveAsync(IssuedPayment payment, CancellationToken cancellationToken);

    /// <summary>What is kept under these bills, by bill.</summary>
    Task<ILookup<NetSuiteId, IssuedPayment>> ListOfBillsAsync(string connectionId, IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken);

    /// <summary>The bills that these payments were shown under, each once.</summary>
    Task<IReadOnlyList<NetSuiteId>> ListBillsOfPaymentsAsync(string connectionId, IReadOnlyList<NetSuiteId> payments, CancellationToken cancellationToken);

    /// <summary>Up to so many that failed, in the order of their keys.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    Task<IReadOnlyList<IssuedPayment>> ListFailedAsync(string connectionId, (NetSuiteId Bill, NetSuiteId Payment)? after, int most, CancellationToken cancellationToken);
}
