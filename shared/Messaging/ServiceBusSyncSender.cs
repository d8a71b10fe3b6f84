using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure.Messaging.ServiceBus;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Messaging;

/// <summary>Sends over Service Bus. One sender per queue, kept for the life of the app; safe for concurrent use.</summary>
public sealed class ServiceBusSyncSender(ServiceBusClient client) : ISyncSender
{
    /// <summary>Service Bus's limit.</summary>
    private const int LongestMessageId = 128;

    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new(StringComparer.OrdinalIgnoreCase);

    public Task SendAsync<T>(string queue, T message, string? deduplicationId, CancellationToken cancellationToken)
        where T : IConnectionMessage =>
        QueueCalls.RunAsync(() => SendAsync(queue, Wrap(message, deduplicationId), isCopy: false, cancellationToken));

    public Task SendLaterAsync<T>(string queue, T message, DateTimeOffset at, string deduplicationId, CancellationToken cancellationToken)
        where T : IConnectionMessage
    {
        var later = Wrap(message, deduplicationId);
        later.ScheduledEnqueueTime = at;

        return QueueCalls.RunAsync(() => SendAsync(queue, later, isCopy: true, cancellationToken));
    }

    private async Task SendAsync(string queue, ServiceBusMessage message, bool isCopy, CancellationToken cancellationToken)
    {
        using var span = Traces.Send(queue, message.MessageId);
        Traces.Stamp(message.ApplicationProperties, isCopy);
        try
        {
            await SenderOf(queue).SendMessageAsync(message, cancellationToken);
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            throw;
        }
    }

    /// <summary>The queues are shared by all connections, and two of them may ask for the same: an id is one connection's.</summary>
    private static ServiceBusMessage Wrap<T>(T message, string? deduplicationId)
        where T : IConnectionMessage
    {
        return new ServiceBusMessage(MessageJson.Write(message))
        {
            MessageId = deduplicationId is null ? $"{Guid.NewGuid()}" : Shorten($"{message.ConnectionId}-{deduplicationId}"),
            Subject = message is SyncMessage sync ? $"{sync.Command}" : typeof(T).Name,
            ContentType = "application/json",
        };
    }

    private static string Shorten(string id) =>
        id.Length <= LongestMessageId ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private ServiceBusSender SenderOf(string queue) => senders.GetOrAdd(queue, client.CreateSender);
}
