using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>One direct cost within a step: what is noted about it, what it shall be, and what has become of that so far.</summary>
internal sealed class CostTask(ImportedTransaction transaction, ImportedCost stored, DirectCost? wanted, bool isNew, bool isLater, bool isRepair = false)
{
    public ImportedTransaction Transaction { get; } = transaction;

    /// <summary>With the sums of what it shall be: they stand whether Procore takes it or not.</summary>
    public ImportedCost Stored { get; set; } = stored with
    {
        Count = wanted?.Lines.Count ?? 0,
        Sum = wanted?.Lines.Sum(line => line.Amount) ?? 0m,
        Held = stored.IsPending ? stored.Held : stored.Sum,
    };

    /// <summary>Null: it goes. Of the type that it was created with.</summary>
    public DirectCost? Wanted { get; private set; } = OfType(wanted, stored.Type);

    public bool IsNew { get; } = isNew;

    /// <summary>Nothing to do: it is as it shall be, or waits for the next run.</summary>
    public bool IsUnchanged { get; } = isLater || (wanted is not null && !isRepair && !stored.IsPending && stored.Fingerprint == OfType(wanted, stored.Type)!.Fingerprint());

    /// <summary>False once all of it is written.</summary>
    public bool IsOpen { get; set; } = true;

    public bool IsHeadWritten { get; set; }

    public bool IsGone { get; set; }

    public Problem? Failure { get; set; }

    /// <summary>What a person should know, though it was done.</summary>
    public List<Problem> Notes { get; } = [];

    /// <summary>
    /// Procore's cost keeps its type. One that is gone is created anew, as the transaction is now: the vendor of an invoice may have lost its company meanwhile.
    /// </summary>
    public void TakeTypeOf(DirectCostFound? found)
    {
        var type = found is null ? wanted?.Type : Stored.IsPending ? found.DirectCostType : null;
        if (type is DirectCost.Expense or DirectCost.Invoice)
        {
            (Wanted, Stored) = (OfType(Wanted, type), Stored with { Type = type });
        }
    }

    private static DirectCost? OfType(DirectCost? cost, string type) => cost is null ? null : cost with { Type = type };
}
