using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>connector-behaviour.md 4 and 9: an operator looks at records by state, reads what happened to one, and has it tried once more.</summary>
public sealed class RecordJourneys : SiteJourney
{
    private const string Root = "api/connections/main/records";

    [Test]
    public async Task A_parked_invoice_is_retried_once_its_cause_is_mended_and_the_approver_sees_it_synced()
    {
        var invoice = await ParkAsync();
        World.Accounts.NetSuite.Users.ReopenPeriod("Apr 2026");
        World.Time.Advance(TimeSpan.FromMinutes(1));

        var (status, answer) = await PostAsync($"subcontractor-invoices/{invoice.Id}/retry");
        Assert.That((status, answer.GetProperty("name").GetString(), answer.GetProperty("command").GetString()), Is.EqualTo((HttpStatusCode.Accepted, "Invoice INV-1 of Acme Steel LLC", "Export")), answer.GetRawText());
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That(World.Ledger.VendorBills, Has.Count.EqualTo(1));
        var (_, record) = await GetAsync($"subcontractor-invoices/{invoice.Id}");
        Assert.That((record.GetProperty("state").GetString(), record.GetProperty("netSuiteId").GetString()), Is.EqualTo(("Synced", OnlyBill.Id)));
        Assert.That(
            History(record),
            Is.EqualTo(new[]
            {
                ("accepted", Approver), ("refused", Approver), ("reported", Approver),
                ("retry-asked", TestPerson.Operator.FullName), ("waiting-E411", TestPerson.Operator.FullName), ("written", TestPerson.Operator.FullName), ("reported", TestPerson.Operator.FullName),
            }));
    }

    [Test]
    public async Task What_an_invoice_waits_for_is_read_in_plain_words_with_what_was_sent_and_answered()
    {
        // Only a period that is closed after the connector has looked at it is NetSuite's own answer.
        await World.ExportAsync(World.Requisition, Bill("INV-0", new InvoiceLine(1, 100m)));
        var invoice = await ParkAsync();

        var (_, record) = await GetAsync($"subcontractor-invoices/{invoice.Id}");

        Assert.That(record.GetProperty("state").GetString(), Is.EqualTo("Failed to Export"));
        Assert.That(record.GetProperty("problems")[0].GetString(), Does.StartWith("E412: ").And.Contain("Reopen the accounting period"));
        Assert.That(record.GetProperty("project").GetProperty("number").GetString(), Is.EqualTo("1234 Dock 7 Warehouse").Or.EqualTo("1234"));
        Assert.That(History(record), Is.EqualTo(new[] { ("accepted", Approver), ("refused-by-netsuite", Approver), ("refused", Approver), ("reported", Approver) }));
        var sent = record.GetProperty("history")[1];
        Assert.That(sent.GetProperty("sent").GetProperty("reference").GetString(), Is.EqualTo("INV-1"), record.GetRawText());
        Assert.That(record.GetProperty("history").EnumerateArray().Skip(1).Select(entry => entry.GetProperty("came").GetString()), Is.All.Contains("E412"));
        Assert.That(record.GetProperty("history").EnumerateArray().Where(entry => entry.GetProperty("sent").ValueKind != JsonValueKind.Null).Count(), Is.EqualTo(1), "what was not sent is not shown as sent");
    }

    [Test]
    public async Task Records_are_listed_by_state_with_names()
    {
        var invoice = await ParkAsync();

        var (_, failed) = await GetAsync("?state=failed-to-export");
        var (_, synced) = await GetAsync("?state=synced");
        var (_, companies) = await GetAsync("?entity=companies");

        var only = failed.GetProperty("records").EnumerateArray().Single();
        Assert.That((only.GetProperty("name").GetString(), only.GetProperty("procoreId").GetInt64()), Is.EqualTo(("Invoice INV-1 of Acme Steel LLC", invoice.Id)));
        Assert.That(Names(synced), Is.SupersetOf(new[] { "Acme Steel LLC" }).And.None.Contains("INV-1"));
        Assert.That(Names(companies), Is.EqualTo(new[] { "Acme Steel LLC" }));
        Assert.That(failed.GetProperty("next").ValueKind, Is.EqualTo(JsonValueKind.Null));
        var (status, shown) = await GetAsync(only.GetProperty("record").GetString()!);
        Assert.That((status, shown.GetProperty("name").GetString()), Is.EqualTo((HttpStatusCode.OK, "Invoice INV-1 of Acme Steel LLC")));
    }

