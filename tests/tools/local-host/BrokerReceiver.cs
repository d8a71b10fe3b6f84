using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>Receives from one queue of the broker, mostly its dead letters. It doesn't wait: an empty queue gives nothing at once.</summary>
public sealed class BrokerReceiver(Broker broker, EffectLife life, string queue) : ServiceBusReceiver
{
    private readonly BrokerSettlement settlement = new(broker, life, queue);
    private long nextPeek;

    public override string EntityPath => queue;

    public override async Task<ServiceBusReceivedMessage?> PeekMessageAsync(long? fromSequenceNumber = default, CancellationToken cancellationToken = default) =>
        await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken) is [var found] ? found : null;

    /// <summary>Without a number it goes on where the last peek ended.</summary>
    public override Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = default, CancellationToken cancellationToken = default)
    {
        broker.Reach();
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        var found = broker.Peek(queue, fromSequenceNumber ?? nextPeek, maxMessages);
        nextPeek = found.Count > 0 ? found[^1].SequenceNumber + 1 : nextPeek;
        return Task.FromResult(found);
    }

    public override async Task<ServiceBusReceivedMessage?> ReceiveMessageAsync(TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default) =>
        await ReceiveMessagesAsync(1, maxWaitTime, cancellationToken) is [var received] ? received : null;

    public override Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
    {
        broker.Reach();
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxWaitTime ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(maxWaitTime));
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

        return settlement.CompleteAsync(message, cancellationToken);
    }

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        settlement.AbandonAsync(message, propertiesToModify, cancellationToken);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        string? deadLetterReason,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        settlement.DeadLetterAsync(message, null, deadLetterReason, deadLetterErrorDescription, cancellationToken);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        settlement.DeadLetterAsync(message, propertiesToModify, null, null, cancellationToken);

    public override Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        settlement.DeferAsync(message, propertiesToModify, cancellationToken);

    public override Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        settlement.RenewLockAsync(message, cancellationToken);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
