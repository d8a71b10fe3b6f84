using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.BillPayments;

/// <summary>What a NetSuite payment pays of one bill, as a payment issued on the commitment (connector-behaviour.md 7.5).</summary>
public static class CommitmentPaymentMapper
{
    private static readonly string[] Electronic = ["ACH", "EFT", "WIRE"];

    public static ContractPaymentWrite Map(BillPayment source, SubcontractorInvoice invoice, string originId) => new(
        originId, invoice.Id, source.Amount, source.Date, MethodOf(source), source.Number, invoice.InvoiceNumber, Text(source.Memo));

    /// <summary>NetSuite keeps no method: a card by its account, the rest by the number people give. Procore has no word for others.</summary>
    private static string? MethodOf(BillPayment source) =>
        source.AccountType == "CredCard" ? "credit_card"
        : source.Number is null || source.Number.All(char.IsAsciiDigit) ? "check"
        : Electronic.Any(word => source.Number.Contains(word, StringComparison.OrdinalIgnoreCase)) ? "electronic"
        : null;

    private static string? Text(string? memo) => string.IsNullOrWhiteSpace(memo) ? null : memo.Trim();
}
