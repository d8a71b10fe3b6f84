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

    /// <summary>The limit itself is shown on a clock that is moved by hand; here it is seen to be in force: the client alone tries for longer than Procore waits.</summary>
    [Test]
    public async Task The_webhook_is_answered_with_503_and_works_again_when_that_is_over([Values] Cause cause)
    {
        Set(cause, isOn: true);
        var refused = await PostWebhookAsync();
        Set(cause, isOn: false);

        Assert.That(refused.Status, Is.EqualTo(503), refused.Text);
        Assert.That(refused.Text, cause is Cause.Hangs
            ? Does.Contain("\"E902: The queue can't be reached. Service Bus gave no answer within 3.5 seconds.")
            : Does.Match("\"E90[23]: The queue can't be reached\\."));

        site.Accept(Stage.Vendor, site.Cast.Steel);
        await site.SettledAsync();
        site.AssertSynced(Stage.Vendor, site.Cast.Steel);
    }

    private void Set(Cause cause, bool isOn)
    {
        switch (cause)
        {
            case Cause.Hangs:
                site.Connector.Broker.Hangs = isOn;
                break;
            case Cause.NoRight:
                site.Connector.Broker.Refuses = isOn;
                break;
        }
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

    public enum Cause
    {
        Hangs,
        NoRight,
    }
}
