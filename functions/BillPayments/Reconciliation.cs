using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.BillPayments;

/// <summary>
/// Explains an invoice to zero (connector-behaviour.md 7.5): what is due = paid + credits + discounts + open. What is settled without a payment is none, and stays out of
/// Procore; a discount is what is settled by neither payment nor credit, because NetSuite's tables don't name it.
/// </summary>
public static class Reconciliation
{
    /// <param name="payments">As NetSuite holds them, tax included.</param>
    public static IReadOnlyList<NotImported> Settled(long projectId, PaidInvoice bill, IEnumerable<BillPayment> payments, BillBalance balance)
    {
        var discounts = DiscountsOf(payments, balance);
        var invoice = $"invoice {bill.Invoice!.InvoiceNumber} of {bill.Invoice.VendorName}";

        return
        [
            .. balance.Credits == 0 ? (NotImported[])[] : [new(projectId, $"vendor credits applied to {invoice}", 1, balance.Credits)],
            .. discounts == 0 ? (NotImported[])[] : [new(projectId, $"discounts taken on {invoice}", 1, discounts)],
        ];
    }

    /// <summary>More was paid than is due (E503), or the bill's figures don't make what is due (E415): brought all the same, and said.</summary>
    /// <param name="brought">The payments as they are brought, without tax.</param>
    public static Problem? Unexplained(PaidInvoice bill, IReadOnlyList<BillPayment> payments, IReadOnlyList<BillPayment> brought, BillBalance? balance)
    {
        if (bill.Invoice is not { CurrentPaymentDue: { } due } invoice)
        {
            return null;
        }

        var name = $"Invoice {invoice.InvoiceNumber ?? $"{invoice.Id}"} of {invoice.VendorName}";
        var paid = PaidOf(brought);
        if (paid > due)
        {
            return new Problem("E503", $"{name}: NetSuite paid {Amounts.Text(paid)} of it (bill {balance?.Number}, record {bill.Bill}), and {Amounts.Text(due)} is due.");
        }

        return balance is null || due == balance.Net ? null : new Problem(
            "E415",
            $"{name}: {Amounts.Text(due)} is due in Procore, and bill {balance.Number} (NetSuite record {bill.Bill}) comes to {Amounts.Text(balance.Net)}"
            + $"{(balance.Tax == 0 ? "" : $" and {Amounts.Text(balance.Tax)} tax")}: {Amounts.Text(PaidOf(payments))} paid, {Amounts.Text(balance.Credits)} in credits, "
            + $"{Amounts.Text(DiscountsOf(payments, balance))} in discounts, {Amounts.Text(balance.Open)} open.")
        { OtherRemedy = "Compare the bill in NetSuite with the invoice." };
    }

    private static decimal PaidOf(IEnumerable<BillPayment> payments) => payments.Where(payment => payment.Pays).Sum(payment => payment.Amount);

    private static decimal DiscountsOf(IEnumerable<BillPayment> payments, BillBalance balance) => balance.Total - PaidOf(payments) - balance.Credits - balance.Open;
}
