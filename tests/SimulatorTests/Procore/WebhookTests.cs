using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

internal sealed class WebhookTests : ProcoreFixture
{
    private static readonly string Hooks = $"/rest/v2.0/companies/{Company}/webhooks/hooks";

    private const string Secret = "Bearer 9f0c-long-random-a1b2c";

    private WebhookSink _sink = null!;

    [SetUp]
    public async Task ListenAsync() => _sink = await WebhookSink.StartAsync();

    [TearDown]
    public async Task StopListeningAsync() => await _sink.DisposeAsync();

    private Task<Reply> AddHookAsync(string? url = null, string version = "v2.0") => PostAsync(Hooks, new JsonObject
    {
        ["payload_version"] = version,
        ["namespace"] = "acme-netsuite-sync",
        ["destination_url"] = url ?? _sink.Url,
        ["destination_headers"] = new JsonObject { ["Authorization"] = Secret },
    });

    private Task<Reply> AddTriggerAsync(string? hook, string resource = "ERP Requests", string type = "create") =>
        PostAsync($"{Hooks}/{hook}/triggers", new JsonObject { ["resource_name"] = resource, ["event_type"] = type });

    private static string Id(Reply reply) => reply["data"]!["id"]!.GetValue<string>();

    private async Task<string> ListenForErpRequestsAsync(string version = "v2.0")
    {
        var hook = Id(await AddHookAsync(version: version));
        Assert.That((await AddTriggerAsync(hook)).Status, Is.EqualTo(201));

        return hook;
    }

    private Task<int> DeliverAsync() => Simulator.DeliverDueAsync(None);

    private void Refresh(string name = "sync_jobs") => Simulator.As(9).Refresh(name, Company);

    [Test(Description = "spec 6.3: the Authorization value is masked except its last five characters")]
    public async Task A_hook_shows_its_secret_masked()
    {
        var hook = await AddHookAsync();
        var trigger = await AddTriggerAsync(Id(hook));

        Assert.That(hook.Status, Is.EqualTo(201));
        Assert.That(hook["data"]!["destination_headers"]!["Authorization"]!.ToString(), Is.EqualTo("****a1b2c"));
        Assert.That(hook["data"]!["company_id"]!.GetValue<string>(), Is.EqualTo($"{Company}"));
        Assert.That(trigger["data"]!["event_type"]!.ToString(), Is.EqualTo("create"));
    }

    [TestCase("http://connector.example/hook", Description = "spec 6.2 [A]: https only")]
    [TestCase("ftp://127.0.0.1/hook")]
    [TestCase("nowhere")]
    public async Task A_destination_without_https_is_refused(string url)
    {
        Assert.That((await AddHookAsync(url)).Status, Is.EqualTo(422));
    }

    [Test(Description = "the exception for this machine is a setting")]
    public async Task Plain_http_on_this_machine_can_be_forbidden()
    {
        Simulator.Settings = Simulator.Settings with { AllowHttpOnLoopback = false };

        Assert.That((await AddHookAsync()).Status, Is.EqualTo(422));
    }

    [TestCase("Requisitions", "create", Description = "spec 6.6: absent from the list")]
    [TestCase("Direct Costs", "create", Description = "spec 6.1: project level")]
    [TestCase("ERP Requests", "approve")]
    [TestCase("erp requests", "create", Description = "spec 6.6: names are case-sensitive")]
    public async Task A_trigger_that_does_not_exist_is_refused(string resource, string type)
    {
        Assert.That((await AddTriggerAsync(Id(await AddHookAsync()), resource, type)).Status, Is.EqualTo(422));
    }

    [Test(Description = "spec 6.2 [A]: duplicate trigger 422; permission 403; foreign hook 404")]
    public async Task Duplicates_foreign_hooks_and_missing_permission_are_refused()
    {
        var hook = await ListenForErpRequestsAsync();

        Assert.That((await AddTriggerAsync(hook)).Status, Is.EqualTo(422));
        Assert.That((await AddTriggerAsync("4711")).Status, Is.EqualTo(404));
        Seed.App.MayUseWebhooks = false;
        Assert.That((await AddHookAsync()).Status, Is.EqualTo(403));
    }

