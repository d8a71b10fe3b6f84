using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Lines of direct costs (spec 8.12): under <c>manual_amount</c> in v1.1, under <c>amount</c> in sync.</summary>
internal sealed class DirectCostLineResource(ProcoreState state, LineCodes codes) : Resource(state)
{
    private static readonly IReadOnlySet<string> OnWrite = FieldList.Of("wbs_code_id manual_amount quantity unit_cost description uom origin_id origin_data ref direct_cost_id");

    private static readonly IReadOnlySet<string> OnSync = FieldList.Of(
        "direct_cost_id amount quantity unit_cost extended_type wbs_code_id cost_code_id line_item_type_id description uom tax_code_id origin_id origin_data");

    private static readonly string[] Figures = ["manual_amount", "amount", "quantity", "unit_cost"];

    public override string Kind => Kinds.DirectCostLine;

    protected override IReadOnlySet<string> Fields => OnWrite;

    protected override IReadOnlySet<string> SyncFields => OnSync;

    protected override string EventName => "Direct Cost Line Items";

    /// <summary>What the line comes to: the amount, or quantity times unit cost.</summary>
    public static decimal Total(ProcoreRecord line) => line.Text("extended_type") == "calculated"
        ? Math.Round(line.Amount("quantity") * line.Amount("unit_cost"), 2, MidpointRounding.AwayFromZero)
        : line.Amount("amount");

    public void Map(RouteTable routes, string costs)
    {
        routes.Get(costs + "/line_items", call => List(call, call.NeedProject().Id, null));
        routes.Patch(costs + "/line_items/sync", call => Sync(call, new(call.CompanyId, call.NeedProject().Id)));
        routes.Get(costs + "/{id}/line_items", call => List(call, null, Cost(call)));
        routes.Post(costs + "/{id}/line_items", call => Create(call, Open(call), call.Wrapped("line_item")));
        routes.Get(costs + "/{id}/line_items/{line_id}", call => Answer.Ok(Render(Line(call))));
        routes.Patch(costs + "/{id}/line_items/{line_id}", Update);
        routes.Delete(costs + "/{id}/line_items/{line_id}", Delete);
    }

    public IReadOnlyList<ProcoreRecord> Of(ProcoreRecord cost) => Table.Under(cost.Id);

    /// <summary>Checks lines that come with their cost, before anything is stored.</summary>
    public void CheckNew(JsonArray given, Scope scope)
    {
        var problems = new Problems();
        foreach (var line in given)
        {
            var attributes = line as JsonObject ?? throw Refusal.Invalid(400, "line_items", "is not a list of objects");
            foreach (var name in attributes.Select(pair => pair.Key).Where(name => State.Settings.UnknownFieldStatus > 0 && !OnWrite.Contains(name)))
            {
                throw Refusal.Invalid(State.Settings.UnknownFieldStatus, "line_items." + name, "is not a known attribute");
            }

            if (attributes["origin_id"].Text() is { } origin && Table.FindByOrigin(scope.CompanyId, origin) is not null)
            {
                problems.Add("line_items.origin_id", "has already been taken");
            }

            CheckOriginData(attributes, State.Settings, problems);
            Check(null, attributes, scope, false, problems);
        }

        if (problems.Any)
        {
            throw Refusal.Invalid(422, problems);
        }
    }

    public void RemoveAll(ProcoreRecord cost)
    {
        foreach (var line in Of(cost).ToList())
        {
            Table.Remove(line);
        }
    }

    public override JsonNode Render(ProcoreRecord record, string? view = null)
    {
        var row = record.Data.Without("wbs_code_id");
        var company = State.Companies[record.CompanyId];
        row["amount"] = Values.Money(record.Amount("amount"));
        row["extended_amount"] = Values.Money(Total(record));
        row["total_amount"] = Values.Money(Total(record));
        row["quantity"] = Values.Number(record.Amount("quantity"));
        row["unit_cost"] = Values.Number(record.Amount("unit_cost"));
        codes.Show(record, row);
        row["ref"] = null;
        row["company"] = new JsonObject { ["id"] = company.Id, ["name"] = company.Name };
        row["currency_configuration"] = new JsonObject { ["currency_iso_code"] = State.Table(Kinds.DirectCost).Find(record.ParentId)!.Text("currency_iso_code") };

        return row;
    }

    protected override bool InScope(ProcoreRecord record, Scope scope) => record.CompanyId == scope.CompanyId && record.ProjectId == scope.ProjectId;

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        codes.Check(existing, attributes, scope, problems);
        foreach (var name in Figures)
        {
            // In a sync call the figures are numbers; elsewhere both spellings are read.
            if (attributes[name] is { } figure && (figure.Decimal() is null || (sync && figure.GetValueKind() != JsonValueKind.Number)))
            {
                problems.Add(name, "is not a number");
            }
        }

