using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Subcontractor invoices (spec 8.10).</summary>
internal sealed class RequisitionResource(ProcoreState state, InvoiceModel model, RequisitionView view) : Resource(state)
{
    private static readonly IReadOnlySet<string> OnWrite = FieldList.Of(
        """
        period_id requisition_start requisition_end billing_date final invoice_number payment_date origin_id origin_data status submitted_at
        prostore_file_ids upload_ids items
        """);

    private static readonly IReadOnlySet<string> ItemInputs = FieldList.Of(
        """
        id item_type line_item_id detail_line_item_id work_completed_this_period work_completed_this_period_quantity materials_presently_stored
        materials_presently_stored_from_previous_progress new_materials new_materials_quantity stored_materials stored_materials_quantity
        work_completed_retainage_retained_this_period work_completed_retainage_released_this_period work_completed_retainage_percent_this_period
        materials_stored_retainage_currently_retained materials_stored_retainage_percent_this_period subcontractor_claimed_amount status comment
        """);

    public static readonly IReadOnlySet<string> Statuses =
        FieldList.Of("draft under_review revise_and_resubmit approved approved_as_noted pending_owner_approval");

    public override string Kind => Kinds.Requisition;

    protected override IReadOnlySet<string> Fields => OnWrite;

    protected override bool LockedByOrigin => true;

    public void Map(RouteTable routes)
    {
        const string Root = "/rest/v1.1/requisitions";
        routes.Get(Root, List);
        routes.Get(Root + "/{id}", call => Answer.Ok(view.Show(call.NeedInProject(Kind), call.Find("view"))));
        routes.Post(Root, Create);
        routes.Patch(Root + "/{id}", call => Update(call, call.NeedInProject(Kind), call.Wrapped("requisition"), call.Find("view")));
        routes.Add("DELETE", Delete, "/rest/v1.0/requisitions/{id}", Root + "/{id}");
        routes.Get("/rest/v1.0/requisitions/{id}/contract_items", call => Items(call, Kinds.ContractItem));
        routes.Get("/rest/v1.0/requisitions/{id}/contract_detail_items", call => Items(call, Kinds.ContractDetailItem));
        routes.Get("/rest/v1.0/requisitions/{id}/change_order_items", call => Items(call, Kinds.ChangeOrderItem));
        routes.Get("/rest/v1.0/requisitions/{id}/detail", Detail);
    }

    private Answer List(Call call)
    {
        var project = call.NeedProject();
        var filters = new Filters(call);
        var rows = Table.OfProject(project.Id);
        rows = filters.Match(rows, "id");
        rows = filters.Match(rows, "commitment_id", invoice => invoice.ParentId?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        rows = filters.Match(rows, "period_id");
        rows = filters.Match(rows, "status");
        rows = filters.Match(rows, "origin_id");
        rows = filters.Between(rows, "created_at", "updated_at");
        if (filters.One("is_last") is { } last)
        {
            rows = rows.Where(invoice => model.IsLatest(invoice) == (last == "true"));
        }

        filters.RefuseOthers();

        return Paging.Page(call, rows.ToList(), invoice => view.Show(invoice, call.Find("view")), State.Settings.RequisitionPageSize);
    }

    private Answer Items(Call call, string kind)
    {
        var invoice = call.NeedInProject(Kind);
        var filters = new Filters(call);
        var rows = model.ItemsOf(invoice, kind);
        if (kind == Kinds.ChangeOrderItem)
        {
            rows = filters.Match(rows, "change_order_id", item => item.Text("_change_order"));
        }

        filters.RefuseOthers();

        return Paging.Page(call, rows.ToList(), view.ListItem);
    }

    private Answer Detail(Call call) => Answer.Ok(
        model.ItemsOf(call.NeedInProject(Kind)).Select((item, at) => (JsonNode)RequisitionView.Detail(item, at + 1)).ToJsonArray());

    private Answer Create(Call call)
    {
        var project = call.NeedProject();
        var commitment = CommitmentResource.FindAny(State, project, call.NeedId("commitment_id"))
            ?? throw Refusal.Invalid(400, "commitment_id", "is invalid");

        return Create(call, new(call.CompanyId, project.Id, commitment.Id), call.Wrapped("requisition"), call.Find("view"));
    }

    private Answer Delete(Call call)
    {
        var invoice = call.NeedInProject(Kind);
        if (invoice.OriginId is not null)
        {
            throw Refusal.Locked();
        }

        if (!model.IsLatest(invoice))
        {
            throw Refusal.Unprocessable("base", "Only the latest invoice of a commitment can be deleted");
        }

        if (State.Table(Kinds.BillingPeriod).Find(invoice.Data["period_id"].Id())?.Text("status") == "closed")
        {
            throw Refusal.Unprocessable("base", "The billing period is closed");
        }

        foreach (var item in model.ItemsOf(invoice).ToList())
        {
            State.Table(item.Kind).Remove(item);
        }

        Table.Remove(invoice);

        return Answer.Empty;
    }

    public override JsonNode Render(ProcoreRecord record, string? view1 = null) => view.Show(record, view1);

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        if (attributes.ContainsKey("status") && !Statuses.Contains(attributes["status"].Text() ?? ""))
        {
            problems.Add("status", "is not included in the list");
        }

        if (attributes["period_id"] is not null && State.Table(Kinds.BillingPeriod).Find(attributes["period_id"].Id())?.ProjectId != scope.ProjectId)
        {
            problems.Add("period_id", "is invalid");
        }

        foreach (var input in attributes["items"] as JsonArray ?? [])
        {
            var item = input as JsonObject ?? [];
            if (item.Select(pair => pair.Key).FirstOrDefault(name => !ItemInputs.Contains(name)) is { } unknown)
            {
                problems.Add($"items.{unknown}", "is not a known attribute");
            }

            if (item["item_type"].Text() is not { } type || !InvoiceModel.ItemKinds.Select(InvoiceModel.ItemType).Contains(type))
            {
                problems.Add("items.item_type", "is missing");
            }
            else if (existing is not null && Find(existing, item) is null)
            {
                problems.Add("items.id", "is invalid");
            }
        }
    }

