using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.BillPayments;

/// <summary>NetSuite vendor bill payments to Procore contract payments: the trigger, nothing else.</summary>
public sealed class BillPaymentFunction(BillPaymentImport import, ImportRunner runner)
{
    [Function("ImportBillPayments")]
    public Task RunAsync(
        [ServiceBusTrigger(QueueNames.BillPayments, Connection = "ServiceBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        runner.RunAsync(import, message, actions, cancellationToken);
}
