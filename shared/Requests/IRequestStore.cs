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

    /// <summary>A sweep has queued these again, for the <see cref="RequestMark.Times"/>th time. What the router says about them meanwhile stays.</summary>
    Task MarkAgainAsync(string connectionId, IReadOnlyList<RequestMark> marks, CancellationToken cancellationToken);

    /// <summary>The marks of these requests; those that never came are missing.</summary>
    Task<IReadOnlyDictionary<long, RequestMark>> FindManyAsync(string connectionId, IReadOnlyCollection<long> requestIds, CancellationToken cancellationToken);

    /// <summary>Drops marks that are older, some thousand at a time.</summary>
    Task ForgetAsync(string connectionId, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>What the last sweep found; null before the first.</summary>
    Task<SweepReport?> FindReportAsync(string connectionId, CancellationToken cancellationToken);

    /// <summary>Replaces the report of the last sweep.</summary>
    Task SaveReportAsync(string connectionId, SweepReport report, CancellationToken cancellationToken);
}
