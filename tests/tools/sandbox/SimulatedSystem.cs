using System.Text.Json;
using ProcoreNetSuite.FunctionsHosting;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.StoryTime;

namespace ProcoreNetSuite.Sandbox;

/// <summary>Everything on this machine, going by itself: table storage, both simulated accounts, and the connector.</summary>
public sealed class SimulatedSystem : IAsyncDisposable
{
    /// <summary>What NetSuite and Procore take for half of their calls, in milliseconds.</summary>
    private const int NetSuiteLatency = 150, ProcoreLatency = 60;

    private readonly Stack<IAsyncDisposable> started = new();

    private SimulatedSystem()
    {
    }

    public SimulatedAccounts Accounts { get; private set; } = null!;

    public IRunningConnector Host { get; private set; } = null!;

    /// <summary>Connection string of the connector's tables.</summary>
    public string LinkStorage { get; private set; } = "";

    /// <param name="clock">The clock of both accounts and the connector; null for the real one.</param>
    /// <param name="changes">Connector settings that differ from those of every sandbox.</param>
    /// <param name="registers">The connector is registered with Procore already.</param>
    /// <param name="worker">The connector runs as the built app in its worker process, not in this one.</param>
    public static async Task<SimulatedSystem> StartAsync(
        StoryClock? clock, IReadOnlyDictionary<string, string?> changes, bool registers, bool worker, CancellationToken cancellationToken)
    {
        var system = new SimulatedSystem();
        try
        {
            await system.BeginAsync(clock, changes, registers, worker, cancellationToken);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (started.TryPop(out var last))
        {
            await last.DisposeAsync();
        }
    }

    private async Task BeginAsync(StoryClock? clock, IReadOnlyDictionary<string, string?> changes, bool registers, bool worker, CancellationToken cancellationToken)
    {
        var azurite = await AzuriteProcess.StartAsync(cancellationToken: cancellationToken);
        started.Push(azurite);
        Accounts = await SimulatedAccounts.StartAsync(clock ?? TimeProvider.System, deliversWebhooks: true, cancellationToken: cancellationToken);
        started.Push(Accounts);
        Accounts.NetSuite.ChangeSettings(JsonSerializer.SerializeToElement(new { latencyMedianMilliseconds = NetSuiteLatency }));
        Accounts.Procore.ChangeSettings(JsonSerializer.SerializeToElement(new { latencyMedianMilliseconds = ProcoreLatency }));

        var settings = Accounts.ConnectorSettings;
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        LinkStorage = azurite.NewAccount();
        Host = worker
            ? Started(await DeployedConnector.StartAsync(settings, LinkStorage, clock, runsTimers: true, cancellationToken: cancellationToken))
            : Started(await LocalHost.StartAsync(new LocalHostOptions
            {
                Settings = settings,
                Time = clock ?? TimeProvider.System,
                TablesConnectionString = LinkStorage,
                RunsByItself = true,
            }));
        if (registers)
        {
            await Accounts.RegisterWebhookAsync(Host.BaseAddress, Host.HostKey, cancellationToken);
        }
    }

    private T Started<T>(T connector)
        where T : IRunningConnector, IAsyncDisposable
    {
        started.Push(connector);

        return connector;
    }
}
