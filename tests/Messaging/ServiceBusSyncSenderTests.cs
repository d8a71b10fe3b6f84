using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Tests.Messaging;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ServiceBusSyncSenderTests
{
    private readonly Queues queues = new();

    private readonly SyncMessage message = new()
    {
        ConnectionId = "main",
        Command = SyncCommand.Export,
        AskedAt = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero),
        Items = [new(7)],
    };

    private ServiceBusSyncSender Sender => new(new Client(queues));

    [Test]
    public async Task A_message_carries_its_deduplication_id_its_command_and_its_json()
    {
        await Sender.SendAsync(QueueNames.Companies, message, "event-1", CancellationToken.None);

        var (queue, sent) = queues.Sent.Single();
        Assert.That(queue, Is.EqualTo("companies"));
        Assert.That(sent, Has.Property("MessageId").EqualTo("main-event-1").And.Property("Subject").EqualTo("Export")
            .And.Property("ContentType").EqualTo("application/json").And.Property("ScheduledEnqueueTime").EqualTo(default(DateTimeOffset)));
        Assert.That(MessageJson.Read<SyncMessage>(sent.Body), Is.EqualTo(message).UsingPropertiesComparer());
    }

    [Test]
    public async Task An_event_is_named_after_its_kind()
    {
        var hook = new RequestEvent { ConnectionId = "main", RequestId = 1, AskedAt = message.AskedAt };

        await Sender.SendAsync(QueueNames.ProcoreEvents, hook, "event-1", CancellationToken.None);

        Assert.That(queues.Sent.Single().Message.Subject, Is.EqualTo("RequestEvent"));
    }

    [Test]
    public async Task Every_message_without_a_deduplication_id_gets_a_new_one()
    {
        var sender = Sender;

        await sender.SendAsync(QueueNames.Companies, message, null, CancellationToken.None);
        await sender.SendAsync(QueueNames.Companies, message, null, CancellationToken.None);

        Assert.That(queues.Sent.Select(sent => sent.Message.MessageId), Is.Unique.And.None.Empty);
    }

    [Test]
    public async Task A_deduplication_id_too_long_for_Service_Bus_still_names_the_same_message()
    {
        var sender = Sender;
        foreach (var ending in "aab")
        {
            await sender.SendAsync(QueueNames.Companies, message, new string('x', 200) + ending, CancellationToken.None);
        }

        var ids = queues.Sent.Select(sent => sent.Message.MessageId).ToList();
        Assert.That(ids, Has.All.Length.LessThanOrEqualTo(128));
        Assert.That(ids[0], Is.EqualTo(ids[1]).And.Not.EqualTo(ids[2]));
    }

    [Test]
    public async Task A_message_for_later_gets_its_time_and_its_own_id()
    {
        var at = message.AskedAt.AddMinutes(1);

        await Sender.SendLaterAsync(QueueNames.Companies, message, at, "copy-1", CancellationToken.None);

        Assert.That(queues.Sent.Single().Message, Has.Property("ScheduledEnqueueTime").EqualTo(at).And.Property("MessageId").EqualTo("main-copy-1"));
    }

    [Test]
    public async Task One_sender_serves_a_queue_for_good()
    {
        var sender = Sender;
        foreach (var queue in QueueNames.All)
        {
            await sender.SendAsync(queue, message, null, CancellationToken.None);
            await sender.SendAsync(queue, message, null, CancellationToken.None);
        }

        Assert.That(queues.Opened, Is.EquivalentTo(QueueNames.All));
    }

    [Test]
    public async Task Many_may_send_at_once()
    {
        var sender = Sender;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => sender.SendAsync(QueueNames.Companies, message, null, CancellationToken.None))));

        Assert.That(queues.Sent, Has.Count.EqualTo(200));
    }

    [Test]
    public void A_failed_send_is_the_callers_to_know()
    {
        queues.Failure = new ServiceBusException("busy", ServiceBusFailureReason.ServiceBusy);

        Assert.That(async () => await Sender.SendAsync(QueueNames.Companies, message, null, CancellationToken.None), Throws.InstanceOf<QueueUnreachableException>().With.InnerException.SameAs(queues.Failure));
    }

    private sealed class Queues
    {
        public ConcurrentQueue<(string Queue, ServiceBusMessage Message)> Sent { get; } = [];

        public ConcurrentQueue<string> Opened { get; } = [];

        public ServiceBusException? Failure { get; set; }
    }

    private sealed class Client(Queues queues) : ServiceBusClient
    {
        public override ServiceBusSender CreateSender(string queueOrTopicName)
        {
            queues.Opened.Enqueue(queueOrTopicName);

            return new QueueSender(queues, queueOrTopicName);
        }
    }

    private sealed class QueueSender(Queues queues, string queue) : ServiceBusSender
    {
        public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
        {
            if (queues.Failure is { } failure)
            {
                throw failure;
            }

            queues.Sent.Enqueue((queue, message));

            return Task.CompletedTask;
        }
    }
}
