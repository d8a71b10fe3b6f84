using System.Globalization;
using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <content>What happens to a message by Service Bus's own rules. All under the lock.</content>
public sealed partial class Broker
{
    /// <summary>The most that one send may have, as in the Standard tier.</summary>
    private const int MaxMessageSize = 256 * 1024;

    /// <summary>What a batch has around each of its messages.</summary>
    private const int BatchOverhead = 8;

    private static bool IsDeadLetterQueue(string queue) => queue.EndsWith(DeadLetterSuffix, StringComparison.OrdinalIgnoreCase);

    private static List<(ServiceBusMessage Message, BinaryData Content)> Packed(IReadOnlyCollection<ServiceBusMessage> messages)
    {
        var packed = messages.Select(message => (Message: message, Content: message.GetRawAmqpMessage().ToBytes())).ToList();
        var size = packed.Sum(one => one.Content.ToMemory().Length + (packed.Count > 1 ? BatchOverhead : 0));
        return size <= MaxMessageSize
            ? packed
            : throw new ServiceBusException(
                $"The message (id:{packed[0].Message.MessageId}, size:{size} bytes) is larger than is currently allowed ({MaxMessageSize} bytes).",
                ServiceBusFailureReason.MessageSizeExceeded);
    }

    private List<BrokerEntry> EntriesOf(string queue) =>
        queues.TryGetValue(queue, out var entries)
            ? entries
            : throw new ServiceBusException($"The messaging entity '{queue}' could not be found.", ServiceBusFailureReason.MessagingEntityNotFound);

    private void Enqueue(string queue, List<BrokerEntry> entries, BrokerEntry entry, DateTimeOffset now)
    {
        if (IsDuplicate(queue, entry.MessageId, now))
        {
            Note(BrokerEventKind.DuplicateDropped, queue, entry);
            return;
        }

        entries.Add(entry);
        Note(
            entry.IsScheduled ? BrokerEventKind.Scheduled : BrokerEventKind.Sent,
            queue,
            entry,
            entry.IsScheduled ? entry.EnqueuedAt.ToString("O", CultureInfo.InvariantCulture) : null);
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

    /// <summary>The queue after lost locks are given back, scheduled messages appeared, and old ones are dead-lettered.</summary>
    private List<BrokerEntry> Swept(string queue, DateTimeOffset now)
    {
        var entries = EntriesOf(queue);
        foreach (var entry in entries.Where(entry => entry.LockToken is not null && entry.LockedUntil <= now).ToList())
        {
            Note(BrokerEventKind.LockExpired, queue, entry);
            GiveBack(queue, entry);
        }

        // It comes to the end of the queue, with a new number.
        foreach (var entry in entries.Where(entry => entry.IsScheduled && entry.EnqueuedAt <= now).OrderBy(entry => (entry.EnqueuedAt, entry.SequenceNumber)).ToList())
        {
            entry.IsScheduled = false;
            entry.SequenceNumber = ++lastSequence;
        }

        if (!IsDeadLetterQueue(queue))
        {
            foreach (var entry in entries.Where(entry => entry.IsExpiredAt(now)).ToList())
            {
                MoveToDeadLetters(queue, entry, "TTLExpiredException", "The message expired and was dead lettered.");
            }
        }

        return entries;
    }

    /// <summary>Among dead letters nothing is counted.</summary>
    private void GiveBack(string queue, BrokerEntry entry)
    {
        entry.LockToken = null;
        if (!IsDeadLetterQueue(queue) && ++entry.FailedDeliveries >= options.MaxDeliveryCount)
        {
            MoveToDeadLetters(
                queue,
                entry,
                "MaxDeliveryCountExceeded",
                $"Message could not be consumed after {options.MaxDeliveryCount} delivery attempts.");
        }
    }

    /// <summary>A dead letter keeps its number, its time and its count. What is among the dead letters already stays there.</summary>
    private void MoveToDeadLetters(string queue, BrokerEntry entry, string? reason, string? description)
    {
        if (IsDeadLetterQueue(queue))
        {
            return;
        }

        entry.Modify(new[] { ("DeadLetterReason", reason), ("DeadLetterErrorDescription", description) }
            .Where(pair => pair.Item2 is not null)
            .Select(pair => KeyValuePair.Create(pair.Item1, (object)pair.Item2!)));
        entry.IsDeferred = false;
        queues[queue].Remove(entry);
        queues[queue + DeadLetterSuffix].Add(entry);
        Note(BrokerEventKind.DeadLettered, queue, entry, reason);
    }

    private void Note(BrokerEventKind kind, string queue, BrokerEntry entry, string? detail = null) =>
        history.Add(new BrokerEvent(time.GetUtcNow(), kind, queue, entry.MessageId, detail));

    private void SignalChange()
    {
        changed.TrySetResult();
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
