using NUnit.Framework;
using ProcoreNetSuite.Procore;
using static ProcoreNetSuite.Tests.Procore.ClientRig;

namespace ProcoreNetSuite.Tests.Procore;

/// <content>Webhooks and the list of all request details (procore-api.md 6.3, 7.3).</content>
internal sealed partial class ProcoreClientTests
{
    private const string Event = """{"id":5982324300946918154,"ulid":"01JXA0J2S6SBY1163N77H95GW0","user_id":9,"company_id":44,"event_type":"create","resource_name":"ERP Requests","resource_id":66}""";

    private static readonly DateOnly from = new(2026, 5, 2);

    [Test]
    public async Task A_delivery_that_cannot_be_read_is_counted_and_the_others_are_read()
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""
            { "data": [ { "id": "1", "status": "discarded", "payload": {{Event}}, "delivery_attempts": [ { "started_at": "2026-05-02T10:00:00Z" }, { "started_at": "2026-05-02T11:00:00Z" } ] },
              { "status": "delivered" }, "what", null, { "id": "4", "status": "delivered", "payload": {{Event}}, "delivery_attempts": 7 },
              { "id": "01JX", "status": "retrying", "payload": { "id": 1, "timestamp": "2026-05-02T09:00:00Z" } }, { "id": "6" } ] }
            """);

        var page = await rig.Client.ListHookDeliveriesAsync(51, from, 2, default);

        Assert.That(page.Rows.Select(row => (row.Id, row.Event?.ResourceId, row.RaisedAt?.Hour, row.TriedAt?.Hour)), Is.EqualTo(new (string, long?, int?, int?)[] { ("1", 66, 10, 11), ("01JX", null, 9, null), ("6", null, null, null) }));
        Assert.That((page.Unreadable, page.HasNext), Is.EqualTo((4, false)));
        Assert.That(rig.Procore.Calls.Single().Url.PathAndQuery, Is.EqualTo($"/rest/v2.0/companies/{CompanyId}/webhooks/hooks/51/deliveries?filter%5Bstart%5D=2026-05-02&page=2&per_page=100"));
    }

    [Test]
    public async Task Deliveries_go_on_if_Procore_says_so_or_a_page_is_full()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{ "data": [] }""", 200, ("Link", "<https://api.procore.example/x>; rel=\"next\""));
        Assert.That((await rig.Client.ListHookDeliveriesAsync(51, from, 1, default)).HasNext, Is.True);
        rig.Procore.Answer = _ => StubProcore.Json($$"""{ "data": [ {{string.Join(',', Enumerable.Repeat("7", 100))}} ] }""");
        Assert.That((await rig.Client.ListHookDeliveriesAsync(51, from, 1, default)).HasNext, Is.True);
        rig.Procore.Answer = _ => StubProcore.Json("{}", 404);
        Assert.That((await rig.Client.ListHookDeliveriesAsync(51, from, 1, default)).HasNext, Is.False, "the hook was deleted");
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
    public async Task Hooks_of_every_namespace_their_status_and_their_triggers_are_read()
    {
        rig.Procore.Answer = call => StubProcore.Json(call.Url.AbsolutePath.EndsWith("/triggers", StringComparison.Ordinal)
            ? """{ "data": [ { "id": "9", "resource_name": "ERP Requests", "event_type": "CREATE" }, { "id": "10", "resource_name": "ERP Requests", "event_type": "update" } ] }"""
            : """{ "data": [ { "id": "51", "destination_url": "https://a.example/x", "namespace": "acme", "payload_version": "v2.0", "status": "disabled" } ] }""");

        var hook = (await rig.Client.ListHooksAsync(default)).Single();

        Assert.That(hook, Is.EqualTo(new RegisteredHook(51, "https://a.example/x", "acme", "v2.0", Status: "disabled")));
        Assert.That((hook.IsOff, hook.HasKnownVersion), Is.EqualTo((true, true)));
        Assert.That(rig.Procore.Calls[0].Url.PathAndQuery, Does.StartWith($"/rest/v2.0/companies/{CompanyId}/webhooks/hooks?namespace=%2A"));
        Assert.That((await rig.Client.ListHookTriggersAsync(51, default)).Select(trigger => trigger.IsNewErpRequest), Is.EqualTo(new[] { true, false }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_app_is_installed_where_its_company_is_listed(bool isInstalled)
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""[ { "id": {{(isInstalled ? CompanyId : 7)}}, "name": "Bay" } ]""");

        Assert.That(await rig.Client.FindOwnCompanyAsync(default), Is.EqualTo(isInstalled ? "Bay" : null));
    }
}
