namespace ProcoreNetSuite.ImportRuns;

/// <summary>Lines that look like job cost and were not imported, or what settled an invoice without a payment, in one sum (connector-behaviour.md 7.5, 7.6.3).</summary>
/// <param name="Reason">Why, in words, with a code where there is one.</param>
/// <param name="Sum">In the subsidiary's base currency, debit positive.</param>
public sealed record NotImported(long ProjectId, string Reason, int Count, decimal Sum);

/// <summary>What runs did not import. Kept until the next run of the same kind and projects begins.</summary>
public interface INotImportedStore
{
    /// <summary>Forgets what earlier runs of this kind and these projects left.</summary>
    Task BeginAsync(ImportRun run, CancellationToken cancellationToken);

    /// <summary>Notes what the run's step left out; again by the same step replaces it.</summary>
    Task SaveAsync(ImportRun run, IReadOnlyList<NotImported> left, CancellationToken cancellationToken);

    /// <summary>All of the run, one row for each project and reason.</summary>
    Task<IReadOnlyList<NotImported>> ListAsync(ImportRun run, CancellationToken cancellationToken);
}
