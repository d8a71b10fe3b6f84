using Polly;
using Polly.Retry;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>What one sending brought.</summary>
/// <param name="Answer">Null if none came.</param>
/// <param name="Failure">Why none came.</param>
/// <param name="Pause">How long Procore asks to stay away (429, or 503 with Retry-After).</param>
/// <param name="PauseIsKept">True if whoever sends next waits for the pause by itself.</param>
internal sealed record Attempt(HttpAnswer? Answer, NoAnswerException? Failure = null, TimeSpan? Pause = null, bool PauseIsKept = false)
{
    /// <summary>True if the same call may be answered otherwise in a moment.</summary>
    public bool IsTransient => Failure is null ? IsBusy || Answer!.Status is 408 or 429 or >= 500 : !IsTooLarge;

    /// <summary>True if another request was changing the same record.</summary>
    public bool IsBusy { get; init; }

    /// <summary>True if the answer was cut off because no page of Procore's is that large.</summary>
    public bool IsTooLarge
    {
        get
        {
            for (Exception? inner = Failure; inner is not null; inner = inner.InnerException)
            {
                if (inner is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
                {
                    return true;
                }
            }

            return false;
        }
    }
}

/// <summary>
/// What one call may still spend on waiting: pauses, and answers that were slow and useless. Longer waits belong to the queue.
/// Two seconds more than Procore's spike window, so that a window that just began is waited for: its end is given in full seconds, and jitter comes on top.
/// </summary>
internal sealed class Patience
{
    private static readonly ResiliencePropertyKey<Patience> Key = new("patience");

    private TimeSpan left = TimeSpan.FromSeconds(12);

    public static Patience Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    public void AttachTo(ResilienceContext context) => context.Properties.Set(Key, this);

    /// <summary>False, and nothing spent, if that is too long.</summary>
    public bool TrySpend(TimeSpan wait)
    {
        if (wait > left)
        {
            return false;
        }

        left -= wait;
        return true;
    }

    /// <summary>Time that is gone already.</summary>
    public void Lose(TimeSpan time) => left -= time;
}

/// <summary>Up to three more attempts within the patience of a call; every call of this client may be repeated.</summary>
internal static class ShortRetries
{
    private const int MostRetries = 3;

    public static ResiliencePipeline<Attempt> Build(TimeProvider time) => new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<Attempt>
        {
            MaxRetryAttempts = MostRetries,
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Result is { IsTransient: true } attempt
                && Patience.Of(arguments.Context).TrySpend(DelayAfter(attempt, arguments.AttemptNumber))),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(DelayAfter(arguments.Outcome.Result!, arguments.AttemptNumber)),
        })
        .Build();

    public static async Task<Attempt> RunAsync(
        this ResiliencePipeline<Attempt> pipeline, Func<Patience, CancellationToken, Task<Attempt>> send, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            new Patience().AttachTo(context);
            return await pipeline.ExecuteAsync(
                static async (context, send) => await send(Patience.Of(context), context.CancellationToken), context, send);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static TimeSpan DelayAfter(Attempt attempt, int number) =>
        attempt.Pause is not { } pause ? TimeSpan.FromMilliseconds(400 << number)
        : attempt.PauseIsKept ? TimeSpan.Zero
        : pause;
}
