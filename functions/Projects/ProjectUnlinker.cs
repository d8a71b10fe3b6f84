using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>
/// Forgets a project and all that hangs on it, once its bills are gone from NetSuite (connector-behaviour.md 5.6, 7.2).
/// The project comes last, so that a crash half way leaves something to repeat.
/// </summary>
public sealed class ProjectUnlinker(ILinkStore links, LinkChanges changes)
{
    /// <summary>Bills looked up at the same time.</summary>
    private const int AtOnce = 5;

    internal async Task<SyncOutcome> UnlinkAsync(SyncWork work, SyncTask task, CancellationToken cancellationToken)
    {
        if (task.Link is not { } project || project.State is LinkState.Open or LinkState.Unlinked)
        {
            return End(task);
        }

        var invoices = await ListAsync(work, EntityType.SubcontractorInvoice, null, project, cancellationToken);
        var items = await ListAsync(work, EntityType.WbsCode, project.Key.ProcoreId, project, cancellationToken);
        if (invoices.Concat(items).Prepend(project).FirstOrDefault(link => link.State is LinkState.Writing or LinkState.Unknown) is { } busy)
        {
            return SyncOutcome.Waiting(new Problem("E414", $"{busy.Name} of project {project.Name} is being written to NetSuite."));
        }

        var bills = await FindBillsAsync(work.Connection.NetSuite, invoices, cancellationToken);
        var standing = bills.Where(pair => pair.Bill is { Voided: false }).ToList();
        if (standing.Count > 0)
        {
            await changes.RememberAsync(project.Key, new(work.OperationId, work.Who, "unlink-refused", $"{standing.Count} bills are still in NetSuite."), cancellationToken);

            return SyncOutcome.Rejected(new Problem(
                "E309", $"Project {project.Name} still has bills in NetSuite: {string.Join(", ", standing.Select(pair => $"{pair.Invoice.Name} ({pair.Bill!.Id})"))}."));
        }

        // A voided bill keeps its external id, so the invoice's next bill needs another one.
        List<Link> all = [.. bills.Select(pair => pair.Invoice with { Voided = pair.Invoice.Voided + (pair.Bill is null ? 0 : 1) }), .. items, project];
        var why = $"Project {project.Name} was reset with {bills.Count} invoices and {items.Count} items. Job and items stay in NetSuite.";
        foreach (var link in all)
        {
            await changes.UnlinkAsync(link, new(work.OperationId, work.Who, "unlinked", why), cancellationToken);
        }

        return End(task);
    }

    private async Task<IReadOnlyList<Link>> ListAsync(
        SyncWork work, EntityType entity, long? partition, Link project, CancellationToken cancellationToken)
    {
        var found = new List<Link>();
        await foreach (var link in links.ListAsync(work.Connection.Id, entity, partition, cancellationToken))
        {
            if ((link.Key.ProjectId ?? link.ProjectId) == project.Key.ProcoreId && link.State is not (LinkState.Open or LinkState.Unlinked))
            {
                found.Add(link);
            }
        }

        return found;
    }

    private static async Task<IReadOnlyList<(Link Invoice, BillFound? Bill)>> FindBillsAsync(
        INetSuiteClient netSuite, IReadOnlyList<Link> invoices, CancellationToken cancellationToken)
    {
        var bills = new List<(Link, BillFound?)>();
        foreach (var chunk in invoices.Chunk(AtOnce))
        {
            var found = await Task.WhenAll(chunk.Select(invoice => netSuite.FindVendorBillAsync(invoice.NetSuiteId!.Value, cancellationToken)));
            bills.AddRange(chunk.Zip(found));
        }

        return bills;
    }

    private static SyncOutcome End(SyncTask task) => task.Item.RequestDetailId is null
        ? SyncOutcome.Skipped("The project is unlinked.")
        : SyncOutcome.Done(null, [new ExternalData(ItemTypes.Project, task.Key.ProcoreId, null)]);
}
