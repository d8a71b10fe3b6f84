using ProcoreNetSuite.Benchmarks.Export;
using ProcoreNetSuite.Benchmarks.Import;
using ProcoreNetSuite.Benchmarks.Running;
using ProcoreNetSuite.Benchmarks.Tables;
using ProcoreNetSuite.Benchmarks.Webhooks;

namespace ProcoreNetSuite.Benchmarks;

internal static class Program
{
    private const int CheckFailed = 1, BadInput = 2;

    private static async Task<int> Main(string[] arguments)
    {
        // The programs that a benchmark starts for itself: see AppProgram, BareProgram and TablesProcess.
        switch (arguments)
        {
            case [AppProgram.Name]:
                return await AppProgram.RunAsync();
            case [BareProgram.Name]:
                return await BareProgram.RunAsync();
            case [TablesProcess.Name]:
                return await TablesProcess.RunAsync();
        }

        var (options, wrong) = BenchmarkOptions.Read(arguments);
        if (options is null || options.Help)
        {
            await (options is null ? Console.Error : Console.Out).WriteLineAsync(wrong ?? BenchmarkOptions.HelpText);
            return options is null ? BadInput : 0;
        }

        using var stopping = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stopping.Cancel();
        };
        try
        {
            await (options.Name switch
            {
                BenchmarkOptions.Export => ExportBenchmark.RunAsync(options, stopping.Token),
                BenchmarkOptions.Webhooks => WebhookBenchmark.RunAsync(options, stopping.Token),
                _ => ImportBenchmark.RunAsync(options, stopping.Token),
            });
            return 0;
        }
        catch (Exception failed) when (failed is CheckFailedException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return CheckFailed;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted; everything is stopped.");
            return CheckFailed;
        }
    }
}
