using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

/// <summary>What a sweep and a health check read: hooks by namespace, deliveries by status and page, all request details.</summary>
internal sealed class WebhookListTests : ProcoreFixture
{
    private static readonly string Hooks = $"/rest/v2.0/companies/{Company}/webhooks/hooks";

    private WebhookSink _sink = null!;

    [SetUp]
    public async Task ListenAsync() => _sink = await WebhookSink.StartAsync();

    [TearDown]
    public async Task StopListeningAsync() => await _sink.DisposeAsync();

    [Test(Description = "spec 6.1: hooks of other namespaces are invisible unless asked for; procore is the default; * means all")]
    public async Task Hooks_of_other_namespaces_are_invisible_unless_asked_for()
    {
        var first = await AddHookAsync("acme");
        var second = await AddHookAsync("procore");

        Assert.That(await ListAsync(""), Is.EqualTo(new[] { second }));
        Assert.That(await ListAsync("?namespace=acme"), Is.EqualTo(new[] { first }));
        Assert.That(await ListAsync("?namespace=%2A"), Is.EqualTo(new[] { first, second }));
        Assert.That(await ListAsync("?namespace=other"), Is.Empty);
    }

    [Test(Description = "spec 6.3: one row an event with all its attempts, filtered by status and day; 4.1: pages of 10, 100 at most")]
    public async Task Deliveries_are_filtered_by_status_and_day_and_paged()
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
        _sink.Status = 500;
        Refresh("sync_contract_payments");
        await Simulator.DeliverDueAsync(None);
        var all = (await GetAsync($"{Hooks}/{hook}/deliveries"))["data"]!.AsArray();

        Assert.That(all.Select(row => ($"{row!["status"]}", row["delivery_attempts"]!.AsArray().Count)), Is.EqualTo(new[] { ("delivered", 2), ("delivered", 1), ("retrying", 1) }));
        Assert.That(await CountAsync(hook, "filter[status]=succeeded"), Is.EqualTo(2));
        Assert.That(await CountAsync(hook, "filter[status]=retrying"), Is.EqualTo(1));
        Assert.That(await CountAsync(hook, "filter[status]=discarded"), Is.Zero);
        var today = Time.GetUtcNow();
        Assert.That((await CountAsync(hook, $"filter[start]={today:yyyy-MM-dd}"), await CountAsync(hook, $"filter[start]={today.AddDays(1):yyyy-MM-dd}")), Is.EqualTo((3, 0)));
        Assert.That((await CountAsync(hook, "per_page=2"), await CountAsync(hook, "per_page=2&page=2")), Is.EqualTo((2, 1)));
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

    private async Task<string> AddHookAsync(string name, bool trigger = false)
    {
        var hook = await PostAsync(Hooks, new JsonObject { ["payload_version"] = "v2.0", ["namespace"] = name, ["destination_url"] = _sink.Url });
        var id = hook["data"]!["id"]!.GetValue<string>();
        if (trigger)
        {
            await PostAsync($"{Hooks}/{id}/triggers", new JsonObject { ["resource_name"] = "ERP Requests", ["event_type"] = "create" });
        }

        return id;
    }

    private async Task<IReadOnlyList<string>> ListAsync(string query) =>
        [.. (await GetAsync($"{Hooks}{query}"))["data"]!.AsArray().Select(hook => hook!["id"]!.ToString())];

    private async Task<int> CountAsync(string hook, string query) => (await GetAsync($"{Hooks}/{hook}/deliveries?{query}"))["data"]!.AsArray().Count;

    private void Refresh(string name) => Simulator.As(9).Refresh(name, Company);
}
