using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.DirectCosts;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using static ProcoreNetSuite.Tests.DirectCosts.CostRig;

namespace ProcoreNetSuite.Tests.DirectCosts;

[TestFixture(Description = "connector-behaviour.md 7.6.1, 7.6.3: transactions as a whole, in all projects")]
public sealed class TransactionCostsTests
{
    private const string Since = "2026-05-01 00:00:00";

    [TestCase(Since, null, "1 4 5 7", Description = "what a link knows by now, unless that is known here too, and what is not finished")]
    [TestCase(null, null, "1 2 3 4 5 6 7 8 9 10", Description = "a full run: everything")]
    [TestCase(null, Dock, "1 2 4 5 6 7 10", Description = "a full run of one project: what is known of it")]
    public async Task What_was_imported_before_is_looked_at_again_where_it_may_not_stay(string? since, long? project, string due)
    {
        var rig = RigAt("Imported", since, project);
        rig.Put("1", Imported(Cost("1", Dock), 5));
        rig.Leave("2", new NotImported(Dock, NotImported.ExportedBill, 1, 1m));
        rig.Leave("3", new NotImported(Pier, "moved here", 1, 1m) { MovedFrom = Dock });
        rig.Leave("4", new NotImported(Dock, "why", 1, 1m));
        rig.Put("5", Imported(Cost("5", Pier), 6) with { IsPending = true });
        rig.Put("6", Imported(Cost("6", Dock), 7));
        rig.Leave("7", new NotImported(Dock, NotImported.ExportedBill, 1, 1m));
        rig.Put("7", Imported(Cost("7", Dock), 8));
        rig.Put("8", Imported(Cost("8", Pier), 9));
        rig.Leave("9", new NotImported(Pier, "why", 1, 1m));
        rig.Leave("10", new NotImported(Dock, NotImported.ExportedBill, 1, 1m), new NotImported(Dock, "why", 1, 1m));
        BelongToInvoices(rig, 1, 2, 3, 4, 7, 10);

        await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        var asked = rig.Room.NetSuite.Invocations.First(call => call.Method.Name == nameof(INetSuiteClient.ListCostsAsync)).Arguments[0]!;
        Assert.That(string.Join(' ', (IReadOnlyList<NetSuiteId>)asked), Is.EqualTo(due));
    }

    [TestCase(true, "Bill B-1 ")]
    [TestCase(false, "Bill 1 ", Description = "NetSuite doesn't hold it any more")]
    public async Task A_bill_that_became_an_invoices_is_removed_and_said(bool isThere, string name)
    {
        var rig = RigAt("Imported");
        rig.Put("1", Imported(Cost("1", Dock), 5));
        rig.Put("2", Imported(Cost("2", Dock), 6) with { IsPending = true });
        rig.Leave("3", new NotImported(Dock, "why", 1, 1m));
        BelongToInvoices(rig, 1, 3);
        Hold(rig, isThere ? [Bill("1"), Bill("2")] : [Bill("2")], Line("1", "1"), Line("2", "1"));

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That(step.Problems.Select(problem => problem.Code), Is.EqualTo(new[] { "E605", "E607" }).Or.EqualTo(new[] { "E605" }));
        Assert.That(step.Problems[0].Message, Does.StartWith(name));
        Assert.That((step.Counts.Removed, step.Counts.Changed, step.Counts.Read), Is.EqualTo((1, 1, 0)));
        Assert.That(rig.Done, Has.Member("delete 5 in 7").And.Member("write 1 in 7"));
        Assert.That(rig["1"].Left.Select(left => left.IsExportedBill), Is.EqualTo(isThere ? new[] { true } : []));
        Assert.That(rig["2"].Costs.Single().IsPending, Is.False);
    }

