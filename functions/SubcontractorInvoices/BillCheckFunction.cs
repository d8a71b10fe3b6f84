using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>Exported bills compared with what was sent: the trigger, nothing else.</summary>
public sealed class BillCheckFunction(BillCheck check, ImportRunner runner)
{
    [Function("CompareBills")]
    public Task RunAsync(
        [ServiceBusTrigger(QueueNames.BillChecks, Connection = "ServiceBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        runner.RunAsync(check, message, actions, cancellationToken);
}
