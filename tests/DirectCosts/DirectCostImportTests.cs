using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.DirectCosts;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using static ProcoreNetSuite.Tests.DirectCosts.CostRig;

namespace ProcoreNetSuite.Tests.DirectCosts;

[TestFixture(Description = "connector-behaviour.md 7.6: the steps of a run")]
public sealed class DirectCostImportTests
{
    [TestCase(null, "Project|||7", Description = "a full run")]
    [TestCase("2026-05-01 00:00:00", "Changed", Description = "any other")]
    public async Task Every_run_begins_with_what_was_imported_before(string? since, string next)
    {
        var rig = new CostRig { Run = RunAt(null) with { Since = since } };
        rig.Room.NetSuite.Setup(netSuite => netSuite.FindLastChangeAsync(It.IsAny<CancellationToken>())).ReturnsAsync("2026-05-20 10:00:00");

        var first = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);
        var second = await rig.Import.DoAsync(rig.Room.Connection, rig.Run with { Cursor = first.Cursor, Step = 2 }, default);

        Assert.That((first.Cursor, first.Watermark), Is.EqualTo(("Imported", "2026-05-20 10:00:00")));
        Assert.That(CostCursor.Read(second.Cursor), Is.EqualTo(CostCursor.Read(next == "Changed" ? next : $"{new CostCursor(CostPhase.Project, Project: Dock)}")));
        rig.Stored.Verify(store => store.ListAsync("acme", null, 200, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task The_steps_of_a_run_read_its_projects_every_half_minute_and_another_run_reads_them_anew()
    {
        var rig = new CostRig();
        var import = rig.Import;
        async Task<int> ReadsAfterAsync(ImportRun run)
        {
            await import.DoAsync(rig.Room.Connection, run, default);

            return rig.Switches.Invocations.Count;
        }

        Assert.That(await ReadsAfterAsync(rig.Run), Is.EqualTo(1));
        rig.Time.Now += TimeSpan.FromSeconds(29);
        Assert.That(await ReadsAfterAsync(rig.Run), Is.EqualTo(1));
        rig.Time.Now += TimeSpan.FromSeconds(1);
        Assert.That(await ReadsAfterAsync(rig.Run), Is.EqualTo(2));
        Assert.That(await ReadsAfterAsync(rig.Run with { RunId = "r2" }), Is.EqualTo(3));
    }

    [Test]
    public async Task A_step_ends_with_a_whole_transaction_and_the_next_begins_behind_it()
    {
        var rig = new CostRig { Run = RunAt("Project||0|7"), Pages = new CostPages { Queries = 2, Lines = 3 } };
        Lines(rig, null, null, true, ("1", 1), ("1", 2), ("2", 1));
        Lines(rig, "2", 2001, true, ("2", 2), ("3", 1), ("3", 2));

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That(step.Cursor, Is.EqualTo("Project||2|7"));
        Assert.That((step.Counts.Read, step.Counts.New), Is.EqualTo((2, 2)));
        Assert.That(rig.Done, Is.EqualTo(new[] { "note 7?, 7?", "write 2 in 7", "write 4 lines in 7", "note 7, 7" }));
    }

    [Test]
    public async Task A_transaction_of_more_lines_than_a_step_is_read_to_its_end()
    {
        var rig = new CostRig { Run = RunAt("Project||0|7"), Pages = new CostPages { Queries = 1, Lines = 2 } };
        Lines(rig, null, null, true, ("1", 1), ("1", 2));
        Lines(rig, "1", 1002, true, ("1", 3), ("1", 4));
        Lines(rig, "1", 1004, false, ("1", 5));

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That(step.Cursor, Is.EqualTo($"{new CostCursor(CostPhase.Compare, Project: Dock)}"));
        Assert.That(rig.Done, Has.Member("write 5 lines in 7"));
    }

    [Test]
    public async Task A_step_names_no_more_transactions_than_a_query_takes()
    {
        var rig = new CostRig { Run = RunAt("Project||0|7"), Pages = new CostPages { Transactions = 2 } };
        Lines(rig, null, null, false, ("1", 1), ("2", 1), ("3", 1));

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That((step.Cursor, step.Counts.New), Is.EqualTo(("Project||2|7", 2)));
    }

    [Test(Description = "13.3: all parts of the job-cost control total")]
    public async Task Behind_the_last_project_comes_the_control_total_and_the_end()
    {
        var rig = new CostRig { Run = RunAt("Compare||0|9") };
        rig.Put("1", Imported(Cost("1", Dock, 3), 5), Imported(Cost("1", Pier), 6));
        rig.Put("2", Imported(Cost("2", Dock), 7) with { IsPending = true, Held = 8.50m });
        rig.Put("3");
        rig.Put("4", Imported(Cost("4", Dock), 8) with { IsPending = true, Held = 0.25m, Count = 0, Sum = 0m });
        rig.Leave("3", new NotImported(Dock, NotImported.ExportedBill, 1, 100m), new NotImported(Dock, "why", 2, 20m), new NotImported(8, "not asked for", 1, 9m));
        rig.OnJobs.AddRange([new(new("100"), "VendBill", 6, 121m), new(new("100"), "VendCred", 1, -5m), new(new("101"), "Journal", 1, 1m), new(new("101"), "ExpRept", 2, 30.50m)]);
        rig.OnItems.Add(new(new("640"), "VendBill", 2, 3m));

        var compared = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);
        var last = await rig.Import.DoAsync(rig.Room.Connection, rig.Run with { Cursor = compared.Cursor }, default);

        Assert.That((compared.Cursor, last.Cursor, last.Counts.Failed), Is.EqualTo(("Control", (string?)null, 0)));
        Assert.That(rig.Noted<OtherCost>(), Is.EqualTo(new[] { new OtherCost(Dock, "vendor credits", 1, -5m), new OtherCost(Pier, "expense reports", 2, 30.50m) }));
        Assert.That(rig.Noted<NotImported>(), Is.EqualTo(new[] { new NotImported(Dock, "E606: Procore has not taken it, see the problems", 1, 1m), new NotImported(Dock, "why", 2, 20m) }));
        Assert.That(rig.Noted<CostControl>(), Is.EqualTo(new[]
        {
            new CostControl(Dock, NetSuite: 119m, Imported: 3m, NotImported: 21m, ExportedBills: 100m, OtherSources: -5m) { StillInProcore = 8.75m },
            new CostControl(Pier, NetSuite: 31.5m, Imported: 1m, NotImported: 0m, ExportedBills: 0m, OtherSources: 30.5m),
        }));
    }

    [TestCase(0, "Changed||0|0|1")]
    [TestCase(1, "Changed||0|0|2")]
    [TestCase(2, null, Description = "E608")]
    public async Task A_difference_is_read_again_twice_and_then_said(int round, string? next)
    {
        var rig = new CostRig { Run = RunAt($"{new CostCursor(CostPhase.Control, Round: round)}") };
        rig.Put("1", Imported(Cost("1", Dock, 3), 5));
        rig.OnJobs.Add(new(new("100"), "VendBill", 3, 3.01m));

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That((step.Cursor, step.Counts.Failed), Is.EqualTo((next, next is null ? 1 : 0)));
        Assert.That(step.Problems.Select(problem => $"{problem}"), next is null ? Has.One.Contains("E608").And.One.Contains("Dock 7 (7)").And.One.Contains("3.01").And.One.Contains("3.00").And.One.Contains("0.01") : Is.Empty);
        Assert.That(rig.Noted<CostControl>().Count(), Is.EqualTo(next is null ? 2 : 0));
    }

    [Test(Description = "13.3: the sums of many projects are compared some at a time, and what differs holds up only its own part")]
    public async Task The_control_total_goes_some_projects_at_a_time(
        [Values(1, 2)] int projects, [Values(1, 2)] int items)
    {
        var pages = new CostPages { ControlProjects = projects, ControlItems = items };
        var rig = new CostRig { Run = RunAt("Control"), Pages = pages };
        rig.OnJobs.AddRange([new(new("100"), "ExpRept", 1, 2m), new(new("101"), "VendBill", 1, 1m)]);
        List<string?> cursors = [rig.Run.Cursor];
        do
        {
            var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run with { Cursor = cursors[^1] }, default);
            cursors.Add(step.Cursor);
        }
        while (cursors[^1]?.StartsWith("Control", StringComparison.Ordinal) is true);

        string[] expected = projects * items == 4 ? ["Control", "Changed||0|0|1"] : ["Control", "Control||0|7", "Changed||0|7|1"];
        Assert.That(cursors, Is.EqualTo(expected));
        var last = await rig.Import.DoAsync(rig.Room.Connection, rig.Run with { Cursor = expected.Length == 2 ? "Control||0|0|2" : "Control||0|7|2" }, default);
        Assert.That((last.Cursor, last.Counts.Failed, last.NextIsFull), Is.EqualTo(((string?)null, 1, true)));
        Assert.That(rig.Noted<CostControl>().Select(one => (one.ProjectId, one.Difference)), Is.EqualTo(new[] { (Dock, 0m), (Pier, 1m) }));
        Assert.That(rig.Noted<OtherCost>(), Is.EqualTo(new[] { new OtherCost(Dock, "expense reports", 1, 2m) }));
    }

