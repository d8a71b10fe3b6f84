using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>Pairs that were made or moved in Procore: a vendor added or linked from Ready to Import, companies merged. NetSuite is not asked.</summary>
public sealed class CompanyLinker(ILinkStore links, LinkChanges changes, PairKeeper pairs)
{
    public async Task<SyncOutcome> LinkAsync(SyncWork work, SyncTask task, CancellationToken cancellationToken)
    {
        if (await work.Connection.Procore.FindCompanyAsync(task.Key.ProcoreId, cancellationToken) is not { } company)
        {
            return SyncOutcome.Skipped($"Company {task.Key.ProcoreId} is no longer in the directory.");
        }

        return ExternalIds.ReadOrigin(company.OriginId, work.Connection.Settings.NetSuite.AccountId, "vendor") is { } id
            ? await KeepAsync(work, task.Key, company.Name, new NetSuiteId(id), "linked", cancellationToken)
            : SyncOutcome.Skipped($"Company {company.Name} ({company.Id}) carries no vendor of this account.");
    }

    /// <summary>The surviving company takes over the vendor. If it has another one, it keeps that, the link of the one that is gone is set aside, and a person must choose.</summary>
    public async Task<SyncOutcome> MergeAsync(SyncWork work, SyncTask task, CancellationToken cancellationToken)
    {
        var survivor = task.Key with { ProcoreId = task.Item.SurvivorId ?? task.Key.ProcoreId };
        var taken = task.Link;
        if (taken is { State: LinkState.Writing or LinkState.Unknown })
        {
            return SyncOutcome.Waiting(new Problem("E414", $"{taken.Name} is being written to NetSuite."));
        }

        // Unlinked by this very message: it was interrupted between the two pairs.
        var isMoving = taken is { State: LinkState.Unlinked } && taken.OperationId == work.OperationId;
        if (survivor == task.Key || taken?.NetSuiteId is not { } id || !(taken.IsPair || isMoving))
        {
            return await LinkAsync(work, task with { Key = survivor, Link = await links.FindAsync(survivor, cancellationToken) }, cancellationToken);
        }

        var other = await links.FindAsync(survivor, cancellationToken) is { IsPair: true } pair && pair.NetSuiteId != id ? pair : null;
        if (other is { State: LinkState.Orphaned })
        {
            await changes.UnlinkAsync(other, new(work.OperationId, work.Who, "gone", $"NetSuite vendor {other.NetSuiteId} is no longer there; vendor {id} of the company that was merged into it is."), cancellationToken);
            other = null;
        }

        if (taken.IsPair)
        {
            if (await changes.TryTakeAsync(taken, work.OperationId, cancellationToken) is not { } marked)
            {
                return SyncOutcome.Waiting(new Problem("E414", $"{taken.Name} was changed by another message."));
            }

            var why = other is null
                ? $"Merged into company {survivor.ProcoreId}, which takes over NetSuite vendor {id}."
                : $"Merged into company {survivor.ProcoreId}, which keeps NetSuite vendor {other.NetSuiteId}; vendor {id} belongs to no company any more.";
            await changes.UnlinkAsync(marked, new(work.OperationId, work.Who, "unlinked", why), cancellationToken);
        }

        if (other is not null)
        {
            return SyncOutcome.Rejected(new Problem(
                "E302", $"{taken.Name} ({task.Key.ProcoreId}), which was NetSuite vendor {id}, was merged into {other.Name} ({survivor.ProcoreId}), which is vendor {other.NetSuiteId} and stays so.")
            {
                OtherRemedy = "Keep one of the two vendors: merge them in NetSuite, or make the other one inactive there.",
            });
        }

        var company = await work.Connection.Procore.FindCompanyAsync(survivor.ProcoreId, cancellationToken);
        var outcome = await KeepAsync(work, survivor, company?.Name ?? taken.Name, id, "merged", cancellationToken);

        return outcome.Status is SyncStatus.Done && company is { OriginId: null }
            ? outcome with { Marks = [new ExternalData(ItemTypes.Vendor, survivor.ProcoreId, work.Connection.OriginId("vendor", id.Value), company.OriginCode ?? id.Value)] }
            : outcome;
    }

    private Task<SyncOutcome> KeepAsync(SyncWork work, LinkKey key, string? name, NetSuiteId id, string decision, CancellationToken cancellationToken) =>
        pairs.KeepAsync(work, key, name ?? $"{key.ProcoreId}", $"{name ?? "company"} ({key.ProcoreId})", "vendor", id, decision, "E302", cancellationToken);
}
