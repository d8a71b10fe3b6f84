using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>Reads the invoices of a batch afresh, project by project, and checks what can be checked without NetSuite.</summary>
public sealed class InvoiceReader(ILinkStore links)
{
    /// <summary>Words are Procore's, and more may come: only these are refused (connector-behaviour.md 13.7).</summary>
    private static readonly string[] NotYetAgreed = ["Draft", "Out for Bid", "Out for Signature", "Void", "Deleted"];

    /// <summary>From this copy of a message on, invoices that Procore gives no answer about are read one by one.</summary>
    private const int AloneFrom = 2;

    /// <summary>So many in a row without an answer are an outage.</summary>
    private const int MostDown = 3;

    internal async Task<IReadOnlyList<InvoiceDraft>> ReadAsync(SyncWork work, CancellationToken cancellationToken)
    {
        var drafts = new List<InvoiceDraft>();
        foreach (var project in work.Tasks.GroupBy(task => (task.Item.ProjectId, task.Item.ProjectOriginId)))
        {
            var link = await FindProjectAsync(work.Connection, project.Key.ProjectId, project.Key.ProjectOriginId, cancellationToken);
            var isLinked = link is { State: LinkState.Linked or LinkState.Changed, NetSuiteId: not null };
            var started = project.Select(task => new InvoiceDraft(task) { Project = link, Problems = isLinked ? [] : [NotLinked(link)] });
            drafts.AddRange(link is null
                ? started.Select(draft => draft.End(Messaging.SyncOutcome.Rejected(draft.Problems)))
                : await ReadProjectAsync(work, link, [.. started], cancellationToken));
        }

        return drafts;
    }

    private static Resilience.Problem NotLinked(Link? project) => project is { State: LinkState.Orphaned }
        ? GoneJob(project)
        : new("E401", "The project of this invoice isn't synced with NetSuite.");

    internal static Resilience.Problem GoneJob(Link project) => new("E401", $"NetSuite job {project.NetSuiteId} of project {project.Name} is no longer there.")
    {
        OtherRemedy = "Export the project again, which makes its job anew, then export the invoice again.",
    };

    /// <summary>Status, commitment, head and amounts: every problem at once.</summary>
    internal static InvoiceDraft Check(InvoiceDraft draft, SubcontractorInvoice? previous, ConnectionSettings settings)
    {
        var invoice = draft.Invoice!;
        var currency = settings.NetSuite.Currency;
        var amounts = InvoiceAmounts.Read(invoice, previous, currency);
        Resilience.Problem[] problems =
        [
            .. CheckApproval(invoice, settings.AcceptPendingOwnerApproval), .. VendorBillMapper.CheckHead(invoice, currency, settings.NetSuite.BillNumber), .. amounts.Problems,
        ];

        return draft with { Amounts = problems.Length > 0 ? null : amounts.Value, Problems = [.. draft.Problems, .. problems] };
    }

    private static IEnumerable<Resilience.Problem> CheckApproval(SubcontractorInvoice invoice, bool acceptPendingOwner)
    {
        if (invoice.Status is not ("approved" or "approved_as_noted") && !(acceptPendingOwner && invoice.Status == "pending_owner_approval"))
        {
            yield return new("E403", $"Invoice {invoice.InvoiceNumber} of {invoice.VendorName} is {Words(invoice.Status)}; it must be approved.");
        }

        if (invoice.CommitmentStatus?.Replace('_', ' ') is { } status && NotYetAgreed.Contains(status, StringComparer.OrdinalIgnoreCase))
        {
            yield return new("E403", $"Commitment {invoice.ContractName} is {Words(invoice.CommitmentStatus)}: nothing may be billed on it.");
        }
    }

    /// <summary>A status as Procore's pages show it.</summary>
    private static string Words(string? status) => status is null ? "of unknown status" : $"\"{status.Replace('_', ' ')}\"";

