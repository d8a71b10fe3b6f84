using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using ProcoreNetSuite.FunctionsHosting.Messages;
using Kind = ProcoreNetSuite.FunctionsHosting.Messages.StreamingMessage.ContentOneofCase;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>One life of the worker: from its start, over the loading of all functions, to its end.</summary>
internal sealed class WorkerSession : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly WorkerLink link;
    private readonly Dictionary<string, string> ids = [];

    private WorkerSession(WorkerProcess process, WorkerLink link) => (Process, this.link) = (process, link);

    public WorkerProcess Process { get; }

    /// <summary>Nobody answers any more.</summary>
    public bool IsOver => link.IsOver;

    /// <summary>Then no other one follows it.</summary>
    public bool IsAskedToEnd { get; set; }

    /// <summary>Where the worker takes HTTP requests.</summary>
    public Uri HttpAddress { get; private set; } = null!;

    /// <summary>The functions as the worker describes them, by name.</summary>
    public IReadOnlyCollection<string> Names => ids.Keys;

    /// <exception cref="WorkerFailedException">It ended instead, or refused a function; with what it wrote.</exception>
    public static async Task<WorkerSession> StartAsync(FunctionsHostOptions options, Uri host, WorkerLinks links, Action<WorkerLog> log, CancellationToken cancellationToken)
    {
        var id = $"{Guid.NewGuid()}";
        var link = links.Open(id, log);
        var session = new WorkerSession(WorkerProcess.Start(options.AppFolder, host, id, options.Environment), link);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        _ = session.WatchAsync();
        try
        {
            await session.LoadAsync(options.AppFolder, limit.Token);
            return session;
        }
        catch (Exception failure) when (failure is WorkerFailedException or OperationCanceledException)
        {
            session.Process.Kill();
            var code = await session.Process.WaitForExitAsync(CancellationToken.None);
            var (wrote, said) = (string.Join('\n', session.Process.Output), failure.Message);
            session.Dispose();
            throw new WorkerFailedException($"The worker didn't start (exit code {code}): {said}\n{wrote}");
        }
    }

    /// <summary>Runs a function to its end.</summary>
    /// <exception cref="WorkerFailedException">It threw, or the worker ended under it.</exception>
    public Task InvokeAsync(HostedFunction function, string invocationId, TypedData trigger, IEnumerable<KeyValuePair<string, string>> routeValues)
    {
        var invocation = new InvocationRequest
        {
            InvocationId = invocationId,
            FunctionId = ids[function.Name],
            TraceContext = new RpcTraceContext { TraceParent = TraceParent() },
            InputData = { new ParameterBinding { Name = function.Parameter, Data = trigger } },
        };
        foreach (var (name, value) in routeValues)
        {
            invocation.TriggerMetadata[name] = new TypedData { String = value };
        }

        return link.InvokeAsync(invocation);
    }

    /// <summary>Asks the worker to end.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> TerminateAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        link.Send(new StreamingMessage { RequestId = "end", WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });

        return Process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        Process.Dispose();
        link.End();
    }

    private static string TraceParent() => $"00-{Guid.NewGuid():N}-{Guid.NewGuid().ToString("N")[..16]}-01";

    private async Task WatchAsync()
    {
        await Process.WaitForExitAsync(CancellationToken.None);
        link.End();
    }

    private async Task LoadAsync(string folder, CancellationToken cancellationToken)
    {
        await link.ExpectAsync(Kind.StartStream, cancellationToken);
        var init = await link.AskAsync(
            new StreamingMessage { RequestId = "init", WorkerInitRequest = new WorkerInitRequest { HostVersion = "4.1041.0", WorkerDirectory = folder, FunctionAppDirectory = folder } },
            Kind.WorkerInitResponse,
            cancellationToken);
        HttpAddress = new Uri(init.WorkerInitResponse.Capabilities["HttpUri"]);

        var described = await link.AskAsync(
            new StreamingMessage { RequestId = "metadata", FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = folder } },
            Kind.FunctionMetadataResponse,
            cancellationToken);
        foreach (var function in described.FunctionMetadataResponse.FunctionMetadataResults)
        {
            await LoadAsync(function, folder, cancellationToken);
        }
    }

    private async Task LoadAsync(RpcFunctionMetadata described, string folder, CancellationToken cancellationToken)
    {
        var metadata = new RpcFunctionMetadata
        {
            Name = described.Name,
            EntryPoint = described.EntryPoint,
            ScriptFile = described.ScriptFile,
            Directory = folder,
            FunctionId = described.FunctionId,
        };
        foreach (var text in described.RawBindings)
        {
            var binding = JsonElement.Parse(text);
            metadata.Bindings[binding.GetProperty("name").GetString()!] = ToBinding(binding);
        }

        var loaded = await link.AskAsync(
            new StreamingMessage { RequestId = "load", FunctionLoadRequest = new FunctionLoadRequest { FunctionId = described.FunctionId, Metadata = metadata } },
            Kind.FunctionLoadResponse,
            cancellationToken);
        if (loaded.FunctionLoadResponse.Result.Status is not StatusResult.Types.Status.Success)
        {
            throw new WorkerFailedException($"{described.Name} can't be loaded: {loaded.FunctionLoadResponse.Result.Exception?.Message}");
        }

        ids[described.Name] = described.FunctionId;
    }

    private static BindingInfo ToBinding(JsonElement binding)
    {
        var info = new BindingInfo
        {
            Type = binding.GetProperty("type").GetString(),
            Direction = binding.GetProperty("direction").GetString() == "In" ? BindingInfo.Types.Direction.In : BindingInfo.Types.Direction.Out,
        };
        if (binding.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                info.Properties[property.Name] = $"{property.Value}";
            }
        }

        return info;
    }
}
