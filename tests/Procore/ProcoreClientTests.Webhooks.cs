using NUnit.Framework;
using ProcoreNetSuite.Procore;
using static ProcoreNetSuite.Tests.Procore.ClientRig;

namespace ProcoreNetSuite.Tests.Procore;

/// <content>Webhooks and the list of all request details (procore-api.md 6.2, 6.3, 7.3).</content>
internal sealed partial class ProcoreClientTests
{
    private const string Event = """{"id":5982324300946918154,"ulid":"01JXA0J2S6SBY1163N77H95GW0","user_id":9,"company_id":44,"event_type":"create","resource_name":"ERP Requests","resource_id":66}""";

    [Test]
    public async Task A_delivery_that_cannot_be_read_is_counted_and_the_others_are_read()
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""
            [ { "id": 1, "outcome": "discarded", "started_at": "2026-05-02T10:00:00Z", "event": {{Event}} }, { "outcome": "ok" }, "what", null,
              { "id": 4, "outcome": "ok", "started_at": "no time", "event": {{Event}} }, { "id": 5, "outcome": "retried", "event": { "id": 1 } }, { "id": 6 } ]
            """);

        var page = await rig.Client.ListHookDeliveriesAsync(51, 0, default);

        Assert.That(page.Rows.Select(row => (row.Id, row.Event?.ResourceId)), Is.EqualTo(new[] { (1L, 66L), (5L, (long?)null), (6L, null) }));
        Assert.That((page.Unreadable, page.HasNext), Is.EqualTo((4, true)));
        Assert.That(rig.Procore.Calls.Single().Url.Query, Does.Contain("filter%5Bstatus%5D=any").And.Contain("page_size=").And.Not.Contain("page_start"));
    }

    [Test]
    public async Task Deliveries_end_with_an_empty_page()
    {
        rig.Procore.Answer = _ => StubProcore.Json("[]");

        Assert.That((await rig.Client.ListHookDeliveriesAsync(51, 7, default)).HasNext, Is.False);
        Assert.That(rig.Procore.Calls.Single().Url.Query, Does.Contain("page_start=7"));
        rig.Procore.Answer = _ => StubProcore.Json("{}", 404);
        Assert.That((await rig.Client.ListHookDeliveriesAsync(51, 7, default)).HasNext, Is.False, "the hook was deleted");
    }

    [TestCase("in_progress", true)]
    [TestCase("In Progress", true)]
    [TestCase("stale", true)]
    [TestCase("success", false)]
    [TestCase("failed", false)]
    [TestCase("rejected", false)]
    [TestCase("resting", null, Description = "neither worked on nor forgotten: a person is told")]
    [TestCase(null, null)]
    public async Task A_request_detail_is_open_or_not_or_nobody_knows(string? status, bool? isOpen)
    {
        var word = status is null ? "null" : $"\"{status}\"";
        rig.Procore.Answer = _ => StubProcore.Json($$"""[ { "id": 880123, "erp_request_id": 66, "status": {{word}}, "created_at": "2026-05-02T10:00:00Z" }, 7 ]""");

        var page = await rig.Client.ListRequestDetailPageAsync(2, default);

        Assert.That((page.Rows.Single().IsOpen, page.Rows[0].ErpRequestId, page.Rows[0].CreatedAt?.Hour, page.Unreadable), Is.EqualTo((isOpen, (long?)66, (int?)10, 1)));
        Assert.That(rig.Procore.Calls.Single().Url.PathAndQuery, Does.EndWith($"/companies/{CompanyId}/erp_request_details?page=2&per_page=1000"));
    }

    [Test]
    public async Task A_page_of_request_details_has_a_next_one_if_Procore_says_so()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""[ { "id": 1 } ]""", 200, ("Link", "<https://api.procore.example/x>; rel=\"next\""));
        Assert.That((await rig.Client.ListRequestDetailPageAsync(1, default)).HasNext, Is.True, "however short a page Procore makes of it");
        rig.Procore.Answer = _ => StubProcore.Json("""[ { "id": 1 } ]""", 200, ("Link", "<https://api.procore.example/x>; rel=\"first\""));
        Assert.That((await rig.Client.ListRequestDetailPageAsync(1, default)).HasNext, Is.False);
        rig.Procore.Answer = _ => StubProcore.Json("[]", 200, ("Link", "<https://api.procore.example/x>; rel=\"next\""));
        Assert.That((await rig.Client.ListRequestDetailPageAsync(1, default)).HasNext, Is.False, "an empty page is the last");
    }

    [Test]
    public async Task Hooks_of_every_namespace_their_triggers_and_their_status_are_read()
    {
        rig.Procore.Answer = call => StubProcore.Json(call.Url.AbsolutePath switch
        {
            "/rest/v1.0/webhooks/hooks" => """[ { "id": 51, "destination_url": "https://a.example/x", "namespace": "acme" } ]""",
            "/rest/v1.0/webhooks/hooks/51/triggers" => """[ { "id": 9, "resource_name": "ERP Requests", "event_type": "CREATE" }, { "id": 10, "resource_name": "ERP Requests", "event_type": "UPDATE" } ]""",
            _ => """{ "data": { "id": "51", "status": "disabled" } }""",
        });

        Assert.That(await rig.Client.ListHooksAsync(default), Is.EqualTo(new[] { new RegisteredHook(51, "https://a.example/x", "acme") }));
        Assert.That(rig.Procore.Calls[0].Url.Query, Does.Contain("namespace=%2A").And.Contain($"company_id={CompanyId}"));
        Assert.That((await rig.Client.ListHookTriggersAsync(51, default)).Select(trigger => trigger.IsNewErpRequest), Is.EqualTo(new[] { true, false }));
        Assert.That(await rig.Client.FindHookStatusAsync(51, default), Is.EqualTo("disabled"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_app_is_installed_where_its_company_is_listed(bool isInstalled)
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""[ { "id": {{(isInstalled ? CompanyId : 7)}}, "name": "Bay" } ]""");

        Assert.That(await rig.Client.FindOwnCompanyAsync(default), Is.EqualTo(isInstalled ? "Bay" : null));
    }
}
