using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Running;

/// <summary>What settling a message may say, as Service Bus's client and the Functions host say it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InboxTests : IDisposable
{
    private static readonly ServiceBusException LockLost = new("The lock supplied is invalid.", ServiceBusFailureReason.MessageLockLost);

    private readonly RoomRig rig = new();
    private readonly Mock<ServiceBusMessageActions> actions = new();
    private readonly KeptLogs logs = new();
    private readonly LoggerFactory logging;
    private int worked;

    public InboxTests() => logging = new LoggerFactory([logs]);

    private static IEnumerable<TestCaseData> LostLocks =>
    [
        new TestCaseData(LockLost).SetArgDisplayNames("from Service Bus's client"),
        new TestCaseData(new RpcException(new Status(StatusCode.Unknown, LockLost.ToString()))).SetArgDisplayNames("from the host, as text"),
        new TestCaseData(new RpcException(new Status(StatusCode.FailedPrecondition, "LockToken 5d2f not found."))).SetArgDisplayNames("from a host that was started anew"),
    ];

    private static IEnumerable<TestCaseData> OtherFailures =>
    [
        new TestCaseData(new ServiceBusException("no route", ServiceBusFailureReason.ServiceCommunicationProblem)).SetArgDisplayNames("Service Bus is out of reach"),
        new TestCaseData(new RpcException(new Status(StatusCode.Unknown, "System.ArgumentException: lockToken"))).SetArgDisplayNames("another text"),
        new TestCaseData(new RpcException(new Status(StatusCode.Unavailable, "Error connecting to subchannel."))).SetArgDisplayNames("the host is gone"),
        new TestCaseData(new InvalidOperationException("a bug")).SetArgDisplayNames("a bug"),
    ];

    [TestCaseSource(nameof(LostLocks))]
    public async Task A_lock_that_was_lost_over_work_that_is_done_is_no_error(Exception failure)
    {
        actions.Setup(actions => actions.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>())).ThrowsAsync(failure);

        await HandleAsync("""{"connectionId":"acme","requestId":66,"askedAt":"2026-06-01T12:00:00Z"}""");

        Assert.That(worked, Is.EqualTo(1));
        Assert.That(logs.Lines.Single(), Does.StartWith("Information").And.Contain("message-1").And.Contain("delivered again"));
    }

    [TestCaseSource(nameof(LostLocks))]
    public async Task A_lock_that_was_lost_over_a_dead_letter_is_no_error_either(Exception failure)
    {
        actions.Setup(actions => actions.DeadLetterMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), null, "Malformed", It.IsAny<string>(), It.IsAny<CancellationToken>())).ThrowsAsync(failure);

        await HandleAsync("{}");

        Assert.That(logs.Lines, Has.Exactly(1).StartsWith("Information").And.Exactly(1).StartsWith("Error"), "and the error is the message's own");
    }

    [TestCaseSource(nameof(OtherFailures))]
    public void Any_other_failure_to_settle_is_an_error(Exception failure)
    {
        actions.Setup(actions => actions.CompleteMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), It.IsAny<CancellationToken>())).ThrowsAsync(failure);

        Assert.That(() => HandleAsync("""{"connectionId":"acme","requestId":66,"askedAt":"2026-06-01T12:00:00Z"}"""), Throws.Exception.SameAs(failure));
    }

    [Test]
    public void A_lock_that_is_lost_while_there_is_still_work_to_do_is_an_error_of_that_work()
    {
        Assert.That(() => HandleAsync("""{"connectionId":"acme","requestId":66,"askedAt":"2026-06-01T12:00:00Z"}""", () => throw LockLost), Throws.Exception.SameAs(LockLost));
        actions.VerifyNoOtherCalls();
    }

    [TestCase(9, null)]
    [TestCase(10, "Failed: Given up after 10 deliveries: a bug")]
    public async Task The_last_delivery_says_why_the_message_died(int delivery, string? words)
    {
        var said = SaidOfDeadLetters();

        var work = () => HandleAsync("""{"connectionId":"acme","requestId":66,"askedAt":"2026-06-01T12:00:00Z"}""", () => throw new InvalidOperationException("a bug"), delivery);

        if (words is null)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(work);
        }
        else
        {
            await work();
        }

        Assert.That(said, Is.EqualTo(words is null ? Array.Empty<string>() : [words]));
        Assert.That(actions.Invocations, Has.Count.EqualTo(said.Count), "and nothing else");
    }

    [Test]
    public async Task What_is_given_up_goes_to_the_dead_letters_at_its_first_delivery()
    {
        var said = SaidOfDeadLetters();

        await HandleAsync(
            """{"connectionId":"acme","requestId":66,"askedAt":"2026-06-01T12:00:00Z"}""", () => throw new GivenUpException("NotTold", new Problem("E902", "Procore gave no answer."), "Nobody was told."));

        Assert.That(said, Is.EqualTo(new[] { "NotTold: Nobody was told. E902: Procore gave no answer. The connector tries again by itself." }));
        Assert.That(actions.Invocations, Has.Count.EqualTo(1), "and nothing else");
    }

    [Test]
    public async Task A_host_that_stops_gives_nothing_up()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => HandleAsync("""{"connectionId":"acme","requestId":66,"askedAt":"2026-06-01T12:00:00Z"}""", () => throw new OperationCanceledException(), delivery: 10));
        actions.VerifyNoOtherCalls();
    }

    private List<string> SaidOfDeadLetters()
    {
        List<string> said = [];
        actions.Setup(actions => actions.DeadLetterMessageAsync(It.IsAny<ServiceBusReceivedMessage>(), null, It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Callback((ServiceBusReceivedMessage _, Dictionary<string, object>? _, string? reason, string? words, CancellationToken _) => said.Add($"{reason}: {words}"));

        return said;
    }

    public void Dispose()
    {
        logging.Dispose();
        logs.Dispose();
    }

    private Task HandleAsync(string body, Action? work = null, int delivery = 1)
    {
        var connections = new Mock<IConnections>();
        connections.Setup(connections => connections.GetConnection("acme")).Returns(rig.Connection);

        return new Inbox(connections.Object, RoomRig.Time, logging.CreateLogger<Inbox>()).HandleAsync<RequestEvent>(
            QueueNames.ProcoreEvents,
            ServiceBusModelFactory.ServiceBusReceivedMessage(BinaryData.FromString(body), messageId: "message-1", deliveryCount: delivery),
            actions.Object,
            (_, _) =>
            {
                work?.Invoke();
                worked++;
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }
}
