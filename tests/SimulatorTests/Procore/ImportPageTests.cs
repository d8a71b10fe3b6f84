using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

[TestFixture(Description = "Ready to Import, linking, merging, refreshing: specification 7.2 to 7.6, 7.8")]
internal sealed class ImportPageTests : ProcoreFixture
{
    private const string Root = "/rest/v1.0/companies/4400123/";

    private ProcorePages Ann => Simulator.As(9);

    [TestCase("sync_vendors", "request_detail_id,company_id")]
    [TestCase("sync_jobs", "request_detail_id,company_id")]
    [TestCase("sync_contract_payments", "request_detail_id")]
    [TestCase("sync_standard_cost_codes", "request_detail_id,standard_cost_code_list_id")]
    [TestCase("sync_standard_categories", "")]
    public void A_refresh_button_sends_what_the_dictionary_prints(string name, string keys)
    {
        var request = Ann.Refresh(name, Company);

        Assert.That(string.Join(',', request.RequestData.AsObject().Select(pair => pair.Key)), Is.EqualTo(keys));
        Assert.That(Simulator.RequestDetails, Has.Count.EqualTo(keys.Length == 0 ? 0 : 1));
    }

    [Test]
    public void There_is_no_button_for_other_events() =>
        Assert.That(() => Ann.Refresh("create_vendor", Company), Throws.TypeOf<ProcoreRefusedException>());

    [Test(Description = "spec 7.6: the id is the origin id, the public project id stands inside; no detail; 7.3: the switch")]
    public async Task The_periodic_notice_of_a_project_tells_its_origin_id_and_switch()
    {
        await PatchAsync($"/rest/v1.0/projects/{Project}/configuration", new JsonObject { ["configuration"] = new JsonObject { ["erp_job_cost_transaction_syncing_enabled"] = true } });
        var data = Ann.SyncSingleJob(Project).RequestData;

        Assert.That((data["id"]!.ToString(), data["additional_job_data"]!["procore_project_id"]!.GetValue<long>()), Is.EqualTo(("NS-PROJ-31", Project)));
        Assert.That(data["additional_job_data"]!["project_id"]!.GetValue<long>(), Is.Not.EqualTo(Project));
        Assert.That(data["additional_job_data"]!["job_cost_transactions_sync_enabled"]!.GetValue<bool>(), Is.True);
        Assert.That(Simulator.RequestDetails, Is.Empty);
        Assert.That((await GetAsync($"/rest/v1.0/projects/{Project}?company_id={Company}")).Json, Does.Not.Contain("job_cost_transaction"));
        Assert.That(() => Ann.SyncSingleJob(Seed.ForeignProject.Id), Throws.TypeOf<ProcoreRefusedException>(), "not synced");
    }

    [Test(Description = "spec 8.12: a project opts in to ERP job costs; the next notice shows it")]
    public void The_box_for_job_costs_is_ticked_and_cleared_on_a_synced_project()
    {
        bool Told() => Ann.SyncSingleJob(Project).RequestData["additional_job_data"]!["job_cost_transactions_sync_enabled"]!.GetValue<bool>();

        Ann.SwitchJobCosts(Project);
        Assert.That(Told(), Is.True);

        Ann.SwitchJobCosts(Project, on: false);
        Assert.That(Told(), Is.False);
        Assert.That(() => Ann.SwitchJobCosts(Seed.ForeignProject.Id), Throws.TypeOf<ProcoreRefusedException>(), "not synced");
    }

