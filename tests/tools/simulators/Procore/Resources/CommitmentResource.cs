using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Subcontracts and purchase orders (spec 8.7): one class, made once for each kind.</summary>
internal sealed class CommitmentResource(ProcoreState state, string kind, LineItemResource lines) : Resource(state)
{
    private static readonly IReadOnlySet<string> OnWrite = FieldList.Of(
        """
        number title status executed private accounting_method vendor_id retainage_percent description inclusions exclusions show_line_items_to_non_admins
        contract_date contract_start_date contract_estimated_completion_date actual_completion_date execution_date issued_on_date returned_date
        letter_of_intent_date approval_letter_date signed_contract_received_date origin_id origin_code origin_data assignee bill_to_address
        ship_to_address ship_via payment_terms delivery_date
        """);

    private static readonly string[] OnlyWorkOrder =
        ["inclusions", "exclusions", "contract_start_date", "contract_estimated_completion_date", "actual_completion_date"];

    private static readonly string[] OnlyPurchaseOrder =
        ["assignee", "bill_to_address", "ship_to_address", "ship_via", "payment_terms", "delivery_date"];

    private static readonly string[] Arrays =
        ["line_items", "payments_issued", "attachments", "change_order_packages", "change_order_requests", "potential_change_orders", "invoice_contacts", "custom_fields"];

    private static readonly string[] WorkOrderStatuses = ["Draft", "Out For Bid", "Out For Signature", "Approved", "Complete", "Terminated", "Void"];

    private static readonly string[] PurchaseOrderStatuses = ["Draft", "Processing", "Submitted", "Partially Received", "Received", "Approved", "Closed"];

    public override string Kind => kind;

    public bool IsWorkOrder => kind == Kinds.WorkOrderContract;

    protected override IReadOnlySet<string> Fields => OnWrite;

    protected override string EventName => IsWorkOrder ? "Work Order Contracts" : "Purchase Order Contracts";

    protected override bool LockedByOrigin => true;

    public void Map(RouteTable routes)
    {
        var root = $"/rest/v1.0/{kind}s";
        routes.Get(root, List);
        routes.Get(root + "/{id}", call => Answer.Ok(Render(call.NeedInProject(kind))));
        routes.Post(root, call => Create(call, new(call.CompanyId, call.NeedProject().Id), call.Wrapped(kind)));
        routes.Patch(root + "/{id}", call => Update(call, call.NeedInProject(kind), call.Wrapped(kind)));
        routes.Delete(root + "/{id}", Delete);
        routes.Patch(root + "/sync", call => Sync(call, new(call.CompanyId, call.NeedProject().Id)));
        routes.Get(root + "/{id}/line_items", call => Paging.Page(call, lines.Of(call.NeedInProject(kind)).ToList(), line => lines.Render(line)));
        routes.Post(root + "/{id}/line_items", call => lines.Create(call, LinesOf(call), call.Wrapped("line_item")));
        routes.Patch(root + "/{id}/line_items/sync", call => lines.Sync(call, LinesOf(call)));
        routes.Get(root + "/{id}/line_items/{line_id}", call => Answer.Ok(lines.Render(Line(call))));
        routes.Patch(root + "/{id}/line_items/{line_id}", call => lines.Update(call, Line(call), call.Wrapped("line_item")));
        routes.Get(root + "/{id}/line_item_contract_details", Details);
        if (IsWorkOrder)
        {
            routes.Get("/rest/v1.0/commitments", Light);
            routes.Get("/rest/v1.0/commitments/{id}", call => Answer.Ok(LightRow(FindAny(call.State, call.NeedProject(), call.PathId()) ?? throw Refusal.NotFound())));
        }
    }

    /// <summary>A commitment of the project, whichever kind it is.</summary>
    public static ProcoreRecord? FindAny(ProcoreState state, ProcoreRecord project, long? id)
    {
        var found = state.Table(Kinds.WorkOrderContract).Find(id) ?? state.Table(Kinds.PurchaseOrderContract).Find(id);

        return found?.ProjectId == project.Id ? found : null;
    }

    private Scope LinesOf(Call call)
    {
        var contract = call.NeedInProject(kind);

        return new(call.CompanyId, contract.ProjectId, contract.Id);
    }

    private ProcoreRecord Line(Call call)
    {
        var scope = LinesOf(call);
        var line = call.Need(Kinds.LineItem, call.PathId("line_id"));

        return line.ParentId == scope.ParentId ? line : throw Refusal.NotFound();
    }

    private Answer Details(Call call)
    {
        var contract = call.NeedInProject(kind);
        var filters = new Filters(call);
        var rows = State.Table(Kinds.LineItemDetail).All.Where(detail => detail.ParentId == contract.Id);
        rows = filters.Match(rows, "id");
        rows = filters.Match(rows, "line_item_id");
        filters.RefuseOthers();

        return Paging.Page(call, rows.ToList(), detail => detail.Data.DeepClone());
    }

    private Answer List(Call call)
    {
        var project = call.NeedProject();
        var filters = new Filters(call);
        var rows = Table.OfProject(project.Id);
        rows = filters.One("include_deleted") switch
        {
            null => rows.Where(contract => contract.Data["deleted_at"] is null),
            "only" => rows.Where(contract => contract.Data["deleted_at"] is not null),
            "with" => rows,
            _ => throw Refusal.Invalid(400, "filters[include_deleted]", "is not one of only, with"),
        };
        rows = filters.Match(rows, "id");
        rows = filters.Match(rows, "status");
        rows = filters.Match(rows, "origin_id");
        rows = filters.Between(rows, "created_at", "updated_at");
        filters.RefuseOthers();

        return call.Find("view") switch
        {
            null or "compact" => Paging.Page(call, rows.ToList(), contract => Compact(contract)),
            "extended" => Paging.Page(call, rows.ToList(), contract => Render(contract)),
            _ => throw Refusal.Invalid(400, "view", "is not one of compact, extended"),
        };
    }

