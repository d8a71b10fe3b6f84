namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>How the story waits: on the real clock, or on a virtual one.</summary>
public interface IPace
{
    Task UntilAsync(Func<bool> isDone, CancellationToken cancellationToken);
}

/// <summary>Looks again and again, as a person at the screen does.</summary>
public sealed class RealPace : IPace
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    public async Task UntilAsync(Func<bool> isDone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isDone);
        using var limit = new CancellationTokenSource(Longest);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            while (!isDone())
            {
                await Task.Delay(Look, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"After {Longest.TotalSeconds:0} seconds it was still being worked on.");
        }
    }
}
