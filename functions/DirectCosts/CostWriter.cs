using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>What one transaction has in Procore, and what it shall have.</summary>
/// <param name="Left">Its other lines; of <see cref="Only"/> alone if that is set.</param>
internal sealed record CostChange(ImportedTransaction Stored, IReadOnlyList<DirectCost> Wanted, IReadOnlyList<NotImported> Left)
{
    /// <summary>Nothing is written in Procore: only the notes about it are brought up to date.</summary>
    public bool IsNoted { get; init; }

    /// <summary>The only project to look at; the transaction's costs elsewhere stay as they are.</summary>
    public long? Only { get; init; }

    /// <summary>The project whose cost is written again, though nothing changed in NetSuite.</summary>
    public long? Repair { get; init; }
}

/// <summary>
/// Writes direct costs so that any of it may be done again: first what is intended is noted, then costs and lines are removed, then written by origin id, then
/// what came of it is noted. What was refused stays pending and is tried again by the next run.
/// </summary>
public sealed class CostWriter(IImportedCostStore imported)
{
    internal async Task<(ImportCounts Counts, List<Problem> Problems)> WriteAsync(
        CostStep step, IReadOnlyList<CostChange> changes, CancellationToken cancellationToken)
    {
        var run = step.Run;
        var work = changes.Select(change => (Change: change, Tasks: change.IsNoted ? [] : Plan(change, step).ToList())).ToList();
        var counts = new ImportCounts { Unchanged = work.SelectMany(one => one.Tasks).Count(task => task is { IsUnchanged: true, Stored.IsPending: false } && !task.Stored.WasTriedIn(run)) };
        var due = work.Where(one => one.Tasks.Exists(task => !task.IsUnchanged) || !IsSame(Row(one.Change, one.Tasks, run), one.Change.Stored)).ToList();
        var rows = await imported.SaveAsync([.. due.Select(one => Row(one.Change, one.Tasks, run))], cancellationToken);
        var moving = due.Where(one => one.Tasks.Exists(task => !task.IsUnchanged)).ToList();
        if (moving.Count == 0)
        {
            return (counts, []);
        }

        var tasks = moving.SelectMany(one => one.Tasks).ToList();
        await RemoveAsync(step, tasks, cancellationToken);
        foreach (var task in tasks.Where(task => task is { IsNew: false, IsUnchanged: false, Wanted: not null, Failure: null }))
        {
            await TidyAsync(step, tasks, task, cancellationToken);
        }

        foreach (var project in tasks.Where(task => task is { IsUnchanged: false, Wanted: not null, Failure: null }).GroupBy(task => task.Wanted!.ProjectId))
        {
            await CostCalls.WriteAsync(step, project.Key, [.. project], cancellationToken);
        }

        var versions = rows.ToDictionary(row => row.Id, row => row.ETag);
        await imported.SaveAsync([.. moving.Select(one => Row(one.Change, one.Tasks, run) with { ETag = versions.GetValueOrDefault(one.Change.Stored.Id) })], cancellationToken);
        var done = tasks.Where(task => task is { IsUnchanged: false, Failure: null }).ToList();

        return (counts with
        {
            New = done.Count(task => task is { IsNew: true, Wanted: not null }),
            Changed = done.Count(task => task is { IsNew: false, Wanted: not null }),
            Removed = done.Count(task => task.IsGone),
            Failed = tasks.Count(task => task.Failure is not null),
        }, [.. tasks.SelectMany(task => task.Notes), .. tasks.Select(task => task.Failure).OfType<Problem>()]);
    }

    private static IEnumerable<CostTask> Plan(CostChange change, CostStep step)
    {
        var costs = change.Stored.Costs.Where(cost => change.Only is null || cost.ProjectId == change.Only).ToList();
        foreach (var stored in costs)
        {
            var wanted = change.Wanted.FirstOrDefault(cost => cost.OriginId == stored.OriginId);
            yield return new CostTask(change.Stored, stored, wanted, isNew: false, stored.WasRefusedIn(step.Run), stored.ProjectId == change.Repair);
        }

        foreach (var wanted in change.Wanted.Where(cost => cost.ProjectId == (change.Only ?? cost.ProjectId) && step.SwitchedOn.Contains(cost.ProjectId) && costs.All(stored => stored.OriginId != cost.OriginId)))
        {
            yield return new CostTask(change.Stored, new ImportedCost(wanted.ProjectId, wanted.OriginId, wanted.Type), wanted, isNew: true, isLater: false);
        }
    }

    /// <summary>The transaction's row as it is now: what this change says nothing about stays.</summary>
    private static ImportedTransaction Row(CostChange change, IReadOnlyList<CostTask> tasks, ImportRun run)
    {
        var stored = change.Stored;
        var now = tasks.ToDictionary(task => task.Stored.OriginId);
        ImportedCost? Of(CostTask task) => task.IsGone ? null : task.IsUnchanged ? task.Stored : task.Stored.TryIn(run, task.IsOpen);

        return stored with
        {
            Costs =
            [
                .. stored.Costs.Select(cost => now.TryGetValue(cost.OriginId, out var task) ? Of(task) : cost).OfType<ImportedCost>(),
                .. tasks.Where(task => stored.Costs.All(cost => cost.OriginId != task.Stored.OriginId)).Select(Of).OfType<ImportedCost>(),
            ],
            Left = [.. stored.Left.Where(left => change.Only is { } only && left.ProjectId != only), .. change.Left.Where(left => left.ProjectId == (change.Only ?? left.ProjectId))],
        };
    }

