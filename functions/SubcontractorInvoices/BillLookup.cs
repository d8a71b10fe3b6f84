using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>Finds the vendors, items and accounting periods of a batch, and maps each invoice for which all are there.</summary>
public sealed class BillLookup(ILinkStore links)
{
    /// <summary>Most WBS codes in one message to their room.</summary>
    private const int ItemsPerMessage = 25;

    internal async Task<IReadOnlyList<InvoiceDraft>> MapAsync(
        SyncWork work, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        var open = drafts.Where(draft => draft is { IsOpen: true, Invoice: not null, IsUnreported: false }).ToList();
        if (open.Count == 0)
        {
            return drafts;
        }

        var vendors = await FindAsync(
            open.Where(draft => draft.Invoice!.VendorId is not null).Select(draft => VendorKey(work.Connection, draft)), cancellationToken);
        var items = await FindAsync(open.SelectMany(draft => ItemKeys(work.Connection, draft)), cancellationToken);
        var (periods, failure) = await Outcomes.TryAsync(() => ListPeriodsAsync(work.Connection, open, cancellationToken));

        var answers = new ApproverAnswers(work);
        var mapped = new List<InvoiceDraft>();
        foreach (var draft in drafts)
        {
            if (!open.Contains(draft))
            {
                mapped.Add(draft);
                continue;
            }

            var (posting, unread) = periods is null ? (null, failure) : await PostingOfAsync(answers, draft, periods, cancellationToken);
            mapped.Add(unread is null || draft.Problems.Count > 0 ? Map(work, draft, vendors, items, posting) : draft.End(unread));
        }

        return mapped;
    }

    /// <summary>The bill's day and its accounting period: the billing date's, or the first open one after it if the approver chose that for a closed one (7.4.1).</summary>
    /// <returns>Null for an invoice without a day; or the outcome of the invoice, if nobody knows what the approver answered, or it is no answer.</returns>
    private static async Task<(Posting? Posting, SyncOutcome? Failure)> PostingOfAsync(
        ApproverAnswers answers, InvoiceDraft draft, IReadOnlyList<AccountingPeriod> periods, CancellationToken cancellationToken)
    {
        if (VendorBillMapper.DateOf(draft.Invoice!) is not { } date)
        {
            return (null, null);
        }

        var here = new Posting(date, periods.FirstOrDefault(month => month.Start <= date && date <= month.End));
        if (here.Period is not { IsOpen: false } && !draft.Task.Item.HasAnswers)
        {
            return (here, null);
        }

        var (answer, failure) = await answers.FindAsync(draft.Task.Item.ProcoreId, ErpRequestReader.ClosedPeriodField, cancellationToken);
        failure ??= Question.ClosedPeriod.Check(answer) is { } unknown ? SyncOutcome.Rejected(unknown) : null;

        return answer == Question.FirstOpen && here.Period is { IsOpen: false } && periods.Where(month => month.IsOpen && month.Start > date).MinBy(month => month.Start) is { } next
            ? (new(next.Start, next), failure)
            : (here, failure);
    }

    private static InvoiceDraft Map(
        SyncWork work,
        InvoiceDraft draft,
        Dictionary<LinkKey, Link?> vendors,
        Dictionary<LinkKey, Link?> items,
        Posting? posting)
    {
        var vendor = draft.Invoice!.VendorId is null ? null : vendors[VendorKey(work.Connection, draft)];
        var missing = ItemKeys(work.Connection, draft).Where(key => items[key] is not { State: LinkState.Linked }).Distinct().ToList();
        var refused = missing.Where(key => items[key] is { ParkedAt: { } parked } && parked >= work.Message.AskedAt).ToList();
        var problems = new List<Problem>(draft.Problems);
        problems.AddRange(CheckVendor(draft, vendor));
        problems.AddRange(posting is null ? [] : CheckPeriod(posting));
        problems.AddRange(refused.SelectMany(key => items[key]!.Problems.Select(problem => problem with
        {
            Message = $"Budget code {CodeOf(draft, key)} has no NetSuite item: {problem.Message}",
        })));
        if (problems.Count > 0)
        {
            return draft.End(SyncOutcome.Rejected(problems));
        }

        if (vendor is not { State: LinkState.Linked or LinkState.Changed })
        {
            return draft.End(SyncOutcome.Waiting(new Problem("E402", $"{draft.Invoice.VendorName} is still being exported to NetSuite.")));
        }

        if (missing.Count > 0)
        {
            return draft.End(SyncOutcome.Waiting(
                new Problem("E411", $"NetSuite items are being made for {string.Join(", ", missing.Select(key => CodeOf(draft, key)))}."),
                needs: Ask(work, draft, missing)));
        }

        var mapped = VendorBillMapper.Map(draft.Invoice, draft.Amounts!, new VendorBillReferences(
            ExternalIds.InNetSuite(work.Connection.CompanyId, EntityType.SubcontractorInvoice, draft.Invoice.Id, draft.Task.Link?.Voided ?? 0),
            vendor.NetSuiteId!.Value,
            draft.Project!.NetSuiteId!.Value,
            posting!.Period!,
            work.Connection.Settings.NetSuite.Currency,
            new NetSuiteId(work.Connection.Settings.NetSuite.RetainageItem),
            items.Where(item => item.Value?.NetSuiteId is not null).ToDictionary(item => item.Key.ProcoreId, item => item.Value!.NetSuiteId!.Value))
        { JobNumber = draft.Project.Name, Date = posting.Date, NumberTemplate = work.Connection.Settings.NetSuite.BillNumber });

        return mapped.Value is { } bill ? draft with { Bill = bill, Renumbered = [.. Renumbered(work.Connection, draft, items)] } : draft.End(SyncOutcome.Rejected(mapped.Problems));
    }

