using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

/// <summary>The corrections of November 2026 at the head of procore-api.md; each test quotes the words it holds the simulator to.</summary>
internal sealed class CorrectionTests : ProcoreFixture
{
    private const string Absent = "Absent in the simulator and documented: ";

    private ProcoreRecord Crane => Simulator.Records(Kinds.WorkOrderContract).Single(contract => contract.Text("number") == "SC-1234-002");

    private string ItemsOf(ProcoreRecord invoice, string kind) => $"/rest/v1.0/requisitions/{invoice.Id}/{kind}?project_id={Project}";

    private string Item(ProcoreRecord invoice, string kind, JsonNode? item) => $"/rest/v1.0/requisitions/{invoice.Id}/{kind}/{item!["id"]}?project_id={Project}";

    private Task<Reply> ActAsync(string action, JsonObject arguments) => PostAsync($"/_control/actions/{action}", arguments);

    [Test(Description = "\"DELETE of a contract payment ...: 200 with a JSON body (never empty)\"")]
    public async Task A_deleted_payment_is_told_as_it_was()
    {
        var payment = Simulator.Data.AddPayment(Seed.Subcontract, Seed.ExportedInvoice, 100m, new(2026, 5, 1));
        var path = $"/rest/v1.0/contract_payments/{payment.Id}?project_id={Project}&contract_id={Seed.Subcontract.Id}";
        var shown = await GetAsync(path);

        var deleted = await SendAsync(HttpMethod.Delete, path, null);

        Assert.That((deleted.Status, deleted.Json), Is.EqualTo((200, shown.Json)));
        Assert.That((await GetAsync(path)).Status, Is.EqualTo(404));
    }

    [TestCase("v1.0", Description = "\"DELETE of ... a direct cost ...: 200 with a JSON body (never empty)\"")]
    [TestCase("v1.1")]
    public async Task A_deleted_direct_cost_is_told_by_its_id(string version)
    {
        var cost = Simulator.Data.AddDirectCost(Seed.Project, Seed.Vendor, "B-1", new SeedLine("05-100.S", "Steel", 10m));

        var deleted = await SendAsync(HttpMethod.Delete, $"/rest/{version}/projects/{Project}/direct_costs/{cost.Id}", null);

        Assert.That((deleted.Status, deleted.Json), Is.EqualTo((200, $$"""{"id":{{cost.Id}}}""")));
        Assert.That(Simulator.Records(Kinds.DirectCost), Is.Empty);
    }

    [Test(Description = "\"projects/{p}/vendors/{id}/actions/add: 201\"")]
    public async Task A_company_is_added_to_a_project_as_something_new()
    {
        var added = await PostAsync($"/rest/v1.0/projects/{Project}/vendors/{Simulator.Data.AddVendor("New Works").Id}/actions/add", new JsonObject());

        Assert.That((added.Status, added.Text("name")), Is.EqualTo((201, "New Works")));
    }

    [Test(Description = "\"Link carries the host that was asked\"")]
    public async Task Links_lead_to_the_host_that_was_asked()
    {
        using var response = await AskAsync($"/rest/v1.0/vendors?company_id={Company}&per_page=1", "us02.procore.example");

        Assert.That(string.Join(", ", response.Headers.GetValues("Link")), Does.Contain($"<http://us02.procore.example/rest/v1.0/vendors?company_id={Company}&page=2&per_page=1>; rel=\"next\"").And.Not.Contain("127.0.0.1"));
    }

    [TestCase(false, Description = "\"429 may lack Retry-After\"")]
    [TestCase(true)]
    public async Task A_limit_may_or_may_not_say_when_to_come_back(bool says)
    {
        Simulator.Settings = Simulator.Settings with { SpikeLimit = 1, RetryAfter = says };
        await GetAsync($"/rest/v1.0/me?company_id={Company}");

        var refused = await GetAsync($"/rest/v1.0/me?company_id={Company}");

        Assert.That(refused.Status, Is.EqualTo(429));
        Assert.That(refused.Headers.GetValueOrDefault("Retry-After"), says ? Is.EqualTo("11") : Is.Null);
        Assert.That(refused.Headers["X-Rate-Limit-Reset"], Is.EqualTo($"{Time.GetUtcNow().ToUnixTimeSeconds() + 11}"));
    }

