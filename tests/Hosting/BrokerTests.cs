using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Hosting;

public sealed class BrokerTests
{
    private const string Queue = "projects";

    private VirtualTime time;
    private Broker broker;

    [SetUp]
    public void SetUp()
    {
        time = new VirtualTime();
        broker = new Broker(time);
        broker.DeclareQueue(Queue);
    }

    [Test]
    public void A_message_is_delivered_once_while_its_lock_holds()
    {
        Send("one");

        var message = broker.TryReceive(Queue)!;
        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));

        Assert.That(message.Body.ToString(), Is.EqualTo("body of one"));
        Assert.That(message.DeliveryCount, Is.EqualTo(1));
        Assert.That(broker.TryReceive(Queue), Is.Null);
    }

    [Test]
    public void A_message_whose_lock_ran_out_is_delivered_again()
    {
        Send("one");
        var first = broker.TryReceive(Queue)!;

        time.Advance(TimeSpan.FromMinutes(5));
        var second = broker.TryReceive(Queue)!;

        Assert.That(second.DeliveryCount, Is.EqualTo(2));
        Assert.That(second.LockToken, Is.Not.EqualTo(first.LockToken));
    }

    [Test]
    public void Settling_after_the_lock_ran_out_fails_and_leaves_the_message()
    {
        Send("one");
        var message = broker.TryReceive(Queue)!;
        time.Advance(TimeSpan.FromMinutes(5));

        Assert.That(
            () => broker.Complete(message),
            Throws.TypeOf<ServiceBusException>().With.Property(nameof(ServiceBusException.Reason)).EqualTo(ServiceBusFailureReason.MessageLockLost));
        Assert.That(broker.Depth(Queue), Is.EqualTo(1));
    }

    [Test]
    public void Settling_twice_fails()
    {
        Send("one");
        var message = broker.TryReceive(Queue)!;
        broker.Complete(message);

        Assert.That(
            () => broker.Complete(message),
            Throws.TypeOf<ServiceBusException>().With.Property(nameof(ServiceBusException.Reason)).EqualTo(ServiceBusFailureReason.MessageLockLost));
    }

    [Test]
    public void A_renewed_lock_holds_longer()
    {
        Send("one");
        var message = broker.TryReceive(Queue)!;

        time.Advance(TimeSpan.FromMinutes(4));
        broker.RenewLock(message);
        time.Advance(TimeSpan.FromMinutes(4));
        broker.Complete(message);

        Assert.That(broker.Peek(Queue), Is.Empty);
    }

    [Test]
    public void An_abandoned_message_comes_again_before_later_ones()
    {
        Send("one");
        Send("two");

        broker.Abandon(broker.TryReceive(Queue)!);

        Assert.That(broker.TryReceive(Queue)!.MessageId, Is.EqualTo("one"));
    }

    [Test]
    public void A_message_is_dead_lettered_after_ten_deliveries_with_the_reason()
    {
        Send("one");

        for (var delivery = 1; delivery <= 10; delivery++)
        {
            Assert.That(broker.DeadLetters(Queue), Is.Empty);
            broker.Abandon(broker.TryReceive(Queue)!);
        }

        Assert.That(broker.TryReceive(Queue), Is.Null);
        Assert.That(broker.DeadLetters(Queue).Single().DeadLetterReason, Is.EqualTo("MaxDeliveryCountExceeded"));
    }

    [Test]
    public void Lost_locks_count_as_deliveries()
    {
        Send("one");

        for (var delivery = 1; delivery <= 10; delivery++)
        {
            Assert.That(broker.TryReceive(Queue)!.DeliveryCount, Is.EqualTo(delivery));
            time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.That(broker.TryReceive(Queue), Is.Null);
        Assert.That(broker.DeadLetters(Queue), Has.Count.EqualTo(1));
    }

    [Test]
    public void Dead_lettering_keeps_reason_description_and_content()
    {
        Send("one");

        broker.DeadLetter(broker.TryReceive(Queue)!, null, "unreadable", "Not JSON.");

        var dead = broker.DeadLetters(Queue).Single();
        Assert.That(dead.DeadLetterReason, Is.EqualTo("unreadable"));
        Assert.That(dead.DeadLetterErrorDescription, Is.EqualTo("Not JSON."));
        Assert.That(dead.Body.ToString(), Is.EqualTo("body of one"));
        Assert.That(broker.Depth(Queue), Is.Zero);
    }

    [Test]
    public void A_scheduled_message_appears_at_its_time()
    {
        var at = time.GetUtcNow() + TimeSpan.FromMinutes(3);
        broker.Send(Queue, [Message("later")], at);

        Assert.That(broker.TryReceive(Queue), Is.Null);
        Assert.That(broker.Scheduled(Queue), Has.Count.EqualTo(1));
        Assert.That(broker.NextDue([Queue]), Is.EqualTo(at));
        time.AdvanceTo(at);
        Assert.That(broker.TryReceive(Queue)!.MessageId, Is.EqualTo("later"));
    }

    [Test]
    public void A_scheduled_message_stands_behind_those_that_came_before_its_time()
    {
        broker.Send(Queue, [Message("later")], time.GetUtcNow() + TimeSpan.FromMinutes(3));
        time.Advance(TimeSpan.FromMinutes(1));
        Send("sooner");
        time.Advance(TimeSpan.FromMinutes(10));

        Assert.That(broker.TryReceive(Queue)!.MessageId, Is.EqualTo("sooner"));
    }

    [Test]
    public void A_second_message_with_the_same_id_is_dropped_within_ten_minutes_even_if_the_first_is_done()
    {
        Send("one");
        broker.Complete(broker.TryReceive(Queue)!);

        time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Send("one");
        Assert.That(broker.TryReceive(Queue), Is.Null);

        time.Advance(TimeSpan.FromTicks(1));
        Send("one");
        Assert.That(broker.TryReceive(Queue), Is.Not.Null);
    }

    [Test]
    public void Duplicates_are_looked_for_in_one_queue_only()
    {
        broker.DeclareQueue("companies");
        Send("one");

        broker.Send("companies", [Message("one")]);

        Assert.That(broker.Depth("companies"), Is.EqualTo(1));
    }

    [Test]
    public void A_deferred_message_stays_and_is_not_delivered()
    {
        Send("one");

        broker.Defer(broker.TryReceive(Queue)!);

        Assert.That(broker.TryReceive(Queue), Is.Null);
        Assert.That(broker.Deferred(Queue), Has.Count.EqualTo(1));
        Assert.That(broker.NextDue([Queue]), Is.Null);
    }

    [Test]
    public void A_message_past_its_time_to_live_is_a_dead_letter()
    {
        var message = Message("one");
        message.TimeToLive = TimeSpan.FromMinutes(1);
        broker.Send(Queue, [message]);

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.That(broker.TryReceive(Queue), Is.Null);
        Assert.That(broker.Peek(Queue), Is.Empty);
        Assert.That(broker.DeadLetters(Queue).Single().DeadLetterReason, Is.EqualTo("TTLExpiredException"));
    }

    [Test]
    public void A_queue_that_nobody_declared_is_refused() =>
        Assert.That(
            () => broker.Send("nowhere", [Message("one")]),
            Throws.TypeOf<ServiceBusException>().With.Property(nameof(ServiceBusException.Reason)).EqualTo(ServiceBusFailureReason.MessagingEntityNotFound));

    [Test]
    public async Task Dead_letters_can_be_read_and_settled_through_the_client()
    {
        Send("one");
        broker.DeadLetter(broker.TryReceive(Queue)!, null, "unreadable", null);
        await using var client = new BrokerClient(broker, new Effects().Current);
        var receiver = client.CreateReceiver(Queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

        var dead = await receiver.ReceiveMessagesAsync(10);
        await client.CreateSender(Queue).SendMessageAsync(new ServiceBusMessage(dead[0]) { MessageId = "again" });
        await receiver.CompleteMessageAsync(dead[0]);

        Assert.That(broker.DeadLetters(Queue), Is.Empty);
        var again = broker.TryReceive(Queue)!;
        Assert.That(again.MessageId, Is.EqualTo("again"));
        Assert.That(again.DeadLetterReason, Is.Null);
        Assert.That(again.DeliveryCount, Is.EqualTo(1));
    }

    [Test]
    public void The_history_tells_what_happened_in_order()
    {
        Send("one");
        Send("one");
        broker.Abandon(broker.TryReceive(Queue)!);
        broker.Complete(broker.TryReceive(Queue)!);

        Assert.That(
            broker.History.Select(line => line.Kind),
            Is.EqualTo(new[]
            {
                BrokerEventKind.Sent, BrokerEventKind.DuplicateDropped, BrokerEventKind.Delivered, BrokerEventKind.Abandoned,
                BrokerEventKind.Delivered, BrokerEventKind.Completed,
            }));
    }

    private static ServiceBusMessage Message(string id) => new($"body of {id}") { MessageId = id };

    private void Send(string id) => broker.Send(Queue, [Message(id)]);
}
