using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Projects (spec 8.2).</summary>
internal sealed class ProjectResource(ProcoreState state) : Resource(state)
{
    private static readonly IReadOnlySet<string> OnCreate = FieldList.Of(
        """
        name active address city state_code country_code zip latitude longitude phone time_zone description code project_number accounting_project_number
        start_date completion_date total_value warranty_start_date warranty_end_date flag locale office_id department_ids parent_job_id program_id
        project_stage_id project_type_id project_bid_type_id project_owner_type_id project_region_id project_template_id store_number
        designated_market_area square_feet public_notes sector work_scope delivery_method priority estimated_budget origin_id origin_data origin_code
        erp_integrated enable_copy_of_standard_cost_codes currency_configuration standard_cost_code_list_id county fax
        estimated_start_date estimated_completion_date estimated_value actual_start_date
        """);

    private static readonly IReadOnlySet<string> OnSync = OnCreate
        .Except(["origin_code", "erp_integrated", "locale", "code", "parent_job_id", "currency_configuration"]).ToHashSet();

    /// <summary>The project's switch for ERP job costs (spec 7.3).</summary>
    public const string SyncsJobCosts = "erp_job_cost_transaction_syncing_enabled";

    private static readonly string[] ShowOnly =
    [
        "is_erp_integrated", "standard_cost_code_list_id", "code", "tz_name", "description", "square_feet", "flag", "locale", "public_notes", "template",
        "actual_start_date", "warranty_start_date", "warranty_end_date", "estimated_start_date", "estimated_completion_date", "office", "departments",
        "project_type", "program", "project_region", "project_owner_type", "project_bid_type", "from_project_template_id", "inbound_email_address",
        "logo_url", "photo_url", "dictionary_type",
    ];

    public override string Kind => Kinds.Project;

    protected override IReadOnlySet<string> Fields => OnCreate;

    protected override IReadOnlySet<string> SyncFields => OnSync;

    protected override string EventName => "Projects";

    public void Map(RouteTable routes)
    {
        routes.Get("/rest/v1.0/projects", call => List(call, false));
        routes.Get("/rest/v1.1/projects", call => List(call, true));
        routes.Get("/rest/v1.0/companies/{company_id}/projects", call => Answer.Ok(Visible(call).Select(p => Row(p, false)).ToJsonArray()));
        routes.Get("/rest/v1.0/projects/{id}", call => Answer.Ok(Render(Find(call), call.Find("view"))));
        routes.Post("/rest/v1.0/projects", call => Create(call, new(call.NeedCompany()), call.Wrapped("project")));
        routes.Patch("/rest/v1.0/projects/{id}", call => Update(call, Find(call), OnUpdate(call.Wrapped("project"))));
        routes.Patch("/rest/v1.0/projects/{project_id}/configuration", Configure);
        routes.Patch("/rest/v1.0/projects/sync", call => Sync(call, new(call.NeedCompany())));
    }

    /// <summary><c>code</c> and <c>currency_configuration</c> can be given only when a project is made.</summary>
    private static JsonObject OnUpdate(JsonObject attributes) => attributes.Without("code", "currency_configuration");

    private ProcoreRecord Find(Call call)
    {
        call.NeedCompany();

        return call.Permitted(call.Need(Kind, call.PathId()));
    }

    private Answer Configure(Call call)
    {
        var project = call.NeedProject();
        var switched = call.Wrapped("configuration")[SyncsJobCosts].Flag() ?? throw Refusal.Missing(SyncsJobCosts);
        project.Data[SyncsJobCosts] = switched;

        return Answer.Ok(new JsonObject { [SyncsJobCosts] = switched });
    }

    private IEnumerable<ProcoreRecord> Visible(Call call)
    {
        call.NeedCompany();

        return Table.All.Where(project => project.CompanyId == call.CompanyId && call.App.PermittedProjects.Contains(project.Id));
    }

    private Answer List(Call call, bool newer)
    {
        var filters = new Filters(call);
        var rows = Visible(call);
        rows = (filters.One("by_status") ?? "Active") switch
        {
            "All" => rows,
            "Active" => rows.Where(project => project.Data["active"].Flag() == true),
            "Inactive" => rows.Where(project => project.Data["active"].Flag() == false),
            var other => throw Refusal.Invalid(400, "filters[by_status]", $"'{other}' is not a status"),
        };
        rows = filters.Match(rows, "name");
        rows = filters.Match(rows, "origin_id");
        rows = filters.Match(rows, "id");
        rows = filters.Between(rows, "created_at", "updated_at");
        if (filters.One("synced") is { } synced)
        {
            rows = rows.Where(project => project.OriginId is not null == (synced == "true"));
        }

        if (newer)
        {
            rows = filters.Match(rows, "project_number");
            rows = filters.Match(rows, "by_stage", project => project.Data["project_stage"]?["id"].Text());
        }

        filters.RefuseOthers();
        var found = rows.ToList();
        var view = newer ? call.Find("view") : call.Find("serializer_view");
        if (newer && view == "ids")
        {
            return Paging.Page(call, found, project => (JsonNode)project.Id, 200_000, 200_000);
        }

        return Paging.Page(call, found, project => (newer, view) switch
        {
            (false, "compact") => Row(project, false).Pick("id", "name", "display_name"),
            (true, "compact") => Row(project, true).Pick("id", "name"),
            (true, "extended") => Show(project, true),
            _ => Row(project, newer),
        });
    }

