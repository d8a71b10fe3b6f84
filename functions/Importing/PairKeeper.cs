using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>Keeps pairs that people made in Procore: a record added or linked from Ready to Import, companies merged.</summary>
public sealed class PairKeeper(ILinkStore links, LinkChanges changes)
{
    /// <summary>
    /// Stores the pair; may be repeated. One of the two may still belong to another pair, whose unlink or merge is on its way: then it waits, and if that never
    /// comes, the wait ends and names it.
    /// </summary>
    /// <param name="record">The Procore record in a sentence.</param>
    /// <param name="type">NetSuite's name of its record.</param>
    /// <param name="decision">For the history: linked or merged.</param>
    /// <param name="code">Of the problem when another pair is in the way.</param>
    public async Task<SyncOutcome> KeepAsync(
        SyncWork work, LinkKey key, string name, string record, string type, NetSuiteId id, string decision, string code, CancellationToken cancellationToken)
    {
        var link = await links.FindAsync(key, cancellationToken);
        var holder = await links.FindByNetSuiteIdAsync(key.ConnectionId, key.Entity, null, id, cancellationToken);
        if (holder is not null && holder.Key == key)
        {
            return SyncOutcome.Skipped($"{record} is linked to {type} {id} already.");
        }

        if (link is { State: LinkState.Writing or LinkState.Unknown })
        {
            return SyncOutcome.Waiting(new Problem("E414", $"{link.Name} is being written to NetSuite."));
        }

        if (holder is not null || link is { IsPair: true })
        {
            var other = holder ?? link!;

            return SyncOutcome.Waiting(new Problem(
                code, $"Procore linked {record} to NetSuite {type} {id}, but {other.Name} ({other.Key.ProcoreId}) is linked to {type} {other.NetSuiteId}.")
            {
                OtherRemedy = "Unlink the other one in Procore, or have Procore's support reset it.",
            });
        }

        await changes.LinkAsync(
            (link ?? new Link { Key = key, State = LinkState.Open }) with { NetSuiteId = id, Name = name, ExternalId = null, PayloadHash = null },
            new(work.OperationId, work.Who, decision, $"NetSuite {type} {id}, as Procore has it."),
            cancellationToken);

        return SyncOutcome.Done(id);
    }
}
