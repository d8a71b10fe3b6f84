using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Projects are deleted at once; cost codes that are synced only when the integrator has looked into the ERP system (corrections to spec 7.5).</summary>
public sealed partial class ProcorePages
{
    /// <summary>Deletes a project with everything in it: from now on there is no such project (spec 2.1: 404).</summary>
    public void DeleteProject(long id)
    {
        lock (State.Gate)
        {
            Demand(_person.ProjectTeam, "You may not delete the project.");
            var project = Get(Kinds.Project, id);
            Tool.Forget(State.RemoveProject(project));
            _parts.Projects.Tell(project, "delete", _person.Id);
        }
    }

    /// <summary>Deletes cost codes of a project: one request, a detail for each code; the elements are as in <c>create_or_update_job</c> (assumed).</summary>
    public ErpRequest DeleteCostCodes(params IReadOnlyList<long> ids)
    {
        lock (State.Gate)
        {
            Demand(_person.ErpIntegrations, "You may not use ERP Integrations.");
            var codes = ids.Select(id => Get(Kinds.CostCode, id)).ToList();
            Demand(codes.TrueForAll(code => code.OriginId is not null), "Codes that are not synced are deleted on their own page.");
            var details = codes.ConvertAll(code => Tool.Open("delete_cost_codes", code, code.CompanyId, Kinds.ClassName(code.Kind)));
            var data = codes.Zip(details, (code, detail) =>
            {
                var row = _parts.Payloads.CostCode(code);
                row["request_detail_id"] = detail.Id;

                return (JsonNode)row;
            }).ToJsonArray();

            return Tool.Send(codes[0].CompanyId, "delete_cost_codes", data, _person.Id, details);
        }
    }

    /// <summary>Takes a cost type off cost codes of a project.</summary>
    public ErpRequest DeleteCostTypes(long costTypeId, params IReadOnlyList<long> costCodeIds)
    {
        lock (State.Gate)
        {
            Demand(_person.ErpIntegrations, "You may not use ERP Integrations.");
            var codes = costCodeIds.Select(id => Get(Kinds.CostCode, id)).ToList();
            var details = codes.ConvertAll(code => Tool.Open("delete_cost_type_assignments", null, code.CompanyId, "CostCodeLineItemType"));
            var data = codes.Zip(details, (code, detail) => (JsonNode)new JsonObject
            {
                ["cost_code_id"] = code.Id,
                ["line_item_type_id"] = costTypeId,
                ["project_id"] = code.ProjectId,
                ["request_detail_id"] = detail.Id,
            }).ToJsonArray();

            return Tool.Send(codes[0].CompanyId, "delete_cost_type_assignments", data, _person.Id, details);
        }
    }
}