    [TestCase(302, "/rest/v1.0/me", Description = "\"503 may be a page of HTML behind a redirect (maintenance): 301-308 from Procore are transient\"")]
    [TestCase(307, "/rest/v1.0/me")]
    [TestCase(302, "/oauth/token", Description = "the login host as well")]
    public async Task Maintenance_is_a_page_behind_a_redirect(int status, string path)
    {
        await PostAsync("/_control/settings", new JsonObject { ["maintenanceStatus"] = status });

        using var moved = await AskAsync(path);
        using var page = await AskAsync(moved.Headers.Location!.PathAndQuery);

        Assert.That(((int)moved.StatusCode, moved.Headers.Location.GetLeftPart(UriPartial.Authority)), Is.EqualTo((status, BaseUrl)));
        Assert.That(((int)page.StatusCode, page.Content.Headers.ContentType!.MediaType), Is.EqualTo((503, "text/html")));
        Assert.That(await page.Content.ReadAsStringAsync(None), Does.StartWith("<html>"));
    }

    [TestCase("", Description = Absent + "\"v1.0 requisitions (GET ...)\"; 8.10: \"its older answers name the summary block g702 instead of summary\"")]
    [TestCase("&view=extended")]
    public async Task The_first_version_of_invoices_calls_their_summary_otherwise(string view)
    {
        var newer = await GetAsync($"/rest/v1.1/requisitions?project_id={Project}{view}");
        var list = await GetAsync($"/rest/v1.0/requisitions?project_id={Project}{view}");
        var one = await GetAsync($"/rest/v1.0/requisitions/{Seed.Invoice.Id}?project_id={Project}{view}");

        Assert.That(list.Body!.AsArray().Select(row => row!["g702"]!.ToJsonString()), Is.EqualTo(newer.Body!.AsArray().Select(row => row!["summary"]!.ToJsonString())));
        Assert.That(list.Body.AsArray().Append(one.Body).Any(row => row!.AsObject().ContainsKey("summary")), Is.False);
        Assert.That(one["g702"]!["current_payment_due"]!.ToString(), Is.EqualTo("9000.00"));
        Assert.That(one.Body!.AsObject().ContainsKey("items"), Is.EqualTo(view.Length > 0));
    }

    [Test(Description = Absent + "\"v1.0 requisitions (..., PATCH with comment)\"; 8.10: \"v1.0 create/update takes no items\"")]
    public async Task The_first_version_takes_a_comment_and_no_lines()
    {
        Task<Reply> Patch(string version, JsonObject requisition) => PatchAsync(
            $"/rest/{version}/requisitions/{Seed.Invoice.Id}",
            new JsonObject { ["project_id"] = Project, ["commitment_id"] = Seed.Subcontract.Id, ["requisition"] = requisition });

        var commented = await Patch("v1.0", new() { ["comment"] = "Checked on site", ["billing_date"] = "2026-05-01" });
        var lines = await Patch("v1.0", new() { ["items"] = new JsonArray() });
        var newer = await Patch("v1.1", new() { ["comment"] = "Checked on site" });

        Assert.That((commented.Status, commented.Text("billing_date"), commented["g702"]!["current_payment_due"]!.ToString()), Is.EqualTo((200, "2026-05-01", "9000.00")));
        Assert.That(commented.Body!.AsObject().ContainsKey("comment"), Is.False, "no answer shows it");
        Assert.That((lines.Status, newer.Status), Is.EqualTo((406, 406)));
    }

    [Test(Description = "8.10: project_id and commitment_id are required; 5.4: a synced invoice is immutable")]
    public async Task The_first_version_refuses_a_foreign_commitment_and_a_synced_invoice()
    {
        JsonObject Body(long commitment) => new() { ["project_id"] = Project, ["commitment_id"] = commitment, ["requisition"] = new JsonObject { ["comment"] = "?" } };

        Assert.That((await PatchAsync($"/rest/v1.0/requisitions/{Seed.Invoice.Id}", Body(Crane.Id))).Status, Is.EqualTo(404));
        Assert.That((await PatchAsync($"/rest/v1.0/requisitions/{Seed.ExportedInvoice.Id}", Body(Seed.Subcontract.Id))).Status, Is.EqualTo(422));
    }

