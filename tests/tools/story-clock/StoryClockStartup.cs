using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ProcoreNetSuite.StoryTime;

[assembly: HostingStartup(typeof(StoryClockStartup))]

namespace ProcoreNetSuite.StoryTime;

/// <summary>Gives a worker process, which knows nothing of it, a story's clock: .NET loads this assembly as a startup hook, ASP.NET runs it as a hosting startup.</summary>
public sealed class StoryClockStartup : IHostingStartup
{
    private const string FileVariable = "STORY_CLOCK";

    /// <summary>What the process is started with.</summary>
    public static IReadOnlyDictionary<string, string?> EnvironmentFor(StoryClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var assembly = typeof(StoryClockStartup).Assembly;

        return new Dictionary<string, string?>
        {
            ["DOTNET_STARTUP_HOOKS"] = assembly.Location,
            ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = assembly.GetName().Name,
            [FileVariable] = clock.Path,
        };
    }

    public void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(StoryClock.Open(Environment.GetEnvironmentVariable(FileVariable)!)));
}
