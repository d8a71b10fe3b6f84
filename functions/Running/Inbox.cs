using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Opens messages and has them worked on, each within its span, its log scope and its count, and settles them. One that no delivery will ever make sense of goes to the dead-letter queue at once, with the reason.</summary>
public sealed partial class Inbox(IConnections connections, TimeProvider time, ILogger<Inbox> log)
{
    /// <summary>Deliveries of a message that Service Bus makes before it gives it up by itself (infra/queues.bicep). In the last one we do, and say why.</summary>
    public const int MostDeliveries = 10;

    /// <summary>Service Bus allows 4,096 characters.</summary>
    private const int LongestDescription = 1000;

    /// <param name="work">
    /// Does what the message asks. What it throws passes through, and the message is delivered again; not if it says that it is given up
    /// (<see cref="GivenUpException"/>), and not for ever.
    /// </param>
    public async Task HandleAsync<T>(
        string queue, ServiceBusReceivedMessage received, ServiceBusMessageActions actions, Func<T, Connection, Task> work, CancellationToken cancellationToken)
        where T : class, IConnectionMessage
    {
        using var span = Traces.Process(queue, received.MessageId, received.DeliveryCount, received.ApplicationProperties);
        try
        {
            if (await OpenAsync<T>(queue, received, actions, cancellationToken) is not var (message, connection))
            {
                return;
            }

            span?.SetTag(TelemetryNames.Tags.Connection, connection.Id);
            using var about = Work.Begin(connection.Id, queue);
            using var scope = log.BeginScope("{Connection} {Company} {Queue} {Operation}", connection.Id, connection.CompanyId, queue, received.MessageId);
            ConnectorMetrics.Delivered(time.GetUtcNow() - received.EnqueuedTime);
            if (await TryAsync(() => work(message, connection), received, cancellationToken) is var (reason, failure))
            {
                span.Fail(failure);
                await DeadLetterAsync(queue, received, actions, reason, failure, cancellationToken);
                return;
            }

            await SettleAsync(received, () => actions.CompleteMessageAsync(received, cancellationToken));
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            throw;
        }
    }

    /// <returns>The message and whose it is; null if it was dead-lettered.</returns>
    private async Task<(T Message, Connection Connection)?> OpenAsync<T>(
        string queue, ServiceBusReceivedMessage received, ServiceBusMessageActions actions, CancellationToken cancellationToken)
        where T : class, IConnectionMessage
    {
        string reason;
        Exception cause;
        try
        {
            var message = MessageJson.Read<T>(received.Body);

            return (message, connections.GetConnection(message.ConnectionId));
        }
        catch (MalformedMessageException malformed)
        {
            (reason, cause) = ("Malformed", malformed);
        }
        catch (KeyNotFoundException unknown)
        {
            (reason, cause) = ("UnknownConnection", unknown);
        }

        await DeadLetterAsync(queue, received, actions, reason, cause, cancellationToken);

        return null;
    }

    /// <returns>Why the message is given up; null if its work is done.</returns>
    private static async Task<(string Reason, Exception Cause)?> TryAsync(Func<Task> work, ServiceBusReceivedMessage received, CancellationToken cancellationToken)
    {
        try
        {
            await work();

            return null;
        }
        catch (GivenUpException hopeless)
        {
            return (hopeless.Reason, hopeless);
        }
        catch (Exception failure) when (received.DeliveryCount >= MostDeliveries && failure is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return ("Failed", failure);
        }
    }

    private async Task DeadLetterAsync(
        string queue, ServiceBusReceivedMessage received, ServiceBusMessageActions actions, string reason, Exception cause, CancellationToken cancellationToken)
    {
        Log.DeadLettered(log, received.MessageId, reason, cause);
        ConnectorMetrics.DeadLettered(queue, reason);
        var words = received.DeliveryCount >= MostDeliveries ? $"Given up after {received.DeliveryCount} deliveries: {cause.Message}" : cause.Message;
        await SettleAsync(received, () => actions.DeadLetterMessageAsync(
            received, deadLetterReason: reason, deadLetterErrorDescription: PlainText.Cut(words, LongestDescription), cancellationToken: cancellationToken));
    }

    private async Task SettleAsync(ServiceBusReceivedMessage received, Func<Task> settle)
    {
        if (!await LostLock.TrySettleAsync(settle))
        {
            Log.LockLost(log, received.MessageId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Message {MessageId} goes to the dead-letter queue: {Reason}")]
        public static partial void DeadLettered(ILogger logger, string messageId, string reason, Exception cause);

        [LoggerMessage(2, LogLevel.Information, "The lock of message {MessageId} ran out before it was settled: it is delivered again, and found done")]
        public static partial void LockLost(ILogger logger, string messageId);
    }
}
