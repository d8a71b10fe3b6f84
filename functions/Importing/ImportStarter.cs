using System.Globalization;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>Starts runs of imports: one of a kind and scope at a time, and what it has to look at.</summary>
public sealed partial class ImportStarter(IImportStore runs, ISyncSender sender, TimeProvider time, ILogger<ImportStarter> log)
{
    /// <summary>A run that nobody has worked on for so long is taken for dead. Longer than a message that is delivered again and again takes to be given up.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(90);

    /// <summary>How often a run that another one keeps from starting looks whether that has ended.</summary>
    private static readonly TimeSpan OtherRun = TimeSpan.FromSeconds(30);

    /// <summary>Everything is compared at least so often, whatever the watermark says.</summary>
    private static readonly TimeSpan FullEvery = TimeSpan.FromDays(7);

    /// <returns>The run as it would be stored when it starts now.</returns>
    public async Task<ImportRun> PrepareAsync(ImportMessage message, CancellationToken cancellationToken)
    {
        var mark = await runs.FindMarkAsync(message.ConnectionId, message.Kind, message.ProjectId, cancellationToken);
        var now = time.GetUtcNow();

        return new ImportRun
        {
            ConnectionId = message.ConnectionId,
            Kind = message.Kind,
            RunId = message.RunId,
            ProjectId = message.ProjectId,
            RequestedBy = message.RequestedBy,
            RequestDetailId = message.RequestDetailId,
            Since = message.Since switch
            {
                "all" => null,
                { } day => $"{day} 00:00:00",
                null => mark?.Edition == ImportMark.Today && now - mark.FullAt <= FullEvery ? mark.Watermark : null,
            },
            StartedAt = now,
            LeaseUntil = now + Lease,
        };
    }

    /// <returns>The run, or null if another one is in the way: then this message comes again later.</returns>
    internal async Task<ImportRun?> StartAsync(IImport import, Connection connection, ImportMessage message, CancellationToken cancellationToken)
    {
        var run = await runs.StartAsync(await PrepareAsync(message, cancellationToken), cancellationToken);
        if (run.RunId == message.RunId)
        {
            return run;
        }

        if (time.GetUtcNow() - message.AskedAt > LaterCopies.Longest)
        {
            Log.GivenUp(log, message.RequestedBy, run.RunId);
            string[] why = [$"Another import of {message.Kind.Slug()} is still running, asked for by {run.RequestedBy}."];
            var (_, failure) = await Outcomes.TryAsync(() => ImportClosing.CloseAsync(connection, message.RequestDetailId, succeeded: false, why, cancellationToken));
            if (failure is { Status: SyncStatus.Waiting })
            {
                throw new GivenUpException("NotTold", failure.Problems[0], "Procore could not be told that the import never started.");
            }
        }
        else
        {
            // At a full half minute, and named after it: if the schedule asks for this run again meanwhile, one of the two goes on.
            var at = new DateTimeOffset(((time.GetUtcNow().UtcTicks / OtherRun.Ticks) + 2) * OtherRun.Ticks, TimeSpan.Zero);
            await sender.SendLaterAsync(
                import.Queue, message with { Attempt = message.Attempt + 1 }, at, string.Create(CultureInfo.InvariantCulture, $"{message.RunId}-start-{at:yyyyMMddHHmmss}"), cancellationToken);
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The import asked for by {RequestedBy} never started: {RunId} was running")]
        public static partial void GivenUp(ILogger logger, string requestedBy, string runId);
    }
}
