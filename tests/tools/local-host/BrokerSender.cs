using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>Sends to one queue of the broker; a batch is one effect.</summary>
public sealed class BrokerSender(Broker broker, EffectLife life, string queue) : ServiceBusSender
{
    public override string EntityPath => queue;

    public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) =>
        SendAsync([message], scheduledFor: null, cancellationToken);

    public override Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default) =>
        messages.Any() ? SendAsync([.. messages], scheduledFor: null, cancellationToken) : Task.CompletedTask;

    public override Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default) =>
        SendAsync([message], scheduledEnqueueTime, cancellationToken);

    /// <summary>As the client does, it finds out whether there is such a queue, and sends nothing.</summary>
    public override ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default)
    {
        broker.Reach();
        broker.Depth(queue);

        return ValueTask.FromResult(ServiceBusModelFactory.ServiceBusMessageBatch(0, []));
    }

    public override Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return life.RunAsync(
            EffectKind.Send,
            $"cancel {queue}",
            () =>
            {
                broker.Cancel(queue, sequenceNumber);
                return Task.CompletedTask;
            },
            () => BrokerClient.AnswerLost(queue));
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<long> SendAsync(List<ServiceBusMessage> messages, DateTimeOffset? scheduledFor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        broker.Reach();
        var what = messages.Count == 1 ? $"send {queue}" : $"send {queue}, {messages.Count} messages";
        return life.RunAsync(
            EffectKind.Send,
            what,
            () => Task.FromResult(broker.Send(queue, messages, scheduledFor)),
            () => BrokerClient.AnswerLost(queue));
    }
}
