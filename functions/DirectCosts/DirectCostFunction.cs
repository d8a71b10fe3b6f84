using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>NetSuite bill and journal lines to Procore direct costs: the trigger, nothing else.</summary>
public sealed class DirectCostFunction(DirectCostImport import, ImportRunner runner)
{
    [Function("ImportDirectCosts")]
    public Task RunAsync(
        [ServiceBusTrigger(QueueNames.DirectCosts, Connection = "ServiceBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        runner.RunAsync(import, message, actions, cancellationToken);
}
