using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Every attempt is remembered as it was (connector-behaviour.md 13.5), oldest first, on the record's page: acceptance case 34.</summary>
public sealed class RecordHistoryJourneys : SiteJourney
{
    private const string Ann = "Ann Lee (Procore user 9)";

    [SetUp]
    public async Task WarmUpAsync()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-0", new InvoiceLine(1, 100m)));
        World.Time.Advance(TimeSpan.FromMinutes(1));
    }

    [Test(Description = "acceptance case 34: three refusals and an answer before an export are all in the history, with the person's name")]
    public async Task Three_refusals_and_an_answer_before_an_export_are_all_there()
    {
        EnterByHand("INV-1");
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        World.Time.Advance(TimeSpan.FromMinutes(1));
        await World.ExportAsync(World.Requisition, invoice);
        World.Time.Advance(TimeSpan.FromMinutes(1));
        await World.ExportAsync(World.Requisition, invoice);
        World.Time.Advance(TimeSpan.FromMinutes(1));
        World.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = "export" });
        await World.QuietAsync();

        var history = await HistoryAsync(invoice);

        Assert.That(history.Select(entry => entry.What), Is.EqualTo(new[]
        {
            "accepted", "refused", "reported", "accepted", "refused", "reported", "accepted", "refused", "reported", "accepted", "answered-duplicate_bill", "written", "reported",
        }));
        Assert.That(history.Select(entry => entry.Who), Is.All.EqualTo(Ann));
        Assert.That(history.Where(entry => entry.What == "refused").Select(entry => entry.Came[..4]), Is.All.EqualTo("E409"));
        Assert.That(history.Single(entry => entry.What == "answered-duplicate_bill").Came, Is.EqualTo("Duplicate bill (duplicate_bill) = export"));
        Assert.That(history.Where(entry => entry.WasSent).Select(entry => entry.What), Is.EqualTo(new[] { "written" }), "what was not sent is never shown as sent");
    }

    [Test(Description = "acceptance case 34: linked is not written")]
    public async Task A_bill_that_the_approver_linked_is_linked_and_nothing_was_sent()
    {
        var bill = EnterByHand("INV-1");
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        World.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = "link" });
        await World.QuietAsync();

        var history = await HistoryAsync(invoice);

        Assert.That(history.Select(entry => entry.What), Is.EquivalentTo(new[] { "accepted", "answered-duplicate_bill", "linked", "reported" }));
        Assert.That(history.Single(entry => entry.What == "linked").Came, Is.EqualTo($"Bill INV-1 (NetSuite record {bill}), dated 2026-04-15, over 9,000.00, as the approver chose; nothing was sent."));
        Assert.That(history.Where(entry => entry.WasSent), Is.Empty);
    }

    [Test(Description = "a wait is one line for its reason, however often it is tried")]
    public async Task What_a_record_waited_for_stands_there_once()
    {
        World.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Status, Method = "POST", Path = "*/vendorBill", Status = 503, Times = 6 });
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);

        var history = await HistoryAsync(invoice);

        Assert.That(World.Status(World.Requisition, invoice).Tab, Is.EqualTo("Synced"));
        Assert.That(history.Count(entry => entry.What == "waiting-E414"), Is.EqualTo(1), string.Join(Environment.NewLine, history));
        Assert.That(history[0].What, Is.EqualTo("accepted"));
        Assert.That(history[^1], Has.Property("What").EqualTo("reported"));
    }

    [Test(Description = "a change in NetSuite that an export finds, and people who have left")]
    public async Task What_was_found_out_later_is_there_and_names_are_kept()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        await HistoryAsync(invoice);
        World.Accounts.NetSuite.Users.Delete("vendorBill", World.Ledger.VendorBills.Single(bill => bill.TranId == "INV-1").Id);
        World.Time.Advance(TimeSpan.FromMinutes(1));
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Method = "GET", Path = "*/users/*", Status = 404, Times = 1_000 });
        await AskForAsync("bills", "?since=all");

        var history = await HistoryAsync(invoice);

        Assert.That(history.Select(entry => (entry.What, entry.Who)), Is.EqualTo(new[] { ("accepted", Ann), ("written", Ann), ("reported", Ann), ("found-orphaned", TestPerson.Operator.FullName) }));
    }

    private string EnterByHand(string number) => World.Accounts.NetSuite.Users.Create("vendorBill", new
    {
        entity = new { id = World.Ledger.Vendors.Single().Id },
        subsidiary = new { id = "2" },
        tranId = number,
        tranDate = "2026-04-15",
        expense = new { items = new[] { new { account = new { id = "512" }, amount = 9_000m, customer = new { id = World.Ledger.Jobs.Single().Id } } } },
    });

    private async Task<IReadOnlyList<Entry>> HistoryAsync(ProcoreRecord invoice)
    {
        using var http = World.Host.NewClient();
        var record = await http.GetFromJsonAsync<JsonElement>($"api/connections/main/records/subcontractor-invoices/{invoice.Id}");

        return
        [
            .. record.GetProperty("history").EnumerateArray().Select(entry => new Entry(
                entry.GetProperty("decision").GetString()!, entry.GetProperty("who").GetString(), entry.GetProperty("came").GetString()!, entry.GetProperty("sent").ValueKind != JsonValueKind.Null)),
        ];
    }

    private sealed record Entry(string What, string? Who, string Came, bool WasSent);
}
