using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <content>A record that one of the systems can't show, always with the same words, while it shows others (connector-behaviour.md 13.6). Writes have their own rule, in ExactlyOnce.</content>
public sealed partial class SyncRunner
{
    /// <summary>So often the same server error about one record is a refusal,</summary>
    private const int MostFailures = 3;

    /// <summary>if it has gone on for so long: a short disturbance is none.</summary>
    private static readonly TimeSpan LeastFailing = TimeSpan.FromMinutes(3);

    /// <param name="began">When the work on them began: others of the same message got through after that.</param>
    private async Task<IReadOnlyList<SyncOutcome>> EndFailingAsync(SyncWork work, IReadOnlyList<SyncOutcome> outcomes, DateTimeOffset began, CancellationToken cancellationToken)
    {
        var outages = new Dictionary<string, bool>();
        var ended = new List<SyncOutcome>();
        foreach (var (task, outcome) in work.Tasks.Zip(outcomes))
        {
            if (outcome is not { Status: SyncStatus.Waiting, Answer: { } answer })
            {
                ended.Add(outcome);
                continue;
            }

            var failure = RepeatedFailure.Next(task.Item.Failure, answer, began);
            var isRefusal = false;
            if (failure.Times >= MostFailures && time.GetUtcNow() - failure.Since >= LeastFailing && await IsUnwrittenAsync(task, cancellationToken))
            {
                var speaker = outcome.Problems[0].Speaker;
                if (!outages.TryGetValue(speaker, out var isOutage))
                {
                    outages[speaker] = isOutage = await IsOutageAsync(work, task, failure.Since, speaker, cancellationToken);
                }

                isRefusal = !isOutage;
            }

            ended.Add(isRefusal ? SyncOutcome.Rejected(FailingOf(outcome.Problems[0], failure)) : outcome with { Failure = failure });
        }

        return ended;
    }

    private static Problem FailingOf(Problem problem, RepeatedFailure failure) =>
        new(problem.Speaker == "Procore" ? "E904" : "E413", $"{problem.Speaker} failed {failure.Times} times in the same way on this record, and answers about others. {problem.Message}", problem.Detail)
        {
            Speaker = problem.Speaker,
            OtherRemedy = $"Show these words to {(problem.Speaker == "Procore" ? "Procore's support" : "your NetSuite administrator")}, then export again.",
        };

    /// <summary>What is in NetSuite, or may be, is not called failed: somebody would enter it a second time.</summary>
    private async Task<bool> IsUnwrittenAsync(SyncTask task, CancellationToken cancellationToken) =>
        await FindAsync(task, cancellationToken) is not ({ IsPair: true } or { State: LinkState.Writing or LinkState.Unknown });

    /// <summary>No other of the kind got through since it began to fail, and the system doesn't show another one either, or there is none to ask for.</summary>
    private async Task<bool> IsOutageAsync(SyncWork work, SyncTask task, DateTimeOffset since, string speaker, CancellationToken cancellationToken)
    {
        await foreach (var other in links.ListChangedAsync(task.Key.ConnectionId, task.Key.Entity, since, cancellationToken))
        {
            if (other.WrittenAt >= since)
            {
                return false;
            }
        }

        await foreach (var other in links.ListAsync(task.Key.ConnectionId, task.Key.Entity, null, cancellationToken))
        {
            if (other.IsPair && work.Tasks.All(one => one.Key != other.Key) && ReaderOf(work.Connection, other, speaker, cancellationToken) is { } read)
            {
                var (_, failure) = await Outcomes.TryAsync(async () =>
                {
                    await read();

                    return work;
                });

                return failure is { Status: SyncStatus.Waiting };
            }
        }

        return true;
    }

    /// <summary>The same question about another record; null where there is none.</summary>
    private static Func<Task>? ReaderOf(Connection connection, Link other, string speaker, CancellationToken cancellationToken) => (speaker, other) switch
    {
        ("Procore", { Key.Entity: EntityType.SubcontractorInvoice, ProjectId: { } project }) => () => connection.Procore.ListSubcontractorInvoicesAsync(project, [other.Key.ProcoreId], cancellationToken),
        ("Procore", { Key.Entity: EntityType.Company }) => () => connection.Procore.FindCompanyAsync(other.Key.ProcoreId, cancellationToken),
        ("Procore", { Key.Entity: EntityType.Project }) => () => connection.Procore.FindProjectAsync(other.Key.ProcoreId, cancellationToken),
        ("NetSuite", { Key.Entity: EntityType.SubcontractorInvoice, NetSuiteId: { } bill }) => () => connection.NetSuite.FindVendorBillAsync(bill, cancellationToken),
        ("NetSuite", { Key.Entity: EntityType.Company, NetSuiteId: { } vendor }) => () => connection.NetSuite.FindVendorAsync(vendor, cancellationToken),
        ("NetSuite", { Key.Entity: EntityType.Project, NetSuiteId: { } job }) => () => connection.NetSuite.FindJobAsync(job, cancellationToken),
        _ => null,
    };
}
