using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The integrator's endpoints (spec 7.3, 7.4).</summary>
internal sealed class ErpEndpoints(ProcoreState state, ErpTool tool)
{
    private const string Root = "/rest/v1.0/companies/{company_id}/";

    private static readonly string[] DetailStatuses = ["success", "failed", "in_progress", "rejected"];

    public void Map(RouteTable routes)
    {
        routes.Get(Root + "erp_requests/{id}", call => Answer.Ok(Request(call).ToJson()));
        routes.Get(Root + "erp_requests", Requests);
        routes.Get(Root + "erp_request_details", Details);
        routes.Get(Root + "erp_request_details/{id}", call => Answer.Ok(Detail(call).ToJson()));
        routes.Add("PATCH", Close, Root + "erp_request_details/{id}");
        routes.Add("PUT", Close, Root + "erp_request_details/{id}");
        routes.Patch(Root + "erp_request_details/sync", CloseMany);
        routes.Get(Root + "external_data", ShowExternal);
        routes.Patch(Root + "external_data/sync", SyncExternal);
        routes.Delete(Root + "external_data/bulk_destroy", DestroyExternal);
        routes.Patch(Root + "erp_status_management/unlink", Unlink);
        routes.Post(Root + "erp_connections", Connect);
        routes.Patch(Root + "erp_connections/metadata_configuration", Configure);
    }

    /// <summary>The company of the path, if its ERP Integrations tool is on and the app may use it (spec 7.1).</summary>
    public static long Company(Call call)
    {
        var id = call.NeedCompany();
        if (!call.App.MayUseErp || !call.State.Companies[id].ErpEnabled)
        {
            throw Refusal.Forbidden();
        }

        return id;
    }

    private Answer Requests(Call call)
    {
        var company = Company(call);

        return Paging.Page(call, tool.Requests.Where(request => request.CompanyId == company).ToList(), request => request.ToJson());
    }

    private ErpRequest Request(Call call)
    {
        var company = Company(call);

        return tool.Requests.Find(request => request.Id == call.PathId() && request.CompanyId == company) ?? throw Refusal.NotFound();
    }

    private RequestDetail Detail(Call call)
    {
        var company = Company(call);
        tool.Age();

        return Find(company, call.PathId()) ?? throw Refusal.NotFound();
    }

    private RequestDetail? Find(long company, long? id) =>
        id is { } known && tool.Details.TryGetValue(known, out var detail) && detail.CompanyId == company ? detail : null;

    private Answer Details(Call call)
    {
        var company = Company(call);
        tool.Age();
        var filters = new Filters(call);
        var item = filters.One("item_id");
        filters.RefuseOthers();
        var rows = tool.Details.Values.Where(
            detail => detail.CompanyId == company && (item is null || detail.ItemId?.ToString(System.Globalization.CultureInfo.InvariantCulture) == item));

        return Paging.Page(call, rows.ToList(), detail => detail.ToJson());
    }

    private Answer Close(Call call)
    {
        var detail = Detail(call);
        var problems = new Problems();
        if (!Close(detail, call.Wrapped("request_detail"), problems))
        {
            throw Refusal.Invalid(422, problems);
        }

        return Answer.Ok(detail.ToJson());
    }

    private bool Close(RequestDetail detail, JsonObject body, Problems problems)
    {
        var status = body["status"].Text();
        if (!DetailStatuses.Contains(status))
        {
            problems.Add("status", "is not included in the list");
        }

        var messages = body["messages"] as JsonArray ?? [];
        if ((body["messages"] is not (null or JsonArray)) || messages.Any(message => message is not JsonValue value || !value.TryGetValue<string>(out _)))
        {
            problems.Add("messages", "is not a list of strings");
        }

        if (problems.Any)
        {
            return false;
        }

        tool.Close(detail, status!, [.. messages.Select(message => message.Text()!)]);

        return true;
    }

    /// <summary>The dictionary prints a bare array, every other sync call uses <c>updates</c>: both are taken (spec 7.4.2).</summary>
    private Answer CloseMany(Call call)
    {
        var company = Company(call);
        tool.Age();

        return SyncAnswer.Each(state.Settings, call.Body as JsonArray ?? (call.Body as JsonObject)?["updates"] as JsonArray, (update, problems) =>
        {
            if (Find(company, update["id"].Id()) is not { } detail)
            {
                problems.Add("id", "Entity with this ID not found");
                return null;
            }

            return Close(detail, update, problems) ? detail.ToJson() : null;
        });
    }

    private Answer ShowExternal(Call call)
    {
        var company = Company(call);
        var type = NeedType(call.Find("item_type") ?? throw Refusal.Missing("item_type"));
        var itemId = call.NeedId("item_id");
        var entry = tool.FindExternal(company, type, itemId) ?? Stored(company, type, itemId);

        return Answer.Ok(entry is null ? new JsonArray() : new JsonArray(entry.ToJson()));
    }

    /// <summary>A record whose origin id came by another way has external data as well.</summary>
    private ExternalDataEntry? Stored(long company, string type, long itemId) =>
        state.Table(Kinds.TableOf(type)).Find(itemId) is { OriginId: { } origin } record && record.CompanyId == company
            ? new(itemId, company, type, itemId, origin, record.Text("origin_code"), record.Text("origin_data"), 0)
            : null;

