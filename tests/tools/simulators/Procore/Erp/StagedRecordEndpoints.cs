using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Copies of ERP records that wait in "Ready to Import" (spec 7.4.4).</summary>
internal sealed class StagedRecordEndpoints(ProcoreState state)
{
    private const string Root = "/rest/v1.0/companies/{company_id}/staged_records";

    private static readonly IReadOnlySet<string> Types = FieldList.Of(
        "vendor project sub_job prime_contract purchase_order_contract work_order_contract commitment_change_order line_item");

    /// <summary>What a record of a type can bring along (spec 7.4.4).</summary>
    private static readonly Dictionary<string, IReadOnlySet<string>> Keys = new()
    {
        [Kinds.Vendor] = FieldList.Of(
            """
            name abbreviated_name address city state_code zip country_code business_phone mobile_phone fax_number email_address website notes is_active
            license_number labor_union union_member prequalified authorized_bidder non_union_prevailing_wage vendor_group_id vendor_type_origin_id
            """),
        [Kinds.Project] = FieldList.Of(
            """
            name project_number accounting_project_number address city state_code zip country_code phone description public_notes estimated_start_date
            estimated_completion_date estimated_value square_feet store_number flag office_id program_id project_type_id project_bid_type_id
            project_owner_type_id project_region_id parent_job_id from_project_template_id department_ids image_id template warranty_start_date
            warranty_end_date customer_origin_id
            """),
    };

    private static readonly IReadOnlySet<string> Statuses = FieldList.Of("staged imported archived invalid");

    public void Map(RouteTable routes)
    {
        routes.Get(Root, List);
        routes.Post(Root, call => Answer.Created(Need(ErpEndpoints.Company(call), call.Object)));
        routes.Put(Root + "/{id}", Update);
        routes.Patch(Root + "/sync", call =>
        {
            var company = ErpEndpoints.Company(call);

            return SyncAnswer.Each(
                state.Settings, (call.Body as JsonObject)?["updates"] as JsonArray, (update, problems) => Upsert(company, update, null, problems));
        });
    }

    private Answer List(Call call)
    {
        var company = ErpEndpoints.Company(call);
        var filters = new Filters(call);
        var rows = state.Table(Kinds.StagedRecord).All.Where(staged => staged.CompanyId == company);
        foreach (var name in (string[])["item_type", "origin_id", "status", "id"])
        {
            rows = filters.Match(rows, name);
        }

        filters.RefuseOthers();

        return Paging.Page(call, rows.ToList(), Render);
    }

    private Answer Update(Call call)
    {
        var company = ErpEndpoints.Company(call);
        var staged = call.Need(Kinds.StagedRecord, call.PathId());
        var body = call.Object;
        body["id"] = staged.Id;

        return Answer.Ok(Need(company, body));
    }

    private JsonObject Need(long company, JsonObject body)
    {
        var problems = new Problems();

        return Upsert(company, body, null, problems) ?? throw Refusal.Invalid(422, problems);
    }

    private static JsonObject Render(ProcoreRecord staged) => staged.Data.Without("_imported_id");

    private JsonObject? Upsert(long company, JsonObject entry, ProcoreRecord? parent, Problems problems)
    {
        var table = state.Table(Kinds.StagedRecord);
        var origin = entry["origin_id"].Text();
        var known = entry["id"] is not null
            ? table.Find(entry["id"].Id())
            : table.FindByOrigin(company, origin) is { } hit && hit.Text("item_type") != entry["item_type"].Text()
                ? table.All.FirstOrDefault(staged => staged.CompanyId == company && staged.OriginId == origin && staged.Text("item_type") == entry["item_type"].Text())
                : table.FindByOrigin(company, origin);
        if (entry["id"] is not null && known?.CompanyId != company)
        {
            problems.Add("id", "Entity with this ID not found");
            return null;
        }

        var type = known?.Text("item_type") ?? entry["item_type"].Text();
        if (type is null || !Types.Contains(type))
        {
            problems.Add("item_type", "is not included in the list");
        }

        if (known is null && string.IsNullOrEmpty(origin))
        {
            problems.Add("origin_id", "can't be blank");
        }

        if (entry["status"].Text() is { } status && !Statuses.Contains(status))
        {
            problems.Add("status", "is not included in the list");
        }

        var strict = state.Settings.UnknownFieldStatus > 0 && type is Kinds.Vendor or Kinds.Project;
        foreach (var name in (entry["data"] as JsonObject ?? []).Select(pair => pair.Key).Where(name => strict && !Keys[type!].Contains(name) && !name.StartsWith("bidding_", StringComparison.Ordinal)))
        {
            problems.Add("data." + name, "is not a known attribute");
        }

        if (type == "line_item" && known is null)
        {
            parent ??= table.Find(entry["parent_id"].Id())
                ?? table.All.FirstOrDefault(staged => staged.CompanyId == company && staged.OriginId == entry["parent_origin_id"].Text());
            if (parent is null)
            {
                problems.Add("parent_origin_id", "can't be blank");
            }
        }

        if (problems.Any)
        {
            return null;
        }

        var record = known ?? state.Add(Kinds.StagedRecord, company, null, parent?.Id, new()
        {
            ["item_type"] = type,
            ["origin_id"] = origin,
            ["origin_code"] = null,
            ["origin_data"] = null,
            ["parent_id"] = parent?.Id,
            ["parent_origin_id"] = parent?.OriginId,
            ["status"] = "staged",
            ["data"] = new JsonObject(),
        });
        foreach (var name in (string[])["origin_code", "origin_data", "status", "data"])
        {
            if (entry.ContainsKey(name))
            {
                record.Data[name] = entry[name]?.DeepClone();
            }
        }

        state.Touch(record);
        foreach (var child in table.Under(record.Id).Where(staged => staged.Text("status") != "archived"))
        {
            // Moving a parent to staged moves its children, except the archived ones.
            child.Data["status"] = entry["status"].Text() == "staged" ? "staged" : child.Text("status");
        }

        foreach (var child in entry["children"] as JsonArray ?? [])
        {
            Upsert(company, child!.AsObject(), record, problems);
        }

        return problems.Any ? null : Render(record);
    }
}
