using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

internal sealed class RecordTests : ProcoreFixture
{
    private Task<Reply> SyncVendorsAsync(params JsonNode[] updates) =>
        PatchAsync("/rest/v1.0/vendors/sync", new JsonObject { ["company_id"] = Company, ["updates"] = new JsonArray(updates) });

    [Test(Description = "spec 5.1: the table of id and origin_id; matched by origin id, in no certain order")]
    public async Task Sync_creates_and_updates_by_origin_id_and_reports_each_entry()
    {
        var answer = await SyncVendorsAsync(
            new JsonObject { ["origin_id"] = "NS-VEND-2207", ["name"] = "Bay Cranes LLC" },
            new JsonObject { ["origin_id"] = "NS-VEND-9", ["name"] = "New one" },
            new JsonObject { ["origin_id"] = "NS-VEND-10", ["name"] = "" },
            new JsonObject { ["id"] = 4711, ["name"] = "Nobody" },
            new JsonObject { ["id"] = Seed.Vendor.Id, ["origin_id"] = "NS-VEND-11" });

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer["entities"]!.AsArray().Select(one => one!["origin_id"]!.ToString()), Is.EquivalentTo(new[] { "NS-VEND-2207", "NS-VEND-9", "NS-VEND-11" }));
        Assert.That(answer["entities"]![0]!["origin_id"]!.ToString(), Is.Not.EqualTo("NS-VEND-2207"), "the order is not the caller's");
        Assert.That(answer["errors"]![0]!["errors"]!["name"]![0]!.ToString(), Is.EqualTo("can't be blank"));
        Assert.That(answer["errors"]![0]!["origin_id"]!.ToString(), Is.EqualTo("NS-VEND-10"), "the caller's attributes are echoed");
        Assert.That(answer["errors"]![1]!["errors"]!.ToJsonString(), Is.EqualTo("""{"id":["Entity with this ID not found"]}"""));
        Assert.That(Simulator.FindRecord("vendor", Seed.SyncedVendor.Id)!.Text("name"), Is.EqualTo("Bay Cranes LLC"));
    }

    [Test(Description = "spec 5.1, 13.3: more than 1,000 entries")]
    public async Task Sync_takes_a_thousand_entries_and_no_more()
    {
        JsonNode[] Entries(int count) => [.. Enumerable.Range(0, count).Select(number => new JsonObject { ["origin_id"] = $"O-{number}", ["name"] = $"Vendor {number}" })];

        var full = await SyncVendorsAsync(Entries(1_000));
        var over = await SyncVendorsAsync(Entries(1_001));

        Assert.That(full["entities"]!.AsArray(), Has.Count.EqualTo(1_000));
        Assert.That(over.Status, Is.EqualTo(413));
    }

    [Test(Description = "spec 12 [A]: the same origin id twice is applied in order")]
    public async Task The_second_entry_with_an_origin_id_updates_the_first()
    {
        var answer = await SyncVendorsAsync(
            new JsonObject { ["origin_id"] = "NS-VEND-9", ["name"] = "First" }, new JsonObject { ["origin_id"] = "NS-VEND-9", ["name"] = "Second" });

        Assert.That(answer["entities"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That(Simulator.Records(Kinds.Vendor).Single(vendor => vendor.OriginId == "NS-VEND-9").Text("name"), Is.EqualTo("Second"));
    }

    [TestCase("name", "", "can't be blank"), TestCase("name", "bay cranes inc", "has already been taken", Description = "spec 13.3")]
    public async Task A_vendor_needs_a_name_of_its_own(string field, string value, string message)
    {
        var answer = await PostAsync("/rest/v1.0/vendors", new JsonObject { ["company_id"] = Company, ["vendor"] = new JsonObject { [field] = value } });

        Assert.That(answer.Status, Is.EqualTo(422));
        Assert.That(answer.Json, Is.EqualTo(new JsonObject { ["errors"] = new JsonObject { [field] = new JsonArray(message) } }.ToJsonString()));
    }

    [Test(Description = "spec 8.3: views")]
    public async Task Vendor_views_differ_in_their_fields()
    {
        async Task<JsonObject> ViewAsync(string view) => (await GetAsync($"/rest/v1.0/vendors/{Seed.Vendor.Id}?company_id={Company}{view}")).Body!.AsObject();
        var (extended, normal, erp, directory) = (await ViewAsync(""), await ViewAsync("&view=normal"), await ViewAsync("&view=erp"), await ViewAsync("&view=directory"));

        Assert.That(extended["business_id"]!.ToString(), Is.EqualTo("12-3456789"));
        Assert.That(extended["business_register"]!["type"]!.ToString(), Is.EqualTo("EIN"));
        Assert.That(extended.ContainsKey("trades"), Is.True);
        Assert.That(normal.ContainsKey("trades"), Is.False);
        Assert.That(erp.ContainsKey("origin_custom_fields"), Is.True);
        Assert.That(directory.ContainsKey("origin_id"), Is.False);
    }

    [Test(Description = "spec 8.3 [A]: inactive vendors stand in their own list")]
    public async Task An_inactive_vendor_leaves_the_list_and_can_be_reactivated()
    {
        await PatchAsync($"/rest/v1.0/vendors/{Seed.Vendor.Id}", new JsonObject { ["company_id"] = Company, ["vendor"] = new JsonObject { ["is_active"] = false } });
        var main = await GetAsync($"/rest/v1.0/vendors?company_id={Company}");
        var inactive = await GetAsync($"/rest/v1.0/companies/{Company}/vendors/inactive");
        await PatchAsync($"/rest/v1.0/companies/{Company}/vendors/inactive/{Seed.Vendor.Id}", new JsonObject());

        Assert.That(main.Body!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(inactive.Body!.AsArray().Single()!["id"]!.GetValue<long>(), Is.EqualTo(Seed.Vendor.Id));
        Assert.That((await GetAsync($"/rest/v1.0/vendors?company_id={Company}")).Body!.AsArray(), Has.Count.EqualTo(2));
    }

    [Test(Description = "spec 8.3, 13.3: one register a vendor, numbers are checked")]
    public async Task A_second_business_register_is_a_conflict()
    {
        Task<Reply> PostRegisterAsync(ProcoreRecord vendor, string number) => PostAsync($"/rest/v1.0/vendors/{vendor.Id}/business_register?company_id={Company}", new JsonObject
        {
            ["business_register"] = new JsonObject { ["type"] = "ein", ["identifier"] = number },
        });

        Assert.That((await PostRegisterAsync(Seed.Vendor, "98-7654321")).Status, Is.EqualTo(409));
        Assert.That((await PostRegisterAsync(Seed.SyncedVendor, "98-76")).Status, Is.EqualTo(422));
        Assert.That((await PostRegisterAsync(Seed.SyncedVendor, "98-7654321")).Text("identifier"), Is.EqualTo("987654321"));
    }

    [Test(Description = "spec 8.2: money is a string in v1.0 and a number in v1.1")]
    public async Task The_value_of_a_project_changes_its_type_with_the_version()
    {
        var old = await GetAsync($"/rest/v1.0/projects?company_id={Company}");
        var newer = await GetAsync($"/rest/v1.1/projects?company_id={Company}&view=normal");
        var ids = await GetAsync($"/rest/v1.1/projects?company_id={Company}&view=ids");

        Assert.That(old.Body![0]!["total_value"]!.GetValue<string>(), Is.EqualTo("12500000.00"));
        Assert.That(newer.Body![0]!["total_value"]!.GetValueKind(), Is.EqualTo(System.Text.Json.JsonValueKind.Number));
        Assert.That(ids.Json, Is.EqualTo($"[{Project}]"));
        Assert.That(old.Body![0]!["display_name"]!.ToString(), Is.EqualTo("1234 Dock 7 Warehouse"));
    }

    [Test(Description = "spec 8.2, 1.4: a new project is not on the app's list")]
    public async Task A_project_that_is_created_is_not_permitted_by_itself()
    {
        var created = await PostAsync("/rest/v1.0/projects", new JsonObject { ["company_id"] = Company, ["project"] = new JsonObject { ["name"] = "New" } });

        Assert.That(created.Status, Is.EqualTo(201));
        Assert.That((await GetAsync($"/rest/v1.0/projects/{created.Text("id")}?company_id={Company}")).Status, Is.EqualTo(403));
    }

    [TestCase("filters[by_status]=All", 1), TestCase("filters[synced]=false", 0), TestCase("filters[origin_id]=NS-PROJ-31", 1, Description = "spec 8.2")]
    public async Task Projects_can_be_filtered(string filter, int count)
    {
        Assert.That((await GetAsync($"/rest/v1.0/projects?company_id={Company}&{filter}")).Body!.AsArray(), Has.Count.EqualTo(count));
    }

    [Test(Description = "spec 8.2: default active only")]
    public async Task An_inactive_project_is_hidden_by_default()
    {
        await PatchAsync($"/rest/v1.0/projects/{Project}", new JsonObject { ["company_id"] = Company, ["project"] = new JsonObject { ["active"] = false } });

        Assert.That((await GetAsync($"/rest/v1.0/projects?company_id={Company}")).Body!.AsArray(), Is.Empty);
        Assert.That((await GetAsync($"/rest/v1.0/projects?company_id={Company}&filters[by_status]=Inactive")).Body!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test(Description = "spec 8.6: the row, and the parent's prefix")]
    public async Task A_cost_code_shows_its_code_with_and_without_the_prefix()
    {
        var list = await GetAsync($"/rest/v1.0/cost_codes?project_id={Project}");
        var steel = list.Body!.AsArray().Single(code => code!["name"]!.ToString() == "Structural Steel")!;

        Assert.That(steel["code"]!.ToString(), Is.EqualTo("100"));
        Assert.That(steel["full_code"]!.ToString(), Is.EqualTo("05-100"));
        Assert.That(steel["parent"]!["id"], Is.Not.Null);
        Assert.That(steel["line_item_types"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That((await GetAsync("/rest/v1.0/cost_codes")).Status, Is.EqualTo(400));
    }

    [Test(Description = "spec 8.6: standard cost code sync takes the code with its prefix, create without")]
    public async Task The_prefix_trap_of_standard_cost_codes_is_kept()
    {
        var metals = Simulator.Records(Kinds.StandardCostCode).Single(code => code.Text("name") == "Metals");
        Task<Reply> SyncAsync(string code) => PatchAsync("/rest/v1.0/standard_cost_codes/sync", new JsonObject
        {
            ["company_id"] = Company,
            ["standard_cost_code_list_id"] = metals.ParentId,
            ["updates"] = new JsonArray(new JsonObject { ["code"] = code, ["name"] = "Rebar", ["parent_id"] = metals.Id, ["origin_id"] = "NS-CC-05200" }),
        });

        Assert.That((await SyncAsync("200"))["errors"]!.AsArray(), Has.Count.EqualTo(1));
        var row = (await SyncAsync("05-200"))["entities"]![0]!;
        Assert.That(row["code"]!.ToString(), Is.EqualTo("200"));
        Assert.That(row["full_code"]!.ToString(), Is.EqualTo("05-200"));
    }

    [Test(Description = "spec 8.6: written as csv_import_code, read as code")]
    public async Task A_cost_type_is_written_and_read_under_different_names()
    {
        var answer = await PatchAsync("/rest/v1.0/line_item_types/sync", new JsonObject
        {
            ["company_id"] = Company,
            ["updates"] = new JsonArray(
                new JsonObject { ["name"] = "Labor", ["csv_import_code"] = "L", ["base_type"] = "labor" },
                new JsonObject { ["name"] = "Other", ["code"] = "O" }),
        });

        Assert.That(answer["entities"]!.AsArray().Single()!["code"]!.ToString(), Is.EqualTo("L"));
        Assert.That(answer["errors"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test(Description = "spec 7.4.6: assignments of cost types, with their synced flag")]
    public async Task Cost_types_are_assigned_to_a_cost_code()
    {
        var code = Simulator.Records(Kinds.CostCode).First(one => one.ProjectId == Project);
        var type = Simulator.Records(Kinds.LineItemType)[0];
        var answer = await PatchAsync($"/rest/v1.0/cost_code_line_item_types/sync?project_id={Project}", new JsonObject
        {
            ["updates"] = new JsonArray(
                new JsonObject { ["cost_code_id"] = code.Id, ["line_item_type_id"] = type.Id, ["synced"] = true },
                new JsonObject { ["cost_code_id"] = code.Id, ["line_item_type_id"] = 1 }),
        });

        Assert.That(answer["entities"]!.AsArray().Single()!["synced"]!.GetValue<bool>(), Is.True);
        Assert.That(answer["errors"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test(Description = "spec 8.5: flat code over all segments, a custom one included")]
    public async Task A_WBS_code_is_put_together_from_its_segments()
    {
        var codes = await GetAsync($"/rest/v1.0/projects/{Project}/work_breakdown_structure/wbs_codes");
        var pattern = await GetAsync($"/rest/v1.0/projects/{Project}/work_breakdown_structure/patterns");

        Assert.That(codes.Body!.AsArray().Select(code => code!["flat_code"]!.ToString()), Is.EquivalentTo(new[] { "05-100.S", "01-540.E.P1", "01-540.E.P2" }));
        var steel = codes.Body!.AsArray().Single(code => code!["flat_code"]!.ToString() == "05-100.S")!;
        Assert.That(steel["flat_name"]!.ToString(), Is.EqualTo("Metals.Structural Steel.Commitment"));
        Assert.That(steel["description"]!.ToString(), Is.EqualTo("Structural Steel.Commitment"));
        Assert.That(steel["segment_items"]![0]!["segment"]!["type"]!.ToString(), Is.EqualTo("cost_code"));
        Assert.That(pattern.Body, Is.InstanceOf<JsonObject>());
        Assert.That(pattern["segments"]!.AsArray(), Has.Count.EqualTo(3));
    }

    [Test(Description = "spec 8.5, 11.21: an existing combination is no error, its description is overwritten")]
    public async Task Creating_a_known_WBS_code_overwrites_its_description()
    {
        var codes = await GetAsync($"/rest/v1.0/projects/{Project}/work_breakdown_structure/wbs_codes");
        var steel = codes.Body!.AsArray().Single(code => code!["flat_code"]!.ToString() == "05-100.S")!;
        var items = steel["segment_items"]!.AsArray().Select(item => (JsonNode)new JsonObject
        {
            ["segment_id"] = item!["segment"]!["id"]!.DeepClone(),
            ["segment_item_id"] = item["id"]!.DeepClone(),
        }).ToArray();

        var path = $"/rest/v1.0/projects/{Project}/work_breakdown_structure/wbs_codes";
        var again = await PostAsync(path, new JsonObject { ["description"] = "Steel", ["segment_items"] = new JsonArray(items) });
        var half = await PostAsync(path, new JsonObject { ["segment_items"] = new JsonArray(items[0].DeepClone()) });

        Assert.That(again.Status, Is.EqualTo(201));
        Assert.That(again.Text("id"), Is.EqualTo(steel["id"]!.ToString()));
        Assert.That(again.Text("description"), Is.EqualTo("Steel"));
        Assert.That(half.Status, Is.EqualTo(422), "cost code and cost type are always required");
    }

    [Test(Description = "spec 8.5: the list is required for the company's cost code segment; status follows to children")]
    public async Task Segment_items_of_the_company_need_their_list()
    {
        var root = $"/rest/v1.0/companies/{Company}/work_breakdown_structure/segments";
        var segments = await GetAsync(root);
        var codes = segments.Body!.AsArray().Single(one => one!["type"]!.ToString() == "cost_code")!["id"]!;
        var list = Seed.Company.ErpCostCodeListId;

        Assert.That((await GetAsync($"{root}/{codes}/segment_items")).Status, Is.EqualTo(400));
        Assert.That((await GetAsync($"{root}/{codes}/segment_items?segment_item_list_id={list}")).Body!.AsArray(), Has.Count.EqualTo(4));
    }

    [Test(Description = "spec 8.7: both kinds, compact and extended, arithmetic of 13.4")]
    public async Task Commitments_are_listed_by_kind_and_together()
    {
        var both = await GetAsync($"/rest/v1.0/commitments?project_id={Project}");
        var compact = await GetAsync($"/rest/v1.0/work_order_contracts?project_id={Project}");
        var crane = await GetAsync($"/rest/v1.0/work_order_contracts/{compact.Body![1]!["id"]}?project_id={Project}");

        Assert.That(both.Body!.AsArray(), Has.Count.EqualTo(3));
        Assert.That(compact.Body![0]!.AsObject().ContainsKey("line_items"), Is.False);
        Assert.That(crane.Text("grand_total"), Is.EqualTo("20000.00"));
        Assert.That(crane.Text("approved_change_orders"), Is.EqualTo("1500.00"));
        Assert.That(crane.Text("revised_contract"), Is.EqualTo("21500.00"));
        Assert.That(crane["line_items"]![0]!["wbs_code"]!["flat_code"]!.ToString(), Is.EqualTo("01-540.E.P1"));
        Assert.That(crane["line_items"]![0]!["holder"]!["holder_type"]!.ToString(), Is.EqualTo("WorkOrderContract"));
    }

    [Test(Description = "spec 8.7: a line needs an existing WBS code")]
    public async Task A_line_without_a_WBS_code_is_refused()
    {
        var answer = await PostAsync($"/rest/v1.0/work_order_contracts/{Seed.Subcontract.Id}/line_items", new JsonObject
        {
            ["project_id"] = Project,
            ["line_item"] = new JsonObject { ["amount"] = "10.00", ["wbs_code_id"] = 4711 },
        });

        Assert.That(answer.Status, Is.EqualTo(422));
    }

    [Test(Description = "spec 8.9")]
    public async Task A_billing_period_needs_all_its_fields()
    {
        var path = $"/rest/v1.0/projects/{Project}/billing_periods";
        JsonObject Body(string? due) => new()
        {
            ["billing_period"] = new JsonObject { ["start_date"] = "2026-05-01", ["end_date"] = "2026-05-31", ["due_date"] = due, ["status"] = "open" },
        };

        Assert.That((await PostAsync(path, Body(null))).Status, Is.EqualTo(422));
        Assert.That((await PostAsync(path, Body("2026-05-25")))["position"]!.GetValue<int>(), Is.EqualTo(3));
        Assert.That((await GetAsync($"{path}?filters[status]=open")).Body!.AsArray(), Has.Count.EqualTo(2));
    }

    [Test(Description = "spec 8.4, 1.4, 9.4")]
    public async Task The_caller_the_approver_and_the_currency_are_shown()
    {
        Assert.That((await GetAsync($"/rest/v1.0/me?company_id={Company}"))["id"]!.GetValue<long>(), Is.EqualTo(880_011));
        Assert.That((await GetAsync("/rest/v1.0/companies")).Body!.AsArray().Single()!["id"]!.GetValue<long>(), Is.EqualTo(Company));
        Assert.That((await GetAsync($"/rest/v1.3/companies/{Company}/users/9"))["erp_integrated_accountant"]!.GetValue<bool>(), Is.True);
        Assert.That((await GetAsync($"/rest/v1.3/companies/{Company}/users/12"))["erp_integrated_accountant"]!.GetValue<bool>(), Is.False);
        Assert.That((await GetAsync($"/rest/v1.0/companies/{Company}/currency_configuration")).Text("currency_iso_code"), Is.EqualTo("USD"));
    }

    [Test(Description = "spec 2.1: what is not JSON, and what is not there")]
    public async Task Nonsense_is_refused()
    {
        Assert.That((await GetAsync("/rest/v1.0/nonsense")).Status, Is.EqualTo(404));
        Assert.That((await GetAsync($"/rest/v1.0/vendors/abc?company_id={Company}")).Status, Is.EqualTo(404));
        Assert.That((await PostAsync("/rest/v1.0/vendors", new JsonObject { ["company_id"] = Company })).Status, Is.EqualTo(400));
    }

    [Test(Description = "spec 13.1: ids above 2³¹")]
    public void Ids_do_not_fit_into_an_int()
    {
        Assert.That(Simulator.Records(Kinds.Vendor).Select(vendor => vendor.Id), Is.All.GreaterThan(int.MaxValue));
    }
}
