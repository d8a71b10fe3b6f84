using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>Same vendor and same reference number already in NetSuite: the approver decides (connector-behaviour.md 7.4.5, E409).</summary>
public sealed class DuplicateCheck(KnownBills known)
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

        var (found, failure) = await Outcomes.TryAsync(() =>
            known.FindDuplicatesAsync(work.Connection, [.. open.Select(draft => draft.Bill!)], cancellationToken));
        var duplicates = open.Zip(found ?? []).ToDictionary(pair => pair.First.Task, pair => pair.Second);
        var answers = new ApproverAnswers(work);
        var seen = new HashSet<(NetSuiteId, string)>();
        var checkedDrafts = new List<InvoiceDraft>();
        foreach (var draft in drafts)
        {
            if (draft is not { IsOpen: true, Bill: { } bill })
            {
                checkedDrafts.Add(draft);
                continue;
            }

            if (found is null)
            {
                checkedDrafts.Add(draft.End(failure!));
                continue;
            }

            var duplicate = duplicates[draft.Task];
            if (duplicate is null && seen.Add((bill.Vendor, bill.Reference.Trim().ToUpperInvariant())))
            {
                checkedDrafts.Add(draft);
                continue;
            }

            var (answer, unread) = await answers.FindAsync(draft.Task.Item.ProcoreId, ErpRequestReader.DuplicateBillField, cancellationToken);
            checkedDrafts.Add(unread is null ? Decide(draft, duplicate, answer) : draft.End(unread));
        }

        return checkedDrafts;
    }

    private static InvoiceDraft Decide(InvoiceDraft draft, BillFound? duplicate, string? decision) => (decision, duplicate) switch
    {
        ("export", _) => draft,
        ("link", { } bill) when bill.Total == draft.Bill!.Total => draft with { LinkTo = bill },
        ("link", { } bill) => draft.End(SyncOutcome.Rejected(new Problem(
            "E409",
            $"{draft.Name} comes to {Amounts.Text(draft.Bill!.Total)}, bill {bill.Reference} (NetSuite record {bill.Id}) to {Amounts.Text(bill.Total)}: they can't be linked.")
        { OtherRemedy = NoLink })),
        (_, { } bill) => draft.End(SyncOutcome.Rejected(new Problem(
            "E409",
            $"{draft.Invoice!.VendorName} already has bill {bill.Reference} in NetSuite: record {bill.Id}, "
            + FormattableString.Invariant($"dated {bill.Date:yyyy-MM-dd}, over {Amounts.Text(bill.Total)}.")))),
        _ => draft.End(SyncOutcome.Rejected(new Problem(
            "E409", $"Another invoice of {draft.Invoice!.VendorName} in this export has the number {draft.Bill!.Reference} too.")
        { OtherRemedy = NoLink })),
    };
}
