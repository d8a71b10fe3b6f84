using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using static ProcoreNetSuite.Tests.Procore.ClientRig;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>What the client asks, and what it makes of Procore's answers (procore-api.md 4, 5, 7, 8).</summary>
internal sealed class ProcoreClientTests
{
    private ClientRig rig = null!;

    [SetUp]
    public void Start() => rig = new ClientRig();

    [TearDown]
    public void End() => rig.Dispose();

    [Test]
    public void Payments_that_are_not_to_be_seen_are_never_taken_for_none()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{"code":404,"message":"Not found"}""", 404);

        Assert.That(
            () => rig.Client.ListContractPaymentsAsync(new ContractPlace(7, 701973), default),
            Throws.TypeOf<RejectedException>().With.Property(nameof(RejectedException.Status)).EqualTo(404));
    }

    [Test]
    public async Task Every_call_carries_token_company_and_accept()
    {
        rig.Procore.Answer = _ => StubProcore.Json(Sample("company.json"));

        await rig.Client.FindCompanyAsync(35, default);

        var call = rig.Procore.Calls.Single();
        Assert.That(call.Url.AbsoluteUri, Is.EqualTo($"https://api.procore.example/rest/v1.0/vendors/35?company_id={CompanyId}&view=erp"));
        Assert.That(call.Authorization, Is.EqualTo("Bearer token-1"));
        Assert.That(call.Company, Is.EqualTo("598134325004400"));
        Assert.That(call.Accept, Is.EqualTo("application/json"));
    }

    [Test]
    public async Task A_company_is_read_with_values_in_whichever_form_they_come()
    {
        rig.Procore.Answer = _ => StubProcore.Json(Sample("company.json"));

        var company = await rig.Client.FindCompanyAsync(598134325800035, default);

        Assert.That(company!.Id, Is.EqualTo(598134325800035));
        Assert.That(company.Zip, Is.EqualTo("94607"));
        Assert.That(company.IsActive, Is.True);
        Assert.That(company.BusinessRegister, Is.EqualTo(new BusinessRegister("EIN", "123456789")));
    }

    [Test]
    public async Task A_project_is_read()
    {
        rig.Procore.Answer = _ => StubProcore.Json(Sample("project.json"));

        var project = await rig.Client.FindProjectAsync(ProjectId, default);

        Assert.That(project!.ProjectNumber, Is.EqualTo("1234"));
        Assert.That(project.CompletionDate, Is.EqualTo(new DateOnly(2027, 6, 30)));
        Assert.That(project.TotalValue, Is.EqualTo(12500000.10m));
        Assert.That(project.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 1, 5, 18, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task An_invoice_is_read_to_the_cent_with_its_lines()
    {
        rig.Procore.Answer = _ => StubProcore.Json($"[{Sample("invoice.json")}]");

        var invoice = (await rig.Client.ListSubcontractorInvoicesAsync(ProjectId, [598134325900820], default)).Single();

        Assert.That(invoice.Id, Is.EqualTo(598134325900820));
        Assert.That(invoice.CurrentPaymentDue, Is.EqualTo(9000.00m));
        Assert.That(invoice.VendorName, Is.Null, "an object is no name");
        Assert.That(invoice.RequisitionEnd, Is.EqualTo(new DateOnly(2026, 4, 30)));
        Assert.That(invoice.CommitmentStatus, Is.EqualTo("Approved"));
        var item = invoice.Items.Single();
        Assert.That(item.WorkCompletedThisPeriod, Is.EqualTo(10000.10m));
        Assert.That(item.TotalCompletedAndStoredToDateFromPrevious, Is.Null);
        Assert.That(item.WbsCode!.SegmentItems[0].PathCodes, Is.EqualTo((string[])["05", "100"]));
        Assert.That(item.WbsCode.SegmentItems[1].PathCodes, Is.Empty);
        Assert.That(item.WbsCode.SegmentItems[1].Type, Is.EqualTo("line_item_type"));
    }

    [Test]
    public async Task An_older_answer_names_the_summary_g702()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""[{ "id": 1, "g702": { "current_payment_due": "9000.00" } }]""");

        var invoice = (await rig.Client.ListSubcontractorInvoicesAsync(ProjectId, [1], default)).Single();

        Assert.That(invoice.CurrentPaymentDue, Is.EqualTo(9000m));
    }

    [Test]
    public async Task Invoices_are_asked_for_together_by_id()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""[{ "id": 2 }, { "id": 1 }, { "id": 99 }]""");

        var invoices = await rig.Client.ListSubcontractorInvoicesAsync(ProjectId, [1, 2, 3, 2], default);

        Assert.That(invoices.Select(invoice => invoice.Id), Is.EquivalentTo((long[])[1, 2]), "99 was not asked for, 3 is gone");
        Assert.That(
            Uri.UnescapeDataString(rig.Procore.Calls.Single().Url.PathAndQuery),
            Is.EqualTo($"/rest/v1.1/requisitions?project_id={ProjectId}&view=extended&filters[id][]=1&filters[id][]=2&filters[id][]=3&page=1&per_page=100"));
    }

    [TestCase(408)]
    [TestCase(413)]
    [TestCase(414)]
    public async Task Invoices_that_are_too_many_for_one_answer_are_asked_for_in_halves(int status)
    {
        rig.Procore.Answer = call => IdsOf(call) is { Length: > 2 }
            ? StubProcore.Json("{}", status)
            : StubProcore.Json($"[{string.Join(',', IdsOf(call).Select(id => $$"""{ "id": {{id}} }"""))}]");

        var invoices = await rig.Client.ListSubcontractorInvoicesAsync(ProjectId, [1, 2, 3, 4, 5], default);

        Assert.That(invoices.Select(invoice => invoice.Id), Is.EqualTo((long[])[1, 2, 3, 4, 5]));
    }

    [Test]
    public async Task An_erp_request_is_read_with_its_data_as_it_stands()
    {
        rig.Procore.Answer = _ => StubProcore.Json(Sample("erp-request.json"));

        var request = await rig.Client.FindErpRequestAsync(598134366012345, default);

        Assert.That(rig.Procore.Calls.Single().Url.AbsolutePath, Is.EqualTo($"/rest/v1.0/companies/{CompanyId}/erp_requests/598134366012345"));
        Assert.That(request!.RequestName, Is.EqualTo("create_vendor"));
        Assert.That(request.CompanyId, Is.EqualTo(CompanyId));
        Assert.That(request.RequestData.GetProperty("request_detail_id").GetInt64(), Is.EqualTo(880124));
    }

    [TestCase("erp_request")]
    [TestCase("data")]
    public async Task An_erp_request_in_a_wrapper_is_read_too(string wrapper)
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""{ "{{wrapper}}": {{Sample("erp-request.json")}} }""");

        var request = await rig.Client.FindErpRequestAsync(598134366012345, default);

        Assert.That(request!.RequestName, Is.EqualTo("create_vendor"));
    }

    [Test]
    public async Task Request_details_of_an_item_come_newest_last()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""[{ "id": 9 }, { "id": "7", "item_type": "Vendor", "item_id": 35, "status": "in_progress" }]""");

        var details = await rig.Client.ListRequestDetailsAsync(35, default);

        Assert.That(details, Is.EqualTo((RequestDetail[])[new(7, ItemType: "Vendor", ItemId: 35, Status: "in_progress"), new(9)]));
        Assert.That(Uri.UnescapeDataString(rig.Procore.Calls.Single().Url.Query), Does.StartWith("?filters[item_id]=35&page=1"));
    }

    [Test]
    public async Task What_is_not_found_is_null_or_an_empty_list()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{"code":404,"message":"Not found"}""", 404);

        Assert.That(await rig.Client.FindErpRequestAsync(1, default), Is.Null);
        Assert.That(await rig.Client.FindCompanyAsync(1, default), Is.Null);
        Assert.That(await rig.Client.FindProjectAsync(1, default), Is.Null);
        Assert.That(await rig.Client.ListCostCodesAsync(1, default), Is.Empty);
        Assert.That(await rig.Client.ListWbsCodesAsync(1, default), Is.Empty);
        Assert.That(await rig.Client.ListRequestDetailsAsync(1, default), Is.Empty);
        Assert.That(await rig.Client.ListSubcontractorInvoicesAsync(1, [1], default), Is.Empty);
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(7));
    }

    [Test]
    public async Task Every_page_is_read_and_rows_that_moved_between_pages_come_once()
    {
        rig.Procore.Answer = call => PageOf(call) switch
        {
            1 => StubProcore.Json(CostCodes(1, 100), 200, ("Link", "<https://evil.example/steal?page=2>; rel=\"next\"")),
            2 => StubProcore.Json(CostCodes(100, 100), 200, ("Link", "<https://evil.example/steal?page=3>; rel=\"next\"")),
            _ => StubProcore.Json(CostCodes(200, 3), 200, ("Link", "<https://evil.example/steal?page=1>; rel=\"first\"")),
        };

        var codes = await rig.Client.ListCostCodesAsync(ProjectId, default);

        Assert.That(codes.Select(code => code.Id), Is.EqualTo(Enumerable.Range(1, 202).Select(id => (long)id)));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(3));
        Assert.That(rig.Procore.Calls.Select(call => call.Url.Host), Is.All.EqualTo("api.procore.example"), "addresses in answers are not followed");
    }

    [TestCase(100, 2)]
    [TestCase(99, 1)]
    public async Task Without_Link_a_page_that_is_not_full_is_the_last(int rows, int calls)
    {
        rig.Procore.Answer = call => StubProcore.Json(PageOf(call) == 1 ? CostCodes(1, rows) : "[]");

        var codes = await rig.Client.ListCostCodesAsync(ProjectId, default);

        Assert.That(codes, Has.Count.EqualTo(rows));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(calls));
    }

    [Test]
    public async Task A_list_that_repeats_itself_ends()
    {
        rig.Procore.Answer = _ => StubProcore.Json(CostCodes(1, 100), 200, ("Link", "<https://api.procore.example/x>; rel=\"next\""));

        var codes = await rig.Client.ListCostCodesAsync(ProjectId, default);

        Assert.That(codes, Has.Count.EqualTo(100));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_list_that_vanishes_half_way_is_refused_and_not_cut_short()
    {
        rig.Procore.Answer = call => PageOf(call) == 1 ? StubProcore.Json(CostCodes(1, 100)) : StubProcore.Json("{}", 404);

        await Assert.ThatAsync(() => rig.Client.ListCostCodesAsync(ProjectId, default), Throws.TypeOf<RejectedException>());
    }

    [Test]
    public async Task Wbs_codes_are_read_with_the_types_of_their_segments()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""
            [{ "id": 77001, "flat_code": "05-100.S", "status": "active",
               "segment_items": [{ "id": 6, "code": "100", "path_codes": ["05","100"], "segment": { "id": 447332, "name": "Cost Code", "type": "cost_code" } }] }]
            """);

        var code = (await rig.Client.ListWbsCodesAsync(ProjectId, default)).Single();

        Assert.That(rig.Procore.Calls.Single().Url.AbsolutePath, Is.EqualTo($"/rest/v1.0/projects/{ProjectId}/work_breakdown_structure/wbs_codes"));
        Assert.That(code.SegmentItems.Single().Type, Is.EqualTo("cost_code"));
    }

    [Test]
    public async Task Request_details_are_closed_in_one_call_with_an_updates_list()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{ "entities": [{ "id": 2 }, { "id": "1" }], "errors": [] }""");

        var answer = await rig.Client.CloseRequestDetailsAsync([new(1, true, []), new(2, false, ["E402: Acme Steel is not linked."])], default);

        var call = rig.Procore.Calls.Single();
        Assert.That(call.Method, Is.EqualTo("PATCH"));
        Assert.That(call.ContentType, Is.EqualTo("application/json"));
        Assert.That(call.Url.AbsolutePath, Is.EqualTo($"/rest/v1.0/companies/{CompanyId}/erp_request_details/sync"));
        Assert.That(
            call.Body,
            Is.EqualTo("""{"updates":[{"id":1,"status":"success","messages":[]},{"id":2,"status":"failed","messages":["E402: Acme Steel is not linked."]}]}"""));
        Assert.That(answer.Entities, Has.Count.EqualTo(2));
        Assert.That(answer.Errors, Is.Empty);
    }

    [Test]
    public async Task External_data_with_nulls_clears_them()
    {
        rig.Procore.Answer = Echo("item_type", "item_id");

        var answer = await rig.Client.SyncExternalDataAsync([new(ItemTypes.Requisition, 58820, null)], default);

        Assert.That(
            rig.Procore.Calls.Single().Body,
            Is.EqualTo("""{"updates":[{"item_type":"requisition","item_id":58820,"origin_id":null,"origin_code":null,"origin_data":null}]}"""));
        Assert.That(answer.Entities, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Cost_type_assignments_are_marked_in_their_project()
    {
        rig.Procore.Answer = Echo("cost_code_id", "line_item_type_id");

        var answer = await rig.Client.SyncCostTypeAssignmentsAsync(ProjectId, [new(6, 22), new(6, 23)], default);

        Assert.That(rig.Procore.Calls.Single().Url.PathAndQuery, Is.EqualTo($"/rest/v1.0/cost_code_line_item_types/sync?project_id={ProjectId}"));
        Assert.That(answer.Entities, Has.Count.EqualTo(2));
    }

    [Test(Description = "connector-behaviour.md 11, case 21")]
    public async Task Of_1000_rows_with_3_errors_under_HTTP_200_exactly_3_failed()
    {
        long[] refused = [17, 500, 1000];
        rig.Procore.Answer = call => StubProcore.Json(JsonSerializer.Serialize(new
        {
            entities = Updates(call).Where(row => !refused.Contains(row.GetProperty("item_id").GetInt64())).Reverse(),
            errors = refused.Select(id => new { item_type = "cost_code", item_id = id, errors = new { origin_id = (string[])["has already been taken"] } }),
        }));

        var answer = await rig.Client.SyncExternalDataAsync(
            [.. Enumerable.Range(1, 1000).Select(id => new ExternalData(ItemTypes.CostCode, id, $"NS-{id}"))], default);

        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(1));
        Assert.That(answer.Entities, Has.Count.EqualTo(997));
        Assert.That(answer.Errors.Select(error => error.ItemId), Is.EqualTo(refused));
        Assert.That(answer.Errors.Select(error => error.Text), Is.All.EqualTo("origin_id: has already been taken"));
    }

    [Test]
    public async Task More_than_1000_entries_go_in_several_calls()
    {
        rig.Procore.Answer = Echo("item_type", "item_id");

        var answer = await rig.Client.SyncExternalDataAsync(
            [.. Enumerable.Range(1, 2001).Select(id => new ExternalData(ItemTypes.CostCode, id, $"NS-{id}"))], default);

        Assert.That(rig.Procore.Calls.Select(call => Updates(call).Count()), Is.EqualTo((int[])[1000, 1000, 1]));
        Assert.That(answer.Entities, Has.Count.EqualTo(2001));
    }

    [Test]
    public async Task Too_large_a_sync_is_sent_in_halves_down_to_the_entry_that_is_too_large()
    {
        rig.Procore.Answer = call => Updates(call).Any(row => row.GetProperty("item_id").GetInt64() == 6)
            ? StubProcore.Json("{}", 413)
            : Echo("item_type", "item_id")(call);

        var answer = await rig.Client.SyncExternalDataAsync(
            [.. Enumerable.Range(1, 9).Select(id => new ExternalData(ItemTypes.CostCode, id, $"NS-{id}"))], default);

        Assert.That(answer.Entities, Has.Count.EqualTo(8));
        Assert.That(answer.Errors.Single().ItemId, Is.EqualTo(6));
    }

    [TestCase("""{ "entities": [{ "id": 1 }], "errors": [] }""", 1, "Procore said nothing about it.", Description = "an entry is missing")]
    [TestCase("""{ "entities": [{ "id": 1 }] }""", 1, "Procore said nothing about it.", Description = "no errors key")]
    [TestCase("""{ }""", 0, "Procore said nothing about it.", Description = "neither key")]
    [TestCase("""{ "entities": [{ "id": 1 }, { "id": 2 }], "errors": [{ "id": 2, "errors": { "base": ["locked"] } }] }""", 1, "locked", Description = "in both: it failed")]
    [TestCase("""{ "entities": [{ "id": 1 }], "errors": [{ "errors": "no idea which" }] }""", 1, "no idea which", Description = "the error names no entry")]
    [TestCase("""{ "entities": [{ "id": 1 }, { "id": 3 }], "errors": [] }""", 1, "Procore said nothing about it.", Description = "an answer about something else")]
    [TestCase("""{ "entities": [{ "id": 1 }], "errors": [{ "id": 2, "errors": { "status": [{ "deep": "no such status" }] } }] }""", 1, "no such status", Description = "nested texts")]
    [TestCase("""{ "entities": [{ "id": 1 }], "errors": [{ "id": 2 }] }""", 1, "id: 2", Description = "an error without reasons")]
    public async Task Every_entry_of_a_sync_is_accounted_for(string body, int done, string text)
    {
        rig.Procore.Answer = _ => StubProcore.Json(body);

        var answer = await rig.Client.CloseRequestDetailsAsync([new(1, true, []), new(2, true, [])], default);

        Assert.That(answer.Entities, Has.Count.EqualTo(done));
        Assert.That(answer.Errors, Has.Count.EqualTo(2 - done));
        Assert.That(answer.Errors.Single(error => error.Id == 2).Text, Does.Contain(text));
    }

    [TestCase("""{ "entities": [{ "id": 501 }, { "id": 502 }] }""", 2, Description = "as many as were sent: the fields are not published")]
    [TestCase("""{ "entities": [{ "id": 501 }] }""", 0, Description = "nobody knows which")]
    [TestCase("""{ "entities": [{ "id": 501 }, null] }""", 0)]
    [TestCase("""{ "entities": [{ "id": 501 }, { "id": 502 }], "errors": ["one of them"] }""", 0)]
    public async Task Assignments_that_come_back_without_their_ids_count_only_if_all_came(string body, int done)
    {
        rig.Procore.Answer = _ => StubProcore.Json(body);

        var answer = await rig.Client.SyncCostTypeAssignmentsAsync(ProjectId, [new(6, 22), new(6, 23)], default);

        Assert.That(answer.Entities, Has.Count.EqualTo(done));
        Assert.That(answer.Errors, Has.Count.EqualTo(2 - done));
    }

    [Test]
    public async Task A_closing_without_its_id_in_the_answer_is_not_confirmed()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{ "entities": [{}] }""");

        var answer = await rig.Client.CloseRequestDetailsAsync([new(1, true, [])], default);

        Assert.That(answer.Errors, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Nothing_to_send_is_no_call()
    {
        var answer = await rig.Client.CloseRequestDetailsAsync([], default);

        Assert.That(answer.Entities, Is.Empty);
        Assert.That(rig.Procore.Calls, Is.Empty);
    }

    private static int PageOf(Sent call) =>
        int.Parse(System.Web.HttpUtility.ParseQueryString(call.Url.Query)["page"]!, System.Globalization.CultureInfo.InvariantCulture);

    private static string[] IdsOf(Sent call) => System.Web.HttpUtility.ParseQueryString(call.Url.Query).GetValues("filters[id][]")!;

    private static string CostCodes(int first, int count) =>
        $"[{string.Join(',', Enumerable.Range(first, count).Select(id => $$"""{ "id": {{id}}, "full_code": "05-{{id}}", "parent": { "id": 4 } }"""))}]";

    private static JsonElement.ArrayEnumerator Updates(Sent call) =>
        JsonSerializer.Deserialize<JsonElement>(call.Body).GetProperty("updates").EnumerateArray();

    private static Func<Sent, HttpResponseMessage> Echo(params string[] keys) => call => StubProcore.Json(JsonSerializer.Serialize(new
    {
        entities = Updates(call).Select(row => keys.ToDictionary(key => key, key => row.GetProperty(key))),
        errors = Array.Empty<object>(),
    }));
}
