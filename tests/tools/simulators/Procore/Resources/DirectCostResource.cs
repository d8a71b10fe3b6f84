using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Direct costs (spec 8.12).</summary>
internal sealed class DirectCostResource(ProcoreState state, DirectCostLineResource lines) : Resource(state)
{
    /// <summary>[D 8.12] Lines of one v1.1 call.</summary>
    private const int MostLines = 100;

    private static readonly IReadOnlySet<string> OnWrite = FieldList.Of(
        """
        direct_cost_type status vendor_id invoice_number description direct_cost_date received_date payment_date terms employee_id origin_id origin_data
        line_items
        """);

    private static readonly IReadOnlySet<string> OnSync = OnWrite.Except(["line_items"]).Concat(["currency_iso_code", "currency_exchange_rate"]).ToHashSet();

    private static readonly IReadOnlySet<string> Statuses = FieldList.Of("draft pending revise_and_resubmit approved");

    public override string Kind => Kinds.DirectCost;

    protected override IReadOnlySet<string> Fields => OnWrite;

    protected override IReadOnlySet<string> SyncFields => OnSync;

    protected override string EventName => "Direct Costs";

    protected override bool LockedByOrigin => true;

    public void Map(RouteTable routes)
    {
        const string Old = "/rest/v1.0/projects/{project_id}/direct_costs";
        const string Root = "/rest/v1.1/projects/{project_id}/direct_costs";
        routes.Get(Root, List);
        routes.Get(Root + "/{id}", call => Answer.Ok(Render(call.NeedInProject(Kind))));
        routes.Post(Root, call => Create(call, call.Wrapped("direct_cost")));
        routes.Patch(Root + "/{id}", call => Update(call, call.NeedInProject(Kind), WithoutLines(call.Wrapped("direct_cost"))));
        routes.Add("DELETE", Delete, Old + "/{id}", Root + "/{id}");
        routes.Post(Old, call => Create(call, WithoutLines(call.Wrapped("item"))));
        routes.Patch(Old + "/{id}", call => Update(call, call.NeedInProject(Kind), WithoutLines(call.Wrapped("item"))));
        routes.Patch(Old + "/sync", call => Sync(call, new(call.CompanyId, call.NeedProject().Id)));
        lines.Map(routes, Old);
    }

    public override JsonNode Render(ProcoreRecord record, string? view = null)
    {
        var row = Row(record);
        var vendor = State.Table(Kinds.Vendor).Find(record.Data["vendor_id"].Id());
        row["vendor"] = vendor is null ? null : new JsonObject { ["id"] = vendor.Id, ["name"] = vendor.Text("name") };
        var company = State.Companies[record.CompanyId];
        row["company"] = new JsonObject { ["id"] = company.Id, ["name"] = company.Name };
        row["project"] = new JsonObject { ["id"] = record.ProjectId, ["name"] = State.Table(Kinds.Project).Find(record.ProjectId)!.Text("name") };
        row["attachments"] = new JsonArray();
        row["attachments_count"] = 0;
        row["line_items"] = lines.Of(record).Select(line => lines.Render(line)).ToJsonArray();
        row["line_items_count"] = lines.Of(record).Count;

        return row;
    }

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        var type = attributes["direct_cost_type"].Text() ?? existing?.Text("direct_cost_type");
        var known = type is "invoice" or "expense" or "payroll" || (type == "subcontractor_invoice" && State.Settings.SubcontractorInvoiceCosts);
        if (type is null)
        {
            problems.Add("direct_cost_type", "can't be blank");
        }
        else if (!known)
        {
            problems.Add("direct_cost_type", "is not included in the list");
        }
        else if (existing is not null && type != existing.Text("direct_cost_type"))
        {
            problems.Add("direct_cost_type", "can't be changed");
        }

        if (attributes["status"] is not null && !Statuses.Contains(attributes["status"].Text() ?? ""))
        {
            problems.Add("status", "is not included in the list");
        }

        if (type == "invoice")
        {
            NeedName(existing, attributes, "vendor_id", problems);
            NeedName(existing, attributes, "invoice_number", problems);
        }

