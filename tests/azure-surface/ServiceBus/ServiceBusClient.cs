#nullable disable // The real package has no nullable annotations.

using Azure.Core;
using ProcoreNetSuite.AzureSurface;

namespace Azure.Messaging.ServiceBus;

public class ServiceBusClient : IAsyncDisposable
{
    protected ServiceBusClient()
    {
    }

    public ServiceBusClient(string connectionString) => ArgumentException.ThrowIfNullOrEmpty(connectionString);

    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential)
    {
        ArgumentException.ThrowIfNullOrEmpty(fullyQualifiedNamespace);
        ArgumentNullException.ThrowIfNull(credential);
    }

    public virtual ServiceBusSender CreateSender(string queueOrTopicName) => throw LocalOnly.NotSupported();

    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options) =>
        throw LocalOnly.NotSupported();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
