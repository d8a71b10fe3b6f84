using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DeadLetters;

/// <summary>A message that was given up, as far as it can be read: what stands in its body is never shown, only what it is about.</summary>
/// <param name="Reason">Service Bus's or ours; the groups of the list.</param>
/// <param name="Records">Links that it is about; empty for events and imports.</param>
/// <param name="About">An ERP Request or a run of an import, in words; null for records.</param>
internal sealed record DeadLetter(ServiceBusReceivedMessage Message, string Queue, string Reason, string? ConnectionId, IReadOnlyList<LinkKey> Records, string? About)
{
    private const int LongestDescription = 300;

    /// <summary>Whose history it belongs to: the records', or for events and imports the connection's.</summary>
    public IEnumerable<LinkKey> Keys => Records.Count > 0 ? Records : ConnectionId is { } connection ? [LinkKey.OfConnection(connection)] : [];

    public long Number => Message.SequenceNumber;

    public string Description => Message.DeadLetterErrorDescription is { Length: > LongestDescription } text ? $"{PlainText.Cut(text, LongestDescription)} ..." : Message.DeadLetterErrorDescription ?? "";

    public static DeadLetter Read(string queue, ServiceBusReceivedMessage message)
    {
        var reason = message.DeadLetterReason is { Length: > 0 } given ? given : "Unknown";
        try
        {
            if (queue == QueueNames.ProcoreEvents)
            {
                var @event = MessageJson.Read<RequestEvent>(message.Body);

                return new(message, queue, reason, @event.ConnectionId, [], $"ERP Request {@event.RequestId}");
            }

            if (EntityOf(queue) is not { } entity)
            {
                var import = MessageJson.Read<ImportMessage>(message.Body);

                return new(message, queue, reason, import.ConnectionId, [], $"run {import.RunId} of {import.Kind}, step {import.Step}");
            }

            var sync = MessageJson.Read<SyncMessage>(message.Body);
            var kind = sync.Command is SyncCommand.Acknowledge ? EntityType.StandardCostCode : entity;

            return new(
                message, queue, reason, sync.ConnectionId,
                [.. sync.Items.Select(item => new LinkKey(sync.ConnectionId, kind, item.ProcoreId, kind is EntityType.WbsCode ? item.ProjectId : null))],
                sync.RequestId is { } request ? $"{sync.Command}, ERP Request {request}" : $"{sync.Command}");
        }
        catch (MalformedMessageException)
        {
            return new(message, queue, reason, null, [], "a message that can't be read");
        }
    }

    /// <summary>
    /// The message to send in its place, with an id that is the same however often it is made: a second one within Service Bus's window is dropped. A wait begins anew;
    /// a run of an import keeps its own time.
    /// </summary>
    public ServiceBusMessage Copy(DateTimeOffset now, DateTimeOffset due)
    {
        var copy = new ServiceBusMessage(Message) { MessageId = LaterCopies.Hash($"{Message.MessageId}|{Number}"), ScheduledEnqueueTime = due };
        if (ConnectionId is not null && (Records.Count > 0 || Queue == QueueNames.ProcoreEvents) && JsonNode.Parse(Message.Body) is JsonObject body)
        {
            body["askedAt"] = now;
            body["attempt"] = 0;
            if (Queue == QueueNames.ProcoreEvents)
            {
                body["isAgain"] = true;
            }

            copy.Body = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(body));
        }

        return copy;
    }

    private static EntityType? EntityOf(string queue) => queue switch
    {
        QueueNames.Companies => EntityType.Company,
        QueueNames.Projects => EntityType.Project,
        QueueNames.SubcontractorInvoices => EntityType.SubcontractorInvoice,
        QueueNames.WbsCodes => EntityType.WbsCode,
        _ => null,
    };
}
