namespace ProcoreNetSuite.LocalHosting;

/// <summary>Moves a host on virtual time: delivers what is due, then jumps to what is due next.</summary>
public sealed class Pump(LocalHost host, VirtualTime time)
{
    private readonly List<IPumped> others = [];
    private readonly Dictionary<string, int> moves = [];

    /// <summary>Deliveries at the same time. Default 1, which gives a repeatable order.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Deliveries, other runs and jumps before it gives up. Default 5,000.</summary>
    public int MaxSteps { get; init; } = 5_000;

    /// <summary>Start the process again when an effect has killed it. Default true.</summary>
    public bool RestartsKilled { get; init; } = true;

    /// <summary>More hosts on the same queues, as where the app has scaled out: they deliver at the same time.</summary>
    public IReadOnlyList<LocalHost> Beside { get; init; } = [];

    public void Add(IPumped other) => others.Add(other);

    /// <summary>Goes on until no message is ready, scheduled or locked and nothing else has work. Timers don't run: they never end.</summary>
    /// <exception cref="InvalidOperationException">It doesn't come to rest; names what keeps moving.</exception>
    public Task RunUntilQuietAsync(CancellationToken cancellationToken = default) => RunAsync(until: null, cancellationToken);

    /// <summary>Goes on until the given time and leaves the clock there. Timers run when they are due.</summary>
    /// <exception cref="InvalidOperationException">It doesn't come to rest before that time; names what keeps moving.</exception>
    public async Task RunUntilAsync(DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        await RunAsync(until, cancellationToken);
        time.AdvanceTo(until);
    }

    public Task RunForAsync(TimeSpan span, CancellationToken cancellationToken = default) =>
        RunUntilAsync(time.GetUtcNow() + span, cancellationToken);

    private async Task RunAsync(DateTimeOffset? until, CancellationToken cancellationToken)
    {
        moves.Clear();
        for (var step = 0; step < MaxSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var done = await RunDueAsync(withTimers: until is not null, cancellationToken);
            if (host.IsKilled && RestartsKilled)
            {
                host.Restart();
            }

            if (done > 0)
            {
                continue;
            }

            if (NextDue(withTimers: until is not null) is not { } next || next > until)
            {
                return;
            }

            Count($"jump to {next:O}");
            time.AdvanceTo(next);
        }

        throw new InvalidOperationException(
            $"Not at rest after {MaxSteps} steps. What moved most: "
            + string.Join("; ", moves.OrderByDescending(move => move.Value).Take(5).Select(move => $"{move.Key} ({move.Value} times)"))
            + ". What is left: "
            + string.Join("; ", host.Broker.Describe(host.Queues).Take(5)));
    }

    private async Task<int> RunDueAsync(bool withTimers, CancellationToken cancellationToken)
    {
        var before = host.Broker.HistoryLength;
        var done = (await Task.WhenAll(Beside.Prepend(host).Select(one => one.DeliverDueAsync(Concurrency, cancellationToken)))).Sum();
        foreach (var delivered in host.Broker.HistoryFrom(before).Where(line => line.Kind is BrokerEventKind.Delivered))
        {
            Count($"{delivered.Queue} message {delivered.MessageId}");
        }

        foreach (var other in others)
        {
            var ran = await other.RunDueAsync(cancellationToken);
            Count(other.GetType().Name, ran);
            done += ran;
        }

        if (withTimers)
        {
            var ran = await host.Timers.RunDueAsync(cancellationToken);
            Count("timers", ran);
            done += ran;
        }

        return done;
    }

    private DateTimeOffset? NextDue(bool withTimers) =>
        others.Select(other => other.NextDue)
            .Append(host.Broker.NextDue(host.Queues))
            .Append(withTimers ? host.Timers.NextDue : null)
            .Min();

    private void Count(string what, int times = 1)
    {
        if (times > 0)
        {
            moves[what] = moves.GetValueOrDefault(what) + times;
        }
    }
}
