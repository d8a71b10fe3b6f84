using System.Threading.Channels;
using Amqp;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>
/// Does one thing after the other: what comes from the wire and what is due by the clock. The threads that read the wire only hand work in,
/// so nobody waits for the lock while holding one of the protocol library's.
/// </summary>
internal sealed class Engine : IAsyncDisposable
{
    private static readonly TimeSpan lookAtForeignClock = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Action> work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock gate = new();
    private readonly Dictionary<string, MessageQueue> queues = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool hasForeignClock;
    private readonly Timer timer;
    private readonly Task loop;

    public Engine(AmqpBrokerOptions options)
    {
        foreach (var name in options.Queues)
        {
            var deadLetters = new MessageQueue(name + Addresses.DeadLetters, null, options);
            queues[deadLetters.Name] = deadLetters;
            queues[name] = new MessageQueue(name, deadLetters, options);
        }

        hasForeignClock = options.Time != TimeProvider.System;
        timer = new Timer(_ => Post(() => { }));
        loop = RunAsync();
    }

    /// <summary>The queues and their dead letters.</summary>
    public IReadOnlyCollection<MessageQueue> Queues => queues.Values;

    public bool Hangs { get; set; }

    public bool Refuses { get; set; }

    public MessageQueue? Find(string name) => queues.GetValueOrDefault(name);

    /// <summary>What ended the loop although it should not have; nothing is answered any more.</summary>
    public Exception? Failure => loop.Exception?.GetBaseException();

    /// <summary>Hands work in and doesn't wait for it. While the broker hangs it is forgotten.</summary>
    public void Post(Action piece)
    {
        if (!Hangs)
        {
            Note(piece);
        }
    }

    /// <summary>Hands in what is to be known also when the broker hangs no more: who listens, and for how much.</summary>
    public void Note(Action piece) => work.Writer.TryWrite(piece);

    /// <summary>Does something to a queue at once, with what it leads to.</summary>
    public T Now<T>(string queue, Func<MessageQueue, T> what)
    {
        lock (gate)
        {
            DeliverAll();
            var result = what(Find(queue) ?? throw new ArgumentException($"There is no queue {queue}.", nameof(queue)));
            DeliverAll();
            return result;
        }
    }

    /// <summary>Returns when no piece of work is under way that was when it was called.</summary>
    public void AwaitEndOfPiece()
    {
        lock (gate)
        {
            // Being let in is all.
        }
    }

    public async ValueTask DisposeAsync()
    {
        work.Writer.TryComplete();
        await loop;
        await timer.DisposeAsync();
    }

    private async Task RunAsync()
    {
        await foreach (var piece in work.Reader.ReadAllAsync())
        {
            lock (gate)
            {
                try
                {
                    piece();
                }
                catch (Exception gone) when (gone is AmqpException or ObjectDisposedException)
                {
                    // The connection is gone, and with it whoever waited for the answer.
                }

                DeliverAll();
            }
        }
    }

    private void DeliverAll()
    {
        if (!Hangs)
        {
            foreach (var queue in queues.Values)
            {
                queue.Deliver();
            }
        }

        var due = queues.Values.Select(queue => queue.NextDue()).Min();
        var longest = hasForeignClock ? lookAtForeignClock : TimeSpan.FromDays(1);
        timer.Change(due is null ? Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(Math.Clamp(due.Value.Ticks, TimeSpan.TicksPerMillisecond, longest.Ticks)), Timeout.InfiniteTimeSpan);
    }
}
