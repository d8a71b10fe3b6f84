using System.Net;
using System.Text.Json;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Procore;
using ProcoreNetSuite.Tests.Intake;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>design.md 5: a queue that can't be reached has one answer over HTTP, whoever asks for what; a message that can't be passed on comes again.</summary>
public sealed class UnreachableQueueJourneys : SiteJourney
{
    private static IEnumerable<TestCaseData> Failures =>
    [
        new TestCaseData(new ServiceBusException("no route", ServiceBusFailureReason.ServiceCommunicationProblem), "E902: The queue can't be reached. There is no connection to Service Bus. ").SetArgDisplayNames("network"),
        new TestCaseData(new CredentialUnavailableException("No managed identity endpoint found."), "E903: The queue can't be reached. The app's identity gets no token for it. ").SetArgDisplayNames("identity"),
        new TestCaseData(new UnauthorizedAccessException("Send claim is required."), "E903: The queue can't be reached. Service Bus does not let the app's identity in. ").SetArgDisplayNames("rights"),
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task Everything_that_needs_the_queue_says_so_with_what_to_do_and_works_once_it_is_back(Exception failure, string sentence)
    {
        var invoice = await ParkAsync();
        await GiveUpAsync();
        World.Host.Broker.ClientFails = () => failure;

        await AssertUnreachableAsync(HttpMethod.Post, $"api/procore/webhooks/{SimulatedAccounts.ConnectionId}?code={World.Host.HostKey}", sentence);
        await AssertUnreachableAsync(HttpMethod.Post, $"api/connections/main/records/subcontractor-invoices/{invoice.Id}/retry", sentence);
        await AssertUnreachableAsync(HttpMethod.Post, "api/connections/main/imports/vendors", sentence);
        await AssertUnreachableAsync(HttpMethod.Get, "api/dead-letters", sentence);
        await AssertUnreachableAsync(HttpMethod.Post, "api/dead-letters/replay?all=true", sentence);
        await AssertUnreachableAsync(HttpMethod.Get, "api/health/ready", sentence);

        World.Host.Broker.ClientFails = () => null;
        World.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await AskAsync(HttpMethod.Get, "api/health/ready")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await AskAsync(HttpMethod.Post, "api/connections/main/imports/vendors")).Status, Is.EqualTo(HttpStatusCode.Accepted), "the one that was never queued has ended");
        Assert.That((await AskAsync(HttpMethod.Post, $"api/connections/main/records/subcontractor-invoices/{invoice.Id}/retry")).Status, Is.EqualTo(HttpStatusCode.Accepted));
        await World.QuietAsync();
        Assert.That(World.Status(World.Requisition, invoice).Tab, Is.EqualTo("Synced"), World.Describe());
        Assert.That((await AskAsync(HttpMethod.Get, "api/dead-letters")).Body.GetProperty("groups").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_replay_that_is_cut_off_says_how_many_were_sent()
    {
        await GiveUpAsync();
        await GiveUpAsync();
        var calls = 0;

        // Its calls: the list twice, receive, send, complete, send.
        World.Host.Broker.ClientFails = () => ++calls > 5 ? new ServiceBusException("no route", ServiceBusFailureReason.ServiceCommunicationProblem) : null;
        var (status, body) = await AskAsync(HttpMethod.Post, $"api/dead-letters/replay?queue={QueueNames.Companies}&reason=UnknownConnection");

        Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(
            body.GetProperty("error").GetString(),
            Does.StartWith("E902: The queue can't be reached. ").And.EndsWith("1 messages were sent again before that; ask again for the rest."));
    }

    [Test]
    public async Task A_message_that_can_not_be_passed_on_comes_again_and_nothing_is_lost()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        World.Send(World.Requisition, invoice);
        await World.Accounts.Procore.DeliverDueAsync(CancellationToken.None);
        World.Host.Broker.ClientFails = () => new UnauthorizedAccessException("Send claim is required.");

        await World.Host.DeliverNextAsync(CancellationToken.None);

        Assert.That(World.Host.Failures.Select(failure => failure.Exception), Is.All.InstanceOf<QueueUnreachableException>());
        Assert.That(World.Host.Failures, Has.Count.EqualTo(1));
        Assert.That(World.Host.Broker.Depth(QueueNames.ProcoreEvents), Is.EqualTo(1));
        World.Host.Broker.ClientFails = () => null;
        await World.QuietAsync();
        Assert.That(World.Status(World.Requisition, invoice).Tab, Is.EqualTo("Synced"), World.Describe());
        Assert.That(World.Host.Failures, Has.Count.EqualTo(1));
    }

    private async Task<ProcoreRecord> ParkAsync()
    {
        World.Accounts.NetSuite.Users.ClosePeriod("Apr 2026");
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        AssertFailed(invoice, "E412");
        World.Accounts.NetSuite.Users.ReopenPeriod("Apr 2026");

        return invoice;
    }

    /// <summary>One dead letter more.</summary>
    private async Task GiveUpAsync()
    {
        World.Host.Broker.Send(QueueNames.Companies, [new ServiceBusMessage("""{"connectionId":"sold","command":"Export","askedAt":"2026-06-01T12:00:00Z","items":[{"procoreId":7}]}""")]);
        await World.QuietAsync();
    }

    private async Task AssertUnreachableAsync(HttpMethod method, string address, string sentence)
    {
        var (status, body) = await AskAsync(method, address);

        Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), address);
        Assert.That(body.GetProperty(address.EndsWith("ready", StringComparison.Ordinal) ? "problem" : "error").GetString(), Does.StartWith(sentence), address);
        Assert.That(World.Host.Failures, Is.Empty, address);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(HttpMethod method, string address)
    {
        using var http = World.Host.NewClient();
        using var request = new HttpRequestMessage(method, address);
        if (address.Contains("/webhooks/", StringComparison.Ordinal))
        {
            http.DefaultRequestHeaders.Authorization = null;
            request.Headers.TryAddWithoutValidation("Authorization", SimulatedAccounts.WebhookSecret);
            request.Content = new StringContent(WebhookSite.Event.Replace("4400123", $"{SimulatedAccounts.CompanyId}", StringComparison.Ordinal));
        }

        using var answer = await http.SendAsync(request);

        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