    [TestCase("v1.0", Description = Absent + "\"g702 and attachments in the create answer\"")]
    [TestCase("v1.1")]
    public async Task A_new_invoice_is_answered_with_its_summary_and_attachments(string version)
    {
        var created = await CreateAsync(version, "INV-9");

        Assert.That(created.Status, Is.EqualTo(201), created.Json);
        Assert.That(created["g702"]!["original_contract_sum"]!.ToString(), Is.EqualTo("50000.00"));
        Assert.That(created["attachments"]!.AsArray(), Is.Empty);
        Assert.That(created.Body!.AsObject().ContainsKey("summary"), Is.EqualTo(version == "v1.1"));
    }

    [Test(Description = Absent + "\"invoice_number always text\"")]
    public async Task A_number_of_an_invoice_is_text_even_if_it_was_written_as_a_number()
    {
        var created = await CreateAsync("v1.1", 1007);

        Assert.That(created["invoice_number"]!.ToJsonString(), Is.EqualTo("\"1007\""));
    }

    [TestCase("contract_items", "requisition_contract_item", Description = Absent + "\"GET/PATCH of one contract or change-order item\"")]
    [TestCase("change_order_items", "requisition_change_order_item")]
    public async Task One_line_of_an_invoice_is_read_and_changed(string kind, string wrapper)
    {
        var invoice = Simulator.Records(Kinds.Requisition).Single(one => one.Text("invoice_number") == "C-4");
        var row = (await GetAsync(ItemsOf(invoice, kind))).Body![0]!;

        var read = await GetAsync(Item(invoice, kind, row));
        var changed = await PatchAsync(
            Item(invoice, kind, row),
            new JsonObject { [wrapper] = new JsonObject { ["work_completed_this_period"] = "100.00", ["work_completed_retainage_retained_this_period"] = "7.00" } });
        var after = await GetAsync($"/rest/v1.1/requisitions/{invoice.Id}?project_id={Project}");

        Assert.That((read.Status, read.Json), Is.EqualTo((200, row.ToJsonString())));
        Assert.That((changed.Status, changed.Text("work_completed_this_period"), changed.Text("work_completed_retainage_retained_this_period")), Is.EqualTo((200, "100.00", "7.00")));
        Assert.That(changed.Body!.AsObject().ContainsKey("change_order_package_id"), Is.EqualTo(kind == "change_order_items"));
        Assert.That(after["summary"]!["current_payment_due"]!.ToString(), Is.EqualTo("-2407.00"), "the summary follows");
    }

    [Test(Description = "8.10: item ids are unique only within their type; 5.4: a synced invoice is immutable; 2.1: 406 for fields that are not there")]
    public async Task A_line_that_is_not_there_or_locked_is_refused()
    {
        var body = new JsonObject { ["requisition_contract_item"] = new JsonObject { ["work_completed_this_period"] = "1.00" } };
        var row = (await GetAsync(ItemsOf(Seed.ExportedInvoice, "contract_items"))).Body![0]!;

        Assert.That((await PatchAsync(Item(Seed.ExportedInvoice, "contract_items", row), body.DeepClone())).Status, Is.EqualTo(422));
        Assert.That((await GetAsync(Item(Seed.ExportedInvoice, "change_order_items", row))).Status, Is.EqualTo(404));
        Assert.That((await GetAsync(Item(Seed.Invoice, "contract_items", row))).Status, Is.EqualTo(404), "of another invoice");
        var own = (await GetAsync(ItemsOf(Seed.Invoice, "contract_items"))).Body![0]!;
        Assert.That((await PatchAsync(Item(Seed.Invoice, "contract_items", own), new JsonObject { ["requisition_contract_item"] = new JsonObject { ["net_amount"] = "1.00" } })).Status, Is.EqualTo(406));
    }

