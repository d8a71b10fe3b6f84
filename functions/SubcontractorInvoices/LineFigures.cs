using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>What one line bills this period (connector-behaviour.md 7.4.2, 7.4.3), in the invoice's currency.</summary>
/// <param name="Gross">Work and the change of stored materials.</param>
/// <param name="Held">Retainage retained on both; negative only if stored-material retainage moves back.</param>
/// <param name="Released">Retainage released on both; positive.</param>
public readonly record struct LineFigures(decimal Gross, decimal Held, decimal Released)
{
    public static LineFigures operator +(LineFigures one, LineFigures other) => new(one.Gross + other.Gross, one.Held + other.Held, one.Released + other.Released);

    public static LineFigures operator -(LineFigures one, LineFigures other) => new(one.Gross - other.Gross, one.Held - other.Held, one.Released - other.Released);

    /// <param name="previous">The invoice before this one; null if there is none or it isn't needed.</param>
    public static LineFigures Of(InvoiceItem item, SubcontractorInvoice? previous) => new(
        (item.WorkCompletedThisPeriod ?? 0) + (item.MaterialsPresentlyStored ?? 0) - (item.MaterialsPresentlyStoredFromPreviousProgress ?? 0),
        (item.WorkCompletedRetainageRetainedThisPeriod ?? 0) + MaterialsHeld(item, previous),
        (item.WorkCompletedRetainageReleasedThisPeriod ?? 0) + (item.MaterialsStoredRetainageReleasedThisPeriod ?? 0));

    public static LineFigures Sum(IEnumerable<LineFigures> figures) => figures.Aggregate(default(LineFigures), (sum, one) => sum + one);

    /// <summary>Retainage that the line still holds on stored materials from the invoice before; what moved to work with its materials is not among it.</summary>
    public static decimal MaterialsHeldBefore(InvoiceItem item, SubcontractorInvoice? previous) =>
        (EarlierOf(item, previous)?.MaterialsStoredRetainageCurrentlyRetained ?? 0) - (item.MaterialsRetainageRetainedMoved ?? 0);

    /// <summary>Retainage newly held on stored materials: its change since the previous invoice, before what this period releases.</summary>
    private static decimal MaterialsHeld(InvoiceItem item, SubcontractorInvoice? previous) =>
        (item.MaterialsStoredRetainageCurrentlyRetained ?? 0) - MaterialsHeldBefore(item, previous) + (item.MaterialsStoredRetainageReleasedThisPeriod ?? 0);

    /// <summary>The line on the previous invoice. A detail doesn't name its line there, only itself.</summary>
    private static InvoiceItem? EarlierOf(InvoiceItem item, SubcontractorInvoice? previous) => previous?.Items.FirstOrDefault(earlier =>
        earlier.ItemType == item.ItemType && (item.PreviousProgressId is { } id ? earlier.Id == id : earlier.LineItemId == item.LineItemId));
}
