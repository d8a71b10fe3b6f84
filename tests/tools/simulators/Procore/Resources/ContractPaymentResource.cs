using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Payments issued on a commitment (spec 8.11), and the same as payments of its invoices from the ERP (spec 7.4.6).</summary>
internal sealed class ContractPaymentResource(ProcoreState state, ErpTool tool) : Resource(state)
{
    /// <summary>What a commitment shows of its payments (spec 8.7).</summary>
    public static readonly string[] Issued =
    [
        "id", "amount", "check_number", "date", "draw_request_number", "invoice_number", "notes", "payment_number", "origin_id", "origin_data", "attachments",
        "created_at",
    ];

    private static readonly IReadOnlySet<string> OnWrite = FieldList.Of(
        """
        date amount payment_method check_number payment_number invoice_number invoice_date draw_request_number notes requisition_id origin_id origin_data
        prostore_file_ids
        """);

    private static readonly IReadOnlySet<string> OnSync = OnWrite.Append("origin_code").ToHashSet();

    public override string Kind => Kinds.ContractPayment;

    protected override IReadOnlySet<string> Fields => OnWrite;

    protected override IReadOnlySet<string> SyncFields => OnSync;

    protected override string EventName => "Contract Payments";

    protected override bool LockedByOrigin => true;

    public void Map(RouteTable routes)
    {
        const string Root = "/rest/v1.0/contract_payments";
        routes.Get(Root, List);
        routes.Get(Root + "/{id}", call => Answer.Ok(Render(Find(call))));
        routes.Post(Root, call => Create(call, ScopeOf(call), call.Wrapped("contract_payment")));
        routes.Patch(Root + "/{id}", call => Update(call, Find(call), call.Wrapped("contract_payment")));
        routes.Delete(Root + "/{id}", Delete);
        routes.Patch("/rest/v1.0/companies/{company_id}/invoice_payments/sync", SyncOfInvoices);
        routes.Patch("/rest/v1.0/companies/{company_id}/invoice_payments/{id}/unlink", Unlink);
    }

    /// <summary>Shown under its invoice; method and invoice date are written but never shown.</summary>
    public override JsonNode Render(ProcoreRecord record, string? view = null)
    {
        var row = record.Data.Without("payment_method", "invoice_date", "prostore_file_ids");
        row["amount"] = Values.Money(record.Amount("amount"));
        row["project_id"] = record.ProjectId;
        row["contract_id"] = record.ParentId;

        return row;
    }

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        NeedName(existing, attributes, "date", problems);
        NeedName(existing, attributes, "amount", problems);
        if (attributes["amount"].Text() is { Length: > 0 } && attributes["amount"].Decimal() is null)
        {
            problems.Add("amount", "is not a number");
        }

        if (attributes["payment_method"].Text() is { } method && method is not ("check" or "credit_card" or "electronic"))
        {
            problems.Add("payment_method", "is not included in the list");
        }

        foreach (var name in (string[])["payment_number", "draw_request_number"])
        {
            if (attributes[name] is not null && attributes[name].Id() is null)
            {
                problems.Add(name, "is not a number");
            }
        }

        if (attributes["requisition_id"] is not null && State.Table(Kinds.Requisition).Find(attributes["requisition_id"].Id())?.ParentId != scope.ParentId)
        {
            problems.Add("requisition_id", "is invalid");
        }
    }

    protected override void Store(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        if (attributes.ContainsKey("date"))
        {
            attributes["date"] = Values.Date(attributes["date"]);
        }

        base.Store(record, attributes, sync);
    }

    protected override bool StaysOpen(string attribute) => attribute is "origin_id" or "origin_data" or "prostore_file_ids";

    protected override JsonObject Blank(Scope scope)
    {
        var row = new JsonObject
        {
            ["status"] = null,
            ["date_payment_initiated"] = null,
            ["date_payment_settled"] = null,
            ["external_payment_id"] = null,
            ["origin_code"] = null,
            ["attachments"] = new JsonArray(),
        };
        foreach (var name in OnWrite)
        {
            row[name] = null;
        }

        return row;
    }

    private static Scope ScopeOf(Call call)
    {
        var project = call.NeedProject();
        var contract = CommitmentResource.FindAny(call.State, project, call.NeedId("contract_id")) ?? throw Refusal.NotFound();

        return new(call.CompanyId, project.Id, contract.Id);
    }

    private ProcoreRecord Find(Call call)
    {
        var scope = ScopeOf(call);
        var payment = call.Need(Kind, call.PathId());

        return InScope(payment, scope) ? payment : throw Refusal.NotFound();
    }

    /// <summary>No filters at all, and one contract at a time.</summary>
    private Answer List(Call call)
    {
        var scope = ScopeOf(call);
        new Filters(call).RefuseOthers();

        return Paging.Page(call, Table.Under(scope.ParentId), payment => Render(payment));
    }

    private Answer Delete(Call call)
    {
        var payment = Find(call);
        if (payment.OriginId is not null)
        {
            throw Refusal.Locked();
        }

        // [A corrections] The body of this answer is not published, only that there is one: the payment as it was shown.
        var shown = Render(payment);
        Table.Remove(payment);
        Tell(payment, "delete", call.App.ServiceAccountId);

        return Answer.Ok(shown);
    }

    /// <summary>Payments of synced invoices; the invoice says which contract they are on.</summary>
    private Answer SyncOfInvoices(Call call)
    {
        var company = ErpEndpoints.Company(call);

        return SyncAnswer.Each(State.Settings, (call.Body as JsonObject)?["updates"] as JsonArray, (update, problems) =>
        {
            var attributes = update.Without("invoice_type", "invoice_id");
            var known = attributes["id"] is not null ? Table.Find(attributes["id"].Id()) : Table.FindByOrigin(company, attributes["origin_id"].Text());
            var invoice = State.Table(Kinds.Requisition).Find((update["invoice_id"] ?? known?.Data["requisition_id"]).Id());
            if (update["invoice_type"].Text() is not ("Billings::Requisition" or null) || (known is null && update["invoice_type"] is null))
            {
                problems.Add("invoice_type", "is not included in the list");
            }

            if (invoice?.CompanyId != company)
            {
                problems.Add("invoice_id", "Entity with this ID not found");
            }

            if (problems.Any)
            {
                return null;
            }

            attributes["requisition_id"] = invoice!.Id;

            return SyncOne(new(company, invoice.ProjectId, invoice.ParentId), attributes, problems, call.App.ServiceAccountId) is { } payment ? ShowOfInvoice(payment) : null;
        });
    }

    private JsonNode ShowOfInvoice(ProcoreRecord payment)
    {
        var row = Render(payment);
        row["invoice_type"] = "Billings::Requisition";
        row["invoice_id"] = payment.Data["requisition_id"]?.DeepClone();

        return row;
    }

    private Answer Unlink(Call call)
    {
        ErpEndpoints.Company(call);
        var payment = call.Need(Kind, call.PathId());
        tool.Unsync(payment);

        return Answer.Ok(ShowOfInvoice(payment));
    }
}