    [Test(Description = "spec 8.3: a company vendor is put into a project's directory before it can be used there")]
    public async Task A_direct_cost_takes_a_company_of_the_projects_directory_only()
    {
        var company = Simulator.Data.AddVendor("Pier Cranes, Inc.");
        Task<Reply> CostAsync(string number) => PostAsync($"/rest/v1.1/projects/{Project}/direct_costs", new JsonObject
        {
            ["direct_cost"] = new JsonObject { ["direct_cost_type"] = "invoice", ["vendor_id"] = company.Id, ["invoice_number"] = number },
        });
        Assert.That((await CostAsync("B-1")).Json, Does.Contain("directory of the project"));

        Ann.AddToDirectory(Project, company.Id);
        Ann.AddToDirectory(Project, company.Id);

        Assert.That((await CostAsync("B-1")).Status, Is.EqualTo(201));
        Assert.That(company.Data["project_ids"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test(Description = "spec 7.8: a company that failed to export and is linked instead is synced, and its errors are history")]
    public async Task A_company_that_failed_to_export_is_linked_instead()
    {
        var company = Simulator.Data.AddVendor("Pier Cranes, Inc.");
        Ann.SendToErp("vendor", company.Id);
        Ann.AcceptAndExport("vendor", [company.Id]);
        var detail = Simulator.RequestDetails[^1];
        await PatchAsync(Root + "erp_request_details/sync", new JsonObject
        {
            ["updates"] = new JsonArray(new JsonObject { ["id"] = detail.Id, ["status"] = "failed", ["messages"] = new JsonArray("A vendor of that name is there.") }),
        });
        Assert.That((Simulator.Status("vendor", company.Id).Tab, Simulator.Status("vendor", company.Id).Messages.Count), Is.EqualTo(("Failed to Export", 1)));
        await StageAsync(("vendor", "ns:1", "Pier Cranes"));

        Ann.LinkVendor(Ann.ReadyToImport(Company).Single().Id, company.Id);

        Assert.That((Simulator.Status("vendor", company.Id).Tab, Simulator.Status("vendor", company.Id).Messages.Count), Is.EqualTo(("Synced", 0)));
    }

    [Test(Description = "spec 7.6: link_all_vendors; connector behaviour 7.3: suggestions, never without a click")]
    public async Task All_suggested_vendors_are_linked_at_once()
    {
        await StageAsync(("vendor", "ns:1", "ACME STEEL llc"), ("vendor", "ns:2", "Nobody Ltd"), ("vendor", "ns:3", "Bay Cranes Inc"));
        Assert.That(Ann.ReadyToImport(Company).Select(row => (row.OriginId, row.SuggestedVendorId)), Is.EqualTo(
            new[] { ("ns:1", (long?)Seed.Vendor.Id), ("ns:2", null), ("ns:3", null) }), "a linked company is not suggested");
        Assert.That(Seed.Vendor.OriginId, Is.Null);

        var request = Ann.LinkAllVendors(Company);

        Assert.That(request.RequestData.ToJsonString(), Is.EqualTo($$"""{"vendors":[{"id":{{Seed.Vendor.Id}},"origin_id":"ns:1"}],"company_id":4400123}"""));
        Assert.That(Ann.ReadyToImport(Company).Select(row => row.OriginId), Is.EqualTo(new[] { "ns:2", "ns:3" }));
        Assert.That(() => Ann.LinkAllVendors(Company), Throws.TypeOf<ProcoreRefusedException>(), "nothing left");
        Assert.That(Simulator.Status("vendor", Seed.Vendor.Id).Tab, Is.EqualTo("Synced"));
    }

    [Test(Description = "spec 8.3 [I]: names are unique, so a known company can only be linked")]
    public async Task A_vendor_of_a_known_name_is_linked_and_not_added()
    {
        var staged = await StageAsync(("vendor", "ns:1", "Acme Steel LLC"));

        Assert.That(() => Ann.AddToProcore(staged[0]), Throws.TypeOf<ProcoreRefusedException>());
        var request = Ann.LinkVendor(staged[0], Seed.Vendor.Id);

        Assert.That((request.RequestName, request.RequestData["vendor"]!["origin_id"]!.ToString()), Is.EqualTo(("link_vendor", "ns:1")));
        Assert.That(() => Ann.LinkVendor(staged[0], Seed.SyncedVendor.Id), Throws.TypeOf<ProcoreRefusedException>());
    }

    [Test(Description = "spec 7.2, 7.6: create_job_in_procore; 8.2: the new project is not on the app's list")]
    public async Task A_staged_project_is_added_but_not_permitted()
    {
        var staged = await StageAsync(("project", "ns:31", "Harbor Tower"));

        var request = Ann.AddToProcore(staged[0]);
        var project = Simulator.Records(Kinds.Project).Single(one => one.OriginId == "ns:31");
        var path = $"/rest/v1.0/projects/{project.Id}?company_id={Company}";

        Assert.That(request.RequestData["project"]!.AsObject().Select(pair => pair.Key), Is.EqualTo(new[] { "id", "name", "origin_id", "origin_data", "origin_code" }));
        Assert.That((project.Text("start_date"), project.Text("total_value")), Is.EqualTo(("2026-03-01", "1250.5")));
        Assert.That((await GetAsync(path)).Status, Is.EqualTo(403));
        Simulator.Data.Permit(project);
        Assert.That((await GetAsync(path)).Status, Is.EqualTo(200));
    }

    [Test(Description = "spec 7.4.4: hide a record with archived")]
    public async Task An_archived_record_is_hidden_until_it_is_restored()
    {
        var staged = await StageAsync(("vendor", "ns:2", "Nobody Ltd"));
        Ann.Archive(staged[0]);
        Assert.That(Ann.ReadyToImport(Company), Is.Empty);
        Assert.That(() => Ann.AddToProcore(staged[0]), Throws.TypeOf<ProcoreRefusedException>());

        Ann.Archive(staged[0], archived: false);

        Assert.That(Ann.ReadyToImport(Company), Has.Count.EqualTo(1));
        Assert.That(() => Simulator.As(12).Archive(staged[0]), Throws.TypeOf<ProcoreRefusedException>());
    }

    [Test(Description = "spec 7.4.4: only the keys of the type")]
    public async Task A_staged_record_takes_only_the_keys_of_its_type()
    {
        var answer = await PatchAsync(Root + "staged_records/sync", new JsonObject
        {
            ["updates"] = new JsonArray(new JsonObject { ["item_type"] = "vendor", ["origin_id"] = "ns:1", ["data"] = new JsonObject { ["name"] = "A", ["tax_id"] = "1" } }),
        });

        Assert.That(answer["errors"]![0]!["errors"]!["data.tax_id"], Is.Not.Null);
    }

    [Test(Description = "spec 7.6: merge_vendors; a source may carry the master's origin id")]
    public async Task A_merge_moves_use_and_link_to_the_master()
    {
        var request = Ann.MergeVendors(Seed.Vendor.Id, [Seed.SyncedVendor.Id]);

        Assert.That(request.RequestData.ToJsonString(), Is.EqualTo(
            $$"""{"master_vendor":{"id":{{Seed.Vendor.Id}},"origin_id":"NS-VEND-2207"},"source_vendors":[{"id":{{Seed.SyncedVendor.Id}},"origin_id":"NS-VEND-2207"}],"company_id":4400123}"""));
        Assert.That(Simulator.FindRecord("vendor", Seed.SyncedVendor.Id), Is.Null);
        Assert.That(Simulator.Records(Kinds.WorkOrderContract).Select(contract => contract.Data["vendor_id"]!.GetValue<long>()), Is.All.EqualTo(Seed.Vendor.Id));
        Assert.That((await GetAsync($"{Root}external_data?item_type=vendor&item_id={Seed.Vendor.Id}")).Body![0]!["origin_id"]!.ToString(), Is.EqualTo("NS-VEND-2207"));
    }

    [Test(Description = "connector behaviour 7.3: both were linked")]
    public void A_merge_of_two_linked_companies_keeps_the_masters_link()
    {
        Simulator.Data.Set(Seed.Vendor, "origin_id", "ns:77");

        var request = Ann.MergeVendors(Seed.Vendor.Id, [Seed.SyncedVendor.Id]);

        Assert.That((request.RequestData["master_vendor"]!["origin_id"]!.ToString(), request.RequestData["source_vendors"]![0]!["origin_id"]!.ToString()), Is.EqualTo(("ns:77", "NS-VEND-2207")));
        Assert.That(Seed.Vendor.OriginId, Is.EqualTo("ns:77"));
    }

    [Test(Description = "The actions by name, as another program calls them")]
    public async Task Import_actions_can_be_called_over_the_wire()
    {
        async Task<JsonNode> Act(string action, JsonObject body)
        {
            var answer = await PostAsync("/_control/actions/" + action, body);
            Assert.That(answer.Status, Is.EqualTo(200), answer.Json);
            return answer.Body!;
        }

        await StageAsync(("vendor", "ns:1", "Acme Steel LLC"), ("vendor", "ns:2", "Nobody Ltd"));
        var rows = (await Act("ready-to-import", [])).AsArray();
        await Act("link-all-vendors", []);
        await Act("archive", new() { ["id"] = rows[1]!["id"]!.DeepClone() });
        await Act("add-to-directory", new() { ["id"] = Project, ["vendorId"] = Seed.Vendor.Id });
        await Act("switch-job-costs", new() { ["id"] = Project, ["on"] = true });
        await Act("sync-single-job", new() { ["id"] = Project });
        await Act("merge-vendors", new() { ["id"] = Seed.Vendor.Id, ["sources"] = new JsonArray(Seed.SyncedVendor.Id) });
        await Act("permit-project", new() { ["id"] = Seed.ForeignProject.Id });

        Assert.That(Simulator.ErpRequests.Select(request => request.RequestName), Is.EqualTo(new[] { "link_all_vendors", "sync_single_job", "merge_vendors" }));
        Assert.That(Simulator.ErpRequests[1].RequestData["additional_job_data"]!["job_cost_transactions_sync_enabled"]!.GetValue<bool>(), Is.True);
    }

    private async Task<List<long>> StageAsync(params (string Type, string Origin, string Name)[] records)
    {
        var answer = await PatchAsync(Root + "staged_records/sync", new JsonObject
        {
            ["updates"] = new JsonArray([.. records.Select(record => (JsonNode)new JsonObject
            {
                ["item_type"] = record.Type,
                ["origin_id"] = record.Origin,
                ["origin_code"] = record.Origin[3..],
                ["data"] = record.Type == "vendor"
                    ? new JsonObject { ["name"] = record.Name }
                    : new JsonObject { ["name"] = record.Name, ["project_number"] = "26-031", ["estimated_start_date"] = "2026-03-01", ["estimated_value"] = 1250.5m },
            })]),
        });
        Assert.That(answer["errors"]!.AsArray(), Is.Empty);

        return [.. answer["entities"]!.AsArray().OrderBy(entity => entity!["id"]!.GetValue<long>()).Select(entity => entity!["id"]!.GetValue<long>())];
    }
}
