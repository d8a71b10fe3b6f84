using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Unlinking by approvers, resetting by Procore's staff.</summary>
public sealed partial class ProcorePages
{
    /// <summary>A vendor is unlinked at once and the integrator is told; an invoice stays linked until the integrator has said success (spec 7.5, 7.7).</summary>
    public ErpRequest Unlink(string kind, long id)
    {
        lock (State.Gate)
        {
            NeedApprover();
            var record = Get(kind, id);
            Demand(record.OriginId is not null, "It is not synced.");
            if (record.Kind == Kinds.Vendor)
            {
                var told = new JsonObject { ["vendor"] = record.Data.Pick("id", "origin_id"), ["company_id"] = record.CompanyId };
                Tool.Unsync(record);
                return Tool.Send(record.CompanyId, "unlink_vendor", told, _person.Id, []);
            }

            Demand(record.Kind == Kinds.Requisition, $"A {record.Kind} can't be unlinked here.");
            Demand(_person.CommitmentsAdmin, "You may not unlink this invoice.");
            Tool.Age();
            Demand(Tool.LatestOf(record)?.Status != "in_progress", "Wait until the running work is finished.");
            var detail = Tool.Open("unlink_requisition", record, record.CompanyId, Kinds.ClassName(record.Kind));

            return Tool.Send(
                record.CompanyId, "unlink_requisition",
                new JsonObject
                {
                    ["requisition_id"] = record.Id,
                    ["project_id"] = record.ProjectId,
                    ["requisition_origin_id"] = record.OriginId,
                    ["request_detail_id"] = detail.Id,
                    ["company_id"] = record.CompanyId,
                },
                _person.Id, [detail]);
        }
    }

    /// <summary>Procore's staff end the company's ERP connection; its cost code list stays.</summary>
    public void EndConnection(long companyId)
    {
        lock (State.Gate)
        {
            NeedSuperUser();
            (State.Companies[companyId].ErpServiceUrl, State.Companies[companyId].ErpMetadata) = (null, null);
        }
    }

    /// <summary>Procore's staff return an invoice to unsynced.</summary>
    public ErpRequest ResetRequisition(long id)
    {
        lock (State.Gate)
        {
            NeedSuperUser();
            var invoice = Get(Kinds.Requisition, id);
            var told = new JsonObject
            {
                ["requisition_id"] = invoice.Id,
                ["project_id"] = invoice.ProjectId,
                ["requisition_origin_id"] = invoice.OriginId,
                ["reset_override"] = false,
            };
            Tool.Unsync(invoice);

            return Tool.Send(invoice.CompanyId, "reset_requisition", told, _person.Id, []);
        }
    }

    /// <summary>Procore's staff return a project and everything under it to unsynced.</summary>
    public ErpRequest ResetJob(long id)
    {
        lock (State.Gate)
        {
            NeedSuperUser();
            var project = Get(Kinds.Project, id);
            var told = new JsonObject { ["project"] = project.Data.Pick("id", "name", "origin_data", "origin_id") };
            foreach (var kind in (string[])[Kinds.Requisition, Kinds.CostCode, Kinds.WorkOrderContract, Kinds.PurchaseOrderContract, Kinds.LineItem])
            {
                foreach (var record in State.Table(kind).OfProject(project.Id).ToList())
                {
                    Tool.Unsync(record);
                }
            }

            Tool.Unsync(project);

            return Tool.Send(project.CompanyId, "reset_job", told, _person.Id, []);
        }
    }

    /// <summary>Procore's staff ask to have a payment looked at; with the override it is unsynced at once (spec 7.5, 7.6).</summary>
    public ErpRequest ResetPayment(long paymentId, bool always = false)
    {
        lock (State.Gate)
        {
            NeedSuperUser();
            var payment = Get(Kinds.ContractPayment, paymentId);
            var told = new JsonObject { ["payment_id"] = payment.Id, ["payment_type"] = "ContractPayment" };
            foreach (var name in (string[])["origin_id", "origin_code", "origin_data"])
            {
                told[name] = payment.Text(name);
            }

            told["reset_override"] = always;
            if (always)
            {
                Tool.Unsync(payment);
            }

            return Tool.Send(payment.CompanyId, "reset_payment", told, _person.Id, []);
        }
    }
}
