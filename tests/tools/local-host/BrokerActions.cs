using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>Settles the messages of one delivery; each settlement is an effect.</summary>
public sealed class BrokerActions(Broker broker, EffectLife life, string queue) : ServiceBusMessageActions
{
    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync("complete", () => broker.Complete(message), cancellationToken);

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        SettleAsync("abandon", () => broker.Abandon(message, propertiesToModify), cancellationToken);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        SettleAsync(
            "dead-letter",
            () => broker.DeadLetter(message, propertiesToModify, deadLetterReason, deadLetterErrorDescription),
            cancellationToken);

    public override Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        SettleAsync("defer", () => broker.Defer(message, propertiesToModify), cancellationToken);

    public override Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync("renew lock on", () => broker.RenewLock(message), cancellationToken);

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
