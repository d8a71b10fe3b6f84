using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>
/// The same steps for every room: read, handle, report, settle. Any of them may be repeated: a crash leaves a message that is delivered again.
/// </summary>
public sealed partial class SyncRunner(
    Inbox inbox, ILinkStore links, LinkChanges changes, ProcoreAnswers answers, LaterCopies later, ISyncSender sender, TimeProvider time, ILogger<SyncRunner> log)
{
    /// <summary>Longer than any handler runs (functionTimeout in host.json).</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>Records are worked on one by one for so long: a function ends after five minutes. A copy goes on with the rest.</summary>
    private static readonly TimeSpan OneByOne = TimeSpan.FromMinutes(2);

    /// <summary>What waits longer is worth a look by a person.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromHours(1);

    public Task RunAsync(ISyncHandler handler, ServiceBusReceivedMessage received, ServiceBusMessageActions actions, CancellationToken cancellationToken) =>
        inbox.HandleAsync<SyncMessage>(
            handler.Queue, received, actions, (message, connection) => RunAsync(handler, message, connection, received, cancellationToken), cancellationToken);

    private async Task RunAsync(
        ISyncHandler handler, SyncMessage message, Connection connection, ServiceBusReceivedMessage received, CancellationToken cancellationToken)
    {
        using var scope = log.BeginScope(
            "{Command} {Request} {Projects} {Records}",
            message.Command,
            message.RequestId,
            string.Join(' ', message.Items.Select(item => item.ProjectId is { } project ? $"{project}" : item.ProjectOriginId).Distinct()),
            string.Join(' ', message.Items.Select(item => item.ProcoreId)));
        await WorkAsync(handler, message, connection, received, cancellationToken);
    }

    /// <summary>
    /// What nobody foresaw is the outcome of the one record that it belongs to: the records of the message are worked on one by one then, each as another delivery
    /// would find it.
    /// </summary>
    private async Task WorkAsync(
        ISyncHandler handler, SyncMessage message, Connection connection, ServiceBusReceivedMessage received, CancellationToken cancellationToken)
    {
        var tasks = await OpenTasksAsync(handler, message, cancellationToken);
        if (tasks.Count == 0)
        {
            return;
        }

        var work = new SyncWork(message, connection, tasks, OperationOf(received), time.GetUtcNow() + Lease);
        IReadOnlyList<SyncOutcome>? outcomes = null;
        try
        {
            outcomes = await HandleAsync(handler, work, cancellationToken);
            await EndAsync(handler, work, received, outcomes, cancellationToken);
        }
        catch (Exception failure) when (Unforeseen.Is(failure) && !cancellationToken.IsCancellationRequested)
        {
            Log.Unforeseen(log, tasks[0].Key.Entity, tasks.Count, failure);
            if (tasks.Count > 1)
            {
                await WorkOneByOneAsync(handler, work, received, cancellationToken);
            }
            else if (outcomes is [{ Status: SyncStatus.Done }])
            {
                // Procore may have been told so: it is not to be told anything else. The message comes again, and says at last why it died.
                throw;
            }
            else
            {
                await EndAsync(handler, work, received, [later.EndWait(message, await RefuseAsync(work, failure, cancellationToken))], cancellationToken);
            }
        }
    }

    private async Task EndAsync(
        ISyncHandler handler, SyncWork work, ServiceBusReceivedMessage received, IReadOnlyList<SyncOutcome> ended, CancellationToken cancellationToken)
    {
        var tasks = work.Tasks;
        var outcomes = await DropOldRefusalsAsync(work, ended, cancellationToken);
        Tell(work, outcomes);

        await changes.ParkAsync(
            [.. tasks.Zip(outcomes).Where(pair => pair.Second.Status is SyncStatus.Rejected)
                .Select(pair => (pair.First.Key, pair.First.Link?.Name ?? pair.Second.Name, pair.Second.Problems))],
            [.. tasks.Zip(outcomes).Where(pair => pair.Second.Status is SyncStatus.Rejected or SyncStatus.Waiting).SelectMany(pair => WorkHistory.Of(work, pair.First, pair.Second, time.GetUtcNow()))],
            cancellationToken);
        var unreported = await answers.ReportAsync(work, outcomes, cancellationToken);
        CountExports(work, outcomes, unreported);
        await SendNeedsAsync(outcomes, cancellationToken);
        await later.SendAsync(handler.Queue, work.Message, received.MessageId, Waiting(tasks, outcomes, unreported), cancellationToken);
    }

    /// <summary>The message's id, the same in all its deliveries; of one that somebody sent without an id, its place in the queue.</summary>
    private static string OperationOf(ServiceBusReceivedMessage received) => received.MessageId is { Length: > 0 } id
        ? id
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"sequence-{received.SequenceNumber}");

    /// <summary>The items whose request detail was not answered yet. A repeated message about an answered one has nothing left to do, unless an operator asks for it once more.</summary>
    private async Task<IReadOnlyList<SyncTask>> OpenTasksAsync(ISyncHandler handler, SyncMessage message, CancellationToken cancellationToken)
    {
        LinkKey[] keys = [.. message.Items.Select(item => handler.KeyOf(message, item))];
        var found = await links.FindManyAsync(keys, cancellationToken);
        SyncTask[] open =
        [
            .. message.Items.Select((item, index) => new SyncTask(item, keys[index], found[index]))
                .Where(task => message.Operator is not null || task.Link?.HasAnswered(task.Item.RequestDetailId) != true),
        ];
        if (open.Length < keys.Length)
        {
            ConnectorMetrics.DuplicatePrevented("answered", keys.Length - open.Length);
        }

        return open;
    }

    private async Task<IReadOnlyList<SyncOutcome>> HandleAsync(ISyncHandler handler, SyncWork work, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var (outcomes, failure) = await Outcomes.TryAsync(() => handler.HandleAsync(work, cancellationToken));
        var all = await EndFailingAsync(work, outcomes ?? [.. work.Tasks.Select(_ => failure!)], began, cancellationToken);

        return [.. all.Select(outcome => later.EndWait(work.Message, outcome))];
    }

    /// <summary>
    /// A refusal has given its claim back: while it was on its way here, another message may have written the record and told Procore so.
    /// It must not be told after that success.
    /// </summary>
    private async Task<IReadOnlyList<SyncOutcome>> DropOldRefusalsAsync(
        SyncWork work, IReadOnlyList<SyncOutcome> outcomes, CancellationToken cancellationToken)
    {
        SyncTask[] refused = [.. work.Tasks.Zip(outcomes).Where(pair => pair.Second.Status is SyncStatus.Rejected).Select(pair => pair.First)];
        if (refused.Length == 0)
        {
            return outcomes;
        }

        var found = await links.FindManyAsync([.. refused.Select(task => task.Key)], cancellationToken);
        var now = refused.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second);

        return
        [
            .. work.Tasks.Zip(outcomes, (task, outcome) => now.GetValueOrDefault(task) switch
            {
                { } link when work.Message.Operator is null && link.HasAnswered(task.Item.RequestDetailId) => SyncOutcome.Skipped("Another message has answered meanwhile."),
                { IsPair: true } link when task.Link is not { IsPair: true } && link.OperationId != work.OperationId =>
                    SyncOutcome.Waiting(new Problem("E414", $"{link.Name} was written to NetSuite by another message."), LookAgain),
                _ => outcome,
            }),
        ];
    }

    private async Task SendNeedsAsync(IReadOnlyList<SyncOutcome> outcomes, CancellationToken cancellationToken)
    {
        var needs = outcomes.Where(outcome => outcome.Status is SyncStatus.Waiting).SelectMany(outcome => outcome.Needs)
            .DistinctBy(need => LaterCopies.IdOf(need.Message));
        foreach (var need in needs)
        {
            await sender.SendAsync(need.Queue, need.Message, LaterCopies.IdOf(need.Message), cancellationToken);
        }
    }

    private static IEnumerable<(SyncItem Item, TimeSpan? Delay)> Waiting(
        IReadOnlyList<SyncTask> tasks, IReadOnlyList<SyncOutcome> outcomes, IReadOnlyDictionary<SyncTask, SyncOutcome> unreported) =>
        tasks.Zip(outcomes)
            .Select(pair => (pair.First.Item, Outcome: unreported.GetValueOrDefault(pair.First, pair.Second)))
            .Where(pair => pair.Outcome.Status is SyncStatus.Waiting)
            .Select(pair => (pair.Item with { Failure = pair.Outcome.Failure ?? pair.Item.Failure }, pair.Outcome.Delay));

    private void Tell(SyncWork work, IReadOnlyList<SyncOutcome> outcomes)
    {
        foreach (var (task, outcome) in work.Tasks.Zip(outcomes))
        {
            Count(work, task, outcome);
            var why = outcome.Problems.Count > 0 ? LogText.Of(outcome.Problems) : outcome.Reason;
            Log.Ended(log, task.Key.Entity, task.Key.ProcoreId, outcome.Status, outcome.NetSuiteId?.Value, why);
        }
    }

    private void Count(SyncWork work, SyncTask task, SyncOutcome outcome)
    {
        ConnectorMetrics.Ended($"{outcome.Status}");
        if (outcome.Status is SyncStatus.Rejected)
        {
            // A record is parked once, by its first problem.
            ConnectorMetrics.Parked(outcome.Problems[0].Code, $"{outcome.Problems[0].Class}");
            if (task.Link is { State: LinkState.Unknown })
            {
                ConnectorMetrics.UnknownEnded("parked");
            }
        }
        else if (outcome.Status is SyncStatus.Waiting && time.GetUtcNow() - work.Message.AskedAt > LongWait)
        {
            ConnectorMetrics.WaitsLong(outcome.Problems[0].Code, task.Link is { State: LinkState.Unknown });
        }
    }

    /// <summary>Exports that Procore knows of by now.</summary>
    private void CountExports(SyncWork work, IReadOnlyList<SyncOutcome> outcomes, IReadOnlyDictionary<SyncTask, SyncOutcome> unreported)
    {
        foreach (var (task, outcome) in work.Tasks.Zip(outcomes))
        {
            if (work.Message.Command is SyncCommand.Export && outcome.Status is SyncStatus.Done && !unreported.ContainsKey(task))
            {
                ConnectorMetrics.Exported(time.GetUtcNow() - work.Message.AskedAt);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Entity} {ProcoreId}: {Status} {NetSuiteId} {Why}")]
        public static partial void Ended(ILogger logger, EntityType entity, long procoreId, SyncStatus status, string? netSuiteId, string? why);

        [LoggerMessage(2, LogLevel.Error, "What nobody foresaw, with {Count} records of {Entity}")]
        public static partial void Unforeseen(ILogger logger, EntityType entity, int count, Exception failure);
    }
}
