namespace ProcoreNetSuite.ImportRuns;

/// <summary>Lines that look like job cost and were not imported, in one sum (connector-behaviour.md 7.6.3).</summary>
/// <param name="Reason">Why, in words, with a code where there is one.</param>
/// <param name="Sum">In the subsidiary's base currency, debit positive.</param>
public sealed record NotImported(long ProjectId, string Reason, int Count, decimal Sum)
{
    /// <summary>The same with one for each project and reason, in this order.</summary>
    public static IReadOnlyList<NotImported> Combine(IEnumerable<NotImported> left) =>
    [
        .. left.GroupBy(one => (one.ProjectId, one.Reason)).OrderBy(group => group.Key.ProjectId).ThenBy(group => group.Key.Reason, StringComparer.Ordinal)
            .Select(group => new NotImported(group.Key.ProjectId, group.Key.Reason, group.Sum(one => one.Count), group.Sum(one => one.Sum))),
    ];
}
