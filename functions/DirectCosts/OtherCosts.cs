using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.ImportRuns;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>Sums up what projects cost in NetSuite beside bills and journals: it is shown, and never imported (connector-behaviour.md 7.6.3).</summary>
public sealed class OtherCosts(IRunNotes notes)
{
    /// <summary>Projects of one query.</summary>
    private const int Page = 100;

    internal async Task<ImportStep> ReadAsync(CostStep step, CancellationToken cancellationToken)
    {
        var page = step.Scope.Where(project => project.Id > step.Cursor.Project).Take(Page).ToList();
        var ids = page.ToLookup(project => project.Job, project => project.Id);
        var sums = await step.Connection.NetSuite.ListOtherJobCostsAsync([.. page.Select(project => project.Job)], step.Connection.Settings.JobCostsFrom, cancellationToken);
        await notes.SaveAsync(step.Run, 0, [.. sums.SelectMany(sum => ids[sum.Job].Select(id => new OtherCost(id, NameOf(sum.Type), sum.Count, sum.Sum)))], cancellationToken);

        return new ImportStep(page.Count < Page ? null : $"{new CostCursor(CostPhase.Others, Project: page[^1].Id)}");
    }

    private static string NameOf(string type) => type switch
    {
        "VendCred" => "vendor credits",
        "ExpRept" => "expense reports",
        "Check" => "checks",
        "CardChrg" => "card charges",
        "CardRfnd" => "card refunds",
        _ => type,
    };
}
