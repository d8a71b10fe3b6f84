using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <content>A record that one of the systems can't show, always with the same words, while it answers otherwise (connector-behaviour.md 13.6). Writes have their own rule, in ExactlyOnce.</content>
public sealed partial class SyncRunner
{
    /// <summary>So often the same server error about one record is a refusal,</summary>
    private const int MostFailures = 3;

    /// <summary>if it has gone on for so long: a short disturbance is none.</summary>
    private static readonly TimeSpan LeastFailing = TimeSpan.FromMinutes(3);

    private async Task<IReadOnlyList<SyncOutcome>> EndFailingAsync(SyncWork work, IReadOnlyList<SyncOutcome> outcomes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ended = new List<SyncOutcome>();
        foreach (var (task, outcome) in work.Tasks.Zip(outcomes))
        {
            if (outcome is not { Status: SyncStatus.Waiting, Answer: { } answer } || task.Link is { State: LinkState.Writing or LinkState.Unknown })
            {
                ended.Add(outcome);
                continue;
            }

            var failure = RepeatedFailure.Next(task.Item.Failure, answer, now);
            var isLasting = failure.Times >= MostFailures && now - failure.Since >= LeastFailing && !await IsOutageAsync(work, task, failure, outcome.Problems[0].Speaker, cancellationToken);
            ended.Add(isLasting ? SyncOutcome.Rejected(FailingOf(outcome.Problems[0], failure)) : outcome with { Failure = failure });
        }

        return ended;
    }

    private static Problem FailingOf(Problem problem, RepeatedFailure failure) =>
        new(problem.Speaker == "Procore" ? "E904" : "E413", $"{problem.Speaker} failed {failure.Times} times in the same way on this record, while it answers otherwise. {problem.Message}", problem.Detail)
        {
            Speaker = problem.Speaker,
            OtherRemedy = $"Show these words to {(problem.Speaker == "Procore" ? "Procore's support" : "your NetSuite administrator")}, then export again.",
        };

    /// <summary>Nothing at all is answered; or several records fail together, and no other of the kind got through meanwhile.</summary>
    private async Task<bool> IsOutageAsync(SyncWork work, SyncTask task, RepeatedFailure failure, string speaker, CancellationToken cancellationToken)
    {
        var (_, down) = await Outcomes.TryAsync(async () =>
        {
            _ = speaker == "Procore" ? (object?)await work.Connection.Procore.FindOwnCompanyAsync(cancellationToken) : await work.Connection.NetSuite.FindServerTimeAsync(cancellationToken);

            return work;
        });
        if (down is not null || work.Tasks.Count == 1)
        {
            return down is not null;
        }

        await foreach (var other in links.ListChangedAsync(task.Key.ConnectionId, task.Key.Entity, failure.Since, cancellationToken))
        {
            if (other.WrittenAt >= failure.Since)
            {
                return false;
            }
        }

        return true;
    }
}
