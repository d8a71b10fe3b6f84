using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>One direct cost within a step: what is noted about it, what it shall be, and what has become of that so far.</summary>
internal sealed class CostTask(ImportedTransaction transaction, ImportedCost stored, DirectCost? wanted, bool isNew, bool isLater, bool isRepair = false)
{
    public ImportedTransaction Transaction { get; } = transaction;

    public ImportedCost Stored { get; set; } = stored;

    /// <summary>Null: it goes.</summary>
    public DirectCost? Wanted { get; } = wanted;

    public bool IsNew { get; } = isNew;

    /// <summary>Nothing to do: it is as it shall be, or waits for the next run.</summary>
    public bool IsUnchanged { get; } = isLater || (wanted is not null && !isRepair && !stored.IsPending && stored.Fingerprint == wanted.Fingerprint());

    /// <summary>False once all of it is written.</summary>
    public bool IsOpen { get; set; } = true;

    public bool IsHeadWritten { get; set; }

    public bool IsGone { get; set; }

    public Problem? Failure { get; set; }

    /// <summary>What a person should know, though it was done.</summary>
    public List<Problem> Notes { get; } = [];
}
