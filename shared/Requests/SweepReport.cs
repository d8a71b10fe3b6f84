using System.Text.Json.Serialization;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Requests;

/// <summary>Why a sweep queued a request again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SweepReason>))]
public enum SweepReason
{
    /// <summary>Procore gave up delivering its event.</summary>
    Discarded,

    /// <summary>Procore still tries to deliver its event, with growing pauses.</summary>
    Failing,

    /// <summary>Its event was taken in, and never reached the router.</summary>
    Lost,

    /// <summary>Its request detail is open, and nobody has worked on it for longer than any work takes; or nobody ever heard of it.</summary>
    StillOpen,
}

/// <summary>What a sweep found, and where the next one goes on.</summary>
public sealed record SweepReport
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The first sweep of this connection. What was taken in before it is not known, and not taken for lost.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>The last sweep that read all it should: this one, if it has no <see cref="Problems"/>; null before the first.</summary>
    public DateTimeOffset? WholeAt { get; init; }

    /// <summary>Open request details there were.</summary>
    public int OpenDetails { get; init; }

    /// <summary>Deliveries that were looked at.</summary>
    public int Deliveries { get; init; }

    /// <summary>Requests that were queued again, by reason.</summary>
    public IReadOnlyDictionary<SweepReason, int> Again { get; init; } = new Dictionary<SweepReason, int>();

    /// <summary>Requests that are not done, and have a message on a queue.</summary>
    public int InWork { get; init; }

    /// <summary>Rows of Procore's lists that could not be read or don't name a request.</summary>
    public int Unreadable { get; init; }

    /// <summary>Requests that were queued again as often as it makes sense and are still not done.</summary>
    public int GivenUp { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<long> FirstGivenUp { get; init; } = [];

    /// <summary>Why a list could not be read to its end.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>The page of request details where the next sweep begins: 1, unless this one was cut short.</summary>
    public int NextPage { get; init; } = 1;

    /// <summary>By hook, the day (UTC) with whose events the next sweep begins: all before it need no second look.</summary>
    public IReadOnlyDictionary<long, DateOnly> Begins { get; init; } = new Dictionary<long, DateOnly>();
}