    /// <summary>Items are named after the project's number and the code as they were.</summary>
    private static IEnumerable<RenumberedCode> Renumbered(Connection connection, InvoiceDraft draft, Dictionary<LinkKey, Link?> items) => ItemKeys(connection, draft).Distinct()
        .Select(key => new RenumberedCode(CodeOf(draft, key), $"{draft.Project!.Name}-{CodeOf(draft, key).Trim()}", items[key]!))
        .Where(code => code.Item.Name is { } name && !name.Equals(code.Name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Its bills would be another vendor's: a person has to say which.</summary>
    internal static Problem GoneVendor(Link vendor) =>
        new("E402", $"NetSuite vendor {vendor.NetSuiteId} of {vendor.Name} is no longer there: it was deleted, or merged into another one.")
        {
            OtherRemedy = "Unlink the company in Procore, or have Procore's support reset it, and export it again or link it to the vendor that is left; then export the invoice again.",
        };

    private static IEnumerable<Problem> CheckVendor(InvoiceDraft draft, Link? vendor)
    {
        if (vendor is { State: LinkState.Orphaned })
        {
            yield return GoneVendor(vendor);
        }
        else if (vendor is not { State: LinkState.Linked or LinkState.Changed or LinkState.Writing or LinkState.Unknown })
        {
            yield return new Problem("E402", $"{draft.Invoice!.VendorName ?? "The contract company"} isn't linked to a NetSuite vendor.");
        }
    }

    private static IEnumerable<Problem> CheckPeriod(Posting posting)
    {
        var (date, period) = posting;
        if (period is null)
        {
            yield return new Problem("E412", FormattableString.Invariant($"NetSuite has no accounting period for {date:yyyy-MM-dd}."))
            {
                OtherRemedy = "Set the period up in NetSuite or change the billing date in Procore, then export the invoice again.",
            };
        }
        else if (!period.IsOpen)
        {
            yield return new Problem(
                "E412", FormattableString.Invariant($"Accounting period {period.Name}, in which {date:yyyy-MM-dd} lies, is {(period.Closed ? "closed" : "locked")}."));
        }
    }

    /// <summary>The kept list, or a fresh one if by the kept one some bill could not be posted, or an approver has answered: somebody may have reopened or closed a period.</summary>
    private static async Task<IReadOnlyList<AccountingPeriod>> ListPeriodsAsync(
        Connection connection, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        var kept = await connection.NetSuite.ListAccountingPeriodsAsync(fresh: false, cancellationToken);
        var allOpen = !drafts.Any(draft => draft.Task.Item.HasAnswers) && drafts.Select(draft => VendorBillMapper.DateOf(draft.Invoice!)).OfType<DateOnly>()
            .All(date => kept.Any(period => period.IsOpen && period.Start <= date && date <= period.End));

        return allOpen ? kept : await connection.NetSuite.ListAccountingPeriodsAsync(fresh: true, cancellationToken);
    }

    private async Task<Dictionary<LinkKey, Link?>> FindAsync(IEnumerable<LinkKey> keys, CancellationToken cancellationToken)
    {
        LinkKey[] distinct = [.. keys.Distinct()];
        var found = await links.FindManyAsync(distinct, cancellationToken);

        return distinct.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static IReadOnlyList<QueuedMessage> Ask(SyncWork work, InvoiceDraft draft, IReadOnlyList<LinkKey> missing) =>
    [
        .. missing.Chunk(ItemsPerMessage).Select(chunk => new QueuedMessage(QueueNames.WbsCodes, new SyncMessage
        {
            ConnectionId = work.Connection.Id,
            Command = SyncCommand.Export,
            RequestedBy = work.Message.RequestedBy,
            AskedAt = work.Message.AskedAt,
            Items = [.. chunk.Select(key => new SyncItem(key.ProcoreId, ProjectId: draft.Project!.Key.ProcoreId))],
        })),
    ];

    private sealed record Posting(DateOnly Date, AccountingPeriod? Period);

    private static LinkKey VendorKey(Connection connection, InvoiceDraft draft) =>
        new(connection.Id, EntityType.Company, draft.Invoice!.VendorId!.Value);

    internal static IEnumerable<LinkKey> ItemKeys(Connection connection, InvoiceDraft draft) => (draft.Problems.Count > 0 ? [] : draft.Amounts!.Lines)
        .Where(line => line.Item.WbsCode is not null)
        .Select(line => new LinkKey(connection.Id, EntityType.WbsCode, line.Item.WbsCode!.Id, draft.Project!.Key.ProcoreId));

    private static string CodeOf(InvoiceDraft draft, LinkKey key) =>
        draft.Amounts!.Lines.First(line => line.Item.WbsCode?.Id == key.ProcoreId).Item.WbsCode!.FlatCode ?? $"{key.ProcoreId}";
}
