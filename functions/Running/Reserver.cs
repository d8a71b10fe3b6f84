using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Work on a record that has something no other record may have: reserved before it begins, and given back if it comes to nothing (connector-behaviour.md 13.1).</summary>
public sealed class Reserver(IReservations reservations)
{
    /// <summary>The other one is written in seconds.</summary>
    private static readonly TimeSpan WhileOtherIsWritten = TimeSpan.FromSeconds(5);

    /// <summary>Waiting while another record that has the same may still be refused.</summary>
    /// <param name="what">That they have in common, such as "number".</param>
    public static SyncOutcome Wait(Holder other, string name, string what) => SyncOutcome.Waiting(
        new Problem("E414", $"{other.Name} has the same {what} as {name} and may be on its way to NetSuite."), WhileOtherIsWritten);

    /// <summary>Does the work once the record has all that must be its own: it gets all of it or nothing.</summary>
    internal async Task<SyncOutcome> RunAsync(SyncWork work, SyncTask task, Wish wish, Func<Task<SyncOutcome>> write, CancellationToken cancellationToken)
    {
        Reservation[] wanted = [.. wish.Keys.Select(key => new Reservation(task.Key, key.What, wish.Name, work.OperationId, work.LeaseUntil) { Apart = key.Apart, IsPrivate = key.IsPrivate })];
        var others = wish.Keys.Zip(await reservations.ReserveAsync(wanted, cancellationToken), (key, holder) => (Key: key, Holder: holder))
            .Where(pair => pair.Holder is not null && !wish.IsAllowed(pair.Holder)).Select(pair => (pair.Key, Holder: pair.Holder!)).ToList();
        var written = others.Find(other => other.Holder.IsWritten);
        var outcome = written.Holder is { } holder ? SyncOutcome.Rejected(wish.Taken(holder, written.Key.Label)) with { Name = wish.Name }
            : others.Count > 0 ? Wait(others[0].Holder, wish.Name, others[0].Key.Label)
            : await Outcomes.SortAsync(write);
        if (others.Count > 0 || outcome.Status is SyncStatus.Rejected)
        {
            await reservations.ReleaseAsync(wanted, cancellationToken);
        }

        return outcome;
    }
}

/// <summary>What a record wants for itself.</summary>
/// <param name="Name">The record's, for whoever comes second.</param>
/// <param name="Keys">All that must be its own.</param>
/// <param name="Taken">What to say where another record is in NetSuite with one of them, which has this label.</param>
internal sealed record Wish(string Name, IReadOnlyList<IdentityKey> Keys, Func<Holder, string, Problem> Taken)
{
    /// <summary>Holders that are not in the way: a person has decided about them.</summary>
    public Func<Holder, bool> IsAllowed { get; init; } = _ => false;
}
