using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>
/// Answers in Procore: external data first, then the request details, each in one call for the whole message (procore-api.md 7.7).
/// Either may be repeated alone; a record is marked as reported when both are through.
/// </summary>
public sealed class ProcoreAnswers(LinkChanges changes, LaterCopies later, TimeProvider time)
{
    /// <returns>The records that Procore could not be told about now, each with a wait: their answer is repeated, nothing else.</returns>
    public async Task<IReadOnlyDictionary<SyncTask, SyncOutcome>> ReportAsync(
        SyncWork work, IReadOnlyList<SyncOutcome> outcomes, CancellationToken cancellationToken)
    {
        var ended = work.Tasks.Zip(outcomes, (task, outcome) => new Ended(task, outcome))
            .Where(end => end.Outcome.Status is SyncStatus.Done or SyncStatus.Rejected)
            .ToList();
        if (ended.Count == 0)
        {
            return new Dictionary<SyncTask, SyncOutcome>();
        }

        var (told, failure) = await Outcomes.TryAsync(() => TellAsync(work, ended, cancellationToken));
        if (told is null)
        {
            var waiting = later.EndWait(work.Message, SyncOutcome.Waiting(failure!.Problems[0], failure.Delay));
            if (waiting.Status is SyncStatus.Rejected)
            {
                throw new GivenUpException("NotTold", waiting.Problems[0], "Procore could not be told how the request ended.");
            }

            await changes.ParkAsync([], [.. ended.SelectMany(end => WorkHistory.Of(work, end.Task, waiting, time.GetUtcNow()))], cancellationToken);

            return ended.ToDictionary(end => end.Task, _ => waiting);
        }

        var now = time.GetUtcNow();
        await changes.ParkAsync(
            [.. told.Except(ended).Select(end => (end.Task.Key, end.Task.Link?.Name, end.Outcome.Problems))],
            [.. told.Except(ended).SelectMany(end => WorkHistory.Of(work, end.Task, end.Outcome, now))],
            cancellationToken);
        await changes.ReportAsync(
            [.. told.Select(end => (end.Task.Key, end.Task.Item.RequestDetailId, end.Outcome.Status is SyncStatus.Done))],
            [
                .. told.Where(end => end.Outcome.Status is SyncStatus.Done).SelectMany(end => WorkHistory.Of(work, end.Task, end.Outcome, now)),
                .. told.Select(end => WorkHistory.Reported(work, end.Task, end.Outcome, now)),
            ],
            cancellationToken);

        return new Dictionary<SyncTask, SyncOutcome>();
    }

    private static async Task<IReadOnlyList<Ended>> TellAsync(SyncWork work, IReadOnlyList<Ended> ended, CancellationToken cancellationToken)
    {
        var marked = await MarkAsync(work.Connection, ended, cancellationToken);
        RequestDetailClosing[] closings =
        [
            .. marked.Where(end => end.Task.Item.RequestDetailId is not null).Select(end => new RequestDetailClosing(
                end.Task.Item.RequestDetailId!.Value,
                end.Outcome.Status is SyncStatus.Done,
                [.. end.Outcome.Problems.Select(problem => problem.ToString()), .. end.Outcome.Notes])),
        ];
        await DetailClosings.CloseAsync(work.Connection, closings, cancellationToken);

        return marked;
    }

    /// <summary>Writes the external data. A record of which any entry was refused is reported as failed: it is in NetSuite, and not marked in Procore.</summary>
    private static async Task<IReadOnlyList<Ended>> MarkAsync(
        Connection connection, IReadOnlyList<Ended> ended, CancellationToken cancellationToken)
    {
        ExternalData[] marks = [.. ended.SelectMany(end => end.Outcome.Marks)];
        if (marks.Length == 0)
        {
            return ended;
        }

        var answer = await connection.Procore.SyncExternalDataAsync(marks, cancellationToken);
        var refused = answer.Errors.ToLookup(error => (error.ItemType, error.ItemId));

        return [.. ended.Select(end => end.Outcome.Marks.SelectMany(mark => refused[(mark.ItemType, mark.ItemId)]).FirstOrDefault() is { } error
            ? end with
            {
                Outcome = SyncOutcome.Rejected(new Problem(
                    "E904",
                    (end.Outcome.NetSuiteId is { } id ? $"It is in NetSuite as record {id}, but Procore" : "Procore") + $" refused to mark it as synced: {error.Text}.")),
            }
            : end)];
    }

    private sealed record Ended(SyncTask Task, SyncOutcome Outcome);
}
