namespace ProcoreNetSuite.NetSuite;

/// <summary>Transactions whose changes are asked for.</summary>
public enum TransactionType
{
    VendorBill,
    VendorPayment,
}

/// <summary>A record that was changed or deleted, and when by NetSuite's own clock: also the place where a page ends and the next one goes on.</summary>
/// <param name="At">yyyy-MM-dd HH:mm:ss in the time zone of NetSuite's database.</param>
public sealed record ChangedRecord(string At, NetSuiteId Id);

/// <summary>A bill that something was paid of.</summary>
/// <param name="Number">The vendor's invoice number.</param>
public sealed record PaidBill(NetSuiteId Id, string? Number, string? ExternalId);

/// <summary>How a bill stands, in the subsidiary's base currency, which is the bill's (netsuite-api.md 5.4).</summary>
/// <param name="Net">Its lines before tax.</param>
/// <param name="Credits">Settled by vendor credits, prepayments and journals.</param>
/// <param name="Open">Still to be paid.</param>
public sealed record BillBalance(NetSuiteId Id, string? Number, decimal Net, decimal Tax, decimal Credits, decimal Open)
{
    public decimal Total => Net + Tax;
}

/// <summary>What one bill payment pays of one bill (netsuite-api.md 8.6).</summary>
/// <param name="Number">Check number or document number; null while the check is to be printed.</param>
/// <param name="Amount">Applied to this bill, without discount, in the bill's currency; 0 once it is taken off.</param>
/// <param name="AccountType">Type of the account it is paid from: Bank, CredCard, ...</param>
/// <param name="IsPosted">False while it is pending, for a later day, or voided.</param>
public sealed record BillPayment(
    NetSuiteId PaymentId, NetSuiteId BillId, string? Number, string? ExternalId, DateOnly Date, decimal Amount, string? Memo, string? AccountType, bool IsPosted)
{
    /// <summary>True if it is money that was paid: a discount, a credit or a voided payment is none.</summary>
    public bool Pays => IsPosted && Amount != 0;
}