        if (attributes["extended_type"] is not null && attributes["extended_type"].Text() is not ("manual" or "calculated"))
        {
            problems.Add("extended_type", "is not included in the list");
        }

        var amount = attributes["manual_amount"] ?? attributes["amount"];
        var calculated = attributes["quantity"] is not null && attributes["unit_cost"] is not null;
        if (existing is null && amount is null && !calculated)
        {
            problems.Add(sync ? "amount" : "manual_amount", "can't be blank");
        }

        if (!sync && amount is not null && (attributes["quantity"] is not null || attributes["unit_cost"] is not null))
        {
            problems.Add("manual_amount", "can't be given together with quantity and unit_cost");
        }

        CheckCost(existing, attributes, scope, sync, problems);
    }

    protected override void Store(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        codes.Resolve(record, attributes);
        if (attributes["manual_amount"] is { } manual)
        {
            attributes["amount"] = manual.DeepClone();
        }

        if (!attributes.ContainsKey("extended_type") && (attributes.ContainsKey("amount") || attributes.ContainsKey("unit_cost")))
        {
            attributes["extended_type"] = attributes["amount"] is null ? "calculated" : "manual";
        }

        base.Store(record, attributes.Without("manual_amount", "cost_code_id", "line_item_type_id", "direct_cost_id", "ref"), sync);
        if (State.Table(Kinds.DirectCost).Find(record.ParentId) is { } cost)
        {
            State.Touch(cost);
        }
    }

    protected override JsonObject Blank(Scope scope) => new()
    {
        ["amount"] = "0.00",
        ["quantity"] = "0.0",
        ["unit_cost"] = "0.0",
        ["uom"] = null,
        ["extended_type"] = "manual",
        ["position"] = Table.Under(scope.ParentId).Count + 1,
        ["description"] = null,
        ["wbs_code_id"] = null,
        ["tax_code_id"] = null,
        ["origin_id"] = null,
        ["origin_data"] = null,
    };

    /// <summary>In sync the entry says which cost it is on.</summary>
    protected override Scope ScopeOf(Scope scope, JsonObject attributes) =>
        scope.ParentId is null ? scope with { ParentId = attributes["direct_cost_id"].Id() } : scope;

    private void CheckCost(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        var named = attributes["direct_cost_id"];
        if (sync && existing is null && named is null)
        {
            problems.Add("direct_cost_id", "can't be blank");
        }
        else if (named is not null && existing is not null && named.Id() != existing.ParentId)
        {
            problems.Add("direct_cost_id", "can't be changed");
        }
        else if (named is not null && State.Table(Kinds.DirectCost).Find(named.Id())?.ProjectId != scope.ProjectId)
        {
            problems.Add("direct_cost_id", "is invalid");
        }
    }

    private static ProcoreRecord Cost(Call call) => call.NeedInProject(Kinds.DirectCost);

    /// <summary>A synced cost takes lines by sync only (spec 5.4).</summary>
    private static Scope Open(Call call)
    {
        var cost = Cost(call);

        return cost.OriginId is null ? new(call.CompanyId, cost.ProjectId, cost.Id) : throw Refusal.Locked();
    }

    private ProcoreRecord Line(Call call)
    {
        var cost = Cost(call);
        var line = call.Need(Kind, call.PathId("line_id"));

        return line.ParentId == cost.Id ? line : throw Refusal.NotFound();
    }

    private Answer List(Call call, long? project, ProcoreRecord? cost)
    {
        var filters = new Filters(call);
        var rows = cost is null ? Table.OfProject(project) : Of(cost);
        rows = filters.Match(rows, "direct_cost_id", line => Text(line.ParentId));
        rows = filters.Match(rows, "id");
        rows = filters.Match(rows, "cost_code_id", line => Text(Render(line)["cost_code"]?["id"].Id()));
        rows = filters.Match(rows, "line_item_type_id", line => Text(Render(line)["line_item_type"]?["id"].Id()));
        rows = filters.Between(rows, "created_at", "updated_at");
        filters.RefuseOthers();

        return Paging.Page(call, rows.ToList(), line =>
        {
            // Procore's corrections of November 2026: lines over a project name their cost as their holder.
            var row = Render(line).AsObject().Without("ref", "company", "origin_data");
            row["holder"] = new JsonObject { ["id"] = line.ParentId, ["holder_type"] = "DirectCost" };
            row["project"] = new JsonObject { ["id"] = line.ProjectId };
            return row;
        });
    }

    private Answer Update(Call call)
    {
        Open(call);

        return Update(call, Line(call), call.Wrapped("line_item"));
    }

    private Answer Delete(Call call)
    {
        var line = Line(call);
        Table.Remove(line);
        State.Touch(Cost(call));
        Tell(line, "delete", call.App.ServiceAccountId);

        return Answer.Empty;
    }

    private static string? Text(long? id) => id?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
