using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>What is entered on one line of an invoice; everything else on the line follows from it and from the invoice before (spec 8.10, 13.4).</summary>
/// <remarks>
/// <c>Work</c>: Work completed this period.<br/>
/// <c>Stored</c>: Materials presently stored, at the end of the period.<br/>
/// <c>WorkRetained</c>: Retainage held on the work of this period.<br/>
/// <c>WorkReleased</c>: Retainage on work released this period.<br/>
/// <c>MaterialsRetained</c>: Retainage held on newly stored materials.<br/>
/// <c>MaterialsReleased</c>: Retainage on stored materials released this period.<br/>
/// <c>MaterialsMoved</c>: Stored materials of earlier periods that became previous work completed.<br/>
/// <c>MaterialsRetainageMoved</c>: The retainage that moved with them.
/// </remarks>
internal sealed record ItemFigures(
    decimal Work, decimal Stored, decimal WorkRetained, decimal WorkReleased, decimal MaterialsRetained, decimal MaterialsReleased,
    decimal MaterialsMoved, decimal MaterialsRetainageMoved)
{
    public static ItemFigures Of(JsonObject item)
    {
        var money = item.Amount("_stored");

        return new(
            item.Amount("work_completed_this_period"), money, item.Amount("work_completed_retainage_retained_this_period"),
            item.Amount("work_completed_retainage_released_this_period"), item.Amount("materials_stored_retainage_new_materials"),
            item.Amount("materials_stored_retainage_released_this_period"), item.Amount("materials_moved"), item.Amount("materials_retainage_retained_moved"));
    }

    /// <summary>Writes all figures of the line.</summary>
    /// <remarks><c>before</c>: The same line on the previous invoice; null on the first.</remarks>
    public void Write(JsonObject item, JsonObject? before, bool units)
    {
        var previous = before is null ? null : Of(before);
        var workBefore = (before?.Amount("work_completed_from_previous_application") ?? 0) + (previous?.Work ?? 0) + MaterialsMoved;
        var storedBefore = (previous?.Stored ?? 0) - MaterialsMoved;
        var total = workBefore + Work + Stored;
        var totalBefore = workBefore + storedBefore;
        var workRetainageBefore = (before is null ? 0 : WorkRetainage(before)) + MaterialsRetainageMoved;
        var materialsRetainage = (before?.Amount("materials_stored_retainage_currently_retained") ?? 0) - MaterialsRetainageMoved
            + MaterialsRetained - MaterialsReleased;
        var scheduled = item.Amount("scheduled_value");
        var change = WorkRetained + MaterialsRetained - WorkReleased - MaterialsReleased;

        Set("work_completed_from_previous_application", workBefore);
        Set("work_completed_this_period", Work);
        Set("_stored", Stored);
        Set("materials_presently_stored", Stored);
        Set("materials_presently_stored_from_previous_progress", storedBefore);
        Set("materials_moved", MaterialsMoved);
        Set("materials_retainage_retained_moved", MaterialsRetainageMoved);
        Set("total_completed_and_stored_to_date", total);
        Set("total_completed_and_stored_to_date_percent", Percent(total, scheduled));
        Set("total_completed_and_stored_to_date_from_previous", totalBefore);
        Set("work_completed_retainage_from_previous_application", workRetainageBefore);
        Set("work_completed_retainage_retained_this_period", WorkRetained);
        Set("work_completed_retainage_percent_this_period", Percent(WorkRetained, Work));
        Set("work_completed_retainage_released_this_period", WorkReleased);
        Set("materials_stored_retainage_currently_retained", materialsRetainage);
        Set("materials_stored_retainage_percent_this_period", Percent(MaterialsRetained, Stored - storedBefore));
        Set("materials_stored_retainage_new_materials", MaterialsRetained);
        Set("materials_stored_retainage_released_this_period", MaterialsReleased);
        Set("gross_amount", total - totalBefore);
        Set("net_amount", total - totalBefore - change);
        if (units)
        {
            var price = item.Amount("scheduled_unit_price");
            item["work_completed_this_period_quantity"] = Values.Number(price == 0 ? 0 : Work / price);
            item["work_completed_from_previous_application_quantity"] = Values.Number(price == 0 ? 0 : workBefore / price);
            // With unit accounting the money fields of materials may be missing (spec 8.10).
            item["materials_presently_stored"] = null;
            item["materials_presently_stored_from_previous_progress"] = null;
        }

        void Set(string name, decimal amount) => item[name] = Values.Money(amount);
    }

    public static decimal WorkRetainage(JsonObject item) =>
        item.Amount("work_completed_retainage_from_previous_application") + item.Amount("work_completed_retainage_retained_this_period")
        - item.Amount("work_completed_retainage_released_this_period");

    public static decimal Percent(decimal part, decimal whole) => whole == 0 ? 0 : Math.Round(part / whole * 100, 2, MidpointRounding.AwayFromZero);
}
