using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <content>What tests and the sandbox may look at. Looking changes nothing but what is due by the clock.</content>
public sealed partial class Broker
{
    /// <summary>What the next call of the functions' own client fails with, or null: Service Bus may be out of their reach. Deliveries and settlements go through the host, and go on.</summary>
    public Func<Exception?> ClientFails { get; set; } = () => null;

    /// <summary>All sends, deliveries and settlements, oldest first.</summary>
    public IReadOnlyList<BrokerEvent> History
    {
        get
        {
            lock (gate)
            {
                return [.. history];
            }
        }
    }

    /// <summary>How many lines <see cref="History"/> has.</summary>
    public int HistoryLength
    {
        get
        {
            lock (gate)
            {
                return history.Count;
            }
        }
    }

    public IReadOnlyList<string> Queues
    {
        get
        {
            lock (gate)
            {
                return [.. queues.Keys.Where(name => !name.EndsWith(DeadLetterSuffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Messages that are ready or in someone's hands: not the scheduled and not the deferred.</summary>
    public int Depth(string queue) => Count(queue, (entry, now) => !entry.IsDeferred && entry.EnqueuedAt <= now);

    /// <summary>Messages that appear later, in the order of their time.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Scheduled(string queue) =>
        [.. Peek(queue, entry => entry.IsScheduled).OrderBy(message => (message.EnqueuedTime, message.SequenceNumber))];

    public IReadOnlyList<ServiceBusReceivedMessage> Deferred(string queue) => Peek(queue, entry => entry.IsDeferred);

    public IReadOnlyList<ServiceBusReceivedMessage> DeadLetters(string queue) => Peek(queue + DeadLetterSuffix);

    /// <summary>Everything on the queue, by sequence number, without locking it.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Peek(string queue) => Peek(queue, _ => true);

    /// <summary>What is on the queue from a sequence number on, that many at most.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Peek(string queue, long from, int count) => Peek(queue, entry => entry.SequenceNumber >= from, count);

    /// <summary>When the next message is ready on any of these queues: now, at its time, or when its lock ends. Null if they are empty.</summary>
    public DateTimeOffset? NextDue(IEnumerable<string> of)
    {
        ArgumentNullException.ThrowIfNull(of);
        lock (gate)
        {
            return of.SelectMany(EntriesOf)
                .Where(entry => !entry.IsDeferred)
                .Select(entry => (DateTimeOffset?)(entry.LockToken is null ? entry.EnqueuedAt : entry.LockedUntil))
                .Min();
        }
    }

    /// <summary>The lines of the history from a point on.</summary>
    public IReadOnlyList<BrokerEvent> HistoryFrom(int line)
    {
        lock (gate)
        {
            return history[line..];
        }
    }

    /// <summary>What is on these queues, one line for each message, for messages to people.</summary>
    public IReadOnlyList<string> Describe(IEnumerable<string> of)
    {
        ArgumentNullException.ThrowIfNull(of);
        return [.. of.SelectMany(queue => Peek(queue).Select(message => $"{queue}: message {message.MessageId}, {message.State}, delivery {message.DeliveryCount}"))];
    }

    private int Count(string queue, Func<BrokerEntry, DateTimeOffset, bool> which)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            return EntriesOf(queue).Count(entry => which(entry, now));
        }
    }

    private List<ServiceBusReceivedMessage> Peek(string queue, Func<BrokerEntry, bool> which, int count = int.MaxValue)
    {
        lock (gate)
        {
            return [.. Swept(queue, time.GetUtcNow())
                .Where(which)
                .OrderBy(entry => entry.SequenceNumber)
                .Take(count)
                .Select(entry => entry.ToPeeked())];
        }
    }

    internal void Reach()
    {
        if (ClientFails() is { } failure)
        {
            throw failure;
        }
    }
}
