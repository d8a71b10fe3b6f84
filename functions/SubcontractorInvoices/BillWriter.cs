using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>Writes the bills of a batch, each exactly once, and checks all of them, head and distribution, in one query.</summary>
public sealed class BillWriter(ExactlyOnce once, ILinkStore links, BillMarker marker, IPaymentStore payments)
{
    internal async Task<IReadOnlyList<InvoiceDraft>> WriteAsync(
        SyncWork work, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        drafts = await ReadChosenAsync(work.Connection, drafts, cancellationToken);
        var writes = drafts.Where(draft => draft.IsOpen && !draft.IsUnreported).ToDictionary(draft => draft, draft => WriteOf(work, draft));
        var outcomes = await once.WriteManyAsync([.. writes.Values], cancellationToken);
        var ended = writes.Keys.Zip(outcomes).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var draft in drafts.Where(draft => draft.IsOpen && draft.IsUnreported))
        {
            ended[draft] = SyncOutcome.Done(draft.Task.Link!.NetSuiteId);
        }

        return await ReadBackAsync(
            work, [.. drafts.Select(draft => ended.TryGetValue(draft, out var outcome) ? draft.End(Mark(work.Connection, draft, outcome)) : draft)], cancellationToken);
    }

    /// <summary>Bills to link to are kept as they are now, with all they book where.</summary>
    private static async Task<IReadOnlyList<InvoiceDraft>> ReadChosenAsync(Connection connection, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        List<NetSuiteId> chosen = [.. drafts.Where(draft => draft is { IsOpen: true, LinkTo: not null }).Select(draft => draft.LinkTo!.Id)];
        if (chosen.Count == 0)
        {
            return drafts;
        }

        var (listed, failure) = await Outcomes.TryAsync(() => connection.NetSuite.ListVendorBillsAsync(chosen, cancellationToken));
        var read = await Task.WhenAll(drafts.Select(draft => ReadChosenAsync(connection, draft, cancellationToken)));

        return
        [
            .. read.Select(draft => draft is not { IsOpen: true, LinkTo: { } bill } ? draft
                : listed is null ? draft.End(failure!)
                : draft with { LinkedAs = listed.FirstOrDefault(other => other.Id == bill.Id && other.Total == bill.Total && other.LineCount == bill.LineCount)?.Distribution }),
        ];
    }

    private static async Task<InvoiceDraft> ReadChosenAsync(Connection connection, InvoiceDraft draft, CancellationToken cancellationToken)
    {
        if (draft is not { IsOpen: true, LinkTo: { } chosen })
        {
            return draft;
        }

        var (read, failure) = await Outcomes.TryAsync(async () => new Box(await connection.NetSuite.FindVendorBillAsync(chosen.Id, cancellationToken)));

        return read is null ? draft.End(failure!) : DuplicateCheck.Link(draft, read.Bill);
    }

    /// <summary>A bill that is there is to be marked in Procore.</summary>
    private static SyncOutcome Mark(Connection connection, InvoiceDraft draft, SyncOutcome outcome) =>
        outcome is { Status: SyncStatus.Done, NetSuiteId: { } id } ? Done(connection, draft, id) : outcome;

    private RemoteWrite WriteOf(SyncWork work, InvoiceDraft draft)
    {
        var bill = draft.Bill!;
        var netSuite = work.Connection.NetSuite;

        return new RemoteWrite(
            draft.Task.Key,
            draft.Task.Link,
            bill.ExternalId,
            draft.Name,
            bill,
            bill.Total,
            work.OperationId,
            work.LeaseUntil,
            work.Who,
            token => draft.LinkTo is { } chosen ? TakeAsync(draft, chosen, token) : netSuite.CreateVendorBillAsync(bill, token),
            async token => (IdOf(draft) is { } known
                    ? await netSuite.FindVendorBillAsync(known, token)
                    : await netSuite.FindVendorBillAsync(bill.ExternalId, token)) is { } found
                ? new Existing(await TakeAsync(draft, found, token), DifferenceOf(draft, found))
                : null)
        {
            ProjectId = draft.Project!.Key.ProcoreId,
            LinksTo = draft.LinkTo is { } target
                ? (target.Id, FormattableString.Invariant($"Bill {target.Reference} (NetSuite record {target.Id}), dated {target.Date:yyyy-MM-dd}, over {Amounts.Text(target.Total)}, as the approver chose"))
                : null,
            Bill = draft.LinkTo is { } there
                ? new BillHead(bill.Vendor, draft.Invoice!.VendorName, there.Reference, there.Date) { Distribution = draft.LinkedAs?.ToString() }
                : new BillHead(bill.Vendor, draft.Invoice!.VendorName, bill.Reference, bill.Date) { Distribution = $"{bill.Distribution}", IsSecond = draft.IsSecond },
        };
    }

    /// <summary>Of the bill that the invoice is linked to, or is to be linked to: it may be another's, and need not bear our external id.</summary>
    private static NetSuiteId? IdOf(InvoiceDraft draft) => draft.LinkTo?.Id ?? (draft.Task.Link is { IsPair: true } pair ? pair.NetSuiteId : null);

    /// <summary>Of a bill that was linked only the total has to agree; one that was written is what was sent.</summary>
    private static Problem? DifferenceOf(InvoiceDraft draft, BillFound found) => draft switch
    {
        { Bill: { } sent } when IdOf(draft) is null || found.ExternalId?.Equals(sent.ExternalId, StringComparison.OrdinalIgnoreCase) is true => BillComparison.Difference(sent, found),
        _ => BillComparison.Difference(draft.Name, draft.Bill?.Total ?? draft.Task.Link?.Amount ?? found.Total, null, found),
    };

    /// <summary>A bill that is there already may have been paid before the last import of payments, which passed it over: the next one shall look at it.</summary>
    private async Task<NetSuiteId> TakeAsync(InvoiceDraft draft, BillFound bill, CancellationToken cancellationToken)
    {
        if (draft.Invoice!.CommitmentId is { } commitment)
        {
            await payments.SaveAsync(IssuedPayment.LookAt(draft.Task.Key, bill.Id, draft.Project!.Key.ProcoreId, commitment), cancellationToken);
        }

        return bill.Id;
    }

    private async Task<IReadOnlyList<InvoiceDraft>> ReadBackAsync(
        SyncWork work, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        var done = drafts.Where(draft => draft.Outcome is { Status: SyncStatus.Done }).ToList();
        if (done.Count == 0)
        {
            return drafts;
        }

        var (found, failure) = await Outcomes.TryAsync(() => work.Connection.NetSuite.ListVendorBillsAsync(
            [.. done.Select(draft => draft.Outcome!.NetSuiteId!.Value)], cancellationToken));

        return await Task.WhenAll(drafts.Select(async draft => !done.Contains(draft) ? draft
            : found is null ? draft with { Outcome = failure }
            : await CompareAsync(work, draft, found, cancellationToken)));
    }

    private async Task<InvoiceDraft> CompareAsync(
        SyncWork work, InvoiceDraft draft, IReadOnlyList<BillFound> found, CancellationToken cancellationToken)
    {
        var id = draft.Outcome!.NetSuiteId!.Value;

        // The query may lag behind a save by seconds; the record itself never does.
        var bill = found.FirstOrDefault(bill => bill.Id == id);
        var (read, failure) = bill is not null
            ? (new Box(bill), null)
            : await Outcomes.TryAsync(async () => new Box(await work.Connection.NetSuite.FindVendorBillAsync(id, cancellationToken)));
        if (read is null)
        {
            return draft with { Outcome = failure };
        }

        var difference = read.Bill is { } there ? DifferenceOf(draft, there) : ExactlyOnce.Gone(draft.Name, id);
        if (difference is null)
        {
            return draft;
        }

        if (await links.FindAsync(draft.Task.Key, cancellationToken) is { State: LinkState.Linked } link)
        {
            await marker.MarkAsync(link, read.Bill is null ? LinkState.Orphaned : LinkState.Changed, difference, work.OperationId, work.Who, cancellationToken);
        }

        return draft with { Outcome = SyncOutcome.Rejected(difference) };
    }

    private static SyncOutcome Done(Connection connection, InvoiceDraft draft, NetSuiteId bill)
    {
        var invoice = draft.Invoice!;
        var origin = connection.OriginId("vendorBill", bill.Value);

        return SyncOutcome.Done(bill, [new ExternalData(ItemTypes.Requisition, invoice.Id, origin, bill.Value), .. LineMarks(invoice, origin)]) with
        {
            Notes = [.. NotesOf(draft)],
        };
    }

    /// <summary>What people should know though it was done.</summary>
    private static IEnumerable<string> NotesOf(InvoiceDraft draft)
    {
        if (draft.Invoice!.BeyondCommitment is { } beyond)
        {
            yield return $"Warning: with this invoice, {Amounts.Text(beyond)} more than the commitment and its change orders is billed to date.";
        }

        if (draft.Invoice.Figures is { TaxApplicableToThisPayment: { } tax } && tax != 0)
        {
            yield return $"Note: Procore shows tax of {Amounts.Text(tax)} on this invoice; it is not on the bill, as NetSuite adds tax by its own tax codes.";
        }

        foreach (var note in draft.Notes)
        {
            yield return note;
        }

        if (draft is not { LinkTo: { } linked, Bill: { } bill })
        {
            yield break;
        }

        if (linked.Distribution?.Parts is { } parts && parts.Any(part => part.Place.Job != bill.Lines[0].Job))
        {
            var here = parts.Where(part => part.Place.Job == bill.Lines[0].Job).Sum(part => part.Amount);
            yield return parts.All(part => part.Place.Job != bill.Lines[0].Job)
                ? $"Note: no line of bill {linked.Reference} (NetSuite record {linked.Id}) is on project {draft.Project!.Name}, so NetSuite's job cost of the project lacks it."
                : $"Note: of bill {linked.Reference} (NetSuite record {linked.Id}) only {Amounts.Text(here)} of {Amounts.Text(linked.Total)} is on project {draft.Project!.Name}, so NetSuite's job cost of the project lacks the rest.";
        }

        if (linked.Period is { } period && period.Id != bill.PostingPeriod)
        {
            yield return $"Note: bill {linked.Reference} (NetSuite record {linked.Id}) is posted in {period.Name ?? "another period"}, not in the period of the invoice.";
        }
    }

    /// <summary>Marks of the invoice's lines: null origin ids when <paramref name="origin"/> is null.</summary>
    internal static IEnumerable<ExternalData> LineMarks(SubcontractorInvoice invoice, string? origin) => invoice.Items
        .Where(item => ItemTypes.OfInvoiceItem(item.ItemType) is not null)
        .Select(item => new ExternalData(ItemTypes.OfInvoiceItem(item.ItemType)!, item.Id, origin is null ? null : $"{origin}:{item.Id}"));

    private sealed record Box(BillFound? Bill);
}
