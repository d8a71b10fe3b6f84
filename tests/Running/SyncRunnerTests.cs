using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;
using ProcoreNetSuite.Tests.Links;

namespace ProcoreNetSuite.Tests.Running;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SyncRunnerTests
{
    private static readonly ExternalData Mark = new("vendor", 35, "ns:1234567_SB1:vendor:9");

    private readonly RoomRig rig = new();
    private readonly Mock<ISyncHandler> handler = new();
    private readonly Mock<ServiceBusMessageActions> actions = new();
    private readonly List<RequestDetailClosing> closed = [];
    private readonly List<string> order = [];
    private readonly List<(SyncMessage Message, DateTimeOffset At, string Id)> later = [];
    private readonly SetTime clock = new() { Now = RoomRig.Now };
    private BinaryData? body;
    private SyncMessage message = new()
    {
        ConnectionId = "acme",
        Command = SyncCommand.Export,
        AskedAt = RoomRig.Now,
        Items = [new SyncItem(35, 880124), new SyncItem(36, 880125)],
    };

    public SyncRunnerTests()
    {
        handler.Setup(handler => handler.Queue).Returns(QueueNames.Companies);
        handler.Setup(handler => handler.KeyOf(It.IsAny<SyncMessage>(), It.IsAny<SyncItem>()))
            .Returns((SyncMessage _, SyncItem item) => new LinkKey("acme", EntityType.Company, item.ProcoreId));
        rig.Procore.Setup(procore => procore.SyncExternalDataAsync(It.IsAny<IReadOnlyList<ExternalData>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(() =>
            {
                order.Add("external data");
                return SyncAnswer.Empty;
            });
        rig.Procore.Setup(procore => procore.CloseRequestDetailsAsync(It.IsAny<IReadOnlyList<RequestDetailClosing>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<RequestDetailClosing> closings, CancellationToken _) =>
            {
                order.Add("details");
                closed.AddRange(closings);
                return SyncAnswer.Empty;
            });
        rig.Sender.Setup(sender => sender.SendLaterAsync(
                It.IsAny<string>(), It.IsAny<SyncMessage>(), It.IsAny<DateTimeOffset>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Callback((string _, SyncMessage copy, DateTimeOffset at, string id, CancellationToken _) => later.Add((copy, at, id)));
        actions.Setup(actions => actions.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>()))
            .Callback(() => order.Add("complete"));
    }

    [Test(Description = "procore-api.md 7.7: external data first, then the details")]
    public async Task What_is_done_is_marked_then_closed_and_then_the_message_is_completed()
    {
        await Run(Done(), Done());

        Assert.That(order, Is.EqualTo(new[] { "external data", "details", "complete" }));
        Assert.That(closed.Select(closing => (closing.Id, closing.Succeeded)), Is.EqualTo(new[] { (880124L, true), (880125L, true) }));
    }

    [Test]
    public async Task What_is_rejected_is_parked_and_reported_with_every_problem_and_its_remedy()
    {
        await Run(Done(), SyncOutcome.Rejected(new Problem("E301", "Harbor Rebar is inactive."), new Problem("E305", "ZZ is no state of US.")));

        var row = rig.Links[new LinkKey("acme", EntityType.Company, 36)]!;
        Assert.That(row.Problems.Select(problem => problem.Code), Is.EqualTo(new[] { "E301", "E305" }));
        Assert.That(closed[1].Succeeded, Is.False);
        Assert.That(closed[1].Messages, Has.Count.EqualTo(2));
        Assert.That(closed[1].Messages[0], Is.EqualTo("E301: Harbor Rebar is inactive. Make the company active in Procore's directory, then export again."));
    }

    [Test]
    public async Task A_repeated_message_about_answered_request_details_is_only_completed()
    {
        await Run(Done(), Done());
        order.Clear();

        await Run();

        Assert.That(order, Is.EqualTo(new[] { "complete" }));
        handler.Verify(handler => handler.HandleAsync(It.IsAny<SyncWork>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task What_waits_goes_into_a_later_copy_and_the_rest_is_reported_now()
    {
        await Run(Done(), SyncOutcome.Waiting(new Problem("E902", "NetSuite is down."), TimeSpan.FromSeconds(40)));

        Assert.That(closed.Select(closing => closing.Id), Is.EqualTo(new[] { 880124L }));
        Assert.That(later.Single().Message.Items, Is.EqualTo(new[] { new SyncItem(36, 880125) }));
        Assert.That((later[0].Message.Attempt, later[0].At), Is.EqualTo((1, RoomRig.Now.AddSeconds(40))));
    }

    [Test]
    public async Task A_copy_of_the_same_items_has_the_same_id_and_a_copy_of_others_another()
    {
        var waiting = SyncOutcome.Waiting(new Problem("E902", "NetSuite is down."));
        await Run(waiting, waiting);
        await Run(waiting, waiting);
        await Run(Done(), waiting);

        Assert.That(later[0].Id, Is.EqualTo(later[1].Id), "a redelivery");
        Assert.That(later[2].Id, Is.Not.EqualTo(later[0].Id));
        Assert.That(later.Select(copy => copy.Id), Has.None.EqualTo("message-1"));
    }

    [Test(Description = "anchors: a wait has an end")]
    public async Task After_four_hours_a_wait_becomes_a_failure_that_names_what_never_came()
    {
        message = message with { AskedAt = RoomRig.Now.AddHours(-4).AddSeconds(-1), Items = [new SyncItem(35, 880124)] };

        await Run(SyncOutcome.Waiting(new Problem("E402", "Acme is still being exported.")));

        Assert.That(later, Is.Empty);
        Assert.That(closed.Single().Messages.Single(), Does.StartWith("E402: Acme is still being exported. The connector gave up after 4 hours."));
    }

    [Test(Description = "acceptance case 8")]
    public async Task If_Procore_can_not_be_told_only_the_answer_is_repeated()
    {
        rig.Procore.Setup(procore => procore.CloseRequestDetailsAsync(It.IsAny<IReadOnlyList<RequestDetailClosing>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new UnavailableException(new Problem("E902", "Procore is down.")));

        await Run(Done(), Done());

        Assert.That(later.Single().Message.Items, Has.Count.EqualTo(2));
        Assert.That(rig.Links[new LinkKey("acme", EntityType.Company, 35)]?.ReportedAt, Is.Null);
    }

    [Test(Description = "procore-api.md 5.1: a row is synced only when Procore says so")]
    public async Task A_record_whose_origin_id_Procore_refuses_is_reported_as_failed()
    {
        rig.Procore.Setup(procore => procore.SyncExternalDataAsync(It.IsAny<IReadOnlyList<ExternalData>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new SyncAnswer([], [new SyncError(null, Mark.OriginId, "vendor", 35, "origin_id has already been taken")]));

        await Run(Done(), SyncOutcome.Skipped("nothing"));

        Assert.That((closed.Single().Succeeded, closed.Single().Id), Is.EqualTo((false, 880124L)));
        Assert.That(closed[0].Messages[0], Does.Contain("has already been taken").And.Contain("E904"));
    }

    [Test]
    public async Task A_refusal_that_hits_the_whole_batch_is_every_records_outcome()
    {
        handler.Setup(handler => handler.HandleAsync(It.IsAny<SyncWork>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new RejectedException(new Problem("E903", "The role may not do this.")));

        await RunAsItIs();

        Assert.That(closed.Select(closing => closing.Succeeded), Is.EqualTo(new[] { false, false }));
    }

    [TestCaseSource(nameof(Outages))]
    public void An_outage_of_what_the_app_stands_on_leaves_the_message_to_be_delivered_again(Exception failure)
    {
        handler.Setup(handler => handler.HandleAsync(It.IsAny<SyncWork>(), It.IsAny<CancellationToken>())).ThrowsAsync(failure);

        Assert.That(RunAsItIs, Throws.Exception.SameAs(failure));
        Assert.That(order, Is.Empty);
    }

    private static IEnumerable<Exception> Outages =>
    [
        new TimeoutException(), new IOException(), new HttpRequestException(), new OperationCanceledException(), new Azure.RequestFailedException(503, "busy"), new Azure.RequestFailedException(403, "no"),
        new ServiceBusException("gone", ServiceBusFailureReason.ServiceCommunicationProblem), new AggregateException(new TimeoutException()),
    ];

    [Test(Description = "13.6: the outcome of the one record it belongs to; the others go on")]
    public async Task What_nobody_foresaw_is_told_of_its_record_and_its_neighbours_are_done()
    {
        handler.Setup(handler => handler.HandleAsync(It.IsAny<SyncWork>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((SyncWork work, CancellationToken _) => work.Tasks.Any(task => task.Item.ProcoreId == 35)
                ? throw new InvalidOperationException("Value was\neither too large.")
                : [SyncOutcome.Done(new NetSuiteId("9"), [Mark with { ItemId = 36 }])]);

        await RunAsItIs();
        await RunAsItIs();

        const string Sentence = "E905: Company 35 could not be exported, for a reason that nobody foresaw: Value was either too large. The operator has been told. Export again; if it fails once more, send the operator this sentence.";
        Assert.That(closed.Select(closing => (closing.Id, closing.Succeeded, closing.Messages.SingleOrDefault())), Is.EqualTo(new[] { (880124L, false, Sentence), (880125L, true, null) }), "and nothing is added by another delivery");
        Assert.That($"{rig.Links[new LinkKey("acme", EntityType.Company, 35)]!.Problems.Single()}", Is.EqualTo(Sentence));
        Assert.That(order.Count(what => what == "complete"), Is.EqualTo(2));
    }

    [Test(Description = "Procore may have been told of it: it is never told the contrary")]
    public void What_nobody_foresaw_behind_a_success_is_not_told_and_the_message_comes_again()
    {
        handler.Setup(handler => handler.HandleAsync(It.IsAny<SyncWork>(), It.IsAny<CancellationToken>())).ReturnsAsync((SyncWork work, CancellationToken _) => [.. work.Tasks.Select(_ => Done())]);
        rig.Procore.Setup(procore => procore.SyncExternalDataAsync(It.IsAny<IReadOnlyList<ExternalData>>(), It.IsAny<CancellationToken>())).ThrowsAsync(new FormatException("a bug"));

        Assert.That(RunAsItIs, Throws.TypeOf<FormatException>());

        rig.Procore.Verify(procore => procore.SyncExternalDataAsync(It.IsAny<IReadOnlyList<ExternalData>>(), It.IsAny<CancellationToken>()), Times.Exactly(3), "together, then each by itself: one doesn't stop the other");
        Assert.That((closed, order.Contains("complete")), Is.EqualTo((new List<RequestDetailClosing>(), false)));
    }

    [TestCase(LinkState.Writing, 0, null, "E414: Checking whether NetSuite kept Acme, after what nobody foresaw: a bug.")]
    [TestCase(LinkState.Unknown, 1, null, "E414: Checking whether NetSuite kept Acme, after what nobody foresaw: a bug.")]
    [TestCase(LinkState.Writing, 2, false, "E905: Acme may be in NetSuite, where the next export looks for it first; this one did not come to its end, for a reason that nobody foresaw: a bug.")]
    [TestCase(LinkState.Linked, 0, false, "E905: Acme is in NetSuite as record 9, but its export did not come to its end, for a reason that nobody foresaw: a bug.")]
    [TestCase(LinkState.Open, 0, false, "E905: Acme could not be exported, for a reason that nobody foresaw: a bug.")]
    public async Task What_nobody_foresaw_is_not_called_a_failure_while_NetSuite_may_have_kept_the_record(LinkState state, int attempt, bool? succeeded, string said)
    {
        message = message with { Attempt = attempt, Items = [new SyncItem(35, 880124)] };
        var key = new LinkKey("acme", EntityType.Company, 35);
        handler.Setup(handler => handler.HandleAsync(It.IsAny<SyncWork>(), It.IsAny<CancellationToken>())).ReturnsAsync((SyncWork _, CancellationToken _) =>
        {
            rig.Links.Put(new Link { Key = key, State = state, OperationId = "message-1", NetSuiteId = new NetSuiteId("9"), Name = "Acme", LeaseUntil = RoomRig.Now.AddMinutes(5) });
            throw new InvalidOperationException("a bug");
        });

        await RunAsItIs();

        Assert.That(closed.Select(closing => (bool?)closing.Succeeded), Is.EqualTo(succeeded is null ? Array.Empty<bool?>() : [succeeded]));
        Assert.That(later.Select(copy => (copy.Message.Attempt, copy.At)), Is.EqualTo(succeeded is null ? new[] { (attempt + 1, RoomRig.Now.AddMinutes(5)) } : []));
        Assert.That(rig.Links.History.Select(entry => entry.Came), Has.Some.Contains(said));
    }

    [Test]
    public async Task Records_that_are_worked_on_one_by_one_go_on_in_a_copy_once_that_takes_long()
    {
        message = message with { Items = [.. Enumerable.Range(35, 4).Select(id => new SyncItem(id, 880000 + id))] };
        handler.Setup(handler => handler.HandleAsync(It.IsAny<SyncWork>(), It.IsAny<CancellationToken>())).ReturnsAsync((SyncWork work, CancellationToken _) =>
        {
            clock.Now += TimeSpan.FromSeconds(61);

            return work.Tasks.Count > 1 ? throw new InvalidOperationException("a bug") : [Done()];
        });

        await RunAsItIs();

        Assert.That(closed.Select(closing => closing.Id), Is.EqualTo(new[] { 880035L, 880036L }));
        Assert.That(later.Single().Message.Items.Select(item => item.ProcoreId), Is.EqualTo(new[] { 37L, 38L }));
        Assert.That(order[^1], Is.EqualTo("complete"));
    }

    [TestCase("{}", "Malformed", "SyncMessage")]
    [TestCase("""{"connectionId":"other","command":"Export","askedAt":"2026-03-02T08:00:00Z","items":[{"procoreId":7}]}""", "UnknownConnection", "other")]
    public async Task A_message_that_no_delivery_will_make_sense_of_is_dead_lettered_at_once(string json, string reason, string named)
    {
        body = BinaryData.FromString(json);

        await RunAsItIs();

        Assert.That(order, Is.Empty);
        handler.Verify(handler => handler.HandleAsync(It.IsAny<SyncWork>(), It.IsAny<CancellationToken>()), Times.Never);
        actions.Verify(actions => actions.DeadLetterMessageAsync(
            It.IsAny<ServiceBusReceivedMessage>(), null, reason, It.Is<string>(text => text.Contains(named)), It.IsAny<CancellationToken>()));
    }

    [Test]
    public async Task A_refusal_that_was_overtaken_by_a_success_is_not_told_after_it()
    {
        var key = new LinkKey("acme", EntityType.Company, 35);
        handler.Setup(handler => handler.HandleAsync(It.IsAny<SyncWork>(), It.IsAny<CancellationToken>())).ReturnsAsync(() =>
        {
            rig.Links.Put(new Link { Key = key, State = LinkState.Linked, NetSuiteId = new NetSuiteId("9"), OperationId = "message-2", AnsweredDetails = [880124] });

            return [SyncOutcome.Rejected(new Problem("E305", "ZZ is no state of US.")), SyncOutcome.Rejected(new Problem("E301", "It is inactive."))];
        });

        await RunAsItIs();

        Assert.That(closed.Select(closing => closing.Id), Is.EqualTo(new[] { 880125L }));
        Assert.That(rig.Links[key]!.Problems, Is.Empty);
    }

    [Test]
    public async Task A_refusal_of_a_record_that_another_message_has_just_written_is_looked_at_again()
    {
        message = message with { Items = [new SyncItem(35, 880124)] };
        handler.Setup(handler => handler.HandleAsync(It.IsAny<SyncWork>(), It.IsAny<CancellationToken>())).ReturnsAsync(() =>
        {
            rig.Links.Put(new Link
            {
                Key = new LinkKey("acme", EntityType.Company, 35),
                State = LinkState.Linked,
                NetSuiteId = new NetSuiteId("9"),
                OperationId = "message-2",
            });

            return [SyncOutcome.Rejected(new Problem("E305", "ZZ is no state of US."))];
        });

        await RunAsItIs();

        Assert.That(closed, Is.Empty);
        Assert.That(later.Single().Message.Items.Single().ProcoreId, Is.EqualTo(35));
    }

    private static SyncOutcome Done() => SyncOutcome.Done(new NetSuiteId("9"), [Mark]);

    private Task Run(params SyncOutcome[] outcomes)
    {
        handler.Setup(handler => handler.HandleAsync(It.IsAny<SyncWork>(), It.IsAny<CancellationToken>())).ReturnsAsync(outcomes);

        return RunAsItIs();
    }

    private Task RunAsItIs()
    {
        var connections = new Mock<IConnections>();
        connections.Setup(connections => connections.GetConnection(It.IsAny<string>())).Throws<KeyNotFoundException>(() => new("There is no connection other."));
        connections.Setup(connections => connections.GetConnection("acme")).Returns(rig.Connection);
        var copies = new LaterCopies(rig.Sender.Object, clock);
        var runner = new SyncRunner(
            new Inbox(connections.Object, RoomRig.Time, NullLogger<Inbox>.Instance), rig.Links, rig.Changes, new ProcoreAnswers(rig.Changes, copies, clock), copies, rig.Sender.Object, clock, NullLogger<SyncRunner>.Instance);

        return runner.RunAsync(
            handler.Object,
            ServiceBusModelFactory.ServiceBusReceivedMessage(body ?? MessageJson.Write(message), messageId: "message-1"),
            actions.Object,
            CancellationToken.None);
    }
}
