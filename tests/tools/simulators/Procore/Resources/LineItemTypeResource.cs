using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Cost types (spec 8.6): written as <c>csv_import_code</c>, read as <c>code</c>.</summary>
internal sealed class LineItemTypeResource(ProcoreState state) : Resource(state)
{
    private static readonly IReadOnlySet<string> OnWrite = FieldList.Of("name csv_import_code base_type origin_id origin_data");

    private static readonly IReadOnlySet<string> BaseTypes =
        FieldList.Of("labor equipment materials commitment owner_cost professional_services other");

    public override string Kind => Kinds.LineItemType;

    protected override IReadOnlySet<string> Fields => OnWrite;

    protected override string EventName => "Line Item Types";

    public void Map(RouteTable routes)
    {
        routes.Get("/rest/v1.0/line_item_types", List);
        routes.Post("/rest/v1.0/line_item_types", call => Create(call, new(call.NeedCompany()), call.Wrapped("line_item_type")));
        routes.Patch("/rest/v1.0/line_item_types/{id}", call => Update(call, call.Need(Kind, call.PathId()), call.Wrapped("line_item_type")));
        routes.Patch("/rest/v1.0/line_item_types/sync", call => Sync(call, new(call.NeedCompany())));
    }

    private Answer List(Call call)
    {
        if (call.FindId("project_id") is not null)
        {
            call.NeedProject();
        }
        else
        {
            call.NeedCompany();
        }

        var filters = new Filters(call);
        var rows = filters.Match(Table.All.Where(type => type.CompanyId == call.CompanyId), "origin_id");
        filters.RefuseOthers();

        return Paging.Page(call, rows.ToList(), type => Render(type));
    }

    public override JsonNode Render(ProcoreRecord record, string? view = null) =>
        record.Data.Pick("id", "name", "code", "base_type", "origin_id", "origin_data");

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        NeedName(existing, attributes, "name", problems);
        NeedName(existing, attributes, "csv_import_code", problems);
        if (attributes["base_type"].Text() is { } type && !BaseTypes.Contains(type))
        {
            problems.Add("base_type", "is not included in the list");
        }
    }

    protected override void Store(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        if (attributes.ContainsKey("csv_import_code"))
        {
            record.Data["code"] = attributes["csv_import_code"].Text();
        }

        base.Store(record, attributes.Without("csv_import_code"), sync);
    }

    protected override JsonObject Blank(Scope scope) =>
        new() { ["name"] = null, ["code"] = null, ["base_type"] = null, ["origin_id"] = null, ["origin_data"] = null };
}
