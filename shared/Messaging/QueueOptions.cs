using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.Messaging;

/// <summary>How Service Bus is called.</summary>
public static class QueueOptions
{
    /// <summary>An outage of seconds is sat out here; a longer one is for whoever asked: Procore sends its event again, a queue its message.</summary>
    public static ServiceBusClientOptions Create() => new()
    {
        RetryOptions = new ServiceBusRetryOptions
        {
            Mode = ServiceBusRetryMode.Exponential,

            // With these two about 11 seconds where every try fails at once. Much less, and the ten deliveries of a message would be used up
            // in the time in which Service Bus moves a namespace to another machine.
            MaxRetries = 3,
            Delay = TimeSpan.FromSeconds(0.8),

            // Never reached by three; here so that more would not lead to waits beyond a try.
            MaxDelay = TimeSpan.FromSeconds(10),

            // A new connection with its token takes a second or two. A server that hangs is given up after less than a minute, well within a
            // message's lock of five and the host's limit for a request. Not below ten: as long the client itself stays away from a busy namespace.
            TryTimeout = TimeSpan.FromSeconds(10),
        },
    };
}
