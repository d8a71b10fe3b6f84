namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The direct costs of one project: how many, with how many lines, and what these come to.</summary>
public sealed record DirectCostTotal(long ProjectId, int Costs, int Lines, decimal Amount);
