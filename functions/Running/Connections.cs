using Microsoft.Extensions.Logging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>
/// The app's connections with their clients, made once. Connections of one Procore login share its token, those of one company its rate-limit
/// bucket, and those of one NetSuite account its concurrency limit.
/// </summary>
public sealed class Connections : IConnections, IDisposable
{
    private readonly List<IDisposable> owned = [];
    private readonly Dictionary<string, Connection> connections = new(StringComparer.Ordinal);

    public Connections(ConnectorSettings settings, Func<HttpMessageHandler> createHandler, TimeProvider time, ILoggerFactory logs)
    {
        Settings = settings.Connections;

        // Procore answers within seconds; NetSuite's customer scripts may take minutes, and the function itself has five.
        var toProcore = Own(new HttpCaller(createHandler(), TimeSpan.FromSeconds(60), TelemetryNames.Systems.Procore));
        var netSuite = new NetSuiteClients(Own(new HttpCaller(createHandler(), TimeSpan.FromMinutes(2), TelemetryNames.Systems.NetSuite)), time, logs.CreateLogger<NetSuiteClient>());
        var tokens = new ProcoreTokens(toProcore, time, logs.CreateLogger<ProcoreTokens>());
        var buckets = Own(new ProcoreBuckets(time));
        foreach (var (id, connection) in settings.Connections)
        {
            var procore = new ProcoreClient(connection.Procore, toProcore, tokens, buckets, logs.CreateLogger<ProcoreClient>(), time);
            connections.Add(id, new Connection(id, connection, procore, Own(netSuite.Create(connection.NetSuite))));
        }
    }

    public Connection GetConnection(string connectionId) => connections.TryGetValue(connectionId, out var connection)
        ? connection
        : throw new KeyNotFoundException($"There is no connection {connectionId}; the message is from another set-up.");

    public IReadOnlyDictionary<string, ConnectionSettings> Settings { get; }

    public ConnectionSettings? FindSettings(string connectionId) => connections.GetValueOrDefault(connectionId)?.Settings;

    public void Dispose() => owned.ForEach(one => one.Dispose());

    private T Own<T>(T one)
        where T : IDisposable
    {
        owned.Add(one);

        return one;
    }
}
