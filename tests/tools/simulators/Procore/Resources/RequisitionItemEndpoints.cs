using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The lines of an invoice one by one, in lists and by change-order package (spec 8.10). Each kind has an endpoint of its own, because ids are unique only within it.</summary>
internal sealed class RequisitionItemEndpoints(ProcoreState state, InvoiceModel model, RequisitionView view)
{
    private const string Root = "/rest/v1.0/requisitions/{id}";

    public void Map(RouteTable routes)
    {
        foreach (var (path, kind) in ((string, string)[])[("contract_items", Kinds.ContractItem), ("contract_detail_items", Kinds.ContractDetailItem), ("change_order_items", Kinds.ChangeOrderItem)])
        {
            routes.Get($"{Root}/{path}", call => List(call, kind));
            if (kind != Kinds.ContractDetailItem)
            {
                routes.Get($"{Root}/{path}/{{item_id}}", call => Answer.Ok(view.ListItem(Find(call, Invoice(call), kind))));
                routes.Patch($"{Root}/{path}/{{item_id}}", call => Update(call, kind));
            }
        }

        routes.Get(Root + "/detail", Detail);
        routes.Post(Root + "/add_change_order_package", AddPackage);
        routes.Delete(Root + "/remove_change_order_package", RemovePackage);
    }

    private static ProcoreRecord Invoice(Call call) => call.NeedInProject(Kinds.Requisition);

    private static ProcoreRecord Unlocked(Call call) => Invoice(call) is { OriginId: null } invoice ? invoice : throw Refusal.Locked();

    private ProcoreRecord Find(Call call, ProcoreRecord invoice, string kind) =>
        model.ItemsOf(invoice, kind).FirstOrDefault(item => item.Id == call.PathId("item_id")) ?? throw Refusal.NotFound();

    private Answer List(Call call, string kind)
    {
        var invoice = Invoice(call);
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
        model.ItemsOf(Invoice(call)).Select((item, at) => (JsonNode)RequisitionView.Detail(item, at + 1)).ToJsonArray());

    private Answer Update(Call call, string kind)
    {
        var invoice = Unlocked(call);
        var item = Find(call, invoice, kind);
        var input = call.Wrapped(kind);
        Resource.RefuseUnknown(state, input, name => ItemInputs.OfOne.Contains(name));
        model.SetItem(invoice, item, ItemInputs.Apply(item.Data, model.Before(invoice, item)?.Data, input, model.CommitmentOf(invoice).Amount("retainage_percent")));
        item.Data["subcontractor_claimed_amount"] = Values.Money(item.Amount("gross_amount"));
        model.Recompute(invoice);

        return Answer.Ok(view.ListItem(item));
    }

    private Answer AddPackage(Call call)
    {
        var (invoice, package) = Package(call);
        if (package.Text("status") != InvoiceModel.Approved)
        {
            throw Refusal.Unprocessable("change_order_package_id", "is not approved");
        }

        if (ItemsOf(invoice, package).Any())
        {
            throw Refusal.Unprocessable("change_order_package_id", "is on the invoice already");
        }

        model.AddPackage(invoice, package);

        return Answer.Created(ItemsOf(invoice, package).Select(item => (JsonNode)view.ListItem(item)).ToJsonArray());
    }

    private Answer RemovePackage(Call call)
    {
        var (invoice, package) = Package(call);
        foreach (var item in ItemsOf(invoice, package).ToList())
        {
            state.Table(item.Kind).Remove(item);
        }

        model.Recompute(invoice);

        return Answer.Empty;
    }

    private (ProcoreRecord Invoice, ProcoreRecord Package) Package(Call call)
    {
        var invoice = Unlocked(call);
        var package = call.Need(Kinds.ChangeOrder, call.NeedId("change_order_package_id"));

        return call.NeedId("commitment_id") == invoice.ParentId && package.ParentId == invoice.ParentId ? (invoice, package) : throw Refusal.NotFound();
    }

    private IEnumerable<ProcoreRecord> ItemsOf(ProcoreRecord invoice, ProcoreRecord package) =>
        model.ItemsOf(invoice, Kinds.ChangeOrderItem).Where(item => item.Data["_change_order"].Id() == package.Id);
}
