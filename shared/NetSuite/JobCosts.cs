namespace ProcoreNetSuite.NetSuite;

/// <summary>The head of a vendor bill or journal that may hold job cost (netsuite-api.md 5.4).</summary>
/// <param name="Modified">By NetSuite's own clock; pages go on behind it.</param>
/// <param name="Vendor">Null for journals.</param>
/// <param name="VoidedRecord">The transaction that this journal voids or reverses; null for bills and ordinary journals.</param>
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
    NetSuiteId? VoidedRecord = null);

/// <summary>A posted line, whatever its account.</summary>
/// <param name="Line">Its key within the transaction.</param>
/// <param name="Job">Its project or customer; null if it has none.</param>
/// <param name="Item">Of a line without an item of its own, such as a journal's: what the transaction column field of the settings holds.</param>
/// <param name="Amount">Debit positive, credit negative, in the subsidiary's base currency.</param>
/// <param name="AccountType">NetSuite's code, such as COGS or OthCurrLiab.</param>
public sealed record CostLine(
    NetSuiteId Transaction, string Line, NetSuiteId? Job, NetSuiteId? Item, string? ItemName, string? ItemExternalId, string? Memo, decimal Amount, string? AccountType = null, bool IsTax = false);

/// <summary>A line with the head of its transaction.</summary>
/// <param name="Key">Orders the lines of a transaction, and names the line in the whole account.</param>
public sealed record JobCost(CostTransaction Transaction, CostLine Line, long Key);

/// <summary>All posted lines of one kind of transactions on one job or item, in one sum.</summary>
/// <param name="Key">The job or the item.</param>
/// <param name="Type">NetSuite's code, such as VendBill.</param>
/// <param name="Sum">Debit positive, credit negative, in the subsidiary's base currency.</param>
public sealed record CostTotal(NetSuiteId Key, string Type, int Count, decimal Sum)
{
    /// <summary>These are read line by line; all others only in sums.</summary>
    public bool IsBillOrJournal => Type is "VendBill" or "Journal";
}

/// <summary>A record that was deleted.</summary>
/// <param name="DeletedAt">By NetSuite's own clock.</param>
public sealed record DeletedRecord(string DeletedAt, NetSuiteId Id);

/// <summary>Behind which row of a list by moment and id the next page begins.</summary>
public sealed record PageKey(string Moment, long Id);
