using NCrontab;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>Runs the timer functions by their cron text of six fields, in UTC.</summary>
internal sealed class HostTimers : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    public HostTimers(FunctionsHost host, TimeProvider time) =>
        running = Task.WhenAll(host.Functions.Where(function => function.IsTimer).Select(function => RunAsync(host, function, time, stopping.Token)));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    /// <summary>The clock may be put forward, so it is looked at again and again; a time that was missed is made up for once.</summary>
    private static async Task RunAsync(FunctionsHost host, HostedFunction function, TimeProvider time, CancellationToken cancellationToken)
    {
        var schedule = CrontabSchedule.Parse(function.Text("schedule"), new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        var next = schedule.GetNextOccurrence(time.GetUtcNow().UtcDateTime);
        while (true)
        {
            await Task.Delay(Look, cancellationToken);
            if (time.GetUtcNow().UtcDateTime < next)
            {
                continue;
            }

            try
            {
                await host.RunTimerAsync(function.Name, cancellationToken);
            }
            catch (WorkerFailedException failure)
            {
                host.Fail(function, messageId: null, failure);
            }

            next = schedule.GetNextOccurrence(time.GetUtcNow().UtcDateTime);
        }
    }
}
