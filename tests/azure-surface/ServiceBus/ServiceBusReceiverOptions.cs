namespace Azure.Messaging.ServiceBus;

public class ServiceBusReceiverOptions
{
    public SubQueue SubQueue { get; set; }
}