    private async Task<Link?> FindProjectAsync(Connection connection, long? projectId, string? originId, CancellationToken cancellationToken)
    {
        var job = ExternalIds.ReadOrigin(originId, connection.Settings.NetSuite.AccountId, "job");
        var known = projectId ?? (job is not null && await links.FindByNetSuiteIdAsync(
            connection.Id, EntityType.Project, projectId: null, new NetSuite.NetSuiteId(job), cancellationToken) is { } holder ? holder.Key.ProcoreId : null);

        // One that isn't linked can be read all the same, where Procore says which it is: then the invoice's other problems are named, too.
        known ??= originId is null ? null : (await Outcomes.TryAsync(async () => new Found(await connection.Procore.FindIdByOriginAsync(ItemTypes.Project, originId, cancellationToken)))).Value?.Id;
        if (known is not { } id)
        {
            return null;
        }

        var key = new LinkKey(connection.Id, EntityType.Project, id);

        return await links.FindAsync(key, cancellationToken) ?? new Link { Key = key, State = LinkState.Open };
    }

    private sealed record Found(long? Id);

    private static async Task<IEnumerable<InvoiceDraft>> ReadProjectAsync(
        SyncWork work, Link project, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        var connection = work.Connection;
        var (invoices, failure) = await Outcomes.TryAsync(() => connection.Procore.ListSubcontractorInvoicesAsync(
            project.Key.ProcoreId, [.. drafts.Select(draft => draft.Task.Item.ProcoreId)], cancellationToken));
        if (invoices is null && drafts.Count > 1 && (failure!.Status is Messaging.SyncStatus.Rejected || work.Message.Attempt >= AloneFrom))
        {
            return await ReadAloneAsync(work, project, drafts, cancellationToken);
        }

        if (invoices is null)
        {
            return drafts.Select(draft => draft.End(failure!));
        }

        var (previous, previousFailure) = await ReadPreviousAsync(connection, project, invoices, cancellationToken);

        return drafts.Select(draft =>
        {
            if (invoices.FirstOrDefault(invoice => invoice.Id == draft.Task.Item.ProcoreId) is not { } invoice)
            {
                return draft.End(Messaging.SyncOutcome.Rejected(new Resilience.Problem(
                    "E403", $"This invoice of project {project.Name ?? $"{project.Key.ProcoreId}"} can't be read: it was deleted, or the connector may not see the project.")
                {
                    OtherRemedy = "Reject it, or have the project added to the permitted projects of the connector's app, then export again.",
                }));
            }

            var read = draft with { Invoice = invoice };
            if (read.IsUnreported)
            {
                return read;
            }

            return InvoiceAmounts.NeedsPrevious(invoice) && previous is null
                ? read.End(previousFailure!)
                : Check(read, previous?.FirstOrDefault(earlier => earlier.Id == invoice.PreviousRequisitionId), connection.Settings);
        });
    }

    /// <summary>One invoice that can't be read, or that Procore fails on each time, makes the whole list unreadable; it must not stop the others.</summary>
    private static async Task<IEnumerable<InvoiceDraft>> ReadAloneAsync(SyncWork work, Link project, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        var alone = new List<InvoiceDraft>();
        var down = 0;

        // Each copy of the message begins elsewhere: bad ones in a row don't keep those behind them from being asked for.
        var first = work.Message.Attempt * MostDown % drafts.Count;
        foreach (var draft in drafts.Skip(first).Concat(drafts.Take(first)))
        {
            // If Procore gives no answer again and again, it is Procore, and each look costs seconds: the rest waits as well.
            alone.AddRange(down < MostDown ? await ReadProjectAsync(work, project, [draft], cancellationToken) : [draft.End(alone[^1].Outcome! with { Answer = null })]);
            down = alone[^1].Outcome is { Status: Messaging.SyncStatus.Waiting } ? down + 1 : 0;
        }

        return alone;
    }

    private static async Task<(IReadOnlyList<SubcontractorInvoice>? Value, Messaging.SyncOutcome? Failure)> ReadPreviousAsync(
        Connection connection, Link project, IReadOnlyList<SubcontractorInvoice> invoices, CancellationToken cancellationToken)
    {
        // Those that are exported together are read already.
        long[] ids = [.. invoices.Where(InvoiceAmounts.NeedsPrevious).Select(invoice => invoice.PreviousRequisitionId!.Value)
            .Except(invoices.Select(invoice => invoice.Id))];
        if (ids.Length == 0)
        {
            return (invoices, null);
        }

        var (read, failure) = await Outcomes.TryAsync(() => connection.Procore.ListSubcontractorInvoicesAsync(project.Key.ProcoreId, ids, cancellationToken));

        return (read is null ? null : [.. invoices, .. read], failure);
    }
}
