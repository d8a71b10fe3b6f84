using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ProcoreNetSuite.Commands;

namespace ProcoreNetSuite.Sandbox;

/// <summary>Ctrl+C, a request to terminate, or the end of the commands that started this: then everything is to be stopped in order.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interruption()
    {
        registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
                .Select(signal => PosixSignalRegistration.Create(signal, Stop)),
        ];
        foreach (var starter in (Environment.GetEnvironmentVariable(SandboxCommand.StartersVariable) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            _ = WatchAsync(int.Parse(starter, CultureInfo.InvariantCulture));
        }
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        source.Cancel();
    }

    private async Task WatchAsync(int starter)
    {
        try
        {
            using var process = Process.GetProcessById(starter);
            await process.WaitForExitAsync(source.Token);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await source.CancelAsync();
    }
}
