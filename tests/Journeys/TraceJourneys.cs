using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;
using ProcoreNetSuite.Tests.Builders;
using ProcoreNetSuite.Tests.Telemetry;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Whoever looks for what became of an approval finds all of it in one trace.</summary>
[NonParallelizable]
public sealed class TraceJourneys : SiteJourney, IDisposable
{
    private readonly KeptSpans spans = new();
    private readonly KeptLogs logs = new();

    protected override LocalHostOptions Adjust(LocalHostOptions options) => options with { Logging = logging => logging.AddProvider(logs) };

    public void Dispose()
    {
        spans.Dispose();
        logs.Dispose();
    }

    [Test]
    public async Task A_line_about_a_call_says_for_which_company_record_and_message_it_was_made()
    {
        World.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.RefuseConcurrency, Method = "POST", Path = "*/vendorBill", Nth = 1 });
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));

        await World.ExportAsync(World.Requisition, invoice);

        var line = logs.Lines.Single(line => line.Contains("NetSuite answered POST", StringComparison.Ordinal));
        Assert.That(
            line,
            Does.Contain("Connection=main").And.Contain($"Company={SimulatedAccounts.CompanyId}").And.Contain("Queue=subcontractor-invoices")
                .And.Contain($"Records={invoice.Id}").And.Match("Operation=main-[0-9a-f]{32}"));
    }

    [Test]
    public async Task One_approval_is_one_trace_from_the_webhook_to_the_bill_and_back()
    {
        spans.Clear();

        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));

        Assert.That(spans.All.Select(span => span.TraceId).Distinct().Count(), Is.EqualTo(1), string.Join('\n', spans.Texts));
        Assert.That(spans.Named("netsuite POST vendorBill"), Has.Count.EqualTo(1));
        Assert.That(spans.Named("procore PATCH companies/erp_request_details/sync"), Has.Count.EqualTo(1));
        foreach (var queue in new[] { "procore-events", "wbs-codes", "subcontractor-invoices" })
        {
            Assert.That(spans.Named($"process {queue}"), Is.Not.Empty, queue);
            Assert.That(spans.Named($"process {queue}").Select(span => span.ParentSpanId), Is.EquivalentTo(spans.Named($"send {queue}").Select(span => span.SpanId)), queue);
        }

        Assert.That(spans.Named("process subcontractor-invoices").Select(span => span.SpanId), Contains.Item(spans.Named("netsuite POST vendorBill").Single().ParentSpanId));
        Assert.That(spans.All.Select(span => span.Status), Has.None.EqualTo(ActivityStatusCode.Error));

        await World.ExportAsync(World.Requisition, Bill("INV-2", new InvoiceLine(1, 5_000m)));

        Assert.That(spans.All.Select(span => span.TraceId).Distinct().Count(), Is.EqualTo(2), "the next approval has its own");
    }

    [Test]
    public async Task An_attempt_that_is_repeated_stays_in_the_trace_and_is_linked_to_the_first()
    {
        spans.Clear();
        World.Accounts.NetSuite.Faults.LoseAnswerOfNext("POST", "*/vendorBill");

        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));

        var attempts = spans.Named("process subcontractor-invoices");
        Assert.That(attempts, Has.Count.GreaterThan(1));
        Assert.That(attempts.Select(attempt => attempt.TraceId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(attempts[0].Links, Is.Empty);
        Assert.That(attempts.Skip(1).SelectMany(attempt => attempt.Links).Select(link => link.Context.SpanId), Is.All.EqualTo(attempts[0].SpanId));
        Assert.That(spans.Named("netsuite POST vendorBill").Single().Status, Is.EqualTo(ActivityStatusCode.Error), "its answer was lost");
    }

    [Test]
    public async Task A_delivery_that_fails_says_what_kind_of_failure_it_was_and_no_more()
    {
        spans.Clear();
        World.Accounts.Procore.Faults.AnswerNext("GET", "*/erp_requests/*", 403, """{"errors":"canary"}""");

        World.Send(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        await World.RunForAsync(TimeSpan.FromSeconds(1));

        var failed = spans.Named("process procore-events")[0];
        Assert.That((failed.Status, failed.StatusDescription, failed.GetTagItem("error.type")), Is.EqualTo((ActivityStatusCode.Error, (string?)null, "System.InvalidOperationException")));
        Assert.That(spans.Texts, Has.None.Contains("canary"));
    }
}
