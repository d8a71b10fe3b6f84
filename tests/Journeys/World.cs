using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.NetSuite.Ledger;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// The whole system on virtual time: both simulators over real sockets, the app's own functions and registrations, tables in Azurite, and a broker with
/// Service Bus semantics. Everything is driven as people drive it: through Procore's and NetSuite's pages.
/// </summary>
public sealed class World : IAsyncDisposable
{
    public const string Vendor = "vendor";
    public const string Project = "project";
    public const string Requisition = "requisition";

    private readonly Func<LocalHostOptions, LocalHostOptions> adjust;
    private readonly bool registers;
    private Dictionary<string, string?> changes;
    private readonly List<LocalHost> instances = [];
    private LocalHostOptions options = null!;
    private LocalHost? host;
    private Pump? pump;

    private World(SimulatedAccounts accounts, VirtualTime time, Dictionary<string, string?> changes, Func<LocalHostOptions, LocalHostOptions> adjust, bool registers) =>
        (Accounts, Time, Effects, this.changes, this.adjust, this.registers) = (accounts, time, new() { Time = time }, changes, adjust, registers);

    public SimulatedAccounts Accounts { get; }

    public VirtualTime Time { get; }

    public Effects Effects { get; }

    public LocalHost Host => host!;

    public ProcoreSeed Procore => Accounts.Procore.Data;

    public NetSuiteLedger Ledger => Accounts.NetSuite.Ledger;

    public ILinkStore Links => Host.Services.GetRequiredService<ILinkStore>();

    /// <param name="changes">Connector settings that differ from the usual ones.</param>
    /// <param name="adjust">Last word on what the host runs in.</param>
    /// <param name="registers">The connector is registered with Procore already.</param>
    public static async Task<World> StartAsync(
        Dictionary<string, string?>? changes = null, Func<LocalHostOptions, LocalHostOptions>? adjust = null, bool registers = true)
    {
        var time = new VirtualTime();
        var world = new World(await SimulatedAccounts.StartAsync(time), time, changes ?? [], adjust ?? (options => options), registers);
        await world.BeginAsync();

        return world;
    }

    /// <summary>New accounts, new tables, new queues; the ports of the simulators stay.</summary>
    /// <param name="newChanges">Connector settings that differ from the usual ones; null leaves them as they are.</param>
    public async Task BeginAgainAsync(Dictionary<string, string?>? newChanges = null)
    {
        changes = newChanges ?? changes;
        await StopAsync();
        Accounts.Reset();
        await BeginAsync();
    }

    /// <summary>One more instance of the app, as where it scales out: the same settings, tables and queues, and nothing else in common.</summary>
    public async Task AddInstanceAsync()
    {
        instances.Add(await LocalHost.StartAsync(options with { Listen = false, Effects = new() { Time = Time } }, Host.Broker));
        pump = NewPump(concurrency: 1);
    }

    /// <summary>Everything that is due and everything that becomes due, until nothing is left to do.</summary>
    public Task QuietAsync() => pump!.RunUntilQuietAsync();

    /// <summary>The same with so many deliveries at a time.</summary>
    public async Task QuietAsync(int concurrency) => await NewPump(concurrency).RunUntilQuietAsync();

    /// <summary>Everything that is due within this time.</summary>
    public Task RunForAsync(TimeSpan time) => pump!.RunForAsync(time);

    /// <summary>Sends a record to accounting and accepts it, as a project user and the approver do.</summary>
    public async Task ExportAsync(string kind, params IReadOnlyList<ProcoreRecord> records)
    {
        Send(kind, records);
        await QuietAsync();
    }

    /// <summary>The same without waiting for what follows.</summary>
    public void Send(string kind, params IReadOnlyList<ProcoreRecord> records) => Send(kind, records, answers: null);

    /// <param name="answers">What the approver fills in beside the records.</param>
    public void Send(string kind, IReadOnlyList<ProcoreRecord> records, JsonObject? answers)
    {
        foreach (var record in records)
        {
            if (Accounts.Procore.Status(kind, record.Id).Tab is "Not sent" or "Rejected" or "Synced")
            {
                Accounts.Ann.SendToErp(kind, record.Id);
            }
        }

        Accounts.Ann.AcceptAndExport(kind, [.. records.Select(record => record.Id)], answers);
    }

    public ErpScreenRow Status(string kind, ProcoreRecord record) => Accounts.Procore.Status(kind, record.Id);

    /// <summary>Requests that NetSuite received with this method, and an address that ends so.</summary>
    public int NetSuiteCalls(string method, string end = "") =>
        Accounts.NetSuite.Calls.Count(call => call.Method == method && call.Path.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Requests that NetSuite received and that write something: all but reads and queries.</summary>
    public IEnumerable<string> NetSuiteWrites => Accounts.NetSuite.Calls.All
        .Where(call => call.Method != "GET" && !call.Path.EndsWith("/suiteql", StringComparison.Ordinal) && !call.Path.EndsWith("/token", StringComparison.Ordinal))
        .Select(call => $"{call.Method} {call.Path}");

    /// <summary>What went on, for the message of a failed test.</summary>
    public string Describe() => string.Join(Environment.NewLine,
    [
        .. Accounts.Procore.Deliveries.Select(delivery => $"webhook {delivery.Status} {string.Join(';', delivery.Attempts)}"),
        .. Host.Broker.History.Select(entry => $"broker {entry}"),
        .. Host.Failures.Select(failure => $"failure {failure}"),
        .. Accounts.Procore.Calls.All.Select(call => $"procore {call.Method} {call.Path} {call.Status}"),
        .. Accounts.NetSuite.Calls.All.Select(call => $"netsuite {call.Method} {call.Path} {call.Status}"),
        .. Accounts.Procore.Screen().Select(row => $"screen {row}"),
    ]);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Accounts.DisposeAsync();
    }

    private async Task StopAsync()
    {
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }

        instances.Clear();
        await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task BeginAsync()
    {
        var settings = Accounts.ConnectorSettings;
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        Effects.Reset();
        options = adjust(new LocalHostOptions
        {
            Settings = settings,
            Time = Time,
            Effects = Effects,
            TablesConnectionString = (await TestRun.AzuriteAsync()).NewAccount(),
        });
        host = await LocalHost.StartAsync(options);
        pump = NewPump(concurrency: 1);
        if (registers)
        {
            await Accounts.RegisterWebhookAsync(host.BaseAddress, "local-host-key");
        }
    }

    private Pump NewPump(int concurrency)
    {
        var made = new Pump(host!, Time) { Concurrency = concurrency, Beside = [.. instances] };
        made.Add(new DueWebhooks(Accounts.Procore));

        return made;
    }
}
