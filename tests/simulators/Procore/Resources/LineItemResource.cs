using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Lines of a commitment's schedule of values, and of its approved change orders (spec 8.7).</summary>
internal sealed class LineItemResource(ProcoreState state, WbsModel wbs, CostCodeResource costCodes) : Resource(state)
{
    private static readonly IReadOnlySet<string> OnWrite = FieldList.Of(
        "amount quantity unit_cost extended_type description uom wbs_code_id cost_code_id line_item_type_id tax_code_id origin_id origin_data position");

    public override string Kind => Kinds.LineItem;

    protected override IReadOnlySet<string> Fields => OnWrite;

    /// <summary>The contract's own lines; those of change orders hang on the same commitment.</summary>
    public IEnumerable<ProcoreRecord> Of(ProcoreRecord commitment, bool changeOrders = false) => Table.Under(commitment.Id)
        .Where(line => line.Data["change_order_id"] is not null == changeOrders);

    protected override bool InScope(ProcoreRecord record, Scope scope) =>
        base.InScope(record, scope) && record.Data["change_order_id"] is null;

    public override JsonNode Render(ProcoreRecord record, string? view = null)
    {
        var row = record.Data.Without("wbs_code_id", "change_order_id");
        var amount = record.Amount("amount");
        var extended = record.Text("extended_type") == "calculated" ? record.Amount("quantity") * record.Amount("unit_cost") : amount;
        row["amount"] = Values.Money(amount);
        row["extended_amount"] = Values.Money(extended);
        row["total_amount"] = Values.Money(extended);
        row["quantity"] = Values.Number(record.Amount("quantity"));
        row["unit_cost"] = Values.Money(record.Amount("unit_cost"));
        if (State.Table(Kinds.WbsCode).Find(record.Data["wbs_code_id"].Id()) is { } code)
        {
            var parts = wbs.PartsOf(code);
            row["wbs_code"] = wbs.Short(code);
            row["cost_code"] = costCodes.Render(parts.First(part => part.Item.Kind == Kinds.CostCode).Item);
            row["line_item_type"] = parts.First(part => part.Item.Kind == Kinds.LineItemType).Item.Data
                .Pick("id", "name", "code", "base_type", "origin_id", "origin_data");
        }

        var company = State.Companies[record.CompanyId];
        row["holder"] = new JsonObject { ["id"] = record.ParentId, ["holder_type"] = record.Text("holder_type") };
        row["company"] = new JsonObject { ["id"] = company.Id, ["name"] = company.Name };
        row["project"] = new JsonObject { ["id"] = record.ProjectId, ["name"] = State.Table(Kinds.Project).Find(record.ProjectId)!.Text("name") };
        row["currency_configuration"] = new JsonObject { ["currency_iso_code"] = company.Currency };

        return row.Without("holder_type");
    }

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        var byParts = attributes["cost_code_id"] is not null && attributes["line_item_type_id"] is not null;
        if (existing is null && attributes["wbs_code_id"] is null && !byParts)
        {
            problems.Add("wbs_code_id", "can't be blank");
        }

        if (attributes["wbs_code_id"] is not null && State.Table(Kinds.WbsCode).Find(attributes["wbs_code_id"].Id())?.ProjectId != scope.ProjectId)
        {
            problems.Add("wbs_code_id", "is invalid");
        }

        if (byParts && CodeOf(attributes, scope) is null)
        {
            problems.Add("cost_code_id", "is invalid");
        }

        foreach (var name in (string[])["amount", "quantity", "unit_cost"])
        {
            if (attributes[name] is not null && attributes[name].Decimal() is null)
            {
                problems.Add(name, "is not a number");
            }
        }

        if (attributes["extended_type"].Text() is { } type && type is not ("manual" or "calculated"))
        {
            problems.Add("extended_type", "is not included in the list");
        }
    }

    protected override void Store(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        if (attributes["wbs_code_id"] is null && CodeOf(attributes, new(record.CompanyId, record.ProjectId)) is { } code)
        {
            attributes["wbs_code_id"] = code.Id;
        }

        base.Store(record, attributes.Without("cost_code_id", "line_item_type_id"), sync);
    }

    protected override JsonObject Blank(Scope scope)
    {
        var holder = State.Table(Kinds.PurchaseOrderContract).Find(scope.ParentId) is null ? "WorkOrderContract" : "PurchaseOrderContract";

        return new()
        {
            ["amount"] = "0.00",
            ["quantity"] = "1.0",
            ["unit_cost"] = "0.00",
            ["uom"] = "ls",
            ["extended_type"] = "manual",
            ["position"] = Table.Under(scope.ParentId).Count + 1,
            ["description"] = null,
            ["wbs_code_id"] = null,
            ["tax_code_id"] = null,
            ["holder_type"] = holder,
            ["change_event_line_item"] = null,
            ["origin_id"] = null,
            ["origin_data"] = null,
        };
    }

    private ProcoreRecord? CodeOf(JsonObject attributes, Scope scope)
    {
        var costCode = State.Table(Kinds.CostCode).Find(attributes["cost_code_id"].Id());
        var type = State.Table(Kinds.LineItemType).Find(attributes["line_item_type_id"].Id());
        var project = State.Table(Kinds.Project).Find(scope.ProjectId);
        if (costCode is null || type is null || project is null || costCode.ProjectId != project.Id)
        {
            return null;
        }

        var segments = wbs.Segments(scope.CompanyId, project).Where(segment => segment.Text("type") != "custom").ToDictionary(segment => segment.Text("type")!);

        return wbs.Upsert(project, [(segments["cost_code"], costCode), (segments["line_item_type"], type)], null);
    }
}
