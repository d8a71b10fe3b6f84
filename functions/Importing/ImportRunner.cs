using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>
/// Runs imports step by step: read the run, do its next step, store what it found, go on. The row says which step is next, so a message that is delivered
/// again, or twice, does no step a second time, and a crash within a step repeats only that step.
/// </summary>
public sealed partial class ImportRunner(Inbox inbox, ImportStarter starter, IImportStore runs, ISyncSender sender, TimeProvider time, ILogger<ImportRunner> log)
{
    /// <summary>Steps are done one after the other in one delivery for so long; then a new message goes on.</summary>
    private static readonly TimeSpan OneDelivery = TimeSpan.FromMinutes(1);

    public Task RunAsync(IImport import, ServiceBusReceivedMessage received, ServiceBusMessageActions actions, CancellationToken cancellationToken) =>
        inbox.HandleAsync<ImportMessage>(import.Queue, received, actions, (message, connection) => RunAsync(import, message, connection, cancellationToken), cancellationToken);

    private async Task RunAsync(IImport import, ImportMessage message, Connection connection, CancellationToken cancellationToken)
    {
        using var scope = log.BeginScope("{Run} {Project}", message.RunId, message.ProjectId);
        var run = message.Step == 0
            ? await starter.StartAsync(import, connection, message, cancellationToken)
            : await runs.FindAsync(message.ConnectionId, message.Kind, message.RunId, cancellationToken);
        if (run is null && message.Step > 0)
        {
            Log.NoRun(log, message.Step);
        }
        else if (run is { IsEnded: false })
        {
            await GoOnAsync(import, connection, message, run, cancellationToken);
        }
        else if (run is not null && message.Step == 0 && message.AskedAt > run.EndedAt)
        {
            // Someone still waits for an answer: a run that was taken for dead gave none.
            await ImportClosing.CloseAsync(connection, message.RequestDetailId, run.State is ImportState.Succeeded, [.. run.Problems.Select(problem => problem.ToString())], cancellationToken);
        }
    }

    private async Task GoOnAsync(IImport import, Connection connection, ImportMessage message, ImportRun run, CancellationToken cancellationToken)
    {
        if (Math.Max(message.Step, 1) < run.Step)
        {
            // What an earlier step's message asks is done; only its successor may be missing.
            await HandOnAsync(import, message, run, cancellationToken);
            return;
        }

        var began = time.GetUtcNow();
        for (var current = run; !current.IsEnded;)
        {
            var (next, failure) = await TryAsync(import, connection, current, cancellationToken);
            if (failure is { Status: SyncStatus.Waiting } && time.GetUtcNow() - (current.WaitingSince ?? time.GetUtcNow()) <= LaterCopies.Longest)
            {
                await WaitAsync(import, message, current, failure, cancellationToken);
                return;
            }

            next ??= GiveUp(current, failure!);
            if (await runs.TrySaveAsync(next, cancellationToken) is not { } saved)
            {
                await LookAgainAsync(import, message, current, cancellationToken);
                return;
            }

            current = saved;
            if (saved is { IsEnded: true, Counts: var all })
            {
                ConnectorMetrics.Imported($"{saved.State}", ("New", all.New), ("Changed", all.Changed), ("Unchanged", all.Unchanged), ("Removed", all.Removed), ("Failed", all.Failed));
            }

            if (!saved.IsEnded && time.GetUtcNow() - began > OneDelivery)
            {
                await HandOnAsync(import, message, saved, cancellationToken);
                return;
            }
        }
    }

