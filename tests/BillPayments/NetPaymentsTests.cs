using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Functions.BillPayments;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.BillPayments;

/// <summary>connector-behaviour.md 7.5: tax share = bill tax / bill total, and the remainder on the last payment.</summary>
public sealed class NetPaymentsTests
{
    [Test]
    public void Three_parts_of_a_bill_with_tax_make_its_net_amount_and_the_last_takes_what_rounding_leaves()
    {
        var net = NetPayments.Of([Pay("3", 36.67m, day: 3), Pay("1", 36.66m, day: 1), Pay("2", 36.67m, day: 2)], Bill(net: 100m, tax: 10m, open: 0m), "CAD");

        Assert.That(net.Select(payment => (payment.PaymentId.Value, payment.Amount)), Is.EqualTo(new[] { ("3", 33.33m), ("1", 33.33m), ("2", 33.34m) }));
    }

    [Test]
    public void While_the_bill_is_open_every_payment_has_its_share()
    {
        var net = NetPayments.Of([Pay("1", 36.67m), Pay("2", 36.67m)], Bill(net: 100m, tax: 10m, open: 36.66m), "CAD");

        Assert.That(net.Select(payment => payment.Amount), Is.All.EqualTo(33.34m));
    }

    [Test]
    public void A_credit_or_discount_keeps_its_own_share_of_the_tax()
    {
        var net = NetPayments.Of([Pay("1", 55m), Pay("2", 44m)], Bill(net: 100m, tax: 10m, open: 0m) with { Credits = 11m }, "CAD");

        Assert.That(net.Select(payment => payment.Amount), Is.EqualTo(new[] { 50m, 40m }));
    }

    [Test]
    public void A_voided_payment_takes_no_part()
    {
        var net = NetPayments.Of([Pay("1", 110m) with { IsPosted = false }, Pay("2", 110m)], Bill(net: 100m, tax: 10m, open: 0m), "CAD");

        Assert.That(net.Select(payment => payment.Amount), Is.EqualTo(new[] { 110m, 100m }));
    }

    [Test]
    public void Payments_of_a_bill_that_is_paid_make_its_net_amount_to_the_cent_whatever_the_parts()
    {
        var cents = Gen.Long[1, 100_000_000];
        Gen.Select(cents.Array[1, 12], Gen.Double[0, 1]).Sample((parts, share) =>
        {
            var total = parts.Sum() / 100m;
            var tax = decimal.Round(total * (decimal)share, 2);
            var net = NetPayments.Of([.. parts.Select((part, index) => Pay($"{index + 1}", part / 100m))], Bill(total - tax, tax, open: 0m), "CAD");

            return net.Sum(payment => payment.Amount) == total - tax && net.All(payment => decimal.Round(payment.Amount, 2) == payment.Amount);
        });
    }

    private static BillPayment Pay(string id, decimal amount, int day = 1) =>
        new(new(id), new("4711"), id, null, new DateOnly(2026, 5, day), amount, null, "Bank", IsPosted: true);

    private static BillBalance Bill(decimal net, decimal tax, decimal open) => new(new("4711"), "INV-1", net, tax, Credits: 0m, open);
}
