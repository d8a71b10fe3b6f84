using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Routing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Setup;
using ProcoreNetSuite.Functions.WbsCodes;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Routing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class RequestRouterTests
{
    private readonly RoomRig rig = new();
    private readonly Mock<ServiceBusMessageActions> actions = new();
    private readonly Mock<IJobCostSwitches> switches = new();
    private readonly Mock<IRequestStore> requests = new();
    private readonly List<(string Queue, SyncMessage Message, string? Id)> sent = [];
    private readonly List<RequestDetailClosing> closed = [];
    private readonly ErpConnections erp;
    private RequestMark? mark;
    private RequestEvent message = new() { ConnectionId = "acme", RequestId = 66, UserId = 9, AskedAt = RoomRig.Now };

    public RequestRouterTests()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("WEBSITE_HOSTNAME", "acme-func.example.net")]).Build();
        erp = new ErpConnections(Mock.Of<IConnections>(), new AppAddress(settings), rig.Links, RoomRig.Time);
        rig.Procore.Setup(procore => procore.ListDetailsOfRequestAsync(66, It.IsAny<CancellationToken>())).ReturnsAsync([]);
        rig.Sender.Setup(sender => sender.SendAsync(It.IsAny<string>(), It.IsAny<SyncMessage>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .Callback((string queue, SyncMessage order, string? id, CancellationToken _) => sent.Add((queue, order, id)));
        rig.Procore.Setup(procore => procore.CloseRequestDetailsAsync(It.IsAny<IReadOnlyList<RequestDetailClosing>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<RequestDetailClosing> closings, CancellationToken _) =>
            {
                closed.AddRange(closings);
                return SyncAnswer.Empty;
            });
        requests.Setup(requests => requests.FindManyAsync("acme", It.IsAny<IReadOnlyCollection<long>>(), It.IsAny<CancellationToken>())).ReturnsAsync(() => mark is null ? new Dictionary<long, RequestMark>() : new Dictionary<long, RequestMark> { [66] = mark });
        requests.Setup(requests => requests.TryRefuseAsync("acme", 66, "event-1", RoomRig.Now.AddHours(-1), It.IsAny<CancellationToken>())).ReturnsAsync(() => mark?.RefusedAt is null);
        switches.Setup(switches => switches.SaveAsync(It.IsAny<string>(), It.IsAny<long>(), It.IsAny<bool>(), It.IsAny<long>(), It.IsAny<CancellationToken>())).ReturnsAsync(true);
        rig.Procore.Setup(procore => procore.ListRequestDetailsAsync(It.IsAny<long>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
    }

    [TestCase("create_vendor", QueueNames.Companies, SyncCommand.Export)]
    [TestCase("create_or_update_job", QueueNames.Projects, SyncCommand.Export)]
    [TestCase("create_standard_cost_codes", QueueNames.WbsCodes, SyncCommand.Acknowledge)]
    [TestCase("create_requisitions", QueueNames.SubcontractorInvoices, SyncCommand.Export)]
    [TestCase("unlink_vendor", QueueNames.Companies, SyncCommand.Unlink)]
    [TestCase("reset_job", QueueNames.Projects, SyncCommand.Unlink)]
    [TestCase("reset_requisition", QueueNames.SubcontractorInvoices, SyncCommand.Unlink)]
    public async Task Each_request_goes_to_its_room(string name, string queue, SyncCommand command)
    {
        await Route(Sample(name));

        Assert.That((sent.Single().Queue, sent[0].Message.Command, sent[0].Message.RequestedBy), Is.EqualTo((queue, command, (long?)9)));
        actions.Verify(actions => actions.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>()));
    }

    [Test(Description = "design 5: one message for 25 invoices")]
    public async Task A_batch_is_cut_into_messages_of_25_and_a_second_routing_sends_the_same_ids()
    {
        var batch = Request("create_requisitions", new
        {
            requisitions = Enumerable.Range(1, 60).Select(number => new { procore_requisition_id = number, request_detail_id = number, job_origin_id = "x" }),
        });

        await Route(batch);
        var first = sent.Select(order => order.Id).ToList();
        await Route(batch);

        Assert.That(sent.Take(3).Select(order => order.Message.Items.Count), Is.EqualTo(new[] { 25, 25, 10 }));
        Assert.That(first, Is.Unique);
        Assert.That(sent.Skip(3).Select(order => order.Id), Is.EqualTo(first));
    }

    [TestCase(true, Description = "procore-api.md, corrections: details are looked up by request")]
    [TestCase(false, Description = "7.4.2: that details name their request is assumed; without, they are found by the item's id")]
    public async Task A_missing_request_detail_is_looked_up(bool byRequest)
    {
        if (byRequest)
        {
            rig.Procore.Setup(procore => procore.ListDetailsOfRequestAsync(66, It.IsAny<CancellationToken>()))
                .ReturnsAsync([new RequestDetail(1, 66, ItemId: 58820), new RequestDetail(2, 66, ItemId: 58821)]);
        }

        rig.Procore.Setup(procore => procore.ListRequestDetailsAsync(58821, It.IsAny<CancellationToken>()))
            .ReturnsAsync([new RequestDetail(1, ErpRequestId: 12), new RequestDetail(2, ErpRequestId: 66), new RequestDetail(3, ErpRequestId: 70)]);

        await Route(Sample("create_requisitions"));

        Assert.That(sent.Single().Message.Items.Select(item => item.RequestDetailId), Is.EqualTo(new long?[] { 880205, 2 }));
        rig.Procore.Verify(procore => procore.ListRequestDetailsAsync(58820, It.IsAny<CancellationToken>()), Times.Never);
        rig.Procore.Verify(procore => procore.ListRequestDetailsAsync(58821, It.IsAny<CancellationToken>()), byRequest ? Times.Never : Times.Once);
    }

    [TestCase("sync_vendors", QueueNames.VendorImports, ImportKind.Vendors)]
    [TestCase("sync_jobs", QueueNames.JobImports, ImportKind.Jobs)]
    public async Task A_refresh_starts_an_import_that_is_named_after_the_request(string name, string queue, ImportKind kind)
    {
        await Route(Request(name, new { request_detail_id = 880208, company_id = 4400123 }));

        rig.Sender.Verify(sender => sender.SendAsync(
            queue,
            It.Is<ImportMessage>(order => order.Kind == kind && order.Step == 0 && order.RunId == "request-66" && order.RequestDetailId == 880208 && order.RequestedBy == "Procore user 9"),
            "request-66",
            It.IsAny<CancellationToken>()));
        Assert.That(closed, Is.Empty, "the run closes it");
    }

    [TestCase("link_vendor", """{"vendor":{"id":32,"origin_id":"ns:1"}}""", SyncCommand.Link, "32.")]
    [TestCase("create_vendor_in_procore", """{"vendor":{"id":32,"origin_id":"ns:1"}}""", SyncCommand.Link, "32.")]
    [TestCase("link_all_vendors", """{"vendors":[{"id":32,"origin_id":"ns:1"},{"id":33,"origin_id":"ns:2"}]}""", SyncCommand.Link, "32. 33.")]
    [TestCase("merge_vendors", """{"master_vendor":{"id":1,"origin_id":null},"source_vendors":[{"id":32},{"id":33}]}""", SyncCommand.Merge, "32.1 33.1")]
    [TestCase("merge_vendors", """{"master_vendor":{"id":1,"origin_id":"ns:1"},"source_vendors":[]}""", SyncCommand.Merge, "1.1", Description = "procore-api.md 7.6: sources may be empty")]
    public async Task A_notice_about_companies_goes_to_their_room_with_ids_only(string name, string data, SyncCommand command, string items)
    {
        await Route(Request(name, System.Text.Json.JsonElement.Parse(data)));

        var order = sent.Single();
        Assert.That((order.Queue, order.Message.Command), Is.EqualTo((QueueNames.Companies, command)));
        Assert.That(string.Join(' ', order.Message.Items.Select(item => $"{item.ProcoreId}.{item.SurvivorId}")), Is.EqualTo(items));
    }

    [Test]
    public async Task A_request_that_is_not_to_be_seen_yet_is_looked_at_again()
    {
        await Route(null);

        rig.Sender.Verify(sender => sender.SendLaterAsync(
            QueueNames.ProcoreEvents, It.Is<RequestEvent>(copy => copy.Attempt == 1), RoomRig.Now.AddSeconds(2), It.IsAny<string>(), It.IsAny<CancellationToken>()));
    }

    [Test]
    public async Task A_request_that_never_shows_up_is_dead_lettered_in_words()
    {
        message = message with { Attempt = 5 };

        await Route(null);

        AssertDeadLettered("Refused", "E903: ERP Request 66 does not exist, or the service account may not see it.");
    }

    [Test(Description = "13.6: two hundred events cost what one does")]
    public async Task Events_about_a_request_that_another_one_looks_at_or_was_refused_for_are_done(
        [Values("looks", "refused")] string why, [Values] bool isLongAgo, [Values] bool isAgain)
    {
        var at = RoomRig.Now.AddMinutes(isLongAgo ? -60 : -59);
        mark = why == "looks" ? new(66, at) { LooksUntil = isLongAgo ? RoomRig.Now : RoomRig.Now.AddSeconds(1), LooksBy = "event-0" } : new(66, at) { RefusedAt = at, RefusedBy = "event-0" };
        message = message with { IsAgain = isAgain };

        await Route(Sample("create_vendor"));

        rig.Procore.Verify(procore => procore.FindErpRequestAsync(66, It.IsAny<CancellationToken>()), Times.Exactly(isLongAgo || isAgain ? 1 : 0));
        Assert.That(sent, Has.Count.EqualTo(isLongAgo || isAgain ? 1 : 0));
        actions.Verify(actions => actions.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>()));
    }

    [Test(Description = "its dead letter failed, or the process died over it: it is not to vanish")]
    public async Task A_message_that_was_interrupted_over_its_own_refusal_goes_to_the_dead_letters()
    {
        mark = new(66, RoomRig.Now) { RefusedAt = RoomRig.Now, RefusedBy = "event-1" };
        requests.Setup(requests => requests.TryRefuseAsync("acme", 66, "event-1", It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).ReturnsAsync(true);

        await Route(Request("create_vendor", new { }));

        AssertDeadLettered("Refused", "create_vendor");
    }

    [TestCase(null, true)]
    [TestCase("event-1", true, Description = "delivered again")]
    [TestCase("event-0", false, Description = "another one is delivered again and again")]
    public async Task Of_events_about_a_request_that_the_credentials_do_not_open_one_is_delivered_again(string? looks, bool reads)
    {
        mark = looks is null ? null : new(66, RoomRig.Now) { LooksUntil = RoomRig.Now.AddMinutes(9), LooksBy = looks };
        rig.Procore.Setup(procore => procore.FindErpRequestAsync(66, It.IsAny<CancellationToken>())).ThrowsAsync(new RejectedException(new Problem("E903", "Procore refuses access."), 403));

        if (reads)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => RouteAsItIs());
        }
        else
        {
            await RouteAsItIs();
        }

        requests.Verify(requests => requests.MarkLookAsync("acme", 66, "event-1", RoomRig.Now.AddMinutes(10), It.IsAny<CancellationToken>()), Times.Exactly(reads ? 1 : 0));
        rig.Procore.Verify(procore => procore.FindErpRequestAsync(66, It.IsAny<CancellationToken>()), Times.Exactly(reads ? 1 : 0));
    }

    [Test]
    public async Task Of_events_that_were_looked_at_at_once_one_goes_to_the_dead_letters()
    {
        requests.Setup(requests => requests.TryRefuseAsync("acme", 66, "event-1", It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())).ReturnsAsync(false);

        await Route(Request("create_vendor", new { }));

        actions.Verify(actions => actions.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>()), Times.Once);
        actions.VerifyNoOtherCalls();
    }

    [Test]
    public async Task While_Procore_is_down_the_event_waits()
    {
        rig.Procore.Setup(procore => procore.FindErpRequestAsync(66, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ThrottledException(new Problem("E901", "Procore's allowance is used up."), TimeSpan.FromMinutes(20)));

        await RouteAsItIs();

        rig.Sender.Verify(sender => sender.SendLaterAsync(
            QueueNames.ProcoreEvents, It.IsAny<RequestEvent>(), RoomRig.Now.AddMinutes(20), It.IsAny<string>(), It.IsAny<CancellationToken>()));
    }

    [Test]
    public async Task A_request_of_another_shape_is_dead_lettered_with_its_name()
    {
        await Route(Request("create_vendor", new { }));

        AssertDeadLettered("Refused", "create_vendor");
        Assert.That(closed, Is.Empty);
    }

    [Test]
    public async Task The_person_who_made_a_request_of_another_shape_reads_that_it_failed()
    {
        await Route(Request("create_vendor", new { request_detail_id = 5, vendor = new { id = "x" } }));

        Assert.That((closed.Single().Id, closed[0].Succeeded), Is.EqualTo((5L, false)));
        Assert.That(closed[0].Messages.Single(), Does.StartWith("E904: ERP Request 66 (create_vendor) can't be read"));
    }

    [Test]
    public async Task An_event_that_can_not_be_read_is_dead_lettered_at_once()
    {
        var inbox = new Inbox(Mock.Of<IConnections>(), RoomRig.Time, NullLogger<Inbox>.Instance);
        var router = new RequestRouter(inbox, rig.Sender.Object, switches.Object, requests.Object, new RequestLooks(requests.Object, rig.Sender.Object, RoomRig.Time, NullLogger<RequestLooks>.Instance), new CodeDeletions(rig.Links), erp, RoomRig.Time, NullLogger<RequestRouter>.Instance);

        await router.RunAsync(
            ServiceBusModelFactory.ServiceBusReceivedMessage(BinaryData.FromString("[]"), messageId: "event-1"), actions.Object, CancellationToken.None);

        actions.Verify(actions => actions.DeadLetterMessageAsync(
            It.IsAny<ServiceBusReceivedMessage>(), null, "Malformed", It.IsAny<string>(), It.IsAny<CancellationToken>()));
        actions.VerifyNoOtherCalls();
    }

    [Test(Description = "procore-api.md 6.5: one action may raise two events")]
    public async Task Two_events_about_one_request_make_one_message()
    {
        await Route(Sample("create_vendor"));
        message = message with { AskedAt = RoomRig.Now.AddSeconds(3) };
        await RouteAsItIs();

        Assert.That(sent[1].Id, Is.EqualTo(sent[0].Id));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_notice_about_a_project_keeps_its_switch_and_asks_for_its_costs_if_that_is_on(bool isOn)
    {
        await Route(Request("sync_single_job", new
        {
            id = "ns:1234567_SB1:job:31",
            additional_job_data = new { job_name = "Dock 7", procore_project_id = 7, project_id = 893, job_cost_transactions_sync_enabled = isOn },
            company_id = 4400123,
        }));

        switches.Verify(switches => switches.SaveAsync("acme", 7, isOn, 66, It.IsAny<CancellationToken>()), Times.Once);
        rig.Sender.Verify(
            sender => sender.SendAsync(
                QueueNames.DirectCosts, It.Is<ImportMessage>(order => order.ProjectId == 7 && order.Step == 0 && order.RunId == "request-66"), "request-66", It.IsAny<CancellationToken>()),
            Times.Exactly(isOn ? 1 : 0));
    }

    [Test]
    public async Task A_notice_that_comes_after_a_later_one_asks_for_nothing()
    {
        switches.Setup(switches => switches.SaveAsync("acme", 7, true, 66, It.IsAny<CancellationToken>())).ReturnsAsync(false);

        await Route(Request("sync_single_job", new { additional_job_data = new { procore_project_id = 7, job_cost_transactions_sync_enabled = true } }));

        rig.Sender.VerifyNoOtherCalls();
    }

    [Test(Description = "the sweep asks whether a request has reached its room, or has a message that will look again")]
    public async Task A_request_is_marked_when_its_messages_are_on_their_queues_and_not_before()
    {
        await Route(Sample("create_vendor"));
        requests.Verify(requests => requests.MarkAsync("acme", 66, true, It.IsAny<CancellationToken>()), Times.Once);
        await Route(null);
        requests.Verify(requests => requests.MarkLookAsync("acme", 66, It.Is<string>(copy => copy != "event-1"), RoomRig.Now.AddSeconds(2).AddMinutes(2), It.IsAny<CancellationToken>()), Times.Once);
        requests.Verify(requests => requests.FindManyAsync("acme", It.IsAny<IReadOnlyCollection<long>>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
        rig.Sender.Setup(sender => sender.SendAsync(It.IsAny<string>(), It.IsAny<SyncMessage>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new TimeoutException());

        Assert.That(() => Route(Sample("create_vendor")), Throws.TypeOf<TimeoutException>());
        requests.Verify(requests => requests.FindManyAsync("acme", It.IsAny<IReadOnlyCollection<long>>(), It.IsAny<CancellationToken>()), Times.Exactly(3));
        requests.VerifyNoOtherCalls();
    }

    [TestCase(9, false)]
    [TestCase(10, true)]
    public async Task What_nobody_foresaw_is_told_in_Procore_before_its_message_dies(int delivery, bool isTold)
    {
        rig.Procore.Setup(procore => procore.FindErpRequestAsync(66, It.IsAny<CancellationToken>())).ThrowsAsync(new NotSupportedException("a shape of its own"));
        rig.Procore.Setup(procore => procore.ListDetailsOfRequestAsync(66, It.IsAny<CancellationToken>())).ReturnsAsync([new(880123, 66, Status: "in_progress"), new(880124, 66, Status: "success")]);

        try
        {
            await RouteAsItIs(delivery);
        }
        catch (NotSupportedException) when (!isTold)
        {
            Assert.That(closed, Is.Empty);

            return;
        }

        Assert.That(closed.Select(closing => (closing.Id, closing.Succeeded, closing.Messages.Single())), Is.EqualTo(new[]
        {
            (880123L, false, "E905: ERP Request 66 could not be passed on, for a reason that nobody foresaw: a shape of its own. The operator has been told. " + new Problem("E905", "").Remedy),
        }));
        AssertDeadLettered("Failed", "a shape of its own");
    }

    private void AssertDeadLettered(string reason, string words) => actions.Verify(actions => actions.DeadLetterMessageAsync(
        It.IsAny<ServiceBusReceivedMessage>(), null, reason, It.Is<string>(text => text.Contains(words)), It.IsAny<CancellationToken>()), Times.Once);

    private static ErpRequest Sample(string name) => Files.ErpRequest(name);

    private static ErpRequest Request(string name, object data) => new() { Id = 66, RequestName = name, RequestData = JsonSerializer.SerializeToElement(data) };

    private Task Route(ErpRequest? request)
    {
        rig.Procore.Setup(procore => procore.FindErpRequestAsync(66, It.IsAny<CancellationToken>())).ReturnsAsync(request);

        return RouteAsItIs();
    }

    private Task RouteAsItIs(int delivery = 1)
    {
        var connections = new Mock<IConnections>();
        connections.Setup(connections => connections.GetConnection("acme")).Returns(rig.Connection);

        return new RequestRouter(new Inbox(connections.Object, RoomRig.Time, NullLogger<Inbox>.Instance), rig.Sender.Object, switches.Object, requests.Object, new RequestLooks(requests.Object, rig.Sender.Object, RoomRig.Time, NullLogger<RequestLooks>.Instance), new CodeDeletions(rig.Links), erp, RoomRig.Time, NullLogger<RequestRouter>.Instance).RunAsync(
            ServiceBusModelFactory.ServiceBusReceivedMessage(MessageJson.Write(message), messageId: "event-1", deliveryCount: delivery), actions.Object, CancellationToken.None);
    }
}
