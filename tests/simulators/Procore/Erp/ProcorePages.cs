using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>What one person does in Procore's pages. Each method throws <see cref="ProcoreRefusedException"/> where the page would refuse (spec 7.2, connector behaviour 3).</summary>
public sealed class ProcorePages
{
    private readonly ProcoreParts _parts;
    private readonly ProcorePerson _person;

    internal ProcorePages(ProcoreParts parts, ProcorePerson person) => (_parts, _person) = (parts, person);

    private ProcoreState State => _parts.State;

    private ErpTool Tool => _parts.Tool;

    /// <summary>"Send to ERP" on the record's own page.</summary>
    public void SendToErp(string kind, long id)
    {
        lock (State.Gate)
        {
            var record = Get(kind, id);
            var allowed = record.Kind == Kinds.Requisition ? _person.CommitmentsAdmin : _person.ProjectTeam;
            Demand(allowed, "You may not send this to accounting.");
            NeedConnection(record);
            var resend = record.Kind == Kinds.Project && record.ErpStatus == ErpStatuses.Synced;
            Demand(record.ErpStatus is null or ErpStatuses.Rejected || resend, $"It is {record.ErpStatus} and can't be sent.");
            Demand(record.OriginId is null || resend, "It is synced already.");
            switch (record.Kind)
            {
                case Kinds.Requisition:
                    Demand(
                        record.Text("status") is "approved" or "approved_as_noted" or "pending_owner_approval",
                        "Only invoices that are Approved, Approved as Noted or Pending Owner Approval can be sent.");
                    break;
                case Kinds.Vendor:
                    Demand(record.Data["is_active"].Flag() != false, "Only active companies can be sent.");
                    break;
                case Kinds.Project:
                    Demand(record.Data["active"].Flag() != false && record.Data.IsSet("project_number"), "A project needs a number and has to be active.");
                    break;
                default:
                    throw new ProcoreRefusedException($"A {record.Kind} can't be sent.");
            }

            (record.ErpStatus, record.ErpMessages, record.SentBy) = (ErpStatuses.ReadyToExport, [], _person.Id);
        }
    }

    /// <summary>The sender takes it back, as long as no approver has answered.</summary>
    public void Retrieve(string kind, long id)
    {
        lock (State.Gate)
        {
            var record = Get(kind, id);
            Demand(record.Kind == Kinds.Requisition ? _person.CommitmentsAdmin : _person.ProjectTeam, "You may not retrieve this.");
            Demand(record.ErpStatus == ErpStatuses.ReadyToExport, "Only what is ready to export can be retrieved.");
            record.ErpStatus = null;
        }
    }

    /// <summary>Accept and export. Invoices chosen together make one ERP Request (spec 7.8), everything else one each.</summary>
    /// <remarks><c>answers</c>: What the approver filled in: the <c>erp_custom_fields</c>.</remarks>
    public IReadOnlyList<ErpRequest> AcceptAndExport(string kind, IReadOnlyList<long> ids, JsonObject? answers = null)
    {
        lock (State.Gate)
        {
            NeedApprover();
            var records = ids.Select(id => Get(kind, id)).ToList();
            foreach (var record in records)
            {
                NeedConnection(record);
                Demand(
                    record.ErpStatus is ErpStatuses.ReadyToExport or ErpStatuses.FailedToExport,
                    $"{Kinds.ClassName(record.Kind)} {record.Id} is {record.ErpStatus ?? "not sent"} and can't be exported.");
            }

            Demand(records.Count > 0, "Nothing is chosen.");
            foreach (var record in records)
            {
                (record.ErpStatus, record.ErpMessages) = (ErpStatuses.Exporting, []);
            }

            return records[0].Kind == Kinds.Requisition ? [ExportInvoices(records, answers ?? [])] : [.. records.Select(one => Export(one, answers ?? []))];
        }
    }

    /// <summary>Back to the sender, with the reason; from "Failed to Export" the reason may be empty.</summary>
    public void Reject(string kind, long id, string comment)
    {
        lock (State.Gate)
        {
            NeedApprover();
            var record = Get(kind, id);
            Demand(record.ErpStatus is ErpStatuses.ReadyToExport or ErpStatuses.FailedToExport, "Only what is ready or has failed can be rejected.");
            Demand(record.ErpStatus == ErpStatuses.FailedToExport || !string.IsNullOrWhiteSpace(comment), "A rejection needs a comment.");
            (record.ErpStatus, record.ErpMessages) = (ErpStatuses.Rejected, string.IsNullOrWhiteSpace(comment) ? [] : [comment]);
        }
    }

