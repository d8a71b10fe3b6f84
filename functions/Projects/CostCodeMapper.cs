using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>What of a project's cost codes is marked as synced with it.</summary>
/// <param name="Codes">Procore's ids of all codes, parents too.</param>
/// <param name="Assignments">Every cost type of every code that can be charged.</param>
public sealed record SyncedCostCodes(IReadOnlyList<long> Codes, IReadOnlyList<CostTypeAssignment> Assignments);

/// <summary>Checks a project's cost codes (connector-behaviour.md 6): two tiers at least, and a cost type on each code that can be charged.</summary>
public static class CostCodeMapper
{
    /// <summary>Codes that one message names; the others are counted.</summary>
    private const int Named = 50;

    public static Mapped<SyncedCostCodes> Map(string project, IReadOnlyList<CostCode> source)
    {
        List<CostCode> codes = [.. source.Where(code => code.DeletedAt is null)];
        var parents = codes.Select(code => code.Parent?.Id).OfType<long>().ToHashSet();
        List<CostCode> leaves = [.. codes.Where(code => !parents.Contains(code.Id))];
        List<Problem> problems = [.. Check(project, leaves)];

        return problems.Count > 0 ? problems : new SyncedCostCodes(
            [.. codes.Select(code => code.Id)],
            [.. leaves.SelectMany(code => code.LineItemTypes.Select(type => new CostTypeAssignment(code.Id, type.Id)))]);
    }

    private static IEnumerable<Problem> Check(string project, List<CostCode> leaves)
    {
        if (leaves.Count == 0)
        {
            yield return new Problem("E104", $"Project {project} has no cost codes.")
            {
                OtherRemedy = "Assign the company's cost code list to the project, then export again.",
            };
            yield break;
        }

        // A division without codes below it has no cost types either and can't be charged: it does no harm.
        var tiered = leaves.Any(code => code.Parent?.Id is not null);
        List<CostCode> single = [.. leaves.Where(code => code.Parent?.Id is null && (!tiered || code.LineItemTypes.Count > 0))];
        if (single.Count > 0)
        {
            yield return new Problem("E104", $"Project {project} has cost codes of a single tier: {List(single)}.");
        }

        List<CostCode> untyped = [.. leaves.Where(code => code.Parent?.Id is not null && code.LineItemTypes.Count == 0)];
        if (untyped.Count > 0)
        {
            yield return new Problem("E203", $"Project {project} has cost codes without a cost type: {List(untyped)}.");
        }
    }

    private static string List(List<CostCode> codes) =>
        string.Join(", ", codes.Take(Named).Select(code => code.FullCode ?? code.Name ?? $"{code.Id}"))
        + (codes.Count > Named ? $" and {codes.Count - Named} more" : "");
}
