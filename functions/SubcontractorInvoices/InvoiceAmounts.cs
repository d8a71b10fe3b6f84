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
    /// <summary>How many lines of one WBS code are matched with their details: every combination of them is tried.</summary>
    private const int MostLinesToMatch = 12;

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

        var problems = new List<Problem>();
        var lines = new List<GrossLine>();
        var (held, released) = (0m, 0m);
        foreach (var item in BookedLevel(source.Items))
        {
            var gross = GrossOf(item);
            if (item.TotalCompletedAndStoredToDate is { } total
                && total - (item.TotalCompletedAndStoredToDateFromPrevious ?? 0) is var difference && difference != gross)
            {
                problems.Add(new Problem(
                    "E405",
                    $"On {GrossLine.NameOf(item)} the work and materials of this period make {Amounts.Text(gross)}, "
                    + $"but the totals to date grew by {Amounts.Text(difference)}."));
            }

            var materials = MaterialRetainage(item, previous);
            var (holds, releases) = (
                (item.WorkCompletedRetainageRetainedThisPeriod ?? 0) + materials,
                (item.WorkCompletedRetainageReleasedThisPeriod ?? 0) + (item.MaterialsStoredRetainageReleasedThisPeriod ?? 0));
            foreach (var amount in new[] { gross, holds, releases }.Where(amount => !Amounts.IsExact(amount, currency)))
            {
                problems.Add(new Problem("E405", $"On {GrossLine.NameOf(item)} the amount {Amounts.Text(amount)} has fractions of a cent."));
            }

            (held, released) = (held + holds, released + releases);
            if (gross != 0)
            {
                lines.Add(new GrossLine(item, gross));
            }
        }

        var amounts = new InvoiceAmounts(lines, held, released);
        problems.AddRange(Control(amounts, source.CurrentPaymentDue));

        return problems.Count > 0 ? problems : amounts;
    }

    private static IEnumerable<decimal> AmountsOf(InvoiceItem item) => new[]
    {
        item.WorkCompletedThisPeriod, item.MaterialsPresentlyStored, item.MaterialsPresentlyStoredFromPreviousProgress, item.TotalCompletedAndStoredToDate,
        item.TotalCompletedAndStoredToDateFromPrevious, item.WorkCompletedRetainageRetainedThisPeriod, item.WorkCompletedRetainageReleasedThisPeriod,
        item.MaterialsStoredRetainageCurrentlyRetained, item.MaterialsStoredRetainageReleasedThisPeriod, item.MaterialsRetainageRetainedMoved,
    }.OfType<decimal>();

    /// <summary>Detail items where a line has them, otherwise the line itself: one level is booked, never both (procore-api.md 8.10, assumed; the control total guards it).</summary>
    private static IEnumerable<InvoiceItem> BookedLevel(IReadOnlyList<InvoiceItem> items)
    {
        var detailed = items.GroupBy(item => item.WbsCode?.Id).SelectMany(code => Detailed(
            [.. code.Where(item => item.ItemType == "contract_item")], [.. code.Where(item => item.ItemType == "contract_detail_item")])).ToHashSet();

        return items.Where(item => !detailed.Contains(item));
    }

    /// <summary>The lines of one WBS code that its details stand for. A detail doesn't name its line, so it is the lines whose amounts the details make; all, if none do.</summary>
    private static IEnumerable<InvoiceItem> Detailed(IReadOnlyList<InvoiceItem> lines, IReadOnlyList<InvoiceItem> details)
    {
        if (details.Count == 0 || lines.Count is 1 or > MostLinesToMatch)
        {
            return details.Count == 0 ? [] : lines;
        }

        var made = Figures(details);
        var match = Enumerable.Range(1, (1 << lines.Count) - 1)
            .Select(set => lines.Where((_, at) => (set >> at & 1) == 1).ToList())
            .Where(set => Figures(set) == made)
            .MinBy(set => set.Count);

        return match ?? lines;
    }

    private static (decimal Gross, decimal Held, decimal Released) Figures(IReadOnlyList<InvoiceItem> items) => (
        items.Sum(GrossOf), items.Sum(item => item.WorkCompletedRetainageRetainedThisPeriod ?? 0),
        items.Sum(item => (item.WorkCompletedRetainageReleasedThisPeriod ?? 0) + (item.MaterialsStoredRetainageReleasedThisPeriod ?? 0)));

    private static decimal GrossOf(InvoiceItem item) => (item.WorkCompletedThisPeriod ?? 0)
        + (item.MaterialsPresentlyStored ?? 0) - (item.MaterialsPresentlyStoredFromPreviousProgress ?? 0);

    /// <summary>Retainage newly held on stored materials: its change since the previous invoice, before what this period releases and what moved to work.</summary>
    private static decimal MaterialRetainage(InvoiceItem item, SubcontractorInvoice? previous)
    {
        var before = previous?.Items.FirstOrDefault(earlier => earlier.ItemType == item.ItemType && earlier.LineItemId == item.LineItemId)
            ?.MaterialsStoredRetainageCurrentlyRetained ?? 0;

        return (item.MaterialsStoredRetainageCurrentlyRetained ?? 0) - before + (item.MaterialsStoredRetainageReleasedThisPeriod ?? 0)
            + (item.MaterialsRetainageRetainedMoved ?? 0);
    }

    private static IEnumerable<Problem> Control(InvoiceAmounts amounts, decimal? due)
    {
        if (due is not { } paymentDue)
        {
            yield return new Problem("E406", "The invoice shows no current payment due, so its lines can't be checked.");
        }
        else if (amounts.Net != paymentDue)
        {
            yield return new Problem(
                "E406",
                $"The lines make {Amounts.Text(amounts.Net)} (work and materials {Amounts.Text(amounts.Gross)}, retainage held "
                + $"{Amounts.Text(amounts.Held)}, released {Amounts.Text(amounts.Released)}), but the current payment due is "
                + $"{Amounts.Text(paymentDue)}: {Amounts.Text(Math.Abs(amounts.Net - paymentDue))} apart.");
        }
        else if (amounts.Net < 0)
        {
            yield return new Problem("E407", $"The invoice comes to {Amounts.Text(amounts.Net)}; a negative bill can't be exported.");
        }
        else if (amounts is { Lines.Count: 0, Held: 0, Released: 0 })
        {
            yield return new Problem("E408", "Every amount of the invoice is zero, so there is nothing to export.");
        }
    }
}
