using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.DirectCosts;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using static ProcoreNetSuite.Tests.DirectCosts.CostRig;

namespace ProcoreNetSuite.Tests.DirectCosts;

[TestFixture(Description = "connector-behaviour.md 7.6.3: after a project was written, what it holds is compared with what the run read, and repaired")]
public sealed class CostReconcilerTests
{
    private static readonly string Next = $"{new CostCursor(CostPhase.Project, Project: Pier)}";

    [Test]
    public async Task A_project_that_agrees_is_not_looked_into()
    {
        var rig = RigAt("Compare||0|7");
        rig.Wanted.AddRange([new CostSum(77, 1, 1m), new CostSum(77, 1, 1m)]);
        Hold(rig, Cost("1", Dock, lines: 2), 5);

        var step = await CompareAsync(rig);

        Assert.That((step.Cursor, step.Counts, step.Problems.Count), Is.EqualTo((Next, new ImportCounts(), 0)));
        Assert.That(rig.Noted<CostDifference>(), Is.Empty);
        rig.Stored.Verify(store => store.ListAsync(It.IsAny<string>(), null, It.IsAny<int>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task A_project_that_was_switched_off_meanwhile_is_passed_over()
    {
        var rig = RigAt("Compare||0|7");
        rig.Switches.Setup(switches => switches.ListOnAsync("acme", It.IsAny<CancellationToken>())).ReturnsAsync(new HashSet<long> { Pier });
        rig.Wanted.Add(new CostSum(77, 1, 1m));

        Assert.That((await CompareAsync(rig)).Cursor, Is.EqualTo(Next));
        Assert.That(rig.Noted<CostDifference>(), Is.Empty);
    }

    [Test(Description = "E602: a tool that is off matters only where there is something to show")]
    public async Task A_project_without_cost_whose_costs_can_not_be_read_is_no_failure()
    {
        var rig = RigAt("Compare||0|7");
        rig.Procore.Setup(procore => procore.ListDirectCostLinesAsync(Dock, It.IsAny<CancellationToken>())).Throws(new RejectedException(new Problem("E903", "No right."), 403));

        var step = await CompareAsync(rig);

        Assert.That((step.Cursor, step.Counts.Failed, step.Problems.Count), Is.EqualTo((Next, 0, 0)));
    }

    [TestCase(77, 1, "1.00", Description = "no line on a code")]
    [TestCase(77, 2, "2.01", Description = "another sum")]
    [TestCase(79, 2, "2.00", Description = "another code")]
    [TestCase(null, 2, "2.00", Description = "no code")]
    public async Task Count_and_sum_of_each_code_are_compared(int? code, int count, string sum)
    {
        var rig = RigAt("Compare||0|7");
        rig.Wanted.Add(new CostSum(code, count, decimal.Parse(sum)));
        rig.Put("1", Imported(Cost("1", Dock, lines: 2), 5));
        Hold(rig, Cost("1", Dock, lines: 2), 5);

        await CompareAsync(rig);

        var noted = rig.Noted<CostDifference>().Where(one => one.Done is null).ToList();
        var here = new CostSum(77, 2, 2.00m);
        Assert.That(noted.Select(one => (one.NetSuite, one.Procore)), Is.EqualTo(code == 77
            ? new[] { (rig.Wanted[0], here) }
            : new[] { (rig.Wanted[0], new CostSum(code, 0, 0m)), (new CostSum(77, 0, 0m), here) }.OrderBy(pair => pair.Item1.WbsCodeId)));
        Assert.That(noted.Select(one => (one.ProjectId, one.Project)), Is.All.EqualTo((Dock, "Dock 7")));
        Assert.That(noted.Select(one => one.WbsCode), Is.EqualTo(noted.Select(one => one.NetSuite.WbsCodeId == 77 ? "26-014-03-300.S" : $"{code}")));
    }

    [Test(Description = "a project without a name")]
    public async Task Where_nobody_knows_a_name_the_id_stands_for_it()
    {
        var rig = RigAt("Compare||0|7");
        rig.Room.Links.Put(rig.Room.Link(EntityType.Project, Dock, "100", "") with { Name = null });
        rig.Wanted.Add(new CostSum(79, 1, 1m));

        await CompareAsync(rig);

        Assert.That(rig.Noted<CostDifference>().Select(one => (one.Project, one.WbsCode)).Distinct(), Is.EqualTo(new[] { ("7", "79") }));
    }

    [Test]
    public async Task What_is_missing_changed_or_unfinished_is_written_again_and_what_nobody_knows_is_removed()
    {
        var rig = RigAt("Compare||0|7");
        rig.Wanted.Add(new CostSum(77, 4, 4m));
        foreach (var (transaction, id) in new[] { ("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("6", 6) })
        {
            rig.Put(transaction, Imported(Cost(transaction, Dock), id));
        }

        rig.Put("3", Imported(Cost("3", Dock), 3) with { IsPending = true });
        rig.Put("4", Imported(Cost("4", Dock), 4) with { IsPending = true, TriedBy = "r1|3" });
        rig.Put("6", Imported(Cost("6", Pier), 6));
        Hold(rig, Cost("1", Dock), 1);
        Hold(rig, Cost("2", Dock) with { Lines = [Cost("2", Dock).Lines[0] with { Amount = 1.50m }] }, 2);
        Hold(rig, Cost("3", Dock), 3);
        Hold(rig, Cost("8", Dock), 8);
        InNetSuite(rig, "1", "2", "3", "4", "5");

        var step = await CompareAsync(rig);

        Assert.That(step.Cursor, Is.EqualTo("Compare||8|7"), "from the first to the last of them, whatever their order");
        Assert.That(rig.Done.Where(done => done.StartsWith("delete", StringComparison.Ordinal)), Is.EqualTo(new[] { "delete 8 in 7" }));
        Assert.That(Sent(rig), Is.EqualTo(new[] { "2", "3", "5" }.Select(transaction => Cost(transaction, Dock).OriginId)), "1 is as it was written, and 4 was refused a moment ago");
        Assert.That((step.Counts.Changed, step.Counts.Removed, step.Counts.Unchanged, rig["8"].IsEmpty), Is.EqualTo((3, 1, 0, true)));
        rig.Procore.Verify(procore => procore.FindDirectCostAsync(Dock, Cost("8", Dock).OriginId, It.IsAny<CancellationToken>()), Times.Never, "its id is known");
    }

    [Test]
    public async Task What_is_left_out_of_a_cost_that_is_written_again_is_noted()
    {
        var rig = RigAt("Compare||0|7");
        rig.Wanted.Add(new CostSum(77, 1, 1m));
        rig.Put("1", Imported(Cost("1", Dock), 5));
        InNetSuite(rig, "1");
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListCostLinesAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>())).ReturnsAsync(
        [
            new(new("1"), "1", new("100"), new("640"), "03-300", null, "Footings", 1m), new(new("1"), "2", new("100"), null, null, null, "Rent", 2m, "Expense"),
        ]);

        await CompareAsync(rig);

        Assert.That(Sent(rig), Is.EqualTo(new[] { Cost("1", Dock).OriginId }));
        Assert.That(rig["1"].Left, Is.EqualTo(new[] { new NotImported(Dock, "line without an item", 1, 2m) }));
    }

    [Test(Description = "what a cost of ours is called follows Procore's letters")]
    public async Task An_origin_id_in_other_letters_is_the_same()
    {
        var rig = RigAt("Compare||0|7");
        rig.Wanted.Add(new CostSum(77, 2, 2m));
        var cost = Cost("1", Dock);
        rig.Put("1", Imported(cost, 5) with { OriginId = cost.OriginId.ToUpperInvariant() });
        Hold(rig, cost, 5);

        await CompareAsync(rig);

        Assert.That(rig.Done.Where(done => done.StartsWith("delete", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_step_goes_on_behind_the_costs_that_the_one_before_wrote_again()
    {
        var rig = RigAt("Compare||1|7", repairs: 1);
        rig.Wanted.Add(new CostSum(77, 3, 3m));
        foreach (var transaction in new[] { "1", "2", "10" })
        {
            rig.Put(transaction, Imported(Cost(transaction, Dock), 5));
        }

        InNetSuite(rig, "1", "2", "10");

        Assert.That((await CompareAsync(rig)).Cursor, Is.EqualTo("Compare||2|7"));
        Assert.That(Sent(rig), Is.EqualTo(new[] { Cost("2", Dock).OriginId }));
    }

    [Test]
    public async Task What_is_known_of_a_project_is_read_to_its_end()
    {
        var rig = RigAt("Compare||0|7");
        rig.Wanted.Add(new CostSum(77, 1, 1m));
        foreach (var transaction in Enumerable.Range(1, 1000))
        {
            rig.Put($"{transaction}", Imported(Cost($"{transaction}", Pier), transaction));
        }

        rig.Put("1001", Imported(Cost("1001", Dock), 5));
        InNetSuite(rig, "1001");

        await CompareAsync(rig);

        Assert.That(Sent(rig), Is.EqualTo(new[] { Cost("1001", Dock).OriginId }));
        rig.Stored.Verify(store => store.ListAsync("acme", It.IsAny<NetSuiteId?>(), 1000, It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Test]
    public async Task What_the_step_before_repaired_is_noted_as_repaired()
    {
        var rig = RigAt("Compare||5|7");
        rig.Wanted.Add(new CostSum(77, 1, 1m));
        Hold(rig, Cost("1", Dock), 5);
        rig.Put("1", Imported(Cost("1", Dock), 5));
        Found(rig, new CostSum(77, 1, 1m), new CostSum(77, 0, 0m));

        var step = await CompareAsync(rig);

        Assert.That((step.Cursor, step.Counts.Failed, step.Problems.Count), Is.EqualTo((Next, 0, 0)));
        Assert.That(rig.Noted<CostDifference>().Single(), Is.EqualTo(
            new CostDifference(Dock, "Dock 7", "26-014-03-300.S", new CostSum(77, 1, 1m), new CostSum(77, 0, 0m), "repaired")));
    }

    [Test]
    public async Task Of_several_differences_those_that_are_left_are_told_from_those_that_were_repaired()
    {
        var rig = RigAt("Compare||5|7");
        rig.Wanted.AddRange([new CostSum(77, 1, 1m), new CostSum(79, 1, 3m)]);
        Hold(rig, Cost("1", Dock), 5);
        rig.Put("1", Imported(Cost("1", Dock), 5));
        Found(rig, new CostSum(77, 1, 1m), new CostSum(77, 0, 0m));

        var step = await CompareAsync(rig);

        Assert.That(rig.Noted<CostDifference>().Select(one => (one.NetSuite.WbsCodeId, one.Done)), Is.EqualTo(new[] { ((long?)77, "repaired"), (79, "not repaired") }));
        Assert.That((step.Counts.Failed, step.Problems.Count), Is.EqualTo((1, 1)));
    }

    [TestCase(false, Description = "E606")]
    [TestCase(true, Description = "a refused cost explains it, and has a problem of its own")]
    public async Task What_writing_again_did_not_help_is_a_failure_unless_a_refused_cost_explains_it(bool isRefused)
    {
        var rig = RigAt("Compare||5|7");
        rig.Wanted.AddRange([new CostSum(77, 2, 2.5m), new CostSum(79, 1, 3m)]);
        Hold(rig, Cost("1", Dock), 5);
        rig.Put("1", Imported(Cost("1", Dock), 5));
        if (isRefused)
        {
            rig.Put("2", Imported(Cost("2", Dock), 6) with { IsPending = true, TriedBy = "r1|3" });
        }

        Found(rig, new CostSum(77, 2, 2.5m), new CostSum(77, 0, 0m));

        var step = await CompareAsync(rig);

        Assert.That((step.Cursor, step.Counts.Failed), Is.EqualTo((Next, isRefused ? 0 : 2)));
        Assert.That(step.Problems.Select(problem => problem.Code), Is.EqualTo(isRefused ? [] : new[] { "E606", "E606" }));
        Assert.That(step.Problems.Select(problem => problem.Message), isRefused ? Is.Empty
            : Has.One.Contains("Dock 7 (7)").And.Contains("26-014-03-300.S").And.Contains("2 lines with 2.50").And.Contains("1 with 1.00").And.One.Contains("79"));
        Assert.That(rig.Noted<CostDifference>().Select(one => (one.NetSuite.WbsCodeId, one.Procore.Count, one.Done!.Contains("refuses", StringComparison.Ordinal))), Is.EqualTo(
            new[] { ((long?)77, 1, isRefused), (79, 0, isRefused) }));
        Assert.That(rig.Noted<CostDifference>().Select(one => one.Done), Is.All.StartsWith("not repaired"));
    }

    private static CostRig RigAt(string cursor, int? repairs = null) => new()
    {
        Run = new CostRig().Run with { Cursor = cursor, Step = 5 },
        Pages = repairs is { } most ? new CostPages { Repairs = most } : new CostPages(),
    };

    private static Task<ImportStep> CompareAsync(CostRig rig) => rig.Import.DoAsync(rig.Room.Connection, rig.Run, default);

    /// <summary>Origin ids of the costs that were written.</summary>
    private static IEnumerable<string> Sent(CostRig rig) => rig.Procore.Invocations.Where(call => call.Method.Name == nameof(IProcoreClient.SyncDirectCostsAsync))
        .SelectMany(call => (IReadOnlyList<DirectCost>)call.Arguments[1]!).Select(cost => cost.OriginId);

    /// <summary>The project holds the cost.</summary>
    private static void Hold(CostRig rig, DirectCost cost, long id)
    {
        rig.Held.AddRange(cost.Lines.Select((line, index) => new DirectCostLineFound
        {
            Id = (id * 100) + index,
            Holder = new(id, "DirectCost"),
            OriginId = line.OriginId,
            Amount = line.Amount,
            WbsCode = new WbsCode { Id = line.WbsCodeId!.Value },
        }));
        rig.Show(cost, id);
    }

    /// <summary>NetSuite holds a bill of one line of 1.00 for each.</summary>
    private static void InNetSuite(CostRig rig, params IReadOnlyList<string> transactions)
    {
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListCostsAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<NetSuiteId> ids, CancellationToken _) =>
            [
                .. ids.Where(id => transactions.Contains(id.Value))
                    .Select(id => new CostTransaction(id, false, $"B-{id}", null, null, null, new(2026, 5, 15), false, "2026-05-15 10:00:00")),
            ]);
        rig.Room.NetSuite.Setup(netSuite => netSuite.ListCostLinesAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<NetSuiteId> ids, CancellationToken _) =>
                [.. ids.Select(id => new CostLine(id, "1", new("100"), new("640"), "03-300", null, "Footings", 1m))]);
    }

    /// <summary>What an earlier step of the run noted.</summary>
    private static void Found(CostRig rig, CostSum netSuite, CostSum procore) => rig.Notes
        .Setup(notes => notes.ListAsync<CostDifference>(It.IsAny<ImportRun>(), Dock, It.IsAny<CancellationToken>()))
        .Returns(() => new[] { new CostDifference(Dock, "Dock 7", "26-014-03-300.S", netSuite, procore, null) }.ToAsyncEnumerable());
}
