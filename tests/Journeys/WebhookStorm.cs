using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// 2,000 events over real sockets, 50 at a time, in disorder: repeats with the same id and with others, events nobody listens to, and rubbish in between.
/// What follows the intake runs on virtual time.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WebhookStorm
{
    private const int Events = 2_000;
    private const int Duplicates = Events * 30 / 100;
    private const int Malformed = Events * 5 / 100;
    private const int AtOnce = 50;

    private readonly Random random = new(7);
    private World world = null!;

    [SetUp]
    public async Task StartAsync() => world = await World.StartAsync();

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestCase(1, 8, 100)]
    [TestCase(8, 12, 200, Description = "eight deliveries at the same time")]
    public async Task A_storm_of_events_makes_one_bill_per_invoice(int concurrency, int batches, int singles)
    {
        var invoices = await AcceptAsync(batches, singles);
        var events = Shuffled([.. world.Accounts.Procore.ErpRequests.TakeLast(batches + singles).Select(request => request.Id)]);

        var answers = await PostAsync(events);
        var queued = world.Host.Broker.Depth(QueueNames.ProcoreEvents);
        var pump = new Pump(world.Host, world.Time) { Concurrency = concurrency, MaxSteps = 20_000 };
        pump.Add(new DueWebhooks(world.Accounts.Procore));
        await pump.RunUntilQuietAsync();

        await TestContext.Out.WriteLineAsync(
            $"* Webhook storm, {concurrency} at a time: {answers.Count} answers: {string.Join(", ", answers.CountBy(answer => answer.Status).OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} x {(int)pair.Key}"))}. "
            + $"{queued} queued, {invoices.Count} invoices, {world.Accounts.NetSuite.Ledger.VendorBills.Count} bills, "
            + $"{world.Accounts.Procore.Calls.All.Count} Procore and {world.Accounts.NetSuite.Calls.All.Count} NetSuite calls.");
        Assert.That(answers.Where(answer => answer.Event.IsValid && (int)answer.Status is < 200 or >= 300), Is.Empty, "valid events not accepted");
        Assert.That(answers.Where(answer => !answer.Event.IsValid && (int)answer.Status is < 400 or >= 500), Is.Empty, "malformed events not refused");
        Assert.That(world.Host.Queues.SelectMany(world.Host.Broker.DeadLetters).Select(letter => letter.DeadLetterErrorDescription), Is.Empty);
        Assert.That(world.Host.Failures, Is.Empty);
        Assert.That(invoices.Select(invoice => world.Status(World.Requisition, invoice)).Where(row => row.Tab != "Synced"), Is.Empty);
        var bills = world.Accounts.NetSuite.Ledger.VendorBills;
        Assert.That(bills.Select(bill => bill.ExternalId), Is.Unique);
        Assert.That(bills, Has.Count.EqualTo(invoices.Count));
        Assert.That(bills.Sum(bill => bill.Total), Is.EqualTo(invoices.Count * 90m));
    }

    /// <summary>Invoices on ten subcontracts, accepted 25 at a time and one at a time: an ERP Request for each.</summary>
    private async Task<IReadOnlyList<ProcoreRecord>> AcceptAsync(int batches, int singles)
    {
        const int BatchSize = 25;
        var site = await Site.ExportToAsync(world);
        List<ProcoreRecord> subcontracts = [.. Enumerable.Range(1, 10).Select(number => world.Procore.AddCommitment(
            site.Project, site.Vendor, $"SC-{number}", "Concrete", [new SeedLine(Site.Concrete, "Footings", 60_000m)]))];
        List<ProcoreRecord> invoices = [.. Enumerable.Range(0, (batches * BatchSize) + singles).Select(number =>
            world.Procore.AddInvoice(subcontracts[number % 10], $"INV-{number:0000}", [new InvoiceLine(1, 100m)]))];
        foreach (var batch in invoices.Take(batches * BatchSize).Chunk(BatchSize))
        {
            world.Send(World.Requisition, batch);
        }

        foreach (var invoice in invoices.Skip(batches * BatchSize))
        {
            world.Send(World.Requisition, invoice);
        }

        return invoices;
    }

    private StormEvent[] Shuffled(IReadOnlyList<long> requests)
    {
        var first = requests.Select((request, number) => Event($"first-{number}", request)).ToList();
        var repeats = Enumerable.Range(0, Duplicates).Select(number => random.Next(requests.Count) is var which && number % 2 == 0
            ? first[which]
            : Event($"again-{number}", requests[which]));
        var malformed = Enumerable.Range(0, Malformed).Select(number => Broken(number, requests[random.Next(requests.Count)]));
        var others = Enumerable.Range(0, Events - requests.Count - Duplicates - Malformed)
            .Select(number => Event($"other-{number}", number + 1, number % 2 == 0 ? "Projects" : "ERP Requests", number % 2 == 0 ? "create" : "update"));
        StormEvent[] all = [.. first, .. repeats, .. malformed, .. others];
        random.Shuffle(all);

        return all;
    }

    private StormEvent Broken(int number, long request) => (number % 6) switch
    {
        0 => new StormEvent(Event($"cut-{number}", request).Body[..^20], IsValid: false),
        1 => Event($"types-{number}", "sixty-six"),
        2 => Event($"company-{number}", request, company: 1),
        3 => Event(new string('x', 70_000), request) with { IsValid = false },
        4 => Event($"secret-{number}", request) with { Secret = "Bearer of-something-else-0123456789abcdef", IsValid = false },
        _ => Event($"connection-{number}", request) with { Connection = "nobody", IsValid = false },
    };

    private static StormEvent Event(
        string id, object resource, string name = "ERP Requests", string type = "create", long company = SimulatedAccounts.CompanyId) =>
        new(
            JsonSerializer.Serialize(new
            {
                id,
                timestamp = "2026-06-01T12:00:00.246562Z",
                user_id = SimulatedAccounts.Approver,
                company_id = company,
                api_version = "v2.0",
                event_type = type,
                resource_name = name,
                resource_id = resource,
            }),
            IsValid: resource is not string && company == SimulatedAccounts.CompanyId);

    private async Task<IReadOnlyCollection<(StormEvent Event, HttpStatusCode Status)>> PostAsync(StormEvent[] events)
    {
        var answers = new ConcurrentBag<(StormEvent, HttpStatusCode)>();
        using var http = new HttpClient { BaseAddress = world.Host.BaseAddress };
        await Parallel.ForEachAsync(events, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (posted, token) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"api/procore/webhooks/{posted.Connection}?code=local-host-key");
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(posted.Secret);
            request.Content = new StringContent(posted.Body, Encoding.UTF8, "application/json");
            using var answer = await http.SendAsync(request, token);
            answers.Add((posted, answer.StatusCode));
        });

        return answers;
    }

    private sealed record StormEvent(string Body, bool IsValid)
    {
        public string Secret { get; init; } = SimulatedAccounts.WebhookSecret;

        public string Connection { get; init; } = SimulatedAccounts.ConnectionId;
    }
}
