using Amqp.Types;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>Service Bus's own error conditions.</summary>
internal static class Errors
{
    public const string LockLostText = "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.";

    public static readonly Symbol LockLost = new("com.microsoft:message-lock-lost");

    public static readonly Symbol MessageNotFound = new("com.microsoft:message-not-found");
}
