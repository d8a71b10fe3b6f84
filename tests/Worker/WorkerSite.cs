using NUnit.Framework;
using ProcoreNetSuite.FunctionsHosting;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Sandbox.Story;
using ProcoreNetSuite.ServiceBusBroker;
using ProcoreNetSuite.Simulators.Procore;
using ProcoreNetSuite.StoryTime;

namespace ProcoreNetSuite.Tests.Worker;

/// <summary>The built app in its worker process, the real Service Bus client, Azurite and both simulators, all on the real clock.</summary>
public sealed class WorkerSite : IAsyncDisposable
{
    private readonly StringWriter told = new();

    private readonly StoryClock clock;

    private WorkerSite(SimulatedAccounts accounts, StoryClock clock) => (Accounts, this.clock) = (accounts, clock);

    public SimulatedAccounts Accounts { get; }

    public DeployedConnector Connector { get; private set; } = null!;

    public FunctionsHost Host => Connector.Host;

    /// <summary>The people of the sandbox's story.</summary>
    public Stage Stage { get; private set; } = null!;

    public Cast Cast { get; private set; } = null!;

    /// <param name="movesWorker">Copies for later come at once, for queues and worker, and the queues are reached without TLS, as where a certificate can't be trusted. Otherwise only
    /// the queues hurry, and the app runs as it is deployed.</param>
    public static async Task<WorkerSite> StartAsync(bool movesWorker = false)
    {
        var clock = new StoryClock(TimeProvider.System.GetUtcNow());
        var site = new WorkerSite(await SimulatedAccounts.StartAsync(movesWorker ? clock : TimeProvider.System, deliversWebhooks: true), clock);
        try
        {
            await site.BeginAsync(movesWorker);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends records to accounting and accepts them, without waiting for what follows.</summary>
    public void Accept(string kind, params IReadOnlyList<ProcoreRecord> records)
    {
        Stage.Send(kind, records);
        Accounts.Ann.AcceptAndExport(kind, [.. records.Select(record => record.Id)]);
    }

    /// <summary>Waits for what must come, and fails with all that is known if it doesn't.</summary>
    public async Task UntilAsync(Func<bool> isSo, string what)
    {
        // Long enough for a machine that is busy with other things: nobody waits this long when all is well.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo())
        {
            if (limit.IsCancellationRequested)
            {
                Assert.Fail($"This never came: {what}.\n{Describe()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Every request is answered and no message is left. What is scheduled for later comes as soon as nothing else is left to do.</summary>
    public Task SettledAsync() => UntilAsync(
        () =>
        {
            QueuedMessage[] left = [.. Connector.Queues.SelectMany(Connector.Broker.Messages)];
            if (left.Length > 0 && left.All(message => message.State is QueuedMessageState.Scheduled))
            {
                clock.MoveTo(left.Min(message => message.EnqueuedAt));
            }

            return left.Length == 0 && Host.InWork == 0 && Accounts.Procore.NextDeliveryDue is null && Accounts.Procore.RequestDetails.All(detail => !detail.IsOpen);
        },
        "everything is answered and no message is left");

    public void AssertSynced(string kind, params IReadOnlyList<ProcoreRecord> records) => Assert.That(
        records.Select(record => Accounts.Procore.Status(kind, record.Id)).Select(row => (row.Tab, string.Join('|', row.Messages))),
        Is.All.EqualTo(("Synced", "")),
        Describe());

    /// <summary>What went on, for the message of a failed test.</summary>
    public string Describe() => string.Join('\n',
    [
        .. Accounts.Procore.Deliveries.Select(delivery => $"webhook {delivery.Status} {string.Join(';', delivery.Attempts)}"),
        .. Connector.Queues.SelectMany(queue => Connector.Broker.Messages(queue).Select(message => $"{queue} {message}")),
        .. Connector.Queues.SelectMany(queue => Connector.Broker.DeadLetters(queue).Select(message => $"{queue} given up {message}")),
        .. Connector.Broker.Failure is { } broken ? new[] { $"broker {broken}" } : [],
        .. Host.Failures.Select(failure => $"failure {failure}"),
        .. Host.ReceiverErrors.Select(error => $"receiver {error}"),
        .. Host.Logs.Where(log => log.Level is "Warning" or "Error" or "Critical").Select(log => $"log {log}"),
        .. Accounts.Procore.Screen().Select(row => $"screen {row}"),
        .. Host.Output,
    ]);

    public async ValueTask DisposeAsync()
    {
        await (Connector?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Accounts.DisposeAsync();
        await told.DisposeAsync();
        clock.Dispose();
    }

    private async Task BeginAsync(bool movesWorker)
    {
        var settings = Accounts.ConnectorSettings;
        foreach (var (name, value) in Cast.Settings)
        {
            settings[name] = value;
        }

        Connector = await DeployedConnector.StartAsync(settings, (await TestRun.AzuriteAsync()).NewAccount(), movesWorker ? clock : null, trustsCertificate: movesWorker ? false : null, adjustBroker: options => options with { Time = clock });
        await Accounts.RegisterWebhookAsync(Connector.BaseAddress, Connector.HostKey);
        Stage = new Stage(Accounts, Connector, new Narrator(Terminal.Plain(told, 120)), new RealPace(clock));
        Cast = new Cast(Accounts);
    }
}