    private Answer Light(Call call)
    {
        var project = call.NeedProject();
        var both = State.Table(Kinds.WorkOrderContract).All.Concat(State.Table(Kinds.PurchaseOrderContract).All)
            .Where(contract => contract.ProjectId == project.Id && contract.Data["deleted_at"] is null);

        return Paging.Page(call, both.ToList(), LightRow);
    }

    private JsonObject LightRow(ProcoreRecord contract)
    {
        var row = contract.Data.Pick("id", "title", "number", "status", "description", "executed", "delivery_date", "private", "created_at");
        var vendor = State.Table(Kinds.Vendor).Find(contract.Data["vendor_id"].Id());
        row["vendor"] = vendor is null ? null : new JsonObject { ["id"] = vendor.Id, ["name"] = vendor.Text("name") };

        return row;
    }

    private JsonObject Compact(ProcoreRecord contract)
    {
        var row = Render(contract).AsObject().Without(Arrays);
        row["vendor"] = row["vendor"]?.AsObject().Pick("id", "company");

        return row;
    }

    public override JsonNode Render(ProcoreRecord record, string? view = null)
    {
        var row = record.Data.Without(["vendor_id", .. IsWorkOrder ? OnlyPurchaseOrder : OnlyWorkOrder]);
        var vendor = State.Table(Kinds.Vendor).Find(record.Data["vendor_id"].Id());
        row["vendor"] = vendor is null
            ? null
            : new JsonObject { ["id"] = vendor.Id, ["company"] = vendor.Text("name"), ["origin_id"] = vendor.OriginId, ["origin_data"] = vendor.Text("origin_data") };
        row["project"] = new JsonObject { ["id"] = record.ProjectId, ["name"] = State.Table(Kinds.Project).Find(record.ProjectId)!.Text("name") };
        var total = lines.Of(record).Sum(line => line.Amount("amount"));
        var orders = lines.Of(record, true).ToLookup(line => InvoiceModel.IsApproved(State, line), line => line.Amount("amount"));
        var (changes, pending) = (orders[true].Sum(), orders[false].Sum());
        var invoiced = State.Table(Kinds.Requisition).Under(record.Id).Sum(invoice => invoice.Amount("total_claimed_amount"));
        row["grand_total"] = Values.Money(total);
        row["approved_change_orders"] = Values.Money(changes);
        row["pending_change_orders"] = Values.Money(pending);
        row["draft_change_orders_amount"] = Values.Money(0);
        row["revised_contract"] = Values.Money(total + changes);
        row["pending_revised_contract"] = Values.Money(total + changes + pending);
        row["total_requisitions_amount"] = Values.Money(invoiced);
        row["total_draw_requests_amount"] = Values.Money(0);
        var payments = State.Table(Kinds.ContractPayment).Under(record.Id);
        var paid = payments.Sum(payment => payment.Amount("amount"));
        row["total_payments"] = Values.Money(paid);
        row["percentage_paid"] = Values.Money(total + changes == 0 ? 0 : Math.Round(paid / (total + changes) * 100, 2, MidpointRounding.AwayFromZero));
        row["remaining_balance_outstanding"] = Values.Money(total + changes - paid);
        row["currency_configuration"] = new JsonObject { ["currency_iso_code"] = State.Companies[record.CompanyId].Currency };
        row["line_items"] = lines.Of(record).Select(line => lines.Render(line)).ToJsonArray();
        foreach (var name in Arrays.Skip(1))
        {
            row[name] = name switch
            {
                "custom_fields" => new JsonObject(),
                "payments_issued" => payments.Select(payment => (JsonNode)payment.Data.Pick(ContractPaymentResource.Issued)).ToJsonArray(),
                _ => new JsonArray(),
            };
        }

        return row;
    }

    private Answer Delete(Call call)
    {
        var contract = call.NeedInProject(kind);
        if (contract.OriginId is not null)
        {
            throw Refusal.Locked();
        }

        // Procore keeps deleted contracts; filters[include_deleted] shows them.
        contract.Data["deleted_at"] = Values.Moment(State.Now);
        State.Touch(contract);
        Tell(contract, "delete", call.App.ServiceAccountId);

        return Answer.Empty;
    }

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        NeedName(existing, attributes, "title", problems);
        if (attributes["status"].Text() is { } status && !(IsWorkOrder ? WorkOrderStatuses : PurchaseOrderStatuses).Contains(status))
        {
            problems.Add("status", "is not included in the list");
        }

        if (attributes["vendor_id"] is not null && State.Table(Kinds.Vendor).Find(attributes["vendor_id"].Id())?.CompanyId != scope.CompanyId)
        {
            problems.Add("vendor_id", "is invalid");
        }
    }

    protected override JsonObject Blank(Scope scope)
    {
        var row = new JsonObject
        {
            ["number"] = $"{(IsWorkOrder ? "SC" : "PO")}-{Table.Count + 1:000}",
            ["status"] = "Draft",
            ["executed"] = false,
            ["private"] = true,
            ["accounting_method"] = "amount",
            ["retainage_percent"] = "0.0",
            ["requisitions_are_enabled"] = true,
            ["show_line_items_to_non_admins"] = true,
            ["created_by_id"] = null,
            ["deleted_at"] = null,
        };
        foreach (var name in OnWrite.Where(name => !row.ContainsKey(name) && name != "vendor_id"))
        {
            row[name] = null;
        }

        return row;
    }
}
