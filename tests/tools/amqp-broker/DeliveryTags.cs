using Amqp.Handler;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>Puts the lock token on every delivery: the client reads it there and settles by it.</summary>
internal sealed class DeliveryTags : IHandler
{
    public bool CanHandle(EventId id) => id == EventId.SendDelivery;

    public void Handle(Event protocolEvent)
    {
        if (protocolEvent.Context is IDelivery { Message: Delivery message } delivery)
        {
            delivery.Tag = message.LockToken.ToByteArray();
        }
    }
}
