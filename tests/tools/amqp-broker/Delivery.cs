using Amqp;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>A message on its way to a receiver. Its tag on the wire is the lock token.</summary>
internal sealed class Delivery(Guid lockToken) : Message
{
    public Guid LockToken { get; } = lockToken;
}
