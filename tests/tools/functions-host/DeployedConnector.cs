using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.ServiceBusBroker;
using ProcoreNetSuite.StoryTime;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>The connector as it is deployed, with what Azure would put around it: a broker, an identity, and the host of its worker process.</summary>
public sealed class DeployedConnector : IRunningConnector, IAsyncDisposable
{
    private readonly string certificates;
    private FunctionsHostOptions options = null!;

    private DeployedConnector(AmqpBroker broker, ManagedIdentity identity, string certificates) =>
        (Broker, Identity, this.certificates) = (broker, identity, certificates);

    public AmqpBroker Broker { get; }

    public ManagedIdentity Identity { get; }

    public FunctionsHost Host { get; private set; } = null!;

    public Uri BaseAddress => Host.BaseAddress;

    public string HostKey => options.HostKey;

    public string MasterKey => options.MasterKey;

    public IReadOnlyCollection<string> Queues => [.. Host.Functions.Where(function => function.IsQueue).Select(function => function.Text("queueName"))];

    /// <param name="settings">The app settings, without those that name Service Bus.</param>
    /// <param name="linkStorage">Connection string of table storage.</param>
    /// <param name="clock">The clock of the worker, its timers and its queues; null for the real one.</param>
    /// <param name="trustsCertificate">The worker reaches its queues over TLS, with its identity, as in Azure. Default: on Linux, where a file says what is trusted.</param>
    /// <param name="adjustBroker">Last word on its queues.</param>
    /// <exception cref="WorkerFailedException">The worker ended instead, with what it wrote.</exception>
    public static async Task<DeployedConnector> StartAsync(
        IReadOnlyDictionary<string, string?> settings,
        string linkStorage,
        StoryClock? clock = null,
        bool runsTimers = false,
        bool? trustsCertificate = null,
        Func<AmqpBrokerOptions, AmqpBrokerOptions>? adjustBroker = null,
        CancellationToken cancellationToken = default)
    {
        var certificates = Directory.CreateTempSubdirectory("connector-").FullName;
        var pem = Path.Combine(certificates, "broker.pem");
        var address = LoopbackAddress.Free();
        var isTrusted = trustsCertificate ?? OperatingSystem.IsLinux();
        var identity = await ManagedIdentity.StartAsync();
        var broker = await AmqpBroker.StartAsync((adjustBroker ?? (given => given))(new AmqpBrokerOptions
        {
            Queues = QueueNames.All,
            Address = address,
            Certificate = isTrusted ? LoopbackCertificate.Create(address, pem) : null,
            Time = clock ?? TimeProvider.System,
        }));
        var connector = new DeployedConnector(broker, identity, certificates);
        try
        {
            var environment = new Dictionary<string, string?>(settings)
            {
                ["LinkStorage"] = linkStorage,
                ["ServiceBus__fullyQualifiedNamespace"] = broker.FullyQualifiedNamespace,
                ["SSL_CERT_FILE"] = isTrusted ? pem : null,
            };
            foreach (var (name, value) in connector.Identity.Environment.Concat(WorkerStartup.EnvironmentFor(clock, isTrusted ? null : broker.ConnectionString)))
            {
                environment[name] = value;
            }

            connector.options = new FunctionsHostOptions
            {
                Environment = environment,
                ServiceBusConnectionString = broker.ConnectionString,
                Time = clock ?? TimeProvider.System,
                RunsTimers = runsTimers,
            };
            connector.Host = await FunctionsHost.StartAsync(connector.options, cancellationToken);
            return connector;
        }
        catch
        {
            await connector.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }

        await Identity.DisposeAsync();
        await Broker.DisposeAsync();
        Directory.Delete(certificates, recursive: true);
    }

    public int CountMessages(string queue) => Broker.Count(queue);

    public IReadOnlyList<FunctionFailure> Failures => Host.Failures;

    public int CountDeadLetters(string queue) => Broker.CountDeadLetters(queue);
}
