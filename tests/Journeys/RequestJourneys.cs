using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Webhooks and ERP Requests: repeated, unknown, for somebody else, or without the ids that one would expect.</summary>
public sealed class RequestJourneys : SiteJourney
{
    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(true, true)]
    public async Task A_webhook_that_comes_twice_makes_one_bill(bool sameId, bool otherId)
    {
        World.Accounts.Procore.Settings = World.Accounts.Procore.Settings with { DeliverTwice = sameId, TwoEventsPerAction = otherId };
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
        Assert.That(World.NetSuiteCalls("POST", "/vendorBill"), Is.EqualTo(1));
        Assert.That(World.Accounts.Procore.Deliveries.Count, Is.GreaterThanOrEqualTo(4), "the webhook did come more than once");
    }

    [TestCase(false, Description = "procore-api.md, corrections: as documented, create_requisitions names no request_detail_id")]
    [TestCase(true)]
    public async Task Request_details_are_found_and_closed_whether_the_request_names_them_or_not(bool isNamed)
    {
        World.Accounts.Procore.Settings = World.Accounts.Procore.Settings with { RequisitionDetailIds = isNamed };
        var good = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, good);
        var bad = Bill("INV-2", new InvoiceLine(1, 100m));
        World.Procore.MakeSummaryWrong(bad);

        await World.ExportAsync(World.Requisition, bad);

        AssertSynced(good);
        Assert.That(Failure(bad), Does.StartWith("E406"));
        Assert.That(World.Accounts.Procore.RequestDetails.Select(detail => detail.Closings.Count), Is.All.EqualTo(1));
    }

    [Test]
    public async Task Standard_cost_codes_are_acknowledged_and_NetSuite_is_not_asked()
    {
        var codes = World.Accounts.Procore.Records(Kinds.StandardCostCode).Select(code => code.Id).ToList();
        World.Accounts.NetSuite.Calls.Clear();

        World.Accounts.Ann.ExportStandardCostCodes(codes);
        await World.QuietAsync();

        Assert.That(codes.Select(code => World.Accounts.Procore.Status(Kinds.StandardCostCode, code).Tab), Is.All.EqualTo("Synced"));
        Assert.That(World.Accounts.NetSuite.Calls.All, Is.Empty);
    }

    [TestCase("sync_standard_cost_codes", 1)]
    [TestCase("sync_standard_categories", 0, Description = "carries no request detail (procore-api.md 7.5)")]
    public async Task Company_level_codes_and_cost_types_have_nothing_to_bring_and_the_button_is_free_again(string name, int details)
    {
        World.Accounts.NetSuite.Calls.Clear();

        World.Accounts.Ann.Refresh(name, SimulatedAccounts.CompanyId);
        await World.QuietAsync();

        var closed = World.Accounts.Procore.RequestDetails.Where(detail => detail.RequestName == name).ToList();
        Assert.That(closed, Has.Count.EqualTo(details));
        Assert.That(closed.Select(detail => detail.Status), Is.All.EqualTo("success"));
        Assert.That(closed.SelectMany(detail => detail.Messages), Is.All.StartsWith("NetSuite has no company-level cost codes"));
        Assert.That(World.Accounts.NetSuite.Calls.All, Is.Empty);
        Assert.That(() => World.Accounts.Ann.Refresh(name, SimulatedAccounts.CompanyId), Throws.Nothing);
        AssertNothingLost();
    }

    [TestCase("polish_the_windows", true)]
    [TestCase("polish_the_windows", false)]
    public async Task A_request_of_an_unknown_name_is_closed_if_it_can_be_and_never_dead_lettered(string name, bool withDetail)
    {
        World.Accounts.Ann.Raise(name, SimulatedAccounts.CompanyId, new JsonObject { ["what"] = "ever" }, withDetail);
        await World.QuietAsync();

        var details = World.Accounts.Procore.RequestDetails.Where(detail => detail.RequestName == name).ToList();
        Assert.That(details.Select(detail => detail.Status), Is.EqualTo(Enumerable.Repeat("failed", withDetail ? 1 : 0)));
        Assert.That(World.Host.Failures, Is.Empty);
        Assert.That(World.Host.Broker.DeadLetters("procore-events"), Is.Empty);
    }

    [Test(Description = "acceptance case 42: cost codes with and without transactions in NetSuite")]
    public async Task Cost_codes_may_be_deleted_only_while_no_transaction_uses_their_items()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        var codes = World.Accounts.Procore.Records(Kinds.CostCode).Where(code => code.ProjectId == Site.Project.Id).ToDictionary(code => code.Data["full_code"]?.GetValue<string>() ?? code.Data["code"]!.GetValue<string>());
        var (used, unused) = (codes.Values.Single(code => Names(code, "300")), codes.Values.Single(code => Names(code, "100")));

        World.Accounts.Ann.DeleteCostCodes(used.Id, unused.Id);
        await World.QuietAsync();

        var details = World.Accounts.Procore.RequestDetails.Where(detail => detail.RequestName == "delete_cost_codes").ToList();
        Assert.That(details.Select(detail => detail.Status), Is.EqualTo(new[] { "failed", "success" }));
        Assert.That(details[0].Messages.Single(), Is.EqualTo($"E107: Item 1234-{Site.Concrete} is used in NetSuite by bill INV-1 (record {OnlyBill.Id}). Keep the code in Procore, or make it inactive there."));
        Assert.That(World.Accounts.Procore.Records(Kinds.CostCode).Select(code => code.Id), Does.Contain(used.Id).And.Not.Contain(unused.Id));
        AssertNothingLost();

        static bool Names(ProcoreRecord code, string last) => code.Data["code"]!.GetValue<string>() == last;
    }

    [TestCase("S", "failed")]
    [TestCase("M", "success", Description = "another cost type of the same code")]
    public async Task A_cost_type_of_a_code_is_asked_for_by_itself(string type, string status)
    {
        var other = World.Procore.AddCostType("M", "Material");
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        var code = World.Accounts.Procore.Records(Kinds.CostCode).Single(code => code.ProjectId == Site.Project.Id && code.Data["code"]!.GetValue<string>() == "300");
        var used = World.Accounts.Procore.Records(Kinds.LineItemType).Single(one => one.Data["code"]!.GetValue<string>() == "S");

        World.Accounts.Ann.DeleteCostTypes(type == "S" ? used.Id : other.Id, code.Id);
        await World.QuietAsync();

        Assert.That(World.Accounts.Procore.RequestDetails.Single(detail => detail.RequestName == "delete_cost_type_assignments").Status, Is.EqualTo(status));
    }

    [Test(Description = "acceptance case 42: no detail is named in the data")]
    public async Task A_budget_is_refused_in_words_though_its_data_names_no_detail()
    {
        World.Accounts.Ann.RaiseWithHiddenDetail("create_budget", SimulatedAccounts.CompanyId, new JsonObject { ["project_id"] = Site.Project.Id });
        await World.QuietAsync();

        var detail = World.Accounts.Procore.RequestDetails.Single(detail => detail.RequestName == "create_budget");
        Assert.That((detail.Status, detail.Messages.Single()), Is.EqualTo(("failed", "E907: Budgets are not exported to NetSuite by this connector. Reject it.")));
    }

    [Test(Description = "procore-api.md, corrections: Procore asks for the metadata, answered by posting it")]
    public async Task Metadata_that_Procore_misses_is_sent()
    {
        var company = World.Procore.Company;
        Assert.That(company.ErpMetadata?["settings"]?["entities"]?["requisitions"], Is.Null);

        World.Accounts.Ann.Raise("sync_metadata", SimulatedAccounts.CompanyId, new JsonObject { ["company_id"] = SimulatedAccounts.CompanyId }, withDetail: false);
        await World.QuietAsync();

        Assert.That(company.ErpMetadata!["settings"]!["entities"]!["requisitions"]!["configs"]!["export"]!["custom_fields"]!.AsArray().Select(field => field!["key"]!.GetValue<string>()), Is.EqualTo(new[] { "duplicate_bill", "closed_period" }));
        AssertNothingLost();
    }

    [Test]
    public async Task A_webhook_for_a_company_of_another_connection_is_refused()
    {
        using var http = new HttpClient { BaseAddress = World.Host.BaseAddress };
        http.DefaultRequestHeaders.Add("Authorization", SimulatedAccounts.WebhookSecret);
        World.Accounts.Procore.Calls.Clear();

        using var answer = await http.PostAsJsonAsync("api/procore/webhooks/main?code=local-host-key", new
        {
            id = "01J00000000000000000000001",
            company_id = "777",
            resource_id = "1",
            resource_type = "ERP Requests",
            reason = "create",
            payload_version = "v2.0",
            timestamp = "2026-06-01T12:00:00Z",
            user_id = "9",
        });
        await World.QuietAsync();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("777").And.Contain("main"));
        Assert.That(World.Accounts.Procore.Calls.All, Is.Empty);
    }
}