    [Test]
    public async Task A_long_list_comes_in_pages_and_every_record_once()
    {
        List<(LinkKey, string?, IReadOnlyList<Problem>)> parked =
        [
            .. Enumerable.Range(1, 130).Select(id => (new LinkKey("main", EntityType.SubcontractorInvoice, 7_000 + id), (string?)$"Invoice {id}", (IReadOnlyList<Problem>)[new("E401", "x")])),
            .. Enumerable.Range(1, 120).Select(id => (new LinkKey("main", EntityType.WbsCode, id, ProjectId: 300 + (id % 2)), (string?)$"Code {id}", (IReadOnlyList<Problem>)[new("E101", "x")])),
        ];
        await World.Links.ParkAsync(parked, World.Time.GetUtcNow(), CancellationToken.None);

        List<string?> names = [];
        var pages = 0;
        for (var page = "?state=failed-to-export"; page is not null; pages++)
        {
            var (_, answer) = await GetAsync(page);
            names.AddRange(Names(answer));
            page = answer.GetProperty("next").GetString();
        }

        Assert.That(names, Is.EquivalentTo(parked.Select(one => one.Item2)));
        Assert.That(pages, Is.EqualTo(3));
        Assert.That(Names((await GetAsync("?entity=wbs-codes&project=301&state=failed-to-export")).Body), Has.Count.EqualTo(60).And.All.StartsWith("Code "));
    }

    [Test(Description = "connector-behaviour.md 3: nothing reaches NetSuite that the approver did not accept")]
    public async Task What_the_approver_rejected_meanwhile_is_not_retried()
    {
        var invoice = await ParkAsync();
        World.Accounts.Ann.Reject(World.Requisition, invoice.Id, "wrong month");
        World.Accounts.NetSuite.Users.ReopenPeriod("Apr 2026");

        await AssertRefusedAsync($"subcontractor-invoices/{invoice.Id}/retry", HttpStatusCode.Conflict, "Invoice INV-1 of Acme Steel LLC was rejected, taken back or deleted in Procore");
        Assert.That(World.Ledger.VendorBills, Is.Empty);
    }

    [Test]
    public async Task What_is_synced_or_in_work_is_not_retried()
    {
        var invoice = await ParkAsync();
        var key = new LinkKey("main", EntityType.SubcontractorInvoice, invoice.Id);
        var link = (await World.Links.FindAsync(key, CancellationToken.None))!;
        await World.Links.TrySaveAsync(link with { State = LinkState.Writing, LeaseUntil = World.Time.GetUtcNow().AddMinutes(3) }, CancellationToken.None);

        await AssertRefusedAsync($"subcontractor-invoices/{invoice.Id}/retry", HttpStatusCode.Conflict, "Invoice INV-1 of Acme Steel LLC is in work until ");
        await AssertRefusedAsync($"companies/{Site.Vendor.Id}/retry", HttpStatusCode.Conflict, "Acme Steel LLC is synced as NetSuite record ");
    }

    [Test]
    public async Task A_retry_that_is_refused_again_says_so_where_the_approver_looks_and_may_be_retried()
    {
        var invoice = await ParkAsync();

        await PostAsync($"subcontractor-invoices/{invoice.Id}/retry");
        await World.QuietAsync();
        AssertFailed(invoice, "E412");

        World.Accounts.NetSuite.Users.ReopenPeriod("Apr 2026");
        await Task.WhenAll(PostAsync($"subcontractor-invoices/{invoice.Id}/retry"), PostAsync($"subcontractor-invoices/{invoice.Id}/retry"));
        await World.QuietAsync(concurrency: 2);
        AssertSynced(invoice);
        Assert.That(World.Ledger.VendorBills, Has.Count.EqualTo(1));
    }

