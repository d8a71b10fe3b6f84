using System.Globalization;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>How an invoice and its items are shown in the different views (spec 8.10).</summary>
internal sealed class RequisitionView(ProcoreState state, InvoiceModel model, WbsModel wbs)
{
    private static readonly string[] ItemList =
    [
        "id", "line_item_id", "cost_code_id", "description_of_work", "scheduled_value", "scheduled_quantity", "scheduled_unit_price",
        "work_completed_from_previous_application", "work_completed_this_period", "work_completed_this_period_quantity",
        "work_completed_from_previous_application_quantity", "materials_presently_stored", "materials_moved", "materials_retainage_retained_moved",
        "total_completed_and_stored_to_date", "total_completed_and_stored_to_date_percent", "work_completed_retainage_from_previous_application",
        "work_completed_retainage_retained_this_period", "work_completed_retainage_released_this_period", "work_completed_retainage_percent_this_period",
        "materials_stored_retainage_currently_retained", "materials_stored_retainage_percent_this_period",
        "materials_stored_retainage_released_this_period", "subcontractor_claimed_amount", "position",
    ];

    public JsonObject Show(ProcoreRecord invoice, string? view)
    {
        var row = invoice.Data.Without("custom_fields", "attachments", "_tax", "_comment");
        var commitment = model.CommitmentOf(invoice);
        var vendor = state.Table(Kinds.Vendor).Find(commitment.Data["vendor_id"].Id());
        row["erp_status"] = invoice.ErpStatus;
        row["deletable"] = invoice.OriginId is null && invoice.ErpStatus is null && model.IsLatest(invoice);
        row["project_id"] = invoice.ProjectId;
        row["commitment_id"] = commitment.Id;
        row["commitment_type"] = Kinds.ClassName(commitment.Kind);
        row["contract_name"] = $"{commitment.Text("number")} - {commitment.Text("title")}";
        row["vendor_id"] = vendor?.Id;
        row["vendor_name"] = vendor?.Text("name");
        row["currency_configuration"] = InvoiceModel.Currency(state.Companies[invoice.CompanyId]);
        row["summary"]!["formatted_period"] = $"{Short(invoice, "requisition_start")} to {Short(invoice, "requisition_end")}";
        var method = row["accounting_method"]?.DeepClone();
        row.Remove("accounting_method");
        if (view == "action_policy")
        {
            return new() { ["id"] = invoice.Id, ["action_policy"] = new JsonObject { ["update"] = invoice.OriginId is null, ["delete"] = row["deletable"]!.DeepClone() } };
        }

        if (view is "items" or "extended")
        {
            row["items"] = model.ItemsOf(invoice).Select(item => (JsonNode)Item(item)).ToJsonArray();
            row["item_packages"] = Packages(invoice, commitment);
        }

        if (view is "extended" or "header_only")
        {
            row["accounting_method"] = method;
            row["summary_text"] = SummaryText(invoice, commitment, vendor);
            row["tax_summary"] = invoice.Data["_tax"]?.DeepClone() ?? new JsonArray();
            row["attachments"] = invoice.Data["attachments"]!.DeepClone();
            row["custom_fields"] = invoice.Data["custom_fields"]!.DeepClone();
        }
        else if (view is not (null or "default" or "items"))
        {
            throw Refusal.Invalid(400, "view", "is not one of default, items, extended, header_only, action_policy");
        }

        return row;
    }

    public JsonObject Item(ProcoreRecord item)
    {
        var row = item.Data.Without("_source", "_wbs", "_stored", "_change_order", "origin_id", "origin_code", "origin_data", "created_at", "updated_at");
        row["wbs_code"] = item.Data["_wbs"] is null ? null : wbs.InItem(Code(item));

        return row;
    }

    /// <summary>A row of the three item lists.</summary>
    public JsonObject ListItem(ProcoreRecord item)
    {
        var row = item.Data.Pick(ItemList);
        row["wbs_code"] = wbs.Short(Code(item));
        row["currency_configuration"] = new JsonObject { ["currency_iso_code"] = state.Companies[item.CompanyId].Currency };
        switch (item.Kind)
        {
            case Kinds.ContractItem:
                foreach (var name in (string[])["item_type", "comment", "status", "ssr_manual_override"])
                {
                    row[name] = item.Data[name]?.DeepClone();
                }

                break;
            case Kinds.ContractDetailItem:
                row.Remove("line_item_id");
                row["detail_line_item_id"] = item.Data["_source"].Id();
                break;
            default:
                row["change_order_package_id"] = item.Data["_change_order"].Id();
                row["commitment_line_item_id"] = item.Data["line_item_id"].Id();
                row["commitment_line_item_origin_id"] = state.Table(Kinds.LineItem).Find(item.Data["line_item_id"].Id())?.OriginId;
                break;
        }

        return row;
    }

