using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

[TestFixture(Description = "Direct costs: specification 8.12, 13.3, 13.4, 5.4")]
internal sealed class DirectCostTests : ProcoreFixture
{
    private string Costs => $"/rest/v1.1/projects/{Project}/direct_costs";

    private string Old => $"/rest/v1.0/projects/{Project}/direct_costs";

    private long Crane => Simulator.Data.AddWbsCode(Seed.Project, "01-540.E.P1").Id;

    [Test(Description = "spec 8.12: show; 13.4: totals")]
    public async Task A_direct_cost_is_made_with_its_lines()
    {
        var made = await PostAsync(Costs, Body());
        var shown = await GetAsync($"{Costs}/{made.Text("id")}");
        var line = shown["line_items"]![0]!;

        Assert.That(made.Status, Is.EqualTo(201), made.Json);
        Assert.That(made["line_items"]![0]!["ref"]!.ToString(), Is.EqualTo("line-1"), "echoed");
        Assert.That(line["ref"], Is.Null, "not stored");
        Assert.That((shown.Text("grand_total"), shown.Text("line_items_count"), shown["vendor"]!["name"]!.ToString()), Is.EqualTo(("1275.50", "2", "Acme Steel LLC")));
        Assert.That((line["amount"]!.ToString(), line["extended_type"]!.ToString(), line["wbs_code"]!["flat_code"]!.ToString()), Is.EqualTo(("1200.00", "manual", "01-540.E.P1")));
        Assert.That((shown["line_items"]![1]!["total_amount"]!.ToString(), shown["line_items"]![1]!["extended_type"]!.ToString()), Is.EqualTo(("75.50", "calculated")));
    }

    [Test(Description = "spec 8.12: the vendor is a name in the list and an object in show")]
    public async Task The_list_has_the_vendors_name_and_filters()
    {
        await PostAsync(Costs, Body());
        var rows = (await GetAsync($"{Costs}?filters[origin_id]=NS-BILL-9931")).Body!.AsArray();

        Assert.That((rows.Single()!["vendor"]!.ToString(), rows[0]!["amount"]!.ToString(), rows[0]!["line_items"]), Is.EqualTo(("Acme Steel LLC", "1275.50", (JsonNode?)null)));
        Assert.That((await GetAsync($"{Costs}?filters[received_date]=2026-05-04...2026-05-04")).Body!.AsArray(), Has.Count.EqualTo(1));
        Assert.That((await GetAsync($"{Costs}?filters[received_date]=2026-05-05...2026-05-31")).Body!.AsArray(), Is.Empty);
        Assert.That((await GetAsync($"{Costs}?filters[status]=approved")).Status, Is.EqualTo(400));
    }

    [TestCase("vendor_id"), TestCase("invoice_number")]
    public async Task An_invoice_needs_vendor_and_number(string field)
    {
        var body = Body();
        body["direct_cost"]!.AsObject().Remove(field);
        var header = body["direct_cost"]!.DeepClone().AsObject();
        header.Remove("line_items");

        var made = await PostAsync(Costs, body);
        var synced = await PatchAsync($"{Old}/sync", Updates(header));

        Assert.That(made.Status, Is.EqualTo(400), "spec 13.3");
        Assert.That((synced.Status, synced["errors"]![0]!["errors"]!.AsObject().Single().Key), Is.EqualTo((200, field)));
        Assert.That(Simulator.Records(Kinds.DirectCost), Is.Empty);
    }

    [Test(Description = "spec 13.3 [A]: 101 lines; nothing is left of a cost with one bad line")]
    public async Task Too_many_lines_or_a_bad_one_leave_nothing()
    {
        var many = Body();
        many["direct_cost"]!["line_items"] = new JsonArray([.. Enumerable.Range(0, 101).Select(_ => (JsonNode)new JsonObject { ["wbs_code_id"] = Crane, ["manual_amount"] = "1.00" })]);
        var bad = Body();
        bad["direct_cost"]!["line_items"]![1]!["wbs_code_id"] = 4711;
        var both = Body();
        both["direct_cost"]!["line_items"]![0]!["quantity"] = "1.0";

        Assert.That((await PostAsync(Costs, many)).Status, Is.EqualTo(400));
        Assert.That((await PostAsync(Costs, bad)).Json, Does.Contain("wbs_code_id"));
        Assert.That((await PostAsync(Costs, both)).Json, Does.Contain("manual_amount"));
        Assert.That((Simulator.Records(Kinds.DirectCost).Count, Simulator.Records(Kinds.DirectCostLine).Count), Is.EqualTo((0, 0)));
    }

