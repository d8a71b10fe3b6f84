using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Sandbox.Story;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.Worker;

/// <summary>Each kind of trigger, and what only the real Service Bus does, as it is deployed. The tests share one worker and don't depend on each other.</summary>
public sealed class WorkerJourneys
{
    private WorkerSite site = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        site = await WorkerSite.StartAsync();
        site.Accept(Stage.Vendor, site.Cast.Steel);
        site.Accept(Stage.Project, site.Cast.Dock);
        await site.SettledAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await (site?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public void The_worker_loads_every_function_of_functions_metadata() =>
        Assert.That(site.Host.Loaded, Is.EquivalentTo(site.Host.Functions.Select(function => function.Name)));

    [Test]
    public void A_company_and_a_project_are_exported()
    {
        site.AssertSynced(Stage.Vendor, site.Cast.Steel);
        site.AssertSynced(Stage.Project, site.Cast.Dock);
    }

    [TestCase("/api/health/live", 200)]
    [TestCase("/api/health/ready", 200)]
    [TestCase("/api/connections/main/setup", 200)]
    [TestCase("/api/connections/nobody/setup", 404)]
    public async Task Pages_answer(string path, int status)
    {
        using var http = site.Connector.NewClient(TestPerson.ReaderToken);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.That((int)answer.StatusCode, Is.EqualTo(status), await answer.Content.ReadAsStringAsync());
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
    }

    [Test]
    public async Task Who_is_not_signed_in_is_refused()
    {
        using var http = site.Connector.NewClient(token: null);
        using var answer = await http.GetAsync(new Uri("/api/connections/main/records", UriKind.Relative));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("the wrong secret, long enough to be one", 401)]
    [TestCase(SimulatedAccounts.WebhookSecret, 204, Description = "nobody listens to drawings")]
    public async Task A_webhook_is_taken_with_its_secret_only(string secret, int status)
    {
        const string Unknown = """{"id":"01HEAP00000000000000000000","timestamp":"2026-06-01T10:00:00Z","reason":"create","company_id":"4400123","resource_type":"Drawings","resource_id":"1","payload_version":"v4.0"}""";
        using var http = site.Connector.NewClient(token: null);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/procore/webhooks/main?code={site.Connector.HostKey}")
        {
            Content = new StringContent(Unknown, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", secret);
        using var answer = await http.SendAsync(request);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task An_invoice_with_new_items_becomes_a_bill()
    {
        var invoice = site.Cast.Bill(site.Cast.SteelContract, "INV-1", 4, [new(1, 38_250m), new(2, 12_480.50m)]);
        site.Accept(Stage.Invoice, invoice);
        await site.SettledAsync();

        site.AssertSynced(Stage.Invoice, invoice);
        Assert.That(BillOf("INV-1").Lines.Sum(line => line.Amount), Is.EqualTo((38_250m + 12_480.50m) * 0.9m));
        Assert.That(
            site.Host.Logs.Select(log => log.Category),
            Has.None.StartsWith("System.Net.Http.HttpClient.CallInvokerExtractor").And.None.StartsWith("Microsoft.AspNetCore.DataProtection"));
    }

    [Test]
    public async Task A_lock_that_is_lost_while_a_bill_is_written_makes_no_second_bill_and_no_error()
    {
        var slow = site.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Method = "POST", Path = "*/vendorBill", Times = 1, Delay = TimeSpan.FromMilliseconds(500) });
        var invoice = site.Cast.Bill(site.Cast.SteelContract, "INV-3", 5, [new(1, 200m)]);
        var before = site.Host.Logs.Count;
        site.Accept(Stage.Invoice, invoice);
        await slow.WaitForHitsAsync(1, new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        site.Connector.Broker.LoseLocks(QueueNames.SubcontractorInvoices);
        await site.SettledAsync();

        site.AssertSynced(Stage.Invoice, invoice);
        Assert.That(BillOf("INV-3").Total, Is.EqualTo(180m));
        Assert.That(site.Host.Logs.Skip(before).Where(log => log.Level is "Error" or "Critical").Select(log => $"{log}"), Is.Empty);
    }

    [Test]
    public async Task A_message_that_is_no_message_is_given_up_listed_and_sent_again()
    {
        await using var client = new ServiceBusClient(site.Connector.Broker.ConnectionString);
        await client.CreateSender(QueueNames.Companies).SendMessageAsync(new ServiceBusMessage("no JSON") { MessageId = "broken-1" });
        await site.UntilAsync(() => site.Connector.CountDeadLetters(QueueNames.Companies) == 1, "a dead letter");

        var group = (await AskAsync(HttpMethod.Get, "/api/dead-letters")).GetProperty("groups").EnumerateArray().Single();
        Assert.That((group.GetProperty("queue").GetString(), group.GetProperty("count").GetInt32()), Is.EqualTo((QueueNames.Companies, 1)));
        var first = group.GetProperty("messages")[0].GetProperty("sequenceNumber").GetInt64();

        await AskAsync(HttpMethod.Post, $"/api/dead-letters/replay?queue={QueueNames.Companies}&sequenceNumber={first}");
        await site.UntilAsync(
            () => site.Connector.Broker.DeadLetters(QueueNames.Companies) is [{ SequenceNumber: var again }] && again != first,
            "the same message given up once more");
    }

    private ProcoreNetSuite.Simulators.NetSuite.Ledger.LedgerBill BillOf(string number) =>
        site.Accounts.NetSuite.Ledger.VendorBills.Single(bill => bill.TranId == number);

    private async Task<JsonElement> AskAsync(HttpMethod method, string path)
    {
        using var http = site.Connector.NewClient();
        using var request = new HttpRequestMessage(method, path);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, text);

        return JsonElement.Parse(text);
    }
}
