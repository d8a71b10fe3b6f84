using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Converters;
using ProcoreNetSuite.HostSettlement;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Settles a message by asking the host; a refusal comes as <see cref="Grpc.Core.RpcException"/>. Not served here: deferring, and properties that change on the way.</summary>
[InputConverter(typeof(ServiceBusMessageActionsConverter))]
public class ServiceBusMessageActions
{
    private readonly Settlement.SettlementClient settlement = null!;

    internal ServiceBusMessageActions(Settlement.SettlementClient settlement) => this.settlement = settlement;

    /// <summary>For tests.</summary>
    protected ServiceBusMessageActions()
    {
    }

    public virtual async Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        await settlement.CompleteAsync(new() { Locktoken = message.LockToken }, cancellationToken: cancellationToken);

    public virtual async Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default)
    {
        RefuseProperties(propertiesToModify);
        await settlement.AbandonAsync(new() { Locktoken = message.LockToken }, cancellationToken: cancellationToken);
    }

    public virtual async Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default)
    {
        RefuseProperties(propertiesToModify);
        await settlement.DeadletterAsync(
            new() { Locktoken = message.LockToken, DeadletterReason = deadLetterReason, DeadletterErrorDescription = deadLetterErrorDescription },
            cancellationToken: cancellationToken);
    }

    public virtual Task DeferMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The local Service Bus extension doesn't defer messages.");

    public virtual async Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        await settlement.RenewMessageLockAsync(new() { Locktoken = message.LockToken }, cancellationToken: cancellationToken);

    private static void RefuseProperties(IDictionary<string, object>? properties)
    {
        if (properties is { Count: > 0 })
        {
            throw new NotSupportedException("The local Service Bus extension doesn't change a message's properties.");
        }
    }
}
