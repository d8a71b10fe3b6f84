using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;
using ProcoreNetSuite.Tests.Links;

namespace ProcoreNetSuite.Tests.Importing;

/// <summary>Runs step by step, with the real store and an import that counts what it is asked.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ImportRunnerTests : IDisposable
{
    private readonly RoomRig rig = new();
    private readonly Mock<IImport> import = new();
    private readonly Mock<ServiceBusMessageActions> actions = new();
    private readonly List<string?> steps = [];
    private readonly List<RequestDetailClosing> closed = [];
    private readonly List<(ImportMessage Message, DateTimeOffset? At, string? Id)> sent = [];
    private readonly Queue<Func<ImportStep>> plan = new();
    private TableStore azure = null!;
    private TableImportStore runs = null!;
    private SyncAnswer closing = SyncAnswer.Empty;
    private RejectedException? refusal;

    [SetUp]
    public async Task SetUp()
    {
        azure = await TableStore.NewAsync();
        runs = new TableImportStore(azure.Service, azure.Time);
        import.Setup(import => import.Kind).Returns(ImportKind.Vendors);
        import.Setup(import => import.Queue).Returns("vendor-imports");
        import.Setup(import => import.DoAsync(It.IsAny<Connection>(), It.IsAny<ImportRun>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((Connection _, ImportRun run, CancellationToken _) =>
            {
                steps.Add(run.Cursor);
                return plan.Dequeue()();
            });
        rig.Procore.Setup(procore => procore.CloseRequestDetailsAsync(It.IsAny<IReadOnlyList<RequestDetailClosing>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<RequestDetailClosing> closings, CancellationToken _) =>
            {
                closed.AddRange(closings);
                return refusal is null ? closing : throw refusal;
            });
        rig.Sender.Setup(sender => sender.SendAsync("vendor-imports", It.IsAny<ImportMessage>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Callback((string _, ImportMessage message, string? id, CancellationToken _) => sent.Add((message, null, id)));
        rig.Sender.Setup(sender => sender.SendLaterAsync("vendor-imports", It.IsAny<ImportMessage>(), It.IsAny<DateTimeOffset>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Callback((string _, ImportMessage message, DateTimeOffset at, string id, CancellationToken _) => sent.Add((message, at, id)));
    }

    [Test]
    public async Task A_run_does_its_steps_in_order_adds_up_and_answers_once()
    {
        Plan(() => Step("a", read: 2) with { Watermark = "2026-03-02 01:00:00", Total = 3 }, () => Step(null, read: 1));

        await DeliverAsync(Start());

        var run = await RunAsync();
        Assert.That(steps, Is.EqualTo(new[] { null, "a" }));
        Assert.That((run.State, run.Counts.Read, run.Total, run.Watermark), Is.EqualTo((ImportState.Succeeded, 3, (int?)3, "2026-03-02 01:00:00")));
        Assert.That(closed.Select(closing => (closing.Id, closing.Succeeded)), Is.EqualTo(new[] { (880208L, true) }));
        Assert.That((await runs.FindMarkAsync("acme", ImportKind.Vendors, null, default))!.Watermark, Is.EqualTo("2026-03-02 01:00:00"));
    }

    [Test]
    public async Task A_first_run_that_looks_at_a_few_days_only_does_not_stand_for_all_before()
    {
        Plan(() => Step(null) with { Watermark = "2026-03-02 01:00:00" }, () => Step(null));

        await DeliverAsync(Start() with { Since = "2026-03-01" });
        await DeliverAsync(Start() with { RunId = "second" });

        Assert.That((await runs.FindAsync("acme", ImportKind.Vendors, "second", default))!.Since, Is.Null);
    }

    [Test]
    public async Task Problems_of_any_length_and_alphabet_fit_into_the_runs_row()
    {
        var problem = new Problem("E413", new string('界', 4_000), new string('"', 4_000));
        Plan(() => Step(null) with { Problems = [.. Enumerable.Repeat(problem, 100)] });

        await DeliverAsync(Start());

        Assert.That((await RunAsync()).Problems, Has.Count.InRange(10, 100));
    }

    [Test]
    public async Task A_message_that_is_delivered_again_does_no_step_twice()
    {
        Plan(() => Step("a"), () => Step(null));

        await DeliverAsync(Start());
        await DeliverAsync(Start());
        await DeliverAsync(Start() with { Step = 1 });

        Assert.That(steps, Has.Count.EqualTo(2));
        Assert.That(closed, Has.Count.EqualTo(1));
        actions.Verify(actions => actions.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>()), Times.Exactly(3));
    }

    [Test]
    public async Task A_crash_within_a_step_repeats_that_step_and_no_other()
    {
        Plan(() => Step("a"), () => throw new TimeoutException("killed"), () => Step(null));

        Assert.That(() => DeliverAsync(Start()), Throws.InstanceOf<TimeoutException>());
        await DeliverAsync(sent.Count == 0 ? Start() : sent[^1].Message);
        await DeliverAsync(sent[^1].Message);

        Assert.That(steps, Is.EqualTo(new[] { null, "a", "a" }));
        Assert.That((await RunAsync()).State, Is.EqualTo(ImportState.Succeeded));
    }

    [Test(Description = "acceptance case 40")]
    public async Task A_step_that_throws_what_nobody_foresaw_fails_its_run_in_words_and_the_next_may_start()
    {
        Plan(() => Step("a"), () => throw new InvalidOperationException("Sequence contains\tno elements"), () => Step(null));

        await DeliverAsync(Start());

        var run = await RunAsync();
        Assert.That(run.State, Is.EqualTo(ImportState.Failed));
        Assert.That($"{run.Problems.Single()}", Does.StartWith("E905: The import of vendors could not go on, for a reason that nobody foresaw: Sequence contains no elements. The operator has been told."));
    }

    [Test]
    public async Task What_takes_longer_than_a_minute_goes_on_in_a_message_of_its_own()
    {
        Plan(
            () =>
            {
                azure.Time.Now += TimeSpan.FromSeconds(61);
                return Step("a");
            },
            () => Step(null));

        await DeliverAsync(Start());
        Assert.That(sent.Select(copy => (copy.Message.Step, copy.At, copy.Id)), Is.EqualTo(new[] { (2, (DateTimeOffset?)null, "request-66-2") }));
        await DeliverAsync(sent[0].Message);

        Assert.That((steps, (await RunAsync()).State), Is.EqualTo((new[] { null, "a" }, ImportState.Succeeded)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_delivery_that_another_one_overtook_looks_later_whether_that_one_came_to_an_end(bool waits)
    {
        Plan(
            () =>
            {
                // The other delivery, whose lock has run out: this one holds the message. It does the step and dies with its worker.
                var before = RunAsync().Result;
                Assert.That(runs.TrySaveAsync(before with { Step = 2, Cursor = "a" }, default).Result, Is.Not.Null);
                return waits ? throw new UnavailableException(new Problem("E902", "NetSuite can't be reached.")) : Step("a");
            },
            () => Step(null));

        await DeliverAsync(Start());
        Assert.That(sent.Select(copy => (copy.Message.Step, copy.At)), Is.EqualTo(new[] { (1, (DateTimeOffset?)azure.Time.Now.AddMinutes(2)) }));
        await DeliverAsync(sent[0].Message);
        await DeliverAsync(sent[1].Message);

        Assert.That((steps, (await RunAsync()).State), Is.EqualTo((new[] { null, "a" }, ImportState.Succeeded)));
    }

    [Test]
    public async Task Records_that_failed_are_told_to_the_person_who_asked()
    {
        Plan(() => Step(null) with { Counts = new() { Read = 2, Failed = 1 }, Problems = [new Problem("E904", "Procore refused Taken Ltd.")] });

        await DeliverAsync(Start());

        Assert.That((await RunAsync()).State, Is.EqualTo(ImportState.SucceededWithProblems));
        Assert.That((closed.Single().Succeeded, closed[0].Messages.Single()), Is.EqualTo((false, "E904: Procore refused Taken Ltd. Correct what Procore names, then export again.")));
    }

    [Test]
    public async Task While_NetSuite_is_down_the_step_waits_and_after_four_hours_the_run_fails_and_says_why()
    {
        Func<ImportStep> down = () => throw new UnavailableException(new Problem("E902", "NetSuite can't be reached."));
        Plan(down, down);

        await DeliverAsync(Start());
        Assert.That((sent.Single().Message.Step, sent[0].Message.Attempt, sent[0].At), Is.EqualTo((1, 1, (DateTimeOffset?)azure.Time.Now.AddSeconds(2))));
        Assert.That(closed, Is.Empty);
        azure.Time.Now += TimeSpan.FromHours(4.1);
        await DeliverAsync(sent[0].Message);

        Assert.That((await RunAsync()).State, Is.EqualTo(ImportState.Failed));
        Assert.That((closed.Single().Succeeded, closed[0].Messages.Single()), Is.EqualTo((false, "E902: NetSuite can't be reached. The connector tries again by itself.")));
        Assert.That(await runs.FindMarkAsync("acme", ImportKind.Vendors, null, default), Is.Null);
    }

    [Test]
    public async Task A_request_while_another_run_is_under_way_comes_again_and_gives_up_after_four_hours()
    {
        Plan(() => throw new UnavailableException(new Problem("E902", "NetSuite can't be reached.")));
        await DeliverAsync(Start());
        var second = Start() with { RunId = "request-67", RequestDetailId = 880209 };

        await DeliverAsync(second);
        Assert.That((sent[^1].Message.RunId, sent[^1].Message.Step), Is.EqualTo(("request-67", 0)));
        Assert.That(sent[^1].At!.Value - azure.Time.Now, Is.InRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)));
        azure.Time.Now = sent[^1].At!.Value;
        await DeliverAsync(sent[^1].Message);
        azure.Time.Now += TimeSpan.FromSeconds(29);
        await DeliverAsync(second);
        Assert.That(sent[^1].Id, Is.EqualTo(sent[^2].Id), "whoever asks again while it waits meets the copy that is under way");
        await DeliverAsync(second with { AskedAt = azure.Time.Now.AddHours(-5) });

        Assert.That(steps, Has.Count.EqualTo(1));
        Assert.That((closed.Single().Id, closed[0].Succeeded), Is.EqualTo((880209L, false)));
    }

    [Test]
    public async Task A_request_detail_that_Procore_did_not_close_is_closed_again_and_the_steps_are_not_repeated()
    {
        Plan(() => Step(null));
        closing = new SyncAnswer([], [new SyncError(880208, null, null, null, "locked")]);
        await DeliverAsync(Start());
        Assert.That((await RunAsync()).State, Is.EqualTo(ImportState.Running));
        closing = SyncAnswer.Empty;

        await DeliverAsync(sent.Single().Message);

        Assert.That((await RunAsync()).State, Is.EqualTo(ImportState.Succeeded));
        Assert.That((steps.Count, closed.Count), Is.EqualTo((1, 2)));
    }

    [TestCase(true, ImportState.SucceededWithProblems)]
    [TestCase(false, ImportState.Failed)]
    public async Task A_run_that_Procore_refuses_to_be_told_of_ends_and_says_so(bool isRead, ImportState state)
    {
        Plan(() => isRead ? Step(null) with { Watermark = "2026-03-02 01:00:00" } : throw new RejectedException(new Problem("E505", "Payments are for the United States.")));
        refusal = new RejectedException(new Problem("E904", "Procore refuses closing 1 request detail."), 404);

        await DeliverAsync(Start());

        var run = await RunAsync();
        Assert.That((run.State, run.Problems[^1].Message), Is.EqualTo((state, "Procore refuses closing 1 request detail.")));
        Assert.That((await runs.FindMarkAsync("acme", ImportKind.Vendors, null, default))?.Watermark, Is.EqualTo(isRead ? "2026-03-02 01:00:00" : null), "what was read is read");
        actions.Verify(actions => actions.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>()), Times.Once);
        Plan(() => Step(null));
        refusal = null;
        await DeliverAsync(Start() with { RunId = "request-67" });
        Assert.That((await runs.FindAsync("acme", ImportKind.Vendors, "request-67", default))!.State, Is.EqualTo(ImportState.Succeeded), "the next one need not wait for its end");
    }

    [Test]
    public async Task A_request_detail_that_is_gone_ends_the_run_at_once_and_any_other_refusal_after_four_hours()
    {
        Plan(() => Step(null), () => Step(null));
        closing = new SyncAnswer([], [new SyncError(880208, null, null, null, "id: Entity with this ID not found")]);
        await DeliverAsync(Start());
        Assert.That(((await RunAsync()).State, (await RunAsync()).Problems.Single().Code), Is.EqualTo((ImportState.SucceededWithProblems, "E904")));

        closing = new SyncAnswer([], [new SyncError(880208, null, null, null, "locked")]);
        await DeliverAsync(Start() with { RunId = "request-67" });
        azure.Time.Now += TimeSpan.FromHours(4.1);
        await DeliverAsync(sent.Single().Message);

        var run = (await runs.FindAsync("acme", ImportKind.Vendors, "request-67", default))!;
        Assert.That((run.State, run.Problems.Single().Message), Is.EqualTo((ImportState.SucceededWithProblems, "Procore did not close request detail 880208: locked.")));
    }

    [Test]
    public async Task A_run_that_failed_is_told_once_Procore_can_be_reached_again()
    {
        Plan(() => throw new RejectedException(new Problem("E505", "Payments are for the United States.")));
        closing = new SyncAnswer([], [new SyncError(880208, null, null, null, "busy")]);
        await DeliverAsync(Start());
        Assert.That((await RunAsync()).State, Is.EqualTo(ImportState.Running));
        closing = SyncAnswer.Empty;

        await DeliverAsync(sent.Single().Message);

        Assert.That(((await RunAsync()).State, steps.Count, closed[^1].Messages.Single()[..5]), Is.EqualTo((ImportState.Failed, 1, "E505:")));
    }

    [TestCase(6, "2026-03-02 01:00:00")]
    [TestCase(8, null)]
    public async Task Everything_is_compared_once_a_week_and_otherwise_what_changed(int days, string? since)
    {
        Plan(() => Step(null) with { Watermark = "2026-03-02 01:00:00" }, () => Step(null));
        await DeliverAsync(Start());
        azure.Time.Now += TimeSpan.FromDays(days);

        await DeliverAsync(Start() with { RunId = "request-67", AskedAt = azure.Time.Now });

        Assert.That((await runs.FindAsync("acme", ImportKind.Vendors, "request-67", default))!.Since, Is.EqualTo(since));
    }

    public void Dispose() => azure?.Dispose();

    private static ImportStep Step(string? cursor, int read = 1) => new(cursor) { Counts = new() { Read = read } };

    private void Plan(params Func<ImportStep>[] planned) => planned.ToList().ForEach(plan.Enqueue);

    private ImportMessage Start() => new()
    {
        ConnectionId = "acme",
        Kind = ImportKind.Vendors,
        RunId = "request-66",
        RequestedBy = "Procore user 9",
        RequestDetailId = 880208,
        AskedAt = azure.Time.Now,
    };

    private async Task<ImportRun> RunAsync() => (await runs.FindAsync("acme", ImportKind.Vendors, "request-66", default))!;

    private Task DeliverAsync(ImportMessage message)
    {
        var connections = Mock.Of<IConnections>(connections => connections.GetConnection("acme") == rig.Connection);
        var runner = new ImportRunner(new Inbox(connections, azure.Time, NullLogger<Inbox>.Instance), new ImportStarter(runs, rig.Sender.Object, azure.Time, NullLogger<ImportStarter>.Instance), runs, rig.Sender.Object, azure.Time, NullLogger<ImportRunner>.Instance);

        return runner.RunAsync(
            import.Object, ServiceBusModelFactory.ServiceBusReceivedMessage(MessageJson.Write(message), messageId: "message-1"), actions.Object, CancellationToken.None);
    }
}
