using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <content>How a delivery ends. Any receiver may settle it that has its lock token.</content>
public sealed partial class Broker
{
    private const int LongestReason = 4096;

    public void Complete(ServiceBusReceivedMessage message)
    {
        lock (gate)
        {
            var (queue, entry) = Locked(message);
            queues[queue].Remove(entry);
            Note(BrokerEventKind.Completed, queue, entry);
        }
    }

    /// <summary>Gives the message back for delivery at once, or dead-letters it after its last delivery.</summary>
    public void Abandon(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null)
    {
        lock (gate)
        {
            var (queue, entry) = Locked(message);
            entry.Modify(propertiesToModify ?? new Dictionary<string, object>());
            Note(BrokerEventKind.Abandoned, queue, entry);
            GiveBack(queue, entry);
            SignalChange();
        }
    }

    public void DeadLetter(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify, string? reason, string? description)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason?.Length ?? 0, LongestReason, nameof(reason));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(description?.Length ?? 0, LongestReason, nameof(description));
        lock (gate)
        {
            var (queue, entry) = Locked(message);
            entry.Modify(propertiesToModify ?? new Dictionary<string, object>());
            entry.LockToken = null;
            MoveToDeadLetters(queue, entry, reason, description);
        }
    }

    /// <summary>Puts the message aside: it stays, but isn't delivered. It counts as a delivery.</summary>
    public void Defer(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null)
    {
        lock (gate)
        {
            var (queue, entry) = Locked(message);
            entry.Modify(propertiesToModify ?? new Dictionary<string, object>());
            entry.IsDeferred = true;
            Note(BrokerEventKind.Deferred, queue, entry);
            GiveBack(queue, entry);
        }
    }

    /// <returns>The lock's new end.</returns>
    public DateTimeOffset RenewLock(ServiceBusReceivedMessage message)
    {
        lock (gate)
        {
            var (queue, entry) = Locked(message);
            entry.LockedUntil = time.GetUtcNow() + options.LockDuration;
            Note(BrokerEventKind.LockRenewed, queue, entry);
            return entry.LockedUntil;
        }
    }

    private (string Queue, BrokerEntry Entry) Locked(ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var token = Guid.Parse(message.LockToken);
        if (token == Guid.Empty)
        {
            throw new InvalidOperationException("The operation is only supported for a message that was received under a lock.");
        }

        var now = time.GetUtcNow();
        foreach (var (queue, entries) in queues)
        {
            if (entries.Find(entry => entry.LockToken == token) is { } entry && entry.LockedUntil > now)
            {
                return (queue, entry);
            }
        }

        throw new ServiceBusException(
            "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.",
            ServiceBusFailureReason.MessageLockLost);
    }
}
