using NUnit.Framework;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.SubcontractorInvoices;

[TestFixture(Description = "connector-behaviour.md 7.4.4, 13.4: a bill that is found under our external id, or read back at once, against what was sent")]
public sealed class BillComparisonTests
{
    private static readonly NetSuiteId Concrete = new("640"), Retainage = new("900"), Job = new("7310");

    private static readonly VendorBill Sent = new(
        "x", new("5501"), "INV-7", new(2026, 4, 30), new("134"), "USD", "", [new(Concrete, Job, "1. Footings", 10_000m), new(Retainage, Job, "Retainage held", -1_000m)])
    {
        Names = new Dictionary<NetSuiteId, string> { [Concrete] = "for budget code 03-300.S", [Retainage] = "for retainage", [Job] = "1234", [new("5501")] = "Acme Steel LLC" },
    };

    private static readonly BillFound Found = new(new("4711"), "x", "INV-7", new("5501"), new(2026, 4, 30), 9_000m, 2, Voided: false) { Distribution = Sent.Distribution };

    [Test]
    public void What_is_as_it_was_sent_is_no_problem() => Assert.That(BillComparison.Difference(Sent, Found), Is.Null);

    [Test]
    public void Each_difference_is_said_with_both_figures()
    {
        BillDistribution moved = new([(new BillPlace(Concrete, null, new("7399"), false), 10_000m), (new BillPlace(Retainage, null, Job, true), -1_000m)]);
        BillDistribution shifted = new([(new BillPlace(Concrete, null, Job, false), 10_500m), (new BillPlace(Retainage, null, Job, true), -1_500m)]);

        Assert.That(Say(Found with { Total = 9_000.01m }), Is.EqualTo("Bill INV-7 (NetSuite record 4711) has 2 lines and 9,000.01 in NetSuite, but 2 lines and 9,000.00 were sent."));
        Assert.That(Say(Found with { LineCount = 3 }), Is.EqualTo("Bill INV-7 (NetSuite record 4711) has 3 lines and 9,000.00 in NetSuite, but 2 lines and 9,000.00 were sent."));
        Assert.That(Say(Found with { Vendor = new("5502") }), Is.EqualTo("Bill INV-7 (NetSuite record 4711) belongs to another vendor, 5502."));
        Assert.That(Say(Found with { Vendor = null }), Is.Null, "NetSuite doesn't say whose it is");
        Assert.That(Say(Found with { Reference = "BILL001", Date = new(2026, 5, 1), IsRejected = true }), Is.EqualTo(
            "Bill INV-7 (NetSuite record 4711) is not as it was sent: reference BILL001 (sent: INV-7); date 2026-05-01 (sent: 2026-04-30); approval status Rejected."));
        Assert.That(Say(Found with { Reference = " INV-7 ", Date = null }), Is.Null, "NetSuite may trim, and may not say");
        Assert.That(Say(Found with { Voided = true }), Is.EqualTo("Bill INV-7 (NetSuite record 4711) was voided."));
        Assert.That(Say(Found with { Distribution = moved, Places = new Dictionary<BillPlace, string> { [new(Concrete, null, new("7399"), false)] = "item 1234-03-300.S, project Pier 9" } }), Is.EqualTo(
            "Bill INV-7 (NetSuite record 4711) is not as it was sent: the item for budget code 03-300.S, project 1234: nothing (sent: 10,000.00); item 1234-03-300.S, project Pier 9: 10,000.00 (sent: nothing)."));
        Assert.That(Say(Found with { Distribution = shifted }), Is.EqualTo(
            "Bill INV-7 (NetSuite record 4711) is not as it was sent: the item for budget code 03-300.S, project 1234: 10,500.00 (sent: 10,000.00); the item for retainage, project 1234: -1,500.00 (sent: -1,000.00)."));
    }

    [Test]
    public void Many_places_are_counted()
    {
        BillDistribution other = new(Enumerable.Range(1, 8).Select(item => (new BillPlace(new($"{item}"), null, Job, false), 1_125m)));

        Assert.That(Say(Found with { LineCount = 2, Distribution = other }), Does.EndWith("; and 5 more."));
    }

    private static string? Say(BillFound found) => BillComparison.Difference(Sent, found)?.Message;
}
