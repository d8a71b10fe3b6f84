using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The refresh buttons, and the notice Procore sends for a project on its own.</summary>
public sealed partial class ProcorePages
{
    /// <summary>Refresh buttons and the keys beside the detail's id in what they send (spec 7.6); one of them has no detail.</summary>
    private static readonly Dictionary<string, string?> Buttons = new()
    {
        ["sync_vendors"] = "company_id",
        ["sync_jobs"] = "company_id",
        ["sync_sub_jobs"] = "company_id",
        ["sync_commitments"] = "company_id",
        ["sync_contract_payments"] = null,
        ["sync_prime_contracts"] = null,
        ["sync_commitment_change_orders"] = null,
        ["sync_standard_cost_codes"] = "standard_cost_code_list_id",
        ["sync_standard_categories"] = null,
    };

    /// <summary>A refresh button: <c>sync_vendors</c>, <c>sync_jobs</c>, <c>sync_contract_payments</c>, <c>sync_standard_cost_codes</c> …</summary>
    public ErpRequest Refresh(string requestName, long companyId)
    {
        lock (State.Gate)
        {
            Demand(_person.ErpIntegrations, "You may not use ERP Integrations.");
            Demand(Buttons.TryGetValue(requestName, out var beside), $"There is no button for {requestName}.");
            Tool.Age();
            Demand(
                !Tool.Details.Values.Any(detail => detail.CompanyId == companyId && detail.RequestName == requestName && detail.Status == "in_progress"),
                "A refresh of this kind is still running.");
            if (requestName == "sync_standard_categories")
            {
                return Tool.Send(companyId, requestName, new JsonObject(), _person.Id, []);
            }

            var detail = Tool.Open(requestName, null, companyId, "Company");
            var data = new JsonObject { ["request_detail_id"] = detail.Id };
            if (beside is not null)
            {
                data[beside] = beside == "company_id" ? companyId : State.Companies[companyId].ErpCostCodeListId;
            }

            return Tool.Send(companyId, requestName, data, _person.Id, [detail]);
        }
    }

    /// <summary>"Enable ERP Job Cost Transactions Syncing" in a project's settings, ticked or cleared (spec 8.12); Procore tells it with its next notice.</summary>
    public void SwitchJobCosts(long projectId, bool on = true)
    {
        lock (State.Gate)
        {
            Demand(_person.ErpIntegrations, "You may not use ERP Integrations.");
            var project = Get(Kinds.Project, projectId);
            Demand(project.OriginId is not null, "The project is not synced.");
            project.Data[ProjectResource.SyncsJobCosts] = on;
            State.Touch(project);
        }
    }

    /// <summary>What Procore sends from time to time for each synced project: a notice, nobody pressed anything (spec 7.5).</summary>
    public ErpRequest SyncSingleJob(long projectId)
    {
        lock (State.Gate)
        {
            var project = Get(Kinds.Project, projectId);
            Demand(project.OriginId is not null, "The project is not synced.");

            return Tool.Send(project.CompanyId, "sync_single_job", new JsonObject
            {
                ["id"] = project.OriginId,
                ["additional_job_data"] = new JsonObject
                {
                    ["job_name"] = project.Text("name"),
                    ["procore_project_id"] = project.Id,
                    // An id of the ERP tool's own: only the one above is the project's (spec 7.6).
                    ["project_id"] = project.Id % 1_000_000,
                    ["start_date"] = project.Text("start_date"),
                    ["job_cost_transactions_sync_enabled"] = project.Data[ProjectResource.SyncsJobCosts].Flag() ?? false,
                },
                ["company_id"] = project.CompanyId,
            }, null, []);
        }
    }
}
