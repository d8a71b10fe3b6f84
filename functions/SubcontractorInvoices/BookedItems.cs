using ProcoreNetSuite.Money;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>
/// An invoice's items, each amount once. Procore may list a line and its detail items, and a detail doesn't name its line (procore-api.md 8.10): the details of a
/// budget code stand for exactly those lines of the code that make the same gross, retainage held and retainage released (connector-behaviour.md 13.4). They are booked
/// in the place of these lines. If different lines make the same, nothing is guessed: the lines themselves are booked, all of them, which is the same money on the
/// same item. If none do, or there are too many combinations, the invoice is refused.
/// </summary>
/// <param name="Booked">In the invoice's order.</param>
/// <param name="Lines">The items at the level that the summary adds up: details only where their code has no line.</param>
internal sealed record BookedItems(IReadOnlyList<InvoiceItem> Booked, IReadOnlyList<InvoiceItem> Lines, IReadOnlyList<Problem> Problems)
{
    private const int Named = 10;

    /// <param name="previous">The invoice before this one; null if there is none or it isn't needed.</param>
    public static BookedItems Of(IReadOnlyList<InvoiceItem> items, SubcontractorInvoice? previous)
    {
        var replaced = new HashSet<InvoiceItem>(ReferenceEqualityComparer.Instance);
        var lower = new HashSet<InvoiceItem>(ReferenceEqualityComparer.Instance);
        List<Problem> problems = [];
        foreach (var code in items.GroupBy(item => item.WbsCode?.Id))
        {
            List<InvoiceItem> lines = [.. code.Where(item => item.ItemType == "contract_item")];
            List<InvoiceItem> details = [.. code.Where(item => item.ItemType == "contract_detail_item")];
            if (lines.Count == 0 || details.Count == 0)
            {
                continue;
            }

            lower.UnionWith(details);
            List<LineFigures> figures = [.. lines.Select(line => LineFigures.Of(line, previous))];
            var made = LineFigures.Sum(details.Select(detail => LineFigures.Of(detail, previous)));
            var match = SumMatch.Find(figures, made);
            replaced.UnionWith(match.Kind is SumMatchKind.One ? match.Lines.Select(line => lines[line]) : details);
            if (match.Kind is SumMatchKind.None or SumMatchKind.Undecided)
            {
                problems.Add(Unmatched(match.Kind, [.. lines.Zip(figures)], [.. details.Select(detail => (detail, LineFigures.Of(detail, previous)))], made));
            }
        }

        return new([.. items.Where(item => !replaced.Contains(item))], [.. items.Where(item => !lower.Contains(item))], problems);
    }

    private static Problem Unmatched(
        SumMatchKind kind, IReadOnlyList<(InvoiceItem, LineFigures)> lines, IReadOnlyList<(InvoiceItem Item, LineFigures)> details, LineFigures made)
    {
        var code = details[0].Item.WbsCode?.FlatCode ?? "that is not given";

        return new Problem(
            "E405",
            $"The details of budget code {code} make {Text(made)}, {(kind is SumMatchKind.None ? "but no lines of the code do" : "and it can't be told which lines of the code do, because there are too many")}. "
            + $"Details: {List(details)}. Lines: {List(lines)}.")
        {
            OtherRemedy = kind is SumMatchKind.None ? null : "Bill fewer lines of that budget code in one invoice, or reject the invoice and enter its bill in NetSuite.",
        };
    }

    private static string List(IReadOnlyList<(InvoiceItem Item, LineFigures Figures)> items) =>
        string.Join("; ", items.Take(Named).Select(one => $"{GrossLine.NameOf(one.Item)} {Text(one.Figures)}"))
        + (items.Count > Named ? $" and {items.Count - Named} more" : "");

    private static string Text(LineFigures figures) =>
        $"{Amounts.Text(figures.Gross)} (retainage held {Amounts.Text(figures.Held)}, released {Amounts.Text(figures.Released)})";
}
