using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>Procore company to NetSuite vendor: the trigger, nothing else.</summary>
public sealed class CompanyFunction(CompanyHandler handler, SyncRunner runner)
{
    [Function("SyncCompany")]
    public Task RunAsync(
        [ServiceBusTrigger(QueueNames.Companies, Connection = "ServiceBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        runner.RunAsync(handler, message, actions, cancellationToken);
}
