using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>What people have the connector do that is about no record stands in the connection's history, with their names.</summary>
public sealed class HistoryJourneys : SiteJourney
{
    [Test]
    public async Task Webhook_import_and_replay_bear_the_name_of_who_asked()
    {
        var hidden = World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 404, Path = "*/erp_requests/*", Body = "{}" });
        await World.ExportAsync(World.Vendor, World.Procore.AddVendor("Crane Works"));
        World.Accounts.Procore.Faults.Remove(hidden.Id);
        using var http = World.Host.NewClient();
        foreach (var path in new[] { "api/dead-letters/replay?all=true", "api/connections/main/imports/payments?since=all&project=1", "api/connections/main/webhooks" })
        {
            using var answer = await http.PostAsJsonAsync(path, new { rotate = true });
            Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            World.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var history = (await http.GetFromJsonAsync<JsonElement>("api/connections/main/history")).GetProperty("history").EnumerateArray().ToList();

        Assert.That(history.Select(row => row.GetProperty("who").GetString()), Is.All.EqualTo(TestPerson.Operator.FullName));
        Assert.That(history.Select(row => row.GetProperty("decision").GetString()), Is.EqualTo(new[] { "webhook-correct", "import-asked", "replay-asked" }));
        Assert.That(history[1].GetProperty("came").GetString(), Is.EqualTo("payments of project 1, since all"));
        Assert.That(history[2].GetProperty("came").GetString(), Does.StartWith("ERP Request ").And.Contain($"out of the dead letters of {QueueNames.ProcoreEvents}"));
    }

    [Test]
    public async Task A_connection_that_is_not_there_has_none()
    {
        using var http = World.Host.NewClient();
        using var answer = await http.GetAsync("api/connections/nobody/history");

        Assert.That((answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.NotFound, """{"error":"There is no connection nobody: there is main."}""")));
    }
}
