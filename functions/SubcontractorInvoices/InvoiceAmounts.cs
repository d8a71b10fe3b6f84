using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>One line's cost of this period, in the invoice's currency.</summary>
public sealed record GrossLine(InvoiceItem Item, decimal Gross)
{
    /// <summary>The line as people find it: number, work and budget code.</summary>
    public static string NameOf(InvoiceItem item) =>
        $"line {item.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"} \"{item.DescriptionOfWork}\"";
}

/// <summary>
/// What an invoice bills this period (connector-behaviour.md 7.4.2-7.4.4), taken as given: gross per line, retainage held and released,
/// and the control total. In the invoice's currency, to the cent.
/// </summary>
/// <param name="Lines">Lines with a non-zero amount, in the invoice's order; change-order lines included.</param>
/// <param name="Held">Retainage retained this period; positive. Negative only if stored-material retainage moves back.</param>
/// <param name="Released">Retainage released this period; positive.</param>
public sealed record InvoiceAmounts(IReadOnlyList<GrossLine> Lines, decimal Held, decimal Released)
{
    public decimal Gross => Lines.Sum(line => line.Gross);

    /// <summary>What is to be paid now; equals the invoice's current payment due.</summary>
    public decimal Net => Gross - Held + Released;

    /// <summary>True if stored materials or their retainage are in play, so that the previous invoice must be read.</summary>
    public static bool NeedsPrevious(SubcontractorInvoice source) => source.PreviousRequisitionId is not null
        && source.Items.Any(item => item is not
        {
            MaterialsStoredRetainageCurrentlyRetained: null or 0, MaterialsStoredRetainageReleasedThisPeriod: null or 0,
            MaterialsPresentlyStoredFromPreviousProgress: null or 0, MaterialsRetainageRetainedMoved: null or 0,
        });

    /// <summary>Reads the amounts, or names every figure that doesn't agree.</summary>
    /// <param name="previous">The invoice before this one on the same commitment; null if there is none or it isn't needed.</param>
    public static Mapped<InvoiceAmounts> Read(SubcontractorInvoice source, SubcontractorInvoice? previous, string currency)
    {
        if (source.Items.FirstOrDefault(item => AmountsOf(item).Any(amount => Math.Abs(amount) > Amounts.Largest)) is { } unbelievable)
        {
            return new List<Problem> { new("E405", $"On {GrossLine.NameOf(unbelievable)} an amount is larger than {Amounts.Text(Amounts.Largest)}.") };
        }

        var items = BookedItems.Of(source.Items, previous);
        var problems = new List<Problem>(items.Problems);
        var lines = new List<GrossLine>();
        var (held, released) = (0m, 0m);
        foreach (var item in items.Booked)
        {
            var (gross, holds, releases) = LineFigures.Of(item, previous);
            if (item.TotalCompletedAndStoredToDate is { } total
                && total - (item.TotalCompletedAndStoredToDateFromPrevious ?? 0) is var difference && difference != gross)
            {
                problems.Add(new Problem(
                    "E405",
                    $"On {GrossLine.NameOf(item)} the work and materials of this period make {Amounts.Text(gross)}, "
                    + $"but the totals to date grew by {Amounts.Text(difference)}."));
            }

            foreach (var amount in new[] { gross, holds, releases }.Where(amount => !Amounts.IsExact(amount, currency)))
            {
                problems.Add(new Problem("E405", $"On {GrossLine.NameOf(item)} the amount {Amounts.Text(amount)} has more decimals than {currency}."));
            }

            (held, released) = (held + holds, released + releases);
            if (gross != 0)
            {
                lines.Add(new GrossLine(item, gross));
            }
        }

        var amounts = new InvoiceAmounts(lines, held, released);
        problems.AddRange(SummaryControl.Check(source, previous, items.Lines, amounts));

        return problems.Count > 0 ? problems : amounts;
    }

    private static IEnumerable<decimal> AmountsOf(InvoiceItem item) => new[]
    {
        item.WorkCompletedThisPeriod, item.MaterialsPresentlyStored, item.MaterialsPresentlyStoredFromPreviousProgress, item.TotalCompletedAndStoredToDate,
        item.TotalCompletedAndStoredToDateFromPrevious, item.WorkCompletedRetainageRetainedThisPeriod, item.WorkCompletedRetainageReleasedThisPeriod,
        item.MaterialsStoredRetainageCurrentlyRetained, item.MaterialsStoredRetainageReleasedThisPeriod, item.MaterialsRetainageRetainedMoved,
        item.WorkCompletedRetainageFromPreviousApplication,
    }.OfType<decimal>();
}
