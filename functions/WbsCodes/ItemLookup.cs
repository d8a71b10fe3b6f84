using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.WbsCodes;

/// <summary>Finds a project's WBS codes, reserves their items' names, and finds the items of NetSuite that carry them: one call to each side for all codes of a message.</summary>
public sealed class ItemLookup(ILinkStore links, IReservations reservations)
{
    private const string OtherName = "Change the number of one of the two budget codes or projects in Procore, then export again.";

    internal async Task<IReadOnlyList<ItemDraft>> FindAsync(
        SyncWork work, long? projectId, IReadOnlyList<SyncTask> tasks, CancellationToken cancellationToken)
    {
        var connection = work.Connection;
        ItemDraft[] drafts = [.. tasks.Select(task => new ItemDraft(task, Outcome: Known(task)))];
        if (drafts.All(draft => draft.Outcome is not null))
        {
            return drafts;
        }

        if (await FindProjectNumberAsync(connection.Id, projectId, cancellationToken) is not { } number)
        {
            return End(drafts, SyncOutcome.Rejected(new Problem("E401", $"Project {projectId} isn't linked to a NetSuite job.")));
        }

        var (codes, unread) = await Outcomes.TryAsync(() => connection.Procore.ListWbsCodesAsync(projectId!.Value, cancellationToken));
        if (codes is null)
        {
            return End(drafts, unread!);
        }

        drafts = [.. drafts.Select(draft => draft.Outcome is null ? Map(connection, draft.Task, codes, number) : draft)];
        drafts = await ReserveAsync(work, drafts, cancellationToken);
        string[] names = [.. drafts.Where(draft => draft.Outcome is null).Select(draft => draft.Item!.Name).Distinct()];
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

        return [.. drafts.Select(draft => draft is { Outcome: null, Item: { } item } ? draft with { SameName = [.. byName[item.Name]] } : draft)];
    }

    /// <summary>Names of items that were refused are free again.</summary>
    internal Task ReleaseAsync(SyncWork work, IReadOnlyList<ItemDraft> drafts, IReadOnlyList<SyncOutcome> outcomes, CancellationToken cancellationToken) => reservations.ReleaseAsync(
        [.. drafts.Zip(outcomes).Where(pair => pair is { First.Item: not null, Second.Status: SyncStatus.Rejected }).Select(pair => ReservationOf(work, pair.First))],
        cancellationToken);

    private static Reservation ReservationOf(SyncWork work, ItemDraft draft) =>
        new(draft.Task.Key, $"item {draft.Item!.Name.ToUpperInvariant()}", draft.Item.Name, work.OperationId, work.LeaseUntil);

    /// <summary>Project 2401 with code 03-300-10 and project 2401-03 with code 300-10 mean one item: it can be only one's (E102).</summary>
    private async Task<ItemDraft[]> ReserveAsync(SyncWork work, ItemDraft[] drafts, CancellationToken cancellationToken)
    {
        ItemDraft[] open = [.. drafts.Where(draft => draft.Outcome is null)];
        var holders = open.Zip(await reservations.ReserveAsync([.. open.Select(draft => ReservationOf(work, draft))], cancellationToken)).ToDictionary(pair => pair.First.Task, pair => pair.Second);
        var reserved = new List<ItemDraft>();
        foreach (var draft in drafts)
        {
            reserved.Add(holders.GetValueOrDefault(draft.Task) is not { } holder ? draft
                : draft with
                {
                    Outcome = holder.IsWritten
                        ? SyncOutcome.Rejected(new Problem("E102", await DescribeAsync(draft, holder, cancellationToken)) { OtherRemedy = holder.Key.ProjectId == draft.Task.Key.ProjectId ? null : OtherName }) with { Name = draft.Item!.Name }
                        : Reserver.Wait(holder, draft.Item!.Name, "name"),
                });
        }

        return [.. reserved];
    }

    private async Task<string> DescribeAsync(ItemDraft draft, Holder holder, CancellationToken cancellationToken)
    {
        var isOwn = holder.Key.ProjectId == draft.Task.Key.ProjectId;
        var number = isOwn ? null : await FindProjectNumberAsync(holder.Key.ConnectionId, holder.Key.ProjectId, cancellationToken);

        return $"Item {draft.Item!.Name} ({holder.Link!.NetSuiteId}) is already linked to {(isOwn ? "another budget code of the project" : $"a budget code of project {number ?? $"{holder.Key.ProjectId}"}")} ({holder.Key.ProcoreId}).";
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

    private async Task<string?> FindProjectNumberAsync(string connectionId, long? projectId, CancellationToken cancellationToken)
    {
        var project = projectId is { } id
            ? await links.FindAsync(new LinkKey(connectionId, EntityType.Project, id), cancellationToken)
            : null;

        return project is { State: LinkState.Linked or LinkState.Changed } ? project.Name : null;
    }

    private static IReadOnlyList<ItemDraft> End(ItemDraft[] drafts, SyncOutcome outcome) =>
        [.. drafts.Select(draft => draft.Outcome is null ? draft with { Outcome = outcome } : draft)];
}