    [Test(Description = Absent + "\"adding a change-order package\"")]
    public async Task A_change_order_that_was_approved_later_is_added_to_an_invoice()
    {
        var order = Simulator.Data.AddChangeOrder(Seed.Project, Seed.Subcontract, "2", "Weekend", new SeedLine("05-100.S", "Weekend", 300m), new SeedLine("05-100.S", "Lamps", 20m));
        string Package(string verb, long commitment) =>
            $"/rest/v1.0/requisitions/{Seed.Invoice.Id}/{verb}_change_order_package?project_id={Project}&commitment_id={commitment}&change_order_package_id={order.Id}";
        async Task<string> SumAsync() => (await GetAsync($"/rest/v1.1/requisitions/{Seed.Invoice.Id}?project_id={Project}"))["summary"]!["contract_sum_to_date"]!.ToString();

        Simulator.Data.Set(order, "status", "pending");
        var early = await PostAsync(Package("add", Seed.Subcontract.Id), new JsonObject());
        var contract = await GetAsync($"/rest/v1.0/work_order_contracts/{Seed.Subcontract.Id}?project_id={Project}");
        Simulator.Data.Set(order, "status", "approved");
        var foreign = await PostAsync(Package("add", Crane.Id), new JsonObject());
        var before = await SumAsync();
        var added = await PostAsync(Package("add", Seed.Subcontract.Id), new JsonObject());
        var again = await PostAsync(Package("add", Seed.Subcontract.Id), new JsonObject());

        Assert.That((early.Status, foreign.Status, added.Status, again.Status), Is.EqualTo((422, 404, 201, 422)));
        Assert.That(added.Body!.AsArray().Select(item => (item!["description_of_work"]!.ToString(), item["change_order_package_id"]!.GetValue<long>())), Is.EqualTo(new[] { ("Weekend", order.Id), ("Lamps", order.Id) }));
        Assert.That((contract.Text("approved_change_orders"), contract.Text("pending_change_orders")), Is.EqualTo(("0.00", "320.00")));
        Assert.That((before, await SumAsync()), Is.EqualTo(("50000.00", "50320.00")));

        Assert.That((await SendAsync(HttpMethod.Delete, Package("remove", Seed.Subcontract.Id), null)).Status, Is.EqualTo(200));
        Assert.That(await SumAsync(), Is.EqualTo("50000.00"));
    }

    [TestCase("""{ "materials_presently_stored": "200.00", "materials_stored_retainage_currently_retained": "30.00" }""", "200.00", "30.00", "8770.00",
        Description = Absent + "\"item inputs for stored-material retainage\"; retained in all")]
    [TestCase("""{ "materials_presently_stored": "200.00", "materials_stored_retainage_percent_this_period": "25" }""", "200.00", "35.00", "8765.00", Description = "of what was stored this period, on top of 10.00")]
    [TestCase("""{ "new_materials": "120.00", "materials_stored_retainage_currently_retained": "0" }""", "220.00", "0.00", "8820.00", Description = "nothing more: what was held is released")]
    [TestCase("""{ "stored_materials": "40.00", "new_materials": "20.00" }""", "60.00", "10.00", "8650.00")]
    public async Task Retainage_on_stored_materials_may_be_entered(string input, string stored, string retained, string due)
    {
        var first = Simulator.Data.AddCommitment(Seed.Project, Seed.Vendor, "SC-9", "Pipes", [new("05-100.S", "Pipes", 20_000m)], retainagePercent: 0);
        Simulator.Data.AddInvoice(first, "P-1", [new(1, 0m) { Stored = 100m, MaterialsRetained = 10m }]);
        var invoice = Simulator.Data.AddInvoice(first, "P-2", [new(1, 8_690m)]);
        var line = JsonNode.Parse(input)!.AsObject();
        line["item_type"] = "contract_item";
        line["id"] = (await GetAsync(ItemsOf(invoice, "contract_items"))).Body![0]!["id"]!.DeepClone();

        var answer = await PatchAsync(
            $"/rest/v1.1/requisitions/{invoice.Id}?view=items", new JsonObject { ["project_id"] = Project, ["requisition"] = new JsonObject { ["items"] = new JsonArray(line) } });

        Assert.That(answer.Status, Is.EqualTo(200), answer.Json);
        var item = answer["items"]![0]!;
        Assert.That((item["materials_presently_stored"]!.ToString(), item["materials_stored_retainage_currently_retained"]!.ToString()), Is.EqualTo((stored, retained)));
        Assert.That(answer["summary"]!["current_payment_due"]!.ToString(), Is.EqualTo(due));
    }

