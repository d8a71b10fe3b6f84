using NUnit.Framework;
using ProcoreNetSuite.Money;

namespace ProcoreNetSuite.Tests.Money;

/// <summary>connector-behaviour.md 5.3, 13.6: amounts as accountants read them, in the currency's own decimals.</summary>
public sealed class AmountsTests
{
    [TestCase(0, "CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "jpy")]
    [TestCase(2, "USD", "EUR", "CAD", "GBP", "XXX", "", "usd")]
    [TestCase(3, "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND", "kwd")]
    public void A_currency_has_its_own_decimals(int decimals, params string[] currencies) =>
        Assert.That(currencies.Select(Amounts.MinorUnits), Is.All.EqualTo(decimals));

    [TestCase("10.05", "USD", true)]
    [TestCase("10.050000", "USD", true, Description = "trailing zeros don't count")]
    [TestCase("10.005", "USD", false, Description = "half a cent, which rounding up would change")]
    [TestCase("10.004", "USD", false, Description = "less than half a cent, which rounding down would change")]
    [TestCase("-10.005", "USD", false)]
    [TestCase("-10.05", "USD", true)]
    [TestCase("0", "USD", true)]
    [TestCase("1000", "JPY", true)]
    [TestCase("1000.5", "JPY", false)]
    [TestCase("1000.01", "JPY", false)]
    [TestCase("1.005", "KWD", true)]
    [TestCase("1.0005", "KWD", false)]
    public void An_amount_is_exact_if_it_is_whole_in_the_smallest_unit(string amount, string currency, bool isExact) =>
        Assert.That(Amounts.IsExact(decimal.Parse(amount, null), currency), Is.EqualTo(isExact));

    [TestCase("10", "USD", "10.00")]
    [TestCase("10.5", "USD", "10.50")]
    [TestCase("-10.050000", "USD", "-10.05")]
    [TestCase("1000", "JPY", "1000")]
    [TestCase("1000.00", "JPY", "1000")]
    [TestCase("1.5", "KWD", "1.500")]
    public void An_exact_amount_is_written_with_the_currencys_decimals(string amount, string currency, string written) =>
        Assert.That(Amounts.Exact(decimal.Parse(amount, null), currency).ToString(System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(written));

    [TestCase("10.005", "USD")]
    [TestCase("1000.5", "JPY")]
    [TestCase("1.0005", "KWD")]
    public void An_amount_with_more_is_never_rounded_on_the_way_to_a_book(string amount, string currency) =>
        Assert.That(() => Amounts.Exact(decimal.Parse(amount, null), currency), Throws.ArgumentException);

    [TestCase("1000000.333", "USD", "1000000.33")]
    [TestCase("1000000.335", "USD", "1000000.34")]
    [TestCase("-0.005", "USD", "-0.01")]
    [TestCase("1000.5", "JPY", "1001")]
    [TestCase("1.0005", "KWD", "1.001")]
    public void An_estimate_is_rounded_to_the_smallest_unit(string amount, string currency, string rounded) =>
        Assert.That(Amounts.Round(decimal.Parse(amount, null), currency).ToString(System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(rounded));

    [TestCase("10000", "10,000.00")]
    [TestCase("1234567.8", "1,234,567.80")]
    [TestCase("999.99", "999.99")]
    [TestCase("0", "0.00")]
    [TestCase("0.5", "0.50")]
    [TestCase("0.005", "0.005")]
    [TestCase("0.12345678", "0.12345678")]
    [TestCase("-1000.5", "-1,000.50")]
    [TestCase("1.100000", "1.10")]
    public void An_amount_reads_with_thousands_and_two_decimals_or_more_if_it_has_more(string amount, string text)
    {
        Assert.That(Amounts.Text(decimal.Parse(amount, null)), Is.EqualTo(text));
        Assert.That(Amounts.Text(decimal.Parse(amount, null), "USD"), Is.EqualTo($"{text} USD"));
    }

    [Test]
    public void The_largest_amount_is_a_quadrillion_and_sums_of_it_fit() => Assert.That((Amounts.Largest, Amounts.Largest * 1_000_000_000), Is.EqualTo((1e15m, 1e24m)));
}
