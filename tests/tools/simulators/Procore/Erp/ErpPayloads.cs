using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>What ERP Requests carry, in the shapes of spec 7.6.</summary>
internal sealed class ErpPayloads(
    ProcoreState state, CostCodeResource costCodes, StandardCostCodeResource standardCodes, VendorResource vendors, InvoiceModel invoices, WbsModel wbs)
{
    private static readonly string[] VendorFields =
    [
        "id", "name", "company", "abbreviated_name", "address", "city", "state_code", "zip", "country_code", "business_phone", "fax_number",
        "mobile_phone", "email_address", "website", "trade_name", "license_number", "labor_union", "union_member", "prequalified", "authorized_bidder",
        "non_union_prevailing_wage", "notes", "is_active", "logo", "origin_id", "origin_code", "origin_data", "synced_to_erp", "business_register",
        "primary_contact", "attachments", "vendor_group", "created_at", "updated_at",
    ];

    public JsonObject Vendor(ProcoreRecord vendor, JsonObject answers, long detailId)
    {
        var shown = vendors.Render(vendor).AsObject().Pick(VendorFields);
        shown["erp_custom_fields"] = answers.DeepClone();

        return new() { ["vendor"] = shown, ["request_detail_id"] = detailId, ["company_id"] = vendor.CompanyId };
    }

    /// <summary>This event alone has its detail and company beside <c>request_data</c>.</summary>
    public JsonObject Job(ProcoreRecord project, JsonObject answers)
    {
        var job = project.Data.Pick("id", "name", "origin_id", "origin_data", "origin_code", "custom_fields");
        job["erp_custom_fields"] = answers.DeepClone();
        foreach (var name in (string[])["address", "city", "state_code", "zip", "latitude", "longitude"])
        {
            job[name] = project.Data[name]?.DeepClone();
        }

        job["synced"] = project.OriginId is not null;
        job["active"] = project.Data["active"].Flag();

        return new()
        {
            ["job"] = job,
            ["all_cost_codes"] = state.Table(Kinds.CostCode).OfProject(project.Id).Select(code => (JsonNode)CostCode(code)).ToJsonArray(),
        };
    }

    public JsonObject CostCode(ProcoreRecord code)
    {
        var row = costCodes.Render(code).AsObject();
        row["line_item_types"] = costCodes.TypesOf(code).Select(type => (JsonNode)type.Data.Pick("id", "name", "code", "base_type", "origin_id")).ToJsonArray();
        row["long_name_helper"] = LongName(state.Table(Kinds.CostCode), code);
        row["standard_cost_code_origin_id"] = state.Table(Kinds.StandardCostCode).Find(code.Data["standard_cost_code_id"].Id())?.OriginId;

        return row.Without("standard_cost_code_id", "standard_cost_code_list_id");
    }

    private static JsonArray LongName(RecordTable table, ProcoreRecord code)
    {
        var path = CostCodeResource.PathOf(table, code);

        return new(path.Select(part => (JsonNode?)part.Text("code")).ToJsonArray(), path.Select(part => (JsonNode?)part.Text("name")).ToJsonArray());
    }

    public JsonObject StandardCostCode(ProcoreRecord code, JsonObject answers, long detailId)
    {
        var row = code.Data.Pick("id", "standard_cost_code_list_id", "origin_id", "parent_id");
        row["parent_origin_id"] = state.Table(Kinds.StandardCostCode).Find(code.Data["parent_id"].Id())?.OriginId;
        row["code"] = code.Text("code");
        row["full_code"] = standardCodes.FullCode(code);
        row["name"] = code.Text("name");
        row["origin_data"] = code.Text("origin_data");
        row["long_name_helper"] = LongName(state.Table(Kinds.StandardCostCode), code);
        row["erp_custom_fields"] = answers.DeepClone();
        row["request_detail_id"] = detailId;

        return row;
    }

    /// <summary>No vendor id, no project id and no WBS code id: that is how the event is.</summary>
    public JsonObject Requisition(ProcoreRecord invoice, JsonObject answers, long? detailId)
    {
        var commitment = invoices.CommitmentOf(invoice);
        var row = new JsonObject
        {
            ["procore_requisition_id"] = invoice.Id,
            ["accounting_method"] = invoice.Text("accounting_method"),
            ["billing_date"] = invoice.Text("billing_date"),
            ["code"] = invoice.Text("invoice_number"),
            ["invoice_number"] = invoice.Text("invoice_number"),
            ["contract_id"] = commitment.Id,
            ["contract_origin_id"] = commitment.OriginId,
            ["job_origin_id"] = state.Table(Kinds.Project).Find(invoice.ProjectId)!.OriginId,
            ["formatted_payment_due"] = Values.Dollars(invoice.Data["summary"]!.AsObject().Amount("current_payment_due")),
            ["created_at"] = invoice.Text("created_at"),
            ["custom_fields"] = invoice.Data["custom_fields"]!.DeepClone(),
            ["erp_custom_fields"] = answers.DeepClone(),
        };
        if (detailId is not null)
        {
            row["request_detail_id"] = detailId;
        }

        row["line_items"] = invoices.Booked(invoice).Select(item => (JsonNode)Line(item)).ToJsonArray();

        return row;
    }

    private JsonObject Line(ProcoreRecord item)
    {
        var data = item.Data;
        var source = state.Table(Kinds.LineItem).Find(data["line_item_id"].Id())!;
        var parts = wbs.PartsOf(state.Table(Kinds.WbsCode).Find(data["_wbs"].Id())!).Select(part => part.Item).ToList();
        var code = parts.First(part => part.Kind == Kinds.CostCode);
        var materials = data.Amount("materials_stored_retainage_currently_retained");
        var held = data.Amount("materials_stored_retainage_new_materials");
        var released = data.Amount("materials_stored_retainage_released_this_period");
        var work = data.Amount("work_completed_retainage_retained_this_period");
        var amount = data.Amount("gross_amount");
        var cost = source.Amount("unit_cost");

        return new()
        {
            ["procore_requisition_item_id"] = item.Id,
            ["requisition_item_type"] = "Billings::" + Kinds.ClassName(InvoiceModel.ItemType(item.Kind)),
            ["accounting_method"] = data["accounting_method"].Text(),
            ["amount"] = Values.Number(amount),
            ["formatted_amount"] = Values.Dollars(amount),
            ["qty"] = Values.Number(data.Amount("work_completed_this_period_quantity")),
            ["unit_cost"] = Values.Number(cost),
            ["formatted_unit_cost"] = Values.Dollars(cost),
            ["uom"] = data["uom"].Text(),
            ["description"] = data["description_of_work"].Text(),
            ["line_item_description"] = data["description_of_work"].Text(),
            ["scheduled_total_amount"] = Values.Number(data.Amount("scheduled_value")),
            ["cost_code_id"] = code.Id,
            ["cost_code_origin_id"] = code.OriginId,
            ["line_item_type_origin_id"] = parts.First(part => part.Kind == Kinds.LineItemType).OriginId,
            ["tax_code_origin_id"] = null,
            ["commitment_item_origin_id"] = item.Kind == Kinds.ChangeOrderItem ? null : source.OriginId,
            ["change_order_line_item_origin_id"] = item.Kind == Kinds.ChangeOrderItem ? source.OriginId : null,
            // Net due = amount − retained + released: what materials held or gave back stands in the first of the two.
            ["retainage_this_period"] = Values.Number(work + held - released),
            ["retainage_work_completed_this_period"] = Values.Number(work),
            ["released_work_completed_this_period"] = Values.Number(data.Amount("work_completed_retainage_released_this_period")),
            ["retainage_materials_presently_stored"] = Values.Number(materials),
            ["retainage_materials_previously_stored"] = Values.Number(materials - held + released),
        };
    }
}