    [Test(Description = Absent + "\"project_stage\"; 8.2: written as project_stage_id")]
    public async Task A_project_shows_its_stage_as_an_object()
    {
        var path = $"/rest/v1.0/projects/{Project}?company_id={Company}";
        var before = await GetAsync(path);
        var changed = await PatchAsync(path, new JsonObject { ["project"] = new JsonObject { ["project_stage_id"] = 3 } });
        var refused = await PatchAsync(path, new JsonObject { ["project"] = new JsonObject { ["project_stage_id"] = 999 } });
        var listed = await GetAsync($"/rest/v1.1/projects?company_id={Company}&filters[by_stage][]=3");

        Assert.That((before["project_stage"]!.ToJsonString(), before.Text("stage")), Is.EqualTo(("""{"id":5,"name":"Course of Construction"}""", "Course of Construction")));
        Assert.That((changed["project_stage"]!["id"]!.GetValue<long>(), changed.Text("stage")), Is.EqualTo((3L, "Bidding")));
        Assert.That(refused.Status, Is.EqualTo(422));
        Assert.That(listed.Body!.AsArray().Single()!["id"]!.GetValue<long>(), Is.EqualTo(Project));
    }

    [TestCase(false, "9000.00", Description = Absent + "\"tax on an invoice\"; 8.10: \"assume excluded\" from the payment due")]
    [TestCase(true, "9050.00")]
    public async Task An_invoice_is_taxed_by_its_user(bool inside, string due)
    {
        await ActAsync("tax-invoice", new() { ["id"] = Seed.Invoice.Id, ["tax"] = 50m, ["inside"] = inside });

        var invoice = await GetAsync($"/rest/v1.1/requisitions/{Seed.Invoice.Id}?project_id={Project}&view=extended");

        Assert.That((invoice["summary"]!["tax_applicable_to_this_payment"]!.ToString(), invoice["summary"]!["current_payment_due"]!.ToString()), Is.EqualTo(("50.00", due)));
        Assert.That(invoice["tax_summary"]![0]!["applied_amount"]!.ToString(), Is.EqualTo("50.00"));
    }

    [Test(Description = Absent + "\"a project deleted ... as a user's action\"")]
    public async Task A_deleted_project_is_gone_with_everything_in_it()
    {
        Simulator.Settings = Simulator.Settings with { NotPermittedStatus = 403 };
        var answer = await ActAsync("delete-project", new() { ["user"] = 9, ["id"] = Project });

        Assert.That(answer.Status, Is.EqualTo(200), answer.Json);
        Assert.That((await GetAsync($"/rest/v1.0/projects/{Project}?company_id={Company}")).Status, Is.EqualTo(404));
        Assert.That((await GetAsync($"/rest/v1.1/requisitions?project_id={Project}")).Status, Is.EqualTo(404));
        Assert.That((await GetAsync($"/rest/v1.1/projects?company_id={Company}&view=ids")).Body!.AsArray(), Is.Empty);
        Assert.That((await GetAsync($"/rest/v1.0/vendors/{Seed.Vendor.Id}?company_id={Company}"))["project_ids"]!.AsArray(), Is.Empty);
        Assert.That((await GetAsync("/_control/ledger")).Status, Is.EqualTo(200));
        Assert.That((await ActAsync("delete-project", new() { ["user"] = 12, ["id"] = Seed.ForeignProject.Id })).Status, Is.EqualTo(400), "not a member of the team");
    }