    [Test(Description = "spec 8.3: a company vendor is added to the project before it is used there")]
    public async Task A_vendor_outside_the_projects_directory_is_refused_until_it_is_added()
    {
        var vendor = Simulator.Data.AddVendor("Delta Pipe");
        var body = Body();
        body["direct_cost"]!["vendor_id"] = vendor.Id;

        Assert.That((await PostAsync(Costs, body)).Json, Does.Contain("vendor_id"));
        await PostAsync($"/rest/v1.0/projects/{Project}/vendors/{vendor.Id}/actions/add", new JsonObject());
        Assert.That((await PostAsync(Costs, body)).Status, Is.EqualTo(201));
    }

    [Test(Description = "spec 5.1, 8.12: header and lines by sync, updated by origin id")]
    public async Task Costs_and_lines_are_synced_by_origin_id()
    {
        var header = await PatchAsync($"{Old}/sync", Updates(Header("c:1"), Header("c:2", "payroll?")));
        var cost = header["entities"]!.AsArray().Single()!["id"]!.GetValue<long>();
        var lines = await PatchAsync($"{Old}/line_items/sync", Updates(Line("c:1:1", cost, 100.25m), Line("c:1:2", cost, -40m), Line("c:1:3", null, 1m), Line("c:9", 4711, 1m)));
        await PatchAsync($"{Old}/sync", Updates(new JsonObject { ["origin_id"] = "c:1", ["description"] = "changed" }));
        var again = await PatchAsync($"{Old}/line_items/sync", Updates(new JsonObject { ["origin_id"] = "c:1:2", ["amount"] = -50m }));
        var text = await PatchAsync($"{Old}/line_items/sync", Updates(new JsonObject { ["origin_id"] = "c:1:2", ["amount"] = "-60.00" }));
        var shown = await GetAsync($"{Costs}/{cost}");

        Assert.That(header["errors"]!.AsArray().Single()!["errors"]!["direct_cost_type"], Is.Not.Null);
        Assert.That(lines["errors"]!.AsArray().Select(error => error!["origin_id"]!.ToString()), Is.EqualTo(new[] { "c:1:3", "c:9" }));
        Assert.That(again["entities"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(text["errors"]![0]!["errors"]!["amount"], Is.Not.Null, "sync takes numbers");
        Assert.That((shown.Text("grand_total"), shown.Text("description"), shown.Text("direct_cost_type")), Is.EqualTo(("50.25", "changed", "expense")));
    }

    [Test(Description = "spec 8.12: code and type instead of a WBS code, the WBS code wins; the type cannot change")]
    public async Task Lines_can_name_code_and_type_and_the_kind_of_cost_is_fixed()
    {
        var cost = (await PatchAsync($"{Old}/sync", Updates(Header("c:1"))))["entities"]![0]!["id"]!.GetValue<long>();
        var parts = (await GetAsync($"/rest/v1.0/work_order_contracts/{Seed.Subcontract.Id}/line_items?project_id={Project}")).Body![0]!;
        var line = Line("c:1:1", cost, 5m).Without("wbs_code_id");
        line["cost_code_id"] = parts["cost_code"]!["id"]!.DeepClone();
        line["line_item_type_id"] = parts["line_item_type"]!["id"]!.DeepClone();

        var synced = await PatchAsync($"{Old}/line_items/sync", Updates(line));
        var changed = await PatchAsync($"{Old}/sync", Updates(new JsonObject { ["origin_id"] = "c:1", ["direct_cost_type"] = "payroll" }));

        Assert.That(synced["entities"]![0]!["cost_code"]!["id"]!.ToString(), Is.EqualTo(parts["cost_code"]!["id"]!.ToString()));
        Assert.That(changed["errors"]![0]!["errors"]!["direct_cost_type"], Is.Not.Null);
    }

    [Test(Description = "spec 5.4, 8.12: locked but for sync and delete; connector behaviour 7.6.3: the company may allow edits")]
    public async Task A_synced_cost_is_changed_by_sync_only()
    {
        var cost = Simulator.FindRecord(Kinds.DirectCost, (await PostAsync(Costs, Body()))["id"]!.GetValue<long>())!;
        var lines = Simulator.Records(Kinds.DirectCostLine);

        Assert.That((await PatchAsync($"{Costs}/{cost.Id}", new JsonObject { ["direct_cost"] = new JsonObject { ["description"] = "x" } })).Status, Is.EqualTo(422));
        Assert.That((await PatchAsync($"{Old}/{cost.Id}/line_items/{lines[0].Id}", new JsonObject { ["line_item"] = new JsonObject { ["description"] = "x" } })).Status, Is.EqualTo(422));
        Assert.That(() => Simulator.As(9).Edit(Kinds.DirectCost, cost.Id, new() { ["description"] = "by hand" }), Throws.TypeOf<ProcoreRefusedException>());
        Seed.Company.EditSyncedDirectCosts = true;
        Simulator.As(9).Edit(Kinds.DirectCost, cost.Id, new() { ["description"] = "by hand" });

        Assert.That((await SendAsync(HttpMethod.Delete, $"{Old}/{cost.Id}/line_items/{lines[1].Id}", null)).Status, Is.EqualTo(200));
        Assert.That((await GetAsync($"{Costs}/{cost.Id}")).Text("grand_total"), Is.EqualTo("1200.00"));
        Assert.That((await SendAsync(HttpMethod.Delete, $"{Costs}/{cost.Id}", null)).Status, Is.EqualTo(200));
        Assert.That((Simulator.Records(Kinds.DirectCost).Count, Simulator.Records(Kinds.DirectCostLine).Count), Is.EqualTo((0, 0)));
    }

    [Test(Description = "spec 5.4, 8.12; connector behaviour 7.6.3: the company may allow edits")]
    public async Task Lines_of_a_synced_cost_are_added_and_deleted_by_hand_only_where_the_company_allows_it()
    {
        var cost = Simulator.FindRecord(Kinds.DirectCost, (await PostAsync(Costs, Body()))["id"]!.GetValue<long>())!;
        var lines = Simulator.Records(Kinds.DirectCostLine);
        var more = new JsonObject { ["wbs_code_id"] = lines[0].Data["wbs_code_id"]!.DeepClone(), ["manual_amount"] = "3.33" };
        Assert.That(() => Simulator.As(9).Delete(Kinds.DirectCostLine, lines[0].Id), Throws.TypeOf<ProcoreRefusedException>());
        Assert.That(() => Simulator.As(9).AddLine(cost.Id, more), Throws.TypeOf<ProcoreRefusedException>());

        Simulator.As(9).AllowEditsOfSyncedCosts(Seed.Company.Id);
        Simulator.As(9).Delete(Kinds.DirectCostLine, lines[0].Id);
        Simulator.As(9).AddLine(cost.Id, more);

        Assert.That(Simulator.Records(Kinds.DirectCostLine).Select(line => line.OriginId), Is.EqualTo(new[] { lines[1].OriginId, null }));
    }

    [Test(Description = "connector behaviour 7.6.3: Procore can refuse a delete")]
    public async Task A_cost_on_an_owner_invoice_is_not_deleted()
    {
        var cost = Simulator.Data.AddDirectCost(Seed.Project, Seed.Vendor, "B-1", new SeedLine("05-100.S", "Steel", 10m));
        Simulator.As(9).BillToOwner(cost.Id);

        Assert.That((await SendAsync(HttpMethod.Delete, $"{Costs}/{cost.Id}", null)).Status, Is.EqualTo(422));
        Assert.That(Simulator.Records(Kinds.DirectCost), Has.Count.EqualTo(1));
    }

    [Test(Description = "spec 8.12: 409 while another request is changing the same cost; another cost is free")]
    public async Task Two_changes_of_one_cost_at_a_time_are_one_too_many()
    {
        var cost = (await PatchAsync($"{Old}/sync", Updates(Header("c:1"), Header("c:2"))))["entities"]!.AsArray().Single(one => one!["origin_id"]!.ToString() == "c:1")!["id"]!.GetValue<long>();
        Simulator.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Delay = TimeSpan.FromSeconds(3), Method = "PATCH", Path = "*/direct_costs/sync", Nth = 1 });

        var slow = PatchAsync($"{Old}/sync", Updates(new JsonObject { ["origin_id"] = "c:1", ["description"] = "one" }));
        while (Simulator.Calls.All.Count(call => call.Path.EndsWith("/direct_costs/sync", StringComparison.Ordinal)) < 2)
        {
            await Task.Delay(5, None);
        }

        // It has arrived; now it only has to get as far as its delay.
        await Task.Delay(300, None);
        var same = await SendAsync(HttpMethod.Delete, $"{Costs}/{cost}", null);
        var line = await PatchAsync($"{Old}/line_items/sync", Updates(Line("c:1:1", cost, 1m)));
        var other = await PatchAsync($"{Old}/sync", Updates(new JsonObject { ["origin_id"] = "c:2", ["description"] = "two" }));

        Assert.That((same.Status, line.Status, other.Status, (await slow).Status), Is.EqualTo((409, 409, 200, 200)));
        Assert.That((await SendAsync(HttpMethod.Delete, $"{Costs}/{cost}", null)).Status, Is.EqualTo(200));
    }

