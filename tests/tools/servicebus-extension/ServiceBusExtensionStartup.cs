using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProcoreNetSuite.HostSettlement;

[assembly: WorkerExtensionStartup(typeof(ServiceBusExtensionStartup))]

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Connects to the host that started this worker.</summary>
public sealed class ServiceBusExtensionStartup : WorkerExtensionStartup
{
    /// <summary>What the package calls its connection, so that logs are filtered by the same name.</summary>
    private const string ClientName = "CallInvokerExtractor";

    public override void Configure(IFunctionsWorkerApplicationBuilder applicationBuilder) =>
        applicationBuilder.Services.AddGrpcClient<Settlement.SettlementClient>(ClientName, (services, options) => options.Address = new Uri(
            services.GetRequiredService<IConfiguration>()["Functions:Worker:HostEndpoint"]
            ?? throw new InvalidOperationException("No Functions host: it hands its address over when it starts the worker.")));
}
