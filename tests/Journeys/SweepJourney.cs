using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Journeys in which events get lost: the connector can't take any in for longer than Procore tries, and then is swept.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class SweepJourney
{
    private readonly QueueSwitch queue = new();

    protected World World { get; private set; } = null!;

    protected Site Site { get; private set; } = null!;

    protected ProcorePages Ann => World.Accounts.Ann;

    [SetUp]
    public async Task StartAsync()
    {
        World = await World.StartAsync(adjust: options => options with
        {
            ConfigureServices = services => services.AddSingleton<ISyncSender>(provider => queue.Before(new ServiceBusSyncSender(provider.GetRequiredService<ServiceBusClient>()))),
        });
        Site = await Site.ExportToAsync(World);
    }

    [TearDown]
    public async Task StopAsync() => await (World?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <summary>Procore announces in vain, over and over, until it gives up after twelve hours; then the connector is back.</summary>
    protected async Task OutageAsync()
    {
        queue.IsDown = true;
        while (World.Accounts.Procore.NextDeliveryDue is { } due)
        {
            World.Time.AdvanceTo(due > World.Time.GetUtcNow() ? due : World.Time.GetUtcNow());
            await World.Accounts.Procore.DeliverDueAsync(CancellationToken.None);
        }

        queue.IsDown = false;
    }

    /// <summary>Runs the timer's function now.</summary>
    protected async Task<SweepReport> SweepAsync()
    {
        await World.Host.Timers.RunAsync("SweepRequests", CancellationToken.None);

        return (await World.Host.Services.GetRequiredService<IRequestStore>().FindReportAsync(SimulatedAccounts.ConnectionId, CancellationToken.None))!;
    }

    protected int EventsQueuedAgain(int line = 0) => World.Host.Broker.HistoryFrom(line)
        .Count(entry => entry.Kind is BrokerEventKind.Sent && entry.Queue == QueueNames.ProcoreEvents && entry.MessageId!.Contains("-again-", StringComparison.Ordinal));

    protected void AssertNothingLost()
    {
        Assert.That(World.Host.Failures, Is.Empty);
        Assert.That(World.Host.Queues.SelectMany(World.Host.Broker.DeadLetters), Is.Empty);
        Assert.That(World.Accounts.Procore.RequestDetails.Where(detail => detail.Closings.Count != 1).Select(detail => (detail.RequestName, string.Join(',', detail.Closings))), Is.Empty);
    }

    private sealed class QueueSwitch
    {
        public bool IsDown { get; set; }

        public ISyncSender Before(ISyncSender inner) => new Sender(this, inner);

        private sealed class Sender(QueueSwitch queue, ISyncSender inner) : ISyncSender
        {
            public Task SendAsync<T>(string name, T message, string? deduplicationId, CancellationToken cancellationToken)
                where T : IConnectionMessage => queue.IsDown
                ? throw new QueueUnreachableException(QueueCalls.NoAnswer(TimeSpan.FromSeconds(1)), new TimeoutException())
                : inner.SendAsync(name, message, deduplicationId, cancellationToken);

            public Task SendLaterAsync<T>(string name, T message, DateTimeOffset at, string deduplicationId, CancellationToken cancellationToken)
                where T : IConnectionMessage =>
                inner.SendLaterAsync(name, message, at, deduplicationId, cancellationToken);
        }
    }
}