    [Test(Description = "spec 6.4, 6.5: v2.0 payload, the header verbatim, one event a request")]
    public async Task An_ERP_Request_is_announced_with_its_id_only()
    {
        await ListenForErpRequestsAsync();
        Refresh();

        Assert.That(Simulator.NextDeliveryDue, Is.EqualTo(Time.GetUtcNow()));
        Assert.That(await DeliverAsync(), Is.EqualTo(1));

        var (authorization, body) = _sink.Received.Single();
        Assert.That(authorization, Is.EqualTo(Secret));
        Assert.That(body["api_version"]!.ToString(), Is.EqualTo("v2.0"));
        Assert.That(body["event_type"]!.ToString(), Is.EqualTo("create"));
        Assert.That(body["resource_name"]!.ToString(), Is.EqualTo("ERP Requests"));
        Assert.That(body["resource_id"]!.GetValue<long>(), Is.EqualTo(Simulator.ErpRequests[0].Id));
        Assert.That(body["company_id"]!.GetValue<long>(), Is.EqualTo(Company));
        Assert.That(body["project_id"], Is.Null);
        Assert.That(body["ulid"]!.ToString(), Has.Length.EqualTo(26));
        Assert.That(body["id"]!.ToString(), Has.Length.EqualTo(19));
        Assert.That(body["metadata"]!["source_user_id"]!.GetValue<long>(), Is.EqualTo(9));
        Assert.That(Simulator.NextDeliveryDue, Is.Null);
    }

    [Test(Description = "spec 6.4: v3.0 and v4.0")]
    public async Task The_newer_payloads_have_their_own_names()
    {
        await ListenForErpRequestsAsync("v3.0");
        await ListenForErpRequestsAsync("v4.0");
        Refresh();
        await DeliverAsync();

        var (third, fourth) = (_sink.Received[0].Body, _sink.Received[1].Body);
        Assert.That(third["api_version"]!.ToString(), Is.EqualTo("v3.0"));
        Assert.That(third["related_resources"]!.AsArray(), Is.Empty);
        Assert.That(fourth["reason"]!.ToString(), Is.EqualTo("create"));
        Assert.That(fourth["resource_id"]!.GetValue<string>(), Is.EqualTo($"{Simulator.ErpRequests[0].Id}"));
        Assert.That(fourth.AsObject().ContainsKey("metadata"), Is.False);
    }

