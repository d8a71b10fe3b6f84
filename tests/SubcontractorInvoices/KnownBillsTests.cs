using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Tests.Builders;
using ProcoreNetSuite.Tests.Links;

namespace ProcoreNetSuite.Tests.SubcontractorInvoices;

/// <summary>Which bills are known, how fresh that is, and what it costs, against an account that answers the query as NetSuite does.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KnownBillsTests
{
    private static readonly NetSuiteId Acme = new("10");
    private static readonly NetSuiteId Harbor = new("11");

    private readonly RoomRig rig = new();
    private readonly SetTime time = new();
    private readonly List<BillFound> account = [];
    private readonly List<(int Ids, IReadOnlyList<NetSuiteId> Vendors, long After)> queries = [];
    private readonly KnownBills known;
    private Task answerAfter = Task.CompletedTask;

    public KnownBillsTests()
    {
        known = new KnownBills(time);
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(
                It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<long>(), It.IsAny<CancellationToken>()))
            .Returns(async (IReadOnlyList<NetSuiteId> ids, IReadOnlyList<NetSuiteId> vendors, long after, CancellationToken _) =>
            {
                queries.Add((ids.Count, vendors, after));
                List<BillFound> now = [.. account.Where(bill =>
                    ids.Contains(bill.Id) || (vendors.Contains(bill.Vendor!.Value) && long.Parse(bill.Id.Value, null) > after))];
                await answerAfter;

                return now;
            });
    }

    [Test]
    public async Task A_second_batch_within_a_minute_asks_nothing_before_it_writes()
    {
        Enter(100, Acme, "A-1");
        await Find((Acme, "A-2"));
        time.Now += TimeSpan.FromSeconds(59);

        await Find((Acme, "A-3"));

        Assert.That(queries, Has.Count.EqualTo(1));
    }

    [Test(Description = "a bill with a lower id, saved later, and one that was renumbered")]
    public async Task A_busy_vendors_bills_are_all_read_within_half_a_minute_by_the_query_that_checks_what_was_written()
    {
        Enter(90, Acme, "A-3");
        await Find((Acme, "A-2"));
        Enter(80, Acme, "A-2");
        account.RemoveAll(bill => bill.Id.Value == "90");
        Enter(90, Acme, "A-4");
        time.Now += TimeSpan.FromSeconds(31);
        Enter(101, Acme, "B-1");
        await known.ReadAsync(rig.Connection, [new NetSuiteId("101")], [Acme], CancellationToken.None);
        time.Now += TimeSpan.FromSeconds(59);

        Assert.That((await Find((Acme, "A-4")))[0], Has.Property("Id").EqualTo(new NetSuiteId("90")));
        Assert.That((await Find((Acme, "A-3")))[0], Is.Null);
        Assert.That(queries.Select(query => query.After), Is.All.Zero);
        Assert.That(queries.Count(query => query.Ids == 0), Is.EqualTo(2), "before the first batch, and where a duplicate is looked at again");
    }

    [Test]
    public async Task Of_the_batches_that_are_under_way_one_reads_all_and_another_after_ten_seconds_if_that_failed()
    {
        Enter(100, Acme, "A-1");
        await Find((Acme, "A-2"));
        time.Now += TimeSpan.FromSeconds(31);
        var never = new TaskCompletionSource();
        answerAfter = never.Task;
        var first = known.ReadAsync(rig.Connection, [], [Acme], CancellationToken.None);
        answerAfter = Task.CompletedTask;
        await known.ReadAsync(rig.Connection, [], [Acme], CancellationToken.None);
        time.Now += TimeSpan.FromSeconds(10);
        await known.ReadAsync(rig.Connection, [], [Acme], CancellationToken.None);

        Assert.That(queries.Skip(1).Select(query => query.After), Is.EqualTo(new long[] { 0, 100, 0 }));
        never.SetException(new InvalidOperationException("It failed."));
        Assert.That(() => first, Throws.InvalidOperationException);
    }

    [Test]
    public async Task After_a_minute_without_work_a_vendors_bills_are_forgotten()
    {
        await Find((Acme, "A-2"));
        Enter(99, Acme, "A-2");
        time.Now += TimeSpan.FromSeconds(61);

        Assert.That((await Find((Acme, "A-2")))[0], Has.Property("Id").EqualTo(new NetSuiteId("99")));
    }

    [TestCase(" inv-7 ", "INV-7", true)]
    [TestCase("INV-70", "INV-7", false)]
    [TestCase("INV-7", "INV-7", false, true, Description = "a voided bill is none")]
    public async Task A_duplicate_has_the_same_vendor_and_number(string existing, string number, bool isDuplicate, bool voided = false)
    {
        Enter(100, Acme, existing, voided);
        Enter(101, Harbor, number);

        Assert.That((await Find((Acme, number)))[0] is not null, Is.EqualTo(isDuplicate));
    }

    [Test]
    public async Task A_bill_is_no_duplicate_of_itself()
    {
        account.Add(new BillFound(new NetSuiteId("100"), "PROCORE-A-1", "A-1", Acme, null, 10m, 1, Voided: false));

        Assert.That((await Find((Acme, "A-1")))[0], Is.Null);
    }

    [Test]
    public async Task A_duplicate_that_was_voided_a_moment_ago_stands_in_nobodys_way()
    {
        Enter(100, Acme, "A-1");
        await Find((Acme, "A-2"));
        account[0] = account[0] with { Voided = true };

        Assert.That((await Find((Acme, "A-1")))[0], Is.Null);
        Assert.That(queries, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_duplicate_that_was_just_read_is_not_read_again()
    {
        Enter(100, Acme, "A-1");

        Assert.That((await Find((Acme, "A-1"), (Acme, "A-2"))).Select(found => found?.Id), Is.EqualTo(new NetSuiteId?[] { new("100"), null }));
        Assert.That(queries, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Only_vendors_that_are_not_known_are_asked_for_and_later_only_what_is_new()
    {
        Enter(100, Acme, "A-1");
        await Find((Acme, "A-2"));
        time.Now += TimeSpan.FromSeconds(30);
        Enter(200, Harbor, "H-1");
        await Find((Acme, "A-2"), (Harbor, "H-2"));
        Enter(150, Acme, "A-5");
        Enter(300, Harbor, "H-3");

        await known.ReadAsync(rig.Connection, [new NetSuiteId("300")], [Acme, Harbor], CancellationToken.None);

        Assert.That(queries.Select(query => (query.Vendors.Count, query.After)), Is.EqualTo(new[] { (1, 0L), (1, 0L), (2, 100L) }));
        Assert.That((await Find((Acme, "A-5"), (Harbor, "H-3"))).Select(found => found?.Id.Value), Is.EqualTo(new[] { "150", "300" }));
    }

    [Test]
    public async Task A_vendor_without_bills_costs_no_long_query_afterwards()
    {
        Enter(100, Acme, "A-1");
        await Find((Acme, "A-2"));
        await Find((Harbor, "H-1"));

        await known.ReadAsync(rig.Connection, [], [Acme, Harbor], CancellationToken.None);

        Assert.That(queries[^1].After, Is.EqualTo(100));
    }

    [Test]
    public async Task What_was_written_while_all_was_being_read_is_known()
    {
        Enter(100, Acme, "A-1");
        await Find((Acme, "A-2"));
        var gate = new TaskCompletionSource();
        answerAfter = gate.Task;
        var slow = Find((Acme, "A-1"));
        answerAfter = Task.CompletedTask;
        Enter(105, Acme, "A-5");
        await known.ReadAsync(rig.Connection, [new NetSuiteId("105")], [Acme], CancellationToken.None);

        gate.SetResult();
        await slow;

        Assert.That((await Find((Acme, "A-5")))[0], Is.Not.Null);
    }

    [Test(Description = "a few bills of a vendor must never pass for all of them")]
    public async Task A_vendor_that_was_forgotten_meanwhile_is_not_half_known()
    {
        Enter(100, Acme, "A-1");

        await known.ReadAsync(rig.Connection, [new NetSuiteId("100")], [Acme], CancellationToken.None);

        Assert.That(queries[0].Vendors, Is.Empty);
        await Find((Acme, "A-2"));
        Assert.That(queries[1].Vendors, Is.EqualTo(new[] { Acme }));
    }

    private void Enter(long id, NetSuiteId vendor, string reference, bool voided = false) =>
        account.Add(new BillFound(new NetSuiteId($"{id}"), null, reference, vendor, null, 10m, 1, voided));

    private Task<IReadOnlyList<BillFound?>> Find(params IReadOnlyList<(NetSuiteId Vendor, string Reference)> bills) => known.FindDuplicatesAsync(
        rig.Connection,
        [.. bills.Select(bill => new VendorBill(
            $"procore-{bill.Reference}", bill.Vendor, bill.Reference, new DateOnly(2026, 4, 30), new NetSuiteId("134"), "USD", "memo", []))],
        CancellationToken.None);
}
