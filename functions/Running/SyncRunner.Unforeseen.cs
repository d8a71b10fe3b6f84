using System.Globalization;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Running;

/// <content>What a person is told of a record that nobody foresaw the end of.</content>
public sealed partial class SyncRunner
{
    private async Task<SyncOutcome> RefuseAsync(SyncWork work, Exception failure, CancellationToken cancellationToken)
    {
        var task = work.Tasks[0];
        var link = await FindAsync(task, cancellationToken);
        var name = link?.Name ?? string.Create(CultureInfo.InvariantCulture, $"{WordOf(task.Key.Entity)} {task.Key.ProcoreId}");
        var what = work.Message.Command switch
        {
            SyncCommand.Export when link is { IsPair: true } => $"{name} is in NetSuite as record {link.NetSuiteId}, but Procore could not be told",
            SyncCommand.Export => $"{name} could not be exported",
            SyncCommand.Unlink => $"{name} could not be unlinked",
            SyncCommand.Link => $"{name} could not be linked",
            SyncCommand.Merge => $"{name} could not be merged",
            _ => $"{name} could not be answered",
        };

        return SyncOutcome.Rejected(Unforeseen.ProblemOf(what, failure));
    }

    /// <summary>The link as it is now; as it was at the beginning if it is the store that nobody foresaw this of.</summary>
    private async Task<Link?> FindAsync(SyncTask task, CancellationToken cancellationToken)
    {
        try
        {
            return await links.FindAsync(task.Key, cancellationToken);
        }
        catch (Exception failure) when (Unforeseen.Is(failure))
        {
            Log.Unforeseen(log, task.Key.Entity, 1, failure);

            return task.Link;
        }
    }

    private static string WordOf(EntityType entity) => entity switch
    {
        EntityType.SubcontractorInvoice => "Invoice",
        EntityType.WbsCode => "Budget code",
        EntityType.StandardCostCode => "Cost code",
        _ => $"{entity}",
    };
}
