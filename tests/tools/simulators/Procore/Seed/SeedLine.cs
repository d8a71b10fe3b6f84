namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>A line of a commitment or change order.</summary>
/// <remarks>
/// <c>Wbs</c>: Flat code of the project, such as <c>05-100.S</c>; made when it is missing.<br/>
/// <c>Quantity</c>: With unit accounting; the amount is quantity × unit cost.
/// </remarks>
public sealed record SeedLine(string Wbs, string Description, decimal Amount, decimal? Quantity = null, decimal? UnitCost = null)
{
    /// <summary>Detail lines of the subcontractor's own schedule of values: they are invoiced instead of the line.</summary>
    public IReadOnlyList<(string Description, decimal Amount)> Details { get; init; } = [];

    public string? OriginId { get; init; }
}

/// <summary>What one invoice bills on one line. Everything else is carried over from the invoice before.</summary>
/// <remarks>
/// <c>Line</c>: 1 for the first line of the commitment.<br/>
/// <c>Work</c>: Work completed this period.
/// </remarks>
public sealed record InvoiceLine(int Line, decimal Work = 0)
{
    /// <summary>1 for the first detail of the line.</summary>
    public int? Detail { get; init; }

    /// <summary>Materials presently stored at the end of the period; absent means unchanged, less what is moved.</summary>
    public decimal? Stored { get; init; }

    /// <summary>Retainage held on this period's work, in percent; absent means as the commitment says.</summary>
    public decimal? RetainagePercent { get; init; }

    /// <summary>Retainage held on this period's work as an amount; wins over the percentage.</summary>
    public decimal? Retained { get; init; }

    public decimal Released { get; init; }

    public decimal MaterialsRetained { get; init; }

    public decimal MaterialsReleased { get; init; }

    /// <summary>Stored materials of earlier periods that become previous work completed.</summary>
    public decimal MaterialsMoved { get; init; }

    public decimal MaterialsRetainageMoved { get; init; }
}
