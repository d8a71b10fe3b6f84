using System.Net;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary><c>/api/health/deep</c>: one look says whether requests come in, both systems let us in, and the timers did their work.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HealthJourneys : IDisposable
{
    private const string Setting = $"Connections__{SimulatedAccounts.ConnectionId}__";

    private World world = null!;
    private HttpClient http = null!;

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.StartAsync();
        http = world.Host.NewClient();
    }

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    public void Dispose() => http?.Dispose();

    [Test]
    public async Task All_is_well()
    {
        using (var started = await http.PostAsync("api/connections/main/imports/vendors", null))
        {
            await world.QuietAsync();
        }

        await SweepAsync();
        var (status, text, main) = await LookAsync();

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), text);
        Assert.That(Checks(main), Is.EqualTo(new[] { "ok", "ok", "ok", "ok", "ok" }));
        Assert.That(main.GetProperty("lastSweep").GetProperty("at").GetDateTimeOffset(), Is.EqualTo(world.Time.GetUtcNow()));
        Assert.That(main.GetProperty("lastGoodImports").GetProperty("vendors").GetDateTimeOffset(), Is.EqualTo(world.Time.GetUtcNow()).Within(TimeSpan.FromMinutes(1)));
        Assert.That(main.GetProperty("lastGoodImports").GetProperty("direct-costs").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task It_is_not_for_everyone()
    {
        http.DefaultRequestHeaders.Clear();
        using var answer = await http.GetAsync("api/health/deep");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task It_asks_both_systems_at_most_once_a_minute()
    {
        await SweepAsync();
        await LookAsync();
        var calls = world.Accounts.Procore.Calls.All.Count + world.Accounts.NetSuite.Calls.All.Count;
        world.Time.Advance(TimeSpan.FromSeconds(59));
        await Task.WhenAll(LookAsync(), LookAsync());
        Assert.That(world.Accounts.Procore.Calls.All.Count + world.Accounts.NetSuite.Calls.All.Count, Is.EqualTo(calls));

        world.Time.Advance(TimeSpan.FromSeconds(2));
        world.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Html503 });

        Assert.That((await LookAsync()).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [Test]
    public async Task What_a_sweep_found_is_shown()
    {
        var drop = world.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.DropWebhook });
        world.Send(World.Vendor, world.Procore.AddVendor("Crane Works"));
        await world.QuietAsync();
        world.Time.Advance(TimeSpan.FromHours(1));
        await SweepAsync();

        var sweep = (await LookAsync()).Main.GetProperty("lastSweep");

        Assert.That((sweep.GetProperty("openDetails").GetInt32(), sweep.GetProperty("queuedAgain").GetProperty("StillOpen").GetInt32(), sweep.GetProperty("isWhole").GetBoolean()), Is.EqualTo((1, 1, true)));
    }

    [Test]
    public async Task Each_way_of_bad_is_told_with_its_remedy_and_hides_nothing_else()
    {
        var (procore, netSuite) = (world.Accounts.Procore, world.Accounts.NetSuite);
        await LookAsync();
        world.Time.Advance(TimeSpan.FromMinutes(46));
        await AssertBadAsync("sweep", "There was no sweep yet", "SweepRequests");
        await SweepAsync();

        netSuite.ExpireTokens();
        await AssertBadAsync(netSuite.Faults, new() { Kind = FaultKind.Status, Status = 400, Path = "*/token", Body = """{"error":"invalid_grant"}""" }, "netSuite", "E903", "certificate");
        await AssertBadAsync(netSuite.Faults, new() { Kind = FaultKind.Html503 }, "netSuite", "E902");
        await AssertBadAsync(procore.Faults, new() { Kind = FaultKind.Status, Status = 200, Path = "/rest/v1.0/companies", Body = "[]" }, "procore", "not installed", $"{SimulatedAccounts.CompanyId}", "administrator");
        await AssertBadAsync(procore.Faults, new() { Kind = FaultKind.Status, Status = 403, Path = "*/webhooks/hooks", Body = "{}" }, "webhook", "E903", "permission");

        var admin = new ProcoreAdmin(world);
        var hook = await admin.HookAsync();
        var first = $"{hook.GetProperty("id")}";
        await admin.SwitchAsync(first, "disabled");
        await AssertBadAsync("webhook", first, "disabled", "Switch it on");
        await admin.SwitchAsync(first, "active");
        await admin.ChangeAsync(first, To("https://old.example/api/procore/webhooks/main?code=secret-key"));
        await AssertBadAsync("webhook", "old.example", world.Host.BaseAddress.Authority, "Change the hook's address");
        await admin.ChangeAsync(first, To("https://old.example/api/procore/webhooks/other"));
        await AssertBadAsync("webhook", "no webhook to /api/procore/webhooks/main", "Create one");
        await admin.ChangeAsync(first, To(hook.GetProperty("destination_url").GetString()!));
        await AssertGoodAsync();

        await world.Accounts.RegisterWebhookAsync(world.Host.BaseAddress, "another-key");
        await AssertBadAsync("webhook", "2 webhooks", "Delete all but one");
        await admin.DeleteAsync(first);
        await AssertGoodAsync();
        var second = $"{(await admin.HookAsync()).GetProperty("id")}";
        await admin.DeleteTriggersAsync(second);
        await AssertBadAsync("webhook", second, "no trigger ERP Requests / create", "Add the trigger");
        await world.Accounts.RegisterWebhookAsync(world.Host.BaseAddress, "third-key");
        await admin.DeleteAsync(second);

        var page = procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 403, Path = "*/erp_request_details", Body = "{}" });
        await SweepAsync();
        await AssertBadAsync("sweep", "could not read", "E903");
        procore.Faults.Remove(page.Id);
        await SweepAsync();
        await AssertGoodAsync();
        world.Time.Advance(TimeSpan.FromHours(1));
        await AssertBadAsync("sweep", "The last sweep was at", "every 15 minutes");
    }

    [Test]
    public async Task A_client_secret_that_Procore_refuses_is_told_on_both_checks_and_not_printed()
    {
        await SweepAsync();
        world.Accounts.Procore.ExpireTokens();
        world.Accounts.Procore.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Status = 401,
            Path = "/oauth/token",
            Body = """{"error":"invalid_client","error_description":"client_secret sandbox-procore-secret is wrong"}""",
        });

        var (status, text, main) = await LookAsync();

        Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(main.GetProperty("procore").GetString(), Does.StartWith("E903: Procore refuses the connector's client id and secret"));
        Assert.That(main.GetProperty("netSuite").GetString(), Is.EqualTo("ok"));
        Assert.That(text, Does.Not.Contain("sandbox-procore-secret").And.Not.Contain("Bearer").And.Not.Contain("local-host-key").And.Not.Contain("local-operator").And.Not.Contain("PRIVATE"));
    }

    [Test]
    public async Task A_scheduled_import_that_has_not_succeeded_for_two_days_is_told()
    {
        await world.BeginAgainAsync(new() { [$"{Setting}ImportPayments"] = "Daily" });
        http.Dispose();
        http = world.Host.NewClient();
        await SweepAsync();
        await AssertGoodAsync();
        world.Time.Advance(TimeSpan.FromHours(49));
        await SweepAsync();

        await AssertBadAsync("imports", "import of payments should run Daily", "none has succeeded yet", $"{Setting}ImportPayments to Never");
        await world.RunForAsync(TimeSpan.FromDays(1));
        await AssertGoodAsync();
    }

    private static object To(string address) => new { destination_url = address };

    private static IEnumerable<string?> Checks(JsonElement main) =>
        new[] { "procore", "netSuite", "webhook", "sweep", "imports" }.Select(name => main.GetProperty(name).GetString());

    private Task SweepAsync() => world.Host.Timers.RunAsync("SweepRequests", CancellationToken.None);

    private async Task AssertGoodAsync()
    {
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var (status, text, _) = await LookAsync();
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), text);
    }

    private async Task AssertBadAsync(FaultRules faults, FaultRule rule, string check, params string[] words)
    {
        var fault = faults.Add(rule);
        await AssertBadAsync(check, words);
        faults.Remove(fault.Id);
        await AssertGoodAsync();
    }

    private async Task AssertBadAsync(string check, params string[] words)
    {
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var (status, text, main) = await LookAsync();
        Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), text);
        Assert.That(Checks(main).Count(one => one != "ok"), Is.EqualTo(1), text);
        foreach (var word in words)
        {
            Assert.That(main.GetProperty(check).GetString(), Does.Contain(word));
        }

        Assert.That(text, Does.Not.Contain("secret-key").And.Not.Contain("local-host-key").And.Not.Contain("local-operator").And.Not.Contain(SimulatedAccounts.WebhookSecret[^10..]));
    }

    private async Task<(HttpStatusCode Status, string Text, JsonElement Main)> LookAsync()
    {
        using var answer = await http.GetAsync("api/health/deep");
        var text = await answer.Content.ReadAsStringAsync();

        return (answer.StatusCode, text, JsonElement.Parse(text).GetProperty("connections").EnumerateArray().Single(one => one.GetProperty("connection").GetString() == "main"));
    }
}
