using System.Text.Json;
using ProcoreNetSuite.LocalHosting;

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

    public LocalHost Host { get; private set; } = null!;

    public LocalHostOptions HostOptions { get; private set; } = null!;

    /// <param name="time">The clock of both accounts and the connector.</param>
    /// <param name="changes">Connector settings that differ from those of every sandbox.</param>
    /// <param name="registers">The connector is registered with Procore already.</param>
    public static async Task<SimulatedSystem> StartAsync(TimeProvider time, IReadOnlyDictionary<string, string?> changes, bool registers, CancellationToken cancellationToken)
    {
        var system = new SimulatedSystem();
        try
        {
            await system.BeginAsync(time, changes, registers, cancellationToken);
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

    private async Task BeginAsync(TimeProvider time, IReadOnlyDictionary<string, string?> changes, bool registers, CancellationToken cancellationToken)
    {
        var azurite = await AzuriteProcess.StartAsync(cancellationToken: cancellationToken);
        started.Push(azurite);
        Accounts = await SimulatedAccounts.StartAsync(time, deliversWebhooks: true, cancellationToken: cancellationToken);
        started.Push(Accounts);
        Accounts.NetSuite.ChangeSettings(JsonSerializer.SerializeToElement(new { latencyMedianMilliseconds = NetSuiteLatency }));
        Accounts.Procore.ChangeSettings(JsonSerializer.SerializeToElement(new { latencyMedianMilliseconds = ProcoreLatency }));

        var settings = Accounts.ConnectorSettings;
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        HostOptions = new LocalHostOptions
        {
            Settings = settings,
            Time = time,
            TablesConnectionString = azurite.NewAccount(),
            RunsByItself = true,
        };
        Host = await LocalHost.StartAsync(HostOptions);
        started.Push(Host);
        if (registers)
        {
            await Accounts.RegisterWebhookAsync(Host.BaseAddress, HostOptions.HostKey, cancellationToken);
        }
    }
}
