namespace ProcoreNetSuite.Links;

/// <summary>
/// Keeps two records from being written to NetSuite with what must be unique there, whichever messages and instances of the app write them (connector-behaviour.md 13.1):
/// reserve, then look whether NetSuite has it, then write.
/// </summary>
public interface IReservations
{
    /// <summary>Reserves for each what it wants; the first one of several that want the same gets it. May be repeated, which renews it.</summary>
    /// <param name="wanted">At most 100 of one connection and entity.</param>
    /// <returns>In the same order: null if the owner has it now, otherwise who has it.</returns>
    Task<IReadOnlyList<Holder?>> ReserveAsync(IReadOnlyList<Reservation> wanted, CancellationToken cancellationToken);

    /// <summary>Gives back what these owners still hold, unless their record is in NetSuite or may be. May be repeated.</summary>
    /// <param name="held">At most 100 of one connection and entity.</param>
    Task ReleaseAsync(IReadOnlyList<Reservation> held, CancellationToken cancellationToken);
}
