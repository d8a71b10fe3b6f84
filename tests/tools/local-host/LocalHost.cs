using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>Runs the functions on this machine: HTTP on Kestrel, queues from a <see cref="Broker"/>, timers from their cron text.</summary>
public sealed class LocalHost : IRunningConnector, IAsyncDisposable
{
    private readonly LocalHostOptions options;
    private readonly ConcurrentQueue<FunctionFailure> failures = new();
    private readonly Stack<HostLife> past = new();
    private readonly Dictionary<string, FunctionEntry> functionByQueue;
    private HttpFront? http;
    private BackgroundDrive? drive;
    private volatile HostLife life;

    private LocalHost(LocalHostOptions options, Broker broker)
    {
        this.options = options;
        Broker = broker;
        life = new HostLife(options, broker, options.Effects.BeginLife());
        functionByQueue = options.Catalog.Functions
            .Where(function => function.Trigger is QueueFunctionTrigger)
            .ToDictionary(function => FunctionInvoker.Resolve(((QueueFunctionTrigger)function.Trigger).Queue, life.Configuration));
        foreach (var queue in functionByQueue.Keys)
        {
            broker.DeclareQueue(queue);
        }

        Timers = new HostTimers(this, options, life.Configuration);
    }

    public Broker Broker { get; }

    public HostTimers Timers { get; }

    public Effects Effects => options.Effects;

    public TimeProvider Time => options.Time;

    public string HostKey => options.HostKey;

    public string MasterKey => options.MasterKey;

    public Uri BaseAddress => http?.BaseAddress ?? throw new InvalidOperationException("This host doesn't listen.");

    public int CountMessages(string queue) => Broker.Peek(queue).Count;

    public int CountDeadLetters(string queue) => Broker.DeadLetters(queue).Count;

    /// <summary>The services of the running life.</summary>
    public IServiceProvider Services => life.Services;

    public bool IsKilled => life.Effects.IsDead;

    /// <summary>How often the process was started again.</summary>
    public int Restarts { get; private set; }

    public IReadOnlyCollection<string> Queues => functionByQueue.Keys;

    /// <summary>Calls that ended in an exception, over all lives; kills are not among them.</summary>
    public IReadOnlyList<FunctionFailure> Failures => [.. failures];

    internal HostLife Life => life;

    public static async Task<LocalHost> StartAsync(LocalHostOptions options, Broker? broker = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var host = new LocalHost(options, broker ?? new Broker(options.Time));
        if (options.Listen)
        {
            host.http = await HttpFront.StartAsync(host, options);
            host.NameLife();
        }

        if (options.RunsByItself)
        {
            host.drive = new BackgroundDrive(host, options);
        }

        return host;
    }

    /// <summary>What a crash and a new start look like: fresh services, nothing remembered, the same broker, the same address.</summary>
    public void Restart()
    {
        // A crash closes nothing, and a disposal might still do something: the old services are only put away.
        past.Push(life);
        Restarts++;
        life = new HostLife(options, Broker, options.Effects.BeginLife());
        NameLife();
    }

    /// <summary>Delivers the message that has been ready longest on any queue.</summary>
    /// <returns>False if none was ready.</returns>
    public async Task<bool> DeliverNextAsync(CancellationToken cancellationToken)
    {
        if (Broker.TryReceiveAny(functionByQueue.Keys) is not { } received)
        {
            return false;
        }

        await DeliverAsync(received.Queue, received.Message, cancellationToken);
        return true;
    }

    /// <summary>Receives up to so many messages and runs them at the same time.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> DeliverDueAsync(int concurrency, CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        while (running.Count < concurrency && Broker.TryReceiveAny(functionByQueue.Keys) is { } received)
        {
            running.Add(concurrency == 1
                ? DeliverAsync(received.Queue, received.Message, cancellationToken)
                : Task.Run(() => DeliverAsync(received.Queue, received.Message, cancellationToken), cancellationToken));
        }

        await Task.WhenAll(running);
        return running.Count;
    }

    public async ValueTask DisposeAsync()
    {
        if (drive is not null)
        {
            await drive.DisposeAsync();
        }

        if (http is not null)
        {
            await http.DisposeAsync();
        }

        past.Push(life);
        while (past.TryPop(out var old))
        {
            await old.DisposeAsync();
        }
    }

    /// <summary>As the Functions host does, it tells the functions where they are reached, unless the settings do.</summary>
    private void NameLife()
    {
        if (http is not null)
        {
            life.Configuration["WEBSITE_HOSTNAME"] ??= http.BaseAddress.Authority;
        }
    }

    internal async Task DeliverAsync(string queue, ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        var running = life;
        var function = functionByQueue[queue];
        var actions = new BrokerActions(Broker, running.Effects, queue);
        Effects.BeginCall();
        try
        {
            await FunctionInvoker.InvokeAsync(running, function, [message, actions], cancellationToken);
            if (function.Trigger is QueueFunctionTrigger { AutoComplete: true })
            {
                await actions.CompleteMessageAsync(message, CancellationToken.None);
            }
        }
        catch (Exception) when (running.Effects.IsDead)
        {
            // Nobody is left to give the message back: its lock has to run out.
        }
        catch (Exception failure)
        {
            Fail(function, message.MessageId, failure);
            await AbandonAsync(function, actions, message);
        }
    }

    internal async Task RunTimerAsync(FunctionEntry function, TimerInfo timer, CancellationToken cancellationToken)
    {
        var running = life;
        Effects.BeginCall();
        try
        {
            await FunctionInvoker.InvokeAsync(running, function, [timer], cancellationToken);
        }
        catch (Exception) when (running.Effects.IsDead)
        {
            // The next start of the process finds the timer at its next time.
        }
        catch (Exception failure)
        {
            Fail(function, messageId: null, failure);
        }
    }

    internal void Fail(FunctionEntry function, string? messageId, Exception failure) =>
        failures.Enqueue(new FunctionFailure(function.Name, messageId, failure));

    private async Task AbandonAsync(FunctionEntry function, BrokerActions actions, ServiceBusReceivedMessage message)
    {
        try
        {
            await actions.AbandonMessageAsync(message);
        }
        catch (ProcessKilledException)
        {
            // As above: the lock runs out.
        }
        catch (RpcException failure)
        {
            // The function settled the message before it failed, or held it too long.
            Fail(function, message.MessageId, failure);
        }
    }
}
