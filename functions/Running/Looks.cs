using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Why a look brought nothing.</summary>
/// <param name="Text">With its remedy; nothing in it that is nobody's business.</param>
/// <param name="Problem">What the other side said; null if it said nothing.</param>
/// <param name="IsRefusal">It answered, and the answer was no.</param>
public sealed record LookFailure(string Text, Problem? Problem = null, bool IsRefusal = false);

/// <summary>Looks at other systems. Each look has its own end, and its own failure, whatever that is.</summary>
public sealed partial class Looks(TimeProvider time, ILogger<Looks> log)
{
    /// <summary>For one look.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="whom">Procore, NetSuite, or what else is looked at.</param>
    public async Task<(T? Value, LookFailure? Failure)> RunAsync<T>(string whom, Func<CancellationToken, Task<T>> look, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var (value, failure) = await Outcomes.TryAsync(() => look(either.Token)).WaitAsync(either.Token);

            return (value, failure is null ? null : new($"{failure.Problems[0]}", failure.Problems[0], failure.Status is SyncStatus.Rejected));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return (null, new($"{whom} gave no answer within {Longest.TotalSeconds:0} seconds. Look again; if it stays so, see whether {whom} can be reached from the app."));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whatever it is, it must not hide what the others say; and its text may hold what is nobody's business.
            Log.Failed(log, whom, failure);

            return (null, new($"{whom} could not be asked ({failure.GetType().Name}). See the app's log."));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Whom} could not be asked")]
        public static partial void Failed(ILogger logger, string whom, Exception failure);
    }
}
