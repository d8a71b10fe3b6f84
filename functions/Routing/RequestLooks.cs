using System.Globalization;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Routing;

/// <summary>
/// Procore may announce a request two hundred times: if it can't be read, one message looks again and one goes to the dead letters (connector-behaviour.md 13.6).
/// </summary>
public sealed partial class RequestLooks(IRequestStore requests, ISyncSender sender, TimeProvider time, ILogger<RequestLooks> log)
{
    /// <summary>Events about a request that was refused just now are not looked at: two hundred of them cost what one does.</summary>
    private static readonly TimeSpan RefusedFor = TimeSpan.FromHours(1);

    /// <summary>A copy that looks again may be late by so much.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    /// <summary>For so long one message about a request that the credentials don't open is delivered again and again, until it dies.</summary>
    private static readonly TimeSpan Deliveries = TimeSpan.FromMinutes(10);

    /// <summary>Another message about the same request was refused a moment ago, or looks again. A message that was interrupted over that itself goes on.</summary>
    internal async Task<bool> IsAnotherAtItAsync(RequestEvent message, string messageId, CancellationToken cancellationToken)
    {
        if (message.IsAgain || message.Attempt > 0)
        {
            return false;
        }

        var mark = (await requests.FindManyAsync(message.ConnectionId, [message.RequestId], cancellationToken)).GetValueOrDefault(message.RequestId);
        var now = time.GetUtcNow();

        return mark is not null
            && ((mark.LooksUntil > now && mark.LooksBy != messageId) || (now - mark.RefusedAt < RefusedFor && mark.RefusedBy != messageId));
    }

    /// <summary>One event of the request goes to the dead letters and says why; the others have nothing to add.</summary>
    /// <exception cref="GivenUpException">It is this one.</exception>
    internal async Task GiveUpAsync(string reason, RequestEvent message, Problem problem, ServiceBusReceivedMessage received, CancellationToken cancellationToken)
    {
        if (await requests.TryRefuseAsync(message.ConnectionId, message.RequestId, received.MessageId, time.GetUtcNow() - RefusedFor, cancellationToken) || message.IsAgain)
        {
            throw new GivenUpException(reason, problem);
        }
    }

    /// <summary>If the last delivery dies of what nobody foresaw, whoever asked reads it in Procore. The dead letter says it in any case.</summary>
    internal async Task TellIfLastAsync(Connection connection, long requestId, ServiceBusReceivedMessage received, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (Unforeseen.Is(failure) && received.DeliveryCount >= Inbox.MostDeliveries && !cancellationToken.IsCancellationRequested)
        {
            await TellAsync(connection, requestId, failure, cancellationToken);
            throw;
        }
    }

    private async Task TellAsync(Connection connection, long requestId, Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            var open = (await connection.Procore.ListDetailsOfRequestAsync(requestId, cancellationToken)).Where(detail => detail.IsOpen == true);
            var problem = Unforeseen.ProblemOf(string.Create(CultureInfo.InvariantCulture, $"ERP Request {requestId} could not be passed on"), failure);
            await RequestDetails.CloseAsync(connection, [.. open.Select(detail => detail.Id)], succeeded: false, $"{problem}", cancellationToken);
        }
        catch (Exception second) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotTold(log, requestId, second);
        }
    }

    /// <summary>The message is delivered again; it alone, however many events announce the request.</summary>
    internal Task KeepAsync(RequestEvent message, string messageId, CancellationToken cancellationToken) =>
        requests.MarkLookAsync(message.ConnectionId, message.RequestId, messageId, time.GetUtcNow() + Deliveries, cancellationToken);

    /// <summary>However many events announce the request, one copy looks again: the queue takes the same id once.</summary>
    internal async Task LookAgainAsync(RequestEvent message, SyncOutcome failure, ServiceBusReceivedMessage received, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - message.AskedAt > LaterCopies.Longest)
        {
            await GiveUpAsync(
                "GivenUp", message, failure.Problems[0] with { Message = $"ERP Request {message.RequestId} could not be read for {LaterCopies.Longest.TotalHours:0} hours. {failure.Problems[0].Message}" }, received, cancellationToken);
            return;
        }

        var copy = message with { Attempt = message.Attempt + 1 };
        var at = now + LaterCopies.DelayOf(message.Attempt, failure);
        var id = string.Create(CultureInfo.InvariantCulture, $"{message.ConnectionId}|{message.RequestId}|{message.AskedAt.UtcTicks / LaterCopies.Longest.Ticks}|{copy.Attempt}{(message.IsAgain ? $"|{received.MessageId}" : "")}");
        await sender.SendLaterAsync(QueueNames.ProcoreEvents, copy, at, LaterCopies.Hash(id), cancellationToken);
        await requests.MarkLookAsync(message.ConnectionId, message.RequestId, LaterCopies.Hash(id), at + Late, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "ERP Request {Request} is given up, and Procore could not be told")]
        public static partial void NotTold(ILogger logger, long request, Exception cause);
    }
}
