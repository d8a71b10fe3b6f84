using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Billing periods (spec 8.9).</summary>
internal sealed class BillingPeriodResource(ProcoreState state) : Resource(state)
{
    private static readonly IReadOnlySet<string> OnWrite = FieldList.Of("start_date end_date due_date status");

    public override string Kind => Kinds.BillingPeriod;

    protected override IReadOnlySet<string> Fields => OnWrite;

    public void Map(RouteTable routes)
    {
        const string Root = "/rest/v1.0/projects/{project_id}/billing_periods";
        routes.Get(Root, List);
        routes.Get(Root + "/{id}", call => Answer.Ok(Render(call.NeedInProject(Kind))));
        routes.Post(Root, call => Create(call, new(call.CompanyId, call.NeedProject().Id), call.Wrapped("billing_period")));
        routes.Patch(Root + "/{id}", call => Update(call, call.NeedInProject(Kind), call.Wrapped("billing_period")));
        routes.Delete(Root + "/{id}", Delete);
    }

    private Answer List(Call call)
    {
        var project = call.NeedProject();
        var filters = new Filters(call);
        var rows = Table.OfProject(project.Id);
        rows = filters.Match(rows, "id");
        rows = filters.Match(rows, "status");
        rows = filters.Between(rows, "created_at", "updated_at");
        filters.RefuseOthers();

        return Paging.Page(call, rows.ToList(), period => Render(period));
    }

    private Answer Delete(Call call)
    {
        var period = call.NeedInProject(Kind);
        if (State.Table(Kinds.Requisition).All.Any(invoice => invoice.Data["period_id"].Id() == period.Id))
        {
            throw Refusal.Unprocessable("base", "The billing period has invoices");
        }

        Table.Remove(period);

        return Answer.Empty;
    }

    public override JsonNode Render(ProcoreRecord record, string? view = null) => record.Data.DeepClone();

    protected override void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        foreach (var name in OnWrite)
        {
            NeedName(existing, attributes, name, problems);
        }

        if (attributes["status"].Text() is { } status && status is not ("open" or "closed"))
        {
            problems.Add("status", "is not included in the list");
        }
    }

    protected override JsonObject Blank(Scope scope) => new()
    {
        ["project_id"] = scope.ProjectId,
        ["position"] = Table.All.Count(period => period.ProjectId == scope.ProjectId) + 1,
        ["start_date"] = null,
        ["end_date"] = null,
        ["due_date"] = null,
        ["status"] = "open",
    };
}
