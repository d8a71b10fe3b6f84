using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

/// <summary>What a sweep and a health check read: hooks by namespace, deliveries by status and page, all request details.</summary>
internal sealed class WebhookListTests : ProcoreFixture
{
    private const string Hooks = "/rest/v1.0/webhooks/hooks";

    private WebhookSink _sink = null!;

    [SetUp]
    public async Task ListenAsync() => _sink = await WebhookSink.StartAsync();

    [TearDown]
    public async Task StopListeningAsync() => await _sink.DisposeAsync();

    [Test(Description = "spec 6.1: hooks of other namespaces are invisible unless asked for; procore is the default; * means all (6.2)")]
    public async Task Hooks_of_other_namespaces_are_invisible_unless_asked_for()
    {
        var first = await AddHookAsync("acme");
        var second = await AddHookAsync(null);

        Assert.That(await ListAsync(""), Is.EqualTo(new[] { second }));
        Assert.That(await ListAsync("&namespace=acme"), Is.EqualTo(new[] { first }));
        Assert.That(await ListAsync("&namespace=%2A"), Is.EqualTo(new[] { first, second }));
        Assert.That(await ListAsync("&namespace=other"), Is.Empty);
    }

    [Test(Description = "spec 4.1, 6.2: page_size, and page_start is the last id of the page before; the filter in both spellings")]
    public async Task Deliveries_are_filtered_by_status_and_paged_by_the_last_id()
    {
        var hook = await AddHookAsync("acme", trigger: true);
        _sink.Status = 500;
        Refresh("sync_jobs");
        await Simulator.DeliverDueAsync(None);
        _sink.Status = 200;
        Time.Advance(TimeSpan.FromSeconds(1));
        await Simulator.DeliverDueAsync(None);
        Refresh("sync_vendors");
        await Simulator.DeliverDueAsync(None);

        Assert.That(await OutcomesAsync(hook, ""), Is.EqualTo(new[] { "retried", "ok", "ok" }), "any is the default; an event that came through late still shows its failure");
        Assert.That(await OutcomesAsync(hook, "&filter[status]=any"), Has.Count.EqualTo(3));
        Assert.That(await OutcomesAsync(hook, "&filter[status]=failing"), Is.EqualTo(new[] { "retried" }));
        Assert.That(await OutcomesAsync(hook, "&filters[status]=successful"), Is.EqualTo(new[] { "ok", "ok" }));
        Assert.That(await OutcomesAsync(hook, "&filter[status]=discarded"), Is.Empty);
        Assert.That((await GetAsync($"{Hooks}/{hook}/deliveries?company_id={Company}&filter[status]=open")).Status, Is.EqualTo(400));

        var pages = new List<int>();
        var last = 0L;
        for (JsonArray page; (page = (await GetAsync($"{Hooks}/{hook}/deliveries?company_id={Company}&page_size=2&page_start={last}")).Body!.AsArray()).Count > 0;)
        {
            pages.Add(page.Count);
            last = page[^1]!["id"]!.GetValue<long>();
        }

        Assert.That(pages, Is.EqualTo(new[] { 2, 1 }));
    }

    [Test(Description = "spec 4.1, 7.3, 7.8: all details, 20 a page unless asked for more, open ones stale after a day; what was dropped on the way is open, too")]
    public async Task All_request_details_are_listed_open_closed_and_stale()
    {
        Simulator.Faults.Add(new FaultRule { Kind = FaultKind.DropWebhook });
        await AddHookAsync("acme", trigger: true);
        for (var number = 0; number < 25; number++)
        {
            Simulator.As(9).Raise("create_windows", Company, new JsonObject(), withDetail: true);
        }

        await Simulator.DeliverDueAsync(None);
        var all = $"/rest/v1.0/companies/{Company}/erp_request_details";
        var first = await GetAsync(all);
        Assert.That(first.Body!.AsArray(), Has.Count.EqualTo(20));
        Assert.That(first.Headers["Link"], Does.Contain("rel=\"next\""));
        Assert.That((await GetAsync($"{all}?page=3&per_page=10")).Body!.AsArray(), Has.Count.EqualTo(5));
        Assert.That((await GetAsync($"{all}?filters[status]=in_progress")).Status, Is.EqualTo(400), "a filter that nobody has printed");

        await PatchAsync($"{all}/{first.Body[0]!["id"]}", new JsonObject { ["request_detail"] = new JsonObject { ["status"] = "success" } });
        Time.Advance(TimeSpan.FromHours(25));
        await RenewTokenAsync();
        var statuses = (await GetAsync($"{all}?per_page=1000")).Body!.AsArray().Select(detail => detail!["status"]!.ToString()).ToList();

        Assert.That(statuses.CountBy(status => status), Is.EquivalentTo(new KeyValuePair<string, int>[] { new("success", 1), new("stale", 24) }));
        Assert.That(first.Body[0]!["erp_request_id"]!.GetValue<long>(), Is.EqualTo(Simulator.ErpRequests[0].Id));
    }

    private async Task<string> AddHookAsync(string? name, bool trigger = false)
    {
        var hook = new JsonObject { ["api_version"] = "v2", ["destination_url"] = _sink.Url };
        if (name is not null)
        {
            hook["namespace"] = name;
        }

        var id = (await PostAsync(Hooks, new JsonObject { ["company_id"] = Company, ["hook"] = hook })).Text("id")!;
        if (trigger)
        {
            await PostAsync($"{Hooks}/{id}/triggers", new JsonObject
            {
                ["company_id"] = Company,
                ["api_version"] = "v2",
                ["trigger"] = new JsonObject { ["resource_name"] = "ERP Requests", ["event_type"] = "create" },
            });
        }

        return id;
    }

    private async Task<IReadOnlyList<string>> ListAsync(string query) =>
        [.. (await GetAsync($"{Hooks}?company_id={Company}{query}")).Body!.AsArray().Select(hook => hook!["id"]!.ToString())];

    private async Task<IReadOnlyList<string>> OutcomesAsync(string hook, string query) =>
        [.. (await GetAsync($"{Hooks}/{hook}/deliveries?company_id={Company}{query}")).Body!.AsArray().Select(row => row!["outcome"]!.ToString())];

    private void Refresh(string name) => Simulator.As(9).Refresh(name, Company);
}