    /// <summary>An item is named by its id; on a new invoice, whose items have none yet, by its line.</summary>
    private ProcoreRecord? Find(ProcoreRecord invoice, JsonObject input)
    {
        var items = model.ItemsOf(invoice, "requisition_" + input["item_type"].Text());
        var line = (input["detail_line_item_id"] ?? input["line_item_id"]).Id();

        return input["id"].Id() is { } id
            ? items.FirstOrDefault(item => item.Id == id)
            : items.FirstOrDefault(item => item.Data["_source"].Id() == line);
    }

    protected override void Store(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        base.Store(record, attributes.Without("items", "upload_ids", "prostore_file_ids"), sync);
        if (State.Table(Kinds.BillingPeriod).Find(attributes["period_id"].Id()) is { } period)
        {
            record.Data["requisition_start"] ??= period.Text("start_date");
            record.Data["requisition_end"] ??= period.Text("end_date");
        }

        if (!InvoiceModel.ItemKinds.Any(kind => State.Table(kind).Under(record.Id).Count > 0))
        {
            model.AddItems(record);
        }

        foreach (var input in (attributes["items"] as JsonArray ?? []).Select(input => input!.AsObject()))
        {
            var item = Find(record, input) ?? throw Refusal.Unprocessable("items", "has a line that is not on this commitment");
            model.SetItem(record, item, Apply(ItemFigures.Of(item.Data), input, record));
            foreach (var name in (string[])["status", "comment"])
            {
                item.Data[name] = input.ContainsKey(name) ? input[name].Text() : item.Data[name]?.DeepClone();
            }

            item.Data["subcontractor_claimed_amount"] = Values.Money(input["subcontractor_claimed_amount"].Decimal() ?? item.Amount("gross_amount"));
        }

        if (attributes.ContainsKey("items"))
        {
            model.Recompute(record);
        }
    }

    private ItemFigures Apply(ItemFigures now, JsonObject input, ProcoreRecord invoice)
    {
        var work = input["work_completed_this_period"].Decimal() ?? now.Work;
        var stored = (input["materials_presently_stored"] ?? input["stored_materials"]).Decimal() ?? now.Stored;
        var percent = input["work_completed_retainage_percent_this_period"].Decimal() ?? model.CommitmentOf(invoice).Amount("retainage_percent");
        // Without a figure for the retainage, the contract's percentage holds for newly billed work.
        var retained = input["work_completed_retainage_retained_this_period"].Decimal()
            ?? (input.ContainsKey("work_completed_this_period") ? Math.Round(work * percent / 100, 2, MidpointRounding.AwayFromZero) : now.WorkRetained);

        return now with
        {
            Work = work,
            Stored = stored,
            WorkRetained = retained,
            WorkReleased = input["work_completed_retainage_released_this_period"].Decimal() ?? now.WorkReleased,
        };
    }

    protected override JsonObject Blank(Scope scope)
    {
        var commitment = State.Table(Kinds.WorkOrderContract).Find(scope.ParentId) ?? State.Table(Kinds.PurchaseOrderContract).Find(scope.ParentId)!;
        var previous = model.Latest(commitment);

        return new()
        {
            ["number"] = (previous?.Data["number"].Id() ?? 0) + 1,
            ["invoice_number"] = null,
            ["invoice_type"] = "progress",
            ["contract_invoicing_method"] = "progressive",
            ["status"] = "draft",
            ["final"] = false,
            ["previous_requisition_id"] = previous?.Id,
            ["period_id"] = null,
            ["requisition_start"] = null,
            ["requisition_end"] = null,
            ["billing_date"] = null,
            ["submitted_at"] = null,
            ["payment_date"] = null,
            ["percent_complete"] = "0.00%",
            ["total_claimed_amount"] = "0.00",
            ["accounting_method"] = commitment.Text("accounting_method"),
            ["electronic_signature_id"] = null,
            ["move_materials_to_previous_work_completed"] = false,
            ["subtiers_certified_by"] = null,
            ["origin_id"] = null,
            ["origin_data"] = null,
            ["created_by"] = null,
            ["attachments"] = new JsonArray(),
            ["custom_fields"] = new JsonObject(),
        };
    }
}
