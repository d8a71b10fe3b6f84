using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using ProcoreNetSuite.FunctionsHosting.Messages;
using Kind = ProcoreNetSuite.FunctionsHosting.Messages.StreamingMessage.ContentOneofCase;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>The stream between the host and one worker: questions with their answers, invocations, and the worker's log.</summary>
internal sealed class WorkerLink(Action<WorkerLog> log)
{
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> invocations = new();
    private readonly ConcurrentDictionary<Kind, TaskCompletionSource<StreamingMessage>> expected = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Nobody will answer any more.</summary>
    public bool IsOver => ended.Task.IsCompleted;

    /// <summary>Carries the stream until the worker ends it.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> from, IServerStreamWriter<StreamingMessage> to, CancellationToken cancellationToken)
    {
        var writing = WriteAsync(to, cancellationToken);
        try
        {
            await foreach (var message in from.ReadAllAsync(cancellationToken))
            {
                Take(message);
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            // The worker is gone; whoever waits for it is told below.
        }
        finally
        {
            End();
            await writing;
        }
    }

    /// <summary>Whoever waits is told that nobody will answer any more.</summary>
    public void End()
    {
        ended.TrySetResult();
        outgoing.Writer.TryComplete();
    }

    /// <exception cref="WorkerFailedException">The worker ended before it answered.</exception>
    public async Task<StreamingMessage> ExpectAsync(Kind kind, CancellationToken cancellationToken)
    {
        var answer = Expected(kind);
        await OrEndAsync(answer.Task, $"The worker ended before it sent {kind}.", cancellationToken);
        expected.TryRemove(kind, out _);

        return await answer.Task;
    }

    public Task<StreamingMessage> AskAsync(StreamingMessage question, Kind answer, CancellationToken cancellationToken)
    {
        Send(question);

        return ExpectAsync(answer, cancellationToken);
    }

    public void Send(StreamingMessage message) => outgoing.Writer.TryWrite(message);

    /// <summary>Runs a function to its end.</summary>
    /// <exception cref="WorkerFailedException">It threw, or the worker ended under it.</exception>
    public async Task InvokeAsync(InvocationRequest invocation)
    {
        var waiting = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        invocations[invocation.InvocationId] = waiting;
        try
        {
            Send(new StreamingMessage { RequestId = invocation.InvocationId, InvocationRequest = invocation });
            await OrEndAsync(waiting.Task, "The worker ended while it ran the function.", CancellationToken.None);
        }
        finally
        {
            invocations.TryRemove(invocation.InvocationId, out _);
        }

        var result = (await waiting.Task).Result;
        if (result.Status is not StatusResult.Types.Status.Success)
        {
            throw new WorkerFailedException($"{result.Status}: {result.Exception?.Message}");
        }
    }

    private async Task OrEndAsync(Task answer, string otherwise, CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(answer, ended.Task).WaitAsync(cancellationToken);
        if (first != answer && !answer.IsCompleted)
        {
            throw new WorkerFailedException(otherwise);
        }
    }

    public void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case Kind.RpcLog:
                log(new WorkerLog($"{message.RpcLog.Level}", message.RpcLog.Category, message.RpcLog.Message, message.RpcLog.Exception?.Message));
                break;
            case Kind.InvocationResponse:
                if (invocations.TryGetValue(message.InvocationResponse.InvocationId, out var waiting))
                {
                    waiting.TrySetResult(message.InvocationResponse);
                }

                break;
            default:
                Expected(message.ContentCase).TrySetResult(message);
                break;
        }
    }

    private TaskCompletionSource<StreamingMessage> Expected(Kind kind) =>
        expected.GetOrAdd(kind, _ => new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> to, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await to.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or InvalidOperationException)
        {
            End();
        }
    }
}
