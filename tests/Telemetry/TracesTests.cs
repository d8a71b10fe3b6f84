using System.Diagnostics;
using NUnit.Framework;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Tests.Telemetry;

/// <summary>The way a trace takes through messages, whoever else writes spans around the connector's.</summary>
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TracesTests : IDisposable
{
    private readonly KeptSpans spans = new();

    public void Dispose() => spans.Dispose();

    [Test]
    public void A_delivery_goes_on_in_the_trace_of_the_send()
    {
        var properties = Sent();

        using (Traces.Process("projects", "m1", 1, properties))
        {
        }

        var (send, process) = (spans.Named("send projects").Single(), spans.Named("process projects").Single());
        Assert.That((process.TraceId, process.ParentSpanId), Is.EqualTo((send.TraceId, send.SpanId)));
        Assert.That((send.Kind, process.Kind), Is.EqualTo((ActivityKind.Producer, ActivityKind.Consumer)));
        Assert.That(
            process.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"),
            Is.SupersetOf(new[]
            {
                "messaging.system=servicebus", "messaging.destination.name=projects", "messaging.operation.name=process", "messaging.operation.type=process", "messaging.message.id=m1",
                "messaging.servicebus.message.delivery_count=1",
            }));
    }

    [TestCase("Diagnostic-Id")]
    [TestCase("traceparent")]
    public void Either_property_is_enough(string kept)
    {
        var properties = Sent().Where(property => property.Key == kept).ToDictionary();

        using var process = Traces.Process("projects", "m1", 1, properties);

        Assert.That(process!.TraceId, Is.EqualTo(spans.Named("send projects").Single().TraceId));
    }

    [Test]
    public void The_hosts_span_is_the_parent_if_it_belongs_to_the_trace_and_linked_if_it_does_not()
    {
        var properties = Sent();
        var send = spans.Named("send projects").Single();
        using (var inside = new Activity("host").SetParentId(send.TraceId, send.SpanId, ActivityTraceFlags.Recorded).Start())
        using (var process = Traces.Process("projects", "m1", 1, properties))
        {
            Assert.That((process!.ParentSpanId, process.Links), Is.EqualTo((inside.SpanId, Array.Empty<ActivityLink>())));
        }

        using (var stranger = new Activity("host").Start())
        using (var process = Traces.Process("projects", "m1", 1, properties))
        {
            Assert.That((process!.TraceId, process.ParentSpanId), Is.EqualTo((send.TraceId, send.SpanId)));
            Assert.That(process.Links.Single().Context.SpanId, Is.EqualTo(stranger.SpanId));
        }
    }

    [Test]
    public void A_copy_of_a_copy_is_linked_to_the_first_attempt()
    {
        var properties = Sent();
        ActivityContext first = default;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var process = Traces.Process("projects", $"m{attempt}", 1, properties);
            first = attempt == 0 ? process!.Context : first;
            Assert.That(process!.Links.Select(link => link.Context.SpanId), Is.EqualTo(attempt == 0 ? [] : new[] { first.SpanId }));
            properties = Sent(isCopy: true);
        }
    }

    [Test]
    public void A_message_for_another_room_is_no_copy()
    {
        using var process = Traces.Process("projects", "m1", 1, Sent());

        Assert.That(Sent(isCopy: false).Keys, Has.None.EqualTo("first-attempt"));
    }

    [Test]
    public void What_is_no_trace_is_no_hindrance()
    {
        using var process = Traces.Process("projects", "m1", 1, new Dictionary<string, object> { ["traceparent"] = "garbage", ["Diagnostic-Id"] = 7, ["first-attempt"] = "" });

        Assert.That((process!.ParentSpanId, process.Links), Is.EqualTo((default(ActivitySpanId), Array.Empty<ActivityLink>())));
    }

    [Test]
    public void Without_a_trace_nothing_is_written_into_a_message()
    {
        spans.Dispose();

        Assert.That(Sent(), Is.Empty);
    }

    [TestCase("https://x/rest/v1.0/companies/44/erp_requests/7", "companies/erp_requests")]
    [TestCase("https://x/rest/v1.0/companies/44/erp_request_details?filters%5Bitem_id%5D=9", "companies/erp_request_details")]
    [TestCase("https://x/rest/v1.0/projects/1/vendors/2/actions/add", "projects/vendors/actions/add")]
    [TestCase("https://x/services/rest/record/v1/vendorBill/eid:procore-44-requisition-9?expandSubResources=true", "vendorBill")]
    [TestCase("https://x/services/rest/record/v1/vendorBill/8812", "vendorBill")]
    [TestCase("https://x/services/rest/query/v1/suiteql?limit=1000", "suiteql")]
    [TestCase("https://x/services/rest/auth/oauth2/v1/token", "auth/oauth2/token")]
    public void An_operation_has_no_ids(string address, string operation) => Assert.That(RemoteCall.OperationOf(new Uri(address)), Is.EqualTo(operation));

    private static Dictionary<string, object> Sent(bool isCopy = false)
    {
        var properties = new Dictionary<string, object>();
        using var send = Traces.Send("projects", "m1");
        Traces.Stamp(properties, isCopy);

        return properties;
    }
}
