using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.WbsCodes;

/// <summary>Procore WBS code to NetSuite item: the trigger, nothing else.</summary>
public sealed class WbsCodeFunction(WbsCodeHandler handler, SyncRunner runner)
{
    [Function("SyncWbsCode")]
    public Task RunAsync(
        [ServiceBusTrigger(QueueNames.WbsCodes, Connection = "ServiceBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        runner.RunAsync(handler, message, actions, cancellationToken);
}
