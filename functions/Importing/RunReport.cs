using ProcoreNetSuite.ImportRuns;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>What a run has to say beside its counts.</summary>
/// <param name="NotImported">What it left out, in sums.</param>
/// <param name="Differences">Where NetSuite and Procore did not say the same, each WBS code once.</param>
/// <param name="OtherCosts">What is no bill and no journal.</param>
public sealed record RunReport(IReadOnlyList<NotImported> NotImported, IReadOnlyList<CostDifference> Differences, IReadOnlyList<OtherCost> OtherCosts)
{
    public static RunReport Empty { get; } = new([], [], []);

    public static async Task<RunReport> ReadAsync(IRunNotes notes, ImportRun run, CancellationToken cancellationToken)
    {
        // The last word about a WBS code stands at the end.
        var differences = await notes.ListAsync<CostDifference>(run, cancellationToken).ToListAsync(cancellationToken);

        return new RunReport(
            ImportRuns.NotImported.Combine(await notes.ListAsync<NotImported>(run, cancellationToken).ToListAsync(cancellationToken)),
            [.. differences.GroupBy(one => (one.ProjectId, one.NetSuite.WbsCodeId)).Select(group => group.Last())],
            [.. await notes.ListAsync<OtherCost>(run, cancellationToken).OrderBy(one => one.ProjectId).ToListAsync(cancellationToken)]);
    }
}
