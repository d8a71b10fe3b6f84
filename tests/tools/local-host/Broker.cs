using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>
/// Service Bus queues in memory: peek-lock with expiry, redelivery and delivery count, dead-lettering, scheduled send, duplicate detection.
/// It outlives the functions, as Service Bus does. Locks aren't renewed by themselves, which is stricter than the Functions host.
/// </summary>
public sealed partial class Broker(TimeProvider time, BrokerOptions? options = null)
{
    public const string DeadLetterSuffix = "/$deadletterqueue";

    private readonly BrokerOptions options = options ?? new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<BrokerEntry>> queues = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Queue, string MessageId), DateTimeOffset> seen = [];
    private readonly List<BrokerEvent> history = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lastSequence;
    private int lastLock;

    /// <summary>Ends when something was sent or given back since it was asked for.</summary>
    public Task Changed
    {
        get
        {
            lock (gate)
            {
                return changed.Task;
            }
        }
    }

    /// <summary>Makes a queue and its dead-letter queue; one that is there stays as it is.</summary>
    public void DeclareQueue(string queue)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        lock (gate)
        {
            queues.TryAdd(queue, []);
            queues.TryAdd(queue + DeadLetterSuffix, []);
        }
    }

    /// <summary>Puts the messages on the queue, all or none. One with an id seen within the window is taken and dropped.</summary>
    /// <remarks>Without a time given here they appear when each message says itself.</remarks>
    /// <returns>The last message's sequence number.</returns>
    /// <exception cref="ServiceBusException">There is no such queue.</exception>
    public long Send(string queue, IReadOnlyCollection<ServiceBusMessage> messages, DateTimeOffset? scheduledFor = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        lock (gate)
        {
            var entries = EntriesOf(queue);
            var now = time.GetUtcNow();
            foreach (var message in messages)
            {
                Enqueue(queue, entries, message, scheduledFor ?? message.ScheduledEnqueueTime, now);
            }

            SignalChange();
            return lastSequence;
        }
    }

    /// <summary>Locks and hands out the queue's next message; null if none is ready.</summary>
    public ServiceBusReceivedMessage? TryReceive(string queue) => TryReceiveAny([queue])?.Message;

    /// <summary>Locks and hands out the message that has been ready longest on any of these queues.</summary>
    public (string Queue, ServiceBusReceivedMessage Message)? TryReceiveAny(IEnumerable<string> from)
    {
        ArgumentNullException.ThrowIfNull(from);
        lock (gate)
        {
            var now = time.GetUtcNow();
            var ready = from
                .SelectMany(name => Swept(name, now).Where(entry => IsReady(entry, now)).Select(entry => new Ready(name, entry)))
                .MinBy(found => (found.Entry.EnqueuedAt, found.Entry.SequenceNumber));
            if (ready is not var (queue, next))
            {
                return null;
            }

            next.DeliveryCount++;
            next.LockToken = new Guid(++lastLock, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
            next.LockedUntil = now + options.LockDuration;
            Note(BrokerEventKind.Delivered, queue, next, $"delivery {next.DeliveryCount}");
            return (queue, next.ToReceived(now));
        }
    }

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
            Modify(entry, propertiesToModify);
            Note(BrokerEventKind.Abandoned, queue, entry);
            GiveBack(queue, entry);
            SignalChange();
        }
    }

    public void DeadLetter(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify, string? reason, string? description)
    {
        lock (gate)
        {
            var (queue, entry) = Locked(message);
            Modify(entry, propertiesToModify);
            MoveToDeadLetters(queue, entry, reason ?? "", description);
        }
    }

    /// <summary>Puts the message aside: it stays, but isn't delivered.</summary>
    public void Defer(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null)
    {
        lock (gate)
        {
            var (queue, entry) = Locked(message);
            Modify(entry, propertiesToModify);
            entry.IsDeferred = true;
            entry.LockToken = null;
            Note(BrokerEventKind.Deferred, queue, entry);
        }
    }

    public void RenewLock(ServiceBusReceivedMessage message)
    {
        lock (gate)
        {
            var (queue, entry) = Locked(message);
            entry.LockedUntil = time.GetUtcNow() + options.LockDuration;
            Note(BrokerEventKind.LockRenewed, queue, entry);
        }
    }

    private sealed record Ready(string Queue, BrokerEntry Entry);
}
