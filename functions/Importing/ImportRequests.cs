using System.Globalization;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>What became of a request for an import: the run that started, or the one in the way; or why there is none.</summary>
public sealed record ImportAnswer(int Status, ImportRun? Run, string? Text = null)
{
    public RunReport Report { get; init; } = RunReport.Empty;
}

/// <summary>Starts imports for callers over HTTP and reads how they stand. Anyone else asks through a queue.</summary>
public sealed class ImportRequests(IConnections connections, IEnumerable<IImport> imports, ImportStarter starter, IImportStore runs, IRunNotes notes, ILinkStore links, ISyncSender sender, TimeProvider time)
{
    private const int Accepted = 202, BadRequest = 400, NotFound = 404, Conflict = 409;

    /// <summary>Older than any account of NetSuite; its database takes no year 1.</summary>
    private static readonly DateOnly Earliest = new(1990, 1, 1);

    /// <param name="since">A day of NetSuite's calendar, or "all"; without it, what changed since the last good run.</param>
    /// <param name="who">The caller's name.</param>
    public async Task<ImportAnswer> StartAsync(string connectionId, string kind, string? project, string? since, string who, CancellationToken cancellationToken)
    {
        if (connections.FindSettings(connectionId) is null || ImportKinds.Find(kind) is not { } known)
        {
            return new(NotFound, null, NothingThere(connectionId, kind));
        }

        if (project is { Length: > 0 } && Digits.Read(project) is null or 0)
        {
            return new(BadRequest, null, $"project is Procore's number of a project, not \"{project}\".");
        }

        if (since is { Length: > 0 } && since != "all" && !IsDay(since))
        {
            return new(BadRequest, null, string.Create(CultureInfo.InvariantCulture, $"since is a day from {Earliest:yyyy-MM-dd} to today, such as 2026-05-31, or all, not \"{since}\"."));
        }

        if (project is { Length: > 0 } && known is ImportKind.Vendors or ImportKind.Jobs)
        {
            return new(BadRequest, null, $"The import of {kind} is for the whole company: it takes no project.");
        }

        var import = imports.Single(import => import.Kind == known);
        var message = new ImportMessage
        {
            ConnectionId = connectionId,
            Kind = known,
            RunId = $"{Guid.NewGuid():N}",
            Step = 1,
            ProjectId = Digits.Read(project),
            RequestedBy = who,
            Since = since is { Length: > 0 } ? since : null,
            AskedAt = time.GetUtcNow(),
        };
        await RememberAsync(message, cancellationToken);
        var run = await runs.StartAsync(await starter.PrepareAsync(message, cancellationToken), cancellationToken);
        var isOurs = run.RunId == message.RunId;
        if (isOurs || run.Step == 1)
        {
            try
            {
                // Whoever started a run that has done no step may have ended before it was queued. If it was queued, this is the same message again.
                await sender.SendAsync(import.Queue, message with { RunId = run.RunId, ProjectId = run.ProjectId, RequestedBy = run.RequestedBy }, $"{run.RunId}-1", cancellationToken);
            }
            catch (QueueUnreachableException failure) when (isOurs)
            {
                // If it was queued all the same, it finds a run that has ended.
                await runs.TrySaveAsync(run with { State = ImportState.Failed, EndedAt = time.GetUtcNow(), Problems = [failure.Problem] }, cancellationToken);
                throw;
            }
        }

        return isOurs ? new(Accepted, run) : new(Conflict, run, $"An import of {kind} is running already, asked for by {run.RequestedBy}.");
    }

    public async Task<ImportAnswer> FindAsync(string connectionId, string kind, string runId, CancellationToken cancellationToken) =>
        connections.FindSettings(connectionId) is null || ImportKinds.Find(kind) is not { } known ? new(NotFound, null, NothingThere(connectionId, kind))
            : await runs.FindAsync(connectionId, known, runId, cancellationToken) is { } run ? new(200, run) { Report = await RunReport.ReadAsync(notes, links, run, cancellationToken) }
            : new(NotFound, null, $"There is no import {runId} of {kind}.");

    /// <summary>Ends a run as Failed, so that another may start; the step that is at work does its last and stores nothing. Whoever asked for it in Procore is told. May be repeated.</summary>
    /// <param name="who">The caller's name.</param>
    public async Task<ImportAnswer> CancelAsync(string connectionId, string kind, string runId, string who, CancellationToken cancellationToken)
    {
        var found = await FindAsync(connectionId, kind, runId, cancellationToken);
        if (found.Run is not { } run)
        {
            return found;
        }

        if (run.IsEnded)
        {
            return new(Conflict, run, "The import has ended and can't be cancelled.");
        }

        await links.AppendHistoryAsync(
            [new HistoryEntry(LinkKey.OfConnection(connectionId), runId, "import-cancelled", time.GetUtcNow(), who, Sent: null, $"{kind}, asked for by {run.RequestedBy}")], cancellationToken);

        // One that is ending has only its answer to give: the message that gives it may never have been queued.
        var cancelled = run.EndsAs is not null ? run : run with
        {
            EndsAs = ImportState.Failed,
            Problems = RunProblems.AddLast(run.Problems, [new Problem("E906", $"{who} cancelled the import.")]),
            WaitingSince = null,
            WaitsFor = null,
            Step = run.Step + 1,
        };
        if (await (cancelled == run ? Task.FromResult<ImportRun?>(run) : runs.TrySaveAsync(cancelled, cancellationToken)) is not { } saved)
        {
            return new(Conflict, run, "The import went on at this very moment: cancel it once more.");
        }

        // What is left to do is the answer to whoever asked; the runner gives it, and ends the run.
        await sender.SendAsync(
            imports.Single(import => import.Kind == run.Kind).Queue,
            new ImportMessage { ConnectionId = connectionId, Kind = run.Kind, RunId = runId, Step = saved.Step, ProjectId = run.ProjectId, RequestedBy = run.RequestedBy, RequestDetailId = run.RequestDetailId, AskedAt = time.GetUtcNow() },
            $"{runId}-{saved.Step}",
            cancellationToken);

        return new(Accepted, saved);
    }

    /// <summary>Tomorrow is today already, in some time zone.</summary>
    private bool IsDay(string since) =>
        DateOnly.TryParseExact(since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day >= Earliest && day <= DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1);

    /// <summary>First of all: nothing is done that doesn't say who asked for it.</summary>
    private Task RememberAsync(ImportMessage asked, CancellationToken cancellationToken)
    {
        var what = $"{asked.Kind.Slug()}{(asked.ProjectId is { } project ? FormattableString.Invariant($" of project {project}") : "")}{(asked.Since is { } since ? $", since {since}" : "")}";

        return links.AppendHistoryAsync(
            [new HistoryEntry(LinkKey.OfConnection(asked.ConnectionId), asked.RunId, "import-asked", asked.AskedAt, asked.RequestedBy, Sent: null, what)], cancellationToken);
    }

    private string NothingThere(string connectionId, string kind) => connections.FindSettings(connectionId) is null
        ? connections.DescribeUnknown(connectionId)
        : $"There is no import of {kind}: there are {string.Join(", ", Enum.GetValues<ImportKind>().Select(one => one.Slug()))}.";
}
