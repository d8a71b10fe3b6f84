using Azure.Messaging.ServiceBus;
using Google.Protobuf;
using ProcoreNetSuite.FunctionsHosting.Messages;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>What the host's Service Bus extension does for one function: receive, hand over, and give back what failed.</summary>
internal sealed class QueueListener : IAsyncDisposable
{
    private readonly ServiceBusProcessor processor;

    private QueueListener(ServiceBusProcessor processor) => this.processor = processor;

    public static async Task<QueueListener> StartAsync(
        ServiceBusClient client, HostedFunction function, FunctionsHost host, SettlementService settlement, int concurrency)
    {
        var processor = client.CreateProcessor(function.Text("queueName"), new ServiceBusProcessorOptions
        {
            AutoCompleteMessages = false,
            MaxConcurrentCalls = concurrency,
            PrefetchCount = 0,
            MaxAutoLockRenewalDuration = TimeSpan.FromMinutes(5),
        });
        processor.ProcessMessageAsync += delivery => RunAsync(delivery, function, host, settlement);
        processor.ProcessErrorAsync += failed =>
        {
            host.FailToReceive($"{failed.EntityPath}: {failed.ErrorSource}: {failed.Exception.Message}");
            return Task.CompletedTask;
        };
        await processor.StartProcessingAsync();

        return new QueueListener(processor);
    }

    /// <summary>Receives no more, and waits for what is being worked on.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => processor.StopProcessingAsync(cancellationToken);

    public ValueTask DisposeAsync() => processor.DisposeAsync();

    private static async Task RunAsync(ProcessMessageEventArgs delivery, HostedFunction function, FunctionsHost host, SettlementService settlement)
    {
        var session = await host.SessionAsync(delivery.CancellationToken);
        using var held = settlement.Hold(delivery);
        try
        {
            await session.InvokeAsync(function, $"{Guid.NewGuid()}", ToData(delivery.Message), []);
        }
        catch (WorkerFailedException failure)
        {
            host.Fail(function, delivery.Message.MessageId, failure);
            await delivery.AbandonMessageAsync(delivery.Message, cancellationToken: CancellationToken.None);
        }
    }

    /// <summary>The lock token's 16 bytes, then the AMQP message.</summary>
    private static TypedData ToData(ServiceBusReceivedMessage message) => new()
    {
        ModelBindingData = new ModelBindingData
        {
            Version = "1.0",
            Source = "AzureServiceBusReceivedMessage",
            ContentType = "application/octet-stream",
            Content = ByteString.CopyFrom([.. Guid.Parse(message.LockToken).ToByteArray(), .. message.GetRawAmqpMessage().ToBytes().ToArray()]),
        },
    };
}
