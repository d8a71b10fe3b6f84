using System.Text.Json;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>What one transaction has in Procore, and what it shall have.</summary>
internal sealed record CostChange(ImportedTransaction Stored, IReadOnlyList<DirectCost> Wanted);

/// <summary>
/// Writes direct costs so that any of it may be done again: first what is intended is noted, then costs are removed, then written by origin id, then what
/// came of it is noted. What was refused stays pending and is tried again by the next run.
/// </summary>
public sealed class CostWriter(IImportedCostStore imported)
{
    internal async Task<(ImportCounts Counts, List<Problem> Problems)> WriteAsync(
        Connection connection, ImportRun run, IReadOnlySet<long> switchedOn, IReadOnlyList<CostChange> changes, CancellationToken cancellationToken)
    {
        var work = changes.SelectMany(change => Plan(change, run, switchedOn)).ToList();
        var counts = new ImportCounts { Unchanged = work.Count(task => task is { IsUnchanged: true, Stored.IsPending: false }) };
        var moving = work.Where(task => !task.IsUnchanged).Select(task => task.Transaction.Id).ToHashSet();
        if (moving.Count == 0)
        {
            return (counts, []);
        }

        var tasks = work.Where(task => moving.Contains(task.Transaction.Id)).ToList();
        var rows = await imported.SaveAsync([.. tasks.GroupBy(task => task.Transaction).Select(group => Row(group, run))], cancellationToken);

        await RemoveAsync(connection, tasks, cancellationToken);
        foreach (var project in tasks.Where(task => task is { IsUnchanged: false, Wanted: not null, Failure: null }).GroupBy(task => task.Wanted!.ProjectId))
        {
            await WriteAsync(connection, project.Key, [.. project], cancellationToken);
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

    private static IEnumerable<CostTask> Plan(CostChange change, ImportRun run, IReadOnlySet<long> switchedOn)
    {
        foreach (var stored in change.Stored.Costs)
        {
            // A cost keeps the type it was created with.
            var wanted = change.Wanted.FirstOrDefault(cost => cost.ProjectId == stored.ProjectId);
            yield return new CostTask(change.Stored, stored, wanted is null ? null : wanted with { Type = stored.Type }, isNew: false, stored.WasRefusedIn(run));
        }

        foreach (var wanted in change.Wanted.Where(cost => switchedOn.Contains(cost.ProjectId) && change.Stored.Costs.All(stored => stored.ProjectId != cost.ProjectId)))
        {
            yield return new CostTask(change.Stored, new ImportedCost(wanted.ProjectId, wanted.OriginId, wanted.Type), wanted, isNew: true, isLater: false);
        }
    }

    private static ImportedTransaction Row(IGrouping<ImportedTransaction, CostTask> tasks, ImportRun run) =>
        tasks.Key with { Costs = [.. tasks.Where(task => !task.IsGone).Select(task => task.IsUnchanged ? task.Stored : task.Stored.TryIn(run, task.IsOpen))] };

    private static async Task RemoveAsync(Connection connection, List<CostTask> tasks, CancellationToken cancellationToken)
    {
        foreach (var task in tasks.Where(task => task is { Wanted: null, IsUnchanged: false }))
        {
            var id = task.Stored.DirectCostId
                ?? (await connection.Procore.FindDirectCostAsync(task.Stored.ProjectId, task.Stored.OriginId, cancellationToken))?.Id;
            if (id is { } known && await connection.Procore.DeleteDirectCostAsync(task.Stored.ProjectId, known, cancellationToken) is { } refusal)
            {
                task.Failure = Refused($"Direct cost {task.Stored.OriginId} of project {task.Stored.ProjectId} is no cost any more, but Procore refuses to delete it.", refusal);
                foreach (var moved in tasks.Where(other => other is { Wanted: not null, Stored.DirectCostId: null } && other.Transaction.Id == task.Transaction.Id))
                {
                    moved.Failure = Refused($"{moved.Wanted!.Description} waits until it is removed from project {task.Stored.ProjectId}: its cost would be there twice.", refusal);
                }
            }
            else
            {
                (task.IsOpen, task.IsGone) = (false, true);
            }
        }
    }

    private static async Task WriteAsync(Connection connection, long projectId, IReadOnlyList<CostTask> tasks, CancellationToken cancellationToken)
    {
        foreach (var task in tasks.Where(task => !task.IsNew))
        {
            await TidyAsync(connection, projectId, task, cancellationToken);
        }

        var ready = tasks.Where(task => task.Failure is null).ToDictionary(task => task.Wanted!.OriginId, StringComparer.OrdinalIgnoreCase);
        var heads = await SendAsync(projectId, [.. ready.Values], () => connection.Procore.SyncDirectCostsAsync(projectId, [.. ready.Values.Select(task => task.Wanted!)], cancellationToken));
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
                $"{task.Wanted!.Description} could not be written to project {projectId}.",
                heads.Errors.FirstOrDefault(error => error.OriginId == task.Wanted.OriginId)?.Text ?? "Procore gave no id.");
        }

        var written = ready.Values.Where(task => task.Failure is null).ToList();
        var owners = written.SelectMany(task => task.Wanted!.Lines.Select(line => (line.OriginId!, task))).ToDictionary(pair => pair.Item1, pair => pair.task);
        var lines = await SendAsync(
            projectId, written, () => connection.Procore.SyncDirectCostLinesAsync(
                projectId, [.. written.SelectMany(task => task.Wanted!.Lines.Select(line => (task.Stored.DirectCostId!.Value, line)))], cancellationToken));
        foreach (var error in lines.Errors)
        {
            if (error.OriginId is { } origin && owners.TryGetValue(origin, out var task))
            {
                task.Failure ??= Refused($"A line of {task.Wanted!.Description} could not be written to project {projectId}.", error.Text);
            }
        }

        foreach (var task in written.Where(task => task.Failure is null))
        {
            task.Stored = task.Stored with { Fingerprint = task.Wanted!.Fingerprint() };
            task.IsOpen = false;
        }
    }

