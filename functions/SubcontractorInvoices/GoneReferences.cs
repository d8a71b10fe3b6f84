using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>
/// NetSuite refused a bill over a record that it refers to: somebody may have deleted that, or merged it away (connector-behaviour.md 13.7). All of them are looked up. An item is made
/// anew; a vendor or job that is gone is named, with what to do.
/// </summary>
public sealed class GoneReferences(ILinkStore links, LinkChanges changes)
{
    internal async Task<IReadOnlyList<InvoiceDraft>> LookAsync(SyncWork work, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        var looked = new List<InvoiceDraft>();
        foreach (var draft in drafts)
        {
            looked.Add(draft is { Bill: not null, Outcome: { Status: SyncStatus.Rejected } refused } && refused.Problems.Any(problem => problem.IsReference)
                ? draft with { Outcome = await LookOrTellAsync(work, draft, refused, cancellationToken) }
                : draft);
        }

        return looked;
    }

    /// <summary>If the look itself is refused, NetSuite's words about the bill are told as well.</summary>
    private async Task<SyncOutcome> LookOrTellAsync(SyncWork work, InvoiceDraft draft, SyncOutcome refused, CancellationToken cancellationToken)
    {
        var (outcome, failure) = await Outcomes.TryAsync(() => LookAsync(work, draft, refused, cancellationToken));

        return outcome ?? (failure!.Status is SyncStatus.Rejected ? failure with { Problems = [.. failure.Problems, .. refused.Problems] } : failure);
    }

    private async Task<SyncOutcome> LookAsync(SyncWork work, InvoiceDraft draft, SyncOutcome refused, CancellationToken cancellationToken)
    {
        var (connection, bill) = (work.Connection, draft.Bill!);
        List<Problem> gone = [];
        if (await connection.NetSuite.FindVendorAsync(bill.Vendor, cancellationToken) is null
            && await links.FindAsync(new LinkKey(connection.Id, EntityType.Company, draft.Invoice!.VendorId!.Value), cancellationToken) is { IsPair: true } vendor && vendor.NetSuiteId == bill.Vendor)
        {
            gone.Add(BillLookup.GoneVendor(vendor));
            await changes.MarkAsync(vendor, LinkState.Orphaned, gone[^1], work.OperationId, work.Who, cancellationToken);
        }

        if (await connection.NetSuite.FindJobAsync(bill.Lines[0].Job, cancellationToken) is null)
        {
            gone.Add(InvoiceReader.GoneJob(draft.Project!));
            await changes.MarkAsync(draft.Project!, LinkState.Orphaned, gone[^1], work.OperationId, work.Who, cancellationToken);
        }

        var items = await FreeGoneItemsAsync(work, draft, cancellationToken);

        return gone.Count > 0 ? SyncOutcome.Rejected(gone)
            : items.Count > 0 ? SyncOutcome.Waiting(new Problem("E411", $"{string.Join(", ", items)} {(items.Count == 1 ? "is" : "are")} no longer in NetSuite and will be made anew."))
            : refused;
    }

    /// <returns>Names of the items that are gone. They aren't linked any more, so the next look at the invoice has them made.</returns>
    private async Task<IReadOnlyList<string>> FreeGoneItemsAsync(SyncWork work, InvoiceDraft draft, CancellationToken cancellationToken)
    {
        LinkKey[] keys = [.. BillLookup.ItemKeys(work.Connection, draft).Distinct()];
        List<Link> linked = [.. (await links.FindManyAsync(keys, cancellationToken)).OfType<Link>().Where(link => link is { IsPair: true, NetSuiteId: not null })];
        var there = await work.Connection.NetSuite.ListItemsThereAsync([.. linked.Select(link => link.NetSuiteId!.Value)], cancellationToken);
        List<string> gone = [];
        foreach (var link in linked.Where(link => !there.Contains(link.NetSuiteId!.Value)))
        {
            // The query may lag behind a save by seconds; the record itself never does.
            if (await work.Connection.NetSuite.FindItemAsync(link.NetSuiteId!.Value, cancellationToken) is not null)
            {
                continue;
            }

            await changes.UnlinkAsync(link, new(work.OperationId, work.Who, "gone", $"NetSuite item {link.NetSuiteId} is no longer there; it is made anew."), cancellationToken);
            gone.Add($"Item {link.Name}");
        }

        return gone;
    }
}
