using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>Subcontractor invoices to vendor bills, a batch at a time: read, look up, map, reserve the number and check for duplicates, write, read back.</summary>
public sealed class SubcontractorInvoiceHandler(
    InvoiceReader reader, BillLookup lookup, RenumberedCodes codes, DuplicateCheck duplicates, BillWriter writer, GoneReferences references, InvoiceUnlinker unlinker) : ISyncHandler
{
    public string Queue => QueueNames.SubcontractorInvoices;

    public LinkKey KeyOf(SyncMessage message, SyncItem item) => new(message.ConnectionId, EntityType.SubcontractorInvoice, item.ProcoreId);

    public async Task<IReadOnlyList<SyncOutcome>> HandleAsync(SyncWork work, CancellationToken cancellationToken)
    {
        if (work.Message.Command is SyncCommand.Unlink)
        {
            return await Task.WhenAll(work.Tasks.Select(task => Outcomes.SortAsync(() => unlinker.UnlinkAsync(work, task, cancellationToken))));
        }

        var drafts = await reader.ReadAsync(work, cancellationToken);
        drafts = await lookup.MapAsync(work, drafts, cancellationToken);
        drafts = await codes.CheckAsync(work, drafts, cancellationToken);
        drafts = await duplicates.CheckAsync(work, drafts, cancellationToken);
        drafts = await writer.WriteAsync(work, drafts, cancellationToken);
        drafts = await references.LookAsync(work, drafts, cancellationToken);
        await duplicates.ReleaseAsync(work, drafts, cancellationToken);

        return [.. work.Tasks.Select(task => drafts.Single(draft => draft.Task == task)).Select(draft => draft.Outcome! with { Name = draft.Name })];
    }
}
