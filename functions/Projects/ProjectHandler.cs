using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>Projects to jobs: reload, check the cost codes, map, reserve the number and look for it, write, mark. The job of a linked project is not touched again.</summary>
public sealed class ProjectHandler(ExactlyOnce once, ILinkStore links, LinkChanges changes, Reserver reserver, ProjectItems items, ProjectUnlinker unlinker, ProjectLinker linker) : ISyncHandler
{
    public string Queue => QueueNames.Projects;

    public LinkKey KeyOf(SyncMessage message, SyncItem item) => new(message.ConnectionId, EntityType.Project, item.ProcoreId);

    public async Task<IReadOnlyList<SyncOutcome>> HandleAsync(SyncWork work, CancellationToken cancellationToken)
    {
        var outcomes = new List<SyncOutcome>();
        foreach (var task in work.Tasks)
        {
            outcomes.Add(await Outcomes.SortAsync(() => work.Message.Command switch
            {
                SyncCommand.Export => ExportAsync(work, task, cancellationToken),
                SyncCommand.Unlink => unlinker.UnlinkAsync(work, task, cancellationToken),
                SyncCommand.Link => linker.LinkAsync(work, task, cancellationToken),
                _ => Task.FromResult(SyncOutcome.Skipped($"Projects know no command {work.Message.Command}.")),
            }));
        }

        return outcomes;
    }

    private async Task<SyncOutcome> ExportAsync(SyncWork work, SyncTask task, CancellationToken cancellationToken)
    {
        var procore = work.Connection.Procore;
        if (await procore.FindProjectAsync(task.Key.ProcoreId, cancellationToken) is not { } project)
        {
            return task.Item.RequestDetailId is null
                ? SyncOutcome.Skipped($"Project {task.Key.ProcoreId} is no longer in Procore.")
                : SyncOutcome.Rejected(new Problem("E202", $"Project {task.Key.ProcoreId} is no longer in Procore.") { OtherRemedy = "Reject it." });
        }

        var codes = CostCodeMapper.Map(
            project.ProjectNumber ?? project.Name ?? $"{project.Id}", await procore.ListCostCodesAsync(project.Id, cancellationToken));
        if (task.Link is { State: LinkState.Linked or LinkState.Changed, NetSuiteId: { } known, Name: { } kept })
        {
            return codes.Value is null
                ? SyncOutcome.Rejected(codes.Problems)
                : await MarkAsync(work, project, codes.Value, known, kept, cancellationToken);
        }

        var externalId = ExternalIds.InNetSuite(work.Connection.CompanyId, EntityType.Project, project.Id);
        var mapped = JobMapper.Map(project, externalId, work.Connection.Settings.NetSuite.Currency, work.Connection.Settings.ProjectsStartedOnOrAfter);
        if (mapped.Value is not { } job || codes.Value is null)
        {
            return SyncOutcome.Rejected([.. mapped.Problems, .. codes.Problems]) with { Name = project.ProjectNumber ?? project.Name };
        }

        if (task.Link is { State: LinkState.Orphaned } orphan)
        {
            // Its job was deleted in NetSuite: it is made anew, with another id.
            await changes.UnlinkAsync(orphan, new(work.OperationId, work.Who, "gone", $"NetSuite job {orphan.NetSuiteId} is no longer there; it is made anew."), cancellationToken);
            task = task with { Link = await links.FindAsync(task.Key, cancellationToken) };
        }

        var outcome = await reserver.RunAsync(
            work,
            task,
            new Wish(job.Number, [new($"job {job.Number.ToUpperInvariant()}", "number")], (other, _) => JobNumbers.IsLinked(job, other)),
            () => WriteAsync(work, task, job, cancellationToken),
            cancellationToken);

        return outcome is { Status: SyncStatus.Done, NetSuiteId: { } id }
            ? await MarkAsync(work, project, codes.Value, id, job.Number, cancellationToken) is var marked && JobMapper.NoteOf(project, job) is { } note
                ? marked with { Notes = [.. marked.Notes, note] }
                : marked
            : outcome;
    }

    private async Task<SyncOutcome> WriteAsync(SyncWork work, SyncTask task, Job job, CancellationToken cancellationToken)
    {
        var used = await JobNumbers.CheckAsync(work.Connection, job, cancellationToken);
        if (used.Count > 0)
        {
            return SyncOutcome.Rejected(used) with { Name = job.Number };
        }

        var outcome = await once.WriteAsync(
            new RemoteWrite(
                task.Key,
                task.Link,
                job.ExternalId,
                job.Number, // The link keeps the number: items carry it in their names, even if it changes in Procore.
                job,
                Amount: null,
                work.OperationId,
                work.LeaseUntil,
                work.Who,
                token => JobNumbers.WriteAsync(work.Connection, job, token),
                token => JobNumbers.FindAsync(work.Connection, job, token)),
            cancellationToken);

        return outcome.Status is SyncStatus.Rejected ? JobNumbers.NameCode(job, outcome) : outcome;
    }

    private async Task<SyncOutcome> MarkAsync(
        SyncWork work, Project project, SyncedCostCodes codes, NetSuiteId id, string number, CancellationToken cancellationToken)
    {
        var answer = await work.Connection.Procore.SyncCostTypeAssignmentsAsync(project.Id, codes.Assignments, cancellationToken);
        if (answer.Errors.Count > 0)
        {
            return SyncOutcome.Rejected([.. answer.Errors.Select(error => new Problem(
                "E904", $"Project {number} is NetSuite job {id}, but Procore refused to mark a cost type as synced: {error.Text}"))]);
        }

        await items.AskAsync(work, project.Id, cancellationToken);
        ExternalData[] marks =
        [
            new(ItemTypes.Project, project.Id, work.Connection.OriginId("job", id.Value), number),
            .. codes.Codes.Select(code => new ExternalData(ItemTypes.CostCode, code, work.Connection.OriginId("costcode", $"{code}"))),
        ];

        return SyncOutcome.Done(id, marks) with
        {
            Notes = project.ProjectNumber?.Trim() is { } now && now != number
                ? [$"The project number changed from {number} to {now}; the job and its items keep {number}."]
                : [],
        };
    }
}
