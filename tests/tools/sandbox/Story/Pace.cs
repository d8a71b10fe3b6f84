using ProcoreNetSuite.StoryTime;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>How the story waits: on a clock that goes by itself, or on a virtual one.</summary>
public interface IPace
{
    DateTimeOffset Now { get; }

    Task UntilAsync(Func<Task<bool>> isDone, CancellationToken cancellationToken);

    /// <summary>Puts the clock forward. What has become due by then comes by itself.</summary>
    Task MoveToAsync(DateTimeOffset moment, CancellationToken cancellationToken);
}

/// <summary>Looks again and again, as a person at the screen does.</summary>
public sealed class RealPace(StoryClock clock) : IPace
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task UntilAsync(Func<Task<bool>> isDone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isDone);
        using var limit = new CancellationTokenSource(Longest);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            while (!await isDone())
            {
                await Task.Delay(Look, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"After {Longest.TotalSeconds:0} seconds it was still being worked on.");
        }
    }

    public Task MoveToAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        clock.MoveTo(moment);

        return Task.CompletedTask;
    }
}
