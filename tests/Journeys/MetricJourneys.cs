using System.Text.Json;
using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;
using ProcoreNetSuite.Tests.Telemetry;
using Names = ProcoreNetSuite.Telemetry.TelemetryNames.Metrics;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>What happens is counted, once, where an operator looks for it.</summary>
[NonParallelizable]
public sealed class MetricJourneys : SiteJourney, IDisposable
{
    private const string Invoices = "entity=subcontractor-invoices", Main = "connection=main";

    private readonly KeptMetrics metrics = new();

    protected override Dictionary<string, string?> Changes => new()
    {
        ["Connections__main__NetSuite__CertificateExpires"] = "2026-07-01",
        ["Connections__main__Procore__ClientSecretExpires"] = "",
        ["Connections__main__ImportPayments"] = "Daily",
        ["Connections__main__ImportDirectCosts"] = "Daily",
        ["Connections__main__CompareBills"] = "Never",
    };

    public void Dispose() => metrics.Dispose();

    [Test]
    public async Task Exported_invoices_are_counted_with_their_calls_and_their_time()
    {
        var invoices = Bills(3);
        await World.ExportAsync(World.Requisition, invoices);
        metrics.Clear();
        World.Accounts.NetSuite.Calls.Clear();
        World.Accounts.Procore.Calls.Clear();
        var more = World.Procore.AddInvoice(Site.Subcontract, "INV-9", [new InvoiceLine(2, 100m)]);
        World.Send(World.Requisition, more);
        var began = World.Time.GetUtcNow();
        await World.QuietAsync();

        AssertSynced([.. invoices, more]);
        Assert.That(metrics.Sum(Names.Records, Main, Invoices, "outcome=Done"), Is.EqualTo(1));
        Assert.That(metrics.Sum(Names.Calls, Main, "system=netsuite"), Is.EqualTo(World.Accounts.NetSuite.Calls.All.Count));
        Assert.That(metrics.Sum(Names.Calls, Main, "system=procore"), Is.EqualTo(World.Accounts.Procore.Calls.All.Count));
        Assert.That(metrics.Sum(Names.Calls, Invoices, "system=netsuite"), Is.GreaterThan(0).And.LessThanOrEqualTo(World.Accounts.NetSuite.Calls.All.Count));
        Assert.That(metrics.Of(Names.ExportDuration, Main, Invoices).Single(), Is.InRange(0, (World.Time.GetUtcNow() - began).TotalMilliseconds));
        Assert.That(metrics.Of(Names.InFlight, Main), Is.Not.Empty.And.All.InRange(1, 5));
        Assert.That(metrics.Of(Names.InFlightLimit, Main), Is.All.EqualTo(5));
        Assert.That(metrics.Of(Names.Allowance, Main, "window=spike"), Is.Not.Empty.And.All.InRange(0, 100));
    }

