using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>The built app in a process of its own, started with what the Functions host hands over.</summary>
public sealed class WorkerProcess : IDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private WorkerProcess(Process process) => this.process = process;

    /// <summary>What it wrote, errors included.</summary>
    public IReadOnlyList<string> Output => [.. output];

    public bool HasExited => process.HasExited;

    /// <param name="folder">Where ProcoreNetSuite.Functions.dll lies.</param>
    /// <param name="host">Address of the host's gRPC server; null starts it as if nobody hosted it.</param>
    /// <param name="environment">The app settings and what else the host sets.</param>
    public static WorkerProcess Start(string folder, Uri? host, string workerId, IReadOnlyDictionary<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(folder, "ProcoreNetSuite.Functions.dll"));
        foreach (var argument in host is null ? [] : ArgumentsFor(host, workerId))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var worker = new WorkerProcess(Process.Start(start)!);
        worker.Read();
        return worker;
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    /// <returns>Its exit code; all it wrote is in <see cref="Output"/> then.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);

        return process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private static IEnumerable<string> ArgumentsFor(Uri host, string workerId) =>
    [
        "--host", host.Host, "--port", host.Port.ToString(CultureInfo.InvariantCulture), "--workerId", workerId, "--requestId", workerId,
        "--grpcMaxMessageLength", $"{int.MaxValue}", "--functions-uri", host.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", workerId,
        "--functions-grpc-max-message-length", $"{int.MaxValue}",
    ];

    private void Read()
    {
        DataReceivedEventHandler keep = (_, received) =>
        {
            if (received.Data is { } line)
            {
                output.Enqueue(line);
            }
        };
        process.OutputDataReceived += keep;
        process.ErrorDataReceived += keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }
}
