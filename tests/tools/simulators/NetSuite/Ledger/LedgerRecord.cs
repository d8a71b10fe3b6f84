namespace ProcoreNetSuite.Simulators.NetSuite.Ledger;

/// <summary>A record, as a checker sees it.</summary>
public sealed record LedgerRecord(string Type, string Id, string? ExternalId, string Name, bool IsInactive, DateTimeOffset Created, DateTimeOffset Modified);

/// <summary>A line of a bill. Item lines have an item, expense lines an account; the customer is mostly a project.</summary>
public sealed record LedgerBillLine(int Line, string? ItemId, string? AccountId, decimal Amount, decimal? Quantity, decimal? Rate, string? CustomerId, string? Description)
{
    public string? DepartmentId { get; init; }

    public string? ClassId { get; init; }

    public string? LocationId { get; init; }

    /// <summary>The account's own column fields by script id: the id of the item, or the text.</summary>
    public IReadOnlyDictionary<string, string> OwnFields { get; init; } = new Dictionary<string, string>();
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

/// <summary>What a payment pays of a bill, and the discount taken with it.</summary>
public sealed record LedgerApplication(string BillId, decimal Amount, decimal Discount);

/// <summary>A vendor payment.</summary>
public sealed record LedgerPayment(string Id, string? ExternalId, string? TranId, string EntityId, DateOnly Date, decimal Total, bool IsVoided, IReadOnlyList<LedgerApplication> Applications);

/// <summary>A vendor credit: lines as a bill's, amounts positive.</summary>
public sealed record LedgerCredit(
    string Id, string? ExternalId, string? TranId, string EntityId, DateOnly Date, decimal Total, IReadOnlyList<LedgerBillLine> Lines, IReadOnlyList<LedgerApplication> Applications);

/// <summary>A line of a journal: debits positive, credits negative. The entity is mostly a project.</summary>
public sealed record LedgerJournalLine(int Line, string AccountId, decimal Amount, string? EntityId, string? ItemId, string? Memo)
{
    /// <summary>The account's own column fields by script id: the id of the item, or the text.</summary>
    public IReadOnlyDictionary<string, string> OwnFields { get; init; } = new Dictionary<string, string>();
}

/// <summary>A journal entry. When it voids another transaction, that one's id is in Voids.</summary>
public sealed record LedgerJournal(string Id, string? ExternalId, string? TranId, DateOnly Date, bool IsPosted, string? Voids, IReadOnlyList<LedgerJournalLine> Lines);
