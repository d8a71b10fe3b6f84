using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Routing;

/// <summary>An ERP Request was created in Procore: the trigger, nothing else.</summary>
public sealed class RequestRouterFunction(RequestRouter router)
{
    [Function("RouteErpRequest")]
    public Task RunAsync(
        [ServiceBusTrigger(QueueNames.ProcoreEvents, Connection = "ServiceBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        router.RunAsync(message, actions, cancellationToken);
}
