namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Delivers webhooks on its own while it is switched on.</summary>
internal sealed class WebhookPump(ProcoreSimulator simulator, WebhookOutbox outbox) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;

    public void Switch(bool on)
    {
        lock (_gate)
        {
            if (on && _running is null)
            {
                _running = new();
                var token = _running.Token;
                _ = Task.Run(() => RunAsync(token), CancellationToken.None);
            }
            else if (!on)
            {
                _running?.Cancel();
                _running?.Dispose();
                _running = null;
            }
        }
    }

    public void Dispose() => Switch(false);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await simulator.DeliverDueAsync(cancellationToken);
                // A paused endpoint becomes due without news, so the wait has an end.
                await outbox.WaitForNewsAsync(Longest, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }
}
