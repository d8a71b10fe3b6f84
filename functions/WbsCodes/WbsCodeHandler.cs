using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.WbsCodes;

/// <summary>WBS codes to items, project by project: read the codes, map, use the item that is there already or write one.</summary>
public sealed class WbsCodeHandler(ItemLookup lookup, ItemWriter writer) : ISyncHandler
{
    public string Queue => QueueNames.WbsCodes;

    public LinkKey KeyOf(SyncMessage message, SyncItem item) => message.Command is SyncCommand.Acknowledge
        ? new(message.ConnectionId, EntityType.StandardCostCode, item.ProcoreId)
        : new(message.ConnectionId, EntityType.WbsCode, item.ProcoreId, item.ProjectId);

    public async Task<IReadOnlyList<SyncOutcome>> HandleAsync(SyncWork work, CancellationToken cancellationToken) => work.Message.Command switch
    {
        SyncCommand.Export => await ExportAsync(work, cancellationToken),
        SyncCommand.Acknowledge => [.. work.Tasks.Select(task => Acknowledge(work.Connection, task))],
        _ => [.. work.Tasks.Select(_ => SyncOutcome.Skipped($"WBS codes know no command {work.Message.Command}."))],
    };

    private async Task<IReadOnlyList<SyncOutcome>> ExportAsync(SyncWork work, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<SyncTask, SyncOutcome>();
        foreach (var project in work.Tasks.GroupBy(task => task.Key.ProjectId))
        {
            var drafts = await lookup.FindAsync(work, project.Key, [.. project], cancellationToken);
            var written = await Task.WhenAll(drafts.Select(draft => draft.Outcome is { } outcome
                ? Task.FromResult(outcome)
                : Outcomes.SortAsync(() => writer.WriteAsync(work, draft, cancellationToken))));
            await lookup.ReleaseAsync(work, drafts, written, cancellationToken);
            foreach (var (draft, outcome) in drafts.Zip(written))
            {
                outcomes[draft.Task] = outcome;
            }
        }

        return [.. work.Tasks.Select(task => outcomes[task])];
    }

    /// <summary>Company-level codes have no counterpart in NetSuite: Procore only needs an origin id that is unique.</summary>
    private static SyncOutcome Acknowledge(Connection connection, SyncTask task)
    {
        var origin = connection.OriginId("standardcostcode", $"{task.Key.ProcoreId}");

        return SyncOutcome.Done(null, [new ExternalData(ItemTypes.StandardCostCode, task.Key.ProcoreId, origin)]);
    }
}

/// <summary>One WBS code on its way: it has an outcome, or an item to write, and whatever NetSuite has under that name.</summary>
internal sealed record ItemDraft(SyncTask Task, OtherChargeItem? Item = null, SyncOutcome? Outcome = null)
{
    public IReadOnlyList<ItemFound> SameName { get; init; } = [];
}
