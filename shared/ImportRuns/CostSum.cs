namespace ProcoreNetSuite.ImportRuns;

/// <summary>Lines of one project on one WBS code.</summary>
/// <param name="WbsCodeId">Procore's id; null for lines without one.</param>
/// <param name="Sum">In the company's currency, debit positive.</param>
public sealed record CostSum(long? WbsCodeId, int Count, decimal Sum)
{
    /// <summary>One for each WBS code.</summary>
    public static IReadOnlyList<CostSum> Combine(IEnumerable<CostSum> sums) =>
        [.. sums.GroupBy(sum => sum.WbsCodeId).OrderBy(group => group.Key).Select(group => new CostSum(group.Key, group.Sum(sum => sum.Count), group.Sum(sum => sum.Sum)))];
}

/// <summary>A WBS code on which NetSuite and Procore did not say the same (connector-behaviour.md 7.6.3).</summary>
/// <param name="Project">Its name or number, or its id where no name is known; the same for <paramref name="WbsCode"/>.</param>
/// <param name="NetSuite">What the run read.</param>
/// <param name="Procore">What Procore held under our origin ids.</param>
/// <param name="Done">What became of it; null while it is being repaired.</param>
public sealed record CostDifference(long ProjectId, string Project, string WbsCode, CostSum NetSuite, CostSum Procore, string? Done);

/// <summary>Cost of a project in NetSuite that is no bill and no journal, and is never imported (connector-behaviour.md 7.6.3).</summary>
/// <param name="Source">What kind of transactions, in words.</param>
/// <param name="Sum">In the subsidiary's base currency, debit positive.</param>
public sealed record OtherCost(long ProjectId, string Source, int Count, decimal Sum);
