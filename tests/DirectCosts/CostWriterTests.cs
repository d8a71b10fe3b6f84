using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.DirectCosts;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using static ProcoreNetSuite.Tests.DirectCosts.CostRig;

namespace ProcoreNetSuite.Tests.DirectCosts;

[TestFixture(Description = "connector-behaviour.md 7.6.3")]
public sealed class CostWriterTests
{
    [Test]
    public async Task What_is_intended_is_noted_first_and_what_moved_is_removed_before_it_is_written_elsewhere()
    {
        var rig = new CostRig();
        var row = rig.Put("4711", Imported(Cost("4711", Dock), 5));

        var (counts, problems) = await rig.Writer.WriteAsync(rig.Step, [new CostChange(row, [Cost("4711", Pier)], [])], default);

        Assert.That(rig.Done, Is.EqualTo(new[] { "note 7?, 9?", "delete 5 in 7", "write 1 in 9", "write 1 lines in 9", "note 9" }));
        Assert.That((counts.New, counts.Removed, problems.Count), Is.EqualTo((1, 1, 0)));
    }

    [Test(Description = "a project that takes no job costs gets nothing new; what is there follows its transaction")]
    public async Task A_project_that_is_switched_off_gets_no_new_cost_and_keeps_following_what_it_has()
    {
        var rig = new CostRig();
        var off = rig.Step with { SwitchedOn = new HashSet<long> { Pier } };
        var (before, now) = (Cost("4711", Dock), Cost("4711", Dock, lines: 2));
        var row = rig.Put("4711", Imported(before, 5));
        rig.Show(before, 5);

        await rig.Writer.WriteAsync(off, [new CostChange(rig["1"], [Cost("1", Dock), Cost("1", Pier)], []), new CostChange(row, [now], [])], default);

        Assert.That(rig.Done.Where(done => done.StartsWith("write", StringComparison.Ordinal)).Order(StringComparer.Ordinal), Is.EqualTo(new[] { "write 1 in 7", "write 1 in 9", "write 1 lines in 9", "write 2 lines in 7" }));
        Assert.That((rig["1"].Costs.Select(cost => cost.ProjectId), rig["4711"].Costs.Select(cost => cost.Count)), Is.EqualTo((new[] { Pier }, new[] { 2 })));
    }

    [Test(Description = "an item of two projects, in links of earlier versions: the step of one project writes nothing in the other")]
    public async Task The_step_of_one_project_writes_there_alone()
    {
        var rig = new CostRig();

        await rig.Writer.WriteAsync(rig.Step, [new CostChange(rig["1"], [Cost("1", Dock), Cost("1", Pier)], []) { Only = Dock }], default);

        Assert.That(rig.Done, Is.EqualTo(new[] { "note 7?", "write 1 in 7", "write 1 lines in 7", "note 7" }));
    }

    [Test(Description = "13.3: the sums are kept whether Procore takes the cost or not")]
    public async Task A_row_says_what_NetSuite_has_and_what_was_left_out()
    {
        var rig = new CostRig();
        rig.Refused.Add(Cost("1", Dock).OriginId);

        await rig.Writer.WriteAsync(rig.Step, [new CostChange(rig["1"], [Cost("1", Dock, lines: 3)], [new(Pier, "why", 1, 7m)]), new CostChange(rig["2"], [], [new(Dock, NotImported.ExportedBill, 2, 9m)])], default);

        Assert.That(rig["1"].Costs.Single(), Has.Property("IsPending").True.And.Property("Count").EqualTo(3).And.Property("Sum").EqualTo(3m));
        Assert.That((rig["1"].Left.Single(), rig["2"].Left.Single(), rig["2"].Costs.Count), Is.EqualTo((new NotImported(Pier, "why", 1, 7m), new NotImported(Dock, NotImported.ExportedBill, 2, 9m), 0)));
    }

    [Test(Description = "the step of one project says nothing about the others")]
    public async Task What_is_left_out_elsewhere_stays_where_a_step_looks_at_one_project()
    {
        var rig = new CostRig();
        rig.Leave("1", new NotImported(Pier, "there", 1, 1m), new NotImported(Dock, "before", 1, 2m));

        await rig.Writer.WriteAsync(rig.Step, [new CostChange(rig["1"], [], [new(Dock, "now", 1, 3m), new(Pier, "not read whole", 1, 4m)]) { Only = Dock }], default);
        Assert.That(rig["1"].Left, Is.EqualTo(new[] { new NotImported(Pier, "there", 1, 1m), new NotImported(Dock, "now", 1, 3m) }));

        await rig.Writer.WriteAsync(rig.Step, [new CostChange(rig["1"], [], [])], default);
        Assert.That(rig["1"].IsEmpty);
    }

