using System.Text.Json;
using ProcoreNetSuite.Functions.Running;
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
/// Writes direct costs so that any of it may be done again: first what is intended is noted, then costs are removed, then written by origin id, then what
/// came of it is noted. What was refused stays pending and is tried again by the next run.
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
        foreach (var project in tasks.Where(task => task is { IsUnchanged: false, Wanted: not null, Failure: null }).GroupBy(task => task.Wanted!.ProjectId))
        {
            await WriteAsync(step, project.Key, [.. project], cancellationToken);
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
            // A cost keeps the type it was created with.
            var wanted = change.Wanted.FirstOrDefault(cost => cost.OriginId == stored.OriginId);
            yield return new CostTask(
                change.Stored, stored, wanted is null ? null : wanted with { Type = stored.Type }, isNew: false, stored.WasRefusedIn(step.Run), stored.ProjectId == change.Repair);
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
            var id = task.Stored.DirectCostId
                ?? (await connection.Procore.FindDirectCostAsync(task.Stored.ProjectId, task.Stored.OriginId, cancellationToken))?.Id;
            if (id is { } known && await connection.Procore.DeleteDirectCostAsync(task.Stored.ProjectId, known, cancellationToken) is { } refusal)
            {
                task.Failure = Refused($"Direct cost {task.Stored.OriginId} of project {step.NameOf(task.Stored.ProjectId)} is no cost any more, but Procore refuses to delete it.", refusal);
                foreach (var moved in tasks.Where(other => other is { Wanted: not null, Stored.DirectCostId: null } && other.Transaction.Id == task.Transaction.Id))
                {
                    moved.Failure = Refused($"{moved.Wanted!.Description} waits until it is removed from project {step.NameOf(task.Stored.ProjectId)}: its cost would be there twice.", refusal);
                }
            }
            else
            {
                (task.IsOpen, task.IsGone) = (false, true);
            }
        }
    }

    private static async Task WriteAsync(CostStep step, long projectId, IReadOnlyList<CostTask> tasks, CancellationToken cancellationToken)
    {
        var (connection, name) = (step.Connection, step.NameOf(projectId));
        foreach (var task in tasks.Where(task => !task.IsNew))
        {
            await TidyAsync(connection, projectId, name, task, cancellationToken);
        }

        var ready = tasks.Where(task => task.Failure is null).ToDictionary(task => task.Wanted!.OriginId, StringComparer.OrdinalIgnoreCase);
        var heads = await SendAsync(name, [.. ready.Values], () => connection.Procore.SyncDirectCostsAsync(projectId, [.. ready.Values.Select(task => task.Wanted!)], cancellationToken));
        foreach (var entity in heads.Entities)
        {
            if (Text(entity, "origin_id") is { } origin && ready.TryGetValue(origin, out var task) && entity.TryGetProperty("id", out var id) && id.TryGetInt64(out var number))
            {
                task.Stored = task.Stored with { DirectCostId = number };
                task.IsHeadWritten = true;
            }
        }

        foreach (var task in ready.Values.Where(task => !task.IsHeadWritten))
        {
            task.Failure ??= Refused(
                $"{task.Wanted!.Description} could not be written to project {name}.",
                heads.Errors.FirstOrDefault(error => error.OriginId == task.Wanted.OriginId)?.Text ?? "Procore gave no id.");
        }

        var written = ready.Values.Where(task => task.Failure is null).ToList();
        var owners = written.SelectMany(task => task.Wanted!.Lines.Select(line => (line.OriginId!, task))).ToDictionary(pair => pair.Item1, pair => pair.task);
        var lines = await SendAsync(
            name, written, () => connection.Procore.SyncDirectCostLinesAsync(
                projectId, [.. written.SelectMany(task => task.Wanted!.Lines.Select(line => (task.Stored.DirectCostId!.Value, line)))], cancellationToken));
        foreach (var error in lines.Errors)
        {
            if (error.OriginId is { } origin && owners.TryGetValue(origin, out var task))
            {
                task.Failure ??= Refused($"A line of {task.Wanted!.Description} could not be written to project {name}.", error.Text);
            }
        }

        foreach (var task in written.Where(task => task.Failure is null))
        {
            task.Stored = task.Stored with { Fingerprint = task.Wanted!.Fingerprint(), Lines = Digest(task.Wanted) };
            task.IsOpen = false;
        }
    }

    /// <summary>Takes lines off that NetSuite no longer has, and notices what users changed.</summary>
    private static async Task TidyAsync(Connection connection, long projectId, string name, CostTask task, CancellationToken cancellationToken)
    {
        var found = task.Stored.DirectCostId is { } id
            ? await connection.Procore.FindDirectCostAsync(projectId, id, cancellationToken)
            : await connection.Procore.FindDirectCostAsync(projectId, task.Stored.OriginId, cancellationToken);
        if (found is null)
        {
            if (!task.Stored.IsPending)
            {
                task.Notes.Add(new Problem("E607", $"Direct cost {task.Wanted!.Description} of project {name} was deleted in Procore; it was written again."));
            }

            return;
        }

        if (!task.Stored.IsPending && found.AsSent(projectId).Fingerprint() != task.Stored.Fingerprint)
        {
            task.Notes.Add(new Problem("E607", $"Direct cost {task.Wanted!.Description} of project {name} was changed in Procore; NetSuite's figures replaced that."));
        }

        var kept = task.Wanted!.Lines.Select(line => line.OriginId).ToHashSet();
        foreach (var line in found.LineItems.Where(line => !kept.Contains(line.OriginId)))
        {
            if (await connection.Procore.DeleteDirectCostLineAsync(projectId, found.Id, line.Id, cancellationToken) is { } refusal)
            {
                task.Failure = Refused($"A line of {task.Wanted.Description} is no cost any more, but Procore refuses to delete it from project {name}.", refusal);
            }
        }
    }

    private static async Task<SyncAnswer> SendAsync(string project, IReadOnlyList<CostTask> tasks, Func<Task<SyncAnswer>> send)
    {
        if (tasks.Count == 0)
        {
            return SyncAnswer.Empty;
        }

        var (answer, refusal) = await CostRefusals.TryAsync(send);
        foreach (var task in refusal is null ? [] : tasks)
        {
            task.Failure = new Problem("E602", $"Procore takes no direct costs in project {project}.", $"{refusal}") { Speaker = "Procore" };
        }

        return answer ?? SyncAnswer.Empty;
    }

    private static string Digest(DirectCost cost)
    {
        var digest = new LinesDigest();
        foreach (var line in cost.Lines)
        {
            digest.Add(line.OriginId, line.WbsCodeId, line.Amount);
        }

        return $"{digest}";
    }

    private static Problem Refused(string message, string reasons) => new("E606", message, reasons) { Speaker = "Procore" };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
