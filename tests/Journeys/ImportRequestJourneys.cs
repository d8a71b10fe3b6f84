using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Imports over HTTP, as a script or an operator asks for them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ImportRequestJourneys : IDisposable
{
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
    public async Task An_import_is_accepted_and_shows_how_it_stands()
    {
        world.Accounts.NetSuite.Users.Create("vendor", new { companyName = "Bay Cranes Inc", subsidiary = new { id = "2" } });

        var (status, body) = await PostAsync("main/imports/vendors?since=all");
        Assert.That((status, StateOf(body)), Is.EqualTo((HttpStatusCode.Accepted, "Running")));
        await world.QuietAsync();

        var shown = await http.GetFromJsonAsync<JsonElement>(body.GetProperty("status").GetString());
        Assert.That((StateOf(shown), shown.GetProperty("run").GetProperty("progress").GetString()), Is.EqualTo(("Succeeded", "100 %")), world.Describe());
        Assert.That(shown.GetProperty("run").GetProperty("counts").GetProperty("new").GetInt32(), Is.EqualTo(1));
        Assert.That(world.Accounts.Ann.ReadyToImport(Sandbox.SimulatedAccounts.CompanyId).Single().Name, Is.EqualTo("Bay Cranes Inc"));
    }

    [Test]
    public async Task A_second_import_of_a_kind_is_refused_with_the_address_of_the_first_as_long_as_that_runs()
    {
        var (_, first) = await PostAsync("main/imports/vendors");

        var (status, second) = await PostAsync("main/imports/vendors");
        var (other, _) = await PostAsync("main/imports/jobs");
        Assert.That((status, second.GetProperty("status").GetString()), Is.EqualTo((HttpStatusCode.Conflict, first.GetProperty("status").GetString())));
        Assert.That(other, Is.EqualTo(HttpStatusCode.Accepted));
        await world.QuietAsync();

        Assert.That((await PostAsync("main/imports/vendors")).Status, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test(Description = "the process ends after each effect of the request in turn")]
    public async Task A_caller_who_got_no_answer_may_ask_again_and_an_import_runs()
    {
        var effects = int.MaxValue;
        for (var number = 0; number <= effects; number++)
        {
            world.Host.Restart();
            world.Effects.Reset(number == 0 ? null : new Dictionary<int, Fault> { [number] = Fault.KilledAfter });
            if (number == 0)
            {
                await PostAsync("main/imports/vendors");
                effects = world.Effects.Recorded.Count;
            }
            else
            {
                Assert.That(() => PostAsync("main/imports/vendors"), Throws.InstanceOf<HttpRequestException>());
                world.Host.Restart();
                await PostAsync("main/imports/vendors");
            }

            await world.QuietAsync();

            var (status, body) = await PostAsync("main/imports/vendors");
            Assert.That(status, Is.EqualTo(HttpStatusCode.Accepted), $"{number}: {body}");
            await world.QuietAsync();
        }

        Assert.That(effects, Is.GreaterThan(3));
    }

    [TestCase("nobody/imports/vendors", HttpStatusCode.NotFound, "nobody")]
    [TestCase("main/imports/windows", HttpStatusCode.NotFound, "windows")]
    [TestCase("main/imports/vendors?since=yesterday", HttpStatusCode.BadRequest, "yesterday")]
    [TestCase("main/imports/vendors?project=x", HttpStatusCode.BadRequest, "\"x\"")]
    [TestCase("main/imports/vendors?project=7", HttpStatusCode.BadRequest, "no project")]
    public async Task What_can_not_be_imported_is_refused_with_a_word(string path, HttpStatusCode expected, string word)
    {
        var (status, body) = await PostAsync(path);

        Assert.That(status, Is.EqualTo(expected));
        Assert.That(body.GetProperty("error").GetString(), Does.Contain(word));
    }

    [TestCase("api/connections/main/imports/vendors/none")]
    [TestCase("api/connections/main/imports/windows/none")]
    [TestCase("api/connections/nobody/imports/vendors/none")]
    public async Task An_import_that_is_not_there_is_not_found(string path)
    {
        using var answer = await http.GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static string? StateOf(JsonElement body) => body.GetProperty("run").GetProperty("state").GetString();

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path)
    {
        using var answer = await http.PostAsync($"api/connections/{path}", content: null);

        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
