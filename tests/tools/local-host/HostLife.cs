using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>What dies with the process: the functions' services with all they keep in memory.</summary>
internal sealed class HostLife : IAsyncDisposable
{
    // Connections are kept over lives and hosts: the faults are bent above them.
    private static readonly SocketsHttpHandler sharedTablesHttp = new();

    public HostLife(LocalHostOptions options, Broker broker, EffectLife effects)
    {
        Effects = effects;
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("WEBSITE_AUTH_ENABLED", "True")])
            .AddInMemoryCollection(options.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)))
            .Build();

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(Configuration);
        services.AddLogging(logging => options.Logging?.Invoke(logging));
        options.AddConnector(services, Configuration);

        services.RemoveAll<ServiceBusClient>();
        services.AddSingleton<ServiceBusClient>(new BrokerClient(broker, effects));
        services.RemoveAll<TimeProvider>();
        services.AddSingleton(options.Time);
        services.RemoveAll<Func<HttpMessageHandler>>();
        services.AddSingleton<Func<HttpMessageHandler>>(() => new EffectHandler(effects, EffectKind.Http, options.OutgoingHttp()));
        if (options.TablesConnectionString is { } connectionString)
        {
            services.RemoveAll<TableServiceClient>();
            services.AddSingleton(TablesFor(connectionString, options, effects));
        }

        options.ConfigureServices?.Invoke(services);
        Services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });

        // As a host does when it starts: wrong settings are told before the first message.
        Services.GetService<IStartupValidator>()?.Validate();
    }

    public ServiceProvider Services { get; }

    public IConfiguration Configuration { get; }

    public EffectLife Effects { get; }

    public ValueTask DisposeAsync() => Services.DisposeAsync();

    private static TableServiceClient TablesFor(string connectionString, LocalHostOptions options, EffectLife effects)
    {
        var tables = new TableClientOptions
        {
            Transport = new HttpClientTransport(new EffectHandler(effects, EffectKind.Table, options.TablesHttp?.Invoke() ?? sharedTablesHttp)),
        };

        // The SDK waits on the real clock between its own repeats.
        tables.Retry.Delay = TimeSpan.FromMilliseconds(1);
        tables.Retry.MaxDelay = TimeSpan.FromMilliseconds(5);
        return new TableServiceClient(connectionString, tables);
    }
}
