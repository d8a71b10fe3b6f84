using Amqp;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <content>What happens to a message by Service Bus's own rules, and who gets it.</content>
internal sealed partial class MessageQueue
{
    public void Attach(OutgoingLink receiver) => receivers.Add(receiver);

    public void Detach(OutgoingLink receiver) => receivers.Remove(receiver);

    /// <summary>Hands ready messages, oldest first, to those who wait for one, in turn.</summary>
    public void Deliver()
    {
        Sweep();
        foreach (var message in messages.Values.Where(message => message.IsReady).ToList())
        {
            if (receivers.Find(receiver => receiver.Credit > 0) is not { } receiver)
            {
                return;
            }

            receivers.Remove(receiver);
            Lock(message);
            if (receiver.TrySend(message))
            {
                receivers.Add(receiver);
            }
            else
            {
                message.LockToken = null;
            }
        }
    }

    /// <summary>How long until something happens here by itself; null for never.</summary>
    public TimeSpan? NextDue()
    {
        var now = Now;
        var real = TimeProvider.System.GetUtcNow();
        return messages.Values
            .Select(message => message.LockToken is not null ? message.LockedUntil - real
                : message.IsScheduled ? message.EnqueuedAt - now
                : message.ExpiresAt - now)
            .Min();
    }

    /// <summary>Ends locks whose time is over, brings up scheduled messages, dead-letters those that lived too long.</summary>
    private void Sweep()
    {
        var now = Now;
        var real = TimeProvider.System.GetUtcNow();
        foreach (var message in messages.Values.Where(message => message.LockToken is not null && message.LockedUntil <= real).ToList())
        {
            GiveBack(message);
        }

        // A scheduled message comes to the end of the queue when its time is there, with a new number.
        foreach (var message in messages.Values.Where(message => message.IsScheduled && message.EnqueuedAt <= now).OrderBy(message => message.EnqueuedAt).ToList())
        {
            messages.Remove(message.SequenceNumber);
            message.IsScheduled = false;
            message.SequenceNumber = ++lastSequence;
            messages[message.SequenceNumber] = message;
        }

        foreach (var message in messages.Values.Where(message => DeadLetters is not null && message.ExpiresAt <= now).ToList())
        {
            MoveToDeadLetters(message, "TTLExpiredException", "The message expired and was dead lettered.");
        }
    }

    private void Lock(StoredMessage message)
    {
        message.LockToken = Guid.NewGuid();
        message.LockedUntil = TimeProvider.System.GetUtcNow() + options.LockDuration;
    }

    private StoredMessage? Held(Guid lockToken)
    {
        Sweep();
        return messages.Values.FirstOrDefault(message => message.LockToken == lockToken);
    }

    /// <summary>Among dead letters nothing is counted.</summary>
    private void GiveBack(StoredMessage message)
    {
        message.LockToken = null;
        if (DeadLetters is not null && ++message.FailedDeliveries >= options.MaxDeliveryCount)
        {
            MoveToDeadLetters(
                message, "MaxDeliveryCountExceeded", $"Message could not be consumed after {options.MaxDeliveryCount} delivery attempts.");
        }
    }

    /// <summary>A dead letter keeps its number, its time and its count. What is among the dead letters already stays there.</summary>
    private void MoveToDeadLetters(StoredMessage message, string? reason, string? description)
    {
        if (DeadLetters is null)
        {
            return;
        }

        Wire.SetProperties(message.Content, DeadLetterProperties(reason, description));
        messages.Remove(message.SequenceNumber);
        DeadLetters.messages[message.SequenceNumber] = message;
        message.IsDeferred = false;
    }

    private static Dictionary<string, object?> DeadLetterProperties(string? reason, string? description)
    {
        var properties = new Dictionary<string, object?>();
        if (reason is not null)
        {
            properties[Wire.DeadLetterReason] = reason;
        }

        if (description is not null)
        {
            properties[Wire.DeadLetterDescription] = description;
        }

        return properties;
    }

    private bool IsDuplicate(Message content, DateTimeOffset now)
    {
        if (Wire.MessageId(content) is not { Length: > 0 } id)
        {
            return false;
        }

        if (seen.TryGetValue(id, out var first) && now - first < options.DuplicateDetectionWindow)
        {
            return true;
        }

        seen[id] = now;
        return false;
    }
}
