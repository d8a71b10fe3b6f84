using System.Net;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>A world whose set-up is looked at.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class SetupJourney
{
    protected World World { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync() => World = await World.StartAsync();

    [TearDown]
    public async Task StopAsync() => await (World?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <summary>What the page answers.</summary>
    protected async Task<(HttpStatusCode Status, JsonElement Page)> GetAsync(string path = "api/connections/main/setup")
    {
        using var http = World.Host.NewClient();
        using var answer = await http.GetAsync(path);

        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Every check as one line: name, status, code, found, remedy.</summary>
    protected async Task<IReadOnlyList<string>> LinesAsync()
    {
        var (status, page) = await GetAsync();
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), $"{page}");

        return [.. page.GetProperty("checks").EnumerateArray().Select(Line)];
    }

    protected static string Line(JsonElement check) =>
        $"{Text(check, "name")}: {Text(check, "status")}{(Text(check, "code") is { } code ? $" {code}" : "")}. {Text(check, "found")}{(Text(check, "remedy") is { } remedy ? $" -> {remedy}" : "")}";

    protected static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
