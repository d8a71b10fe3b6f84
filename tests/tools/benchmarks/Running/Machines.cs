using ProcoreNetSuite.Benchmarks.Tables;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Benchmarks.Running;

/// <summary>Both simulators and table storage, each in a process of its own.</summary>
internal sealed class Machines : IAsyncDisposable
{
    private readonly TablesProcess tables;

    private Machines(TablesProcess tables, SimulatorProcess procore, SimulatorProcess netSuite) => (this.tables, Procore, NetSuite) = (tables, procore, netSuite);

    public const string NetSuiteAccount = "1234567_SB1";

    public SimulatorProcess Procore { get; }

    public SimulatorProcess NetSuite { get; }

    /// <summary>Tables are the benchmark's own: a row among many is found as fast as among few, as in Azure; Azurite looks through the whole partition.</summary>
    public static async Task<Machines> StartAsync(CancellationToken cancellationToken) => new(
        await TablesProcess.StartAsync(cancellationToken),
        await SimulatorProcess.StartAsync("procore", cancellationToken),
        await SimulatorProcess.StartAsync("netsuite", cancellationToken));

    /// <summary>Tables that nobody had before.</summary>
    public string NewTables() => tables.NewAccount();

    /// <summary>Empties both accounts and fills them with what every benchmark needs; no limit but the given one, no latency, no kept bodies.</summary>
    public async Task ResetAsync(int slots, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Procore.PostAsync("reset", new { }, cancellationToken), NetSuite.PostAsync("reset", new { }, cancellationToken));
        await Procore.PostAsync("settings", new { hourlyLimit = 100_000_000, spikeLimit = 100_000_000, bodyLogLimit = 0 }, cancellationToken);
        await NetSuite.PostAsync("settings", new { accountId = NetSuiteAccount, concurrencyLimit = slots, bodyLogLimit = 0 }, cancellationToken);
        await NetSuite.PostAsync("seed", new { believable = true, integrations = new[] { SimulatedAccounts.Integration } }, cancellationToken);
    }

    /// <summary>The connector on these, with the given tables.</summary>
    public Task<AppProcess> StartAppAsync(string tables, int slots, bool runsByItself, CancellationToken cancellationToken, bool watchesHeap = false)
    {
        var settings = SimulatedAccounts.SettingsFor(Procore.BaseUrl, NetSuite.BaseUrl, NetSuiteAccount);
        settings[$"Connections__{SimulatedAccounts.ConnectionId}__NetSuite__Concurrency"] = $"{slots}";

        return AppProcess.StartAsync(new AppOrder(settings, tables, runsByItself, watchesHeap), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Procore.Dispose();
        NetSuite.Dispose();
        await tables.DisposeAsync();
    }
}
