using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>What of a project's cost codes is marked as synced with it.</summary>
/// <param name="Codes">Procore's ids of all codes, parents too.</param>
/// <param name="Assignments">Every cost type of every code that can be charged.</param>
public sealed record SyncedCostCodes(IReadOnlyList<long> Codes, IReadOnlyList<CostTypeAssignment> Assignments);

/// <summary>Says what of a project's cost codes is marked as synced, or why an export is refused for them.</summary>
public static class CostCodeMapper
{
    public static Mapped<SyncedCostCodes> Map(string project, IReadOnlyList<CostCode> source)
    {
        List<Problem> problems = [.. CostCodeRules.FindProblems(project, source)];

        return problems.Count > 0 ? problems : new SyncedCostCodes(
            [.. source.Where(code => code.DeletedAt is null).Select(code => code.Id)],
            [.. CostCodeRules.LeavesOf(source).SelectMany(code => code.LineItemTypes.Select(type => new CostTypeAssignment(code.Id, type.Id)))]);
    }
}
