using System.IO.Pipelines;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Intake;

/// <summary>design.md 5: the webhook answers within 4 s whatever the queue does, for Procore waits 5.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase), CancelAfter(30_000)]
public sealed class IntakeLimitTests : IDisposable
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(4);

    private readonly HandTime time = new();
    private readonly Mock<ISyncSender> sender = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource sent = new();
    private readonly IntakeRig rig;
    private CancellationToken given;

    public IntakeLimitTests()
    {
        rig = new IntakeRig(sender.Object, time);
        sender.Setup(sender => sender.SendAsync(It.IsAny<string>(), It.IsAny<RequestEvent>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .Returns((string _, RequestEvent _, string? _, CancellationToken token) =>
            {
                given = token;
                started.SetResult();

                return sent.Task;
            });
    }

    [Test]
    public async Task A_send_that_never_ends_is_answered_within_four_seconds(CancellationToken cancellationToken)
    {
        await AssertGivenUpAsync(cancellationToken);

        Assert.That(given.IsCancellationRequested, Is.False, "it goes on: stopped half-way, a connection that opens slowly never would");
    }

    [Test]
    public async Task A_send_that_blocks_its_thread_is_answered_within_four_seconds(CancellationToken cancellationToken)
    {
        using var end = new ManualResetEventSlim();
        sender.Setup(sender => sender.SendAsync(It.IsAny<string>(), It.IsAny<RequestEvent>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .Returns(() =>
            {
                started.SetResult();
                end.Wait(cancellationToken);

                return Task.CompletedTask;
            });

        await AssertGivenUpAsync(cancellationToken);
        end.Set();
        await LoggedAsync("Information", "was queued late", cancellationToken);
    }

    [Test]
    public async Task A_caller_that_hangs_up_says_nothing_about_the_queue(CancellationToken cancellationToken)
    {
        using var caller = new CancellationTokenSource();
        rig.HungUp = caller.Token;
        var answering = rig.TakeAsync();
        await started.Task.WaitAsync(cancellationToken);

        await caller.CancelAsync();
        await answering.WaitAsync(cancellationToken);
        sent.SetResult();

        await LoggedAsync("Information", "was queued late", cancellationToken);
        Assert.That(rig.Log, Has.None.StartsWith("Error"));
    }

    [Test]
    public async Task A_send_that_arrives_late_is_told_in_the_log(CancellationToken cancellationToken)
    {
        await AssertGivenUpAsync(cancellationToken);

        sent.SetResult();

        await LoggedAsync("Information", "ERP Request 66012345 was queued late", cancellationToken);
    }

    [Test]
    public async Task A_send_that_fails_late_is_told_with_its_cause(CancellationToken cancellationToken)
    {
        await AssertGivenUpAsync(cancellationToken);

        sent.SetException(new InvalidOperationException("after all"));

        await LoggedAsync("Error", "after all", cancellationToken);
    }

    [Test]
    public async Task An_event_that_does_not_come_to_its_end_is_answered_within_four_seconds(CancellationToken cancellationToken)
    {
        var body = new Pipe();
        await body.Writer.WriteAsync("{ \"id\": "u8.ToArray(), cancellationToken);

        var answering = rig.TakeAsync(body.Reader.AsStream(), WebhookSite.Secret, "main");
        time.Advance(Promised);

        Assert.That((await answering.WaitAsync(cancellationToken)).Status, Is.EqualTo(408));
        sender.VerifyNoOtherCalls();
    }

    [Test]
    public async Task An_event_that_breaks_off_is_no_failed_function([Values] bool hungUp)
    {
        var body = new Pipe();
        await body.Writer.WriteAsync("{ \"id\": "u8.ToArray(), CancellationToken.None);
        using var caller = new CancellationTokenSource();
        rig.HungUp = hungUp ? caller.Token : CancellationToken.None;
        var answering = rig.TakeAsync(body.Reader.AsStream(), WebhookSite.Secret, "main");
        await caller.CancelAsync();
        await body.Writer.CompleteAsync(hungUp ? null : new IOException("reset"));

        Assert.That((await answering).Status, Is.EqualTo(400));
        Assert.That(rig.Log, Has.None.StartsWith("Error"));
        sender.VerifyNoOtherCalls();
    }

    public void Dispose() => rig.Dispose();

    private async Task AssertGivenUpAsync(CancellationToken cancellationToken)
    {
        var answering = rig.TakeAsync();
        await started.Task.WaitAsync(cancellationToken);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.That(answering.IsCompleted, Is.False, "as long as Procore may wait, the queue has time");

        time.Advance(Promised - TimeSpan.FromSeconds(3));

        var answer = await answering.WaitAsync(cancellationToken);
        Assert.That(answer.Status, Is.EqualTo(503));
        Assert.That(answer.Text, Does.StartWith("E902: The queue can't be reached. Service Bus gave no answer within 3.5 seconds. "));
        Assert.That(rig.Log, Has.Some.StartsWith("Error").And.Contains("66012345"));
    }

    private async Task LoggedAsync(string level, string text, CancellationToken cancellationToken)
    {
        while (!rig.Log.Any(line => line.StartsWith(level, StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal)))
        {
            await Task.Delay(10, cancellationToken);
        }
    }
}