    [Test(Description = "spec 8.12: v1.0 wraps in item and takes no lines; line list over the project")]
    public async Task The_older_version_wraps_in_item()
    {
        var made = await PostAsync(Old, new JsonObject { ["item"] = new JsonObject { ["direct_cost_type"] = "expense", ["description"] = "Fuel" } });
        var lines = await PostAsync(Old, new JsonObject { ["item"] = new JsonObject { ["direct_cost_type"] = "expense", ["line_items"] = new JsonArray() } });
        var line = await PostAsync($"{Old}/{made.Text("id")}/line_items", new JsonObject { ["line_item"] = new JsonObject { ["wbs_code_id"] = Crane, ["manual_amount"] = "7.00" } });
        var all = (await GetAsync($"{Old}/line_items?filters[direct_cost_id]={made.Text("id")}")).Body!.AsArray();

        Assert.That((made.Status, lines.Status, line.Status), Is.EqualTo((201, 406, 201)), line.Json);
        Assert.That(all.Single()!["id"]!.ToString(), Is.EqualTo(line.Text("id")));
    }

    [Test(Description = "spec, corrections: \"lines carry holder { id, holder_type } and project, no direct_cost_id, no ref, no company, no origin_data\"")]
    public async Task Lines_over_a_project_name_their_cost_as_their_holder()
    {
        var made = await PostAsync(Costs, Body());

        var line = (await GetAsync($"{Old}/line_items")).Body![0]!.AsObject();

        Assert.That((line["holder"]!["id"]!.ToString(), line["holder"]!["holder_type"]!.ToString(), line["project"]!["id"]!.ToString()), Is.EqualTo((made.Text("id"), "DirectCost", $"{Project}")));
        Assert.That(new[] { "direct_cost_id", "ref", "company", "origin_data" }.Where(line.ContainsKey), Is.Empty);
    }