    [Test]
    public async Task A_line_that_moved_is_removed_before_it_is_written_elsewhere_even_if_the_other_project_comes_first()
    {
        var rig = new CostRig();
        var (dock, pier) = (Cost("4711", Dock), Cost("4711", Pier, lines: 2));
        var row = rig.Put("4711", Imported(dock, 4), Imported(pier, 5));
        rig.Show(dock, 4);
        rig.Show(pier, 5);

        await rig.Writer.WriteAsync(rig.Step, [new CostChange(row, [Cost("4711", Dock, lines: 2), Cost("4711", Pier)], [])], default);

        Assert.That(rig.Done, Is.EqualTo(new[] { "note 7?, 9?", "delete line 502 in 9", "write 1 in 7", "write 2 lines in 7", "write 1 in 9", "write 1 lines in 9", "note 7, 9" }));
    }

    [TestCase("delete 5 in 7", false, Description = "the whole cost stays")]
    [TestCase("delete line 502 in 7", true, Description = "a line stays")]
    public async Task What_can_not_be_removed_is_not_written_elsewhere(string kept, bool isPart)
    {
        var rig = new CostRig();
        var dock = Cost("4711", Dock, lines: 2);
        var row = rig.Put("4711", Imported(dock, 5));
        rig.Show(dock, 5);
        rig.Kept.Add(kept);

        var (counts, problems) = await rig.Writer.WriteAsync(rig.Step, [new CostChange(row, [.. isPart ? [Cost("4711", Dock)] : Array.Empty<DirectCost>(), Cost("4711", Pier)], [])], default);

        Assert.That(rig.Done.Where(done => done.StartsWith("write", StringComparison.Ordinal)), Is.Empty);
        Assert.That(counts.Failed, Is.EqualTo(2));
        Assert.That(problems.Select(problem => problem.Code), Is.All.EqualTo("E606"));
        Assert.That(problems.Select(problem => problem.Message), Has.Some.Contains("Dock 7 (7)").And.Some.Contains("there twice"));
        Assert.That(rig["4711"].Costs.Select(cost => cost.IsPending), Is.EqualTo(new[] { true, true }), "tried again by the next run");
    }

    [Test(Description = "acceptance case 21")]
    public async Task Of_a_thousand_costs_exactly_the_three_that_are_refused_fail()
    {
        var rig = new CostRig();
        var costs = Enumerable.Range(1, 1000).Select(number => Cost($"{number}", Dock)).ToList();
        rig.Refused.UnionWith([costs[0].OriginId, costs[500].OriginId, costs[999].OriginId]);

        var (counts, problems) = await rig.Writer.WriteAsync(rig.Step, [.. costs.Select((cost, index) => new CostChange(rig[$"{index + 1}"], [cost], []))], default);

        Assert.That((counts.New, counts.Failed), Is.EqualTo((997, 3)));
        Assert.That(problems.Select(problem => problem.Message), Is.EqualTo(new[] { "Bill B-1 could not be written to project Dock 7 (7).", "Bill B-501 could not be written to project Dock 7 (7).", "Bill B-1000 could not be written to project Dock 7 (7)." }));
        Assert.That(costs.Select((_, index) => rig[$"{index + 1}"].Costs.Single()).Where(cost => cost.IsPending).Select(cost => cost.OriginId), Is.EqualTo(rig.Refused));
    }

    [Test]
    public async Task What_was_refused_is_not_tried_twice_by_one_run_but_by_the_next()
    {
        var rig = new CostRig();
        var cost = Cost("4711", Dock);
        rig.Refused.Add(cost.OriginId);
        await rig.Writer.WriteAsync(rig.Step, [new CostChange(rig["4711"], [cost], [])], default);
        rig.Done.Clear();

        var later = rig.Step with { Run = rig.Run with { Step = 2 } };
        await rig.Writer.WriteAsync(later, [new CostChange(rig["4711"], [cost], [])], default);
        Assert.That(rig.Done, Is.Empty);

        rig.Refused.Clear();
        await rig.Writer.WriteAsync(rig.Step with { Run = rig.Run with { RunId = "r2" } }, [new CostChange(rig["4711"], [cost], [])], default);
        Assert.That(rig["4711"].Costs.Single().IsPending, Is.False);
    }

