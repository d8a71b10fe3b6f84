using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The company directory (spec 8.3).</summary>
internal sealed class VendorResource(ProcoreState state) : Resource(state)
{
    private static readonly IReadOnlySet<string> OnWrite = FieldList.Of(
        """
        name address city zip state_code country_code business_phone mobile_phone fax_number email_address website is_active abbreviated_name trade_name
        notes license_number labor_union union_member prequalified authorized_bidder non_union_prevailing_wage vendor_group_id parent_id
        primary_contact_id origin_id origin_data origin_code trade_ids standard_cost_code_ids bidding_distribution_ids bidding
        """);

    private static readonly IReadOnlySet<string> OnSync = OnWrite.Union(["business_register_attributes", "origin_custom_fields"]).ToHashSet();

    private static readonly string[] NotNormal =
        ["bidding", "bidding_distribution", "children_count", "company_vendor", "legal_name", "parent", "project_ids", "standard_cost_codes", "trades"];

    public override string Kind => Kinds.Vendor;

    protected override IReadOnlySet<string> Fields => OnWrite;

    protected override IReadOnlySet<string> SyncFields => OnSync;

    protected override string EventName => "Company Vendors";

    public void Map(RouteTable routes)
    {
        routes.Get("/rest/v1.0/vendors", call => List(call, true));
        routes.Get("/rest/v1.0/vendors/{id}", call => Answer.Ok(Render(Find(call), View(call))));
        routes.Post("/rest/v1.0/vendors", call => Create(call, new(call.NeedCompany()), call.Wrapped("vendor"), View(call)));
        routes.Patch("/rest/v1.0/vendors/{id}", call => Update(call, Find(call), call.Wrapped("vendor"), View(call)));
        routes.Patch("/rest/v1.0/vendors/sync", call => Sync(call, new(call.NeedCompany())));
        routes.Get("/rest/v1.0/companies/{company_id}/vendors/inactive", call => List(call, false));
        routes.Patch("/rest/v1.0/companies/{company_id}/vendors/inactive/{id}", Reactivate);
        routes.Post("/rest/v1.0/vendors/{id}/business_register", call => Register(call, true));
        routes.Patch("/rest/v1.0/vendors/{id}/business_register", call => Register(call, false));
        routes.Post("/rest/v1.0/projects/{project_id}/vendors/{id}/actions/add", AddToProject);
        routes.Add("GET", OfProject, "/rest/v1.0/projects/{project_id}/vendors", "/rest/v1.1/projects/{project_id}/vendors");
    }

    private static string? View(Call call) => call.Find("view");

    private ProcoreRecord Find(Call call)
    {
        call.NeedCompany();

        return call.Need(Kind, call.PathId());
    }

    private Answer List(Call call, bool active)
    {
        call.NeedCompany();
        var filters = new Filters(call);
        var rows = Table.All.Where(vendor => vendor.CompanyId == call.CompanyId && vendor.Data["is_active"].Flag() != false == active);
        rows = filters.Match(rows, "origin_id");
        rows = filters.Match(rows, "id");
        rows = filters.Between(rows, "created_at", "updated_at");
        if (filters.One("search") is { } text)
        {
            rows = rows.Where(vendor => ((string?[])[vendor.Text("name"), vendor.Text("origin_code"), vendor.Text("business_id")])
                .Any(value => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true));
        }

        filters.RefuseOthers();
        rows = call.Find("sort") switch
        {
            null => rows,
            "name" => rows.OrderBy(vendor => vendor.Text("name"), StringComparer.Ordinal),
            "-name" => rows.OrderByDescending(vendor => vendor.Text("name"), StringComparer.Ordinal),
            var other => throw Refusal.Invalid(400, "sort", $"'{other}' is not supported here"),
        };

        return Paging.Page(call, rows.ToList(), vendor => Render(vendor, View(call)));
    }

    private Answer OfProject(Call call)
    {
        var project = call.NeedProject();
        var rows = Table.All.Where(vendor => vendor.Data["project_ids"]!.AsArray().Any(id => id.Id() == project.Id)).ToList();

        return Paging.Page(call, rows, vendor => Render(vendor, View(call)));
    }

    private Answer AddToProject(Call call)
    {
        var project = call.NeedProject();
        var vendor = call.Need(Kind, call.PathId());
        AddToDirectory(vendor, project.Id);

        return Answer.Created(Render(vendor));
    }

    /// <summary>Puts a company vendor into a project's directory, once.</summary>
    public static void AddToDirectory(ProcoreRecord vendor, long projectId)
    {
        var ids = vendor.Data["project_ids"]!.AsArray();
        if (!ids.Any(id => id.Id() == projectId))
        {
            ids.Add(projectId);
        }
    }

    private Answer Reactivate(Call call)
    {
        var vendor = Find(call);
        Write(vendor, new JsonObject { ["is_active"] = true }, false, call.App.ServiceAccountId);

        return Answer.Ok(Render(vendor));
    }

    private Answer Register(Call call, bool create)
    {
        var vendor = Find(call);
        var register = call.Wrapped("business_register");
        var known = vendor.Data["business_register"] as JsonObject;
        if (create && known is not null)
        {
            throw Refusal.Conflict("Vendor already has a business register");
        }

        if (!create && known is null)
        {
            throw Refusal.NotFound();
        }

        var problems = new Problems();
        CheckRegister(register, problems);
        if (problems.Any)
        {
            throw Refusal.Invalid(422, problems);
        }

        var written = WriteRegister(vendor, register);
        State.Touch(vendor);
        Tell(vendor, "update", call.App.ServiceAccountId);

        return new(create ? 201 : 200, written.DeepClone());
    }