    [TestCase("7", "7", 2, 1, "", Description = "a full run comes to its project later")]
    [TestCase("7", "9", 1, 1, "delete 5 in 7, write 1 in 9, write 1 lines in 9", Description = "it moved")]
    [TestCase("7", "", 1, 1, "delete 5 in 7", Description = "it is to go")]
    [TestCase("7 9", "7 9", 1, 1, "", Description = "as it was")]
    [TestCase("7 9", "7 9", 2, 1, "write 1 in 7, write 1 lines in 7", Description = "on several projects, with another amount on one of them")]
    [TestCase("7 9", "7 9", 2, 2, "write 1 in 7, write 1 lines in 7, write 1 in 9, write 1 lines in 9")]
    [TestCase("7 9", "7", 1, 1, "delete 6 in 9")]
    [TestCase("7", "7 9", 1, 1, "write 1 in 9, write 1 lines in 9", Description = "a part of it moved")]
    [TestCase("", "7", 1, 1, "", Description = "it is new")]
    public async Task A_full_run_begins_with_what_moves_between_projects(string was, string isNow, int dock, int pier, string done)
    {
        var rig = RigAt("Imported", since: null);
        rig.Leave("1", new NotImported(Dock, "why", 1, 1m));
        rig.Put("1", [.. Projects(was).Select(project => Imported(Whole(project), project == Dock ? 5 : 6))]);
        Hold(rig, [Bill("1")], [.. Projects(isNow).Select(project => project == Dock ? Line("1", "7") with { Amount = dock } : Line("1", "9", "101", "641") with { Amount = pier })]);

        await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That(string.Join(", ", Written(rig)), Is.EqualTo(done));
        Assert.That(rig["1"].Left, Is.Empty, "what is left out is noted at once");
    }

    [Test]
    public async Task What_is_new_in_a_project_that_takes_no_costs_moves_nothing()
    {
        var rig = RigAt("Imported", since: null);
        rig.Switches.Setup(switches => switches.ListOnAsync("acme", It.IsAny<CancellationToken>())).ReturnsAsync(new HashSet<long> { Dock });
        rig.Put("1", Imported(Whole(Dock), 5));
        Hold(rig, [Bill("1")], Line("1", "7") with { Amount = 2m }, Line("1", "9", "101", "641"));

        await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That(Written(rig), Is.Empty);
    }

    [TestCase(true, 0)]
    [TestCase(false, 1)]
    public async Task What_is_as_it_was_counts_as_unchanged_only_where_a_run_does_not_come_back_to_it(bool isFull, int unchanged)
    {
        var rig = RigAt("Imported", isFull ? null : Since);
        rig.Put("1", Imported(Whole(Dock), 5), Imported(Whole(Pier), 6) with { IsPending = true });
        Hold(rig, [Bill("1")], Line("1", "7"), Line("1", "9", "101", "641") with { Amount = 2m });

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That((step.Counts.Unchanged, step.Counts.Changed, step.Counts.Read), Is.EqualTo((unchanged, 1, 0)));
    }

