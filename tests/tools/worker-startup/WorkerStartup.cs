using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ProcoreNetSuite.StoryTime;

[assembly: HostingStartup(typeof(WorkerStartup))]

namespace ProcoreNetSuite.StoryTime;

/// <summary>
/// Ends a worker process, which knows nothing of it, with its starter; gives it a story's clock if asked to, and queues without TLS where a certificate of our own
/// can't be trusted. .NET loads this assembly as a startup hook; only for the last two ASP.NET runs it as a hosting startup.
/// </summary>
public sealed class WorkerStartup : IHostingStartup
{
    internal const string Starter = "STORY_STARTER";

    private const string Clock = "STORY_CLOCK", Queues = "STORY_QUEUES";

    /// <summary>What the process is started with.</summary>
    /// <param name="clock">Null for the real one.</param>
    /// <param name="queues">Connection string of Service Bus; null for what the app's settings say.</param>
    public static IReadOnlyDictionary<string, string?> EnvironmentFor(StoryClock? clock, string? queues)
    {
        var assembly = typeof(WorkerStartup).Assembly;

        return new Dictionary<string, string?>
        {
            ["DOTNET_STARTUP_HOOKS"] = assembly.Location,
            ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = clock is null && queues is null ? null : assembly.GetName().Name,
            [Starter] = $"{Environment.ProcessId}",
            [Clock] = clock?.Path,
            [Queues] = queues,
        };
    }

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services =>
    {
        if (Environment.GetEnvironmentVariable(Clock) is { Length: > 0 } file)
        {
            services.AddSingleton<TimeProvider>(StoryClock.Open(file));
        }

        if (Environment.GetEnvironmentVariable(Queues) is { Length: > 0 } connection)
        {
            services.AddSingleton(_ => new ServiceBusClient(connection));
        }
    });
}
