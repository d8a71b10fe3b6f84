namespace ProcoreNetSuite.ImportRuns;

/// <summary>What runs have to say about projects beside their counts, kept until the next run of the same kind and projects begins.</summary>
public interface IRunNotes
{
    /// <summary>Forgets what earlier runs of this kind and these projects noted.</summary>
    Task BeginAsync(ImportRun run, CancellationToken cancellationToken);

    /// <summary>Adds the step's notes about a project; again by the same step replaces them.</summary>
    /// <param name="projectId">0 for notes about several.</param>
    /// <typeparam name="T">Each kind of note is kept by itself.</typeparam>
    Task SaveAsync<T>(ImportRun run, long projectId, IReadOnlyList<T> notes, CancellationToken cancellationToken)
        where T : class;

    /// <summary>All notes of this kind, by project, those of a project in the order of the steps.</summary>
    IAsyncEnumerable<T> ListAsync<T>(ImportRun run, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Those about one project.</summary>
    IAsyncEnumerable<T> ListAsync<T>(ImportRun run, long projectId, CancellationToken cancellationToken)
        where T : class;
}
