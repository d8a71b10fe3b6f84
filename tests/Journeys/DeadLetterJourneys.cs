using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>design.md 5 and 6: what was given up for a technical reason is listed, and sent again once the cause is mended: one bill, nothing lost.</summary>
public sealed class DeadLetterJourneys : SiteJourney
{
    private const string Root = "api/dead-letters";

    [Test]
    public async Task An_export_that_was_given_up_is_listed_with_its_record_and_sent_again_by_name()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await GiveUpAsync(invoice);

        var group = (await GetAsync(Root)).Body.GetProperty("groups").EnumerateArray().Single();
        Assert.That(
            (group.GetProperty("queue").GetString(), group.GetProperty("reason").GetString(), group.GetProperty("count").GetInt32(), group.GetProperty("isAll").GetBoolean()),
            Is.EqualTo(("subcontractor-invoices", "NotTold", 1, true)));
        var message = group.GetProperty("messages")[0];
        var record = message.GetProperty("records")[0];
        Assert.That((record.GetProperty("procoreId").GetInt64(), record.GetProperty("name").GetString()), Is.EqualTo((invoice.Id, "Invoice INV-1 of Acme Steel LLC")));
        Assert.That(message.GetProperty("about").GetString(), Does.StartWith("Export, ERP Request "));

        var (status, answer) = await PostAsync($"?queue=subcontractor-invoices&sequenceNumber={message.GetProperty("sequenceNumber")}");
        Assert.That((status, answer.GetProperty("sent").GetInt32(), answer.GetProperty("left").GetInt32()), Is.EqualTo((HttpStatusCode.Accepted, 1, 0)), answer.GetRawText());
        await World.QuietAsync();