        if (attributes["vendor_id"] is not null && attributes["vendor_id"].Text() != "" && !MayUse(attributes["vendor_id"].Id(), scope))
        {
            problems.Add("vendor_id", "is not in the directory of the project");
        }
    }

    protected override void Store(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        base.Store(record, attributes.Without("line_items"), sync);
        foreach (var line in attributes["line_items"] as JsonArray ?? [])
        {
            lines.Insert(new(record.CompanyId, record.ProjectId, record.Id), line!.AsObject(), false, null);
        }
    }

    protected override JsonObject Blank(Scope scope) => new()
    {
        ["direct_cost_type"] = null,
        ["status"] = "draft",
        ["invoice_number"] = null,
        ["description"] = null,
        ["terms"] = null,
        ["direct_cost_date"] = null,
        ["received_date"] = null,
        ["payment_date"] = null,
        ["vendor_id"] = null,
        ["employee_id"] = null,
        ["origin_id"] = null,
        ["origin_data"] = null,
        ["currency_iso_code"] = State.Companies[scope.CompanyId].Currency,
        ["currency_exchange_rate"] = "1.0",
        ["deleted_at"] = null,
    };

    /// <summary>A company vendor can be used in a project once it is in the project's directory (spec 8.3).</summary>
    private bool MayUse(long? vendorId, Scope scope) => State.Table(Kinds.Vendor).Find(vendorId) is { } vendor && vendor.CompanyId == scope.CompanyId
        && (!State.Settings.VendorsNeedProjectDirectory || vendor.Data["project_ids"]!.AsArray().Any(id => id.Id() == scope.ProjectId));

    private static JsonObject WithoutLines(JsonObject attributes) =>
        attributes.ContainsKey("line_items") ? throw Refusal.Invalid(406, "line_items", "is not a known attribute") : attributes;

    /// <summary>All or nothing: the cost and its lines.</summary>
    private Answer Create(Call call, JsonObject attributes)
    {
        var project = call.NeedProject();
        var given = attributes["line_items"] as JsonArray ?? [];
        if (given.Count > MostLines)
        {
            throw Refusal.Invalid(400, "line_items", $"has more than {MostLines} entries");
        }

        // Unlike other missing values, these two are a bad request (spec 13.3).
        string[] needed = attributes["direct_cost_type"].Text() == "invoice" ? ["vendor_id", "invoice_number"] : [];
        if (Array.Find(needed, name => string.IsNullOrEmpty(attributes[name].Text())) is { } missing)
        {
            throw Refusal.Missing(missing);
        }

        lines.CheckNew(given, new(call.CompanyId, project.Id));
        var answer = Create(call, new Scope(call.CompanyId, project.Id), attributes);
        foreach (var (line, sent) in answer.Body!["line_items"]!.AsArray().Zip(given))
        {
            line!["ref"] = sent!["ref"]?.DeepClone();
        }

        return answer;
    }

    private Answer List(Call call)
    {
        var project = call.NeedProject();
        var filters = new Filters(call);
        var rows = Table.OfProject(project.Id);
        rows = filters.Match(rows, "id");
        rows = filters.Match(rows, "origin_id");
        rows = filters.Match(rows, "invoice_number");
        rows = filters.Between(rows, "created_at", "updated_at", "payment_date", "received_date");
        filters.RefuseOthers();

        return Paging.Page(call, rows.ToList(), cost =>
        {
            var row = Row(cost);
            row["vendor"] = row["vendor_name"]?.DeepClone();
            row["amount"] = row["grand_total"]!.DeepClone();
            return row;
        });
    }

    /// <summary>Answers the id of what is gone, as Procore's reference prints it (corrections).</summary>
    private Answer Delete(Call call)
    {
        var cost = call.NeedInProject(Kind);
        if (cost.Data["_billed"].Flag() == true)
        {
            throw Refusal.Unprocessable("base", "The direct cost is on an owner invoice and cannot be deleted");
        }

        lines.RemoveAll(cost);
        Table.Remove(cost);
        Tell(cost, "delete", call.App.ServiceAccountId);

        return Answer.Ok(new JsonObject { ["id"] = cost.Id });
    }

    private JsonObject Row(ProcoreRecord record)
    {
        var row = record.Data.Without("employee_id", "currency_iso_code", "currency_exchange_rate", "_billed");
        row["vendor_name"] = State.Table(Kinds.Vendor).Find(record.Data["vendor_id"].Id())?.Text("name");
        row["employee"] = null;
        row["grand_total"] = Values.Money(lines.Of(record).Sum(DirectCostLineResource.Total));
        row["currency_configuration"] = new JsonObject
        {
            ["currency_iso_code"] = record.Text("currency_iso_code"),
            ["currency_exchange_rate"] = record.Text("currency_exchange_rate"),
            ["base_currency_iso_code"] = State.Companies[record.CompanyId].Currency,
        };

        return row;
    }
}
