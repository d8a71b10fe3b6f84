using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.SubcontractorInvoices;

/// <summary>connector-behaviour.md 7.4.6: what is said of a bill, whoever else is at work on its link.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class BillCheckTests
{
    private static readonly BillFound AsSent = new(new("4711"), "x", "INV-7 ", new("5501"), new DateOnly(2026, 4, 30), 9_000.00m, 2, Voided: false);

    private readonly RoomRig rig = new();
    private readonly BillCheck check;
    private readonly Link link;
    private List<BillFound> listed = [AsSent];
    private BillFound? record = AsSent;
    private List<NetSuiteId> deleted = [new("4711")];
    private Action meanwhile = () => { };

    public BillCheckTests()
    {
        check = new BillCheck(rig.Links, new BillMarker(rig.Links, rig.Changes, NullLogger<BillMarker>.Instance), new SecondBills(rig.Links, NullLogger<SecondBills>.Instance));
        rig.NetSuite.Setup(netSuite => netSuite.ListNumbersTwiceAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        rig.NetSuite.Setup(netSuite => netSuite.ListDeletedAmongAsync(TransactionType.VendorBill, It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((TransactionType _, IReadOnlyList<NetSuiteId> ids, CancellationToken _) => [.. ids.Where(deleted.Contains)]);
        rig.Settings.NetSuite.RetainageItem = "900";
        link = rig.Links.Put(rig.Link(EntityType.SubcontractorInvoice, 7, "4711", "Invoice INV-7 of Acme Steel LLC") with
        {
            Amount = 9_000.00m,
            Bill = new BillHead(new("5501"), "Acme Steel LLC", "INV-7", new(2026, 4, 30)),
        });
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(() =>
            {
                meanwhile();
                return listed;
            });
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorBillAsync(new NetSuiteId("4711"), It.IsAny<CancellationToken>())).ReturnsAsync(() => record);
    }

    [TestCase("9000.00", "INV-7", "5501", 30, null)]
    [TestCase("9000.00", " INV-7 ", "5501", 30, null, Description = "NetSuite may trim")]
    [TestCase("9000.01", "INV-7", "5501", 30, "total 9,000.01 (sent: 9,000.00)")]
    [TestCase("9000.00", null, "5501", 30, "reference empty (sent: INV-7)")]
    [TestCase("9000.00", "inv-7", "5501", 30, "reference inv-7 (sent: INV-7)")]
    [TestCase("9000.00", "INV-7", "5502", 30, "vendor Crane Works (sent: Acme Steel LLC)")]
    [TestCase("9000.00", "INV-7", "5501", 29, "date 2026-04-29 (sent: 2026-04-30)")]
    public async Task Total_vendor_date_and_reference_are_compared(decimal total, string? reference, string vendor, int day, string? difference)
    {
        rig.Link(EntityType.Company, 36, "5502", "Crane Works");
        listed = [AsSent with { Total = total, Reference = reference, Vendor = new NetSuiteId(vendor), Date = new DateOnly(2026, 4, day) }];

        var step = await CompareAsync();

        Assert.That(step.Problems.Select(problem => problem.Message), Is.EqualTo(difference is null ? Array.Empty<string>()
            : [$"Invoice INV-7 of Acme Steel LLC: bill INV-7 (NetSuite record 4711) was changed in NetSuite: {difference}."]));
        Assert.That(Now.State, Is.EqualTo(difference is null ? LinkState.Linked : LinkState.Changed));
    }

    private static readonly BillPlace Concrete = new(new("640"), null, new("7310"), false), Held = new(new("900"), null, new("7310"), true);

    private static readonly BillDistribution Sent = new([(Concrete, 10_000m), (Held, -1_000m)]);

    [TestCase("640", "7310", 10_000, -1_000, null)]
    [TestCase("640", "7399", 10_000, -1_000, "item 1234-03-300, project Pier 9: 10,000.00 (sent: nothing); item 1234-03-300.S, project 1234: nothing (sent: 10,000.00)", Description = "acceptance case 32: another job")]
    [TestCase("641", "7310", 10_000, -1_000, "item 1234-05-100, project 1234: 10,000.00 (sent: nothing); item 1234-03-300.S, project 1234: nothing (sent: 10,000.00)", Description = "another item")]
    [TestCase("640", "7310", 10_500, -1_500, "item 1234-03-300.S, project 1234: 10,500.00 (sent: 10,000.00); item for retainage, project 1234: -1,500.00 (sent: -1,000.00)", Description = "the total agrees, gross and retainage don't")]
    [TestCase(null, "7310", 10_000, -1_000, "account 5100, project 1234: 10,000.00 (sent: nothing); item 1234-03-300.S, project 1234: nothing (sent: 10,000.00)", Description = "an account")]
    public async Task Every_place_that_a_bill_books_on_is_compared(string? item, string job, int gross, int held, string? difference)
    {
        rig.Links.Put(Now with { ProjectId = 1, Bill = Now.Bill! with { Distribution = $"{Sent}" } });
        rig.Link(EntityType.Project, 1, "7310", "1234");
        rig.Link(EntityType.WbsCode, 77, "640", "1234-03-300.S", project: 1);
        var place = new BillPlace(item is null ? null : new NetSuiteId(item), item is null ? new("5100") : null, new(job), false);
        listed =
        [
            AsSent with
            {
                Distribution = new([(place, gross), (Held, held)]),
                Places = new Dictionary<BillPlace, string>
                {
                    [place] = $"{(item is null ? "account 5100" : $"item {(item == "641" ? "1234-05-100" : job == "7310" ? "1234-03-300.S" : "1234-03-300")}")}, project {(job == "7310" ? "1234" : "Pier 9")}",
                    [Held] = "retainage",
                },
            },
        ];

        var step = await CompareAsync();

        var said = step.Problems.Select(problem => problem.Message.Split("in NetSuite: ")[1].TrimEnd('.')).SingleOrDefault();
        Assert.That(Sorted(said), Is.EqualTo(Sorted(difference)));
        Assert.That((Now.State, step.Counts.Failed), Is.EqualTo((difference is null ? LinkState.Linked : LinkState.Changed, difference is null ? 0 : 1)));
    }

    /// <summary>The places in no particular order.</summary>
    private static string[] Sorted(string? places) => [.. (places ?? "").Split(["; ", ", item ", ", account "], StringSplitOptions.None).Select(place => place.Replace("item ", "", StringComparison.Ordinal).Replace("account ", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Test]
    public async Task A_bill_that_was_rejected_in_approval_is_changed()
    {
        listed = [AsSent with { IsRejected = true }];

        Assert.That((await CompareAsync()).Problems.Single().Message, Does.EndWith("was changed in NetSuite: approval status Rejected."));
        Assert.That(Now.State, Is.EqualTo(LinkState.Changed));
    }

    [TestCase(false, false, 1)]
    [TestCase(true, false, 0, Description = "the approver wanted it so")]
    [TestCase(false, true, 0, Description = "the other one is void")]
    public async Task A_number_that_stands_twice_is_named_with_both_bills(bool wanted, bool voided, int problems)
    {
        rig.Links.Put(Now with { Bill = Now.Bill! with { IsSecond = wanted } });
        rig.NetSuite.Setup(netSuite => netSuite.ListNumbersTwiceAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>())).ReturnsAsync([new BillNumber(new("5501"), "inv-7")]);
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<BillNumber>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([AsSent, AsSent with { Id = new("33"), ExternalId = null, Reference = "inv-7", Total = 8_000m, Voided = voided }]);

        var step = await CompareAsync();

        Assert.That(step.Problems.Select(problem => problem.Message), problems == 0 ? Is.Empty : Is.EqualTo(new[]
        {
            "Acme Steel LLC has 2 bills of number INV-7  in NetSuite: record 4711, dated 2026-04-30, over 9,000.00 (Invoice INV-7 of Acme Steel LLC); record 33, dated 2026-04-30, over 8,000.00.",
        }));
        Assert.That(step.Counts.Failed, Is.EqualTo(problems));
    }

    [TestCase(2, 3, 1, Description = "one was wanted, and somebody entered a third")]
    [TestCase(3, 3, 0, Description = "two were wanted")]
    public async Task A_bill_more_than_approvers_wanted_is_named(int invoices, int bills, int problems)
    {
        foreach (var number in Enumerable.Range(1, invoices - 1))
        {
            rig.Links.Put(rig.Link(EntityType.SubcontractorInvoice, 7 + number, $"{4711 + number}", $"Invoice INV-7 of order {number}") with { Bill = link.Bill! with { IsSecond = true } });
        }

        rig.NetSuite.Setup(netSuite => netSuite.ListNumbersTwiceAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>())).ReturnsAsync([new BillNumber(new("5501"), "INV-7")]);
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<BillNumber>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([.. Enumerable.Range(0, bills).Select(number => AsSent with { Id = new($"{4711 + number}") })]);

        var step = await CompareAsync();

        Assert.That(step.Problems.Count(problem => problem.Code == "E409"), Is.EqualTo(problems));
    }

    [Test(Description = "a role that lost sight of bills orphans nothing")]
    public async Task A_bill_that_NetSuite_neither_shows_nor_lists_as_deleted_is_out_of_sight()
    {
        (listed, record, deleted) = ([], null, []);
        rig.Links.Put(rig.Link(EntityType.SubcontractorInvoice, 8, "4712", "Invoice INV-8 of Acme Steel LLC"));
        rig.Links.Put(rig.Link(EntityType.SubcontractorInvoice, 9, "4713", "Invoice INV-9 of Acme Steel LLC"));
        deleted = [new("4713")];

        var step = await CompareAsync();

        Assert.That(step.Problems.Select(problem => $"{problem.Code} {problem.Message}").First(), Is.EqualTo(
            "E903 NetSuite no longer shows 2 bills that were exported, such as that of Invoice INV-7 of Acme Steel LLC (NetSuite record 4711), nor lists them as deleted."));
        Assert.That(step.Problems.Skip(1).Single().Message, Does.StartWith("Invoice INV-9 of Acme Steel LLC was exported as NetSuite record 4713, which is no longer there"));
        Assert.That((step.Counts.Failed, step.Counts.Removed), Is.EqualTo((3, 1)));
        Assert.That(new[] { 7, 8, 9 }.Select(invoice => rig.Links[link.Key with { ProcoreId = invoice }]!.State), Is.EqualTo(new[] { LinkState.Linked, LinkState.Linked, LinkState.Orphaned }));
    }

    [Test(Description = "links of earlier versions, and bills linked by hand while the query lagged")]
    public async Task Where_a_bill_books_is_kept_once_if_it_was_not_and_compared_from_then_on()
    {
        listed = [AsSent with { Distribution = Sent }];
        await CompareAsync();
        Assert.That((Now.Bill!.Distribution, Now.State), Is.EqualTo(($"{Sent}", LinkState.Linked)));
        Assert.That(rig.Links.Decisions, Is.EqualTo(new[] { "kept" }));

        listed = [AsSent with { Distribution = new([(Concrete, 9_000m)]) }];
        Assert.That((await CompareAsync()).Problems.Single().Code, Is.EqualTo("E415"));
    }

    [Test]
    public async Task Of_a_link_from_before_heads_were_kept_only_the_total_is_compared()
    {
        rig.Links.Put(link with { Bill = null });
        listed = [AsSent with { Date = new DateOnly(2026, 1, 1), Vendor = new NetSuiteId("1") }];

        Assert.That((await CompareAsync()).Problems, Is.Empty);
    }

    [Test]
    public async Task A_bill_that_only_the_query_does_not_show_is_there()
    {
        listed = [];

        Assert.That((await CompareAsync()).Problems, Is.Empty);
        Assert.That(Now.State, Is.EqualTo(LinkState.Linked));
    }

    [Test]
    public async Task A_link_that_somebody_saves_meanwhile_is_marked_all_the_same()
    {
        (listed, record) = ([], null);
        meanwhile = () => rig.Links.Put(Now with { ReportedAt = RoomRig.Now });

        await CompareAsync();

        Assert.That((Now.State, Now.ReportedAt), Is.EqualTo((LinkState.Orphaned, (DateTimeOffset?)RoomRig.Now)));
    }

    [Test]
    public async Task A_link_that_somebody_unlinks_meanwhile_stays_unlinked()
    {
        (listed, record) = ([], null);
        meanwhile = () => rig.Links.Put(Now with { State = LinkState.Unlinked });

        await CompareAsync();

        Assert.That(Now.State, Is.EqualTo(LinkState.Unlinked));
    }

    [Test]
    public async Task What_is_said_already_is_said_again_and_not_written_again()
    {
        (listed, record) = ([], null);
        var first = await CompareAsync();
        var (version, decisions) = (Now.ETag, rig.Links.Decisions.Count());

        var again = await CompareAsync();

        Assert.That((first.Counts.Removed, again.Counts.Removed, again.Counts.Unchanged), Is.EqualTo((1, 0, 1)));
        Assert.That(again.Problems, Is.EqualTo(first.Problems));
        Assert.That((Now.ETag, rig.Links.Decisions.Count()), Is.EqualTo((version, decisions)));
    }

    private Link Now => rig.Links[link.Key]!;

    private Task<ImportStep> CompareAsync() => check.DoAsync(
        rig.Connection,
        new ImportRun { ConnectionId = "acme", Kind = ImportKind.Bills, RunId = "run-1", RequestedBy = "the schedule (Daily)", StartedAt = RoomRig.Now, Cursor = "links|0" },
        CancellationToken.None);
}