        Assert.That(World.Status(World.Requisition, invoice).Tab, Is.EqualTo("Synced"), World.Describe());
        Assert.That(World.Ledger.VendorBills, Has.Count.EqualTo(1));
        Assert.That(DeadLetters, Is.Empty);
        var (_, shown) = await GetAsync($"api/connections/main/records/subcontractor-invoices/{invoice.Id}");
        var asked = shown.GetProperty("history").EnumerateArray().Single(row => row.GetProperty("decision").GetString() == "replay-asked");
        Assert.That((asked.GetProperty("who").GetString(), asked.GetProperty("came").GetString()!.EndsWith("out of the dead letters of subcontractor-invoices: NotTold", StringComparison.Ordinal)), Is.EqualTo((TestPerson.Operator.FullName, true)));
    }

    [Test]
    public async Task An_event_whose_request_could_not_be_seen_is_sent_again()
    {
        var hidden = World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 404, Path = "*/erp_requests/*", Body = "{}" });
        var vendor = World.Procore.AddVendor("Crane Works");
        await World.ExportAsync(World.Vendor, vendor);
        Assert.That(World.Host.Broker.DeadLetters(QueueNames.ProcoreEvents), Has.Count.EqualTo(1));
        World.Accounts.Procore.Faults.Remove(hidden.Id);

        var (_, answer) = await PostAsync("?all=true");
        await World.QuietAsync();

        Assert.That(answer.GetProperty("sent").GetInt32(), Is.EqualTo(1));
        Assert.That(World.Status(World.Vendor, vendor).Tab, Is.EqualTo("Synced"), World.Describe());
    }

    [Test]
    public async Task A_group_is_sent_again_one_by_one_and_the_others_are_left()
    {
        foreach (var number in Enumerable.Range(1, 60))
        {
            Queue(QueueNames.Companies, $$"""{"connectionId":"main","command":"Explode","askedAt":"2026-06-01T12:00:00Z","items":[],"attempt":{{number}}}""");
            Queue(QueueNames.Companies, $$"""{"connectionId":"sold","command":"Export","askedAt":"2026-06-01T12:00:00Z","items":[{"procoreId":{{number}}}]}""");
        }

        await World.QuietAsync();
        var (_, answer) = await PostAsync("?queue=companies&reason=UnknownConnection");
        var due = World.Host.Broker.Scheduled(QueueNames.Companies).Select(message => message.EnqueuedTime - World.Time.GetUtcNow()).Append(TimeSpan.Zero).Order().ToList();

        Assert.That(answer.GetProperty("sent").GetInt32(), Is.EqualTo(60));
        Assert.That(due, Is.EqualTo(Enumerable.Range(0, 60).Select(number => TimeSpan.FromMilliseconds(200 * number))));
        Assert.That(DeadLetters.Select(letter => letter.DeadLetterReason), Is.EqualTo(Enumerable.Repeat("Malformed", 60)));
        await World.QuietAsync();
        var groups = (await GetAsync($"{Root}?queue=companies")).Body.GetProperty("groups").EnumerateArray().ToDictionary(group => group.GetProperty("reason").GetString()!, group => group.GetProperty("count").GetInt32());
        Assert.That(groups, Is.EquivalentTo(new Dictionary<string, int> { ["Malformed"] = 60, ["UnknownConnection"] = 60 }));
    }

    [Test]
    public async Task More_than_a_call_takes_are_left_for_the_next()
    {
        foreach (var number in Enumerable.Range(1, 510))
        {
            Queue(QueueNames.Projects, $$"""{"connectionId":"sold","command":"Export","askedAt":"2026-06-01T12:00:00Z","items":[{"procoreId":{{number}}}]}""");
        }

        await World.QuietAsync();

        var (_, first) = await PostAsync("?all=true");
        var (_, second) = await PostAsync("?all=true");

        Assert.That((first.GetProperty("sent").GetInt32(), first.GetProperty("left").GetInt32()), Is.EqualTo((500, 10)));
        Assert.That((second.GetProperty("sent").GetInt32(), second.GetProperty("left").GetInt32()), Is.EqualTo((10, 0)));
        Assert.That(DeadLetters, Is.Empty);
    }

    [Test(Description = "the process ends after each effect of the call, and of what follows, in turn")]
    public async Task A_replay_that_dies_anywhere_loses_nothing_and_makes_one_bill([Values(Fault.KilledBefore, Fault.KilledAfter, Fault.AnswerLost)] Fault fault)
    {
        var effects = int.MaxValue;
        for (var number = 0; number <= effects; number++)
        {
            var contract = World.Procore.AddCommitment(Site.Project, Site.Vendor, $"{fault}{number}", "Frame", [new SeedLine(Site.Steel, "Piles", 9_000m)]);
            var invoice = World.Procore.AddInvoice(contract, $"D-{number}", [new InvoiceLine(1, 1_000m)]);
            await GiveUpAsync(invoice);
            World.Host.Restart();
            World.Effects.Reset(number == 0 ? null : new Dictionary<int, Fault> { [number] = fault });
            await TryPostAsync();
            effects = number == 0 ? World.Effects.Recorded.Count : effects;
            World.Host.Restart();
            World.Effects.Reset();
            await World.QuietAsync();

            // A dead letter that was in the killed call's hands is free again after its lock.
            World.Time.Advance(TimeSpan.FromMinutes(6));
            await TryPostAsync();
            await World.QuietAsync();

            Assert.That(World.Status(World.Requisition, invoice).Tab, Is.EqualTo("Synced"), $"{number} {World.Describe()}");
            Assert.That(World.Ledger.VendorBills.Count(bill => bill.TranId == $"D-{number}"), Is.EqualTo(1), $"{number}");
            Assert.That(DeadLetters, Is.Empty, $"{number}");
        }

        Assert.That(effects, Is.EqualTo(4), "the history's table, its row, the copy, the dead letter");
    }

    [TestCase("GET", "?queue=windows", HttpStatusCode.NotFound, "windows")]
    [TestCase("POST", "/replay", HttpStatusCode.BadRequest, "?all=true")]
    [TestCase("POST", "/replay?queue=companies", HttpStatusCode.BadRequest, "?all=true")]
    [TestCase("POST", "/replay?queue=companies&all=true", HttpStatusCode.BadRequest, "?all=true")]
    [TestCase("POST", "/replay?reason=Malformed", HttpStatusCode.BadRequest, "?queue=")]
    [TestCase("POST", "/replay?queue=windows&reason=Malformed", HttpStatusCode.NotFound, "windows")]
    [TestCase("POST", "/replay?queue=companies&sequenceNumber=x", HttpStatusCode.BadRequest, "\"x\"")]
    [TestCase("POST", "/replay?queue=companies&sequenceNumber=7", HttpStatusCode.NotFound, "no such dead letter")]
    [TestCase("POST", "/replay?all=true", HttpStatusCode.NotFound, "no such dead letter")]
    public async Task What_is_not_there_is_refused_with_a_word(string method, string address, HttpStatusCode expected, string word)
    {
        using var http = World.Host.NewClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), Root + address);
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        Assert.That(body.GetProperty("error").GetString(), Does.Contain(word));
    }

    private IReadOnlyList<ServiceBusReceivedMessage> DeadLetters => [.. World.Host.Queues.SelectMany(World.Host.Broker.DeadLetters)];

    /// <summary>Procore takes no answer for so long that the message is given up; then it does again.</summary>
    private async Task GiveUpAsync(ProcoreRecord invoice)
    {
        var deaf = World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Path = "*/erp_request_details/sync" });
        await World.ExportAsync(World.Requisition, invoice);
        World.Accounts.Procore.Faults.Remove(deaf.Id);
        Assert.That(World.Host.Broker.DeadLetters(QueueNames.SubcontractorInvoices), Has.Count.EqualTo(1), World.Describe());
    }

    private void Queue(string queue, string body) => World.Host.Broker.Send(queue, [new ServiceBusMessage(BinaryData.FromString(body))]);

    private async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string address)
    {
        using var http = World.Host.NewClient(TestPerson.ReaderToken);
        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative));

        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string query)
    {
        using var http = World.Host.NewClient();
        using var answer = await http.PostAsync(new Uri($"{Root}/replay{query}", UriKind.Relative), null);

        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task TryPostAsync()
    {
        try
        {
            await PostAsync("?queue=subcontractor-invoices&reason=NotTold");
        }
        catch (HttpRequestException)
        {
            // A killed process gives no answer.
        }
    }
}
