using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
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

    /// <param name="name">The record's, for whoever comes second.</param>
    /// <param name="keys">All that must be its own; it gets all of it or nothing.</param>
    /// <param name="what">These are, in a word.</param>
    /// <param name="taken">What to say where another record is in NetSuite with one of them.</param>
    internal async Task<SyncOutcome> RunAsync(
        SyncWork work, SyncTask task, string name, IReadOnlyList<string> keys, string what, Func<Holder, Problem> taken, Func<Task<SyncOutcome>> write, CancellationToken cancellationToken)
    {
        Reservation[] wanted = [.. keys.Select(key => new Reservation(task.Key, key, name, work.OperationId, work.LeaseUntil))];
        var others = (await reservations.ReserveAsync(wanted, cancellationToken)).OfType<Holder>().ToList();
        var outcome = others.Find(other => other.IsWritten) is { } written ? SyncOutcome.Rejected(taken(written)) with { Name = name }
            : others.Count > 0 ? Wait(others[0], name, what)
            : await Outcomes.SortAsync(write);
        if (others.Count > 0 || outcome.Status is SyncStatus.Rejected)
        {
            await reservations.ReleaseAsync(wanted, cancellationToken);
        }

        return outcome;
    }
}
