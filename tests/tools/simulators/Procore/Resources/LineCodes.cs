using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>What a line is booked on: <c>wbs_code_id</c>, or <c>cost_code_id</c> with <c>line_item_type_id</c> (spec 8.7, 8.12: the WBS code wins).</summary>
internal sealed class LineCodes(ProcoreState state, WbsModel wbs, CostCodeResource costCodes)
{
    public void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, Problems problems)
    {
        var byParts = attributes["cost_code_id"] is not null && attributes["line_item_type_id"] is not null;
        if (existing is null && attributes["wbs_code_id"] is null && !byParts)
        {
            problems.Add("wbs_code_id", "can't be blank");
        }

        if (attributes["wbs_code_id"] is not null && state.Table(Kinds.WbsCode).Find(attributes["wbs_code_id"].Id())?.ProjectId != scope.ProjectId)
        {
            problems.Add("wbs_code_id", "is invalid");
        }

        if (byParts && CodeOf(attributes, scope) is null)
        {
            problems.Add("cost_code_id", "is invalid");
        }
    }

    /// <summary>Turns code and type into the WBS code they make.</summary>
    public void Resolve(ProcoreRecord record, JsonObject attributes)
    {
        if (attributes["wbs_code_id"] is null && CodeOf(attributes, new(record.CompanyId, record.ProjectId)) is { } code)
        {
            attributes["wbs_code_id"] = code.Id;
        }
    }

    public void Show(ProcoreRecord line, JsonObject row)
    {
        if (state.Table(Kinds.WbsCode).Find(line.Data["wbs_code_id"].Id()) is { } code)
        {
            var parts = wbs.PartsOf(code);
            row["wbs_code"] = wbs.Short(code);
            row["cost_code"] = costCodes.Render(parts.First(part => part.Item.Kind == Kinds.CostCode).Item);
            row["line_item_type"] = parts.First(part => part.Item.Kind == Kinds.LineItemType).Item.Data
                .Pick("id", "name", "code", "base_type", "origin_id", "origin_data");
        }
    }

    private ProcoreRecord? CodeOf(JsonObject attributes, Scope scope)
    {
        var costCode = state.Table(Kinds.CostCode).Find(attributes["cost_code_id"].Id());
        var type = state.Table(Kinds.LineItemType).Find(attributes["line_item_type_id"].Id());
        var project = state.Table(Kinds.Project).Find(scope.ProjectId);
        if (costCode is null || type is null || project is null || costCode.ProjectId != project.Id)
        {
            return null;
        }

        var segments = wbs.Segments(scope.CompanyId, project).Where(segment => segment.Text("type") != "custom").ToDictionary(segment => segment.Text("type")!);

        return wbs.Upsert(project, [(segments["cost_code"], costCode), (segments["line_item_type"], type)], null);
    }
}
