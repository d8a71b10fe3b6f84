using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Setup;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Tests.Setup;

/// <summary>The one next write for everything that Procore may have (procore-api.md 6.1, 6.3).</summary>
public sealed class HookPlanTests
{
    private const string Address = "https://app.example/api/procore/webhooks/acme?code=key";
    private const string Secret = "Bearer 0123456789abcdef0123456789-ours!";

    private static readonly HookWish wish = new("acme", new Uri(Address), Secret);

    public static IEnumerable<TestCaseData> Cases =>
    [
        Case("nothing there", new([], []), new(HookAction.Create, 0)),
        Case("right", State(), null),
        Case("Procore shows no headers", State(Hook(51) with { DestinationHeaders = default }), new(HookAction.Correct, 51, new(null, Secret))),
        Case("no secret", State(Hook(51, headers: "{}")), new(HookAction.Correct, 51, new(null, Secret))),
        Case("another secret", State(Hook(51, headers: """{"Authorization":"****other"}""")), new(HookAction.Correct, 51, new(null, Secret))),
        Case("nothing of the secret is shown", State(Hook(51, headers: """{"Authorization":"********"}""")), new(HookAction.Correct, 51, new(null, Secret))),
        Case("the secret was set just now", State(Hook(51, headers: "{}")), null, wish with { HasSetSecret = true }),
        Case("asked to set it all the same", State(), new(HookAction.Correct, 51, new(null, Secret)), wish with { SetsSecret = true }),
        Case("another host", State(Hook(51, "https://old.example/api/procore/webhooks/acme?code=key")), new(HookAction.Correct, 51, new(Address))),
        Case("another key", State(Hook(51, "https://app.example/api/procore/webhooks/acme?code=old")), new(HookAction.Correct, 51, new(Address))),
        Case("the same key, escaped", State(Hook(51, "https://APP.example/api/procore/webhooks/acme?code=%6bey")), null),
        Case("a version nobody reads", State(Hook(51) with { PayloadVersion = "v5.0" }), new(HookAction.Correct, 51, new(null, null, "v2.0"))),
        Case("version 4", State(Hook(51) with { PayloadVersion = "v4.0" }), null),
        Case("off", State(Hook(51) with { Status = "disabled" }), new(HookAction.SwitchOn, 51)),
        Case("no status shown", State(Hook(51) with { Status = null }), null),
        Case("no trigger", State() with { Triggers = [new(1, "ERP Requests", "UPDATE"), new(2, "Projects", "CREATE")] }, new(HookAction.AddTrigger, 51)),
        Case("a second one that is younger", State(Hook(51), Hook(52)), new(HookAction.Remove, 52)),
        Case("a second one that is older and leads elsewhere", State(Hook(40, "https://old.example/api/procore/webhooks/acme"), Hook(51)), new(HookAction.Remove, 40)),
        Case("the oldest stays whatever its key", State(Hook(52), Hook(51, "https://app.example/api/procore/webhooks/acme?code=old")), new(HookAction.Correct, 51, new(Address))),
    ];

    [TestCaseSource(nameof(Cases))]
    public void There_is_one_next_write(HookState state, HookStep? step, HookWish wish) => Assert.That(HookPlan.Next(state, wish), Is.EqualTo(step));

    [TestCase("https://app.example/api/procore/webhooks/acme", "anything", true)]
    [TestCase("https://APP.example/api/procore/webhooks/acme/?code=x", "anything", true)]
    [TestCase("https://old.example/api/procore/webhooks/acme", "procore-netsuite", true)]
    [TestCase("https://old.example/api/procore/webhooks/acme", "another-integration", false)]
    [TestCase("https://app.example/api/procore/webhooks/other", "procore-netsuite", false)]
    [TestCase("https://app.example/somewhere", "procore-netsuite", false)]
    [TestCase(null, "procore-netsuite", false)]
    public void Ours_is_what_leads_here_or_is_in_our_namespace(string? address, string space, bool isOurs) =>
        Assert.That(HookPlan.IsOurs(new RegisteredHook(51, address, space), "acme", "app.example"), Is.EqualTo(isOurs));

    [TestCase("""{"Authorization":"****ours!"}""", true)]
    [TestCase("""{"authorization":"ours!"}""", true)]
    [TestCase("""{"Authorization":"****OURS!"}""", false)]
    [TestCase("""{"Authorization":7}""", false)]
    [TestCase("{}", false)]
    [TestCase("""{"Authorization":"*****"}""", null)]
    [TestCase("null", null)]
    public void The_end_of_a_secret_is_all_that_Procore_shows(string headers, bool? maySend) => Assert.That(Hook(51, headers: headers).MaySend(Secret), Is.EqualTo(maySend));

    private static TestCaseData Case(string name, HookState state, HookStep? step, HookWish? other = null) => new TestCaseData(state, step, other ?? wish).SetArgDisplayNames(name);

    private static HookState State(params RegisteredHook[] hooks) => new(hooks is [] ? [Hook(51)] : hooks, [new(1, "ERP Requests", "CREATE")]);

    private static RegisteredHook Hook(long id, string address = Address, string headers = """{"Authorization":"****ours!"}""") =>
        new(id, address, "procore-netsuite", "v2.0", JsonElement.Parse(headers), "active");
}
