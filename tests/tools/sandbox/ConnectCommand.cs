using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Console;
using ProcoreNetSuite.Commands;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Sandbox.Story;

namespace ProcoreNetSuite.Sandbox;

/// <summary><c>--connect</c>: the connector on this machine, with real Procore and NetSuite accounts. Queues are in memory, links are kept.</summary>
internal static class ConnectCommand
{
    /// <summary>Where the Functions host listens too, so that a tunnel to one serves the other.</summary>
    private const int Port = 7071;

    private const string ThisMachine = "UseDevelopmentStorage=true";

    private static readonly string folder = Path.Combine(RepositoryRoot.Path, ".sandbox");

    public static async Task<int> RunAsync(SandboxOptions sandbox, Narrator tell, CancellationToken cancellationToken)
    {
        using var seat = SandboxSeat.Take(RepositoryRoot.Path, sandbox);
        var (values, settings) = LocalSettings.Read(Path.Combine(RepositoryRoot.Path, "local.settings.json"));
        var links = Path.Combine(folder, "links");
        Directory.CreateDirectory(links);
        await using var azurite = settings.LinkStorage == ThisMachine ? await AzuriteProcess.StartAsync(links, cancellationToken) : null;
        var token = NewKey();
        var options = new LocalHostOptions
        {
            Settings = values,
            TablesConnectionString = azurite?.NewAccount(),
            OutgoingHttp = HttpCaller.CreateHandler,
            HostKey = await HostKeyAsync(cancellationToken),
            MasterKey = NewKey(),
            People = new Dictionary<string, TestPerson> { [token] = new("The operator of this machine", Environment.UserName, "Operator") },
            Port = Port,
            RunsByItself = true,
            Logging = logging => logging.SetMinimumLevel(LogLevel.Information).AddSimpleConsole(Plain),
        };
        await using var host = await StartAsync(options);

        Greet(tell, settings, host, options.HostKey, token, azurite is not null);
        await WatchAsync(host, cancellationToken);
        var open = host.Queues.Sum(queue => host.Broker.Peek(queue).Count);
        tell.Line(open == 0
            ? "Stopped; nothing was under way."
            : $"Stopped with {Narrator.Count(open, "message", "messages")} under way. Their records stay Exporting until Procore gives the request up; then export them again.");

        return 0;
    }

    private static async Task<LocalHost> StartAsync(LocalHostOptions options)
    {
        try
        {
            return await LocalHost.StartAsync(options);
        }
        catch (Exception taken) when (taken is IOException or SocketException)
        {
            throw new BadSettingsException($"The connector can't listen on port {Port}: {taken.Message} Perhaps the Functions host is running, or a sandbox of another folder with --connect; stop it first.");
        }
    }

    private static void Greet(Narrator tell, ConnectorSettings settings, LocalHost host, string key, string token, bool keepsLinksHere)
    {
        tell.Heading("The connector runs on this machine, against the accounts of local.settings.json");
        foreach (var (id, connection) in settings.Connections)
        {
            tell.Line($"Connection {id}: Procore company {connection.Procore.CompanyId} at {connection.Procore.BaseUrl}, NetSuite account {connection.NetSuite.AccountId}, subsidiary {connection.NetSuite.Subsidiary}.");
            tell.Line($"  Webhook address: {new Uri(host.BaseAddress, $"api/procore/webhooks/{id}?code={key}")}");
        }

        tell.Line($"Procore needs a public https address: open a tunnel to this one, put the tunnel's host into local.settings.json as WEBSITE_HOSTNAME, start again, and POST /api/connections/{settings.Connections.Keys.First()}/webhooks with {{ \"key\": \"{key}\" }}. GET /api/connections/{settings.Connections.Keys.First()}/setup says whether all is in place.");
        tell.Line(keepsLinksHere
            ? "LinkStorage is this machine: Azurite was started for it and keeps the links in .sandbox/links. Don't delete that folder as long as you use these accounts."
            : "Links are kept in the LinkStorage of your settings.");
        tell.Line($"The connector's own functions take you for an operator with this header, until it is stopped: Authorization: Bearer {token}");
        tell.Line("Queues are in memory: stop with Ctrl+C when nothing is Exporting.");
    }

    /// <summary>Outcomes are in the log; what failed for a technical reason is told here, as it happens.</summary>
    private static async Task WatchAsync(LocalHost host, CancellationToken cancellationToken)
    {
        var told = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var failure in host.Failures.Skip(told))
            {
                told++;
                await Console.Error.WriteLineAsync($"{failure.Function} failed and will be tried again: {failure.Exception.Message}");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The same at every start, or the webhook would have to be registered anew.</summary>
    private static async Task<string> HostKeyAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "host-key");
        if (!File.Exists(file))
        {
            await File.WriteAllTextAsync(file, NewKey(), cancellationToken);
        }

        return (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
    }

    private static string NewKey() => RandomNumberGenerator.GetHexString(40, lowercase: true);

    private static void Plain(SimpleConsoleFormatterOptions options) => (options.SingleLine, options.TimestampFormat) = (true, "HH:mm:ss ");
}
