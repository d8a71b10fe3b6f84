using System.Globalization;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>
/// The parts of an import that look at whole transactions, and compare each with what was imported of it in all projects: so a line that moved is removed in
/// one project before it is written in another.
/// </summary>
public sealed class TransactionCosts(IImportedCostStore imported, CostFactReader facts, CostWriter writer, CostPages pages)
{
    /// <summary>
    /// What was imported before, at the beginning of every run (connector-behaviour.md 7.6.1, rule 7). A full run goes on project by project; only what is no
    /// cost of its project any more, or moves between projects, is dealt with here.
    /// </summary>
    internal async Task<ImportStep> RecheckAsync(CostStep step, CancellationToken cancellationToken)
    {
        var (connection, run) = (step.Connection, step.Run);
        var page = await imported.ListAsync(connection.Id, step.Cursor.AfterTransaction, pages.Whole, cancellationToken);

        // A bill may have become an invoice's since it was read, by the approver's hand and without a change in NetSuite.
        var linked = await facts.FindLinkedAsync(connection, [.. page.Where(row => row.Costs.Count > 0 || !row.Left.Any(left => left.IsExportedBill || left.MovedFrom is not null)).Select(row => row.Id)], cancellationToken);
        var due = page.Where(row => linked.Contains(row.Id) || row.Costs.Any(cost => cost.IsPending) || (step.IsFull && row.Concerns(run.ProjectId))).Select(row => row.Id).ToList();
        var heads = await connection.NetSuite.ListCostsAsync(due, cancellationToken);
        var done = await CompareAsync(step, due, heads, isMoving: step.IsFull, cancellationToken);

        return done with
        {
            Cursor = $"{(page.Count == pages.Whole ? step.Cursor.Behind(page[^1].Id) : step.IsFull ? step.Next : new CostCursor(CostPhase.Changed))}",
            Problems =
            [
                .. page.Where(row => row.Costs.Count > 0 && linked.Contains(row.Id)).Select(row => new Problem(
                    "E605", $"Bill {heads.FirstOrDefault(head => head.Id == row.Id)?.Number ?? row.Id.Value} belongs to a Procore invoice and had been imported as a direct cost too. The direct cost is removed.")),
                .. done.Problems,
            ],
        };
    }

    /// <summary>What changed until the run began, or in a later round since then.</summary>
    internal async Task<ImportStep> ReadChangedAsync(CostStep step, CancellationToken cancellationToken)
    {
        var until = step.Cursor.Round == 0 ? step.Run.Watermark : null;
        IReadOnlyList<CostTransaction> page = step.Run.Watermark is null ? []
            : await step.Connection.NetSuite.ListChangedCostsAsync(step.ReadsFrom, null, step.Cursor.After, until, pages.Whole, cancellationToken);
        var next = step.Cursor with
        {
            Phase = page.Count == pages.Whole ? CostPhase.Changed : CostPhase.Deleted,
            After = page.Count == pages.Whole ? new(page[^1].Modified, Number(page[^1].Id)) : null,
        };

        return await CompareAsync(step, [.. page.Select(one => one.Id)], page, isMoving: false, cancellationToken) with { Cursor = $"{next}" };
    }

    internal async Task<ImportStep> ReadDeletedAsync(CostStep step, CancellationToken cancellationToken)
    {
        var page = step.ReadsFrom is not { } since ? []
            : await step.Connection.NetSuite.ListDeletedAsync(since, step.Cursor.After, pages.Whole, cancellationToken);
        var rows = await imported.FindManyAsync(step.Connection.Id, [.. page.Select(one => one.Id)], cancellationToken);

        // Records of other types may have the same number: what is still there is compared like any other.
        var ids = rows.Values.Where(row => !row.IsEmpty).Select(row => row.Id).ToList();
        var heads = await step.Connection.NetSuite.ListCostsAsync(ids, cancellationToken);
        var next = page.Count < pages.Whole ? step.Cursor with { Phase = CostPhase.Control, After = null } : step.Cursor with { After = new(page[^1].DeletedAt, Number(page[^1].Id)) };

        return await CompareAsync(step, ids, heads, isMoving: false, cancellationToken) with { Cursor = $"{next}" };
    }

