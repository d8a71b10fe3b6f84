using System.Globalization;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>What an import of direct costs does next.</summary>
internal enum CostPhase
{
    /// <summary>Look at NetSuite's clock.</summary>
    Begin,

    /// <summary>What was imported before: all of it in a full run, otherwise what may not stay or is not finished.</summary>
    Imported,

    /// <summary>What changed in NetSuite.</summary>
    Changed,

    /// <summary>What was deleted in NetSuite.</summary>
    Deleted,

    /// <summary>In a full run: the cost of one project after the other.</summary>
    Project,

    /// <summary>In a full run: what a project has in Procore now.</summary>
    Compare,

    /// <summary>NetSuite's own sums by project against what is known.</summary>
    Control,
}

/// <summary>Where a step begins, as the run keeps it: <c>phase|moment|id|project|round</c>, without what is missing at the end.</summary>
/// <param name="After">The last row of the step before; null at the beginning of a phase.</param>
/// <param name="Project">Procore's id of the project that is at work; in the control, and while it is repeated, of the last one that agreed.</param>
/// <param name="Round">How often the run has looked for what changed since it began, for the projects of this part of the control.</param>
internal sealed record CostCursor(CostPhase Phase, PageKey? After = null, long Project = 0, int Round = 0)
{
    /// <summary>The last transaction of the step before.</summary>
    public NetSuiteId? AfterTransaction => After is { Id: > 0 } ? new NetSuiteId(After.Id.ToString(CultureInfo.InvariantCulture)) : null;

    public static CostCursor Read(string? text)
    {
        if (text is null)
        {
            return new(CostPhase.Begin);
        }

        var parts = text.Split('|');

        return new(
            Enum.Parse<CostPhase>(parts[0]),
            parts.Length == 1 || (parts.Length > 3 && parts[2] == "0") ? null : new PageKey(parts[1], Number(parts[2])),
            parts.Length > 3 ? Number(parts[3]) : 0,
            parts.Length > 4 ? (int)Number(parts[4]) : 0);
    }

    /// <summary>The same phase and project, behind this transaction.</summary>
    public CostCursor Behind(NetSuiteId transaction) => this with { After = new("", Number(transaction.Value)) };

    public override string ToString() => (After, Project) switch
    {
        _ when Round > 0 => FormattableString.Invariant($"{Phase}|{After?.Moment}|{After?.Id ?? 0}|{Project}|{Round}"),
        (null, 0) => $"{Phase}",
        (_, 0) => FormattableString.Invariant($"{Phase}|{After.Moment}|{After.Id}"),
        _ => FormattableString.Invariant($"{Phase}|{After?.Moment}|{After?.Id ?? 0}|{Project}"),
    };

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
