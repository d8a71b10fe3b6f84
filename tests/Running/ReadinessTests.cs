using Azure;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Tests.Builders;
using ProcoreNetSuite.Tests.NetSuite;

namespace ProcoreNetSuite.Tests.Running;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase), CancelAfter(30_000)]
public sealed class ReadinessTests : IDisposable
{
    private readonly Mock<ILinkStore> links = new();
    private readonly Mock<ServiceBusClient> client = new();
    private readonly Mock<ServiceBusSender> sender = new();
    private readonly Mock<ServiceBusReceiver> receiver = new();
    private readonly KeptLogs logs = new();
    private readonly LoggerFactory logging;

    public ReadinessTests()
    {
        logging = new LoggerFactory([logs]);
        client.Setup(client => client.CreateSender(QueueNames.ProcoreEvents)).Returns(sender.Object);
        client.Setup(client => client.CreateReceiver(QueueNames.ProcoreEvents, It.IsAny<ServiceBusReceiverOptions>())).Returns(receiver.Object);
        sender.Setup(sender => sender.CreateMessageBatchAsync(It.IsAny<CancellationToken>())).ReturnsAsync(() => ServiceBusModelFactory.ServiceBusMessageBatch(0, []));
    }

    private static IEnumerable<TestCaseData> StoreFailures =>
    [
        new(new RequestFailedException(403, "no", "AuthorizationFailure", null), "403 AuthorizationFailure"),
        new(new AggregateException("six tries"), "can't be reached"),
        new(new RequestFailedException(0, "no answer"), "can't be reached"),
        new(new HttpRequestException("reset"), "can't be reached"),
        new(new NotSupportedException("secret"), "could not be asked (NotSupportedException). See the app's log."),
        new(new CredentialUnavailableException("The app has no identity."), "identity"),
    ];

    private static IEnumerable<TestCaseData> QueueFailures =>
    [
        new(new ServiceBusException("no route", ServiceBusFailureReason.ServiceCommunicationProblem), "E902: The queue can't be reached. There is no connection to Service Bus. ", "port 5671"),
        new(new CredentialUnavailableException("The app has no identity."), "E903: The queue can't be reached. The app's identity gets no token for it. ", "AZURE_CLIENT_ID"),
        new(new UnauthorizedAccessException("Send claim required."), "E903: The queue can't be reached. Service Bus does not let the app's identity in. ", "Azure Service Bus Data Sender and Azure Service Bus Data Receiver"),
    ];

    [Test]
    public async Task What_answers_is_ready() => Assert.That(await Find(), Is.Null);

    [TestCaseSource(nameof(StoreFailures))]
    public async Task A_link_store_that_does_not_answer_is_named_in_one_sentence(Exception failure, string text)
    {
        links.Setup(links => links.FindAsync(It.IsAny<LinkKey>(), It.IsAny<CancellationToken>())).ThrowsAsync(failure);

        Assert.That(await Find(), Does.Contain(text).And.Not.Contain("secret"));
    }

    [TestCaseSource(nameof(QueueFailures))]
    public async Task A_queue_that_takes_nothing_is_named_with_what_to_do(Exception failure, string sentence, string remedy)
    {
        sender.Setup(sender => sender.CreateMessageBatchAsync(It.IsAny<CancellationToken>())).ThrowsAsync(failure);

        Assert.That(await Find(), Does.StartWith(sentence).And.Contain(remedy));
        Assert.That(logs.Lines, Has.One.StartsWith("Error").And.Contains(failure.Message));
    }

    [TestCaseSource(nameof(QueueFailures))]
    public async Task A_queue_that_gives_nothing_is_named_with_what_to_do(Exception failure, string sentence, string remedy)
    {
        receiver.Setup(receiver => receiver.PeekMessagesAsync(1, null, It.IsAny<CancellationToken>())).ThrowsAsync(failure);

        Assert.That(await Find(), Does.StartWith(sentence).And.Contain(remedy));
    }

    [Test(Description = "on a clock on which every wait is over at once")]
    public async Task Neither_is_waited_for_longer_than_a_quarter_of_a_minute()
    {
        var time = new ImpatientTime();
        links.Setup(links => links.FindAsync(It.IsAny<LinkKey>(), It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource<Link?>().Task);
        sender.Setup(sender => sender.CreateMessageBatchAsync(It.IsAny<CancellationToken>())).Returns(new ValueTask<ServiceBusMessageBatch>(new TaskCompletionSource<ServiceBusMessageBatch>().Task));

        var problem = await Find(time);

        Assert.That(problem, Does.StartWith("The link store gave no answer within 15 seconds. E902: The queue can't be reached. Service Bus gave no answer within 15 seconds. "));
        Assert.That(time.Waited, Is.EqualTo(TimeSpan.FromSeconds(30)), "fifteen for each, at the same time");
    }

    [Test]
    public async Task A_look_that_takes_too_long_is_told_by_the_next_answer()
    {
        var answer = new TaskCompletionSource<ServiceBusMessageBatch>();
        sender.Setup(sender => sender.CreateMessageBatchAsync(It.IsAny<CancellationToken>())).Returns(new ValueTask<ServiceBusMessageBatch>(answer.Task));
        var time = new ImpatientTime();
        var probe = Probe(time);
        var first = await probe.FindProblemAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
        answer.SetException(new CredentialUnavailableException("after half a minute"));
        await probe.Look();

        Assert.That((first!.Code, (await probe.FindProblemAsync(TimeSpan.FromSeconds(5), CancellationToken.None))!.Code), Is.EqualTo(("E902", "E903")));
        sender.Verify(sender => sender.CreateMessageBatchAsync(It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test(Description = "anyone may ask")]
    public async Task Service_Bus_is_looked_at_once_in_a_quarter_of_a_minute_however_many_ask()
    {
        var time = new ImpatientTime();
        var probe = Probe(time);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => probe.Look()));
        time.Advance(TimeSpan.FromSeconds(14));
        await probe.Look();
        sender.Verify(sender => sender.CreateMessageBatchAsync(It.IsAny<CancellationToken>()), Times.Once);

        time.Advance(TimeSpan.FromSeconds(1));
        await probe.Look();
        sender.Verify(sender => sender.CreateMessageBatchAsync(It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    public void Dispose()
    {
        logging.Dispose();
        logs.Dispose();
    }

    private Task<string?> Find(TimeProvider? time = null) =>
        new Readiness(links.Object, Probe(time ?? TimeProvider.System), time ?? TimeProvider.System, NullLogger<Readiness>.Instance).FindProblemAsync(CancellationToken.None);

    private QueueProbe Probe(TimeProvider time) => new(client.Object, time, logging.CreateLogger<QueueProbe>());
}
