using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>One kind of import: it knows what to read and write. The runner knows when, how often and for whom.</summary>
public interface IImport
{
    ImportKind Kind { get; }

    /// <summary>The queue of its steps.</summary>
    string Queue { get; }

    /// <summary>Does the run's next step: about one page, in well under a minute. A step may be done again after a crash and must then change nothing more.</summary>
    Task<ImportStep> DoAsync(Connection connection, ImportRun run, CancellationToken cancellationToken);
}

/// <summary>What a step did.</summary>
/// <param name="Cursor">Where the next step begins; null if this was the last.</param>
public sealed record ImportStep(string? Cursor)
{
    public ImportCounts Counts { get; init; } = new();

    /// <summary>Records there are to read in all, where the step found that out.</summary>
    public int? Total { get; init; }

    /// <summary>How far NetSuite will be read when the run ends, where the step found that out.</summary>
    public string? Watermark { get; init; }

    /// <summary>What is noted can't be trusted for the next run: that one compares everything.</summary>
    public bool NextIsFull { get; init; }

    /// <summary>Records that could not be written, and what a person should know.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
