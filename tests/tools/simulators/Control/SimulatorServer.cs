using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ProcoreNetSuite.Simulators.Control;

/// <summary>Puts a simulator behind a port of this machine.</summary>
public static class SimulatorServer
{
    /// <summary>Starts on 127.0.0.1. Port 0 stands for any free port.</summary>
    public static async Task<SimulatorServer<T>> StartAsync<T>(T simulator, int port, CancellationToken cancellationToken)
        where T : Simulator
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = true;
            // NetSuite's limit for a request; Procore's is lower.
            kestrel.Limits.MaxRequestBodySize = 104 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, port);
        });

        var app = builder.Build();
        var pipeline = new SimulatorPipeline(simulator);
        app.Run(pipeline.HandleAsync);
        await app.StartAsync(cancellationToken);
        simulator.BaseUrl = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SimulatorServer<T>(app, simulator);
    }
}
