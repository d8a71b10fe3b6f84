using Azure;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Can the app do its work? Settings were checked when it started; what is left is the link store and the queue.</summary>
public sealed partial class Readiness(ILinkStore links, QueueProbe queue, TimeProvider time, ILogger<Readiness> log)
{
    /// <summary>For each of the two, which are asked at the same time. The client needs 11 seconds to be sure that a connection, or its rights, are refused.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <returns>A sentence for each thing that is missing, or null if the app is ready.</returns>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        var looking = queue.FindProblemAsync(Longest, cancellationToken);
        var store = await FindStoreProblemAsync(cancellationToken);
        var unreachable = await looking;
        string[] problems = [.. new[] { store, unreachable?.ToString() }.OfType<string>()];

        return problems.Length > 0 ? string.Join(' ', problems) : null;
    }

    private async Task<string?> FindStoreProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            await links.FindAsync(new LinkKey("health", EntityType.Project, 0), cancellationToken).WaitAsync(Longest, time, cancellationToken);

            return null;
        }
        catch (RequestFailedException failure) when (failure.Status > 0)
        {
            return $"The link store can't be read: {failure.Status} {failure.ErrorCode}.";
        }
        catch (AuthenticationFailedException)
        {
            return "The app's identity can't sign in to the link store.";
        }
        catch (Exception failure) when (failure is AggregateException or RequestFailedException or HttpRequestException)
        {
            return "The link store can't be reached.";
        }
        catch (TimeoutException)
        {
            return $"The link store gave no answer within {Longest.TotalSeconds:0} seconds.";
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // It must not hide what the queue says; its text may hold what is nobody's business.
            Log.Failed(log, failure);

            return $"The link store could not be asked ({failure.GetType().Name}). See the app's log.";
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The link store could not be asked")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
