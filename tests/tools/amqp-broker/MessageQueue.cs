using Amqp;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>One queue, or one queue's dead letters (which have none of their own). All access is under the broker's lock.</summary>
internal sealed partial class MessageQueue(string name, MessageQueue? deadLetters, AmqpBrokerOptions options)
{
    private readonly SortedDictionary<long, StoredMessage> messages = [];
    private readonly Dictionary<string, DateTimeOffset> seen = [];
    private readonly List<OutgoingLink> receivers = [];
    private long lastSequence;

    public string Name { get; } = name;

    public MessageQueue? DeadLetters { get; } = deadLetters;

    public IReadOnlyCollection<StoredMessage> Messages => messages.Values;

    private DateTimeOffset Now => options.Time.GetUtcNow();

    /// <summary>Takes a message in. One whose id was seen within the window is taken and dropped.</summary>
    /// <returns>Its sequence number.</returns>
    public long Add(Message content)
    {
        Sweep();
        var now = Now;
        var number = ++lastSequence;
        if (!IsDuplicate(content, now))
        {
            var due = Wire.ScheduledFor(content) ?? now;
            messages[number] = new StoredMessage
            {
                Content = content,
                SequenceNumber = number,
                EnqueuedAt = due > now ? due : now,
                TimeToLive = Wire.LimitTimeToLive(content, options.DefaultTimeToLive),
                IsScheduled = due > now,
            };
        }

        return number;
    }

    /// <summary>Takes scheduled messages back, all or none.</summary>
    /// <returns>Whether all were there.</returns>
    public bool Cancel(IReadOnlyCollection<long> numbers)
    {
        Sweep();
        if (!numbers.All(number => messages.TryGetValue(number, out var message) && message.IsScheduled))
        {
            return false;
        }

        foreach (var number in numbers)
        {
            messages.Remove(number);
        }

        return true;
    }

    /// <summary>What is on the queue from a sequence number on, locked or not, ready or not.</summary>
    public IReadOnlyList<StoredMessage> Peek(long from, int count)
    {
        Sweep();
        return [.. messages.Values.Where(message => message.SequenceNumber >= from).Take(count)];
    }

    /// <summary>Locks messages that were put aside, by their numbers; null if one of them wasn't.</summary>
    public IReadOnlyList<StoredMessage>? TakeDeferred(IReadOnlyCollection<long> numbers)
    {
        var found = messages.Values.Where(message => message.IsDeferred && message.LockToken is null && numbers.Contains(message.SequenceNumber)).ToList();
        if (found.Count < numbers.Count)
        {
            return null;
        }

        found.ForEach(Lock);
        return found;
    }

    /// <returns>Whether the lock still held.</returns>
    public bool Settle(Guid lockToken, Settlement settlement)
    {
        if (Held(lockToken) is not { } message)
        {
            return false;
        }

        Wire.SetProperties(message.Content, settlement.Properties);
        message.LockToken = null;
        switch (settlement.Kind)
        {
            case SettlementKind.Complete:
                messages.Remove(message.SequenceNumber);
                break;
            case SettlementKind.Defer:
                message.IsDeferred = true;
                GiveBack(message);
                break;
            case SettlementKind.DeadLetter:
                MoveToDeadLetters(message, settlement.Reason, settlement.Description);
                break;
            case SettlementKind.Abandon:
                GiveBack(message);
                break;
        }

        return true;
    }

    /// <returns>The lock's new end; null if it was lost.</returns>
    public DateTimeOffset? Renew(Guid lockToken)
    {
        if (Held(lockToken) is not { } message)
        {
            return null;
        }

        return message.LockedUntil = TimeProvider.System.GetUtcNow() + options.LockDuration;
    }

    /// <summary>Ends all locks as if their time were over.</summary>
    public void LoseLocks()
    {
        foreach (var message in messages.Values.Where(message => message.LockToken is not null).ToList())
        {
            GiveBack(message);
        }
    }
}