    /// <summary>A change on the record's own page. What was sent or synced is locked (spec 5.4, 7.2).</summary>
    public void Edit(string kind, long id, JsonObject changes)
    {
        lock (State.Gate)
        {
            var record = Get(kind, id);
            var locked = record.ErpStatus is not (null or ErpStatuses.Rejected) || (record.Kind == Kinds.Requisition && record.OriginId is not null);
            // Vendors and projects stay open once they are synced; only invoices become immutable.
            locked &= record.ErpStatus != ErpStatuses.Synced || record.Kind == Kinds.Requisition;
            Demand(!locked, "The record is not editable because it has been sent to or synced with ERP.");
            _parts.Write(record, changes, _person.Id);
        }
    }

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
                foreach (var record in State.Table(kind).All.Where(record => record.ProjectId == project.Id).ToList())
                {
                    Tool.Unsync(record);
                }
            }

            Tool.Unsync(project);

            return Tool.Send(project.CompanyId, "reset_job", told, _person.Id, []);
        }
    }

    /// <summary>Exports standard cost codes: one request, its data an array, a detail for each code (spec 7.6).</summary>
    public ErpRequest ExportStandardCostCodes(IReadOnlyList<long> ids, JsonObject? answers = null)
    {
        lock (State.Gate)
        {
            NeedApprover();
            var codes = ids.Select(id => Get(Kinds.StandardCostCode, id)).ToList();
            Demand(codes.Count > 0 && codes.TrueForAll(code => code.OriginId is null), "Only codes that are not synced can be exported.");
            NeedConnection(codes[0]);
            var details = codes.ConvertAll(code => Tool.Open("create_standard_cost_codes", code, code.CompanyId, Kinds.ClassName(code.Kind)));
            codes.ForEach(code => code.ErpStatus = ErpStatuses.Exporting);
            var data = codes.Zip(details, (code, detail) => (JsonNode)_parts.Payloads.StandardCostCode(code, answers ?? [], detail.Id)).ToJsonArray();

            return Tool.Send(codes[0].CompanyId, "create_standard_cost_codes", data, _person.Id, details);
        }
    }

    /// <summary>A refresh button: <c>sync_vendors</c>, <c>sync_jobs</c>, <c>sync_contract_payments</c>, <c>sync_standard_cost_codes</c> …</summary>
    public ErpRequest Refresh(string requestName, long companyId)
    {
        lock (State.Gate)
        {
            Demand(_person.ErpIntegrations, "You may not use ERP Integrations.");
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
            if (requestName == "sync_standard_cost_codes")
            {
                data["standard_cost_code_list_id"] = State.Companies[companyId].ErpCostCodeListId;
            }
            else if (requestName is "sync_vendors" or "sync_jobs" or "sync_sub_jobs" or "sync_commitments")
            {
                data["company_id"] = companyId;
            }

            return Tool.Send(companyId, requestName, data, _person.Id, [detail]);
        }
    }

    /// <summary>"Add to Procore" in Ready to Import: makes the record, marks the staged one imported and tells the integrator (spec 7.2).</summary>
    /// <remarks><c>stagedId</c>: A staged vendor or project.</remarks>
    public ErpRequest AddToProcore(long stagedId)
    {
        lock (State.Gate)
        {
            NeedApprover();
            var staged = Staged(stagedId);
            var type = staged.Text("item_type");
            Demand(type is Kinds.Vendor or Kinds.Project, $"A staged {type} can't be imported here.");
            var data = staged.Data["data"]!.DeepClone().AsObject();
            data["origin_id"] = staged.OriginId;
            data["origin_code"] = staged.Text("origin_code");
            var record = _parts.Insert(type!, staged.CompanyId, data, _person.Id);
            MarkImported(staged, record);
            var shown = type == Kinds.Vendor
                ? record.Data.Pick("id", "origin_id")
                : record.Data.Pick("id", "name", "origin_id", "origin_data", "origin_code");

            return Tool.Send(
                staged.CompanyId, type == Kinds.Vendor ? "create_vendor_in_procore" : "create_job_in_procore",
                new JsonObject { [type!] = shown, ["company_id"] = staged.CompanyId }, _person.Id, []);
        }
    }

    /// <summary>"Link" in Ready to Import: an existing vendor takes over the staged one's ids.</summary>
    public ErpRequest LinkVendor(long stagedId, long vendorId)
    {
        lock (State.Gate)
        {
            NeedApprover();
            var staged = Staged(stagedId);
            var vendor = Get(Kinds.Vendor, vendorId);
            Demand(vendor.OriginId is null, "The company is linked already.");
            MarkImported(staged, vendor);

            return Tool.Send(
                staged.CompanyId, "link_vendor", new JsonObject { ["vendor"] = vendor.Data.Pick("id", "origin_id"), ["company_id"] = staged.CompanyId },
                _person.Id, []);
        }
    }

    private ProcoreRecord Staged(long id)
    {
        var staged = State.Table(Kinds.StagedRecord).Find(id) ?? throw new ProcoreRefusedException($"There is no staged record {id}.");
        Demand(staged.Text("status") == "staged", $"The record is {staged.Text("status")}.");

        return staged;
    }

    private void MarkImported(ProcoreRecord staged, ProcoreRecord record)
    {
        (staged.Data["status"], staged.Data["_imported_id"]) = ("imported", record.Id);
        Tool.WriteExternal(staged.CompanyId, record.Kind, record.Id, staged.Data.Pick("origin_id", "origin_code", "origin_data"));
        record.ErpStatus = ErpStatuses.Synced;
    }

    /// <summary>Any other event, with data as given. A detail is opened and its id put into the data when asked for.</summary>
    public ErpRequest Raise(string requestName, long companyId, JsonNode data, bool withDetail)
    {
        lock (State.Gate)
        {
            var details = new List<RequestDetail>();
            if (withDetail && data is JsonObject fields)
            {
                details.Add(Tool.Open(requestName, null, companyId, "Company"));
                fields["request_detail_id"] = details[0].Id;
            }

            return Tool.Send(companyId, requestName, data, _person.Id, details);
        }
    }

    private ErpRequest ExportInvoices(List<ProcoreRecord> invoices, JsonObject answers)
    {
        var details = invoices.ConvertAll(invoice => Tool.Open("create_requisitions", invoice, invoice.CompanyId, Kinds.ClassName(invoice.Kind)));
        var data = new JsonObject
        {
            ["requisitions"] = invoices.Zip(details, (invoice, detail) =>
                (JsonNode)_parts.Payloads.Requisition(invoice, answers, State.Settings.RequisitionDetailIds ? detail.Id : null)).ToJsonArray(),
        };

        return Tool.Send(invoices[0].CompanyId, "create_requisitions", data, _person.Id, details);
    }

    private ErpRequest Export(ProcoreRecord record, JsonObject answers)
    {
        var name = record.Kind == Kinds.Vendor ? "create_vendor" : "create_or_update_job";
        var detail = Tool.Open(name, record, record.CompanyId, Kinds.ClassName(record.Kind));
        if (record.Kind == Kinds.Vendor)
        {
            return Tool.Send(record.CompanyId, name, _parts.Payloads.Vendor(record, answers, detail.Id), _person.Id, [detail]);
        }

        var beside = new JsonObject { ["request_detail_id"] = detail.Id, ["company_id"] = record.CompanyId };

        return Tool.Send(record.CompanyId, name, _parts.Payloads.Job(record, answers), _person.Id, [detail], beside);
    }

    private ProcoreRecord Get(string kind, long id) =>
        State.Table(Kinds.FromName(kind)).Find(id) ?? throw new ProcoreRefusedException($"There is no {kind} {id}.");

    private void NeedConnection(ProcoreRecord record)
    {
        var company = State.Companies[record.CompanyId];
        Demand(company is { ErpEnabled: true, ErpServiceUrl: not null }, "ERP Integrations is not set up for this company.");
    }

    private void NeedApprover() => Demand(_person.Approver, "Only an accounting approver may do this.");

    private void NeedSuperUser() => Demand(_person.SuperUser, "Only Procore's staff may do this.");

    private static void Demand(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ProcoreRefusedException(otherwise);
        }
    }
}
