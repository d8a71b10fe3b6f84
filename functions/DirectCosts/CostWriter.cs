using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>What one transaction has in Procore, and what it shall have.</summary>
internal sealed record CostChange(ImportedTransaction Stored, IReadOnlyList<DirectCost> Wanted)
{
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
        var work = changes.SelectMany(change => Plan(change, step)).ToList();
        var counts = new ImportCounts { Unchanged = work.Count(task => task is { IsUnchanged: true, Stored.IsPending: false } && !task.Stored.WasTriedIn(run)) };
        var moving = work.Where(task => !task.IsUnchanged).Select(task => task.Transaction.Id).ToHashSet();
        if (moving.Count == 0)
        {
            return (counts, []);
        }

        var tasks = work.Where(task => moving.Contains(task.Transaction.Id)).ToList();
        var rows = await imported.SaveAsync([.. tasks.GroupBy(task => task.Transaction).Select(group => Row(group, run))], cancellationToken);

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
        await imported.SaveAsync([.. tasks.GroupBy(task => task.Transaction).Select(group => Row(group, run) with { ETag = versions.GetValueOrDefault(group.Key.Id) })], cancellationToken);
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

        foreach (var wanted in change.Wanted.Where(cost => step.SwitchedOn.Contains(cost.ProjectId) && costs.All(stored => stored.OriginId != cost.OriginId)))
        {
            yield return new CostTask(change.Stored, new ImportedCost(wanted.ProjectId, wanted.OriginId, wanted.Type), wanted, isNew: true, isLater: false);
        }
    }

    private static ImportedTransaction Row(IGrouping<ImportedTransaction, CostTask> tasks, ImportRun run)
    {
        var origins = tasks.Select(task => task.Stored.OriginId).ToHashSet();

        return tasks.Key with
        {
            Costs =
            [
                .. tasks.Key.Costs.Where(cost => !origins.Contains(cost.OriginId)),
                .. tasks.Where(task => !task.IsGone).Select(task => task.IsUnchanged ? task.Stored : task.Stored.TryIn(run, task.IsOpen)),
            ],
        };
    }

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
