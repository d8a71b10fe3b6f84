#nullable disable // The real package has no nullable annotations.

namespace Azure.Messaging.ServiceBus;

public class ServiceBusMessage
{
    public ServiceBusMessage()
        : this(BinaryData.FromBytes(ReadOnlyMemory<byte>.Empty))
    {
    }

    public ServiceBusMessage(string body)
        : this(BinaryData.FromString(body))
    {
    }

    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body))
    {
    }

    public ServiceBusMessage(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        ArgumentNullException.ThrowIfNull(receivedMessage);
        Body = receivedMessage.Body;
        ContentType = receivedMessage.ContentType;
        CorrelationId = receivedMessage.CorrelationId;
        MessageId = receivedMessage.MessageId;
        SessionId = receivedMessage.SessionId;
        Subject = receivedMessage.Subject;
        TimeToLive = receivedMessage.TimeToLive;
        foreach (var (name, value) in receivedMessage.ApplicationProperties)
        {
            // What the broker wrote when it dead-lettered the first message doesn't belong to its copy.
            if (name is not ("DeadLetterReason" or "DeadLetterErrorDescription"))
            {
                ApplicationProperties[name] = value;
            }
        }
    }

    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>();

    public BinaryData Body { get; set; }

    public string ContentType { get; set; }

    public string CorrelationId { get; set; }

    public string MessageId { get; set; }

    public string SessionId { get; set; }

    public string Subject { get; set; }

    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    public TimeSpan TimeToLive { get; set; } = TimeSpan.MaxValue;
}
