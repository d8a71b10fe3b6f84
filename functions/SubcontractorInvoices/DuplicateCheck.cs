using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>
/// One bill for a vendor and a number, unless the approver decides otherwise (connector-behaviour.md 7.4.5, 13.1, E409). The number is reserved first, so that no other invoice
/// is written with it meanwhile; then NetSuite is asked, in one query for the whole batch, for what people entered.
/// </summary>
public sealed class DuplicateCheck(IReservations reservations)
{
    private const string NoLink = "Export again with \"Duplicate bill\" set to \"export\" (a second bill), or reject the invoice.";

    internal async Task<IReadOnlyList<InvoiceDraft>> CheckAsync(
        SyncWork work, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        List<InvoiceDraft> open = [.. drafts.Where(draft => draft is { IsOpen: true, Bill: not null })];
        if (open.Count == 0)
        {
            return drafts;
        }

        var holders = await ReserveAsync(work, open, cancellationToken);
        var (found, failure) = await Outcomes.TryAsync(() =>
            work.Connection.NetSuite.ListVendorBillsAsync([.. open.Select(NumberOf).Distinct()], cancellationToken));
        var answers = new ApproverAnswers(work);
        var checkedDrafts = new List<InvoiceDraft>();
        foreach (var draft in drafts)
        {
            checkedDrafts.Add(
                !open.Contains(draft) ? draft
                : found is null ? draft.End(failure!)
                : await DecideAsync(work, answers, draft, holders.GetValueOrDefault(draft.Task), FindDuplicate(draft, found), cancellationToken));
        }

        return checkedDrafts;
    }

    /// <summary>Numbers of invoices that were refused are free again.</summary>
    internal Task ReleaseAsync(SyncWork work, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken) => reservations.ReleaseAsync(
        [.. drafts.Where(draft => draft is { Bill: not null, Outcome.Status: SyncStatus.Rejected }).Select(draft => ReservationOf(work, draft))], cancellationToken);

    private static BillNumber NumberOf(InvoiceDraft draft) => new(draft.Bill!.Vendor, draft.Bill.Reference);

    private static Reservation ReservationOf(SyncWork work, InvoiceDraft draft) =>
        new(draft.Task.Key, $"bill {NumberOf(draft)}", draft.Name, work.OperationId, work.LeaseUntil);

    /// <returns>For each invoice that has no bill yet: who has its number; null if it has it itself.</returns>
    private async Task<IReadOnlyDictionary<SyncTask, Holder?>> ReserveAsync(SyncWork work, IReadOnlyList<InvoiceDraft> open, CancellationToken cancellationToken)
    {
        List<InvoiceDraft> unwritten = [.. open.Where(draft => draft.Task.Link is not { IsPair: true })];
        var holders = await reservations.ReserveAsync([.. unwritten.Select(draft => ReservationOf(work, draft))], cancellationToken);

        return unwritten.Zip(holders).ToDictionary(pair => pair.First.Task, pair => pair.Second);
    }

    /// <summary>Its own bill, made or linked, is none.</summary>
    private static BillFound? FindDuplicate(InvoiceDraft draft, IReadOnlyList<BillFound> found) => found.FirstOrDefault(other =>
        !other.Voided && other is { Vendor: { } vendor, Reference: { } reference } && new BillNumber(vendor, reference) == NumberOf(draft)
        && other.ExternalId?.Equals(draft.Bill!.ExternalId, StringComparison.OrdinalIgnoreCase) != true
        && !(draft.Task.Link is { IsPair: true } pair && pair.NetSuiteId == other.Id));

    /// <summary>Procore knew of the bill when the approver answered.</summary>
    private static string ChangedNothing(InvoiceDraft draft, Link done, string answer) =>
        $"Note: the answer {Question.DuplicateBill.Label} = {answer} changed nothing, as {draft.Name} is in NetSuite already, as record {done.NetSuiteId}. For another bill, unlink it first.";

    private static async Task<InvoiceDraft> DecideAsync(
        SyncWork work, ApproverAnswers answers, InvoiceDraft draft, Holder? holder, BillFound? duplicate, CancellationToken cancellationToken)
    {
        var mayAsk = draft.Task is { Item.HasAnswers: true, Link: var link } && (link is not { IsPair: true } || link.ReportedAt < work.Message.AskedAt);
        if (holder is null && duplicate is null && !mayAsk)
        {
            return draft;
        }

        var (answer, unread) = await answers.FindAsync(draft.Task.Item.ProcoreId, ErpRequestReader.DuplicateBillField, cancellationToken);

        return unread is not null ? draft.End(unread)
            : Question.DuplicateBill.Check(answer) is { } unknown ? draft.End(SyncOutcome.Rejected(unknown))
            : mayAsk && answer is not null && draft.Task.Link is { IsPair: true } done ? draft with { Notes = [.. draft.Notes, ChangedNothing(draft, done, answer)] }
            : Decide(draft, holder, duplicate, answer);
    }

    /// <summary>The bill that the approver chose, as it is now; or why the invoice can't be linked to it.</summary>
    /// <param name="chosen">Null if it is not there.</param>
    internal static InvoiceDraft Link(InvoiceDraft draft, BillFound? chosen) => chosen switch
    {
        null or { Voided: true } => draft.End(SyncOutcome.Rejected(new Problem(
            "E409", $"There is no bill {draft.Bill!.Reference} of {draft.Invoice!.VendorName} in NetSuite to link {draft.Name} to.")
        { OtherRemedy = "Export again without an answer in \"Duplicate bill\"." })),
        _ when chosen.Total == draft.Bill!.Total => draft with { LinkTo = chosen },
        _ => draft.End(SyncOutcome.Rejected(new Problem(
            "E409",
            $"{draft.Name} comes to {Amounts.Text(draft.Bill!.Total)}, bill {chosen.Reference} (NetSuite record {chosen.Id}) to {Amounts.Text(chosen.Total)}: they can't be linked.")
        { OtherRemedy = NoLink })),
    };

    private static InvoiceDraft Decide(InvoiceDraft draft, Holder? holder, BillFound? duplicate, string? answer) => (answer, holder, duplicate) switch
    {
        (Question.Export, _, _) => draft with { IsSecond = holder is not null || duplicate is not null },
        (_, { IsWritten: false } other, _) => draft.End(Reserver.Wait(other, draft.Name, "number")),
        (Question.Link, { } other, _) => draft.End(SyncOutcome.Rejected(new Problem(
            "E409", $"Bill {draft.Bill!.Reference} (NetSuite record {other.Link!.NetSuiteId}) is linked to {other.Name} (Procore record {other.Key.ProcoreId}), and can't be linked to {draft.Name} as well.")
        { OtherRemedy = NoLink })),
        (Question.Link, null, _) => Link(draft, duplicate),
        (_, { } other, _) => draft.End(SyncOutcome.Rejected(new Problem(
            "E409",
            $"{draft.Invoice!.VendorName} already has bill {draft.Bill!.Reference} in NetSuite: record {other.Link!.NetSuiteId}, made of {other.Name} (Procore record {other.Key.ProcoreId})"
            + $"{(other.Link.Amount is { } amount ? $", over {Amounts.Text(amount)}" : "")}.")
        { OtherRemedy = NoLink })),
        (_, null, { } bill) => draft.End(SyncOutcome.Rejected(new Problem(
            "E409",
            $"{draft.Invoice!.VendorName} already has bill {bill.Reference} in NetSuite: record {bill.Id}, "
            + FormattableString.Invariant($"dated {bill.Date:yyyy-MM-dd}, over {Amounts.Text(bill.Total)}.")))),
        _ => draft,
    };
}
