using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using static ProcoreNetSuite.Tests.Procore.ClientRig;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>What the client asks, and what it makes of Procore's answers (procore-api.md 4, 5, 7, 8).</summary>
internal sealed partial class ProcoreClientTests
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

    [TestCase(2, "9000", "9000.00", Description = "acceptance case 48: USD")]
    [TestCase(0, "9000.00", "9000", Description = "JPY")]
    [TestCase(3, "1.5", "1.500", Description = "KWD")]
    [TestCase(2, "0.005", "0.005", Description = "never rounded")]
    public async Task A_payments_amount_has_the_decimals_of_its_currency(int decimals, string amount, string written)
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{ "id": 5 }""");
        var payment = new ContractPaymentWrite("ns:A:vendorPayment:1:2", 58820, decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), new DateOnly(2026, 5, 2), null, null, null, null) { Decimals = decimals };

        await rig.Client.CreateContractPaymentAsync(new ContractPlace(7, 9), payment, default);

        Assert.That(rig.Procore.Calls[^1].Body, Does.Contain($"\"amount\":\"{written}\""));
    }
}
