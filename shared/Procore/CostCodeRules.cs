using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>What cost codes have to be (connector-behaviour.md 6): two tiers at least, and a cost type on each code that can be charged. Exports and the set-up check ask the same.</summary>
public static class CostCodeRules
{
    /// <summary>Codes that one message names; the others are counted.</summary>
    private const int Named = 50;

    /// <summary>All that an export of the project would be refused for; empty if nothing.</summary>
    public static IReadOnlyList<Problem> FindProblems(string project, IReadOnlyList<CostCode> source)
    {
        var leaves = LeavesOf(source);
        if (leaves.Count == 0)
        {
            return [new Problem("E104", $"Project {project} has no cost codes.") { OtherRemedy = "Assign the company's cost code list to the project, then export again." }];
        }

        List<Problem> problems = [];
        var single = FindSingle([.. leaves.Select(code => (code, IsTop: code.Parent?.Id is null, IsCharged: code.LineItemTypes.Count > 0))]);
        if (single.Count > 0)
        {
            problems.Add(new Problem("E104", $"Project {project} has cost codes of a single tier: {List(single)}."));
        }

        List<CostCode> untyped = [.. leaves.Where(code => code.Parent?.Id is not null && code.LineItemTypes.Count == 0)];
        if (untyped.Count > 0)
        {
            problems.Add(new Problem("E203", $"Project {project} has cost codes without a cost type: {List(untyped)}."));
        }

        return problems;
    }

    /// <summary>Codes of the company's list that make every project with this list refused (E104). The list shows no cost types: which of its codes are charged, a project shows.</summary>
    public static IReadOnlyList<StandardCostCode> FindSingle(IReadOnlyList<StandardCostCode> list)
    {
        var parents = list.Select(code => code.ParentId).OfType<long>().ToHashSet();

        return FindSingle([.. list.Where(code => !parents.Contains(code.Id)).Select(code => (code, IsTop: code.ParentId is null, IsCharged: false))]);
    }

    /// <summary>Codes without others below them: those that can be charged. Deleted ones are passed over.</summary>
    public static IReadOnlyList<CostCode> LeavesOf(IReadOnlyList<CostCode> source)
    {
        List<CostCode> codes = [.. source.Where(code => code.DeletedAt is null)];
        var parents = codes.Select(code => code.Parent?.Id).OfType<long>().ToHashSet();

        return [.. codes.Where(code => !parents.Contains(code.Id))];
    }

    /// <summary>Is the cost code of this budget code one of a single tier (E104)?</summary>
    public static bool IsSingle(WbsCode code) => code.SegmentItems.Any(item => item is { Type: "cost_code", PathCodes.Count: 1 });

    /// <summary>A division without codes below it has no cost types either and can't be charged: beside others of two tiers it does no harm.</summary>
    private static IReadOnlyList<T> FindSingle<T>(IReadOnlyList<(T Code, bool IsTop, bool IsCharged)> leaves)
    {
        var tiered = leaves.Any(leaf => !leaf.IsTop);

        return [.. leaves.Where(leaf => leaf.IsTop && (!tiered || leaf.IsCharged)).Select(leaf => leaf.Code)];
    }

    private static string List(IReadOnlyList<CostCode> codes) =>
        string.Join(", ", codes.Take(Named).Select(code => code.FullCode ?? code.Name ?? $"{code.Id}"))
        + (codes.Count > Named ? $" and {codes.Count - Named} more" : "");
}
