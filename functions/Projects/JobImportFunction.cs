using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>NetSuite jobs to Procore projects: the trigger, nothing else.</summary>
public sealed class JobImportFunction(JobImport import, ImportRunner runner)
{
    [Function("ImportJobs")]
    public Task RunAsync(
        [ServiceBusTrigger(QueueNames.JobImports, Connection = "ServiceBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        runner.RunAsync(import, message, actions, cancellationToken);
}
