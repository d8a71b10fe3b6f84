using System.Runtime.InteropServices;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Simulators;

internal static class Program
{
    private const string Help = """
        Simulators of Procore and NetSuite, in memory, on this machine only.

          dotnet run --project tests/tools/simulators -- netsuite [--port 5502]
          dotnet run --project tests/tools/simulators -- procore [--port 5501]
          dotnet run --project tests/tools/simulators -- both

          --empty   start without the believable account; fill it through POST /_control/seed
          --help    this text

        Both listen on 127.0.0.1 and are steered under /_control/ (README.md beside this project).
        """;

    private static async Task<int> Main(string[] arguments)
    {
        var names = arguments.TakeWhile(argument => !argument.StartsWith('-')).ToList();
        if (arguments.Contains("--help") || names is not ["netsuite" or "procore" or "both"])
        {
            Console.WriteLine(Help);
            return arguments.Contains("--help") ? 0 : 1;
        }

        var seeded = !arguments.Contains("--empty");
        var port = Port(arguments);
        using var stopping = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }

        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        await using var netSuite = names[0] is "netsuite" or "both" ? await StartNetSuiteAsync(port ?? 5502, seeded, stopping.Token) : null;
        await using var procore = names[0] is "procore" or "both" ? await StartProcoreAsync(names[0] is "both" ? 5501 : port ?? 5501, seeded, stopping.Token) : null;
        await Task.Delay(Timeout.Infinite, stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        return 0;
    }

    private static int? Port(string[] arguments)
    {
        var at = Array.IndexOf(arguments, "--port");
        return at >= 0 && at + 1 < arguments.Length ? int.Parse(arguments[at + 1], System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    private static async Task<IAsyncDisposable> StartNetSuiteAsync(int port, bool seeded, CancellationToken cancellationToken)
    {
        var simulator = new NetSuiteSimulator(TimeProvider.System);
        if (seeded)
        {
            simulator.Seed(System.Text.Json.JsonElement.Parse("{}"));
        }

        var server = await SimulatorServer.StartAsync(simulator, port, cancellationToken);
        Console.WriteLine($"NetSuite simulator on {server.BaseUrl}");
        return server;
    }

    private static async Task<IAsyncDisposable> StartProcoreAsync(int port, bool seeded, CancellationToken cancellationToken)
    {
        var simulator = new ProcoreSimulator(TimeProvider.System, new ProcoreSettings { DeliverInBackground = true });
        if (seeded)
        {
            simulator.Seed(System.Text.Json.JsonElement.Parse("{}"));
        }

        var server = await SimulatorServer.StartAsync(simulator, port, cancellationToken);
        Console.WriteLine($"Procore simulator on {server.BaseUrl}");
        return server;
    }
}