    /// <summary>A step that nobody foresaw can't go on: it ends its run, so that the next one may start.</summary>
    private async Task<(ImportRun? Next, SyncOutcome? Failure)> TryAsync(IImport import, Connection connection, ImportRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await Outcomes.TryAsync(() => NextAsync(import, connection, run, cancellationToken));
        }
        catch (Exception failure) when (Unforeseen.Is(failure) && !cancellationToken.IsCancellationRequested)
        {
            Log.Unforeseen(log, run.Step, failure);

            return (null, SyncOutcome.Rejected(Unforeseen.ProblemOf($"The import of {run.Kind.Slug()} could not go on", failure)));
        }
    }

    private Task HandOnAsync(IImport import, ImportMessage message, ImportRun run, CancellationToken cancellationToken) =>
        sender.SendAsync(import.Queue, message with { Step = run.Step, Attempt = 0 }, $"{run.RunId}-{run.Step}", cancellationToken);

    /// <summary>
    /// Another delivery of the same message did the step meanwhile: the lock ran out over the work. That one's message ends with this delivery; should it die now,
    /// nobody would go on. So a copy looks once it must have come to its end.
    /// </summary>
    private Task LookAgainAsync(IImport import, ImportMessage message, ImportRun run, CancellationToken cancellationToken)
    {
        Log.Overtaken(log, run.Step);

        return SendCopyAsync(import, message, run, 2 * OneDelivery, cancellationToken);
    }

    private Task SendCopyAsync(IImport import, ImportMessage message, ImportRun run, TimeSpan delay, CancellationToken cancellationToken)
    {
        var copy = message with { Step = run.Step, Attempt = message.Attempt + 1 };

        return sender.SendLaterAsync(import.Queue, copy, time.GetUtcNow() + delay, $"{run.RunId}-{run.Step}-{copy.Attempt}", cancellationToken);
    }

    /// <summary>The next step, or after the last one the answer.</summary>
    private async Task<ImportRun> NextAsync(IImport import, Connection connection, ImportRun run, CancellationToken cancellationToken)
    {
        if (run.EndsAs is { } state)
        {
            await ImportClosing.CloseAsync(connection, run.RequestDetailId, state is ImportState.Succeeded, [.. run.Problems.Select(problem => problem.ToString())], cancellationToken);

            return End(run, state);
        }

        var step = await import.DoAsync(connection, run, cancellationToken);
        var counts = run.Counts + step.Counts;

        return run with
        {
            Step = run.Step + 1,
            Cursor = step.Cursor,
            EndsAs = step.Cursor is not null ? null : counts.Failed > 0 ? ImportState.SucceededWithProblems : ImportState.Succeeded,
            Counts = counts,
            Total = step.Total ?? run.Total,
            Watermark = step.Watermark ?? run.Watermark,
            NextIsFull = run.NextIsFull || step.NextIsFull,
            Problems = RunProblems.Add(run.Problems, step.Problems),
            WaitingSince = null,
            WaitsFor = null,
            LeaseUntil = time.GetUtcNow() + ImportStarter.Lease,
        };
    }

    /// <summary>A step that can't be done fails the run, which has only to be told then. One that nobody can be told of ends all the same, and says so.</summary>
    private ImportRun GiveUp(ImportRun run, SyncOutcome failure)
    {
        var known = run with { Problems = RunProblems.AddLast(run.Problems, failure.Problems), WaitingSince = null, WaitsFor = null };

        return run.EndsAs is { } state
            ? End(known, state is ImportState.Succeeded ? ImportState.SucceededWithProblems : state)
            : known with { EndsAs = ImportState.Failed, LeaseUntil = time.GetUtcNow() + ImportStarter.Lease };
    }

    private ImportRun End(ImportRun run, ImportState state)
    {
        Log.Ended(log, run.RunId, state, run.Counts);

        return run with { State = state, EndedAt = time.GetUtcNow() };
    }

    private async Task WaitAsync(IImport import, ImportMessage message, ImportRun run, SyncOutcome failure, CancellationToken cancellationToken)
    {
        var delay = LaterCopies.DelayOf(message.Attempt, failure);
        var now = time.GetUtcNow();
        var waiting = run with { WaitingSince = run.WaitingSince ?? now, WaitsFor = failure.Problems[0], LeaseUntil = now + delay + ImportStarter.Lease };
        if (await runs.TrySaveAsync(waiting, cancellationToken) is null)
        {
            await LookAgainAsync(import, message, run, cancellationToken);
            return;
        }

        Log.Waiting(log, run.Step, LogText.Of(failure.Problems[0]));
        await SendCopyAsync(import, message, run, delay, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Import {RunId} ended: {State}, {Counts}")]
        public static partial void Ended(ILogger logger, string runId, ImportState state, ImportCounts counts);

        [LoggerMessage(2, LogLevel.Warning, "Step {Step} waits: {Why}")]
        public static partial void Waiting(ILogger logger, int step, string why);

        [LoggerMessage(6, LogLevel.Error, "Step {Step} could not be done, and nobody foresaw why")]
        public static partial void Unforeseen(ILogger logger, int step, Exception failure);

        [LoggerMessage(3, LogLevel.Warning, "Step {Step} was done by another delivery, or another run has taken over")]
        public static partial void Overtaken(ILogger logger, int step);

        [LoggerMessage(5, LogLevel.Warning, "There is no run to do step {Step} of")]
        public static partial void NoRun(ILogger logger, int step);
    }
}
