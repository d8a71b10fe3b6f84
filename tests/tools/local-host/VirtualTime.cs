namespace ProcoreNetSuite.LocalHosting;

/// <summary>A clock for journeys, crash matrix and histories: waiting costs nothing and happens in a repeatable order.</summary>
/// <remarks>
/// A flow under test has nothing else to wait for, so a delay (Task.Delay, a Polly back-off) moves the clock to its end and fires at once.
/// A timeout must not do that, or everything with a timeout would time out: cancellation sources and WaitAsync never fire on this clock,
/// and those of HTTP run on the real one. Periodic timers are inert too: what happens by the clock is run by <see cref="Pump"/>.
/// </remarks>
public sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset now = start;

    /// <summary>Starts on 1 June 2026 at noon, UTC.</summary>
    public VirtualTime()
        : this(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves the clock on; an earlier time than now changes nothing.</summary>
    public void AdvanceTo(DateTimeOffset time)
    {
        lock (gate)
        {
            now = time > now ? time : now;
        }
    }

    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        lock (gate)
        {
            now += span;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private static bool IsTimeout(object? state) =>
        state is CancellationTokenSource
        || state?.GetType().Name.StartsWith("CancellationPromise", StringComparison.Ordinal) is true;

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private volatile bool disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isOneShot = dueTime != Timeout.InfiniteTimeSpan && (period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero);
            if (disposed || !isOneShot || IsTimeout(state))
            {
                return !disposed;
            }

            time.Advance(dueTime);

            // Not here and now: whoever makes a timer may hold a lock, or not have kept the timer yet.
            ThreadPool.UnsafeQueueUserWorkItem(timer => timer.Fire(), this, preferLocal: false);
            return true;
        }

        public void Dispose() => disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            if (!disposed)
            {
                callback(state);
            }
        }
    }
}
