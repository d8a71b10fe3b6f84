using System.Net;
using System.Net.Sockets;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.ServiceBusBroker;

namespace ProcoreNetSuite.Tests.Running;

/// <summary>The look at the queue with Service Bus's own client, on the real clock.</summary>
[CancelAfter(120_000), Parallelizable(ParallelScope.All)]
public sealed class QueueProbeTests
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20), Soon = TimeSpan.FromSeconds(1);

    [Test]
    public async Task A_queue_that_lets_the_app_in_is_well_and_holds_what_it_held(CancellationToken cancellationToken)
    {
        await using var broker = await AmqpBroker.StartAsync(new() { Queues = [QueueNames.ProcoreEvents] });
        await using var client = new ServiceBusClient(broker.ConnectionString, QueueOptions.Create());
        await using var sender = client.CreateSender(QueueNames.ProcoreEvents);
        await sender.SendMessageAsync(new ServiceBusMessage("one"), cancellationToken);

        Assert.That(await Probe(client).FindProblemAsync(Within, cancellationToken), Is.Null);
        Assert.That(broker.Messages(QueueNames.ProcoreEvents).Single().State, Is.EqualTo(QueuedMessageState.Active));
    }

    [Test]
    public async Task Rights_that_were_taken_away_are_noticed_although_a_link_is_still_open(CancellationToken cancellationToken)
    {
        await using var broker = await AmqpBroker.StartAsync(new() { Queues = [QueueNames.ProcoreEvents] });
        await using var client = new ServiceBusClient(broker.ConnectionString, QueueOptions.Create());
        await using var sender = client.CreateSender(QueueNames.ProcoreEvents);
        await sender.SendMessageAsync(new ServiceBusMessage("one"), cancellationToken);
        broker.Refuses = true;

        var problem = await Probe(client).FindProblemAsync(Within, cancellationToken);

        Assert.That($"{problem}", Does.StartWith("E903: The queue can't be reached. Service Bus does not let the app's identity in. ").And.Contain("Azure Service Bus Data Sender"));
    }

    [Test]
    public async Task A_namespace_without_the_queue_is_named(CancellationToken cancellationToken)
    {
        await using var broker = await AmqpBroker.StartAsync(new() { Queues = ["other"] });
        await using var client = new ServiceBusClient(broker.ConnectionString, QueueOptions.Create());

        var problem = await Probe(client).FindProblemAsync(Within, cancellationToken);

        Assert.That($"{problem}", Does.StartWith("E903: The queue can't be reached. Service Bus says MessagingEntityNotFound. "));
    }

    [Test]
    public async Task A_server_that_says_nothing_is_not_waited_for(CancellationToken cancellationToken)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var client = new ServiceBusClient(
            $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true;", QueueOptions.Create());

        var problem = await Probe(client).FindProblemAsync(Soon, cancellationToken);

        Assert.That($"{problem}", Does.StartWith("E902: The queue can't be reached. Service Bus gave no answer within 1 seconds. ").And.Contain("/api/health/ready"));
    }

    [Test]
    public async Task What_nobody_thought_of_is_an_answer_too(CancellationToken cancellationToken)
    {
        var client = new ServiceBusClient("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true;", QueueOptions.Create());
        await client.DisposeAsync();

        var problem = await Probe(client).FindProblemAsync(Within, cancellationToken);

        Assert.That($"{problem}", Does.StartWith("E902: The queue can't be looked at (ObjectDisposedException). See the app's log."));
    }

    private static QueueProbe Probe(ServiceBusClient client) => new(client, TimeProvider.System, NullLogger<QueueProbe>.Instance);
}
