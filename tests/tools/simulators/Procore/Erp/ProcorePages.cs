using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>What one person does in Procore's pages. Each method throws <see cref="ProcoreRefusedException"/> where the page would refuse (spec 7.2, connector behaviour 3).</summary>
public sealed partial class ProcorePages
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
            Demand(!IsLocked(record), "The record is not editable because it has been sent to or synced with ERP.");
            _parts.Write(record, changes, _person.Id);
        }
    }

    /// <summary>A deletion on the record's own page: payments, direct costs and their lines that are not synced.</summary>
    public void Delete(string kind, long id)
    {
        lock (State.Gate)
        {
            var record = Get(kind, id);
            Demand(!IsLocked(record), "The record cannot be deleted because it has been synced with ERP.");
            Demand(record.Kind is Kinds.ContractPayment or Kinds.DirectCost or Kinds.DirectCostLine, $"A {record.Kind} can't be deleted here.");
            if (record.Kind == Kinds.DirectCost)
            {
                _parts.DirectCostLines.RemoveAll(record);
            }

            State.Table(record.Kind).Remove(record);
            Resource resource = record.Kind switch
            {
                Kinds.DirectCost => _parts.DirectCosts,
                Kinds.DirectCostLine => _parts.DirectCostLines,
                _ => _parts.Payments,
            };
            resource.Tell(record, "delete", _person.Id);
        }
    }

    /// <summary>One more line on a direct cost's page.</summary>
    public ProcoreRecord AddLine(long directCostId, JsonObject line)
    {
        lock (State.Gate)
        {
            var cost = Get(Kinds.DirectCost, directCostId);
            Demand(!IsLocked(cost), "The record is not editable because it has been synced with ERP.");

            return _parts.DirectCostLines.Insert(new(cost.CompanyId, cost.ProjectId, cost.Id), line, false, _person.Id);
        }
    }

    /// <summary>Ticks "Edit Synced Direct Cost Transactions" for the company.</summary>
    public void AllowEditsOfSyncedCosts(long companyId)
    {
        lock (State.Gate)
        {
            State.Companies[companyId].EditSyncedDirectCosts = true;
        }
    }

    /// <summary>Puts a company into a project's directory, where the project's tools can use it (spec 8.3).</summary>
    public void AddToDirectory(long projectId, long vendorId)
    {
        lock (State.Gate)
        {
            Demand(_person.ProjectTeam, "You may not edit the project's directory.");
            var (project, vendor) = (Get(Kinds.Project, projectId), Get(Kinds.Vendor, vendorId));
            Demand(project.CompanyId == vendor.CompanyId, "The company is not in the project's company directory.");
            VendorResource.AddToDirectory(vendor, projectId);
        }
    }

    /// <summary>An owner invoice takes the direct cost up: from now on it can't be deleted.</summary>
    public void BillToOwner(long directCostId)
    {
        lock (State.Gate)
        {
            Get(Kinds.DirectCost, directCostId).Data["_billed"] = true;
        }
    }

    /// <summary>Vendors and projects stay open once they are synced; invoices and payments become immutable, direct costs unless the company allows their edit (spec 5.4).</summary>
    private bool IsLocked(ProcoreRecord record) => record.Kind switch
    {
        Kinds.Requisition or Kinds.ContractPayment => record.OriginId is not null || record.ErpStatus is not (null or ErpStatuses.Rejected),
        Kinds.DirectCost => record.OriginId is not null && !State.Companies[record.CompanyId].EditSyncedDirectCosts,
        Kinds.DirectCostLine => IsLocked(State.Table(Kinds.DirectCost).Find(record.ParentId)!),
        _ => record.ErpStatus is not (null or ErpStatuses.Rejected or ErpStatuses.Synced),
    };

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

    /// <summary>The same with a detail that the data doesn't name, as the published sample of <c>create_budget</c> shows it.</summary>
    public ErpRequest RaiseWithHiddenDetail(string requestName, long companyId, JsonNode data)
    {
        lock (State.Gate)
        {
            return Tool.Send(companyId, requestName, data, _person.Id, [Tool.Open(requestName, null, companyId, "Company")]);
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
