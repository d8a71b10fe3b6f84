using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Project cost codes (spec 8.6). <c>code</c> is written and read without the parent's prefix.</summary>
internal sealed class CostCodeResource(ProcoreState state) : Resource(state)
{
    private static readonly IReadOnlySet<string> OnWrite =
        FieldList.Of("code name parent_id position standard_cost_code_id origin_id origin_data");

    public override string Kind => Kinds.CostCode;

    protected override IReadOnlySet<string> Fields => OnWrite;

    protected override string EventName => "Cost Codes";

    public void Map(RouteTable routes)
    {
        routes.Get("/rest/v1.0/cost_codes", List);
        routes.Get("/rest/v1.0/cost_codes/{id}", call => Answer.Ok(Render(call.NeedInProject(Kind))));
        routes.Post("/rest/v1.0/cost_codes", call => Create(call, ProjectOf(call), call.Wrapped("cost_code")));
        routes.Patch("/rest/v1.0/cost_codes/{id}", call => Update(call, call.NeedInProject(Kind), call.Wrapped("cost_code")));
        routes.Patch("/rest/v1.0/cost_codes/sync", call => Sync(call, ProjectOf(call)));
        routes.Post("/rest/v1.0/cost_codes/copy_from_standard_list", Copy);
        routes.Patch("/rest/v1.0/cost_code_line_item_types/sync", SyncTypes);
        routes.Delete("/rest/v1.0/cost_code_line_item_types/{id}", DeleteType);
    }

    private static Scope ProjectOf(Call call) => new(call.CompanyId, call.NeedProject().Id);

    private Answer List(Call call)
    {
        var project = call.NeedProject();
        var filters = new Filters(call);
        var rows = Table.OfProject(project.Id);
        rows = filters.Match(rows, "id");
        rows = filters.Match(rows, "origin_id");
        filters.RefuseOthers();

        return call.Find("view") switch
        {
            null or "default" => Paging.Page(call, rows.ToList(), code => Render(code)),
            "erp_compact" => Paging.Page(call, rows.ToList(), code => Render(code).AsObject().Pick("id", "name", "full_code", "origin_id", "origin_data")),
            _ => throw Refusal.Invalid(400, "view", "is not one of default, erp_compact"),
        };
    }

    public override JsonNode Render(ProcoreRecord record, string? view = null)
    {
        var row = record.Data.DeepClone().AsObject();
        row["full_code"] = FullCode(record);
        row["sortable_code"] = FullCode(record);
        row["biller"] = State.Table(Kinds.Project).Find(record.ProjectId)!.Text("name");
        row["biller_id"] = record.ProjectId;
        row["biller_type"] = "Project";
        row["line_item_types"] = TypesOf(record).Select(type => (JsonNode)type.Data.Pick("id", "name", "code", "base_type", "origin_id", "origin_data")).ToJsonArray();

        return row;
    }

    public IEnumerable<ProcoreRecord> TypesOf(ProcoreRecord code) => State.Table(Kinds.CostCodeType).Under(code.Id)
        .Select(link => State.Table(Kinds.LineItemType).Find(link.Data["line_item_type_id"].Id())!);

    /// <summary>The code and its parents, outermost first.</summary>
    public static IReadOnlyList<ProcoreRecord> PathOf(RecordTable table, ProcoreRecord code)
    {
        var path = new List<ProcoreRecord> { code };
        while (table.Find(path[0].Data["parent"]?["id"].Id() ?? path[0].Data["parent_id"].Id()) is { } parent)
        {
            path.Insert(0, parent);
        }

        return path;
    }

    public string FullCode(ProcoreRecord code) => string.Join('-', PathOf(Table, code).Select(part => part.Text("code")));

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        NeedName(existing, attributes, "name", problems);
        NeedName(existing, attributes, "code", problems);
        if (attributes["parent_id"] is not null && Table.Find(attributes["parent_id"].Id())?.ProjectId != scope.ProjectId)
        {
            problems.Add("parent_id", "is invalid");
        }