    private static bool IsSame(ImportedTransaction one, ImportedTransaction other) => one.Costs.SequenceEqual(other.Costs) && one.Left.SequenceEqual(other.Left);

    private static async Task RemoveAsync(CostStep step, List<CostTask> tasks, CancellationToken cancellationToken)
    {
        var connection = step.Connection;
        foreach (var task in tasks.Where(task => task is { Wanted: null, IsUnchanged: false }))
        {
            var id = task.Stored is { IsPending: false, DirectCostId: { } one } ? one : (await FindAsync(step, task, cancellationToken))?.Id ?? task.Stored.DirectCostId;
            if (id is { } known && await connection.Procore.DeleteDirectCostAsync(task.Stored.ProjectId, known, cancellationToken) is { } refusal)
            {
                var name = (await FindAsync(step, task, cancellationToken))?.Description ?? task.Stored.OriginId;
                task.Failure = CostRefusals.Of($"Direct cost {name} of project {step.NameOf(task.Stored.ProjectId)} is no cost any more, but Procore refuses to delete it.", refusal);
                LetWait(step, tasks, task, refusal);
            }
            else if (task.Failure is null)
            {
                (task.IsOpen, task.IsGone) = (false, true);
            }
        }
    }

    /// <summary>What a transaction has newly in other projects may be what could not be removed here.</summary>
    private static void LetWait(CostStep step, List<CostTask> tasks, CostTask kept, string refusal)
    {
        foreach (var moved in tasks.Where(other => other is { Wanted: not null, Stored.DirectCostId: null } && other != kept && other.Transaction.Id == kept.Transaction.Id))
        {
            moved.Failure = CostRefusals.Of($"{moved.Wanted!.Description} waits until it is removed from project {step.NameOf(kept.Stored.ProjectId)}: its cost would be there twice.", refusal);
        }
    }

    /// <summary>Takes lines off that NetSuite no longer has, and notices what users changed.</summary>
    private static async Task TidyAsync(CostStep step, List<CostTask> tasks, CostTask task, CancellationToken cancellationToken)
    {
        var (connection, projectId, name) = (step.Connection, task.Stored.ProjectId, step.NameOf(task.Stored.ProjectId));
        var found = await FindAsync(step, task, cancellationToken);
        if (task.Failure is null)
        {
            task.TakeTypeOf(found);
        }

        if (found is null)
        {
            if (task is { Stored.IsPending: false, Failure: null })
            {
                task.Notes.Add(new Problem("E607", $"Direct cost {task.Wanted!.Description} of project {name} was deleted in Procore; it was written again."));
            }

            return;
        }

        // A vendor that is linked to no company any more was not written, and is still there.
        var seen = found.AsSent(projectId);
        if (!task.Stored.IsPending && seen.Fingerprint() != task.Stored.Fingerprint && (seen with { VendorId = null }).Fingerprint() != task.Stored.Fingerprint)
        {
            task.Notes.Add(new Problem("E607", $"Direct cost {task.Wanted!.Description} of project {name} was changed in Procore; NetSuite's figures replaced that."));
        }

        var kept = task.Wanted!.Lines.Select(line => line.OriginId).ToHashSet();
        foreach (var line in found.LineItems.Where(line => !kept.Contains(line.OriginId)))
        {
            if (await connection.Procore.DeleteDirectCostLineAsync(projectId, found.Id, line.Id, cancellationToken) is { } refusal)
            {
                task.Failure = CostRefusals.Of($"A line of {task.Wanted.Description} is no cost any more, but Procore refuses to delete it from project {name}.", refusal);
                LetWait(step, tasks, task, refusal);
            }
        }
    }

    /// <summary>
    /// The cost as it is in Procore. While a write may be on its way only its origin id is certain: a cost that a user deleted has another id when it is
    /// written again. A project that takes no direct costs any more fails by itself.
    /// </summary>
    private static async Task<DirectCostFound?> FindAsync(CostStep step, CostTask task, CancellationToken cancellationToken)
    {
        var (procore, stored) = (step.Connection.Procore, task.Stored);
        var (found, refusal) = await CostRefusals.TryAsync(async () => new Found(stored is { IsPending: false, DirectCostId: { } id }
            ? await procore.FindDirectCostAsync(stored.ProjectId, id, cancellationToken)
            : await procore.FindDirectCostAsync(stored.ProjectId, stored.OriginId, cancellationToken)));
        task.Failure ??= refusal is null ? null : CostRefusals.NoCosts(step.NameOf(stored.ProjectId), refusal);

        return found?.Cost;
    }

    private sealed record Found(DirectCostFound? Cost);
}
