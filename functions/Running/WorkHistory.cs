using System.Globalization;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>The work on a message as the history of its records tells it (connector-behaviour.md 13.5): who accepted, what was answered, why it was refused or waits, what Procore was told.</summary>
internal static class WorkHistory
{
    /// <summary>What led to this outcome.</summary>
    public static IEnumerable<HistoryEntry> Of(SyncWork work, SyncTask task, SyncOutcome outcome, DateTimeOffset now)
    {
        if (work.Message is { Attempt: 0, Command: SyncCommand.Export, Operator: null, RequestId: { } request })
        {
            yield return Entry(work, task, "accepted", work.Message.AskedAt, string.Create(CultureInfo.InvariantCulture, $"Export asked for in Procore, request {request}."));
        }

        foreach (var answer in work.Answers.Where(answer => answer.ProcoreId == task.Item.ProcoreId))
        {
            yield return Entry(work, task, $"answered-{answer.Field}", now, $"{Words(answer.Field)} ({answer.Field}) = {answer.Answer}");
        }

        if (outcome.Status is SyncStatus.Rejected)
        {
            yield return Entry(work, task, "refused", now, Words(outcome));
        }
        else if (outcome.Status is SyncStatus.Waiting)
        {
            // One line for each reason, however often it is tried.
            yield return Entry(work, task, $"waiting-{outcome.Problems[0].Code}", now, string.Create(CultureInfo.InvariantCulture, $"{Words(outcome)} Asked for {work.Message.AskedAt:u}, attempt {work.Message.Attempt + 1}."))
                with
            { OperationId = string.Create(CultureInfo.InvariantCulture, $"asked-{work.Message.AskedAt.UtcTicks}") };
        }
    }

    /// <summary>What Procore was told.</summary>
    public static HistoryEntry Reported(SyncWork work, SyncTask task, SyncOutcome outcome, DateTimeOffset now) => Entry(
        work, task, "reported", now, outcome.Status is SyncStatus.Done ? string.Join(' ', ["Procore was told that it succeeded.", .. outcome.Notes]) : $"Procore was told: {Words(outcome)}");

    /// <summary>Where a decision stands among those of the same moment.</summary>
    public static int PlaceOf(string decision) => decision switch
    {
        "accepted" or "retry-asked" => 0,
        _ when decision.StartsWith("answered-", StringComparison.Ordinal) => 1,
        _ when decision.StartsWith("waiting-", StringComparison.Ordinal) => 2,
        "refused" => 4,
        "reported" => 5,
        _ => 3,
    };

    private static HistoryEntry Entry(SyncWork work, SyncTask task, string decision, DateTimeOffset at, string came) => new(task.Key, work.OperationId, decision, at, work.Who, null, came);

    private static string Words(SyncOutcome outcome) => string.Join(' ', outcome.Problems.Select(problem => $"{problem}"));

    /// <summary>duplicate_bill is Duplicate bill on Procore's pages.</summary>
    private static string Words(string field) => $"{char.ToUpperInvariant(field[0])}{field[1..].Replace('_', ' ')}";
}
