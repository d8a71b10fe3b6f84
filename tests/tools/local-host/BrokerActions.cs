using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>Settles the messages of one delivery. A function asks the host to do it, so what Service Bus refuses comes as the host's refusal.</summary>
public sealed class BrokerActions(Broker broker, EffectLife life, string queue) : ServiceBusMessageActions
{
    private readonly BrokerSettlement settlement = new(broker, life, queue);

    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        AskAsync(settlement.CompleteAsync(message, cancellationToken));

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        AskAsync(settlement.AbandonAsync(message, propertiesToModify, cancellationToken));

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        AskAsync(settlement.DeadLetterAsync(message, propertiesToModify, deadLetterReason, deadLetterErrorDescription, cancellationToken));

    public override Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        AskAsync(settlement.DeferAsync(message, propertiesToModify, cancellationToken));

    public override Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        AskAsync(settlement.RenewLockAsync(message, cancellationToken));

    private static async Task AskAsync(Task settling)
    {
        try
        {
            await settling;
        }
        catch (Exception refused) when (refused is ServiceBusException or InvalidOperationException or ArgumentException)
        {
            throw new RpcException(new Status(StatusCode.Unknown, $"Exception was thrown by handler. {refused.GetType().Name}: {refused.Message}", refused));
        }
    }
}