    private static void CheckRegister(JsonObject register, Problems problems)
    {
        var digits = Digits(register);
        var length = register["type"].Text()?.ToUpperInvariant() switch { "EIN" => 9, "ABN" => 11, _ => 0 };
        if (length == 0)
        {
            problems.Add("type", "is not included in the list");
        }
        else if (digits.Length != length || !digits.All(char.IsAsciiDigit))
        {
            problems.Add("identifier", "is invalid");
        }
    }

    private static string Digits(JsonObject register) =>
        (register["identifier"].Text() ?? "").Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    private JsonObject WriteRegister(ProcoreRecord vendor, JsonObject register)
    {
        var digits = Digits(register);
        var type = register["type"].Text()!.ToUpperInvariant();
        vendor.Data["business_id"] = type == "EIN" ? $"{digits[..2]}-{digits[2..]}" : digits;
        var written = new JsonObject
        {
            ["id"] = vendor.Data["business_register"]?["id"].Id() ?? State.NextSerial(),
            ["type"] = type,
            ["identifier"] = digits,
            ["verified_at"] = null,
            ["verification_status"] = null,
        };
        vendor.Data["business_register"] = written;

        return written;
    }

    public override JsonNode Render(ProcoreRecord record, string? view = null)
    {
        var row = record.Data.Without("origin_custom_fields", "erp_custom_fields");
        row["company"] = record.Text("name");
        row["legal_name"] ??= record.Text("name");
        row["synced_to_erp"] = record.OriginId is not null;
        row["children_count"] = Table.All.Count(other => other.Data["parent"]?["id"].Id() == record.Id);
        switch (view)
        {
            case null or "extended":
                return row;
            case "normal":
                return row.Without(NotNormal);
            case "erp":
                row = row.Without(NotNormal);
                row["origin_custom_fields"] = record.Data["origin_custom_fields"]?.DeepClone() ?? new JsonObject();
                row["erp_custom_fields"] = record.Data["erp_custom_fields"]?.DeepClone() ?? new JsonObject();
                return row;
            case "compact" or "summary":
                return row.Pick("id", "name", "company", "origin_id", "origin_code", "is_active");
            case "directory":
                return row.Without([.. NotNormal, "origin_id", "origin_code", "origin_data", "is_active"]);
            default:
                throw Refusal.Invalid(400, "view", "is not one of compact, normal, erp, extended, directory, summary");
        }
    }

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        NeedName(existing, attributes, "name", problems);
        if (attributes["name"].Text() is { Length: > 0 } name && Table.All.Any(
            other => other != existing && other.CompanyId == scope.CompanyId && string.Equals(other.Text("name"), name, StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add("name", "has already been taken");
        }

        if (attributes["business_register_attributes"] is JsonObject register)
        {
            CheckRegister(register, problems);
        }

        if (attributes["parent_id"].Id() is { } parentId)
        {
            var parent = Table.Find(parentId);
            if (parent is null || parent == existing || parent.Data["parent"] is not null)
            {
                problems.Add("parent_id", "is invalid");
            }
        }
    }

    protected override void Store(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        if (attributes["business_register_attributes"] is JsonObject register)
        {
            WriteRegister(record, register);
        }

        if (attributes["origin_custom_fields"] is JsonObject fields)
        {
            var kept = record.Data["origin_custom_fields"] as JsonObject ?? [];
            foreach (var (name, value) in fields)
            {
                kept[name] = value?.DeepClone();
            }

            record.Data["origin_custom_fields"] = kept.DeepClone();
        }

        if (attributes.ContainsKey("parent_id"))
        {
            record.Data["parent"] = Table.Find(attributes["parent_id"].Id()) is { } parent
                ? new JsonObject { ["id"] = parent.Id, ["name"] = parent.Text("name") }
                : null;
        }

        base.Store(record, attributes.Without("business_register_attributes", "origin_custom_fields", "parent_id"), sync);
    }

    protected override JsonObject Blank(Scope scope) => new()
    {
        ["name"] = null,
        ["company"] = null,
        ["legal_name"] = null,
        ["trade_name"] = null,
        ["abbreviated_name"] = null,
        ["company_vendor"] = false,
        ["address"] = null,
        ["city"] = null,
        ["state_code"] = null,
        ["country_code"] = null,
        ["zip"] = null,
        ["business_phone"] = null,
        ["mobile_phone"] = null,
        ["fax_number"] = null,
        ["email_address"] = null,
        ["website"] = null,
        ["is_active"] = true,
        ["is_connected"] = false,
        ["authorized_bidder"] = false,
        ["prequalified"] = false,
        ["union_member"] = false,
        ["non_union_prevailing_wage"] = false,
        ["labor_union"] = null,
        ["license_number"] = null,
        ["notes"] = null,
        ["logo"] = null,
        ["contact_count"] = 0,
        ["children_count"] = 0,
        ["parent"] = null,
        ["vendor_group"] = null,
        ["business_id"] = null,
        ["business_register"] = null,
        ["primary_contact"] = null,
        ["origin_id"] = null,
        ["origin_code"] = null,
        ["origin_data"] = null,
        ["synced_to_erp"] = false,
        ["attachments"] = new JsonArray(),
        ["project_ids"] = new JsonArray(),
        ["trades"] = new JsonArray(),
        ["standard_cost_codes"] = new JsonArray(),
        ["bidding"] = new JsonObject { ["affirmative_action"] = false, ["small_business"] = false },
        ["bidding_distribution"] = new JsonArray(),
    };
}
