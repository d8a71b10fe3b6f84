namespace ProcoreNetSuite.ImportRuns;

/// <summary>Runs of imports, who may run now, and how far the last good run came. One run of a kind and scope at a time.</summary>
public interface IImportStore
{
    /// <summary>Starts the run unless another one of the same kind looks at the same projects. Starting it again finds it as it is.</summary>
    /// <returns>The run as it is stored, or the one that is in the way: then its id is another.</returns>
    Task<ImportRun> StartAsync(ImportRun run, CancellationToken cancellationToken);

    Task<ImportRun?> FindAsync(string connectionId, ImportKind kind, string runId, CancellationToken cancellationToken);

    /// <summary>Stores the run if it is still as it was read. One that has ended lets the next one start, and leaves its mark if it was good.</summary>
    /// <returns>The run with its new version, or null if someone else was faster or has taken over.</returns>
    Task<ImportRun?> TrySaveAsync(ImportRun run, CancellationToken cancellationToken);

    /// <summary>What the last good run of this scope left; null before the first.</summary>
    Task<ImportMark?> FindMarkAsync(string connectionId, ImportKind kind, long? projectId, CancellationToken cancellationToken);
}
