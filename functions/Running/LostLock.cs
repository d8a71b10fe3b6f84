using Azure.Messaging.ServiceBus;
using Grpc.Core;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>
/// A message was held for longer than its lock, so it can't be settled any more. What it asks is done; it is delivered again and found done. Service Bus's client says so
/// itself; the Functions host says it in gRPC: as text, or, where it has forgotten the message, as a failed precondition.
/// </summary>
public static class LostLock
{
    /// <returns>False if the lock was lost: nothing was settled.</returns>
    public static async Task<bool> TrySettleAsync(Func<Task> settle)
    {
        try
        {
            await settle();

            return true;
        }
        catch (Exception failure) when (Is(failure))
        {
            return false;
        }
    }

    public static bool Is(Exception failure) => failure switch
    {
        ServiceBusException known => known.Reason is ServiceBusFailureReason.MessageLockLost,
        RpcException { StatusCode: StatusCode.FailedPrecondition } => true,
        RpcException { StatusCode: StatusCode.Unknown } told => told.Status.Detail.Contains(nameof(ServiceBusFailureReason.MessageLockLost), StringComparison.Ordinal),
        _ => false,
    };
}