    /// <summary>A row of <c>/detail</c>, the only place with the stored-materials retainage of the period.</summary>
    public static JsonObject Detail(ProcoreRecord item, int number)
    {
        var data = item.Data;
        var materials = data.Amount("materials_stored_retainage_currently_retained");
        var held = data.Amount("materials_stored_retainage_new_materials");
        var released = data.Amount("materials_stored_retainage_released_this_period");
        var work = ItemFigures.WorkRetainage(data);
        var row = data.Pick(
            "id", "item_type", "description_of_work", "cost_code_id", "scheduled_value", "work_completed_from_previous_application",
            "work_completed_this_period", "materials_presently_stored", "total_completed_and_stored_to_date", "total_completed_and_stored_to_date_percent",
            "work_completed_retainage_from_previous_application", "work_completed_retainage_retained_this_period",
            "work_completed_retainage_released_this_period", "work_completed_retainage_percent_this_period",
            "materials_stored_retainage_currently_retained", "materials_stored_retainage_released_this_period",
            "materials_stored_retainage_percent_this_period", "scheduled_unit_price", "scheduled_quantity", "work_completed_this_period_quantity",
            "work_completed_from_previous_application_quantity", "materials_moved", "materials_retainage_retained_moved");
        row["item_number"] = number;
        row["balance_to_finish"] = Values.Money(data.Amount("scheduled_value") - data.Amount("total_completed_and_stored_to_date"));
        row["total_completed_and_stored_to_date_quantity"] = null;
        row["work_completed_retainage_currently_retained"] = Values.Money(work);
        row["materials_stored_retainage_from_previous_application"] = Values.Money(materials - held + released);
        row["materials_stored_retainage_retained_this_period"] = Values.Money(held);
        row["total_retainage_currently_retained"] = Values.Money(work + materials);
        row["total_retainage_from_previous_application"] =
            Values.Money(data.Amount("work_completed_retainage_from_previous_application") + materials - held + released);

        return row;
    }

    private ProcoreRecord Code(ProcoreRecord item) => state.Table(Kinds.WbsCode).Find(item.Data["_wbs"].Id())!;

    private static string Short(ProcoreRecord invoice, string field) => invoice.Text(field) is { Length: >= 10 } day
        ? DateOnly.ParseExact(day[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("MM/dd/yy", CultureInfo.InvariantCulture)
        : "";

    private JsonArray Packages(ProcoreRecord invoice, ProcoreRecord commitment)
    {
        var packages = new JsonArray(Package(commitment, null, commitment.Text("number"), commitment.Text("title"), commitment.Text("status"), 0));
        var changes = model.ItemsOf(invoice, Kinds.ChangeOrderItem).Select(item => item.Data["_change_order"].Id()).Distinct();
        foreach (var change in changes.Select(id => state.Table(Kinds.ChangeOrder).Find(id)!))
        {
            packages.Add(Package(commitment, change.Id, change.Text("number"), change.Text("title"), change.Text("status"), packages.Count));
        }

        return packages;
    }

    private static JsonObject Package(ProcoreRecord commitment, long? changeOrder, string? number, string? title, string? status, int position) => new()
    {
        ["id"] = position + 1,
        ["contract_id"] = commitment.Id,
        ["change_order_id"] = changeOrder,
        ["number"] = number,
        ["title"] = title,
        ["status"] = status,
        ["position"] = position,
        ["change_order_acronym_number"] = changeOrder is null ? null : $"CCO #{number}",
        ["change_order_request"] = null,
        ["batch"] = null,
    };

    private JsonObject SummaryText(ProcoreRecord invoice, ProcoreRecord commitment, ProcoreRecord? vendor)
    {
        var project = state.Table(Kinds.Project).Find(invoice.ProjectId)!;

        return new()
        {
            ["project_name"] = project.Text("name"),
            ["project_number"] = project.Text("project_number"),
            ["to_general_contractor"] = state.Companies[invoice.CompanyId].Name,
            ["requisition_period_start"] = invoice.Text("requisition_start"),
            ["requisition_period_end"] = invoice.Text("requisition_end"),
            ["subcontractor_name"] = vendor?.Text("name"),
            ["subcontractor_street"] = vendor?.Text("address"),
            ["subcontractor_city"] = vendor?.Text("city"),
            ["subcontractor_state_code"] = vendor?.Text("state_code"),
            ["subcontractor_zip"] = vendor?.Text("zip"),
            ["subcontractor_country_code"] = vendor?.Text("country_code"),
            ["application_number"] = invoice.Text("number"),
            ["contract_for"] = commitment.Text("title"),
            ["contract_date"] = commitment.Text("contract_date"),
        };
    }
}
