namespace ProcoreNetSuite.NetSuite;

/// <summary>The head of a vendor bill or journal that may hold job cost (netsuite-api.md 5.4).</summary>
/// <param name="Modified">By NetSuite's own clock; pages go on behind it.</param>
/// <param name="Vendor">Null for journals.</param>
/// <param name="VoidedRecord">The transaction that this journal voids or reverses; null for bills and ordinary journals.</param>
/// <param name="Total">Of the whole transaction, below zero for bills, in its own currency; null where it was not asked for.</param>
public sealed record CostTransaction(
    NetSuiteId Id,
    bool IsJournal,
    string? Number,
    string? ExternalId,
    NetSuiteId? Vendor,
    string? VendorName,
    DateOnly Date,
    bool Voided,
    string Modified,
    NetSuiteId? VoidedRecord = null,
    decimal? Total = null);

/// <summary>A posted line on a project, without tax lines.</summary>
/// <param name="Line">Its key within the transaction.</param>
/// <param name="Item">Of a journal: what the transaction column field of the settings holds.</param>
/// <param name="Amount">Debit positive, credit negative, in the subsidiary's base currency.</param>
public sealed record CostLine(
    NetSuiteId Transaction, string Line, NetSuiteId Job, NetSuiteId? Item, string? ItemName, string? ItemExternalId, string? Memo, decimal Amount);

/// <summary>A line on one project with the head of its transaction.</summary>
/// <param name="Key">Orders the lines of a transaction, and names the line in the whole account.</param>
public sealed record JobCost(CostTransaction Transaction, CostLine Line, long Key);

/// <summary>Cost on a project that comes from transactions of another kind than bills and journals.</summary>
/// <param name="Type">NetSuite's code, such as VendCred.</param>
/// <param name="Sum">Debit positive, credit negative, in the subsidiary's base currency.</param>
public sealed record OtherJobCost(NetSuiteId Job, string Type, int Count, decimal Sum);

/// <summary>A record that was deleted.</summary>
/// <param name="DeletedAt">By NetSuite's own clock.</param>
public sealed record DeletedRecord(string DeletedAt, NetSuiteId Id);

/// <summary>Behind which row of a list by moment and id the next page begins.</summary>
public sealed record PageKey(string Moment, long Id);
