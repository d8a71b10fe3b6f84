namespace ProcoreNetSuite.Requests;

/// <summary>
/// Which ERP Requests have reached the connector, and what the sweeps found. A mark is written after the message that it speaks of is safely on its queue: if the
/// process ends in between, the request is queued once more, never lost.
/// </summary>
public interface IRequestStore
{
    /// <summary>A message about the request is on a queue now. May be repeated.</summary>
    /// <param name="isRouted">It is the rooms' message: the request needs nobody any more who saves it from being lost.</param>
    Task MarkAsync(string connectionId, long requestId, bool isRouted, CancellationToken cancellationToken);

    /// <summary>This message, or the copy of this id, looks again: others about the request need not, meanwhile. May be repeated.</summary>
    Task MarkLookAsync(string connectionId, long requestId, string messageId, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>The request was refused for good. May be repeated by the same message.</summary>
    /// <param name="messageId">The message that goes to the dead letters for it.</param>
    /// <param name="since">A refusal from before does not count.</param>
    /// <returns>False if another message about it was refused since then, and says so.</returns>
    /// <exception cref="Resilience.UnavailableException">Another message was faster, or this very write's answer was lost.</exception>
    Task<bool> TryRefuseAsync(string connectionId, long requestId, string messageId, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>A sweep has queued these again, for the <see cref="RequestMark.Times"/>th time. What the router says about them meanwhile stays.</summary>
    Task MarkAgainAsync(string connectionId, IReadOnlyList<RequestMark> marks, CancellationToken cancellationToken);

    /// <summary>The marks of these requests; those that never came are missing.</summary>
    Task<IReadOnlyDictionary<long, RequestMark>> FindManyAsync(string connectionId, IReadOnlyCollection<long> requestIds, CancellationToken cancellationToken);

    /// <summary>Drops marks that are older, some thousand at a time.</summary>
    Task ForgetAsync(string connectionId, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>When the connection was looked at for the first time; now, if it never was. May be repeated.</summary>
    Task<DateTimeOffset> SeeAsync(string connectionId, CancellationToken cancellationToken);

    /// <summary>What the last sweep found; null before the first.</summary>
    Task<SweepReport?> FindReportAsync(string connectionId, CancellationToken cancellationToken);

    /// <summary>Replaces the report of the last sweep.</summary>
    Task SaveReportAsync(string connectionId, SweepReport report, CancellationToken cancellationToken);
}
