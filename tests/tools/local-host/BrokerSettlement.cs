using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>Settles messages; each settlement is an effect.</summary>
internal sealed class BrokerSettlement(Broker broker, EffectLife life, string queue)
{
    public Task CompleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        SettleAsync("complete", () => broker.Complete(message), cancellationToken);

    public Task AbandonAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        SettleAsync("abandon", () => broker.Abandon(message, properties), cancellationToken);

    public Task DeadLetterAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? properties,
        string? reason,
        string? description,
        CancellationToken cancellationToken) =>
        SettleAsync("dead-letter", () => broker.DeadLetter(message, properties, reason, description), cancellationToken);

    public Task DeferAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? properties, CancellationToken cancellationToken) =>
        SettleAsync("defer", () => broker.Defer(message, properties), cancellationToken);

    /// <summary>Renews the lock and tells the message, as the client does.</summary>
    public Task RenewLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) => SettleAsync(
        "renew lock on",
        () => message.GetRawAmqpMessage().MessageAnnotations["x-opt-locked-until"] = broker.RenewLock(message).UtcDateTime,
        cancellationToken);

    private Task SettleAsync(string verb, Action settle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return life.RunAsync(
            EffectKind.Settle,
            $"{verb} {queue}",
            () =>
            {
                settle();
                return Task.CompletedTask;
            },
            () => BrokerClient.AnswerLost(queue));
    }
}
