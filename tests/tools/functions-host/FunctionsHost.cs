using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ProcoreNetSuite.FunctionsHosting.Messages;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>Stands in for the Azure Functions host: starts the built app as the process that it is in Azure, and calls its functions over the host's own protocol.</summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private readonly FunctionsHostOptions options;
    private readonly WebApplication grpc;
    private readonly WorkerLinks links = new();
    private readonly SettlementService settlement = new();
    private readonly ServiceBusClient serviceBus;
    private readonly List<QueueListener> listeners = [];
    private readonly ConcurrentQueue<WorkerLog> logs = new();
    private readonly ConcurrentQueue<FunctionFailure> failures = new();
    private readonly ConcurrentQueue<string> receiverErrors = new();
    private HttpFront? front;
    private HostTimers? timers;
    private volatile bool isStopping;
    private volatile TaskCompletionSource<WorkerSession> session = NewSession();

    private FunctionsHost(FunctionsHostOptions options)
    {
        this.options = options;
        Functions = BuiltApp.ReadFunctions(options.AppFolder);

        // A receiver that the broker doesn't answer, as tests have it do, asks again after this time and not after the usual minute.
        serviceBus = new ServiceBusClient(options.ServiceBusConnectionString, new ServiceBusClientOptions { RetryOptions = { TryTimeout = TimeSpan.FromSeconds(10) } });
        grpc = NewGrpcServer();
    }

    /// <summary>As functions.metadata lists them.</summary>
    public IReadOnlyList<HostedFunction> Functions { get; }

    /// <summary>Where the HTTP functions answer; routes are under <c>api/</c>.</summary>
    public Uri BaseAddress => front!.BaseAddress;

    /// <summary>The worker's log over all its lives.</summary>
    public IReadOnlyList<WorkerLog> Logs => [.. logs];

    /// <summary>Messages that a function has in its hands, even if their locks are lost.</summary>
    public int InWork => settlement.Held;

    /// <summary>Calls that ended in an exception, over all lives of the worker.</summary>
    public IReadOnlyList<FunctionFailure> Failures => [.. failures];

    /// <summary>What the host itself could not do: receive, renew a lock.</summary>
    public IReadOnlyList<string> ReceiverErrors => [.. receiverErrors];

    /// <summary>What the running worker wrote to its console.</summary>
    public IReadOnlyList<string> Output => session.Task is { IsCompletedSuccessfully: true } running ? running.Result.Process.Output : [];

    /// <summary>Names of the functions that the running worker has loaded.</summary>
    public IReadOnlyCollection<string> Loaded => session.Task is { IsCompletedSuccessfully: true } running ? running.Result.Names : [];

    /// <exception cref="WorkerFailedException">The worker ended instead, with what it wrote.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var host = new FunctionsHost(options);
        try
        {
            await host.grpc.StartAsync(cancellationToken);
            host.front = await HttpFront.StartAsync(host, options);
            await host.StartWorkerAsync(cancellationToken);
            await host.ListenAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the worker as <c>kill -9</c> does; the host starts the next one by itself.</summary>
    public void KillWorker()
    {
        if (session.Task is { IsCompletedSuccessfully: true } running)
        {
            running.Result.Process.Kill();
        }
    }

    /// <summary>Starts a worker where none runs.</summary>
    /// <exception cref="WorkerFailedException">It ended instead, with what it wrote.</exception>
    public async Task StartWorkerAsync(CancellationToken cancellationToken)
    {
        // As the host does, it tells the app where it is reached; the rest is the app's settings.
        var environment = new Dictionary<string, string?>(options.Environment);
        environment.TryAdd("WEBSITE_HOSTNAME", BaseAddress.Authority);
        environment.TryAdd("WEBSITE_AUTH_ENABLED", "True");
        var started = await WorkerSession.StartAsync(
            options with { Environment = environment }, new Uri(grpc.Urls.First()), links, logs.Enqueue, cancellationToken);
        var current = session;
        current.SetResult(started);
        _ = RestartAfterAsync(started, current);
    }

    /// <summary>Asks the worker to end, as the host does when it scales in; messages in work are not waited for, and no next one is started.</summary>
    /// <returns>The worker's exit code.</returns>
    public async Task<int> TerminateWorkerAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        using var ending = await SessionAsync(cancellationToken);
        ending.IsAskedToEnd = true;
        session = NewSession();

        return await ending.TerminateAsync(grace, cancellationToken);
    }

    /// <summary>Runs a timer function now, whatever its time.</summary>
    /// <exception cref="WorkerFailedException">It threw.</exception>
    public async Task RunTimerAsync(string name, CancellationToken cancellationToken)
    {
        var running = await SessionAsync(cancellationToken);
        const string Timer = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""";
        await running.InvokeAsync(Functions.Single(function => function.Name == name), $"{Guid.NewGuid()}", new TypedData { Json = Timer }, []);
    }

    /// <summary>Receives no more, waits for what is in work, and ends the worker.</summary>
    public async ValueTask DisposeAsync()
    {
        isStopping = true;
        // A worker that is gone would be waited for: then what is in work is given up at once.
        var running = session.Task is { IsCompletedSuccessfully: true } task && !task.Result.Process.HasExited ? task.Result : null;
        using var limit = new CancellationTokenSource(running is null ? TimeSpan.Zero : TimeSpan.FromSeconds(10));
        foreach (var listener in listeners)
        {
            await listener.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        running?.Dispose();
        if (timers is not null)
        {
            await timers.DisposeAsync();
        }

        foreach (var listener in listeners)
        {
            await listener.DisposeAsync();
        }

        await serviceBus.DisposeAsync();
        if (front is not null)
        {
            await front.DisposeAsync();
        }

        await grpc.DisposeAsync();
    }

    /// <summary>The running worker; the next one, if none runs: a message that is given to a worker that has ended would come back at once, again and again until it is given up.</summary>
    internal async Task<WorkerSession> SessionAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = session;
            var worker = await current.Task.WaitAsync(cancellationToken);
            if (!worker.IsOver)
            {
                return worker;
            }

            Interlocked.CompareExchange(ref session, NewSession(), current);
        }
    }

    internal void Fail(HostedFunction function, string? messageId, Exception failure) => failures.Enqueue(new FunctionFailure(function.Name, messageId, failure));

    internal void FailToReceive(string error) => receiverErrors.Enqueue(error);

    private static TaskCompletionSource<WorkerSession> NewSession() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A worker that ends although nobody asked it to is followed by another one. One that can't start again stays away: calls then wait.</summary>
    private async Task RestartAfterAsync(WorkerSession ended, TaskCompletionSource<WorkerSession> place)
    {
        await ended.Process.WaitForExitAsync(CancellationToken.None);
        if (isStopping || ended.IsAskedToEnd)
        {
            return;
        }

        Interlocked.CompareExchange(ref session, NewSession(), place);
        ended.Dispose();
        try
        {
            await StartWorkerAsync(CancellationToken.None);
        }
        catch (WorkerFailedException failure)
        {
            FailToReceive(failure.Message);
        }
    }

    private async Task ListenAsync()
    {
        foreach (var function in Functions.Where(function => function.IsQueue))
        {
            listeners.Add(await QueueListener.StartAsync(serviceBus, function, this, settlement, options.Concurrency));
        }

        if (options.RunsTimers)
        {
            timers = new HostTimers(this, options.Time);
        }
    }

    private WebApplication NewGrpcServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(rpc => (rpc.EnableDetailedErrors, rpc.MaxReceiveMessageSize) = (true, null));
        builder.Services.AddSingleton(links);
        builder.Services.AddSingleton(settlement);
        var app = builder.Build();
        app.MapGrpcService<WorkerLinks>();
        app.MapGrpcService<SettlementService>();

        return app;
    }
}