    [TestCase(199, "Changed")]
    [TestCase(200, "Imported||200")]
    public async Task What_was_imported_before_is_looked_at_page_by_page_to_its_end(int rows, string next)
    {
        var rig = new CostRig { Run = RunAt("Imported") with { Since = "2026-05-01 00:00:00" } };
        foreach (var row in Enumerable.Range(1, rows))
        {
            rig.Put($"{row}", Imported(Cost($"{row}", Dock), row));
        }

        var first = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That(first.Cursor, Is.EqualTo(next));
        if (next != "Changed")
        {
            Assert.That((await rig.Import.DoAsync(rig.Room.Connection, rig.Run with { Cursor = first.Cursor }, default)).Cursor, Is.EqualTo("Changed"));
        }
    }

    [Test(Description = "7.6.3: an incremental run says what it left out and warns, too")]
    public async Task What_changed_is_counted_with_its_warnings_and_what_it_leaves_out()
    {
        var rig = new CostRig { Run = RunAt("Changed") with { Since = "2026-05-01 00:00:00" } };
        CostTransaction bill = new(new("1"), false, "B-1", null, new("55"), "Stranger", new(2026, 5, 15), false, "2026-05-15 10:00:00");
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListChangedCostsAsync("2026-04-30 23:50:00", null, null, "2026-05-20 10:00:00", 200, It.IsAny<CancellationToken>())).ReturnsAsync([bill]);
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListCostLinesAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>())).ReturnsAsync(
        [
            new(bill.Id, "1", new("100"), new("640"), "03-300", null, "Footings", 1m), new(bill.Id, "2", new("100"), null, null, null, "Rent", 2m, "Expense"),
        ]);

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That((step.Cursor, step.Counts.Read, step.Counts.New), Is.EqualTo(("Deleted", 1, 1)));
        Assert.That(step.Problems.Select(problem => problem.Code), Is.EqualTo(new[] { "E603" }));
        Assert.That(rig["1"].Left, Is.EqualTo(new[] { new NotImported(Dock, "line without an item", 1, 2m) }));
    }

    [TestCase(2, 2, 0, Description = "they agree")]
    [TestCase(3, 2, 1, Description = "the sum agrees, the count doesn't")]
    public async Task Sums_are_compared_with_their_counts(int lines, int held, int differences)
    {
        var rig = new CostRig { Run = RunAt("Compare||0|7") };
        var origin = $"ns:1234567_SB1:vendorBill:1:{Dock}";
        rig.Wanted.Add(new CostSum(77, lines, 6m));
        rig.Held.AddRange(Enumerable.Range(1, held).Select(line => new ProcoreNetSuite.Procore.DirectCostLineFound
        {
            Id = line,
            Holder = new(5, "DirectCost"),
            OriginId = $"{origin}:{line}",
            Amount = 6m / held,
            WbsCode = new ProcoreNetSuite.Procore.WbsCode { Id = 77 },
        }));

        await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That(rig.Noted<CostDifference>().Select(one => (one.NetSuite.Count, one.Procore.Count)).Distinct().Count(), Is.EqualTo(differences));
    }

    [Test(Description = "13.3: what changed while the run was at work is no difference")]
    public async Task A_round_reads_what_changed_since_the_run_began()
    {
        var rig = new CostRig { Run = RunAt("Changed||0|0|1") };
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListChangedCostsAsync("2026-05-20 09:50:00", null, null, null, 200, It.IsAny<CancellationToken>())).ReturnsAsync([]);
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListDeletedAsync("2026-05-20 09:50:00", null, 200, It.IsAny<CancellationToken>())).ReturnsAsync([]);

        var changed = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);
        var deleted = await rig.Import.DoAsync(rig.Room.Connection, rig.Run with { Cursor = changed.Cursor }, default);

        Assert.That((changed.Cursor, deleted.Cursor), Is.EqualTo(("Deleted||0|0|1", "Control||0|0|1")));
    }

    [Test]
    public async Task A_project_that_is_switched_off_while_it_is_read_is_left()
    {
        var rig = new CostRig { Run = RunAt("Project||4711|7") };
        rig.Switches.Setup(switches => switches.ListOnAsync("acme", It.IsAny<CancellationToken>())).ReturnsAsync(new HashSet<long> { Pier });

        Assert.That((await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default)).Cursor, Is.EqualTo($"{new CostCursor(CostPhase.Project, Project: Pier)}"));
    }

    [Test(Description = "a compare repairs so many costs in a step and goes on behind them")]
    public async Task A_compare_goes_on_behind_the_costs_it_has_written_again()
    {
        var rig = new CostRig { Run = RunAt("Compare||0|7"), Pages = new CostPages { Repairs = 1 } };
        rig.Wanted.Add(new CostSum(77, 2, 2m));
        foreach (var transaction in new[] { "1", "2" })
        {
            rig.Put(transaction, Imported(Cost(transaction, Dock), 5));
        }

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That(step.Cursor, Is.EqualTo("Compare||1|7"));
        rig.Notes.Verify(notes => notes.SaveAsync(
            It.IsAny<ImportRun>(), Dock, It.Is<IReadOnlyList<CostDifference>>(found => found.Single().WbsCode == "26-014-03-300.S" && found.Single().Done == null), It.IsAny<CancellationToken>()));
    }

    [Test(Description = "E602")]
    public async Task A_project_whose_costs_can_not_be_read_is_said_and_the_next_one_is_compared()
    {
        var rig = new CostRig { Run = RunAt("Compare||0|7") };
        rig.Wanted.Add(new CostSum(77, 1, 1m));
        rig.Procore.Setup(procore => procore.ListDirectCostLinesAsync(Dock, It.IsAny<CancellationToken>())).Throws(new RejectedException(new Problem("E903", "No right."), 403));

        var step = await rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

        Assert.That((step.Cursor, step.Counts.Failed), Is.EqualTo(($"{new CostCursor(CostPhase.Project, Project: Pier)}", 1)));
        Assert.That($"{step.Problems.Single()}", Does.StartWith("E602").And.Contains("Dock 7 (7)").And.Contains("Procore says: E903: No right."));
    }

    private static ImportRun RunAt(string? cursor) => new CostRig().Run with { Cursor = cursor, Step = cursor is null ? 1 : 5 };

    /// <summary>What NetSuite says when it is asked for the project's lines behind this one.</summary>
    private static void Lines(CostRig rig, string? after, long? key, bool hasMore, params IReadOnlyList<(string Transaction, int Line)> lines) => rig.Room.NetSuite
        .Setup(netSuite => netSuite.ListJobCostsAsync(new("100"), It.Is<IReadOnlyList<NetSuiteId>>(items => items.Single() == new NetSuiteId("640")), null, after == null ? null : new NetSuiteId(after), key, It.IsAny<int>(), It.IsAny<CancellationToken>()))
        .ReturnsAsync(new EntityPage<JobCost>(
        [
            .. lines.Select(line => new JobCost(
                new CostTransaction(new(line.Transaction), false, $"B-{line.Transaction}", null, null, null, new(2026, 5, 15), false, "2026-05-15 10:00:00"),
                new CostLine(new(line.Transaction), $"{line.Line}", new("100"), new("640"), "03-300", null, "Footings", 1m),
                (long.Parse(line.Transaction) * 1000) + line.Line)),
        ], hasMore));
}
