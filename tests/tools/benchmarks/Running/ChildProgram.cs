using System.Diagnostics;

namespace ProcoreNetSuite.Benchmarks.Running;

/// <summary>A program of this build in a process of its own, which is spoken to in lines. It ends with this process.</summary>
internal sealed class ChildProgram : IDisposable
{
    private readonly Process process;

    private ChildProgram(Process process) => this.process = process;

    public static ChildProgram Start(string assembly, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var child = new ChildProgram(Process.Start(start)!);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => child.Kill();

        return child;
    }

    /// <summary>Says one line and waits for the next line of the other.</summary>
    public async Task<string> AskAsync(string line, CancellationToken cancellationToken)
    {
        await process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await process.StandardInput.FlushAsync(cancellationToken);

        return await HearAsync(cancellationToken);
    }

    public async Task<string> HearAsync(CancellationToken cancellationToken) =>
        await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException($"{process.StartInfo.ArgumentList[0]} ended unasked.");

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It is gone, or was disposed.
        }
    }
}