    private static string NeedType(string? type) =>
        type is not null && Kinds.WithExternalData.Contains(type) ? type : throw Refusal.Invalid(400, "item_type", "is not included in the list");

    private Answer SyncExternal(Call call)
    {
        var company = Company(call);

        return SyncAnswer.Each(state.Settings, (call.Body as JsonObject)?["updates"] as JsonArray, (update, problems) =>
        {
            var type = update["item_type"].Text();
            var itemId = update["item_id"].Id();
            if (type is null || !Kinds.WithExternalData.Contains(type))
            {
                problems.Add("item_type", "is not included in the list");
                return null;
            }

            var known = IsHeld(type);
            if (itemId is null || (known && state.Table(Kinds.TableOf(type)).Find(itemId)?.CompanyId != company))
            {
                problems.Add("item_id", "Entity with this ID not found");
                return null;
            }

            foreach (var name in update.Select(pair => pair.Key).Where(name => name is not ("item_type" or "item_id" or "origin_id" or "origin_code" or "origin_data")))
            {
                problems.Add(name, "is not a known attribute");
            }

            if (update["origin_id"].Text() is { } origin && IsTaken(company, type, itemId.Value, origin))
            {
                problems.Add("origin_id", "has already been taken");
            }

            Resource.CheckOriginData(update, state.Settings, problems);

            return problems.Any ? null : tool.WriteExternal(company, type, itemId.Value, update).ToJson();
        });
    }

    /// <summary>Kinds the simulator has records of; external data of others is kept without checking the record.</summary>
    private bool IsHeld(string type) => type is Kinds.Vendor or Kinds.Project or Kinds.Requisition or Kinds.ContractItem or Kinds.ContractDetailItem
        or Kinds.ChangeOrderItem or Kinds.CostCode or Kinds.StandardCostCode or Kinds.LineItemType or Kinds.WorkOrderContract
        or Kinds.PurchaseOrderContract or Kinds.LineItem or Kinds.ContractPayment or Kinds.InvoicePayment or Kinds.DirectCost || state.Table(Kinds.TableOf(type)).Count > 0;

    private bool IsTaken(long company, string type, long itemId, string origin) =>
        state.Table(Kinds.TableOf(type)).FindByOrigin(company, origin) is { } owner
            ? owner.Id != itemId
            : tool.External.Any(entry => entry.CompanyId == company && entry.ItemType == type && entry.OriginId == origin && entry.ItemId != itemId);

    private Answer DestroyExternal(Call call)
    {
        var company = Company(call);
        var type = NeedType(call.Object["item_type"].Text());
        foreach (var id in call.Object["item_ids"] as JsonArray ?? throw Refusal.Missing("item_ids"))
        {
            if (id.Id() is { } itemId && (tool.FindExternal(company, type, itemId) ?? Stored(company, type, itemId)) is not null)
            {
                tool.WriteExternal(company, type, itemId, new() { ["origin_id"] = null, ["origin_code"] = null, ["origin_data"] = null });
            }
        }

        return Answer.NoContent;
    }

    private Answer Unlink(Call call)
    {
        Company(call);
        var type = NeedType(call.Object["item_type"].Text());
        var record = call.Need(Kinds.TableOf(type), call.Object["item_id"].Id() ?? throw Refusal.Missing("item_id"));
        tool.Unsync(record);

        return Answer.Ok(new JsonObject { ["item_type"] = type, ["item_id"] = record.Id });
    }

    private Answer Connect(Call call)
    {
        var company = state.Companies[Company(call)];
        var connection = call.Wrapped("connection");
        Connect(company, connection["service_url"].Text() ?? throw Refusal.Missing("service_url"), connection["metadata"] as JsonObject);

        return Answer.Created(new JsonObject { ["id"] = company.Id, ["standard_cost_code_list_id"] = company.ErpCostCodeListId });
    }

    /// <summary>Creates the company's one ERP standard cost code list as a side effect (spec 7.1).</summary>
    public void Connect(ProcoreCompany company, string serviceUrl, JsonObject? metadata)
    {
        company.ErpServiceUrl = serviceUrl;
        company.ErpMetadata = metadata?.DeepClone().AsObject();
        company.ErpCostCodeListId ??= state.Add(Kinds.StandardCostCodeList, company.Id, null, null, new()
        {
            ["name"] = "ERP standard cost codes",
            ["is_erp_list"] = true,
            ["available_to_use_on_new_projects"] = true,
        }).Id;
    }

    private Answer Configure(Call call)
    {
        var company = state.Companies[Company(call)];
        if (company.ErpServiceUrl is null)
        {
            throw Refusal.NotFound();
        }

        company.ErpMetadata = (call.Object["metadata"] as JsonObject ?? call.Object).DeepClone().AsObject();

        return Answer.Ok(new JsonObject { ["id"] = company.Id, ["standard_cost_code_list_id"] = company.ErpCostCodeListId });
    }
}
