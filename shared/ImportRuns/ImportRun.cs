using System.Globalization;
using System.Text.Json.Serialization;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>How far a run is.</summary>
[JsonConverter(typeof(ImportStateConverter))]
public enum ImportState
{
    Running,

    /// <summary>Everything was read and written.</summary>
    Succeeded,

    /// <summary>Everything was read; some records could not be written, and say why.</summary>
    SucceededWithProblems,

    /// <summary>It ended before everything was read; the next run begins where the last good one did.</summary>
    Failed,
}

/// <summary>What a run has met so far, in records.</summary>
public sealed record ImportCounts
{
    public int Read { get; init; }

    public int New { get; init; }

    public int Changed { get; init; }

    public int Unchanged { get; init; }

    public int Removed { get; init; }

    public int Failed { get; init; }

    public static ImportCounts operator +(ImportCounts left, ImportCounts right) => new()
    {
        Read = left.Read + right.Read,
        New = left.New + right.New,
        Changed = left.Changed + right.Changed,
        Unchanged = left.Unchanged + right.Unchanged,
        Removed = left.Removed + right.Removed,
        Failed = left.Failed + right.Failed,
    };
}

/// <summary>One import, from its request to its end. Cut into steps; each step is done again if the process ends within it.</summary>
public sealed record ImportRun
{
    private const string Stamp = "yyyy-MM-dd HH:mm:ss";

    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    public required string ConnectionId { get; init; }

    public required ImportKind Kind { get; init; }

    public required string RunId { get; init; }

    /// <summary>Procore's id of the only project to look at; null for all.</summary>
    public long? ProjectId { get; init; }

    public ImportState State { get; init; } = ImportState.Running;

    /// <summary>Who asked, in words: a person's request in Procore, a call, the schedule.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The request detail that is closed at the end, if Procore asked.</summary>
    public long? RequestDetailId { get; init; }

    /// <summary>Look at what changed since this moment of NetSuite's clock; null for everything.</summary>
    public string? Since { get; init; }

    /// <summary><see cref="Since"/> ten minutes earlier: NetSuite stamps a change when it begins and shows it when it ends (netsuite-api.md 5.3).</summary>
    [JsonIgnore]
    public string? ReadsFrom => Since is null ? null : Before(Since);

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The step that comes next, from 1.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Where the next step begins, in the import's own words; null at the first.</summary>
    public string? Cursor { get; init; }

    /// <summary>How it ends, once there are no more steps to do and only the answer is missing; null before.</summary>
    public ImportState? EndsAs { get; init; }

    /// <summary>Records there are to read; null if that isn't known beforehand.</summary>
    public int? Total { get; init; }

    public ImportCounts Counts { get; init; } = new();

    /// <summary>The first of the records that could not be written, and what a person should know. <see cref="ImportCounts.Failed"/> counts all.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>How far NetSuite was read when this run ends, by NetSuite's own clock.</summary>
    public string? Watermark { get; init; }

    /// <summary>What is noted can't be trusted: the next run compares everything.</summary>
    public bool NextIsFull { get; init; }

    /// <summary>Since when a step has waited for the other side; null while it doesn't.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>What it waits for; null while it doesn't, and in runs of earlier versions.</summary>
    public Problem? WaitsFor { get; init; }

    /// <summary>Nobody else starts the same before this moment; renewed by every step.</summary>
    public DateTimeOffset LeaseUntil { get; init; }

    /// <summary>The version that was read.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>Ten minutes before this moment of NetSuite's clock.</summary>
    public static string Before(string moment) =>
        (DateTime.ParseExact(moment, Stamp, CultureInfo.InvariantCulture) - Overlap).ToString(Stamp, CultureInfo.InvariantCulture);

    [JsonIgnore]
    public bool IsEnded => State is not ImportState.Running;
}

/// <summary>What the last good run of a scope left for the next one.</summary>
/// <param name="Watermark">How far NetSuite was read, by NetSuite's own clock.</param>
/// <param name="FullAt">When everything was compared last.</param>
/// <param name="Edition">Which notes that comparison left: those of earlier versions of the connector lack what later runs go by, so the next run is a full one.</param>
public sealed record ImportMark(string RunId, DateTimeOffset EndedAt, string? Watermark, DateTimeOffset? FullAt, int Edition = 0)
{
    /// <summary>Today's. 1: each transaction's sums, for the job-cost control total.</summary>
    public const int Today = 1;
}