    [Test]
    public async Task What_is_the_same_is_not_written_unless_it_is_repaired()
    {
        var rig = new CostRig();
        var cost = Cost("4711", Dock);
        var row = rig.Put("4711", Imported(cost, 5));
        rig.Show(cost with { Lines = [cost.Lines[0] with { Amount = 2m }] }, 5);

        var (same, _) = await rig.Writer.WriteAsync(rig.Step, [new CostChange(row, [cost], [])], default);
        Assert.That((same.Unchanged, rig.Done.Count), Is.EqualTo((1, 0)));

        var (counts, problems) = await rig.Writer.WriteAsync(rig.Step, [new CostChange(row, [cost], []) { Repair = Dock }], default);
        Assert.That(counts.Changed, Is.EqualTo(1));
        Assert.That(rig.Done, Is.EqualTo(new[] { "note 7?", "write 1 in 7", "write 1 lines in 7", "note 7" }));
        Assert.That(problems.Single().Code, Is.EqualTo("E607"));
    }

    [TestCase(true, "invoice", Description = "Procore's cost keeps its type")]
    [TestCase(false, "expense", Description = "one that a user deleted is created anew: an invoice takes a vendor, and the bill's has no company any more")]
    public async Task A_cost_without_a_vendor_is_of_the_type_that_Procore_takes(bool isThere, string type)
    {
        var rig = new CostRig();
        var cost = Cost("4711", Dock);
        var before = cost with { Type = DirectCost.Invoice, VendorId = 44 };
        var row = rig.Put("4711", Imported(before, 5));
        if (isThere)
        {
            rig.Show(before, 5);
        }

        await rig.Writer.WriteAsync(rig.Step, [new CostChange(row, [cost], [])], default);

        rig.Procore.Verify(procore => procore.SyncDirectCostsAsync(Dock, It.Is<IReadOnlyList<DirectCost>>(costs => costs.Single().Type == type), It.IsAny<CancellationToken>()));
        Assert.That(rig["4711"].Costs.Single().Type, Is.EqualTo(type));
        rig.Done.Clear();
        await rig.Writer.WriteAsync(rig.Step, [new CostChange(rig["4711"], [cost], [])], default);
        Assert.That(rig.Done, Is.Empty, "it is as it shall be");
    }

    [Test]
    public async Task In_a_step_of_one_project_the_costs_of_the_others_stay()
    {
        var rig = new CostRig();
        var row = rig.Put("4711", Imported(Cost("4711", Pier), 5));

        await rig.Writer.WriteAsync(rig.Step, [new CostChange(row, [Cost("4711", Dock)], []) { Only = Dock }], default);

        Assert.That(rig.Done, Is.EqualTo(new[] { "note 9, 7?", "write 1 in 7", "write 1 lines in 7", "note 9, 7" }));
    }

    [Test(Description = "E602")]
    public async Task A_project_that_takes_no_costs_fails_alone()
    {
        var rig = new CostRig();
        rig.Procore.Setup(procore => procore.SyncDirectCostsAsync(Dock, It.IsAny<IReadOnlyList<DirectCost>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new RejectedException(new Problem("E903", "No right."), 403));

        var (counts, problems) = await rig.Writer.WriteAsync(
            rig.Step, [new CostChange(rig["1"], [Cost("1", Dock)], []), new CostChange(rig["2"], [Cost("2", Pier)], [])], default);

        Assert.That((counts.New, counts.Failed), Is.EqualTo((1, 1)));
        Assert.That($"{problems.Single()}", Does.StartWith("E602").And.Contains("Dock 7 (7)"));
    }

    [Test]
    public void An_outage_lets_the_whole_step_wait()
    {
        var rig = new CostRig();
        rig.Procore.Setup(procore => procore.SyncDirectCostLinesAsync(Dock, It.IsAny<IReadOnlyList<(long DirectCostId, DirectCostLine Line)>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new UnavailableException(new Problem("E902", "Down.")));

        Assert.That(() => rig.Writer.WriteAsync(rig.Step, [new CostChange(rig["1"], [Cost("1", Dock)], [])], default), Throws.TypeOf<UnavailableException>());
        Assert.That(rig["1"].Costs.Single().IsPending, Is.True);
    }
}
