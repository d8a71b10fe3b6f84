using System.Globalization;
using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <content>What happens to a message by Service Bus's own rules. All under the lock.</content>
public sealed partial class Broker
{
    private static bool IsReady(BrokerEntry entry, DateTimeOffset now) =>
        entry.LockToken is null && !entry.IsDeferred && entry.EnqueuedAt <= now;

    private static void Modify(BrokerEntry entry, IDictionary<string, object>? properties)
    {
        foreach (var (name, value) in properties ?? new Dictionary<string, object>())
        {
            entry.Properties[name] = value;
        }
    }

    private List<BrokerEntry> EntriesOf(string queue) =>
        queues.TryGetValue(queue, out var entries)
            ? entries
            : throw new ServiceBusException($"There is no queue {queue}.", ServiceBusFailureReason.MessagingEntityNotFound, queue);

    private void Enqueue(string queue, List<BrokerEntry> entries, ServiceBusMessage message, DateTimeOffset due, DateTimeOffset now)
    {
        var isLater = due > now;
        var entry = BrokerEntry.From(message, ++lastSequence, isLater ? due : now);
        if (IsDuplicate(queue, message.MessageId, now))
        {
            Note(BrokerEventKind.DuplicateDropped, queue, entry);
            return;
        }

        entries.Add(entry);
        Note(
            isLater ? BrokerEventKind.Scheduled : BrokerEventKind.Sent,
            queue,
            entry,
            isLater ? due.ToString("O", CultureInfo.InvariantCulture) : null);
    }

    private bool IsDuplicate(string queue, string? messageId, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(messageId))
        {
            return false;
        }

        if (seen.TryGetValue((queue, messageId), out var first) && now - first < options.DuplicateDetectionWindow)
        {
            return true;
        }

        seen[(queue, messageId)] = now;
        return false;
    }

    /// <summary>The queue after lost locks are given back and old messages dropped.</summary>
    private List<BrokerEntry> Swept(string queue, DateTimeOffset now)
    {
        var entries = EntriesOf(queue);
        foreach (var entry in entries.Where(entry => entry.LockToken is not null && entry.LockedUntil <= now).ToList())
        {
            Note(BrokerEventKind.LockExpired, queue, entry);
            GiveBack(queue, entry);
        }

        foreach (var entry in entries.Where(entry => entry.IsExpiredAt(now)).ToList())
        {
            entries.Remove(entry);
            Note(BrokerEventKind.Expired, queue, entry);
        }

        return entries;
    }

    private void GiveBack(string queue, BrokerEntry entry)
    {
        entry.LockToken = null;
        if (entry.DeliveryCount >= options.MaxDeliveryCount && !queue.EndsWith(DeadLetterSuffix, StringComparison.Ordinal))
        {
            MoveToDeadLetters(
                queue,
                entry,
                "MaxDeliveryCountExceeded",
                $"Message could not be consumed after {options.MaxDeliveryCount} delivery attempts.");
        }
    }

    private void MoveToDeadLetters(string queue, BrokerEntry entry, string reason, string? description)
    {
        queues[queue].Remove(entry);
        queues[queue + DeadLetterSuffix].Add(entry.AsDeadLetter(time.GetUtcNow(), queue, reason, description));
        Note(BrokerEventKind.DeadLettered, queue, entry, reason);
    }

    private (string Queue, BrokerEntry Entry) Locked(ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var token = Guid.Parse(message.LockToken);
        var now = time.GetUtcNow();
        foreach (var (queue, entries) in queues)
        {
            if (entries.Find(entry => entry.LockToken == token) is { } entry && entry.LockedUntil > now)
            {
                return (queue, entry);
            }
        }

        throw new ServiceBusException(
            $"The lock on message {message.MessageId} is lost: it expired, or the message was settled already.",
            ServiceBusFailureReason.MessageLockLost);
    }

    private void Note(BrokerEventKind kind, string queue, BrokerEntry entry, string? detail = null) =>
        history.Add(new BrokerEvent(time.GetUtcNow(), kind, queue, entry.MessageId, detail));

    private void SignalChange()
    {
        changed.TrySetResult();
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
