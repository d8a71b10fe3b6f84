using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>NetSuite vendors to Procore companies: the trigger, nothing else.</summary>
public sealed class VendorImportFunction(VendorImport import, ImportRunner runner)
{
    [Function("ImportVendors")]
    public Task RunAsync(
        [ServiceBusTrigger(QueueNames.VendorImports, Connection = "ServiceBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        runner.RunAsync(import, message, actions, cancellationToken);
}
