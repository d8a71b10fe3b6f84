using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.BillPayments;

/// <summary>Payments without the bill's tax: Procore's figures hold none (connector-behaviour.md 7.5).</summary>
public static class NetPayments
{
    /// <summary>
    /// Takes the tax share, bill tax / bill total, off each payment, rounded to the currency's smallest unit. What rounding leaves is the last payment's once the bill
    /// is settled, so that all payments of a bill that was paid in money make exactly its lines before tax.
    /// </summary>
    /// <param name="payments">All that NetSuite has for the bill.</param>
    /// <param name="bill">Null if it is voided or not posted: then nothing is taken off.</param>
    public static IReadOnlyList<BillPayment> Of(IReadOnlyList<BillPayment> payments, BillBalance? bill, string currency)
    {
        if (bill is null || bill.Tax == 0 || bill.Total <= 0)
        {
            return payments;
        }

        var paid = payments.Where(payment => payment.Pays).OrderBy(payment => payment.Date).ThenBy(payment => payment.PaymentId.Value.Length)
            .ThenBy(payment => payment.PaymentId.Value, StringComparer.Ordinal).ToList();
        var net = paid.ToDictionary(payment => payment.PaymentId, payment => Share(payment.Amount));
        if (bill.Open == 0 && paid.Count > 0)
        {
            // Credits and discounts settle tax, too.
            var others = Share(bill.Total - paid.Sum(payment => payment.Amount));
            net[paid[^1].PaymentId] += bill.Net - others - net.Values.Sum();
        }

        return [.. payments.Select(payment => net.TryGetValue(payment.PaymentId, out var amount) ? payment with { Amount = amount } : payment)];

        decimal Share(decimal amount) => decimal.Round(amount * bill.Net / bill.Total, Amounts.MinorUnits(currency), MidpointRounding.AwayFromZero);
    }
}
