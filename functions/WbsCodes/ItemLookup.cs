using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.WbsCodes;

/// <summary>Finds a project's WBS codes and the items of NetSuite that carry their names: one call to each side for all codes of a message.</summary>
public sealed class ItemLookup(ILinkStore links)
{
    internal async Task<IReadOnlyList<ItemDraft>> FindAsync(
        Connection connection, long? projectId, IReadOnlyList<SyncTask> tasks, CancellationToken cancellationToken)
    {
        ItemDraft[] drafts = [.. tasks.Select(task => new ItemDraft(task, Outcome: Known(task)))];
        if (drafts.All(draft => draft.Outcome is not null))
        {
            return drafts;
        }

        if (await FindProjectNumberAsync(connection, projectId, cancellationToken) is not { } number)
        {
            return End(drafts, SyncOutcome.Rejected(new Problem("E401", $"Project {projectId} isn't linked to a NetSuite job.")));
        }

        var (codes, unread) = await Outcomes.TryAsync(() => connection.Procore.ListWbsCodesAsync(projectId!.Value, cancellationToken));
        if (codes is null)
        {
            return End(drafts, unread!);
        }

        drafts = [.. drafts.Select(draft => draft.Outcome is null ? Map(connection, draft.Task, codes, number) : draft)];
        string[] names = [.. drafts.Select(draft => draft.Item?.Name).OfType<string>().Distinct()];
        if (names.Length == 0)
        {
            return drafts;
        }

        var (items, unsearched) = await Outcomes.TryAsync(() => connection.NetSuite.ListItemsByNameAsync(names, cancellationToken));
        if (items is null)
        {
            return End(drafts, unsearched!);
        }

        var byName = items.ToLookup(item => item.Name, StringComparer.OrdinalIgnoreCase);

        return [.. drafts.Select(draft => draft.Item is { } item ? draft with { SameName = [.. byName[item.Name]] } : draft)];
    }

    /// <summary>An item is made once and then only looked up.</summary>
    private static SyncOutcome? Known(SyncTask task) =>
        task.Link is { State: LinkState.Linked or LinkState.Changed, NetSuiteId: { } id } ? SyncOutcome.Done(id) : null;

    private static ItemDraft Map(Connection connection, SyncTask task, IReadOnlyList<WbsCode> codes, string projectNumber)
    {
        if (codes.FirstOrDefault(code => code.Id == task.Key.ProcoreId) is not { } code)
        {
            return new ItemDraft(task, Outcome: SyncOutcome.Rejected(
                new Problem("E411", $"WBS code {task.Key.ProcoreId} is no longer in project {projectNumber}.")));
        }

        var externalId = ExternalIds.InNetSuite(connection.CompanyId, EntityType.WbsCode, code.Id);
        var mapped = ItemMapper.Map(code, projectNumber, externalId);

        return mapped.Value is { } item
            ? new ItemDraft(task, item)
            : new ItemDraft(task, Outcome: SyncOutcome.Rejected(mapped.Problems) with { Name = $"{projectNumber}-{code.FlatCode}" });
    }

    private async Task<string?> FindProjectNumberAsync(Connection connection, long? projectId, CancellationToken cancellationToken)
    {
        var project = projectId is { } id
            ? await links.FindAsync(new LinkKey(connection.Id, EntityType.Project, id), cancellationToken)
            : null;

        return project is { State: LinkState.Linked or LinkState.Changed } ? project.Name : null;
    }

    private static IReadOnlyList<ItemDraft> End(ItemDraft[] drafts, SyncOutcome outcome) =>
        [.. drafts.Select(draft => draft.Outcome is null ? draft with { Outcome = outcome } : draft)];
}