    [Test(Description = "spec 6.5: a failure pauses everything, 1 s doubling; one success resets all")]
    public async Task A_failing_endpoint_is_paused_longer_each_time_and_then_catches_up()
    {
        await ListenForErpRequestsAsync();
        _sink.Status = 503;
        Refresh();
        Refresh("sync_vendors");

        Assert.That(await DeliverAsync(), Is.EqualTo(1), "the second event waits behind the first");
        var pauses = new List<double>();
        for (var attempt = 0; attempt < 14; attempt++)
        {
            pauses.Add((Simulator.NextDeliveryDue!.Value - Time.GetUtcNow()).TotalSeconds);
            Assert.That(await DeliverAsync(), Is.Zero);
            Time.Advance(Simulator.NextDeliveryDue.Value - Time.GetUtcNow());
            await DeliverAsync();
        }

        Assert.That(pauses, Is.EqualTo(new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600 }));
        _sink.Status = 200;
        Time.Advance(TimeSpan.FromHours(1));
        Assert.That(await DeliverAsync(), Is.EqualTo(2));
        Assert.That(Simulator.Deliveries.Select(delivery => delivery.Status), Is.All.EqualTo("delivered"));
    }

    [Test(Description = "spec 6.5: after 12 hours the queue is discarded for good")]
    public async Task Twelve_hours_of_failure_lose_the_events()
    {
        var hook = await ListenForErpRequestsAsync();
        _sink.Status = 500;
        Refresh();
        Refresh("sync_vendors");
        var start = Time.GetUtcNow();
        await DeliverAsync();
        while (Simulator.NextDeliveryDue is { } due)
        {
            Assert.That(due - start, Is.LessThan(TimeSpan.FromHours(13.1)));
            Time.Advance(due - Time.GetUtcNow());
            await DeliverAsync();
        }

        Assert.That(Time.GetUtcNow() - start, Is.GreaterThanOrEqualTo(TimeSpan.FromHours(12)));
        Assert.That(Simulator.Deliveries.Select(delivery => delivery.Status), Is.All.EqualTo("discarded"));
        await RenewTokenAsync();
        var discarded = await GetAsync($"{Hooks}/{hook}/deliveries?filter[status]=discarded");
        Assert.That(discarded["data"]!.AsArray(), Has.Count.EqualTo(2));

        _sink.Status = 200;
        _sink.Received.Clear();
        Simulator.As(9).Refresh("sync_contract_payments", Company);
        await DeliverAsync();
        Assert.That(_sink.Received, Has.Count.EqualTo(1), "a new event goes out, the lost ones don't");
    }

    [Test(Description = "spec 6.5: five seconds, settable here")]
    public async Task A_slow_answer_counts_as_a_failure()
    {
        Simulator.Settings = Simulator.Settings with { DeliveryTimeout = TimeSpan.FromMilliseconds(200) };
        await ListenForErpRequestsAsync();
        _sink.Silent = true;
        Refresh();

        await DeliverAsync();

        Assert.That(Simulator.Deliveries[0].Attempts.Single().Error, Is.EqualTo("timeout"));
        Assert.That(Simulator.NextDeliveryDue, Is.EqualTo(Time.GetUtcNow() + TimeSpan.FromSeconds(1)));
    }

    [Test(Description = "spec 6.5: no connection is a failure too")]
    public async Task A_destination_that_is_not_there_is_tried_again()
    {
        await AddTriggerAsync(Id(await AddHookAsync("http://127.0.0.1:1/hook")));
        Refresh();

        await DeliverAsync();

        Assert.That(Simulator.Deliveries[0].Status, Is.EqualTo("retrying"));
    }

    [Test(Description = "spec 6.5: duplicates with the same ids, and two ids for one action")]
    public async Task Duplicates_come_in_both_kinds()
    {
        await ListenForErpRequestsAsync();
        Simulator.Settings = Simulator.Settings with { DeliverTwice = true };
        Refresh();
        Simulator.Settings = Simulator.Settings with { DeliverTwice = false, TwoEventsPerAction = true };
        Refresh("sync_vendors");
        await DeliverAsync();
        Simulator.RepeatEvent();
        await DeliverAsync();

        var ids = _sink.Received.Select(received => received.Body["id"]!.ToString()).ToList();
        Assert.That(ids, Has.Count.EqualTo(5));
        Assert.That(ids[0], Is.EqualTo(ids[1]));
        Assert.That(ids[2], Is.Not.EqualTo(ids[3]));
        Assert.That(ids[4], Is.EqualTo(ids[3]));
        Assert.That(_sink.Received[2].Body["resource_id"]!.ToString(), Is.EqualTo(_sink.Received[3].Body["resource_id"]!.ToString()));
    }

    [Test(Description = "spec 7.7: what a lost event leaves behind is found in the list of details")]
    public async Task A_webhook_can_be_dropped()
    {
        await ListenForErpRequestsAsync();
        Simulator.Faults.Add(new FaultRule { Kind = FaultKind.DropWebhook, Nth = 1 });
        Refresh();
        Refresh("sync_vendors");

        Assert.That(await DeliverAsync(), Is.EqualTo(1));
        Assert.That(Simulator.RequestDetails, Has.Count.EqualTo(2));
    }

    [Test(Description = "spec 6.1, 11.4: a company hook hears company events, also those the service account causes; not the project's")]
    public async Task A_write_of_the_service_account_is_echoed()
    {
        var hook = Id(await AddHookAsync());
        await AddTriggerAsync(hook, "Company Vendors");
        await PostAsync("/rest/v1.0/vendors", new JsonObject { ["company_id"] = Company, ["vendor"] = new JsonObject { ["name"] = "New" } });
        await PostAsync("/rest/v1.0/cost_codes", new JsonObject { ["project_id"] = Project, ["cost_code"] = new JsonObject { ["code"] = "09", ["name"] = "Finishes" } });
        await DeliverAsync();

        Assert.That(_sink.Received.Single().Body["user_id"]!.GetValue<long>(), Is.EqualTo(880_011));
        Assert.That(_sink.Received.Single().Body["resource_name"]!.ToString(), Is.EqualTo("Company Vendors"));
    }

    [Test(Description = "spec 6.3: v2.0 is flat, wrapped in data, ids are strings, a hook can be disabled")]
    public async Task The_second_version_of_the_endpoints_can_disable_a_hook()
    {
        var root = $"/rest/v2.0/companies/{Company}/webhooks/hooks";
        var hook = await PostAsync(root, new JsonObject
        {
            ["payload_version"] = "v4.0",
            ["namespace"] = "acme",
            ["destination_url"] = _sink.Url,
        });
        var id = hook["data"]!["id"]!.GetValue<string>();
        await PostAsync($"{root}/{id}/triggers", new JsonObject { ["resource_name"] = "ERP Requests", ["event_type"] = "create" });
        await PatchAsync($"{root}/{id}", new JsonObject { ["status"] = "disabled" });
        Refresh();

        var shown = await GetAsync($"{root}/{id}");
        Assert.That(hook.Status, Is.EqualTo(201));
        Assert.That(await DeliverAsync(), Is.Zero);
        Assert.That(shown["data"]!["status"]!.ToString(), Is.EqualTo("disabled"));
        Assert.That(shown["data"]!["trigger_count"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That((await PostAsync(root, new JsonObject { ["destination_url"] = _sink.Url })).Status, Is.EqualTo(422));
    }

    [Test(Description = "spec 6.3, 6.5, 6.7: what an outage of more than 12 hours leaves for a sweep: discarded deliveries, open details, the hook's status")]
    public async Task An_outage_leaves_discarded_deliveries_and_open_details_to_be_found()
    {
        Simulator.Settings = Simulator.Settings with { DisableFailingHooks = true };
        var hook = await ListenForErpRequestsAsync();
        await _sink.DisposeAsync();
        Refresh();
        Refresh("sync_vendors");
        for (var hour = 0; hour < 20 && Simulator.NextDeliveryDue is not null; hour++)
        {
            await DeliverAsync();
            Time.Advance(TimeSpan.FromHours(1));
        }

        await RenewTokenAsync();
        Refresh("sync_contract_payments");
        var root = $"/rest/v2.0/companies/{Company}/webhooks/hooks/{hook}";
        var discarded = (await GetAsync($"{Hooks}/{hook}/deliveries?filter[status]=discarded"))["data"]!.AsArray();
        var details = (await GetAsync($"/rest/v1.0/companies/{Company}/erp_request_details?per_page=100")).Body!.AsArray();

        Assert.That(discarded.Select(row => row!["payload"]!["resource_id"]!.GetValue<long>()), Is.EquivalentTo(Simulator.ErpRequests.Take(2).Select(request => request.Id)));
        Assert.That((await GetAsync(root))["data"]!["status"]!.ToString(), Is.EqualTo("disabled"));
        Assert.That((await GetAsync($"{root}/deliveries?filter[status]=discarded&filter[event_type]=create&filter[start]=2026-05-02&filter[end]=2026-05-02"))["data"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That((await GetAsync($"{root}/deliveries?filter[start]=2026-05-04"))["data"]!.AsArray(), Is.Empty);
        Assert.That((await GetAsync($"{root}/deliveries?filter[start]=yesterday")).Status, Is.EqualTo(400));
        Assert.That(details.Select(detail => detail!["status"]!.ToString()), Is.EqualTo(new[] { "in_progress", "in_progress", "in_progress" }), "the third was announced to nobody");
        Assert.That(Simulator.Deliveries, Has.Count.EqualTo(2));

        await PatchAsync(root, new JsonObject { ["status"] = "active" });
        Refresh("sync_commitments");
        Assert.That(Simulator.Deliveries, Has.Count.EqualTo(3));
    }

    [Test(Description = "corrections: triggers/bulk takes an array; spec 6.2: success list, 207 for a mix")]
    public async Task Triggers_can_be_made_and_deleted_in_bulk()
    {
        var hook = Id(await AddHookAsync());
        var answer = await SendAsync(HttpMethod.Post, $"{Hooks}/{hook}/triggers/bulk", new JsonArray(
            new JsonObject { ["resource_name"] = "ERP Requests", ["event_type"] = "create" },
            new JsonObject { ["resource_name"] = "Nonsense", ["event_type"] = "create" }));

        Assert.That(answer.Status, Is.EqualTo(207));
        Assert.That(answer["success"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That((await SendAsync(HttpMethod.Post, $"{Hooks}/{hook}/triggers/bulk", new JsonObject { ["triggers"] = new JsonArray() })).Status, Is.EqualTo(400));
        Assert.That((await SendAsync(HttpMethod.Delete, $"{Hooks}/{hook}/triggers/bulk", new JsonArray(answer["success"]![0]!["id"]!.DeepClone()))).Status, Is.EqualTo(200));
        Assert.That((await GetAsync($"{Hooks}/{hook}/triggers"))["data"]!.AsArray(), Is.Empty);
    }

    [Test(Description = "corrections: v2.0 is the successor and new apps are refused deprecated endpoints")]
    public async Task The_first_version_of_the_endpoints_is_refused()
    {
        var hook = Id(await AddHookAsync());

        Assert.That((await GetAsync($"/rest/v1.0/webhooks/hooks?company_id={Company}")).Status, Is.EqualTo(404));
        Assert.That((await GetAsync($"/rest/v1.0/webhooks/hooks/{hook}/triggers?company_id={Company}")).Status, Is.EqualTo(404));
        Assert.That((await GetAsync($"/rest/v1.0/webhooks/hooks/{hook}/deliveries?company_id={Company}")).Status, Is.EqualTo(404));
    }

    [Test(Description = "corrections: hooks wants namespace; DELETE of a hook: 200 with a JSON body")]
    public async Task A_hook_needs_a_namespace_and_is_shown_once_more_when_it_is_deleted()
    {
        var none = await PostAsync(Hooks, new JsonObject { ["payload_version"] = "v2.0", ["destination_url"] = _sink.Url });
        var hook = Id(await AddHookAsync());
        var gone = await SendAsync(HttpMethod.Delete, $"{Hooks}/{hook}", null);

        Assert.That((none.Status, gone.Status, Id(gone)), Is.EqualTo((422, 200, hook)));
        Assert.That((await GetAsync($"{Hooks}/{hook}")).Status, Is.EqualTo(404));
    }
}
