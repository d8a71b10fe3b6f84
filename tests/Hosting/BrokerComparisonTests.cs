using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.ServiceBusBroker;
using ProcoreNetSuite.Tests.Hosting.BrokerProbing;

namespace ProcoreNetSuite.Tests.Hosting;

/// <summary>The broker in process and the broker on the wire, which the real client speaks to, are asked the same and say what Service Bus says.</summary>
public sealed class BrokerComparisonTests
{
    private const int MaxDeliveryCount = 3;

    private static readonly TimeSpan lockDuration = TimeSpan.FromMinutes(5);

    private readonly VirtualTime nearTime = new();
    private readonly VirtualTime wireTime = new();
    private Broker near;
    private BrokerClient nearClient;
    private AmqpBroker wire;
    private ServiceBusClient wireClient;

    private static IReadOnlyList<BrokerProbe> Probes { get; } =
        [.. SendingProbes.All, .. TimeProbes.All, .. SettlingProbes.All, .. DeadLetterProbes.All];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        near = new Broker(nearTime, new BrokerOptions { LockDuration = lockDuration, MaxDeliveryCount = MaxDeliveryCount });
        nearClient = new BrokerClient(near, new Effects().Current);
        wire = await AmqpBroker.StartAsync(new()
        {
            Queues = [.. Probes.Select(NameOf)],
            LockDuration = lockDuration,
            MaxDeliveryCount = MaxDeliveryCount,
            Time = wireTime,
        });
        wireClient = new ServiceBusClient(wire.ConnectionString, new ServiceBusClientOptions { RetryOptions = new() { Delay = TimeSpan.FromMilliseconds(10) } });
        foreach (var probe in Probes)
        {
            near.DeclareQueue(NameOf(probe));
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await nearClient.DisposeAsync();
        await wireClient.DisposeAsync();
        await wire.DisposeAsync();
    }

    [TestCaseSource(nameof(Probes))]
    public async Task The_broker_in_process_says_what_service_bus_says(BrokerProbe probe)
    {
        var queue = new ProbeRun(nearClient, NameOf(probe), nearTime, () => nearTime.Advance(lockDuration));

        await probe.AskAsync(queue);

        Assert.That(queue.Answers, Is.EqualTo(probe.Expected));
    }

    [TestCaseSource(nameof(Probes))]
    public async Task The_real_client_gets_the_same_from_the_broker_on_the_wire(BrokerProbe probe)
    {
        var queue = new ProbeRun(wireClient, NameOf(probe), wireTime, () => wire.LoseLocks(NameOf(probe)));

        await probe.AskAsync(queue);

        Assert.That(queue.Answers, Is.EqualTo(probe.Expected));
    }

    private static string NameOf(BrokerProbe probe) => $"queue-{Probes.ToList().IndexOf(probe)}";
}
