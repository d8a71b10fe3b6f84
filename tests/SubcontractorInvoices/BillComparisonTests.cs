using NUnit.Framework;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

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

    [Test]
    public void A_bill_that_is_not_what_was_sent_is_a_changed_bill()
    {
        BillFound[] others = [Found with { Total = 1m }, Found with { Vendor = new("5502") }, Found with { IsRejected = true }, Found with { Voided = true }];

        Assert.That(others.Select(found => BillComparison.Difference(Sent, found)!.Code), Is.All.EqualTo("E415"));
    }

    [TestCase(5, false)]
    [TestCase(6, true)]
    public void Five_places_are_named(int places, bool andMore)
    {
        var sent = Sent with { Lines = [] };
        BillDistribution other = new(Enumerable.Range(1, places).Select(item => (new BillPlace(new($"{item}"), null, Job, false), 0m)));

        var said = BillComparison.Difference(sent, Found with { Total = 0m, LineCount = 0, Distribution = other })!.Message;

        Assert.That(said.Split("(sent: nothing)"), Has.Length.EqualTo(6));
        Assert.That(said, andMore ? Does.EndWith("; and 1 more.") : Does.Not.Contain("more"));
    }

    [Test]
    public void Lines_of_one_place_are_counted_and_a_place_that_nobody_knows_is_shown_as_it_is()
    {
        BillPlace strange = new(new("77"), null, null, false);
        BillDistribution other = new([(new BillPlace(Concrete, null, Job, false), 4_000m), (new BillPlace(Concrete, null, Job, false), 5_000m), (strange, 1_000m), (new BillPlace(Retainage, null, Job, true), -1_000m)]);

        Assert.That(Say(Found with { Distribution = other }), Does.Contain("9,000.00 in 2 lines (sent: 10,000.00)").And.Contain($"place {strange}: 1,000.00 (sent: nothing)"));
    }

    [Test(Description = "a name of the job or of the item alone says too little")]
    public void A_place_is_named_in_our_words_only_if_all_of_it_is_ours()
    {
        var renamed = Sent with { Names = new Dictionary<NetSuiteId, string> { [Concrete] = "for budget code 03-300.S" } };
        BillDistribution shifted = new([(new BillPlace(Concrete, null, Job, false), 9_000m)]);
        var found = Found with { Distribution = shifted, Places = new Dictionary<BillPlace, string> { [new(Concrete, null, Job, false)] = "item 1234-03-300.S, project Dock" } };

        Assert.That(BillComparison.Difference(renamed, found)!.Message, Does.Contain("item 1234-03-300.S, project Dock: 9,000.00").And.Not.Contain("for budget code"));
        Assert.That(BillComparison.Difference(Sent with { Names = null }, found)!.Message, Does.Contain("item 1234-03-300.S, project Dock: 9,000.00"));
        Assert.That(BillComparison.Difference(Sent, found)!.Message, Does.Contain("for budget code 03-300.S, project 1234: 9,000.00"));
    }

    [Test]
    public void A_total_without_lines_is_compared_alone()
    {
        Assert.That(BillComparison.Difference("Bill INV-7", 9_000m, null, Found with { LineCount = 77 }), Is.Null);
        Assert.That(BillComparison.Difference("Bill INV-7", 9_000.01m, null, Found)!.Message, Does.EndWith("but 9,000.01 were sent."));
        Assert.That(BillComparison.Difference("Bill INV-7", 9_000m, 2, Found with { Voided = true })!.OtherRemedy, Is.EqualTo(ExactlyOnce.UnlinkFirst));
    }

    private static readonly Link Linked = new()
    {
        Key = new LinkKey("acme", EntityType.SubcontractorInvoice, 7),
        State = LinkState.Linked,
        NetSuiteId = Found.Id,
        Name = "Invoice INV-7 of Acme Steel LLC",
        Amount = 9_000m,
        Bill = new BillHead(new("5501"), "Acme Steel LLC", "INV-7", new(2026, 4, 30)) { Distribution = $"{Sent.Distribution}" },
    };

    private static readonly BillDistribution Elsewhere = new([(new BillPlace(Concrete, null, new("7399"), false), 10_000m), (new BillPlace(Retainage, null, Job, true), -1_000m)]);

    [Test]
    public void A_linked_bill_that_is_as_it_was_sent_is_no_problem()
    {
        Assert.That(Compare(Linked, Found), Is.Null);
        Assert.That(Compare(Linked, Found with { Distribution = null }), Is.Null, "it was not asked for");
        Assert.That(Compare(Linked with { Bill = Linked.Bill! with { Distribution = null } }, Found), Is.Null, "of earlier versions");
    }

    [Test]
    public void All_that_changed_on_a_linked_bill_is_said_at_once_and_what_to_do()
    {
        var problem = Compare(Linked, Found with { Total = 1m, Vendor = new("5502"), Reference = null, Date = new(2026, 5, 1), IsRejected = true, Distribution = Elsewhere })!;

        Assert.That(problem.Code, Is.EqualTo("E415"));
        Assert.That(problem.Message, Does.StartWith("Invoice INV-7 of Acme Steel LLC: bill INV-7 (NetSuite record 4711)").And.Contain("total 1.00 (sent: 9,000.00)")
            .And.Contain("vendor record 5502 (sent: Acme Steel LLC)").And.Contain("reference empty (sent: INV-7)").And.Contain("date 2026-05-01 (sent: 2026-04-30)")
            .And.Contain("the place 640/7310/d: nothing (sent: 10,000.00)").And.Contain("approval status Rejected"));
        Assert.That(problem.OtherRemedy, Does.Contain("unlink the invoice"));
    }

    [Test]
    public void Vendors_are_named_where_they_are_known()
    {
        var other = Found with { Vendor = new("5502") };

        Assert.That(Compare(Linked, other, "Crane Works")!.Message, Does.Contain("vendor Crane Works (sent: Acme Steel LLC)"));
        Assert.That(Compare(Linked with { Bill = Linked.Bill! with { VendorName = null } }, other)!.Message, Does.Contain("vendor record 5502 (sent: record 5501)"));
    }

    [Test]
    public void A_link_of_earlier_versions_is_compared_as_far_as_it_goes()
    {
        var old = Linked with { Bill = null, Name = null };

        Assert.That(Compare(old, Found with { Vendor = new("1"), Date = null, Distribution = Elsewhere }), Is.Null);
        Assert.That(Compare(old, Found with { Total = 1m })!.Message, Does.StartWith("Invoice 7: bill INV-7 ").And.Contain("total 1.00"));
        Assert.That(Compare(old, Found with { IsRejected = true })!.Message, Does.EndWith("approval status Rejected."));
        Assert.That(Compare(old with { Amount = null }, Found with { Total = 1m }), Is.Null);
    }

    [Test]
    public void Of_a_voided_bill_nothing_else_is_said()
    {
        var problem = Compare(Linked, Found with { Voided = true, Total = 0m, Reference = "x" })!;

        Assert.That((problem.Code, problem.Message, problem.OtherRemedy), Is.EqualTo(("E415", "Invoice INV-7 of Acme Steel LLC: bill INV-7 (NetSuite record 4711) was voided.", ExactlyOnce.UnlinkFirst)));
    }

    [Test(Description = "a bill of so many places that only their hash is kept")]
    public void Places_that_are_too_many_to_be_kept_are_compared_as_a_whole()
    {
        BillDistribution Many(decimal amount) => new(Enumerable.Range(1, 9_000).Select(item => (new BillPlace(new($"{item * 7919}"), null, new($"{item * 104_729}"), false), amount + (item * 1.37m))));
        var link = Linked with { Bill = Linked.Bill! with { Distribution = $"{Many(1m)}" } };

        Assert.That(link.Bill!.Distribution, Does.StartWith("#"));
        Assert.That(Compare(link, Found with { Distribution = Many(1m) }), Is.Null);
        Assert.That(Compare(link, Found with { Distribution = null }), Is.Null);
        Assert.That(Compare(link, Found with { Distribution = Many(2m) })!.Message, Does.Contain("items, projects and amounts"));
        Assert.That(BillComparison.Moved(link, Found with { Distribution = Many(2m) }), Is.Empty);
    }

    [Test]
    public void The_places_that_moved_are_those_on_which_something_else_is_booked()
    {
        Assert.That(BillComparison.Moved(Linked, Found with { Distribution = Elsewhere }), Is.EquivalentTo(new[] { new BillPlace(Concrete, null, Job, false), new BillPlace(Concrete, null, new("7399"), false) }));
        Assert.That(BillComparison.Moved(Linked, Found), Is.Empty);
        Assert.That(BillComparison.Moved(Linked, Found with { Distribution = null }), Is.Empty);
        Assert.That(BillComparison.Moved(Linked with { Bill = null }, Found with { Distribution = Elsewhere }), Is.Empty);
    }

    private static Problem? Compare(Link link, BillFound found, string? vendor = null) => BillComparison.Difference(link, found, vendor, place => $"the place {place}");

    private static string? Say(BillFound found) => BillComparison.Difference(Sent, found)?.Message;
}
