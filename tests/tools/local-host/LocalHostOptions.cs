using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>What a local host runs, and around what.</summary>
public sealed record LocalHostOptions
{
    /// <summary>Default: all functions of the app.</summary>
    public FunctionCatalog Catalog { get; init; } = FunctionCatalog.FromAssembly(typeof(Functions.Program).Assembly);

    /// <summary>The functions' own registrations. Default: the app's.</summary>
    public Action<IServiceCollection, IConfiguration> AddConnector { get; init; } = Functions.Program.AddConnector;

    /// <summary>App settings, with <c>:</c> or <c>__</c> between the parts of a name.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Default: one with a plan of no faults.</summary>
    public Effects Effects { get; init; } = new();

    /// <summary>What outgoing calls go through, below the counting. Default: the app's own for each, which follows no redirects.</summary>
    public Func<HttpMessageHandler> OutgoingHttp { get; init; } = HttpCaller.CreateHandler;

    /// <summary>Where the tables are. Null leaves the functions' own registration as it is, and its calls uncounted.</summary>
    public string? TablesConnectionString { get; init; }

    /// <summary>What table calls go through, below the counting. Default: a socket handler shared by all lives of all hosts.</summary>
    public Func<HttpMessageHandler>? TablesHttp { get; init; }

    /// <summary>Last word on the registrations of every life.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>Key of the functions with authorization level Function.</summary>
    public string HostKey { get; init; } = "local-host-key";

    /// <summary>Key of those with level Admin; opens the others too.</summary>
    public string MasterKey { get; init; } = "local-master-key";

    /// <summary>Who may be signed in, by the bearer token that stands for it. Default: <see cref="TestPerson.Usual"/>.</summary>
    public IReadOnlyDictionary<string, TestPerson> People { get; init; } = TestPerson.Usual;

    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Listen for HTTP at all. Default true.</summary>
    public bool Listen { get; init; } = true;

    /// <summary>Deliver messages and run timers by itself, as the Functions host does. Default false: a <see cref="Pump"/> does.</summary>
    public bool RunsByItself { get; init; }

    /// <summary>Deliveries at the same time for each queue when it runs by itself. Default 8, as in host.json.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Queues that differ from <see cref="Concurrency"/>.</summary>
    public IReadOnlyDictionary<string, int> ConcurrencyByQueue { get; init; } = new Dictionary<string, int>();

    /// <summary>Gets the functions' logs. Default: none are kept.</summary>
    public Action<Microsoft.Extensions.Logging.ILoggingBuilder>? Logging { get; init; }
}