    /// <summary>Takes lines off that NetSuite no longer has, and notices what users changed.</summary>
    private static async Task TidyAsync(Connection connection, long projectId, CostTask task, CancellationToken cancellationToken)
    {
        var found = task.Stored.DirectCostId is { } id
            ? await connection.Procore.FindDirectCostAsync(projectId, id, cancellationToken)
            : await connection.Procore.FindDirectCostAsync(projectId, task.Stored.OriginId, cancellationToken);
        if (found is null)
        {
            return;
        }

        if (!task.Stored.IsPending && found.AsSent(projectId).Fingerprint() != task.Stored.Fingerprint)
        {
            task.Notes.Add(new Problem("E607", $"Direct cost {task.Wanted!.Description} of project {projectId} was changed in Procore; NetSuite's figures replaced that."));
        }

        var kept = task.Wanted!.Lines.Select(line => line.OriginId).ToHashSet();
        foreach (var line in found.LineItems.Where(line => !kept.Contains(line.OriginId)))
        {
            if (await connection.Procore.DeleteDirectCostLineAsync(projectId, found.Id, line.Id, cancellationToken) is { } refusal)
            {
                task.Failure = Refused($"A line of {task.Wanted.Description} is no cost any more, but Procore refuses to delete it from project {projectId}.", refusal);
            }
        }
    }

    /// <summary>A project that takes no direct costs at all fails by itself; an outage lets the whole step wait.</summary>
    private static async Task<SyncAnswer> SendAsync(long projectId, IReadOnlyList<CostTask> tasks, Func<Task<SyncAnswer>> send)
    {
        if (tasks.Count == 0)
        {
            return SyncAnswer.Empty;
        }

        var (answer, failure) = await Outcomes.TryAsync(send);
        if (failure is { Status: SyncStatus.Waiting })
        {
            throw new UnavailableException(failure.Problems[0]);
        }

        foreach (var task in failure is null ? [] : tasks)
        {
            task.Failure = new Problem("E602", $"Procore takes no direct costs in project {projectId}.", failure!.Problems[0].ToString()) { Speaker = "Procore" };
        }

        return answer ?? SyncAnswer.Empty;
    }

    private static Problem Refused(string message, string reasons) => new("E606", message, reasons) { Speaker = "Procore" };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