    [Test]
    public async Task The_time_of_an_export_begins_with_the_approval_and_ends_with_the_answer()
    {
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Method = "PATCH", Path = "*/erp_request_details/sync", Times = 8 });
        World.Send(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        var asked = World.Time.GetUtcNow();
        await World.QuietAsync();

        var closed = World.Time.GetUtcNow() - asked;
        Assert.That(closed, Is.GreaterThan(TimeSpan.FromSeconds(2)), "the answer had to wait");
        Assert.That(metrics.Of(Names.QueueAge, Main, Invoices), Is.Not.Empty.And.All.InRange(0, 1_000), "a copy for later lies on its queue only when its time has come");
        Assert.That(metrics.Of(Names.ExportDuration, Invoices)[^1], Is.InRange(2_000, closed.TotalMilliseconds));
    }

    [Test]
    public async Task Calls_that_are_turned_away_are_counted_by_system()
    {
        World.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.RefuseConcurrency, Method = "POST", Path = "*/vendorBill", Nth = 1, Times = 2 });
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.RefuseConcurrency, Method = "PATCH", Path = "*/external_data/sync", Nth = 1 });

        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));

        Assert.That((metrics.Sum(Names.Refusals, Invoices, "system=netsuite"), metrics.Sum(Names.Refusals, Invoices, "system=procore")), Is.EqualTo((2, 1)));
        Assert.That(metrics.Of(Names.InFlightLimit), Has.Some.LessThan(5), "the limiter is careful now");
    }

    [Test]
    public async Task The_hours_allowance_is_told_apart_from_the_spikes()
    {
        World.Accounts.Procore.Settings = World.Accounts.Procore.Settings with { HourlyLimit = 200 };
        for (var number = 1; number <= 12; number++)
        {
            await World.ExportAsync(World.Requisition, Bill($"INV-{number}", new InvoiceLine(1, 100m)));
        }

        Assert.That(metrics.Of(Names.Allowance, Main, "window=hour"), Is.Not.Empty.And.All.LessThan(100));
        Assert.That(metrics.Of(Names.Allowance, Main, "window=hour").Min(), Is.LessThan(metrics.Of(Names.Allowance, "window=spike").Max()));
    }

    [Test]
    public async Task A_refused_record_is_parked_with_its_code_and_who_ends_it()
    {
        World.Accounts.NetSuite.Faults.AnswerNext("POST", "*/vendorBill", 400, """{"status":400,"o:errorDetails":[{"detail":"Please enter value(s) for: Department.","o:errorCode":"USER_ERROR"}]}""");
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));

        await World.ExportAsync(World.Requisition, invoice);

        var code = Failure(invoice)[..4];
        Assert.That(metrics.Sum(Names.Parked, Main, Invoices, $"code={code}", $"class={ProcoreNetSuite.Resilience.ProblemCatalog.Of(code).Class}"), Is.EqualTo(1));
        Assert.That((metrics.Sum(Names.Parked), metrics.Sum(Names.Records, Invoices, "outcome=Rejected")), Is.EqualTo((1, 1)));
    }

    [TestCase(FaultKind.LoseAnswer, "adopted")]
    [TestCase(FaultKind.FailBefore, "written")]
    public async Task A_write_without_an_answer_is_counted_and_how_it_ended(FaultKind fault, string end)
    {
        World.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = fault, Method = "POST", Path = "*/vendorBill", Nth = 1 });

        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));

        Assert.That((metrics.Sum(Names.Unknown, Main, Invoices), metrics.Sum(Names.UnknownEnded, $"outcome={end}"), metrics.Sum(Names.UnknownEnded)), Is.EqualTo((1, 1, 1)));
        Assert.That(metrics.Sum(Names.Duplicates, "reason=adopted"), Is.EqualTo(end == "adopted" ? 1 : 0));
        Assert.That(metrics.Sum(Names.LongWaits), Is.Zero);
    }

    [Test]
    public async Task A_write_of_which_nothing_can_be_learned_calls_a_person_after_an_hour_and_is_parked_in_the_end()
    {
        World.Accounts.NetSuite.Faults.LoseAnswerOfNext("POST", "*/vendorBill");
        World.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Method = "GET", Path = "*/vendorBill/*" });
        World.Send(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));

        await World.RunForAsync(TimeSpan.FromMinutes(55));
        Assert.That((metrics.Sum(Names.LongWaits), metrics.Sum(Names.UnknownEnded)), Is.EqualTo((0, 0)), "not yet");
        await World.RunForAsync(TimeSpan.FromMinutes(35));
        Assert.That(metrics.Sum(Names.LongWaits, Main, Invoices, "outcome=unknown"), Is.GreaterThan(1));
        await World.RunForAsync(TimeSpan.FromHours(4));

        Assert.That((metrics.Sum(Names.Unknown), metrics.Sum(Names.UnknownEnded, "outcome=parked")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task What_was_done_before_is_not_done_again_and_that_is_counted()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        Assert.That(metrics.Sum(Names.Duplicates), Is.Zero);
        var detail = World.Accounts.Procore.RequestDetails[^1].Id;
        Send(new SyncItem(invoice.Id, detail, Site.Project.Id));
        Send(new SyncItem(invoice.Id, RequestDetailId: null, Site.Project.Id));
        await World.QuietAsync();

        Assert.That((metrics.Sum(Names.Duplicates, Invoices, "reason=answered"), metrics.Sum(Names.Duplicates, Invoices, "reason=linked")), Is.EqualTo((1, 1)));
        Assert.That(World.Ledger.VendorBills.Count, Is.EqualTo(1));

        void Send(SyncItem item) => World.Host.Broker.Send(QueueNames.SubcontractorInvoices, [new ServiceBusMessage(MessageJson.Write(new SyncMessage
        {
            ConnectionId = "main",
            Command = SyncCommand.Export,
            AskedAt = World.Time.GetUtcNow(),
            Items = [item],
        }))]);
    }

    [Test]
    public async Task A_message_that_makes_no_sense_is_counted_with_its_reason()
    {
        World.Host.Broker.Send(QueueNames.Projects, [new ServiceBusMessage("{}"), new ServiceBusMessage("""{"connectionId":"gone","command":"Export","askedAt":"2026-06-01T00:00:00Z","items":[]}""")]);

        await World.QuietAsync();

        Assert.That((metrics.Sum(Names.DeadLetters, "entity=projects", "reason=Malformed"), metrics.Sum(Names.DeadLetters, "entity=projects", "reason=UnknownConnection")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Runs_of_imports_are_counted_with_what_became_of_their_records()
    {
        World.Accounts.NetSuite.Users.Create("vendor", JsonSerializer.SerializeToElement(new { companyName = "Books Only Inc", subsidiary = new { id = "2" } }));
        metrics.Clear();

        var run = await AskForAsync("vendors");

        Assert.That($"{run.GetProperty("state")}", Is.EqualTo("Succeeded"));
        Assert.That(metrics.Sum(Names.Imports, Main, "entity=vendor-imports", "outcome=Succeeded"), Is.EqualTo(1));
        Assert.That(metrics.Sum(Names.ImportRecords, "entity=vendor-imports", "outcome=New"), Is.EqualTo(run.GetProperty("counts").GetProperty("new").GetInt64()).And.GreaterThan(0));
    }

    [Test]
    public async Task A_sweep_or_an_import_that_does_not_come_shows_and_so_do_the_days_of_a_certificate()
    {
        await MeasureAsync();
        Assert.That(metrics.Of(Names.SweepAge, Main), Is.EqualTo(new[] { 0 }), "before the first sweep it counts from when the connection was first seen");
        Assert.That(
            metrics.Of(Names.DaysLeft, Main, "credential=netsuite-certificate").Single(),
            Is.EqualTo((new DateOnly(2026, 7, 1).DayNumber - DateOnly.FromDateTime(World.Time.GetUtcNow().UtcDateTime).DayNumber)));
        Assert.That(metrics.Of(Names.DaysLeft), Has.Count.EqualTo(1), "a secret without an end has no days");

        await World.Host.Timers.RunAsync("SweepRequests", CancellationToken.None);
        await AskForAsync("payments");
        await MeasureAsync();
        AssertNothingLost();
        Assert.That((metrics.Of(Names.SweepAge, Main)[^1], metrics.Of(Names.SweepGivenUp, Main)[^1]), Is.EqualTo((0, 0)));
        Assert.That(metrics.Of(Names.ImportLate, Main, "entity=bill-payments")[^1], Is.Zero);
        Assert.That(metrics.Of(Names.ImportLate, Main, "entity=bill-checks"), Is.Empty, "that one is switched off");

        World.Time.AdvanceTo(World.Time.GetUtcNow() + TimeSpan.FromHours(30));
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Method = "GET", Path = "*/erp_request_details*" });
        await World.Host.Timers.RunAsync("SweepRequests", CancellationToken.None);
        await MeasureAsync();
        Assert.That(metrics.Of(Names.SweepAge)[^1], Is.EqualTo(30 * 3_600).Within(60), "a sweep that could not read all it should doesn't count");
        Assert.That(metrics.Of(Names.ImportLate, "entity=bill-payments")[^1], Is.EqualTo(6 * 3_600).Within(60));
        Assert.That(metrics.Of(Names.ImportLate, "entity=direct-costs")[^1], Is.EqualTo(6 * 3_600).Within(60), "it never ran");
    }

    private Task MeasureAsync() => World.Host.Timers.RunAsync("MeasureConnections", CancellationToken.None);
}
