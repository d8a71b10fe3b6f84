using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>What was brought into Procore of one NetSuite transaction.</summary>
/// <param name="Id">NetSuite's internal id of the bill or journal.</param>
public sealed record ImportedTransaction(string ConnectionId, NetSuiteId Id)
{
    /// <summary>One direct cost for each project.</summary>
    public IReadOnlyList<ImportedCost> Costs { get; init; } = [];

    /// <summary>Its other lines on jobs and items of ours, one for each project and reason.</summary>
    public IReadOnlyList<NotImported> Left { get; init; } = [];

    /// <summary>It is nothing to us: the row is not stored, or goes.</summary>
    public bool IsEmpty => Costs.Count == 0 && Left.Count == 0;

    /// <summary>Something of it is known about this project; null for any.</summary>
    public bool Concerns(long? projectId) => Costs.Any(cost => cost.ProjectId == (projectId ?? cost.ProjectId)) || Left.Any(left => left.ProjectId == (projectId ?? left.ProjectId));

    /// <summary>The version that was read; null for a row that is not stored yet.</summary>
    public string? ETag { get; init; }
}

/// <summary>One direct cost of ours.</summary>
/// <param name="Type">invoice or expense, as it was created.</param>
/// <param name="DirectCostId">Procore's id; null until Procore told.</param>
/// <param name="Fingerprint">Of what was last written; null until then.</param>
/// <param name="IsPending">A write or removal may be on its way, or was refused: it is done again, whatever the fingerprint says.</param>
public sealed record ImportedCost(long ProjectId, string OriginId, string Type, long? DirectCostId = null, string? Fingerprint = null, bool IsPending = true)
{
    /// <summary>Of the lines that were last written, as <see cref="LinesDigest"/> makes it; null until then.</summary>
    public string? Lines { get; init; }

    /// <summary>Lines that NetSuite had when the transaction was read last; none if the cost is to go.</summary>
    public int Count { get; init; }

    /// <summary>Of these lines, in the subsidiary's base currency, debit positive.</summary>
    public decimal Sum { get; init; }

    /// <summary>What Procore shows of it: the sum when Procore last took all of it.</summary>
    public decimal Held { get; init; }

    /// <summary>Run and step of the last try, so that one run does not try twice; null before the first.</summary>
    public string? TriedBy { get; init; }

    /// <summary>True if an earlier step of this run tried it.</summary>
    public bool WasTriedIn(ImportRun run) => TriedBy?.StartsWith($"{run.RunId}|", StringComparison.Ordinal) is true && TriedBy != StepOf(run);

    /// <summary>True if an earlier step of this run was refused.</summary>
    public bool WasRefusedIn(ImportRun run) => IsPending && WasTriedIn(run);

    /// <summary>The same, tried by the run's step.</summary>
    public ImportedCost TryIn(ImportRun run, bool isPending) => this with { IsPending = isPending, TriedBy = StepOf(run) };

    private static string StepOf(ImportRun run) => $"{run.RunId}|{run.Step}";
}

/// <summary>Which transactions were brought into Procore as direct costs.</summary>
public interface IImportedCostStore
{
    /// <summary>The rows of these transactions, by id; those that are nothing to us are there too, empty.</summary>
    Task<IReadOnlyDictionary<NetSuiteId, ImportedTransaction>> FindManyAsync(
        string connectionId, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken);

    /// <summary>Rows by transaction id, so many at most.</summary>
    /// <param name="after">The last id of the page before; null for the first page.</param>
    Task<IReadOnlyList<ImportedTransaction>> ListAsync(string connectionId, NetSuiteId? after, int most, CancellationToken cancellationToken);

    /// <summary>Stores the rows, each if it is still as it was read.</summary>
    /// <returns>The rows with their new versions, in the same order.</returns>
    /// <exception cref="Resilience.UnavailableException">Someone else was faster: the rows have to be read again.</exception>
    Task<IReadOnlyList<ImportedTransaction>> SaveAsync(IReadOnlyList<ImportedTransaction> transactions, CancellationToken cancellationToken);
}
