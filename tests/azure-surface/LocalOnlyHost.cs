using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ProcoreNetSuite.AzureSurface;

/// <summary>Holds the app's services, so that they can be checked, but runs nothing: it says why and stops.</summary>
internal sealed class LocalOnlyHost(IHost inner) : IHost
{
    public IServiceProvider Services => inner.Services;

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        Console.Error.WriteLine(LocalOnly.Sentence);
        Environment.ExitCode = 1;
        Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Dispose() => inner.Dispose();
}
