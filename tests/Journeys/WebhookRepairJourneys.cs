using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary><c>POST /api/connections/{id}/webhooks</c>: whatever Procore has, one right webhook is there afterwards, and the answer says what was done.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WebhookRepairJourneys : IDisposable
{
    private const string Key = "local-host-key";
    private const string Setting = $"Connections__{SimulatedAccounts.ConnectionId}__Procore__WebhookSecret";
    private const string Next = "Bearer next-0123456789abcdef0123456789abcdef-new";

    private World world = null!;
    private ProcoreAdmin admin = null!;
    private HttpClient http = null!;

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.StartAsync();
        admin = new ProcoreAdmin(world);
        http = NewClient();
    }

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    public void Dispose() => http?.Dispose();

    private string Address => new Uri(world.Host.BaseAddress, $"/api/procore/webhooks/main?code={Key}").AbsoluteUri;

    [Test]
    public async Task The_first_webhook_is_created_and_brings_an_export_in()
    {
        await EmptyAsync();
        var (status, answer) = await PostAsync(new { key = Key });

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), $"{answer}");
        Assert.That(Outcomes(answer), Is.EqualTo("webhook created, address created, secret created, version created, status created, trigger created, second webhooks was right"));
        await AssertRightAsync($"{answer.GetProperty("webhook")}");
        await world.ExportAsync(World.Vendor, world.Procore.AddVendor("Crane Works"));
        Assert.That(world.Ledger.Vendors.Count(vendor => vendor.Name == "Crane Works"), Is.EqualTo(1), world.Describe());
    }

    [Test]
    public async Task One_that_is_right_is_not_written_to()
    {
        var calls = Writes();
        var (status, answer) = await PostAsync();

        Assert.That((status, Outcomes(answer)), Is.EqualTo((HttpStatusCode.OK, "webhook was right, address was right, secret was right, version was right, status was right, trigger was right, second webhooks was right")));
        Assert.That(Writes(), Is.EqualTo(calls));
    }

    [Test]
    public async Task Each_part_that_is_wrong_is_corrected()
    {
        var id = $"{(await admin.HookAsync()).GetProperty("id")}";
        await admin.ChangeAsync(id, new { destination_url = $"https://old.example/api/procore/webhooks/main?code={Key}", destination_headers = new { Authorization = "Bearer of another time" } });
        await admin.SwitchAsync(id, "disabled");
        await admin.DeleteTriggersAsync(id);
        var (status, answer) = await PostAsync();

        Assert.That((status, Outcomes(answer)), Is.EqualTo((HttpStatusCode.OK, "webhook was right, address corrected, secret corrected, version was right, status corrected, trigger created, second webhooks was right")));
        Assert.That($"{answer}", Does.Contain("it was https://old.example/api/procore/webhooks/main.").And.Not.Contain(Key).And.Not.Contain(SimulatedAccounts.WebhookSecret));
        Assert.That($"{answer.GetProperty("webhook")}", Is.EqualTo(id));
        await AssertRightAsync(id);
    }

    [Test]
    public async Task Second_ones_of_ours_go_and_those_of_others_stay()
    {
        var first = $"{(await admin.HookAsync()).GetProperty("id")}";
        var second = await admin.AddAsync(Address);
        var old = await admin.AddAsync("https://old.example/api/procore/webhooks/main?code=x");
        string[] foreign =
        [
            await admin.AddAsync("https://other.example/api/procore/webhooks/main", "another-integration"),
            await admin.AddAsync("https://other.example/hook", "another-integration"),
            await admin.AddAsync(Address.Replace("main", "other", StringComparison.Ordinal)),
        ];
        var (status, answer) = await PostAsync();

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), $"{answer}");
        Assert.That(Outcomes(answer), Does.EndWith("second webhooks removed, another webhook left alone"));
        Assert.That($"{answer}", Does.Contain($"Webhooks {second}, {old} led").And.Contain($"Webhook {foreign[0]} in the namespace another-integration goes to other.example"));
        Assert.That((await admin.HooksAsync()).Select(hook => $"{hook.GetProperty("id")}"), Is.EquivalentTo(foreign.Append(first)));
    }

    [Test]
    public async Task A_secret_is_replaced_in_three_steps_and_no_event_is_refused()
    {
        await world.BeginAgainAsync(new() { [$"{Setting}Next"] = Next });
        Renew();
        var (_, answer) = await PostAsync();

        Assert.That(Text(answer, "secret"), Is.EqualTo(("corrected", $"Set to {Setting}Next. Now put that one into {Setting} and empty {Setting}Next.")));
        Assert.That(Text((await PostAsync()).Answer, "secret").Outcome, Is.EqualTo("was right"));
        await world.ExportAsync(World.Vendor, world.Procore.AddVendor("Crane Works"));
        Assert.That(world.Ledger.Vendors.Count(vendor => vendor.Name == "Crane Works"), Is.EqualTo(1), world.Describe());
    }

    [Test]
    public async Task A_secret_that_looks_right_is_set_all_the_same_when_asked()
    {
        var id = $"{(await admin.HookAsync()).GetProperty("id")}";
        await admin.ChangeAsync(id, new { destination_headers = new { Authorization = $"Bearer wrong {SimulatedAccounts.WebhookSecret[^5..]}" } });
        Assert.That(Text((await PostAsync()).Answer, "secret").Outcome, Is.EqualTo("was right"), "five characters are all that Procore shows");

        Assert.That(Text((await PostAsync(new { rotate = true })).Answer, "secret").Outcome, Is.EqualTo("corrected"));
        await world.ExportAsync(World.Vendor, world.Procore.AddVendor("Crane Works"));
        Assert.That(world.Ledger.Vendors.Count(vendor => vendor.Name == "Crane Works"), Is.EqualTo(1), world.Describe());
    }

    [Test]
    public async Task Two_at_the_same_time_leave_one()
    {
        await EmptyAsync();
        world.Accounts.Procore.ChangeSettings(JsonSerializer.SerializeToElement(new { latencyMedianMilliseconds = 20 }));
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PostAsync(new { key = Key }))));

        Assert.That(both.Select(one => one.Status), Is.All.EqualTo(HttpStatusCode.OK), string.Join(Environment.NewLine, both.Select(one => $"{one.Answer}")));
        await AssertRightAsync($"{(await admin.HookAsync()).GetProperty("id")}");
    }

    /// <summary>Every write and every look, interrupted in every way, and asked for again.</summary>
    [Test]
    public async Task Every_effect_may_fail_in_every_way([Values] Fault fault, [Values] bool fromNothing)
    {
        var undisturbed = await RunAsync(fromNothing, []);
        for (var number = 1; number <= undisturbed; number++)
        {
            await RunAsync(fromNothing, new() { [number] = fault });
        }

        await TestContext.Out.WriteLineAsync($"* Crash matrix: the webhook {(fromNothing ? "made from nothing" : "of two wrong ones")}, {fault}: {undisturbed} points.");
    }

    [Test]
    public async Task Bad_questions_are_answered_in_words()
    {
        Assert.That(await ErrorAsync(null, "nobody"), Is.EqualTo((HttpStatusCode.NotFound, "There is no connection nobody: there is main.")));
        Assert.That((await ErrorAsync(new { address = "https://evil.example/" })).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await ErrorAsync(new { key = "x", rotate = "yes" })).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await ErrorAsync(new { key = new string('x', 5000) })).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await ErrorAsync(new { key = "a\nb" })).Text, Does.StartWith("key is the key of the function ProcoreWebhook"));
        var wrong = await ErrorAsync(new { key = "wrong-key" });
        Assert.That(wrong.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(wrong.Text, Does.Contain("answers 401").And.Contain("Nothing was changed").And.Not.Contain("wrong-key"));
        await EmptyAsync();
        Assert.That((await ErrorAsync(null)).Text, Does.Contain("Ask again with { \"key\": \"...\" }"));
        Assert.That(await admin.HooksAsync(), Is.Empty);
    }

    [Test]
    public async Task What_Procore_refuses_is_told_with_its_remedy()
    {
        await EmptyAsync();
        var rule = world.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 403, Path = "*/webhooks/hooks", Body = "{}" });
        var refused = await ErrorAsync(new { key = Key });
        Assert.That(refused, Is.EqualTo((HttpStatusCode.BadGateway,
            "E903: Procore refuses access while reading the webhooks: the service account lacks a permission. Ask an administrator to give the connector's service account Webhooks API at level Standard in Procore, then ask again.")));
        world.Accounts.Procore.Faults.Remove(rule.Id);
        world.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 403, Method = "POST", Path = "*/webhooks/hooks", Body = "{}" });
        Assert.That((await ErrorAsync(new { key = Key })).Text, Does.StartWith("E903: Procore refuses access while creating a webhook").And.Contain("Webhooks API at level Standard"));
        world.Accounts.Procore.Faults.Clear();
        world.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Path = "*/webhooks/*" });
        Assert.That((await ErrorAsync(new { key = Key })).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    /// <returns>How many effects it took.</returns>
    private async Task<int> RunAsync(bool fromNothing, Dictionary<int, Fault> plan)
    {
        await EmptyAsync();
        if (!fromNothing)
        {
            await admin.AddAsync("https://old.example/api/procore/webhooks/main?code=x");
            await admin.AddAsync("https://old.example/api/procore/webhooks/main?code=y");
        }

        world.Host.Restart();
        world.Effects.Reset(plan);
        try
        {
            await PostAsync(new { key = Key });
        }
        catch (HttpRequestException)
        {
            Assert.That(world.Host.IsKilled, Is.True);
        }

        var effects = world.Effects.Recorded;
        world.Effects.Reset();
        if (world.Host.IsKilled)
        {
            world.Host.Restart();
        }

        var what = string.Join(", ", effects.Where(effect => effect.Fault is not null));
        var (status, answer) = await PostAsync(new { key = Key });
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), $"{what} {answer}");
        await AssertRightAsync($"{(await admin.HookAsync()).GetProperty("id")}");
        Assert.That(effects.Count(effect => effect.Fault is not null), Is.EqualTo(plan.Count), "every planned fault happened");

        return effects.Count;
    }

    private async Task AssertRightAsync(string id)
    {
        var hook = await admin.HookAsync();
        var trigger = (await admin.TriggersAsync(id)).Single();
        Assert.That(
            ($"{hook.GetProperty("id")}", hook.GetProperty("destination_url").GetString(), hook.GetProperty("namespace").GetString(), hook.GetProperty("payload_version").GetString()),
            Is.EqualTo((id, Address, "procore-netsuite", "v2.0")));
        Assert.That(hook.GetProperty("destination_headers").GetProperty("Authorization").GetString(), Does.EndWith(SimulatedAccounts.WebhookSecret[^5..]));
        Assert.That((trigger.GetProperty("resource_name").GetString(), trigger.GetProperty("event_type").GetString()), Is.EqualTo(("ERP Requests", "create")));
        Assert.That(await admin.StatusAsync(id), Is.EqualTo("active"));
    }

    private async Task EmptyAsync()
    {
        foreach (var hook in await admin.HooksAsync())
        {
            await admin.DeleteAsync($"{hook.GetProperty("id")}");
        }
    }

    private int Writes() => world.Accounts.Procore.Calls.All.Count(call => call.Method != "GET" && !call.Path.StartsWith("/oauth/", StringComparison.Ordinal));

    private HttpClient NewClient() => world.Host.NewClient();

    private void Renew()
    {
        http.Dispose();
        http = NewClient();
    }

    private static string Outcomes(JsonElement answer) =>
        string.Join(", ", answer.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("what").GetString()} {item.GetProperty("outcome").GetString()}"));

    private static (string? Outcome, string? Text) Text(JsonElement answer, string what)
    {
        var item = answer.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("what").GetString() == what);

        return (item.GetProperty("outcome").GetString(), item.GetProperty("text").GetString());
    }

    private async Task<(HttpStatusCode Status, string? Text)> ErrorAsync(object? body, string connection = "main")
    {
        var (status, answer) = await PostAsync(body, connection);

        return (status, answer.GetProperty("error").GetString());
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(object? body = null, string connection = "main")
    {
        using var answer = await http.PostAsync($"api/connections/{connection}/webhooks", body is null ? null : JsonContent.Create(body));

        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
