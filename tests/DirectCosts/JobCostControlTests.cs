using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;
using static ProcoreNetSuite.Tests.DirectCosts.CostRig;

namespace ProcoreNetSuite.Tests.DirectCosts;

[TestFixture(Description = "connector-behaviour.md 13.3: NetSuite's own sums against what is known")]
public sealed class JobCostControlTests
{
    [TestCase("VendCred", "vendor credits")]
    [TestCase("ExpRept", "expense reports")]
    [TestCase("Check", "checks")]
    [TestCase("CardChrg", "card charges")]
    [TestCase("CardRfnd", "card refunds")]
    [TestCase("CustInvc", "customer invoices")]
    [TestCase("CustCred", "credit memos")]
    [TestCase("CashSale", "cash sales")]
    [TestCase("Deposit", "deposits")]
    [TestCase("FxReval", "FxReval", Description = "NetSuite's own word where there is no other")]
    public async Task What_is_no_bill_and_no_journal_is_shown_in_words_by_its_kind(string type, string words)
    {
        var rig = new CostRig();
        rig.OnJobs.AddRange([new(new("100"), type, 2, 5m), new(new("100"), type, 1, 1m)]);
        rig.OnItems.Add(new(new("640"), type, 4, 0.50m));

        var step = await CompareAsync(rig, "Control");

        Assert.That(rig.Noted<OtherCost>(), Is.EqualTo(new[] { new OtherCost(Dock, words, 7, 6.50m) }));
        Assert.That((step.Cursor, step.Counts.Failed, step.NextIsFull), Is.EqualTo(((string?)null, 0, false)));
    }

    [Test]
    public async Task What_is_known_is_read_to_its_end()
    {
        var rig = new CostRig();
        foreach (var transaction in Enumerable.Range(1, 1000))
        {
            rig.Put($"{transaction}", Imported(Cost($"{transaction}", Dock), transaction));
        }

        rig.Put("1001", Imported(Cost("1001", Dock), 5));
        rig.Leave("1", new NotImported(Dock, "why", 1, 7m));
        rig.Leave("1001", new NotImported(Dock, "why", 1, 8m));
        rig.OnJobs.Add(new(new("100"), "VendBill", 1003, 1016m));

        await CompareAsync(rig, "Control");

        Assert.That(rig.Noted<CostControl>().First(), Is.EqualTo(new CostControl(Dock, NetSuite: 1016m, Imported: 1001m, NotImported: 15m, ExportedBills: 0m, OtherSources: 0m)));
        Assert.That(rig.Noted<NotImported>(), Is.EqualTo(new[] { new NotImported(Dock, "why", 2, 15m) }));
    }

    [Test(Description = "E606")]
    public async Task What_Procore_has_not_taken_is_left_out_whatever_its_sign_and_a_cost_that_is_to_go_is_nothing()
    {
        var rig = new CostRig();
        rig.Put("1", Imported(Cost("1", Dock), 5) with { IsPending = true, Sum = -5m });
        rig.Put("2", Imported(Cost("2", Pier), 6) with { IsPending = true, Count = 0, Sum = 0m });
        rig.OnJobs.Add(new(new("100"), "VendBill", 1, -5m));

        await CompareAsync(rig, "Control");

        Assert.That(rig.Noted<NotImported>().Select(one => (one.ProjectId, one.Count, one.Sum, one.Reason[..4])), Is.EqualTo(new[] { (Dock, 1, -5m, "E606") }));
    }

    [Test(Description = "13.4")]
    public async Task What_was_moved_away_is_shown_where_it_came_from_and_counts_where_it_is()
    {
        var rig = new CostRig();
        rig.Leave("1", new NotImported(Pier, "moved here", 1, 3m) { MovedFrom = Dock }, new NotImported(Pier, "why", 1, 10m));
        rig.Leave("2", new NotImported(Pier, "moved here", 1, 0.50m) { MovedFrom = Dock });
        rig.OnJobs.Add(new(new("101"), "VendBill", 3, 13.50m));

        await CompareAsync(rig, "Control");

        Assert.That(rig.Noted<CostControl>().Select(one => (one.ProjectId, one.MovedAway, one.NotImported, one.Difference)), Is.EqualTo(new[] { (Dock, 3.50m, 0m, 0m), (Pier, 0m, 13.50m, 0m) }));
    }

    [Test]
    public async Task A_part_of_the_projects_is_compared_with_what_is_known_of_it_alone()
    {
        var rig = new CostRig();
        rig.Put("1", Imported(Cost("1", Dock), 5) with { IsPending = true }, Imported(Cost("1", Pier), 6) with { IsPending = true });
        rig.Leave("2", new NotImported(Dock, "why", 1, 1m), new NotImported(Pier, "why", 1, 2m));
        rig.OnJobs.Add(new(new("101"), "VendBill", 2, 3m));

        var step = await CompareAsync(rig, "Control||0|7");

        Assert.That((step.Cursor, step.Problems.Count), Is.EqualTo(((string?)null, 0)));
        Assert.That(rig.Noted<NotImported>().Select(one => (one.ProjectId, one.Sum)), Is.EqualTo(new[] { (Pier, 1m), (Pier, 2m) }));
        rig.Room.NetSuite.Verify(netSuite => netSuite.ListTotalsByJobAsync(Ids("101"), null, It.IsAny<CancellationToken>()), Times.Once);
        rig.Room.NetSuite.Verify(netSuite => netSuite.ListTotalsByItemAsync(Ids("641"), Ids("100 101"), null, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test(Description = "E608")]
    public async Task A_difference_is_said_with_every_part_of_the_sum()
    {
        var rig = new CostRig();
        rig.Put("1", Imported(Cost("1", Dock, lines: 3), 5));
        rig.Leave("2", new NotImported(Dock, "why", 1, 20m), new NotImported(Dock, NotImported.ExportedBill, 1, 400m));
        rig.OnJobs.AddRange([new(new("100"), "Journal", 3, 1_000m), new(new("100"), "Check", 1, 5_000m)]);

        var step = await CompareAsync(rig, "Control||0|0|2");

        Assert.That((step.Counts.Failed, step.NextIsFull), Is.EqualTo((1, true)));
        Assert.That(step.Problems.Single().Message, Does.Contain("6,000.00").And.Contain("5,423.00 is known").And.Contain("imported 3.00").And.Contain("not imported 20.00")
            .And.Contain("bills of invoices 400.00").And.Contain("other sources 5,000.00").And.Contain("Difference: 577.00"));
    }

    private static IReadOnlyList<NetSuiteId> Ids(string ids) => It.Is<IReadOnlyList<NetSuiteId>>(asked => string.Join(' ', asked) == ids);

    private static Task<ImportStep> CompareAsync(CostRig rig, string cursor) => rig.Import.DoAsync(rig.Room.Connection, rig.Run with { Cursor = cursor, Step = 5 }, default);
}
