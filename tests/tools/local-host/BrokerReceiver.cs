using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>Receives from one queue of the broker, mostly its dead letters. It doesn't wait: an empty queue gives an empty list.</summary>
public sealed class BrokerReceiver(Broker broker, EffectLife life, string queue) : ServiceBusReceiver
{
    public override Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        broker.Reach();

        return Task.FromResult<IReadOnlyList<ServiceBusReceivedMessage>>(
            [.. broker.Peek(queue).Where(message => message.SequenceNumber >= (fromSequenceNumber ?? 0)).OrderBy(message => message.SequenceNumber).Take(maxMessages)]);
    }

    public override Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
    {
        broker.Reach();
        var received = new List<ServiceBusReceivedMessage>();
        while (received.Count < maxMessages && broker.TryReceive(queue) is { } message)
        {
            received.Add(message);
        }

        return Task.FromResult<IReadOnlyList<ServiceBusReceivedMessage>>(received);
    }

    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        broker.Reach();

        return new BrokerActions(broker, life, queue).CompleteMessageAsync(message, cancellationToken);
    }

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        new BrokerActions(broker, life, queue).AbandonMessageAsync(message, propertiesToModify, cancellationToken);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
