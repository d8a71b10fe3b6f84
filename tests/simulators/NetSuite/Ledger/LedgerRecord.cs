namespace ProcoreNetSuite.Simulators.NetSuite.Ledger;

/// <summary>A record, as a checker sees it.</summary>
public sealed record LedgerRecord(string Type, string Id, string? ExternalId, string Name, bool IsInactive, DateTimeOffset Created, DateTimeOffset Modified);

/// <summary>A line of a bill. Item lines have an item, expense lines an account; the customer is mostly a project.</summary>
public sealed record LedgerBillLine(int Line, string? ItemId, string? AccountId, decimal Amount, decimal? Quantity, decimal? Rate, string? CustomerId, string? Description)
{
    public string? DepartmentId { get; init; }

    public string? ClassId { get; init; }

    public string? LocationId { get; init; }
}

/// <summary>A vendor bill, amounts in its currency. Item lines come before expense lines.</summary>
public sealed record LedgerBill(
    string Id, string? ExternalId, string? TranId, string EntityId, DateOnly Date, string PeriodId, string Period, string Status, decimal Total, IReadOnlyList<LedgerBillLine> Lines)
{
    /// <summary>Id of the currency record.</summary>
    public string? CurrencyId { get; init; }

    public string? SubsidiaryId { get; init; }

    public string? Memo { get; init; }

    public DateOnly? DueDate { get; init; }

    /// <summary>1 pending, 2 approved, 3 rejected.</summary>
    public string? ApprovalStatus { get; init; }

    public bool IsVoided { get; init; }

    public decimal Paid { get; init; }
}

/// <summary>What a payment pays of a bill.</summary>
public sealed record LedgerApplication(string BillId, decimal Amount);

/// <summary>A vendor payment.</summary>
public sealed record LedgerPayment(string Id, string? ExternalId, string? TranId, string EntityId, DateOnly Date, decimal Total, bool IsVoided, IReadOnlyList<LedgerApplication> Applications);
