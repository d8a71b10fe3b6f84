namespace ProcoreNetSuite.Resilience;

// Whoever catches one of these reads its problem; its own message is for logs.

/// <summary>The other system refused and holds nothing new; repeating the same call gives the same answer.</summary>
public sealed class RejectedException(Problem problem, int? status = null) : Exception(LogText.Of(problem))
{
    public Problem Problem { get; } = problem;

    /// <summary>The HTTP status of the refusal, if there was one.</summary>
    public int? Status { get; } = status;

    /// <summary>True if the refusal says that a record with this external id, number or name exists already.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>True if the refusal says that the accounting period is closed or locked.</summary>
    public bool IsClosedPeriod { get; init; }

    /// <summary>True if the refusal says that a query names something that isn't there, or that the role doesn't see.</summary>
    public bool IsQuery { get; init; }
}

/// <summary>The other system refused before doing any work: the call may be repeated later.</summary>
/// <param name="problem">E901, in plain words.</param>
/// <param name="after">How long to stay away.</param>
public sealed class ThrottledException(Problem problem, TimeSpan after) : Exception(LogText.Of(problem))
{
    public Problem Problem { get; } = problem;

    public TimeSpan After { get; } = after;
}

/// <summary>The other system gave no usable answer to a call that may be repeated: a read, or a write under a key of its own.</summary>
public sealed class UnavailableException(Problem problem, Exception? inner = null) : Exception(LogText.Of(problem), inner)
{
    public Problem Problem { get; } = problem;

    /// <summary>As in <see cref="UnknownOutcomeException.Answer"/>.</summary>
    public string? Answer { get; init; }
}

/// <summary>A write was sent and its answer is missing: the record may or may not be there. Look before writing again.</summary>
public sealed class UnknownOutcomeException(Problem problem, Exception? inner = null) : Exception(LogText.Of(problem), inner)
{
    public Problem Problem { get; } = problem;

    /// <summary>The other system's failure in its own words, the same each time it fails the same way; null if nothing came, or something in front of it answered.</summary>
    public string? Answer { get; init; }
}

/// <summary>No later delivery of this message would do better: it goes to the dead-letter queue at once, with the reason in words.</summary>
/// <param name="reason">One word, by which dead letters are grouped.</param>
/// <param name="what">What did not come about, in a sentence; null if the problem says so.</param>
public sealed class GivenUpException(string reason, Problem problem, string? what = null) : Exception($"{what} {LogText.Of(problem)}".TrimStart())
{
    public string Reason { get; } = reason;

    public Problem Problem { get; } = problem;
}
