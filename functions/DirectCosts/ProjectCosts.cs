using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>
/// A full run's way through one project: its lines in NetSuite by transaction, 1,000 to a query, and written 1,000 to a call. For 2,000 lines in 200 bills that
/// is 2 queries, 1 call for the bills and 2 for their lines, to which the comparison adds one: 6 calls for 2,000 lines, 0.003 for each. With few lines in a
/// project the same calls are emptier: 1 query, 2 writes and the comparison for 200 lines are 0.02 for each.
/// </summary>
public sealed class ProjectCosts(IImportedCostStore imported, IRunNotes notes, CostFactReader facts, CostWriter writer, TransactionCosts transactions, CostPages pages)
{
    internal async Task<ImportStep> ReadAsync(CostStep step, CancellationToken cancellationToken)
    {
        if (step.Current is not { } project)
        {
            return new ImportStep($"{step.Next}");
        }

        var (rows, isLast) = await ListAsync(step, project, cancellationToken);
        var lines = rows.ToLookup(row => row.Transaction.Id, row => row.Line);
        var heads = rows.Select(row => row.Transaction).DistinctBy(head => head.Id).ToList();
        var known = await facts.ReadAsync(step, heads, [.. rows.Select(row => row.Line)], cancellationToken);
        var mapped = heads.ToDictionary(head => head.Id, head => DirectCostMapper.Map(head, [.. lines[head.Id]], known, step.Connection.Settings));
        var elsewhere = await MoveAsync(step, project, heads, mapped, cancellationToken);
        var stored = await imported.FindManyAsync(step.Connection.Id, [.. heads.Select(head => head.Id)], cancellationToken);
        var (counts, problems) = await writer.WriteAsync(
            step, [.. heads.Select(head => new CostChange(stored[head.Id], mapped[head.Id].Costs, mapped[head.Id].Left) { Only = project.Id })], cancellationToken);

        await notes.SaveAsync(
            step.Run,
            project.Id,
            CostSum.Combine(mapped.Values.SelectMany(one => one.Costs).Where(cost => cost.ProjectId == project.Id).SelectMany(cost => cost.Lines).Select(line => new CostSum(line.WbsCodeId, 1, line.Amount))),
            cancellationToken);

        // A transaction on several projects is counted at the first of them, and warned of once. Projects before this one have been read.
        var before = step.Scope.Where(one => one.Id < project.Id).Select(one => one.Id).ToHashSet();
        var seen = stored.Values.Where(row => row.Costs.Any(cost => cost.Count > 0 && before.Contains(cost.ProjectId)) || row.Left.Any(left => before.Contains(left.ProjectId)))
            .Select(row => row.Id).ToHashSet();
        var warnings = heads.Where(head => mapped[head.Id].Costs.Count == 0 ? !seen.Contains(head.Id) : stored[head.Id].Costs.All(cost => cost.ProjectId >= project.Id))
            .SelectMany(head => mapped[head.Id].Problems);

        return new ImportStep($"{(isLast ? new CostCursor(CostPhase.Compare, Project: project.Id) : step.Cursor.Behind(heads[^1].Id))}")
        {
            Counts = elsewhere.Counts + counts with { Read = heads.Count(head => !seen.Contains(head.Id)) },
            Problems = [.. elsewhere.Problems, .. problems, .. warnings],
        };
    }

    /// <summary>The project's next lines, up to the end of a transaction.</summary>
    private async Task<(IReadOnlyList<JobCost> Rows, bool IsLast)> ListAsync(CostStep step, CostProject project, CancellationToken cancellationToken)
    {
        List<JobCost> rows = [];
        var (after, key) = (step.Cursor.AfterTransaction, (long?)null);
        for (var queries = 1; ; queries++)
        {
            var page = await step.Connection.NetSuite.ListJobCostsAsync(project.Job, step.Items.Of(project.Id), step.Connection.Settings.JobCostsFrom, after, key, pages.Lines, cancellationToken);
            rows.AddRange(page.Rows);
            var counted = rows.Select(row => row.Transaction.Id).Distinct().Take(pages.Transactions + 1).ToList();
            if (counted.Count > pages.Transactions)
            {
                return (rows[..rows.FindIndex(row => row.Transaction.Id == counted[^1])], false);
            }

            if (!page.HasMore)
            {
                return (rows, true);
            }

            // The last transaction may go on behind the page.
            (after, key) = (rows[^1].Transaction.Id, rows[^1].Key);
            if (queries >= pages.Queries && rows.FindIndex(row => row.Transaction.Id == after) is > 0 and var whole)
            {
                return (rows[..whole], false);
            }
        }
    }

    /// <summary>
    /// A run of all projects has looked for moved costs before. A run of one project has not: what is new here and known elsewhere is removed there first.
    /// </summary>
    private async Task<ImportStep> MoveAsync(
        CostStep step, CostProject project, List<CostTransaction> heads, Dictionary<NetSuiteId, MappedCosts> mapped, CancellationToken cancellationToken)
    {
        if (step.Run.ProjectId is null)
        {
            return new ImportStep(null);
        }

        var rows = await imported.FindManyAsync(step.Connection.Id, [.. heads.Where(head => mapped[head.Id].Costs.Count > 0).Select(head => head.Id)], cancellationToken);
        var moved = rows.Values.Where(row => row.Costs.Count > 0 && row.Costs.All(cost => cost.ProjectId != project.Id)).Select(row => row.Id).ToHashSet();

        return moved.Count == 0 ? new ImportStep(null)
            : await transactions.CompareAsync(step, [.. moved], [.. heads.Where(head => moved.Contains(head.Id))], isMoving: true, cancellationToken);
    }
}
