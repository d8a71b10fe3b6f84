using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Lines of a commitment's schedule of values, and of its approved change orders (spec 8.7).</summary>
internal sealed class LineItemResource(ProcoreState state, LineCodes codes) : Resource(state)
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
        codes.Show(record, row);
        var company = State.Companies[record.CompanyId];
        row["holder"] = new JsonObject { ["id"] = record.ParentId, ["holder_type"] = record.Text("holder_type") };
        row["company"] = new JsonObject { ["id"] = company.Id, ["name"] = company.Name };
        row["project"] = new JsonObject { ["id"] = record.ProjectId, ["name"] = State.Table(Kinds.Project).Find(record.ProjectId)!.Text("name") };
        row["currency_configuration"] = new JsonObject { ["currency_iso_code"] = company.Currency };

        return row.Without("holder_type");
    }

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        codes.Check(existing, attributes, scope, problems);
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
        codes.Resolve(record, attributes);
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
}
