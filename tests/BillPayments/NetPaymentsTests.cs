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
    public void Of_a_bill_that_is_voided_or_not_posted_or_without_tax_or_of_no_amount_nothing_is_taken_off()
    {
        BillPayment[] payments = [Pay("1", 55m), Pay("2", 44m)];

        foreach (var bill in new[] { null, Bill(net: 99m, tax: 0m, open: 0m), Bill(net: -10m, tax: 10m, open: 0m), Bill(net: -110m, tax: 10m, open: 0m) })
        {
            Assert.That(NetPayments.Of(payments, bill, "CAD"), Is.SameAs(payments), $"{bill}");
        }

        Assert.That(NetPayments.Of([Pay("1", 0.01m)], Bill(net: -9.99m, tax: 10m, open: 1m), "CAD").Single().Amount, Is.EqualTo(-9.99m), "a total of one cent is one");
    }

    [TestCase("9", "10", "100", "100", Description = "numbers, not texts: 9 comes before 10")]
    [TestCase("12", "10", "11", "12")]
    [TestCase("100", "9", "10", "100", Description = "whatever the order they are given in")]
    public void Of_payments_of_one_day_the_one_made_last_takes_what_rounding_leaves(string first, string second, string third, string last)
    {
        var net = NetPayments.Of([Pay(first, 1m), Pay(second, 1m), Pay(third, 1m)], Bill(net: 2m, tax: 1m, open: 0m), "CAD");

        Assert.That(net.ToDictionary(payment => payment.PaymentId.Value, payment => payment.Amount).Where(payment => payment.Value != 0.67m),
            Is.EqualTo(new[] { KeyValuePair.Create(last, 0.66m) }));
    }

    [Test]
    public void The_later_day_counts_before_the_higher_number()
    {
        var net = NetPayments.Of([Pay("1", 1.04m, day: 2), Pay("2", 1.04m, day: 1)], Bill(net: 1.90m, tax: 0.18m, open: 0m), "CAD");
        var three = NetPayments.Of([Pay("1", 1m, day: 2), Pay("20", 1m, day: 1), Pay("3", 1m, day: 1)], Bill(net: 2m, tax: 1m, open: 0m), "CAD");

        Assert.That(net.Select(payment => payment.Amount), Is.EqualTo(new[] { 0.95m, 0.95m }));
        Assert.That(three.Select(payment => payment.Amount), Is.EqualTo(new[] { 0.66m, 0.67m, 0.67m }));
    }

    [Test]
    public void A_bill_that_credits_alone_settled_leaves_no_payment_to_change()
    {
        var bill = Bill(net: 100m, tax: 10m, open: 0m) with { Credits = 110m };

        Assert.That(NetPayments.Of([], bill, "CAD"), Is.Empty);
        Assert.That(NetPayments.Of([Pay("1", 110m) with { IsPosted = false }], bill, "CAD").Single().Amount, Is.EqualTo(110m));
    }

    [TestCase("JPY", 333)]
    [TestCase("CAD", 333.33)]
    [TestCase("KWD", 333.333)]
    public void A_share_has_the_currencys_decimals(string currency, decimal share) =>
        Assert.That(NetPayments.Of([Pay("1", 500m)], Bill(net: 1000m, tax: 500m, open: 1m), currency).Single().Amount, Is.EqualTo(share));

    [Test]
    public void Half_a_cent_goes_away_from_zero() =>
        Assert.That(NetPayments.Of([Pay("1", 0.01m)], Bill(net: 1m, tax: 1m, open: 1m), "CAD").Single().Amount, Is.EqualTo(0.01m));

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