    /// <summary>Writes the costs of these transactions in the step's project again, and removes those that nobody knows.</summary>
    /// <param name="unknown">Costs under our origin ids in that project, by transaction.</param>
    internal async Task<ImportStep> RepairAsync(
        CostStep step, IReadOnlyList<NetSuiteId> ids, ILookup<NetSuiteId, ImportedCost> unknown, CancellationToken cancellationToken)
    {
        var heads = await step.Connection.NetSuite.ListCostsAsync(ids, cancellationToken);
        var mapped = await MapAsync(step, heads, cancellationToken);
        var rows = await imported.FindManyAsync(step.Connection.Id, ids, cancellationToken);
        var (counts, problems) = await writer.WriteAsync(
            step,
            [
                .. ids.Select(id => new CostChange(rows[id] with { Costs = [.. rows[id].Costs, .. unknown[id]] }, mapped.GetValueOrDefault(id)?.Costs ?? [], mapped.GetValueOrDefault(id)?.Left ?? [])
                {
                    Repair = step.Cursor.Project,
                }),
            ],
            cancellationToken);

        return new ImportStep(null) { Counts = counts with { Unchanged = 0 }, Problems = problems };
    }

    /// <summary>Compares these transactions with what was imported of them, and writes the difference.</summary>
    /// <param name="heads">Those that are still there.</param>
    /// <param name="isMoving">Write only those with cost that may not stay where it is.</param>
    internal async Task<ImportStep> CompareAsync(
        CostStep step, IReadOnlyList<NetSuiteId> ids, IReadOnlyList<CostTransaction> heads, bool isMoving, CancellationToken cancellationToken)
    {
        var mapped = await MapAsync(step, heads, cancellationToken);
        var rows = await imported.FindManyAsync(step.Connection.Id, ids, cancellationToken);
        var concerned = ids.Where(id => Concerns(step.Run.ProjectId, rows[id], mapped.GetValueOrDefault(id))).ToList();
        var (counts, problems) = await writer.WriteAsync(
            step,
            [
                .. concerned.Select(id => new CostChange(rows[id], mapped.GetValueOrDefault(id)?.Costs ?? [], mapped.GetValueOrDefault(id)?.Left ?? [])
                {
                    IsNoted = isMoving && !IsMoving(rows[id].Costs, [.. (mapped.GetValueOrDefault(id)?.Costs ?? []).Where(cost => step.SwitchedOn.Contains(cost.ProjectId))]),
                }),
            ],
            cancellationToken);

        // Only what changed before the run began is counted: there a transaction comes once in a run.
        var isCounted = step.Cursor is { Phase: CostPhase.Changed, Round: 0 };
        var warnings = isCounted ? concerned.SelectMany(id => mapped.GetValueOrDefault(id)?.Problems ?? []) : [];

        return new ImportStep("")
        {
            Counts = isCounted ? counts with { Read = heads.Count } : isMoving || step.Cursor.Round > 0 ? counts with { Unchanged = 0 } : counts,
            Problems = [.. problems, .. warnings],
        };
    }

    private async Task<IReadOnlyDictionary<NetSuiteId, MappedCosts>> MapAsync(CostStep step, IReadOnlyList<CostTransaction> heads, CancellationToken cancellationToken)
    {
        var lines = await step.Connection.NetSuite.ListCostLinesAsync([.. heads.Select(head => head.Id)], cancellationToken);
        var known = await facts.ReadAsync(step, heads, lines, cancellationToken);
        var byTransaction = lines.ToLookup(line => line.Transaction);

        return heads.ToDictionary(head => head.Id, head => DirectCostMapper.Map(head, [.. byTransaction[head.Id]], known, step.Connection.Settings));
    }

    /// <summary>A cost is to go, or lines of a transaction that is on several projects are not where they were.</summary>
    private static bool IsMoving(IReadOnlyList<ImportedCost> stored, IReadOnlyList<DirectCost> wanted)
    {
        var lines = wanted.ToDictionary(cost => cost.OriginId, CostCalls.DigestOf);

        return stored.Any(cost => !lines.ContainsKey(cost.OriginId))
            || (lines.Count > 1 && (lines.Count != stored.Count || stored.Any(cost => lines[cost.OriginId] != cost.Lines)));
    }

    private static bool Concerns(long? project, ImportedTransaction stored, MappedCosts? mapped) =>
        project is null || stored.Concerns(project) || mapped?.Costs.Any(cost => cost.ProjectId == project) is true
        || mapped?.Left.Any(left => left.ProjectId == project) is true || mapped?.Problems.Any(problem => problem.Code == "E605") is true;

    private static long Number(NetSuiteId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);
}
