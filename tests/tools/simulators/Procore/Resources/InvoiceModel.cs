using System.Globalization;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Keeps an invoice's items and G702 summary consistent with its lines and with the invoice before it (spec 8.10, 13.4).</summary>
internal sealed class InvoiceModel(ProcoreState state, WbsModel wbs, LineItemResource lines)
{
    /// <summary>Status of the change orders that are billed.</summary>
    public const string Approved = "approved";

    public static readonly string[] ItemKinds = [Kinds.ContractItem, Kinds.ContractDetailItem, Kinds.ChangeOrderItem];

    public ProcoreRecord CommitmentOf(ProcoreRecord invoice) =>
        (state.Table(Kinds.WorkOrderContract).Find(invoice.ParentId) ?? state.Table(Kinds.PurchaseOrderContract).Find(invoice.ParentId))!;

    public IEnumerable<ProcoreRecord> ItemsOf(ProcoreRecord invoice, params IEnumerable<string> kinds) => (kinds.Any() ? kinds : ItemKinds)
        .SelectMany(kind => state.Table(kind).Under(invoice.Id));

    public ProcoreRecord? Latest(ProcoreRecord commitment) =>
        state.Table(Kinds.Requisition).Under(commitment.Id) is [.., var last] ? last : null;

    public bool IsLatest(ProcoreRecord invoice) => Latest(CommitmentOf(invoice)) == invoice;

    public ProcoreRecord? Previous(ProcoreRecord invoice) =>
        state.Table(Kinds.Requisition).Find(invoice.Data["previous_requisition_id"].Id());

    /// <summary>Adds an item for every line of the commitment and its change orders, with what earlier invoices left on it.</summary>
    public void AddItems(ProcoreRecord invoice)
    {
        var commitment = CommitmentOf(invoice);
        foreach (var line in lines.Of(commitment).Concat(lines.Of(commitment, true).Where(line => IsApproved(state, line))))
        {
            var changeOrder = line.Data["change_order_id"].Id();
            AddItem(invoice, changeOrder is null ? Kinds.ContractItem : Kinds.ChangeOrderItem, line, line, changeOrder);
            foreach (var detail in state.Table(Kinds.LineItemDetail).Under(commitment.Id).Where(detail => detail.Data["line_item_id"].Id() == line.Id))
            {
                AddItem(invoice, Kinds.ContractDetailItem, line, detail, null);
            }
        }

        Recompute(invoice);
    }

    /// <summary>Adds the lines of a change order that was approved after the invoice was made.</summary>
    public void AddPackage(ProcoreRecord invoice, ProcoreRecord changeOrder)
    {
        foreach (var line in lines.Of(CommitmentOf(invoice), true).Where(line => line.Data["change_order_id"].Id() == changeOrder.Id).ToList())
        {
            AddItem(invoice, Kinds.ChangeOrderItem, line, line, changeOrder.Id);
        }

        Recompute(invoice);
    }

    /// <summary>Whether the change order of a line is approved.</summary>
    public static bool IsApproved(ProcoreState state, ProcoreRecord line) => state.Table(Kinds.ChangeOrder).Find(line.Data["change_order_id"].Id())?.Text("status") == Approved;

    /// <summary>The same line on the previous invoice.</summary>
    public ProcoreRecord? Before(ProcoreRecord invoice, ProcoreRecord item) => Previous(invoice) is { } previous
        ? ItemsOf(previous, item.Kind).FirstOrDefault(other => other.Data["_source"].Id() == item.Data["_source"].Id())
        : null;

    public void SetItem(ProcoreRecord invoice, ProcoreRecord item, ItemFigures figures)
    {
        figures.Write(item.Data, Before(invoice, item)?.Data, invoice.Text("accounting_method") == "unit");
        state.Touch(item);
    }

    private void AddItem(ProcoreRecord invoice, string kind, ProcoreRecord line, ProcoreRecord source, long? changeOrder)
    {
        var units = invoice.Text("accounting_method") == "unit";
        var code = state.Table(Kinds.WbsCode).Find(line.Data["wbs_code_id"].Id())!;
        var company = state.Companies[invoice.CompanyId];
        var number = ItemsOf(invoice).Count() + 1;
        var item = state.Add(kind, invoice.CompanyId, invoice.ProjectId, invoice.Id, new()
        {
            ["_source"] = source.Id,
            ["_change_order"] = changeOrder,
            ["item_type"] = ItemType(kind),
            ["line_item_id"] = line.Id,
            ["accounting_method"] = invoice.Text("accounting_method"),
            ["position"] = number,
            ["line_number"] = number.ToString(CultureInfo.InvariantCulture),
            ["description_of_work"] = source.Text("description"),
            ["cost_code_id"] = wbs.PartsOf(code).First(part => part.Item.Kind == Kinds.CostCode).Item.Id,
            ["_wbs"] = code.Id,
            ["scheduled_value"] = Values.Money(source.Amount("amount")),
            ["scheduled_quantity"] = units ? Values.Number(line.Amount("quantity")) : null,
            ["scheduled_unit_price"] = units ? Values.Money(line.Amount("unit_cost")) : null,
            ["materials_presently_stored_quantity"] = null,
            ["materials_previously_stored_quantity"] = null,
            ["work_completed_this_period_quantity"] = null,
            ["work_completed_from_previous_application_quantity"] = null,
            ["uom"] = line.Text("uom"),
            ["subcontractor_claimed_amount"] = "0.00",
            ["previous_progress_id"] = null,
            ["ssr_manual_override"] = false,
            ["status"] = "approved",
            ["comment"] = null,
            ["taxes"] = new JsonArray(),
            ["origin_id"] = null,
            ["currency_configuration"] = Currency(company),
        });
        var before = Before(invoice, item);
        item.Data["previous_progress_id"] = before?.Id;
        SetItem(invoice, item, new(0, before?.Amount("_stored") ?? 0, 0, 0, 0, 0, 0, 0));
    }