    [Test(Description = "the process ends after each effect of the request, and of what follows, in turn")]
    public async Task A_retry_that_dies_anywhere_leaves_one_bill()
    {
        var effects = int.MaxValue;
        for (var number = 0; number <= effects; number++)
        {
            World.Accounts.NetSuite.Users.ClosePeriod("Apr 2026");
            var invoice = World.Procore.AddInvoice(
                World.Procore.AddCommitment(Site.Project, Site.Vendor, $"R{number}", "Frame", [new SeedLine(Site.Steel, "Piles", 9_000m)]), $"R-{number}", [new InvoiceLine(1, 1_000m)]);
            await World.ExportAsync(World.Requisition, invoice);
            World.Accounts.NetSuite.Users.ReopenPeriod("Apr 2026");
            World.Host.Restart();
            World.Effects.Reset(number == 0 ? null : new Dictionary<int, Fault> { [number] = Fault.KilledAfter });
            await TryPostAsync($"subcontractor-invoices/{invoice.Id}/retry");
            await World.QuietAsync();
            if (number == 0)
            {
                effects = World.Effects.Recorded.Count;
            }
            else if (World.Status(World.Requisition, invoice).Tab != "Synced")
            {
                // Whoever got no answer asks again.
                World.Host.Restart();
                await PostAsync($"subcontractor-invoices/{invoice.Id}/retry");
                await World.QuietAsync();
            }

            AssertSynced(invoice);
            Assert.That(World.Ledger.VendorBills.Count(bill => bill.TranId == $"R-{number}"), Is.EqualTo(1), $"{number}");
        }

        Assert.That(effects, Is.GreaterThan(10));
    }

    [TestCase("GET", "api/connections/nobody/records", HttpStatusCode.NotFound, "connection nobody")]
    [TestCase("GET", $"{Root}?state=lost", HttpStatusCode.BadRequest, "failed-to-export")]
    [TestCase("GET", $"{Root}?entity=windows", HttpStatusCode.BadRequest, "windows")]
    [TestCase("GET", $"{Root}?project=1", HttpStatusCode.BadRequest, "entity=wbs-codes")]
    [TestCase("GET", $"{Root}?entity=wbs-codes&project=-1", HttpStatusCode.BadRequest, "\"-1\"")]
    [TestCase("GET", $"{Root}?after=here", HttpStatusCode.BadRequest, "\"here\"")]
    [TestCase("GET", "api/connections/nobody/records/companies/1", HttpStatusCode.NotFound, "connection nobody")]
    [TestCase("GET", $"{Root}/windows/1", HttpStatusCode.NotFound, "windows")]
    [TestCase("GET", $"{Root}/companies/x", HttpStatusCode.BadRequest, "\"x\"")]
    [TestCase("GET", $"{Root}/companies/999", HttpStatusCode.NotFound, "companies 999")]
    [TestCase("GET", $"{Root}/wbs-codes/9", HttpStatusCode.BadRequest, "?project=")]
    [TestCase("POST", $"{Root}/companies/999/retry", HttpStatusCode.NotFound, "companies 999")]
    [TestCase("POST", $"{Root}/companies/0/retry", HttpStatusCode.BadRequest, "\"0\"")]
    public async Task What_is_not_there_is_refused_with_a_word(string method, string address, HttpStatusCode expected, string word)
    {
        using var http = World.Host.NewClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        Assert.That(body.GetProperty("error").GetString(), Does.Contain(word));
    }

    private static string Approver => $"Ann Lee (Procore user {Sandbox.SimulatedAccounts.Approver})";

    private static List<string?> Names(JsonElement list) => [.. list.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("name").GetString())];

    private static IEnumerable<(string?, string?)> History(JsonElement record) =>
        record.GetProperty("history").EnumerateArray().Select(row => (row.GetProperty("decision").GetString(), row.GetProperty("who").GetString()));

    /// <summary>An invoice whose accounting period is closed.</summary>
    private async Task<ProcoreRecord> ParkAsync()
    {
        World.Accounts.NetSuite.Users.ClosePeriod("Apr 2026");
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        AssertFailed(invoice, "E412");

        return invoice;
    }

    private async Task AssertRefusedAsync(string path, HttpStatusCode expected, string words)
    {
        var (status, body) = await PostAsync(path);
        Assert.That((status, body.GetProperty("error").GetString()!.Contains(words, StringComparison.Ordinal)), Is.EqualTo((expected, true)), body.GetRawText());
        await World.QuietAsync();
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path)
    {
        using var http = World.Host.NewClient(TestPerson.ReaderToken);
        using var answer = await http.GetAsync(new Uri(path.StartsWith('/') ? path : path.StartsWith('?') ? Root + path : $"{Root}/{path}", UriKind.Relative));

        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path)
    {
        using var http = World.Host.NewClient();
        using var answer = await http.PostAsync(new Uri($"{Root}/{path}", UriKind.Relative), null);

        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task TryPostAsync(string path)
    {
        try
        {
            await PostAsync(path);
        }
        catch (HttpRequestException)
        {
            // A killed process gives no answer.
        }
    }
}
