using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ProcoreNetSuite.HostSettlement;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>Settles messages for the worker: it has their lock tokens, the host has the receivers.</summary>
internal sealed class SettlementService : Settlement.SettlementBase
{
    private readonly ConcurrentDictionary<string, ProcessMessageEventArgs> held = new();

    /// <summary>How many messages are with the worker.</summary>
    public int Held => held.Count;

    /// <summary>A message is with the worker until the result is disposed.</summary>
    public IDisposable Hold(ProcessMessageEventArgs delivery)
    {
        held[delivery.Message.LockToken] = delivery;

        return new Holding(() => held.TryRemove(delivery.Message.LockToken, out _));
    }

    public override async Task<Empty> Complete(CompleteRequest request, ServerCallContext context)
    {
        var delivery = Find(request.Locktoken);
        await delivery.CompleteMessageAsync(delivery.Message, context.CancellationToken);

        return new Empty();
    }

    public override async Task<Empty> Abandon(AbandonRequest request, ServerCallContext context)
    {
        var delivery = Find(request.Locktoken);
        await delivery.AbandonMessageAsync(delivery.Message, cancellationToken: context.CancellationToken);

        return new Empty();
    }

    public override async Task<Empty> Deadletter(DeadletterRequest request, ServerCallContext context)
    {
        var delivery = Find(request.Locktoken);
        await delivery.DeadLetterMessageAsync(delivery.Message, request.DeadletterReason, request.DeadletterErrorDescription, context.CancellationToken);

        return new Empty();
    }

    public override async Task<Empty> RenewMessageLock(RenewMessageLockRequest request, ServerCallContext context)
    {
        var delivery = Find(request.Locktoken);
        await delivery.RenewMessageLockAsync(delivery.Message, context.CancellationToken);

        return new Empty();
    }

    private ProcessMessageEventArgs Find(string token) => held.TryGetValue(token, out var delivery)
        ? delivery
        : throw new RpcException(new Status(StatusCode.FailedPrecondition, $"LockToken {token} not found."));

    private sealed class Holding(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
