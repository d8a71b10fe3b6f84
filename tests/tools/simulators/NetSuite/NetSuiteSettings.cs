using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Simulators.NetSuite;

/// <summary>What the NetSuite simulator can be told.</summary>
public sealed record NetSuiteSettings : SimulatorSettings
{
    /// <summary>The account id in its realm form (specification 1.1).</summary>
    public string AccountId { get; init; } = "1234567_SB1";

    /// <summary>Requests in flight at once before 429 (specification 6).</summary>
    public int ConcurrencyLimit { get; init; } = 5;

    /// <summary>Off: every request is let in without a login.</summary>
    public bool AuthenticationRequired { get; init; } = true;

    /// <summary>On: a new bill without approvalStatus is Pending Approval (specification 8.4).</summary>
    public bool BillApprovalRouting { get; init; }

    /// <summary>On: a void posts a reversing journal and leaves the entries; off: the amounts become zero (specification 5.2, 11).</summary>
    public bool VoidByReversingJournal { get; init; }

    /// <summary>The highest totalResults a query counts to (default 100,000: all of them). Lower it for large tables: counting takes longer than a page.</summary>
    public int CountedRows { get; init; } = 100_000;

    /// <summary>Id of the account that takes early-payment discounts.</summary>
    public string PurchaseDiscountAccount { get; init; } = "614";

    /// <summary>Id of the account that takes the tax of bills.</summary>
    public string PurchaseTaxAccount { get; init; } = "615";

    /// <summary>On: a vendor, customer or job without entityId is refused; off: NetSuite makes it from the name (specification 8.1).</summary>
    public bool EntityIdRequired { get; init; }

    /// <summary>Status of a look-up of a transaction that isn't there: 400 "Transaction type specified is incorrect.", or 404 as for other records (specification, corrections).</summary>
    public int MissingTransactionStatus { get; init; } = 400;

    /// <summary>On: Accounting Preferences > Duplicate Number Warnings is "Warn and Block", so that a vendor's bill with a number that another one has is refused (specification, corrections).</summary>
    public bool BlockDuplicateNumbers { get; init; }

    /// <summary>Columns, such as vendor.taxidnum, and tables that SuiteQL doesn't show: their feature is off or the role may not see them (specification, corrections). A query that names one is refused.</summary>
    public IReadOnlyList<string> HiddenColumns { get; init; } = [];

    /// <summary>The language of the role's user, in which refusals come (specification, corrections).</summary>
    public ErrorLanguage Language { get; init; }
}

/// <summary>Languages of the role's user.</summary>
public enum ErrorLanguage
{
    English,
    German,
}
