using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The tables of the ERP Integrations tool and what the integrator's writes do to them (spec 7.2, 7.8).</summary>
internal sealed class ErpTool(ProcoreState state)
{
    private readonly Dictionary<(long Company, string Type, long Item), ExternalDataEntry> _external = [];

    public List<ErpRequest> Requests { get; } = [];

    public SortedDictionary<long, RequestDetail> Details { get; } = [];

    public IEnumerable<ExternalDataEntry> External => _external.Values;

    /// <summary>Every write of external data, oldest first.</summary>
    public List<ExternalDataEntry> Writes { get; } = [];

    public void Clear()
    {
        Requests.Clear();
        Details.Clear();
        _external.Clear();
        Writes.Clear();
    }

    public RequestDetail Open(string requestName, ProcoreRecord? item, long companyId, string itemType)
    {
        var detail = new RequestDetail(state.NextSerial(), companyId, requestName, item, itemType, state.Now);
        Details.Add(detail.Id, detail);

        return detail;
    }

    /// <summary>Records the request and tells the integrator's hook about it.</summary>
    public ErpRequest Send(long companyId, string name, JsonNode data, long? userId, IEnumerable<RequestDetail> details, JsonObject? beside = null)
    {
        var request = new ErpRequest(state.NextSerial(), companyId, name, data, beside ?? [], state.Now);
        Requests.Add(request);
        foreach (var detail in details)
        {
            detail.ErpRequestId = request.Id;
        }

        var events = state.Settings.TwoEventsPerAction ? 2 : 1;
        for (var sent = 0; sent < events; sent++)
        {
            state.Raise(new("ERP Requests", "create", companyId, null, request.Id, userId));
        }

        return request;
    }

    /// <summary>Open details that waited too long turn stale.</summary>
    public void Age()
    {
        foreach (var detail in Details.Values.Where(detail => detail.Status == "in_progress" && state.Now - detail.CreatedAt > state.Settings.StaleAfter))
        {
            detail.Status = "stale";
        }
    }

    /// <summary>What the integrator says about a detail. Closing a closed one overwrites it (spec 7.4.2).</summary>
    public void Close(RequestDetail detail, string status, IReadOnlyList<string> messages)
    {
        (detail.Status, detail.Messages, detail.UpdatedAt) = (status, messages, state.Now);
        if (status == "in_progress")
        {
            return;
        }

        detail.Closings = [.. detail.Closings, status];
        if (detail.Item is { } item && detail == LatestOf(item))
        {
            Settle(detail, item);
        }
    }

    private void Settle(RequestDetail detail, ProcoreRecord item)
    {
        item.ErpMessages = detail.Messages;
        if (detail.RequestName.StartsWith("delete", StringComparison.Ordinal))
        {
            if (detail.Status == "success")
            {
                state.Table(item.Kind).Remove(item);
            }
        }
        else if (detail.RequestName.StartsWith("unlink", StringComparison.Ordinal))
        {
            if (detail.Status == "success")
            {
                Unsync(item);
            }
        }
        else if (detail.Status != "success")
        {
            item.ErpStatus = detail.Status == "rejected" ? ErpStatuses.Rejected : ErpStatuses.FailedToExport;
        }
        else if (item.OriginId is not null)
        {
            item.ErpStatus = ErpStatuses.Synced;
        }
        else
        {
            item.ErpStatus = ErpStatuses.Exporting;
        }
    }

    public RequestDetail? LatestOf(ProcoreRecord item) => Details.Values.LastOrDefault(detail => detail.Item == item);

    public ExternalDataEntry? FindExternal(long companyId, string type, long itemId) => _external.GetValueOrDefault((companyId, type, itemId));

    /// <summary>Writes an entry through to its record: origin fields, lock and, when cleared, the status.</summary>
    public ExternalDataEntry WriteExternal(long companyId, string type, long itemId, JsonObject fields)
    {
        var known = FindExternal(companyId, type, itemId);
        string? Field(string name, string? kept) => fields.ContainsKey(name) ? fields[name].Text() : kept;
        var entry = new ExternalDataEntry(
            known?.Id ?? state.NextSerial(), companyId, type, itemId, Field("origin_id", known?.OriginId), Field("origin_code", known?.OriginCode),
            Field("origin_data", known?.OriginData), (known?.Writes ?? 0) + 1);
        _external[(companyId, type, itemId)] = entry;
        Writes.Add(entry);
        if (state.Table(Kinds.TableOf(type)).Find(itemId) is { } record)
        {
            state.SetOrigin(record, entry.OriginId);
            record.Data["origin_data"] = entry.OriginData;
            if (type is Kinds.Vendor or Kinds.Project or Kinds.WorkOrderContract or Kinds.PurchaseOrderContract || record.Data.ContainsKey("origin_code"))
            {
                record.Data["origin_code"] = entry.OriginCode;
            }

            state.Touch(record);
            if (entry.OriginId is null && record.ErpStatus == ErpStatuses.Synced)
            {
                record.ErpStatus = null;
            }
        }

        return entry;
    }

    /// <summary>Drops what was noted about records that are gone.</summary>
    public void Forget(IEnumerable<ProcoreRecord> gone)
    {
        foreach (var record in gone)
        {
            _external.Remove((record.CompanyId, record.Kind, record.Id));
        }
    }

    /// <summary>Back to "not sent": the record and, for an invoice, its items.</summary>
    public void Unsync(ProcoreRecord record)
    {
        var cleared = new JsonObject { ["origin_id"] = null, ["origin_code"] = null, ["origin_data"] = null };
        var all = InvoiceModel.ItemKinds.SelectMany(kind => record.Kind == Kinds.Requisition ? state.Table(kind).Under(record.Id) : [])
            .Append(record).Where(one => one.OriginId is not null || FindExternal(one.CompanyId, one.Kind, one.Id) is not null);
        foreach (var one in all.ToList())
        {
            _external.Remove((one.CompanyId, one.Kind, one.Id));
            if (one.Kind == Kinds.ContractPayment)
            {
                _external.Remove((one.CompanyId, Kinds.InvoicePayment, one.Id));
            }

            state.SetOrigin(one, null);
            foreach (var (name, _) in cleared.Where(pair => one.Data.ContainsKey(pair.Key)))
            {
                one.Data[name] = null;
            }

            state.Touch(one);
        }

        record.ErpStatus = null;
        foreach (var staged in state.Table(Kinds.StagedRecord).All.Where(staged => staged.Data["_imported_id"].Id() == record.Id))
        {
            staged.Data["status"] = "staged";
        }
    }
}
