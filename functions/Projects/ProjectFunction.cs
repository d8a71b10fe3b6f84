using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>Procore project to NetSuite job: the trigger, nothing else.</summary>
public sealed class ProjectFunction(ProjectHandler handler, SyncRunner runner)
{
    [Function("SyncProject")]
    public Task RunAsync(
        [ServiceBusTrigger(QueueNames.Projects, Connection = "ServiceBus", AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) =>
        runner.RunAsync(handler, message, actions, cancellationToken);
}