    [TestCase(403, Description = Absent + "\"a project ... not permitted as a user's action\"")]
    [TestCase(404)]
    public async Task A_project_that_is_not_permitted_any_more_is_refused_or_not_there(int status)
    {
        Simulator.Settings = Simulator.Settings with { NotPermittedStatus = status };
        await ActAsync("forbid-project", new() { ["id"] = Project });

        Assert.That((await GetAsync($"/rest/v1.0/projects/{Project}?company_id={Company}")).Status, Is.EqualTo(status));
        Assert.That((await GetAsync($"/rest/v1.1/requisitions/{Seed.Invoice.Id}?project_id={Project}")).Status, Is.EqualTo(status));

        await ActAsync("permit-project", new() { ["id"] = Project });

        Assert.That((await GetAsync($"/rest/v1.0/projects/{Project}?company_id={Company}")).Status, Is.EqualTo(200));
    }

    [Test(Description = "\"Permitted projects of an app must be set again after every update of the app\"")]
    public async Task An_update_of_the_app_empties_its_list_of_projects()
    {
        Task<Reply> ListAsync() => GetAsync($"/rest/v1.0/projects?company_id={Company}");
        var before = await ListAsync();
        await ActAsync("update-app", []);
        var after = await ListAsync();
        await ActAsync("permit-project", new() { ["id"] = Project });

        Assert.That((before.Body!.AsArray().Count, after.Body!.AsArray().Count, (await ListAsync()).Body!.AsArray().Count), Is.EqualTo((1, 0, 1)));
    }

    [Test(Description = Absent + "\"values with three decimals\"")]
    public async Task A_value_may_have_three_decimals()
    {
        var cost = await PatchAsync($"/rest/v1.0/projects/{Project}/direct_costs/sync", new JsonObject
        {
            ["updates"] = new JsonArray(new JsonObject { ["origin_id"] = "D-1", ["direct_cost_type"] = "expense", ["invoice_number"] = "1" }),
        });
        var lines = await PatchAsync($"/rest/v1.0/projects/{Project}/direct_costs/line_items/sync", new JsonObject
        {
            ["updates"] = new JsonArray(new JsonObject
            {
                ["direct_cost_id"] = cost["entities"]![0]!["id"]!.DeepClone(),
                ["wbs_code_id"] = Simulator.Data.AddWbsCode(Seed.Project, "05-100.S").Id,
                ["amount"] = 10.125m,
                ["extended_type"] = "manual",
            }),
        });
        var billed = Simulator.Data.AddInvoice(Seed.Subcontract, "INV-10", [new(1, 100.005m) { Retained = 0 }]);
        var invoice = await GetAsync($"/rest/v1.1/requisitions/{billed.Id}?project_id={Project}&view=items");
        var worth = await PatchAsync($"/rest/v1.0/projects/{Project}?company_id={Company}", new JsonObject { ["project"] = new JsonObject { ["total_value"] = 1.125m } });

        Assert.That((cost.Status, lines["entities"]![0]!["amount"]!.ToString()), Is.EqualTo((200, "10.125")), lines.Json);
        Assert.That((invoice["items"]![0]!["work_completed_this_period"]!.ToString(), invoice["summary"]!["current_payment_due"]!.ToString()), Is.EqualTo(("100.005", "100.005")));
        Assert.That(worth.Text("total_value"), Is.EqualTo("1.125"));
    }

    private Task<Reply> CreateAsync(string version, JsonNode number) => PostAsync($"/rest/{version}/requisitions", new JsonObject
    {
        ["project_id"] = Project,
        ["commitment_id"] = Seed.Subcontract.Id,
        ["requisition"] = new JsonObject { ["invoice_number"] = number, ["period_id"] = Seed.April.Id },
    });

    /// <summary>Asks without following redirects, and under another name of the host if one is given.</summary>
    private async Task<HttpResponseMessage> AskAsync(string path, string? host = null)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, BaseUrl + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Headers.Add("Procore-Company-Id", $"{Company}");
        request.Headers.Host = host;

        return await client.SendAsync(request, None);
    }
}
