namespace ProcoreNetSuite.Simulators.Control;

/// <summary>A simulator that listens. Disposing it frees the port and cuts what is still under way.</summary>
public sealed class SimulatorServer<T> : IAsyncDisposable
    where T : Simulator
{
    private readonly WebApplication _app;

    internal SimulatorServer(WebApplication app, T simulator)
    {
        _app = app;
        Simulator = simulator;
    }

    public T Simulator { get; }

    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string BaseUrl => Simulator.BaseUrl;

    public async ValueTask DisposeAsync()
    {
        // Already cancelled: don't wait for requests that a test left hanging.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
