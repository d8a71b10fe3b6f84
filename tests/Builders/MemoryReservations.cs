using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>Reservations in their plainest form, without leases: what stands behind a room in tests of what is decided and not of how it is stored.</summary>
public sealed class MemoryReservations(MemoryLinkStore links) : IReservations
{
    private readonly Dictionary<string, Reservation> reserved = [];

    public Task<IReadOnlyList<Holder?>> ReserveAsync(IReadOnlyList<Reservation> wanted, CancellationToken cancellationToken)
    {
        foreach (var one in wanted)
        {
            reserved[one.What] = reserved.GetValueOrDefault(one.What) is { } other && other.Owner != one.Owner && links[other.Owner] is not { State: LinkState.Unlinked }
                && !(links[other.Owner] is { IsPair: true } && Reservation.AreApart(one.Apart, other.Apart))
                    ? other : one;
        }

        return Task.FromResult<IReadOnlyList<Holder?>>(
            [.. wanted.Select(one => reserved[one.What]).Zip(wanted, (holder, one) => holder.Owner == one.Owner ? null : new Holder(holder.Owner, holder.Name, links[holder.Owner]))]);
    }

    public Task ReleaseAsync(IReadOnlyList<Reservation> held, CancellationToken cancellationToken)
    {
        foreach (var one in held.Where(one => reserved.GetValueOrDefault(one.What)?.Owner == one.Owner && links[one.Owner] is not { IsPair: true }))
        {
            reserved.Remove(one.What);
        }

        return Task.CompletedTask;
    }
}
