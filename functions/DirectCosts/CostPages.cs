namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>How much one step of an import of direct costs takes on: so much that calls are full, so little that it ends in well under a minute.</summary>
public sealed record CostPages
{
    /// <summary>Transactions that are looked at as a whole.</summary>
    public int Whole { get; init; } = 200;

    /// <summary>Lines of a project in one query; NetSuite gives no more.</summary>
    public int Lines { get; init; } = 1000;

    /// <summary>Queries for a project's lines.</summary>
    public int Queries { get; init; } = 3;

    /// <summary>Transactions of a project, as many as one query may name.</summary>
    public int Transactions { get; init; } = 1000;

    /// <summary>Costs that are written again because Procore lost them: each is read before.</summary>
    public int Repairs { get; init; } = 50;

    /// <summary>Projects whose sums are compared in one step.</summary>
    public int ControlProjects { get; init; } = 200;

    /// <summary>Items of these projects, unless the first has more: NetSuite sums up a thousand in one query.</summary>
    public int ControlItems { get; init; } = 3000;
}
