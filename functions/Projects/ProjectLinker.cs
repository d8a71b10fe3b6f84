using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>A job was added to Procore from Ready to Import: keep the pair.</summary>
public sealed class ProjectLinker(PairKeeper pairs)
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

        // Items carry the job's number in their names.
        var job = await work.Connection.NetSuite.FindJobAsync(id, cancellationToken);
        if (job?.Number is not { } number)
        {
            return SyncOutcome.Rejected(new Problem("E413", $"Job {id} of project {task.Key.ProcoreId} is not in NetSuite."));
        }

        return await pairs.KeepAsync(work, task.Key, number, $"project {number} ({task.Key.ProcoreId})", "job", id, "linked", "E401", cancellationToken);
    }
}