    public override JsonNode Render(ProcoreRecord record, string? view = null) =>
        view == "minimal" ? Row(record, false).Pick("id", "name", "display_name", "project_number", "origin_id", "active") : Show(record, false);

    private JsonObject Show(ProcoreRecord record, bool numbers)
    {
        var show = Row(record, numbers);
        foreach (var name in ShowOnly)
        {
            show[name] = record.Data[name]?.DeepClone();
        }

        show["is_erp_integrated"] = record.OriginId is not null || record.Data["erp_integrated"].Flag() == true;
        show["estimated_start_date"] = record.Text("start_date");
        show["estimated_completion_date"] = record.Text("completion_date");
        show["departments"] ??= new JsonArray();
        show["template"] ??= false;

        return show;
    }

    private JsonObject Row(ProcoreRecord record, bool numbers)
    {
        var row = record.Data.Without([.. ShowOnly, "erp_integrated", "enable_copy_of_standard_cost_codes", "currency_configuration", "department_ids", "dropped_segments", SyncsJobCosts]);
        var number = record.Text("project_number");
        row["display_name"] = string.IsNullOrEmpty(number) ? record.Text("name") : $"{number} {record.Text("name")}";
        row["projected_finish_date"] ??= record.Text("completion_date");
        if (record.Data["total_value"].Decimal() is { } value)
        {
            // One value, two spellings: a number in v1.1, a string in v1.0.
            JsonNode Spell() => numbers ? value : Values.Money(value);
            row["total_value"] = Spell();
            row["estimated_value"] = Spell();
        }

        return row;
    }

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        NeedName(existing, attributes, "name", problems);
        if (attributes["flag"].Text() is { } flag && flag is not ("Red" or "Yellow" or "Green"))
        {
            problems.Add("flag", "is not included in the list");
        }

        if (attributes["project_stage_id"] is { } stage && !ProjectStages.Has(stage))
        {
            problems.Add("project_stage_id", "is invalid");
        }

        foreach (var name in (string[])["state_code", "country_code"])
        {
            if (attributes[name].Text() is { Length: > 0 } code && (code.Length != 2 || code.Any(letter => letter is < 'A' or > 'Z')))
            {
                problems.Add(name, "is not a valid ISO-3166 code");
            }
        }
    }

    protected override void Store(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        foreach (var (old, current) in ((string, string)[])[("estimated_start_date", "start_date"), ("estimated_completion_date", "completion_date"), ("estimated_value", "total_value")])
        {
            if (attributes.ContainsKey(old))
            {
                attributes[current] ??= attributes[old]?.DeepClone();
                attributes.Remove(old);
            }
        }

        if (attributes.ContainsKey("project_stage_id"))
        {
            record.Data["project_stage"] = ProjectStages.Show(attributes["project_stage_id"]);
            record.Data["stage"] = ProjectStages.NameOf(attributes["project_stage_id"]);
        }

        base.Store(record, attributes.Without("project_stage_id"), sync);
    }

    protected override JsonObject Blank(Scope scope) => new()
    {
        ["name"] = null,
        ["project_number"] = null,
        ["accounting_project_number"] = null,
        ["is_demo"] = false,
        ["active"] = true,
        ["stage"] = null,
        ["project_stage"] = null,
        ["parent_job_id"] = null,
        ["parent_job"] = null,
        ["project_template"] = null,
        ["address"] = null,
        ["city"] = null,
        ["state_code"] = null,
        ["country_code"] = null,
        ["zip"] = null,
        ["county"] = null,
        ["phone"] = null,
        ["fax"] = null,
        ["time_zone"] = null,
        ["latitude"] = null,
        ["longitude"] = null,
        ["start_date"] = null,
        ["completion_date"] = null,
        ["projected_finish_date"] = null,
        ["total_value"] = null,
        ["estimated_value"] = null,
        ["estimated_budget"] = null,
        ["origin_id"] = null,
        ["origin_code"] = null,
        ["origin_data"] = null,
        ["store_number"] = null,
        ["designated_market_area"] = null,
        ["sector"] = null,
        ["work_scope"] = null,
        ["delivery_method"] = null,
        ["priority"] = null,
        ["project_region_id"] = null,
        ["project_bid_type_id"] = null,
        ["project_owner_type_id"] = null,
        ["photo_id"] = null,
        ["owners_project_id"] = null,
        ["company"] = new JsonObject { ["id"] = scope.CompanyId, ["name"] = State.Companies[scope.CompanyId].Name },
        ["created_by"] = null,
        ["custom_fields"] = new JsonObject(),
    };
}
