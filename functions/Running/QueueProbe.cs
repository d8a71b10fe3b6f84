using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Can the app send to Service Bus and read from it? Looked at seldom, however many ask, and never waited for longer than the caller says.</summary>
public sealed partial class QueueProbe(ServiceBusClient client, TimeProvider time, ILogger<QueueProbe> log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private Task<Problem?> looking = Task.FromResult<Problem?>(null);
    private DateTimeOffset lookAgain = DateTimeOffset.MinValue;
    private Problem? last;

    /// <summary>The look that runs now, or the last one; a new one if that is old.</summary>
    public Task<Problem?> Look()
    {
        lock (gate)
        {
            if (looking.IsCompleted && time.GetUtcNow() >= lookAgain)
            {
                // Not with a caller's cancellation: others wait for the same answer, and it says more than that there was none.
                looking = Task.Run(LookAsync, CancellationToken.None);
            }

            return looking;
        }
    }

    /// <returns>Null if all is well.</returns>
    public async Task<Problem?> FindProblemAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        try
        {
            return await Look().WaitAsync(within, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            lock (gate)
            {
                // What the look before found is most likely the cause again.
                return last ?? QueueCalls.NoAnswer(within);
            }
        }
    }

    private async Task<Problem?> LookAsync()
    {
        var problem = await FindProblemAsync();
        lock (gate)
        {
            last = problem;
            lookAgain = time.GetUtcNow() + Kept;
        }

        return problem;
    }

    /// <summary>Over new links, for one that is open says nothing about rights. Opening one to send takes the right to send, and peeking the right to receive; neither changes anything.</summary>
    private async Task<Problem?> FindProblemAsync()
    {
        try
        {
            await QueueCalls.RunAsync(async () =>
            {
                await using var sender = client.CreateSender(QueueNames.ProcoreEvents);
                using var batch = await sender.CreateMessageBatchAsync(CancellationToken.None);
                await using var receiver = client.CreateReceiver(QueueNames.ProcoreEvents, new ServiceBusReceiverOptions());
                await receiver.PeekMessagesAsync(1, cancellationToken: CancellationToken.None);
            });

            return null;
        }
        catch (QueueUnreachableException failure)
        {
            Log.Unreachable(log, failure);

            return failure.Problem;
        }
        catch (Exception failure)
        {
            // Whoever asks whether all is well gets an answer, also to what nobody thought of; its text may hold what is nobody's business.
            Log.Unreachable(log, failure);

            return new Problem("E902", $"The queue can't be looked at ({failure.GetType().Name}).") { OtherRemedy = "See the app's log." };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The queue can't be reached")]
        public static partial void Unreachable(ILogger logger, Exception failure);
    }
}
