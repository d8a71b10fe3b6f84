using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Subcontractor invoices (spec 8.10).</summary>
internal sealed class RequisitionResource(ProcoreState state, InvoiceModel model, RequisitionView view) : Resource(state)
{
    private const string Old = "/rest/v1.0/requisitions";

    private static readonly IReadOnlySet<string> OnWrite = FieldList.Of(
        """
        period_id requisition_start requisition_end billing_date final invoice_number payment_date origin_id origin_data status submitted_at
        prostore_file_ids upload_ids items
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
        routes.Get(Root + "/{id}", Show);
        routes.Post(Root, call => WithCreated(Create(call, call.Wrapped("requisition"), call.Find("view"))));
        routes.Patch(Root + "/{id}", call => Update(call, call.NeedInProject(Kind), call.Wrapped("requisition"), call.Find("view")));
        routes.Add("DELETE", Delete, Old + "/{id}", Root + "/{id}");
        routes.Get(Old, call => InOldWords(List(call)));
        routes.Get(Old + "/{id}", call => InOldWords(Show(call)));
        routes.Post(Old, call => InOldWords(WriteOld(call, null)));
        routes.Patch(Old + "/{id}", call => InOldWords(WriteOld(call, call.NeedInProject(Kind))));
    }

    private Answer Show(Call call) => Answer.Ok(view.Show(call.NeedInProject(Kind), call.Find("view")));

    /// <summary>v1.0 takes a comment and no lines, and always answers with the extended view.</summary>
    private Answer WriteOld(Call call, ProcoreRecord? invoice)
    {
        var attributes = call.Wrapped("requisition");
        RefuseUnknown(State, attributes, name => name != "items");
        var comment = attributes["comment"]?.DeepClone();
        attributes.Remove("comment");
        if (invoice is not null && call.NeedId("commitment_id") != invoice.ParentId)
        {
            throw Refusal.NotFound();
        }

        if (comment is not null && invoice?.OriginId is not null)
        {
            throw Refusal.Locked();
        }

        var answer = invoice is null ? WithCreated(Create(call, attributes, "extended")) : Update(call, invoice, attributes, "extended");
        if (comment is not null)
        {
            Table.Find(answer.Body!["id"].Id())!.Data["_comment"] = comment;
        }

        return answer;
    }

    /// <summary>[A corrections] What was created is answered with its attachments and with <c>g702</c>, whatever the view; v1.1 has <c>summary</c> beside it.</summary>
    private static Answer WithCreated(Answer answer)
    {
        if (answer.Body!["summary"] is { } summary)
        {
            answer.Body["attachments"] ??= new JsonArray();
            answer.Body["g702"] = summary.DeepClone();
        }

        return answer;
    }

    /// <summary>v1.0 calls the summary <c>g702</c>.</summary>
    private static Answer InOldWords(Answer answer)
    {
        foreach (var row in (answer.Body as JsonArray ?? (IEnumerable<JsonNode?>)[answer.Body]).OfType<JsonObject>().Where(row => row.ContainsKey("summary")))
        {
            row["g702"] = row["summary"]?.DeepClone();
            row.Remove("summary");
        }

        return answer;
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

    private Answer Create(Call call, JsonObject attributes, string? shown)
    {
        var project = call.NeedProject();
        var commitment = CommitmentResource.FindAny(State, project, call.NeedId("commitment_id"))
            ?? throw Refusal.Invalid(400, "commitment_id", "is invalid");

        return Create(call, new(call.CompanyId, project.Id, commitment.Id), attributes, shown);
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
            if (item.Select(pair => pair.Key).FirstOrDefault(name => !ItemInputs.OfInvoice.Contains(name)) is { } unknown)
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
            model.SetItem(record, item, ItemInputs.Apply(item.Data, model.Before(record, item)?.Data, input, model.CommitmentOf(record).Amount("retainage_percent")));
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
