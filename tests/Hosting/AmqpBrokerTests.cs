using System.Net;
using Azure.Core;
using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.ServiceBusBroker;

namespace ProcoreNetSuite.Tests.Hosting;

/// <summary>The broker on the wire, with the real client.</summary>
[NonParallelizable]
public sealed class AmqpBrokerTests
{
    private const string Queue = "projects";

    private static readonly TimeSpan generous = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_processor_takes_everything_that_was_sent_in_batches()
    {
        await using var broker = await StartAsync();
        await using var client = Client(broker);
        await client.CreateSender(Queue).SendMessagesAsync(Enumerable.Range(0, 100).Select(number => Message($"m{number}")));

        var left = 100;
        var done = new TaskCompletionSource();
        await using var processor = client.CreateProcessor(Queue, new ServiceBusProcessorOptions { MaxConcurrentCalls = 4 });
        processor.ProcessMessageAsync += arguments =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                done.SetResult();
            }

            return Task.CompletedTask;
        };
        processor.ProcessErrorAsync += arguments =>
        {
            done.TrySetException(arguments.Exception);
            return Task.CompletedTask;
        };
        await processor.StartProcessingAsync();
        await done.Task.WaitAsync(generous);
        await processor.StopProcessingAsync();

        Assert.That(() => broker.Count(Queue), Is.Zero.After(30_000, 10));
    }

    [Test]
    public async Task A_message_that_comes_just_when_a_receiver_gives_up_is_not_lost()
    {
        await using var broker = await StartAsync();
        await using var client = Client(broker);
        var receiver = client.CreateReceiver(Queue);
        var sender = client.CreateSender(Queue);

        for (var round = 0; round < 20; round++)
        {
            var first = receiver.ReceiveMessageAsync(TimeSpan.FromMilliseconds(20));
            await Task.Delay(15 + (round % 8));
            await sender.SendMessageAsync(Message($"m{round}"));
            var message = await first ?? await receiver.ReceiveMessageAsync(generous);
            await receiver.CompleteMessageAsync(message);
        }

        Assert.That(broker.Count(Queue), Is.Zero);
    }

    [Test]
    public async Task A_receiver_that_goes_away_keeps_its_locks()
    {
        await using var broker = await StartAsync();
        await using var client = Client(broker);
        await client.CreateSender(Queue).SendMessageAsync(Message("one"));
        var first = client.CreateReceiver(Queue);
        var message = await first.ReceiveMessageAsync(generous);

        await first.DisposeAsync();
        var state = broker.Messages(Queue).Single().State;
        await client.CreateReceiver(Queue).CompleteMessageAsync(message);

        Assert.That(state, Is.EqualTo(QueuedMessageState.Locked));
        Assert.That(broker.Count(Queue), Is.Zero);
    }

    [Test]
    public async Task A_message_put_aside_is_had_by_its_number()
    {
        await using var broker = await StartAsync();
        await using var client = Client(broker);
        await client.CreateSender(Queue).SendMessageAsync(Message("one"));
        var receiver = client.CreateReceiver(Queue);
        var message = await receiver.ReceiveMessageAsync(generous);

        await receiver.DeferMessageAsync(message);
        var again = await receiver.ReceiveDeferredMessageAsync(message.SequenceNumber);
        await receiver.CompleteMessageAsync(again);

        Assert.That(again.MessageId, Is.EqualTo("one"));
        Assert.That(broker.Count(Queue), Is.Zero);
    }

    [Test]
    public async Task Taken_away_locks_are_lost_and_the_message_comes_again()
    {
        await using var broker = await StartAsync();
        await using var client = Client(broker);
        await client.CreateSender(Queue).SendMessageAsync(Message("one"));
        var receiver = client.CreateReceiver(Queue);
        var message = await receiver.ReceiveMessageAsync(generous);

        broker.LoseLocks(Queue);

        Assert.That(
            () => receiver.CompleteMessageAsync(message),
            Throws.TypeOf<ServiceBusException>().With.Property(nameof(ServiceBusException.Reason)).EqualTo(ServiceBusFailureReason.MessageLockLost));
        Assert.That((await receiver.ReceiveMessageAsync(generous)).DeliveryCount, Is.EqualTo(2));
    }

    [Test]
    public async Task A_lock_that_runs_out_gives_the_message_back()
    {
        await using var broker = await AmqpBroker.StartAsync(new() { Queues = [Queue], LockDuration = TimeSpan.FromMilliseconds(100) });
        await using var client = Client(broker);
        await client.CreateSender(Queue).SendMessageAsync(Message("one"));
        var receiver = client.CreateReceiver(Queue);

        var first = await receiver.ReceiveMessageAsync(generous);
        var second = await receiver.ReceiveMessageAsync(generous);

        Assert.That((first.MessageId, second.MessageId), Is.EqualTo(("one", "one")));
        Assert.That(second.DeliveryCount, Is.GreaterThan(first.DeliveryCount));
        Assert.That(
            () => receiver.CompleteMessageAsync(first),
            Throws.TypeOf<ServiceBusException>().With.Property(nameof(ServiceBusException.Reason)).EqualTo(ServiceBusFailureReason.MessageLockLost));
    }

    [Test]
    public async Task A_refused_token_is_an_unauthorized_access()
    {
        await using var broker = await StartAsync();
        await using var client = Client(broker);
        broker.Refuses = true;

        Assert.That(() => client.CreateSender(Queue).SendMessageAsync(Message("one")), Throws.TypeOf<UnauthorizedAccessException>());

        broker.Refuses = false;
        await client.CreateSender(Queue).SendMessageAsync(Message("one"));
        Assert.That(broker.Count(Queue), Is.EqualTo(1));
    }

    [Test]
    public async Task A_broker_that_hangs_is_a_passing_failure_after_the_timeout()
    {
        await using var broker = await StartAsync();
        broker.Hangs = true;
        await using var client = Client(broker, TimeSpan.FromMilliseconds(200));

        Assert.That(
            () => client.CreateSender(Queue).SendMessageAsync(Message("one")),
            Throws.TypeOf<ServiceBusException>().With.Property(nameof(ServiceBusException.IsTransient)).True);
    }

    [Test]
    [Platform("Linux", Reason = "Other systems have one loopback address.")]
    public async Task A_client_with_an_identity_comes_over_tls_to_a_bare_namespace()
    {
        var address = IPAddress.Parse($"127.77.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}");
        var pem = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{address}.pem");
        using var certificate = LoopbackCertificate.Create(address, pem);
        await using var broker = await AmqpBroker.StartAsync(new() { Queues = [Queue], Address = address, Certificate = certificate });
        await using var client = new ServiceBusClient(broker.FullyQualifiedNamespace, new AnyToken(), new ServiceBusClientOptions
        {
            CertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString(),
        });

        await client.CreateSender(Queue).SendMessageAsync(Message("one"));

        Assert.That(broker.Count(Queue), Is.EqualTo(1));
        Assert.That(await File.ReadAllTextAsync(pem), Does.StartWith("-----BEGIN CERTIFICATE-----"));
        File.Delete(pem);
    }

    private static Task<AmqpBroker> StartAsync() => AmqpBroker.StartAsync(new() { Queues = [Queue] });

    private static ServiceBusClient Client(AmqpBroker broker, TimeSpan? timeout = null) => new(broker.ConnectionString, new ServiceBusClientOptions
    {
        RetryOptions = new() { MaxRetries = 0, TryTimeout = timeout ?? generous },
    });

    private static ServiceBusMessage Message(string id) => new($"body of {id}") { MessageId = id };

    private sealed class AnyToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("a.b.c", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