    [TestCase(2, "Changed|2026-05-15 10:00:02|2")]
    [TestCase(1, "Deleted")]
    public async Task What_changed_is_read_page_by_page_to_its_end(int found, string next)
    {
        var rig = RigAt("Changed|2026-05-14 09:00:00|7", pages: 2);
        CostTransaction[] bills = [.. new[] { Bill("1", "2026-05-15 10:00:01"), Bill("2", "2026-05-15 10:00:02") }.Take(found)];
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListChangedCostsAsync("2026-04-30 23:50:00", null, new PageKey("2026-05-14 09:00:00", 7), "2026-05-20 10:00:00", 2, It.IsAny<CancellationToken>()))
            .ReturnsAsync(bills);
        Hold(rig, bills, Line("1", "1"), Line("2", "1"));

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That((step.Cursor, step.Counts.Read, step.Counts.New), Is.EqualTo((next, found, found)));
    }

    [Test(Description = "a NetSuite without any bill or journal has no last change")]
    public async Task Where_nothing_ever_changed_nothing_is_asked_for()
    {
        var rig = RigAt("Changed", run => run with { Watermark = null });

        Assert.That((await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default)).Cursor, Is.EqualTo("Deleted"));
        rig.Room.NetSuite.Verify(netSuite => netSuite.ListChangedCostsAsync(
            It.IsAny<string?>(), It.IsAny<DateOnly?>(), It.IsAny<PageKey?>(), It.IsAny<string?>(), It.IsAny<int>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test(Description = "it is counted and warned of once, by the part of the run that comes to it first")]
    public async Task What_changed_since_the_run_began_is_written_and_not_counted_as_read()
    {
        var rig = RigAt("Changed||0|0|1");
        rig.Put("1", Imported(Cost("1", Dock), 5));
        CostTransaction[] bills = [Bill("1"), Bill("2") with { Vendor = new("55"), VendorName = "Stranger" }];
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListChangedCostsAsync("2026-05-20 09:50:00", null, null, null, 200, It.IsAny<CancellationToken>())).ReturnsAsync(bills);
        Hold(rig, bills, Line("1", "1"), Line("2", "1"));

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That((step.Counts.Read, step.Counts.New, step.Counts.Unchanged), Is.EqualTo((0, 1, 0)));
        Assert.That(step.Problems, Is.Empty);
    }

    [TestCase(3, "Deleted|2026-05-16 08:00:03|3")]
    [TestCase(4, "Control")]
    public async Task What_was_deleted_is_removed_unless_it_is_a_record_of_another_kind(int pages, string next)
    {
        var rig = RigAt("Deleted|2026-05-14 09:00:00|7", pages: pages);
        rig.Put("1", Imported(Cost("1", Dock), 5));
        rig.Put("3", Imported(Cost("3", Dock), 6));
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListDeletedAsync("2026-04-30 23:50:00", new PageKey("2026-05-14 09:00:00", 7), pages, It.IsAny<CancellationToken>()))
            .ReturnsAsync([new("2026-05-16 08:00:01", new("1")), new("2026-05-16 08:00:02", new("2")), new("2026-05-16 08:00:03", new("3"))]);
        Hold(rig, [Bill("3")], Line("3", "1"));

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That(step.Cursor, Is.EqualTo(next));
        Assert.That((step.Counts.Removed, step.Counts.Unchanged, step.Counts.Read), Is.EqualTo((1, 1, 0)));
        Assert.That((rig["1"].IsEmpty, rig["3"].Costs.Count), Is.EqualTo((true, 1)));
        rig.Room.NetSuite.Verify(netSuite => netSuite.ListCostsAsync(It.Is<IReadOnlyList<NetSuiteId>>(ids => ids.Count == 2 && !ids.Contains(new NetSuiteId("2"))), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task A_full_run_finds_what_was_deleted_by_itself()
    {
        var rig = RigAt("Deleted", since: null);

        Assert.That((await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default)).Cursor, Is.EqualTo("Control"));
        rig.Room.NetSuite.Verify(netSuite => netSuite.ListDeletedAsync(It.IsAny<string>(), It.IsAny<PageKey?>(), It.IsAny<int>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test(Description = "7.6.3: a run of one project")]
    public async Task A_run_of_one_project_looks_at_what_it_has_gets_or_is_told_of_and_at_nothing_else()
    {
        var rig = RigAt("Changed", Since, Dock);
        rig.Put("3", Imported(Cost("3", Dock), 5));
        rig.Leave("6", new NotImported(Dock, "why", 1, 1m));
        rig.Room.Link(EntityType.Company, 35, "56", "Acme");
        CostTransaction[] bills =
        [
            Bill("1"), Bill("2") with { Vendor = new("55"), VendorName = "Stranger" }, Bill("3"), Bill("4"), Bill("5") with { ExternalId = "procore-4400123-requisition-99" }, Bill("6"),
            Bill("7") with { Vendor = new("56") }, Bill("8") with { Vendor = new("56") }, Bill("9") with { Vendor = new("56") },
        ];
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListChangedCostsAsync("2026-04-30 23:50:00", null, null, "2026-05-20 10:00:00", 200, It.IsAny<CancellationToken>())).ReturnsAsync(bills);
        Hold(
            rig, bills, Line("1", "1"), Line("2", "1", "101", "641"), Line("4", "1") with { Item = null }, Line("5", "1", "101", "641"), Line("6", "1", "101", "641"),
            Line("7", "1"), Line("7", "2", "101", "641"), Line("8", "1", "101", "641"), Line("9", "1") with { Item = null }, Line("9", "2", "101", "641"));

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That(step.Problems.Select(problem => problem.Code), Is.EqualTo(new[] { "E603", "E605", "E603" }), "of 1 and 6, and of 5: whose bill it is may be this project's business");
        Assert.That(step.Problems.Select(problem => problem.Message), Has.None.Contains("Stranger"));
        Assert.That((rig["1"].Costs.Count, rig["3"].IsEmpty, rig["4"].Left.Count), Is.EqualTo((1, true, 1)));
        Assert.That((rig["7"].Costs.Count, rig["9"].Costs.Count, rig["9"].Left.Count), Is.EqualTo((2, 1, 1)), "what is on this project and on others is written whole");
        Assert.That((rig["2"].IsEmpty, rig["8"].IsEmpty), Is.EqualTo((true, true)), "they are another project's");
        Assert.That(rig["6"].Left, Is.Empty);
    }

    private static CostRig RigAt(string cursor, string? since = Since, long? project = null, int? pages = null) =>
        RigAt(cursor, run => run with { Since = since, ProjectId = project }, pages);

    private static CostRig RigAt(string cursor, Func<ImportRun, ImportRun> with, int? pages = null) => new()
    {
        Run = with(new CostRig().Run with { Cursor = cursor, Step = 5, Since = Since }),
        Pages = pages is { } whole ? new CostPages { Whole = whole } : new CostPages(),
    };

    private static IEnumerable<long> Projects(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse);

    private static IEnumerable<string> Written(CostRig rig) => rig.Done.Where(done => !done.StartsWith("note", StringComparison.Ordinal));

    /// <summary>What transaction 1 makes of a line of 1.00 in this project, whose number is the line's.</summary>
    private static ProcoreNetSuite.Procore.DirectCost Whole(long project)
    {
        var cost = Cost("1", project);

        return cost with { Lines = [cost.Lines[0] with { OriginId = $"{cost.OriginId}:{project}", WbsCodeId = project == Dock ? 77 : 78 }] };
    }

    private static CostTransaction Bill(string id, string modified = "2026-05-15 10:00:00") => new(new(id), false, $"B-{id}", null, null, null, new(2026, 5, 15), false, modified);

    private static CostLine Line(string transaction, string key, string job = "100", string item = "640") =>
        new(new(transaction), key, new(job), new(item), "03-300", null, "Footings", 1m);

    private static void BelongToInvoices(CostRig rig, params IReadOnlyList<int> bills)
    {
        foreach (var bill in bills)
        {
            rig.Room.Link(EntityType.SubcontractorInvoice, 1000 + bill, $"{bill}", $"Invoice {bill}", ofProject: Dock);
        }
    }

    /// <summary>What NetSuite holds of the transactions that are asked for.</summary>
    private static void Hold(CostRig rig, IReadOnlyList<CostTransaction> heads, params IReadOnlyList<CostLine> lines)
    {
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListCostsAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<NetSuiteId> ids, CancellationToken _) => [.. heads.Where(head => ids.Contains(head.Id))]);
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListCostLinesAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<NetSuiteId> ids, CancellationToken _) => [.. lines.Where(line => ids.Contains(line.Transaction))]);
    }
}