    public static JsonObject Currency(ProcoreCompany company) => new()
    {
        ["currency_iso_code"] = company.Currency,
        ["currency_exchange_rate"] = 1.0m,
        ["base_currency_iso_code"] = company.Currency,
    };

    public static string ItemType(string kind) => kind["requisition_".Length..];

    /// <summary>The items that count: a contract line with detail items is booked by these (spec 8.10).</summary>
    public IReadOnlyList<ProcoreRecord> Booked(ProcoreRecord invoice)
    {
        var detailed = ItemsOf(invoice, Kinds.ContractDetailItem).Select(item => item.Data["line_item_id"].Id()).ToHashSet();

        return [.. ItemsOf(invoice).Where(item => item.Kind != Kinds.ContractItem || !detailed.Contains(item.Data["line_item_id"].Id()))];
    }

    /// <summary>Sums up detail items into their contract line, then writes the G702 summary.</summary>
    public void Recompute(ProcoreRecord invoice)
    {
        foreach (var details in ItemsOf(invoice, Kinds.ContractDetailItem).GroupBy(item => item.Data["line_item_id"].Id()).ToList())
        {
            var parts = details.Select(item => ItemFigures.Of(item.Data)).ToList();
            var line = ItemsOf(invoice, Kinds.ContractItem).First(item => item.Data["line_item_id"].Id() == details.Key);
            SetItem(invoice, line, new(
                parts.Sum(part => part.Work), parts.Sum(part => part.Stored), parts.Sum(part => part.WorkRetained), parts.Sum(part => part.WorkReleased),
                parts.Sum(part => part.MaterialsRetained), parts.Sum(part => part.MaterialsReleased), parts.Sum(part => part.MaterialsMoved),
                parts.Sum(part => part.MaterialsRetainageMoved)));
        }

        var items = ItemsOf(invoice, Kinds.ContractItem, Kinds.ChangeOrderItem).Select(item => item.Data).ToList();
        var changes = ItemsOf(invoice, Kinds.ChangeOrderItem).ToList();
        var original = items.Sum(item => item.Amount("scheduled_value")) - changes.Sum(item => item.Amount("scheduled_value"));
        var net = changes.Sum(item => item.Amount("scheduled_value"));
        var stored = items.Sum(item => item.Amount("_stored"));
        var total = items.Sum(item => item.Amount("total_completed_and_stored_to_date"));
        var workRetainage = items.Sum(ItemFigures.WorkRetainage);
        var materialsRetainage = items.Sum(item => item.Amount("materials_stored_retainage_currently_retained"));
        var earned = total - workRetainage - materialsRetainage;
        var certificates = Previous(invoice)?.Data["summary"]!.AsObject().Amount("total_earned_less_retainage") ?? 0;
        var before = Previous(invoice) is { } previous ? ItemsOf(previous, Kinds.ChangeOrderItem).Select(item => item.Data["_source"].Id()).ToHashSet() : [];
        var newChanges = changes.Where(item => !before.Contains(item.Data["_source"].Id())).Select(item => item.Amount("scheduled_value")).ToList();
        var oldChanges = changes.Where(item => before.Contains(item.Data["_source"].Id())).Select(item => item.Amount("scheduled_value")).ToList();
        var newMaterials = stored - (Previous(invoice) is { } last
            ? ItemsOf(last, Kinds.ContractItem, Kinds.ChangeOrderItem).Sum(item => item.Amount("_stored"))
            : 0);
        invoice.Data["summary"] = Money(
            ("original_contract_sum", original), ("net_change_by_change_orders", net), ("contract_sum_to_date", original + net),
            ("total_completed_and_stored_to_date", total),
            ("completed_work_retainage_percent", ItemFigures.Percent(workRetainage, total - stored)), ("completed_work_retainage_amount", workRetainage),
            ("stored_materials_retainage_percent", ItemFigures.Percent(materialsRetainage, stored)), ("stored_materials_retainage_amount", materialsRetainage),
            ("total_retainage", workRetainage + materialsRetainage), ("total_earned_less_retainage", earned),
            ("less_previous_certificates_for_payment", certificates), ("current_payment_due", earned - certificates),
            ("balance_to_finish_including_retainage", original + net - earned), ("tax_applicable_to_this_payment", 0),
            ("positive_change_order_item_total", Positive(newChanges) + Positive(oldChanges)),
            ("negative_change_order_item_total", Negative(newChanges) + Negative(oldChanges)),
            ("positive_new_change_order_item_total", Positive(newChanges)), ("negative_new_change_order_item_total", Negative(newChanges)),
            ("positive_previous_change_order_item_total", Positive(oldChanges)), ("negative_previous_change_order_item_total", Negative(oldChanges)),
            ("new_materials", newMaterials), ("new_materials_quantity", 0), ("stored_materials", stored), ("stored_materials_quantity", 0));
        invoice.Data["percent_complete"] = Values.Money(ItemFigures.Percent(total, original + net)) + "%";
        invoice.Data["total_claimed_amount"] = Values.Money(Booked(invoice).Sum(item => item.Amount("subcontractor_claimed_amount")));
        state.Touch(invoice);
    }

    private static decimal Positive(List<decimal> amounts) => amounts.Where(amount => amount > 0).Sum();

    private static decimal Negative(List<decimal> amounts) => amounts.Where(amount => amount < 0).Sum();

    private static JsonObject Money(params (string Name, decimal Amount)[] figures)
    {
        var summary = new JsonObject();
        foreach (var (name, amount) in figures)
        {
            summary[name] = Values.Money(amount);
        }

        return summary;
    }
}
