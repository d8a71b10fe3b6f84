using System.Collections.Concurrent;
using Grpc.Core;
using ProcoreNetSuite.FunctionsHosting.Messages;
using RpcException = Grpc.Core.RpcException;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>The host's gRPC service that workers connect to; each says which one it is.</summary>
internal sealed class WorkerLinks : FunctionRpc.FunctionRpcBase
{
    private readonly ConcurrentDictionary<string, WorkerLink> links = new();

    /// <summary>Expects a worker of this id.</summary>
    public WorkerLink Open(string workerId, Action<WorkerLog> log) => links[workerId] = new WorkerLink(log);

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)
            || requestStream.Current.StartStream is not { } start
            || !links.TryRemove(start.WorkerId, out var link))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message must be StartStream of a worker that this host started."));
        }

        link.Take(requestStream.Current);
        await link.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
