using System.Globalization;
using System.Runtime.ExceptionServices;
using Azure.Messaging.ServiceBus;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <content>What a person is told of a record that nobody foresaw the end of.</content>
public sealed partial class SyncRunner
{
    /// <summary>Copies of a message that look whether NetSuite kept the record, each once the write before it must have arrived (connector-behaviour.md 13.6: within ten minutes).</summary>
    private const int MostLooks = 2;

    /// <summary>One that can't be ended doesn't stop those behind it; the message is delivered again for it.</summary>
    private async Task WorkOneByOneAsync(ISyncHandler handler, SyncWork work, ServiceBusReceivedMessage received, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        List<Exception> failures = [];
        foreach (var (number, task) in work.Tasks.Index())
        {
            if (time.GetUtcNow() - began > OneByOne)
            {
                await later.SendAsync(handler.Queue, work.Message, received.MessageId, work.Tasks.Skip(number).Select(rest => (rest.Item, (TimeSpan?)LookAgain)), cancellationToken);
                break;
            }

            try
            {
                await WorkAsync(handler, work.Message with { Items = [task.Item] }, work.Connection, received, cancellationToken);
            }
            catch (Exception failure) when (failure is GivenUpException || Unforeseen.Is(failure))
            {
                failures.Add(failure);
            }
        }

        if ((failures.Find(failure => failure is not GivenUpException) ?? failures.FirstOrDefault()) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    /// <summary>While nobody knows whether NetSuite kept the record, it waits and is looked for; not for ever.</summary>
    private async Task<SyncOutcome> RefuseAsync(SyncWork work, Exception failure, CancellationToken cancellationToken)
    {
        var task = work.Tasks[0];
        var link = await FindAsync(task, cancellationToken);
        var name = link?.Name ?? string.Create(CultureInfo.InvariantCulture, $"{WordOf(task.Key.Entity)} {task.Key.ProcoreId}");
        if (link is { State: LinkState.Writing or LinkState.Unknown } && work.Message.Attempt < MostLooks)
        {
            return SyncOutcome.Waiting(new Problem("E414", $"Checking whether NetSuite kept {name}, after what nobody foresaw: {Unforeseen.WordsOf(failure)}."), link.LeaseUntil - time.GetUtcNow());
        }

        var what = work.Message.Command switch
        {
            SyncCommand.Export when link is { IsPair: true } => $"{name} is in NetSuite as record {link.NetSuiteId}, but its export did not come to its end",
            SyncCommand.Export when link is { State: LinkState.Writing or LinkState.Unknown } => $"{name} may be in NetSuite, where the next export looks for it first; this one did not come to its end",
            SyncCommand.Export => $"{name} could not be exported",
            SyncCommand.Unlink => $"{name} could not be unlinked",
            SyncCommand.Link => $"{name} could not be linked",
            SyncCommand.Merge => $"{name} could not be merged",
            _ => $"{name} could not be answered",
        };

        return SyncOutcome.Rejected(Unforeseen.ProblemOf(what, failure));
    }

    /// <summary>The link as it is now; as it was at the beginning if it is the store that nobody foresaw this of.</summary>
    private async Task<Link?> FindAsync(SyncTask task, CancellationToken cancellationToken)
    {
        try
        {
            return await links.FindAsync(task.Key, cancellationToken);
        }
        catch (Exception failure) when (Unforeseen.Is(failure))
        {
            Log.Unforeseen(log, task.Key.Entity, 1, failure);

            return task.Link;
        }
    }

    private static string WordOf(EntityType entity) => entity switch
    {
        EntityType.SubcontractorInvoice => "Invoice",
        EntityType.WbsCode => "Budget code",
        EntityType.StandardCostCode => "Cost code",
        _ => $"{entity}",
    };
}
