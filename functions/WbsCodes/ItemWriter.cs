using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.WbsCodes;

/// <summary>Links a WBS code to the item that has its name already, or has one written.</summary>
public sealed class ItemWriter(ILinkStore links, LinkChanges changes, ExactlyOnce once)
{
    internal async Task<SyncOutcome> WriteAsync(SyncWork work, ItemDraft draft, CancellationToken cancellationToken)
    {
        // An unfinished write of ours is settled first: the item of that name may be its result.
        if (draft.SameName.Count > 0 && draft.Task.Link is not { State: LinkState.Writing or LinkState.Unknown })
        {
            return await UseAsync(work, draft, draft.Item!, cancellationToken);
        }

        var item = draft.Item!;

        return await once.WriteAsync(
            new RemoteWrite(
                draft.Task.Key,
                draft.Task.Link,
                item.ExternalId,
                item.Name,
                item,
                Amount: null,
                work.OperationId,
                work.LeaseUntil,
                work.Who,
                token => work.Connection.NetSuite.UpsertItemAsync(item, token),
                async token => await work.Connection.NetSuite.FindItemAsync(item.ExternalId, token) is { } found ? new Existing(found.Id, null) : null),
            cancellationToken);
    }

    private async Task<SyncOutcome> UseAsync(SyncWork work, ItemDraft draft, OtherChargeItem item, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        foreach (var found in draft.SameName)
        {
            if (await CheckAsync(work.Connection, draft.Task.Key, found, cancellationToken) is { } problem)
            {
                problems.Add(problem);
                continue;
            }

            return await AdoptAsync(work, draft.Task, item, found, cancellationToken);
        }

        return SyncOutcome.Rejected(problems);
    }

    /// <summary>Type, activity, another code that has it, and the subsidiary, which the item's own page shows.</summary>
    private async Task<Problem?> CheckAsync(Connection connection, LinkKey key, ItemFound found, CancellationToken cancellationToken)
    {
        if (!found.IsOtherChargePurchase)
        {
            return new Problem("E102", $"{found.Name} already exists as {found.Type} {found.Subtype} ({found.Id}); it must be an Other Charge item for purchase.");
        }

        if (found.Inactive)
        {
            return new Problem("E413", $"Item {found.Name} ({found.Id}) is inactive in NetSuite.");
        }

        var holder = await links.FindByNetSuiteIdAsync(key.ConnectionId, key.Entity, key.ProjectId, found.Id, cancellationToken);

        return holder is null || holder.Key == key
            ? await CheckSubsidiaryAsync(connection, found, cancellationToken)
            : new Problem("E102", $"Item {found.Name} ({found.Id}) is already linked to another budget code of the project ({holder.Key.ProcoreId}).");
    }

    private static async Task<Problem?> CheckSubsidiaryAsync(Connection connection, ItemFound found, CancellationToken cancellationToken)
    {
        var ours = connection.Settings.NetSuite.Subsidiary;
        var page = await connection.NetSuite.FindItemAsync(found.Id, cancellationToken);

        return page is null || (page is { IncludesChildren: false, Subsidiaries.Count: > 0 } && ours.Length > 0 && page.Subsidiaries.All(one => one.Id.Value != ours))
            ? new Problem("E102", $"{found.Name} already exists as item {found.Id} {(page is null ? "of another subsidiary, or where the connector's role can't see it" : $"of {string.Join(", ", page.Subsidiaries.Select(one => one.Name))} only")}; bills are made in the connector's subsidiary, {ours}.")
            {
                OtherRemedy = "Add the connector's subsidiary to that item in NetSuite, or rename it, then export again.",
            }
            : null;
    }

    private async Task<SyncOutcome> AdoptAsync(
        SyncWork work, SyncTask task, OtherChargeItem item, ItemFound found, CancellationToken cancellationToken)
    {
        await changes.LinkAsync(
            (task.Link ?? new Link { Key = task.Key, State = LinkState.Open }) with { NetSuiteId = found.Id, Name = item.Name, ExternalId = found.ExternalId },
            new(work.OperationId, work.Who, "adopted", $"NetSuite item {found.Name} ({found.Id}) was there already; nothing was sent."),
            cancellationToken);

        return SyncOutcome.Done(found.Id);
    }
}
