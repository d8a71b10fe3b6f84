using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>Unlinks an invoice once its bill is gone or voided; refuses while it is there (connector-behaviour.md 5.6).</summary>
public sealed class InvoiceUnlinker(LinkChanges changes, TimeProvider time)
{
    internal async Task<SyncOutcome> UnlinkAsync(SyncWork work, SyncTask task, CancellationToken cancellationToken)
    {
        if (task.Link is not { } link || link.State is LinkState.Open or LinkState.Unlinked)
        {
            return await ClearAsync(work.Connection, task, cancellationToken);
        }

        var netSuite = work.Connection.NetSuite;
        var bill = link.NetSuiteId is { } id
            ? await netSuite.FindVendorBillAsync(id, cancellationToken)
            : await netSuite.FindVendorBillAsync(link.ExternalId!, cancellationToken);
        if (bill is { Voided: false })
        {
            await changes.RememberAsync(link.Key, Decided(work, link, "unlink-refused", bill), cancellationToken);

            return SyncOutcome.Rejected(new Problem("E416", "The requisition is still in NetSuite. Please delete it before retrying."));
        }

        var mayArrive = link.LeaseUntil - time.GetUtcNow();
        if (bill is null && link.State is LinkState.Writing or LinkState.Unknown && mayArrive > TimeSpan.Zero)
        {
            return SyncOutcome.Waiting(new Problem("E414", $"{link.Name} is being written to NetSuite."), mayArrive);
        }

        await changes.UnlinkAsync(link with { Voided = link.Voided + (bill is null ? 0 : 1) }, Decided(work, link, "unlinked", bill), cancellationToken);

        return await ClearAsync(work.Connection, task, cancellationToken);
    }

    /// <summary>Clears the origin ids of the invoice and its lines, where Procore waits for an answer.</summary>
    private static async Task<SyncOutcome> ClearAsync(Connection connection, SyncTask task, CancellationToken cancellationToken)
    {
        if (task.Item.RequestDetailId is null)
        {
            return SyncOutcome.Skipped("The pair is unlinked.");
        }

        var invoices = (task.Item.ProjectId ?? task.Link?.ProjectId) is { } projectId
            ? await connection.Procore.ListSubcontractorInvoicesAsync(projectId, [task.Item.ProcoreId], cancellationToken)
            : [];

        return SyncOutcome.Done(null,
        [
            new ExternalData(ItemTypes.Requisition, task.Item.ProcoreId, null), .. invoices.SelectMany(invoice => BillWriter.LineMarks(invoice, null)),
        ]) with
        { Notes = ["Successfully Unlinked"] };
    }

    private static Decision Decided(SyncWork work, Link link, string what, BillFound? bill) =>
        new(work.OperationId, work.Who, what, bill is null ? $"NetSuite record {link.NetSuiteId} is gone." : $"NetSuite record {bill.Id}, voided: {bill.Voided}.");
}
