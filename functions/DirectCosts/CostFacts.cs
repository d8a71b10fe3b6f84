using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>Why a whole transaction is no cost (connector-behaviour.md 7.6.1).</summary>
public enum Standing
{
    /// <summary>Its lines count.</summary>
    Counts,

    /// <summary>It is, or was, the bill of a Procore invoice.</summary>
    Linked,

    /// <summary>Its external id is one of ours, and no link knows it.</summary>
    OursWithoutLink,

    /// <summary>It is voided, or voids or reverses one that does not count.</summary>
    Void,
}

/// <summary>What the mapper needs to know of one page of transactions, read from the links.</summary>
/// <param name="Projects">Procore projects by job.</param>
/// <param name="Parents">Customers by the Procore project below them, as far as a line asks for it.</param>
/// <param name="Companies">Procore companies by vendor.</param>
public sealed record CostFacts(
    IReadOnlyDictionary<NetSuiteId, Standing> Standings,
    IReadOnlyDictionary<NetSuiteId, long> Projects,
    CostItems Items,
    IReadOnlyDictionary<long, NetSuiteId> Parents,
    IReadOnlyDictionary<NetSuiteId, long> Companies)
{
    /// <summary>The projects of the invoices whose bills these are.</summary>
    public IReadOnlyDictionary<NetSuiteId, (long Id, string Name)> InvoiceProjects { get; init; } = new Dictionary<NetSuiteId, (long Id, string Name)>();

    /// <summary>
    /// The project that a line counts for: that of its job; or that of its item, if it is on no job of ours. The same rule sorts NetSuite's own sums
    /// (<see cref="JobCostControl"/>). Null: the line is nothing to us.
    /// </summary>
    public long? ProjectOf(CostLine line) =>
        line.Job is { } job && Projects.TryGetValue(job, out var project) ? project : line.Item is { } item ? Items.OwnerOf(item) : null;
}
