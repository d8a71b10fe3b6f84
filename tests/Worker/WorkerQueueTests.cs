using System.Net.Http.Headers;
using System.Text;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Sandbox.Story;

namespace ProcoreNetSuite.Tests.Worker;

/// <summary>Service Bus is out of reach of the app as it is deployed: Procore is answered in time, and people are told.</summary>
public sealed class WorkerQueueTests
{
    private WorkerSite site = null!;

    [SetUp]
    public async Task StartAsync() => site = await WorkerSite.StartAsync();

    [TearDown]
    public async Task StopAsync() => await (site?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task A_queue_that_hangs_is_told_to_Procore_and_on_ready_and_nothing_is_lost()
    {
        site.Accept(Stage.Vendor, site.Cast.Steel);
        await site.SettledAsync();
        site.Connector.Broker.Hangs = true;

        var webhook = await PostWebhookAsync();
        using var http = site.Connector.NewClient(TestPerson.ReaderToken);
        using var ready = await http.GetAsync(new Uri("/api/health/ready", UriKind.Relative));

        // The limit itself is shown on a clock that is moved by hand; here it is only seen to be in force: the client alone would take minutes.
        Assert.That(webhook.Status, Is.EqualTo(503), webhook.Text);
        Assert.That(webhook.Text, Does.Contain("E902"));
        Assert.That((int)ready.StatusCode, Is.EqualTo(503));
        Assert.That(await ready.Content.ReadAsStringAsync(), Does.Contain("Service Bus"));
        Assert.That(site.Host.Logs.Select(log => log.Category), Has.None.StartsWith("System.Net.Http.HttpClient.CallInvokerExtractor").And.None.StartsWith("Microsoft.AspNetCore.DataProtection"));
        Assert.That(site.Host.Failures, Is.Empty);
    }

    private async Task<(int Status, string Text)> PostWebhookAsync()
    {
        const string Event = """{"id":"01HEAP00000000000000000001","timestamp":"2026-06-01T10:00:00Z","reason":"create","company_id":"4400123","resource_type":"ERP Requests","resource_id":"1","payload_version":"v4.0"}""";
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(45));
        using var http = site.Connector.NewClient(token: null);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/procore/webhooks/main?code={site.Connector.HostKey}")
        {
            Content = new StringContent(Event, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.TryAddWithoutValidation("Authorization", SimulatedAccounts.WebhookSecret);
        using var answer = await http.SendAsync(request, limit.Token);

        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(CancellationToken.None));
    }
}
