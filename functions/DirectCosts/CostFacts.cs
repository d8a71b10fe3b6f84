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
/// <param name="WbsCodes">WBS codes by Procore project and item.</param>
/// <param name="Companies">Procore companies by vendor.</param>
public sealed record CostFacts(
    IReadOnlyDictionary<NetSuiteId, Standing> Standings,
    IReadOnlyDictionary<NetSuiteId, long> Projects,
    IReadOnlyDictionary<(long ProjectId, NetSuiteId Item), long> WbsCodes,
    IReadOnlyDictionary<NetSuiteId, long> Companies);
