using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>What a run has to say beside its counts.</summary>
/// <param name="NotImported">What it left out, in sums.</param>
/// <param name="Differences">Where NetSuite and Procore did not say the same, each WBS code once.</param>
/// <param name="JobCost">The job-cost control total of each project.</param>
/// <param name="OtherCosts">What is no bill and no journal.</param>
/// <param name="ProjectNumbers">Of the projects these speak of, as far as they are linked.</param>
public sealed record RunReport(
    IReadOnlyList<NotImported> NotImported, IReadOnlyList<CostDifference> Differences, IReadOnlyList<CostControl> JobCost, IReadOnlyList<OtherCost> OtherCosts, IReadOnlyDictionary<long, string> ProjectNumbers)
{
    public static RunReport Empty { get; } = new([], [], [], [], new Dictionary<long, string>());

    public static async Task<RunReport> ReadAsync(IRunNotes notes, ILinkStore links, ImportRun run, CancellationToken cancellationToken)
    {
        // The last word about a WBS code stands at the end.
        var differences = await notes.ListAsync<CostDifference>(run, cancellationToken).ToListAsync(cancellationToken);

        var left = ImportRuns.NotImported.Combine(await notes.ListAsync<NotImported>(run, cancellationToken).ToListAsync(cancellationToken));
        var others = await notes.ListAsync<OtherCost>(run, cancellationToken).OrderBy(one => one.ProjectId).ToListAsync(cancellationToken);
        var controls = await notes.ListAsync<CostControl>(run, cancellationToken).OrderBy(one => one.ProjectId).ToListAsync(cancellationToken);
        List<long> projects = [.. controls.Select(one => one.ProjectId), .. left.Select(one => one.ProjectId).Concat(others.Select(one => one.ProjectId))];
        var found = await links.FindManyAsync([.. projects.Distinct().Select(project => new LinkKey(run.ConnectionId, EntityType.Project, project))], cancellationToken);

        return new RunReport(
            left,
            [.. differences.GroupBy(one => (one.ProjectId, one.NetSuite.WbsCodeId)).Select(group => group.Last())],
            controls,
            others,
            found.OfType<Link>().Where(link => link.Name is not null).ToDictionary(link => link.Key.ProcoreId, link => link.Name!));
    }
}
