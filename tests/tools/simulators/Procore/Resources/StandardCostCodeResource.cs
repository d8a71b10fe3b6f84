using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The company's cost code lists (spec 8.6). Create takes <c>code</c> without the parent's prefix, sync with it.</summary>
internal sealed class StandardCostCodeResource(ProcoreState state) : Resource(state)
{
    private static readonly IReadOnlySet<string> OnWrite = FieldList.Of("code name parent_id origin_id origin_data");

    public override string Kind => Kinds.StandardCostCode;

    protected override IReadOnlySet<string> Fields => OnWrite;

    protected override string EventName => "Standard Cost Codes";

    public void Map(RouteTable routes)
    {
        routes.Get("/rest/v1.0/standard_cost_code_lists", Lists);
        routes.Get("/rest/v1.0/standard_cost_codes", List);
        routes.Post("/rest/v1.0/standard_cost_codes", call => Create(call, ListOf(call), call.Wrapped("standard_cost_code"), "extended"));
        routes.Patch("/rest/v1.0/standard_cost_codes/{id}",
            call => Update(call, call.Need(Kind, call.PathId()), call.Wrapped("standard_cost_code"), "extended"));
        routes.Delete("/rest/v1.0/standard_cost_codes/{id}", Delete);
        routes.Patch("/rest/v1.0/standard_cost_codes/sync", call => Sync(call, ListOf(call)));
    }

    private Scope ListOf(Call call)
    {
        call.NeedCompany();

        return new(call.CompanyId, null, call.Need(Kinds.StandardCostCodeList, call.NeedId("standard_cost_code_list_id")).Id);
    }

    private Answer Lists(Call call)
    {
        call.NeedCompany();
        var lists = State.Table(Kinds.StandardCostCodeList).All.Where(list => list.CompanyId == call.CompanyId);

        return Answer.Ok(lists.Select(list => (JsonNode)list.Data.Pick("id", "name", "is_erp_list", "available_to_use_on_new_projects")).ToJsonArray());
    }

    private Answer List(Call call)
    {
        var scope = ListOf(call);
        var filters = new Filters(call);
        var rows = filters.Match(Table.All.Where(code => code.ParentId == scope.ParentId), "origin_id");
        filters.RefuseOthers();

        return Paging.Page(call, rows.ToList(), code => Render(code, call.Find("view") ?? "default"));
    }

    private Answer Delete(Call call)
    {
        var code = call.Need(Kind, call.PathId());
        if (Table.All.Any(other => other.Data["parent_id"].Id() == code.Id))
        {
            throw Refusal.Unprocessable("base", "The cost code has children");
        }

        Table.Remove(code);
        Tell(code, "delete", call.App.ServiceAccountId);

        return Answer.Empty;
    }

    public string FullCode(ProcoreRecord code) => string.Join('-', CostCodeResource.PathOf(Table, code).Select(part => part.Text("code")));

    public override JsonNode Render(ProcoreRecord record, string? view = null)
    {
        var row = record.Data.Pick("id", "standard_cost_code_list_id", "parent_id", "code", "name", "origin_id", "origin_data");
        row["full_code"] = FullCode(record);

        return view switch
        {
            null or "extended" => row,
            "default" => row.Pick("id", "standard_cost_code_list_id"),
            "compact" => row.Pick("id", "standard_cost_code_list_id", "origin_id"),
            _ => throw Refusal.Invalid(400, "view", "is not one of default, compact, extended"),
        };
    }

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        NeedName(existing, attributes, "name", problems);
        NeedName(existing, attributes, "code", problems);
        var parent = Table.Find(attributes["parent_id"].Id());
        if (attributes["parent_id"] is not null && parent?.ParentId != scope.ParentId)
        {
            problems.Add("parent_id", "is invalid");
            return;
        }

        // The prefix trap of 8.6: only sync takes the whole code.
        if (sync && parent is not null && attributes["code"].Text() is { } code && !code.StartsWith(FullCode(parent) + "-", StringComparison.Ordinal))
        {
            problems.Add("code", $"must start with {FullCode(parent)}-");
        }
    }

    protected override void Store(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        base.Store(record, attributes, sync);
        if (sync && attributes["code"].Text() is { } code && Table.Find(record.Data["parent_id"].Id()) is { } parent)
        {
            record.Data["code"] = code[(FullCode(parent).Length + 1)..];
        }
    }

    protected override JsonObject Blank(Scope scope) => new()
    {
        ["standard_cost_code_list_id"] = scope.ParentId,
        ["parent_id"] = null,
        ["code"] = null,
        ["name"] = null,
        ["origin_id"] = null,
        ["origin_data"] = null,
    };
}
