using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Opens messages. One that no delivery will ever make sense of goes to the dead-letter queue at once, with the reason.</summary>
public sealed partial class Inbox(IConnections connections, ILogger<Inbox> log)
{
    /// <summary>Service Bus allows 4,096 characters.</summary>
    private const int LongestDescription = 1000;

    /// <returns>The message and whose it is; null if it was dead-lettered.</returns>
    public async Task<(T Message, Connection Connection)?> OpenAsync<T>(
        ServiceBusReceivedMessage received, ServiceBusMessageActions actions, CancellationToken cancellationToken)
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

        Log.DeadLettered(log, received.MessageId, reason, cause);
        var description = cause.Message.Length <= LongestDescription ? cause.Message : cause.Message[..LongestDescription];
        await actions.DeadLetterMessageAsync(
            received, deadLetterReason: reason, deadLetterErrorDescription: description, cancellationToken: cancellationToken);

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Message {MessageId} goes to the dead-letter queue: {Reason}")]
        public static partial void DeadLettered(ILogger logger, string messageId, string reason, Exception cause);
    }
}
