using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Segments, their items and the codes made of them (spec 8.5). Items of the legacy segments are the cost codes and cost types themselves.</summary>
internal sealed class WbsModel(ProcoreState state)
{
    /// <summary>The segments of a project in pattern order; a project may have dropped a custom one.</summary>
    public IEnumerable<ProcoreRecord> Segments(long companyId, ProcoreRecord? project = null) => state.Table(Kinds.Segment).All
        .Where(segment => segment.CompanyId == companyId && project?.Data["dropped_segments"]?.AsArray().Any(id => id.Id() == segment.Id) != true)
        .OrderBy(segment => segment.Data["position"].Id());

    /// <summary>The table and records that are the items of a segment.</summary>
    public IEnumerable<ProcoreRecord> Items(ProcoreRecord segment, ProcoreRecord? project) => segment.Text("type") switch
    {
        "cost_code" when project is not null => state.Table(Kinds.CostCode).OfProject(project.Id),
        "cost_code" => state.Table(Kinds.StandardCostCode).All.Where(code => code.CompanyId == segment.CompanyId),
        "line_item_type" => state.Table(Kinds.LineItemType).All.Where(type => type.CompanyId == segment.CompanyId),
        _ => state.Table(Kinds.SegmentItem).All
            .Where(item => item.ParentId == segment.Id && (item.ProjectId is null || item.ProjectId == project?.Id)),
    };

    public JsonObject RenderSegment(ProcoreRecord segment)
    {
        var row = segment.Data.DeepClone().AsObject();
        row["segment_items_count"] = state.Table(TableOf(segment)).All.Count(item => item.CompanyId == segment.CompanyId);

        return row;
    }

    public JsonObject RenderItem(ProcoreRecord segment, ProcoreRecord item)
    {
        var path = CostCodeResource.PathOf(state.Table(item.Kind), item);

        return new()
        {
            ["id"] = item.Id,
            ["code"] = item.Text("code"),
            ["name"] = item.Text("name"),
            ["parent_id"] = path.Count > 1 ? path[^2].Id : null,
            ["path_ids"] = path.Select(part => (JsonNode)part.Id).ToJsonArray(),
            ["path_code"] = PathCode(item),
            ["path_codes"] = path.Select(part => (JsonNode?)part.Text("code")).ToJsonArray(),
            ["path_names"] = path.Select(part => (JsonNode?)part.Text("name")).ToJsonArray(),
            ["is_parent"] = state.Table(item.Kind).All.Any(other => (other.Data["parent"]?["id"].Id() ?? other.Data["parent_id"].Id()) == item.Id),
            ["in_use"] = true,
            ["status"] = item.Text("status") ?? "active",
            ["created_at"] = item.Text("created_at"),
            ["updated_at"] = item.Text("updated_at"),
            ["segment"] = RenderSegment(segment),
        };
    }

    public string PathCode(ProcoreRecord item) =>
        string.Join('-', CostCodeResource.PathOf(state.Table(item.Kind), item).Select(part => part.Text("code")));

    public IReadOnlyList<(ProcoreRecord Segment, ProcoreRecord Item)> PartsOf(ProcoreRecord code) =>
        [.. code.Data["parts"]!.AsArray().Select(part =>
        {
            var segment = state.Table(Kinds.Segment).Find(part!["segment_id"].Id())!;
            return (segment, state.Table(TableOf(segment)).Find(part["segment_item_id"].Id())!);
        }).OrderBy(part => part.segment.Data["position"].Id())];

    public string FlatCode(ProcoreRecord code)
    {
        var parts = PartsOf(code);

        return string.Concat(parts.Select((part, at) => (at > 0 ? parts[at - 1].Segment.Text("delimiter") : "") + PathCode(part.Item)));
    }

    public JsonObject Render(ProcoreRecord code)
    {
        var parts = PartsOf(code);
        var row = Short(code);
        row["flat_name"] = string.Join('.', parts.SelectMany(
            part => CostCodeResource.PathOf(state.Table(part.Item.Kind), part.Item).Select(item => item.Text("name"))));
        row["status"] = code.Text("status");
        row["wbs_pattern_id"] = PatternId(code.CompanyId);
        row["segment_items"] = parts.Select(part => (JsonNode)RenderItem(part.Segment, part.Item)).ToJsonArray();
        row["created_at"] = code.Text("created_at");
        row["updated_at"] = code.Text("updated_at");

        return row;
    }

    public JsonObject Short(ProcoreRecord code) =>
        new() { ["id"] = code.Id, ["flat_code"] = FlatCode(code), ["description"] = code.Text("description") };

    /// <summary>The longer form inside requisition items.</summary>
    public JsonObject InItem(ProcoreRecord code)
    {
        var row = Short(code);
        row["segment_items"] = PartsOf(code).Select(part =>
        {
            var path = CostCodeResource.PathOf(state.Table(part.Item.Kind), part.Item);
            return (JsonNode)new JsonObject
            {
                ["id"] = part.Item.Id,
                ["code"] = part.Item.Text("code"),
                ["name"] = part.Item.Text("name"),
                ["path_ids"] = path.Select(item => (JsonNode)item.Id).ToJsonArray(),
                ["path_codes"] = path.Select(item => (JsonNode?)item.Text("code")).ToJsonArray(),
                ["segment_type"] = part.Segment.Text("type"),
                ["segment_id"] = part.Segment.Id,
            };
        }).ToJsonArray();

        return row;
    }

    public static long PatternId(long companyId) => companyId + 3_000_000_000;

    /// <summary>The code of this combination, made when it is new.</summary>
    public ProcoreRecord Upsert(ProcoreRecord project, IReadOnlyList<(ProcoreRecord Segment, ProcoreRecord Item)> parts, string? description)
    {
        var known = state.Table(Kinds.WbsCode).OfProject(project.Id).FirstOrDefault(code => PartsOf(code).Select(part => (part.Segment.Id, part.Item.Id)).ToHashSet()
                .SetEquals(parts.Select(part => (part.Segment.Id, part.Item.Id))));
        if (known is not null)
        {
            known.Data["description"] = description ?? known.Text("description");
            state.Touch(known);
            return known;
        }

        return state.Add(Kinds.WbsCode, project.CompanyId, project.Id, null, new()
        {
            ["description"] = description ?? string.Join('.', parts.OrderBy(part => part.Segment.Data["position"].Id()).Select(part => part.Item.Text("name"))),
            ["status"] = "active",
            ["parts"] = parts.Select(part => (JsonNode)new JsonObject { ["segment_id"] = part.Segment.Id, ["segment_item_id"] = part.Item.Id }).ToJsonArray(),
        });
    }

    public string TableOf(ProcoreRecord segment, bool ofProject = true) => segment.Text("type") switch
    {
        "cost_code" => ofProject ? Kinds.CostCode : Kinds.StandardCostCode,
        "line_item_type" => Kinds.LineItemType,
        _ => Kinds.SegmentItem,
    };
}
