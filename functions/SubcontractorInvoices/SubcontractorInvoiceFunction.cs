using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>Procore subcontractor invoice to NetSuite vendor bill: the trigger, nothing else.</summary>
public sealed class SubcontractorInvoiceFunction(SubcontractorInvoiceHandler handler, SyncRunner runner)
{
    [Function("SyncSubcontractorInvoice")]
    public Task RunAsync(
        [ServiceBusTrigger(QueueNames.SubcontractorInvoices, Connection = "ServiceBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        runner.RunAsync(handler, message, actions, cancellationToken);
}