        var parent = attributes.ContainsKey("parent_id") ? attributes["parent_id"].Id() : existing?.Data["parent"]?["id"].Id();
        if (attributes["code"].Text() is { } code && Table.OfProject(scope.ProjectId).Any(
            other => other != existing && other.Text("code") == code && other.Data["parent"]?["id"].Id() == parent))
        {
            problems.Add("code", "has already been taken");
        }
    }

    protected override void Store(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        if (attributes.ContainsKey("parent_id"))
        {
            record.Data["parent"] = new JsonObject { ["id"] = attributes["parent_id"].Id() };
        }

        base.Store(record, attributes.Without("parent_id"), sync);
    }

    protected override JsonObject Blank(Scope scope) => new()
    {
        ["name"] = null,
        ["code"] = null,
        ["budgeted"] = false,
        ["parent"] = new JsonObject { ["id"] = null },
        ["position"] = null,
        ["standard_cost_code_id"] = null,
        ["standard_cost_code_list_id"] = null,
        ["origin_id"] = null,
        ["origin_data"] = null,
        ["deleted_at"] = null,
    };

    private Answer Copy(Call call)
    {
        var project = call.NeedProject();
        var list = call.NeedId("standard_cost_code_list_id");
        CopyStandardList(project, list);

        return Answer.Empty;
    }

    /// <summary>Copies the company's codes into a project, parents first, keeping what is there.</summary>
    public void CopyStandardList(ProcoreRecord project, long listId)
    {
        var copies = Table.OfProject(project.Id).Where(code => code.Data["standard_cost_code_id"] is not null)
            .ToDictionary(code => code.Data["standard_cost_code_id"].Id()!.Value);
        foreach (var standard in State.Table(Kinds.StandardCostCode).All.Where(code => code.Data["standard_cost_code_list_id"].Id() == listId))
        {
            if (!copies.ContainsKey(standard.Id))
            {
                var parent = standard.Data["parent_id"].Id() is { } parentId ? copies[parentId].Id : (long?)null;
                copies[standard.Id] = Insert(new(project.CompanyId, project.Id), new()
                {
                    ["code"] = standard.Text("code"),
                    ["name"] = standard.Text("name"),
                    ["parent_id"] = parent,
                    ["standard_cost_code_id"] = standard.Id,
                    ["standard_cost_code_list_id"] = listId,
                }, false, null);
            }
        }
    }

    public void Assign(ProcoreRecord code, ProcoreRecord type)
    {
        if (!TypesOf(code).Contains(type))
        {
            State.Add(Kinds.CostCodeType, code.CompanyId, code.ProjectId, code.Id,
                new() { ["cost_code_id"] = code.Id, ["line_item_type_id"] = type.Id, ["synced"] = false });
        }
    }

    private Answer SyncTypes(Call call)
    {
        var project = call.NeedProject();

        return SyncAnswer.Each(State.Settings, (call.Body as JsonObject)?["updates"] as JsonArray, (update, problems) =>
        {
            var code = Table.Find(update["cost_code_id"].Id());
            var type = State.Table(Kinds.LineItemType).Find(update["line_item_type_id"].Id());
            if (code?.ProjectId != project.Id || type is null)
            {
                problems.Add(type is null ? "line_item_type_id" : "cost_code_id", "is invalid");
                return null;
            }

            Assign(code, type);
            var link = State.Table(Kinds.CostCodeType).All.First(
                one => one.Data["cost_code_id"].Id() == code.Id && one.Data["line_item_type_id"].Id() == type.Id);
            link.Data["synced"] = update["synced"]?.DeepClone() ?? link.Data["synced"]?.DeepClone();

            return link.Data.Pick("id", "cost_code_id", "line_item_type_id", "synced");
        });
    }

    private Answer DeleteType(Call call)
    {
        State.Table(Kinds.CostCodeType).Remove(call.Need(Kinds.CostCodeType, call.PathId()));

        return Answer.Empty;
    }
}
