namespace ProcoreNetSuite.NetSuite;

/// <summary>A subsidiary as NetSuite holds it.</summary>
/// <param name="Country">ISO-3166 alpha-2.</param>
/// <param name="Currency">Base currency, ISO 4217.</param>
public sealed record SubsidiaryFound(string? Name, string? Country, string? Currency, bool Inactive, bool Elimination);

/// <summary>An item and the account that it books cost to.</summary>
/// <param name="ExpenseAccount">Internal id.</param>
public sealed record ChargeItem(ItemFound Item, string? ExpenseAccount);

/// <summary>An account as NetSuite holds it.</summary>
/// <param name="Type">OthCurrLiab, COGS, Expense, ...</param>
/// <param name="Summary">Nothing can be booked to it.</param>
public sealed record AccountFound(string? Number, string? Name, string? Type, bool Inactive, bool Summary)
{
    /// <summary>Number and name, as people say it.</summary>
    public override string ToString() => $"account {Number} {Name}".Trim();
}

/// <summary>What the connector creates in NetSuite.</summary>
public enum WrittenRecord
{
    Vendor,
    Job,
    Item,
    VendorBill,
}
