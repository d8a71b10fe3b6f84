using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Rules;

/// <summary>Who may call which address. A new HTTP function is asked here as soon as it is there.</summary>
public sealed partial class AccessRules
{
    /// <summary>Open to callers without a role, and what protects each instead: a function key with Procore's secret, or that it tells nothing.</summary>
    internal static readonly string[] Open = ["ProcoreWebhook", "HealthLive", "HealthReady"];

    private LocalHost host = null!;

    internal static IEnumerable<HttpFunctionTrigger> OpenRoutes => HttpFunctions.Where(function => Open.Contains(function.Name)).Select(function => (HttpFunctionTrigger)function.Trigger);

    private static IEnumerable<FunctionEntry> HttpFunctions =>
        FunctionCatalog.FromAssembly(typeof(ProcoreNetSuite.Functions.Program).Assembly).Functions.Where(function => function.Trigger is HttpFunctionTrigger);

    private static IEnumerable<TestCaseData> Closed => HttpFunctions.Where(function => !Open.Contains(function.Name))
        .Select(function => new TestCaseData(function.Trigger).SetArgDisplayNames(function.Name));

    [OneTimeSetUp]
    public async Task StartAsync() => host = await LocalHost.StartAsync(new LocalHostOptions { Settings = SimulatedAccounts.SettingsFor("http://127.0.0.1:1", "http://127.0.0.1:1", "1") });

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [TestCaseSource(nameof(Closed))]
    public async Task Every_function_but_these_asks_for_a_role(HttpFunctionTrigger function)
    {
        Assert.That(function.Level, Is.EqualTo(AuthorizationLevel.Anonymous), "A key says nothing about who calls.");
        foreach (var method in function.Methods)
        {
            var role = method == "get" ? "Reader" : "Operator";

            Assert.That(await AskAsync(function, method, token: null), Is.EqualTo((HttpStatusCode.Unauthorized, true)), method);
            Assert.That(await AskAsync(function, method, TestPerson.StrangerToken, role, "Nils Holm"), Is.EqualTo((HttpStatusCode.Forbidden, true)), method);
            if (role == "Operator")
            {
                Assert.That(await AskAsync(function, method, TestPerson.ReaderToken, role, "Rita Roth"), Is.EqualTo((HttpStatusCode.Forbidden, true)), method);
            }
        }

        Assert.That(function.Methods, Is.Not.Empty);
    }

    [Test]
    public void These_are_functions() => Assert.That(HttpFunctions.Select(function => function.Name), Is.SupersetOf(Open));

    [Test(Description = "as App Service does it: only what it says itself arrives")]
    public async Task A_principal_that_the_caller_wrote_does_not_arrive()
    {
        using var http = host.NewClient(token: null);
        http.DefaultRequestHeaders.Add("X-MS-CLIENT-PRINCIPAL", Convert.ToBase64String("""{"auth_typ":"aad","claims":[{"typ":"name","val":"Eve"},{"typ":"roles","val":"Operator"}]}"""u8));
        using var answer = await http.GetAsync(new Uri("api/connections/main/imports/vendors/x", UriKind.Relative));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    /// <returns>The status, and whether the answer says all these words.</returns>
    private async Task<(HttpStatusCode, bool)> AskAsync(HttpFunctionTrigger function, string method, string? token, params string[] words)
    {
        using var http = host.NewClient(token);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"api/{Place().Replace(function.Route, "x")}");
        using var answer = await http.SendAsync(request);
        var text = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString()!;

        return (answer.StatusCode, words.All(text.Contains));
    }

    [GeneratedRegex("{[^}]*}")]
    private static partial Regex Place();
}
