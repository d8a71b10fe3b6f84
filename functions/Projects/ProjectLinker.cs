using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>A job was added to Procore from Ready to Import: keep the pair.</summary>
public sealed class ProjectLinker(ILinkStore links, TimeProvider time)
{
    /// <summary>The origin id is read from the external data: a new project is not among those that the service account may see (procore-api.md 8.2).</summary>
    public async Task<SyncOutcome> LinkAsync(SyncWork work, SyncTask task, CancellationToken cancellationToken)
    {
        var origin = await work.Connection.Procore.FindOriginIdAsync(ItemTypes.Project, task.Key.ProcoreId, cancellationToken);
        if (ExternalIds.ReadOrigin(origin, work.Connection.Settings.NetSuite.AccountId, "job") is not { } text)
        {
            return SyncOutcome.Skipped($"Project {task.Key.ProcoreId} carries no job of this account.");
        }

        var id = new NetSuiteId(text);
        var holder = await links.FindByNetSuiteIdAsync(work.Connection.Id, EntityType.Project, null, id, cancellationToken);
        if (holder is not null && holder.Key == task.Key)
        {
            return SyncOutcome.Skipped($"Project {task.Key.ProcoreId} is linked to job {id} already.");
        }

        if (holder is not null || task.Link is { State: not (LinkState.Open or LinkState.Unlinked) })
        {
            var other = holder ?? task.Link!;

            return SyncOutcome.Waiting(new Problem(
                "E401", $"Procore linked project {task.Key.ProcoreId} to NetSuite job {id}, but {other.Name} ({other.Key.ProcoreId}) is linked to job {other.NetSuiteId}.")
            {
                OtherRemedy = "Have Procore's support reset that project, or this one.",
            });
        }

        // Items carry the job's number in their names.
        var job = await work.Connection.NetSuite.FindJobAsync(id, cancellationToken);
        if (job?.Number is not { } number)
        {
            return SyncOutcome.Rejected(new Problem("E413", $"Job {id} of project {task.Key.ProcoreId} is not in NetSuite."));
        }

        await links.AppendHistoryAsync(
            [new HistoryEntry(task.Key, work.OperationId, "linked", time.GetUtcNow(), work.Who, null, $"NetSuite job {id}, as Procore has it.")], cancellationToken);
        await links.LinkAsync(
            (task.Link ?? new Link { Key = task.Key, State = LinkState.Open }) with { NetSuiteId = id, Name = number, OperationId = work.OperationId, ExternalId = null, PayloadHash = null },
            cancellationToken);

        return SyncOutcome.Done(id);
    }
}
