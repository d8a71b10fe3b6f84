using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// What a first import of job cost costs, counted at the two systems' doors. Its limit is 0.004 calls for each line of projects of about 2,000 lines. The fewest
/// possible are 5 for a project of 2,000 lines in 200 bills: 2 queries of 1,000 rows, 1 call for the bills and 2 for their lines.
/// </summary>
public sealed class CostCallBudget : CostJourney
{
    private const int LinesOfBill = 10;

    [TestCase(2_000, 2, 2, Description = "full calls")]
    [TestCase(2_010, 3, 3, Description = "the worst case: a last query and a last call for one bill")]
    public async Task A_first_import_costs_few_calls_for_each_project_and_next_to_none_for_all(int lines, int queries, int writes)
    {
        var third = World.Procore.AddProject("Quay 3", "9012");
        World.Procore.AddCommitment(third, Site.Vendor, "SC-9012-001", "Piles", [new SeedLine(Site.Concrete, "Piles", 10_000m)]);
        await World.ExportAsync(World.Project, third);
        third.Data["erp_job_cost_transaction_syncing_enabled"] = true;
        await ImportAsync(third);
        ProcoreRecord[] projects = [Site.Project, Pier, third];
        for (var bill = 0; bill < lines / LinesOfBill; bill++)
        {
            foreach (var project in projects)
            {
                var item = Item(project);
                EnterBill($"B-{bill:000}", [.. Enumerable.Range(1, LinesOfBill).Select(line => (item, project, line + 0.01m))]);
            }
        }

        var (procoreBefore, netSuiteBefore) = (World.Accounts.Procore.Calls.All.Count, World.Accounts.NetSuite.Calls.All.Count);

        var run = await ImportAsync();

        var procore = Counted(World.Accounts.Procore.Calls.All.Skip(procoreBefore));
        var netSuite = Counted(World.Accounts.NetSuite.Calls.All.Skip(netSuiteBefore));
        await TestContext.Out.WriteLineAsync($"{lines} lines on each of {projects.Length} projects. NetSuite: {Say(netSuite)}. Procore: {Say(procore)}.");
        Assert.That(run.GetProperty("counts").GetProperty("new").GetInt32(), Is.EqualTo(projects.Length * lines / LinesOfBill));
        Assert.That(
            World.Accounts.Procore.Records(Kinds.DirectCostLine).Sum(Amount), Is.EqualTo(projects.Length * (lines / LinesOfBill) * 55.10m));
        Assert.That(netSuite, Is.EquivalentTo(new Dictionary<string, int> { ["POST suiteql"] = (projects.Length * queries) + 3 }), "the clock, the lines, and the control total by job and by item");
        Assert.That(procore, Is.EquivalentTo(new Dictionary<string, int>
        {
            ["PATCH direct_costs/sync"] = projects.Length,
            ["PATCH line_items/sync"] = projects.Length * writes,
            ["GET direct_costs/line_items"] = projects.Length * (lines > 2_000 ? 2 : 1),
        }));
        if (lines == 2_000)
        {
            Assert.That((procore.Values.Sum() + netSuite.Values.Sum() - 3) / (decimal)(projects.Length * lines), Is.LessThanOrEqualTo(0.004m), "calls for each line");
        }
    }

    private string Item(ProcoreRecord project) => Item(project, Site.Concrete);

    private static Dictionary<string, int> Counted(IEnumerable<CallRecord> calls) =>
        calls.CountBy(call => $"{call.Method} {string.Join('/', call.Path.Split('/').Where(part => !part.All(char.IsAsciiDigit)).TakeLast(call.Path.EndsWith("suiteql", StringComparison.Ordinal) ? 1 : 2))}").ToDictionary();

    private static string Say(Dictionary<string, int> kinds) => string.Join(", ", kinds.Select(kind => $"{kind.Value} x {kind.Key}"));
}
