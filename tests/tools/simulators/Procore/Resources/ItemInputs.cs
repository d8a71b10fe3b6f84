using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>What a caller may say about one line of an invoice, and the figures that follow from it (spec 8.10).</summary>
internal static class ItemInputs
{
    /// <summary>Of the lines of a v1.1 create or update.</summary>
    public static readonly IReadOnlySet<string> OfInvoice = FieldList.Of(
        """
        id item_type line_item_id detail_line_item_id work_completed_this_period work_completed_this_period_quantity materials_presently_stored
        materials_presently_stored_from_previous_progress new_materials new_materials_quantity stored_materials stored_materials_quantity
        work_completed_retainage_retained_this_period work_completed_retainage_released_this_period work_completed_retainage_percent_this_period
        materials_stored_retainage_currently_retained materials_stored_retainage_percent_this_period subcontractor_claimed_amount status comment
        """);

    /// <summary>Of the endpoints of one line.</summary>
    public static readonly IReadOnlySet<string> OfOne = FieldList.Of(
        """
        work_completed_this_period work_completed_this_period_quantity materials_presently_stored work_completed_retainage_retained_this_period
        work_completed_retainage_released_this_period materials_stored_retainage_currently_retained
        """);

    /// <remarks>
    /// <c>before</c>: The same line on the previous invoice; null on the first.<br/>
    /// <c>percent</c>: The contract's retainage.
    /// </remarks>
    public static ItemFigures Apply(JsonObject item, JsonObject? before, JsonObject input, decimal percent)
    {
        var now = ItemFigures.Of(item);
        var billed = input["work_completed_this_period_quantity"].Decimal() * item["scheduled_unit_price"].Decimal() ?? input["work_completed_this_period"].Decimal();
        var work = billed ?? now.Work;
        var storedBefore = (before?.Amount("_stored") ?? 0) - now.MaterialsMoved;
        var stored = Stored(input, storedBefore) ?? now.Stored;
        // Without a figure for the retainage, the contract's percentage holds for newly billed work.
        var retained = input["work_completed_retainage_retained_this_period"].Decimal()
            ?? (billed is null ? now.WorkRetained : Part(work, input["work_completed_retainage_percent_this_period"].Decimal() ?? percent));
        var heldBefore = (before?.Amount("materials_stored_retainage_currently_retained") ?? 0) - now.MaterialsRetainageMoved;
        var change = input["materials_stored_retainage_currently_retained"].Decimal() - heldBefore
            ?? (input["materials_stored_retainage_percent_this_period"].Decimal() is { } share ? Part(stored - storedBefore, share) : now.MaterialsRetained - now.MaterialsReleased);

        return now with
        {
            Work = work,
            Stored = stored,
            WorkRetained = retained,
            WorkReleased = input["work_completed_retainage_released_this_period"].Decimal() ?? now.WorkReleased,
            MaterialsRetained = Math.Max(change, 0),
            MaterialsReleased = Math.Max(-change, 0),
        };
    }

    /// <summary>All that lies on the site; or what lay there before and what came this period.</summary>
    private static decimal? Stored(JsonObject input, decimal before)
    {
        var (kept, added) = (input["stored_materials"].Decimal(), input["new_materials"].Decimal());

        return input["materials_presently_stored"].Decimal() ?? (kept is null && added is null ? null : (kept ?? before) + (added ?? 0));
    }

    private static decimal Part(decimal amount, decimal percent) => Math.Round(amount * percent / 100, 2, MidpointRounding.AwayFromZero);
}
