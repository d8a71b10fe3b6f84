using ProcoreNetSuite.Money;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>
/// Compares an invoice's lines with its summary, the G702 (connector-behaviour.md 7.4.4, 13.4): gross and retainage each by itself, then what is due. The summary
/// shows balances at the end of the period, so its figure of the period is the balance less what the lines had before; a line that is missing is still in the
/// balance. Of retainage it shows what is held in the end, on work and on stored materials: what is held and released on each is compared by the difference
/// of the two. A figure that Procore doesn't give is not compared by itself; what is due must be given and must agree in any case.
/// </summary>
internal static class SummaryControl
{
    /// <param name="lines">The items that the summary adds up: each amount once.</param>
    public static IEnumerable<Problem> Check(
        SubcontractorInvoice source, SubcontractorInvoice? previous, IReadOnlyList<InvoiceItem> lines, InvoiceAmounts amounts)
    {
        var summary = source.Figures;
        List<Problem> problems =
        [
            .. Gross(amounts.Gross, HasNone(source, lines, item => item.TotalCompletedAndStoredToDateFromPrevious) ? null
                : summary?.TotalCompletedAndStoredToDate - lines.Sum(item => item.TotalCompletedAndStoredToDateFromPrevious ?? 0)),
            .. Retainage(source, previous, lines),
        ];

        return problems.Concat(Due(amounts, summary, problems.Count == 0));
    }

    private static IEnumerable<Problem> Gross(decimal lines, decimal? grown)
    {
        if (grown is { } summary && summary != lines)
        {
            yield return Off(
                $"The lines' work and materials of this period make {Amounts.Text(lines)}, but the summary's total to date grew by {Amounts.Text(summary)}: "
                + $"{Amounts.Text(Math.Abs(lines - summary))} apart. A line may be missing.");
        }
    }

    private static IEnumerable<Problem> Retainage(SubcontractorInvoice source, SubcontractorInvoice? previous, IReadOnlyList<InvoiceItem> lines)
    {
        if (HasNone(source, lines, item => item.WorkCompletedRetainageFromPreviousApplication))
        {
            return [];
        }

        var onWork = new Balance(
            lines.Sum(item => item.WorkCompletedRetainageFromPreviousApplication ?? 0),
            lines.Sum(item => item.WorkCompletedRetainageRetainedThisPeriod ?? 0),
            lines.Sum(item => item.WorkCompletedRetainageReleasedThisPeriod ?? 0));
        var before = lines.Sum(item => LineFigures.MaterialsHeldBefore(item, previous));
        var released = lines.Sum(item => item.MaterialsStoredRetainageReleasedThisPeriod ?? 0);
        var onMaterials = new Balance(before, lines.Sum(item => item.MaterialsStoredRetainageCurrentlyRetained ?? 0) - before + released, released);

        return source.Figures is { CompletedWorkRetainageAmount: { } work, StoredMaterialsRetainageAmount: { } materials }
            ? [.. onWork.Compare("retainage on work", work), .. onMaterials.Compare("retainage on stored materials", materials)]
            : (onWork + onMaterials).Compare("retainage", source.Figures?.TotalRetainage);
    }

    /// <summary>An invoice that follows another one, of whose lines none says what it had before.</summary>
    private static bool HasNone(SubcontractorInvoice source, IReadOnlyList<InvoiceItem> lines, Func<InvoiceItem, decimal?> before) =>
        source.PreviousRequisitionId is not null && lines.All(item => before(item) is null);

    private static IEnumerable<Problem> Due(InvoiceAmounts amounts, InvoiceSummary? summary, bool agrees)
    {
        if (summary?.CurrentPaymentDue is not { } paymentDue)
        {
            yield return new Problem("E406", "The invoice shows no current payment due, so its lines can't be checked.");
        }
        else if (summary.TaxApplicableToThisPayment is { } tax && tax != 0 && amounts.Net + tax == paymentDue)
        {
            yield return new Problem(
                "E406", $"The current payment due of {Amounts.Text(paymentDue)} includes tax of {Amounts.Text(tax)}; the lines make {Amounts.Text(amounts.Net)} without it. Tax is not exported: NetSuite adds it by its own tax codes.")
            {
                OtherRemedy = "In Procore, take the tax off the invoice (tax codes of the commitment's lines), then export it again; or enter the bill in NetSuite by hand and reject the invoice here.",
            };
        }
        else if (amounts.Net != paymentDue)
        {
            yield return new Problem(
                "E406",
                $"The lines make {Amounts.Text(amounts.Net)} (work and materials {Amounts.Text(amounts.Gross)}, retainage held "
                + $"{Amounts.Text(amounts.Held)}, released {Amounts.Text(amounts.Released)}), but the current payment due is "
                + $"{Amounts.Text(paymentDue)}: {Amounts.Text(Math.Abs(amounts.Net - paymentDue))} apart.");
        }
        else if (agrees && amounts.Net < 0)
        {
            yield return new Problem("E407", $"The invoice comes to {Amounts.Text(amounts.Net)}; a negative bill can't be exported.");
        }
        else if (agrees && amounts is { Lines.Count: 0, Held: 0, Released: 0 })
        {
            yield return new Problem("E408", "Every amount of the invoice is zero, so there is nothing to export.");
        }
    }

    private static Problem Off(string message) =>
        new("E406", message) { OtherRemedy = "Correct the invoice in Procore so that its lines and its summary agree, then export it again." };

    /// <summary>Retainage by the lines: what was held before this period, and what this period holds and releases.</summary>
    private readonly record struct Balance(decimal Before, decimal Held, decimal Released)
    {
        public static Balance operator +(Balance one, Balance other) => new(one.Before + other.Before, one.Held + other.Held, one.Released + other.Released);

        /// <param name="now">What the summary shows as held to date; null if it doesn't.</param>
        public IEnumerable<Problem> Compare(string what, decimal? now)
        {
            var (lines, summary) = (Held - Released, now - Before);
            if (summary is { } change && change != lines)
            {
                yield return Off(
                    $"The lines hold {Amounts.Text(Held)} and release {Amounts.Text(Released)} of {what} this period, so it grows by {Amounts.Text(lines)}, "
                    + $"but in the summary it grew by {Amounts.Text(change)}: {Amounts.Text(Math.Abs(lines - change))} apart. A line may be missing.");
            }
        }
    }
}