    [Test(Description = "spec 7.4.3: external data of a direct cost is called item")]
    public async Task External_data_of_a_cost_locks_it()
    {
        var cost = Simulator.Data.AddDirectCost(Seed.Project, null, "E-1", new SeedLine("05-100.S", "Steel", 10m));
        var root = $"/rest/v1.0/companies/{Company}/external_data/sync";

        var written = await PatchAsync(root, Updates(new JsonObject { ["item_type"] = "item", ["item_id"] = cost.Id, ["origin_id"] = "c:7" }));
        var unknown = await PatchAsync(root, Updates(new JsonObject { ["item_type"] = "item", ["item_id"] = 4711, ["origin_id"] = "c:8" }));

        Assert.That((written["entities"]!.AsArray().Count, cost.OriginId, unknown["errors"]!.AsArray().Count), Is.EqualTo((1, "c:7", 1)));
    }

    private static JsonObject Updates(params JsonNode[] updates) => new() { ["updates"] = new JsonArray(updates) };

    private static JsonObject Header(string origin, string type = "expense") => new() { ["direct_cost_type"] = type, ["status"] = "approved", ["description"] = "Journal 12", ["origin_id"] = origin };

    private JsonObject Line(string origin, long? cost, decimal amount)
    {
        var line = new JsonObject { ["amount"] = amount, ["wbs_code_id"] = Crane, ["origin_id"] = origin };
        if (cost is not null)
        {
            line["direct_cost_id"] = cost;
        }

        return line;
    }

    private JsonObject Body() => JsonNode.Parse($$"""
        { "direct_cost": { "direct_cost_type": "invoice", "status": "approved", "vendor_id": {{Seed.Vendor.Id}}, "invoice_number": "NS-BILL-9931", "description": "Crane rental", "direct_cost_date": "2026-05-03", "received_date": "2026-05-04", "payment_date": null, "terms": "Net 30",
            "employee_id": null, "origin_id": "NS-BILL-9931", "origin_data": "{\"internalId\":\"9931\"}",
            "line_items": [ { "wbs_code_id": {{Crane}}, "manual_amount": "1200.00", "description": "Crane", "uom": "ls", "origin_id": "NS-BILL-9931-1", "ref": "line-1" },
                            { "wbs_code_id": {{Crane}}, "quantity": "3.02", "unit_cost": "25.00", "description": "Hours" } ] } }
        """)!.AsObject();
}
