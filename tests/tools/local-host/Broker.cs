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
    /// <param name="scheduledFor">When they appear; set on the messages, as the client does. Without it each says so itself.</param>
    /// <returns>The last message's sequence number.</returns>
    /// <exception cref="ServiceBusException">There is no such queue, or together they are too large.</exception>
    public long Send(string queue, IReadOnlyCollection<ServiceBusMessage> messages, DateTimeOffset? scheduledFor = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        lock (gate)
        {
            var now = time.GetUtcNow();
            var entries = Swept(queue, now);
            foreach (var message in messages.Where(_ => scheduledFor is not null))
            {
                message.ScheduledEnqueueTime = scheduledFor!.Value;
            }

            foreach (var (message, content) in Packed(messages))
            {
                Enqueue(queue, entries, BrokerEntry.From(message, content, ++lastSequence, now, options.DefaultTimeToLive), now);
            }

            SignalChange();
            return lastSequence;
        }
    }

    /// <summary>Takes a scheduled message back.</summary>
    /// <exception cref="ServiceBusException">There is none with this number: it appeared already, or never was.</exception>
    public void Cancel(string queue, long sequenceNumber)
    {
        lock (gate)
        {
            var entries = Swept(queue, time.GetUtcNow());
            var entry = entries.Find(entry => entry.IsScheduled && entry.SequenceNumber == sequenceNumber)
                ?? throw new ServiceBusException("There is no scheduled message with this sequence number.", ServiceBusFailureReason.MessageNotFound);
            entries.Remove(entry);
            Note(BrokerEventKind.Cancelled, queue, entry);
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
                .SelectMany(name => Swept(name, now).Where(entry => entry.IsReady).Select(entry => new Ready(name, entry)))
                .MinBy(found => (found.Entry.EnqueuedAt, found.Entry.SequenceNumber));
            if (ready is not var (queue, next))
            {
                return null;
            }

            next.LockToken = new Guid(++lastLock, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
            next.LockedUntil = now + options.LockDuration;
            Note(BrokerEventKind.Delivered, queue, next, $"delivery {next.FailedDeliveries + 1}");
            return (queue, next.ToReceived());
        }
    }

    private sealed record Ready(string Queue, BrokerEntry Entry);
}
