using ProcoreNetSuite.ImportRuns;

namespace ProcoreNetSuite.Messaging;

/// <summary>"Do this step of this run now", or with step 0 "start this run". What the run has found so far stands in its row, not here.</summary>
public sealed record ImportMessage : IConnectionMessage
{
    public int Version { get; init; } = 1;

    public required string ConnectionId { get; init; }

    public required ImportKind Kind { get; init; }

    public required string RunId { get; init; }

    /// <summary>0 asks for the run; any other step belongs to one that has started.</summary>
    public int Step { get; init; }

    /// <summary>Procore's id of the only project to look at; null for all.</summary>
    public long? ProjectId { get; init; }

    /// <summary>Who asks, in words.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The request detail that the run's outcome closes, if Procore asks.</summary>
    public long? RequestDetailId { get; init; }

    /// <summary>A day of NetSuite's calendar, or "all"; null looks at what changed since the last good run.</summary>
    public string? Since { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>0 at first; one more for each copy sent for later.</summary>
    public int Attempt { get; init; }
}
