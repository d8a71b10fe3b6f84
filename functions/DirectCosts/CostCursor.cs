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
}

/// <summary>Where a step begins, as the run keeps it: <c>phase|moment|id</c>.</summary>
/// <param name="After">The last row of the step before; null at the beginning of a phase.</param>
internal sealed record CostCursor(CostPhase Phase, PageKey? After = null)
{
    public static CostCursor Read(string? text)
    {
        if (text is null)
        {
            return new(CostPhase.Begin);
        }

        var parts = text.Split('|');

        return new(Enum.Parse<CostPhase>(parts[0]), parts.Length == 1 ? null : new PageKey(parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture)));
    }

    public override string ToString() => After is null ? $"{Phase}" : string.Create(CultureInfo.InvariantCulture, $"{Phase}|{After.Moment}|{After.Id}");
}
