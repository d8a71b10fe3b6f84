namespace ProcoreNetSuite.LocalHosting;

/// <summary>Delivers and runs timers by itself, as the Functions host does, until it is disposed.</summary>
internal sealed class BackgroundDrive : IAsyncDisposable
{
    private static readonly TimeSpan longestWait = TimeSpan.FromSeconds(1);

    private readonly LocalHost host;
    private readonly LocalHostOptions options;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    public BackgroundDrive(LocalHost host, LocalHostOptions options)
    {
        this.host = host;
        this.options = options;
        running = Task.WhenAll([.. host.Queues.Select(ServeAsync), RunTimersAsync()]);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task ServeAsync(string queue)
    {
        var concurrency = options.ConcurrencyByQueue.GetValueOrDefault(queue, options.Concurrency);
        using var free = new SemaphoreSlim(concurrency, concurrency);
        var underWay = new List<Task>();
        while (!stopping.IsCancellationRequested)
        {
            var changed = host.Broker.Changed;
            await free.WaitAsync(CancellationToken.None);
            if (host.Broker.TryReceive(queue) is { } message)
            {
                underWay.RemoveAll(task => task.IsCompleted);
                underWay.Add(Task.Run(async () =>
                {
                    await host.DeliverAsync(queue, message, stopping.Token);
                    free.Release();
                }));
                continue;
            }

            free.Release();
            await WaitAsync(changed, host.Broker.NextDue([queue]));
        }

        await Task.WhenAll(underWay);
    }

    private async Task RunTimersAsync()
    {
        await host.Timers.RunOnStartupAsync(stopping.Token);
        while (!stopping.IsCancellationRequested)
        {
            await host.Timers.RunDueAsync(stopping.Token);
            await WaitAsync(Task.Delay(Timeout.Infinite, stopping.Token), host.Timers.NextDue);
        }
    }

    private async Task WaitAsync(Task sooner, DateTimeOffset? due)
    {
        var wait = due - options.Time.GetUtcNow() is { } left && left < longestWait ? left : longestWait;
        var delay = Task.Delay(wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait, options.Time, stopping.Token);
        await (await Task.WhenAny(sooner, delay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
