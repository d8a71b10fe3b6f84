using ProcoreNetSuite.Functions.Running;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>How a check ended.</summary>
public enum CheckStatus
{
    Pass,

    /// <summary>Exports work; something should be known or done all the same.</summary>
    Warn,

    /// <summary>Something will be refused.</summary>
    Fail,

    /// <summary>It could not be carried out, which says nothing about what it looks at.</summary>
    NotLookedAt,
}

/// <summary>Of several.</summary>
public static class CheckStatuses
{
    /// <summary>What was not looked at may be wrong, which is worse than a warning.</summary>
    public static CheckStatus Worst(IEnumerable<CheckStatus> statuses) =>
        statuses.MinBy(status => status switch { CheckStatus.Fail => 0, CheckStatus.NotLookedAt => 1, CheckStatus.Warn => 2, _ => 3 });
}

/// <summary>What a check saw.</summary>
/// <param name="Found">One sentence with names and numbers.</param>
/// <param name="Remedy">Who does what; null if there is nothing to do.</param>
/// <param name="Code">Of connector-behaviour.md 9: what an export would say; null where there is none.</param>
public sealed record Finding(CheckStatus Status, string Found, string? Remedy = null, string? Code = null)
{
    public static Finding Pass(string found) => new(CheckStatus.Pass, found);

    public static Finding Warn(string found, string remedy, string? code = null) => new(CheckStatus.Warn, found, remedy, code);

    public static Finding Fail(string found, string remedy, string? code = null) => new(CheckStatus.Fail, found, remedy, code);
}

/// <summary>A finding under the name of its check.</summary>
public sealed record SetupCheck(string Name, Finding Finding)
{
    /// <summary>The check whose failure kept this one from being carried out; null if it was.</summary>
    public string? Because { get; init; }
}

/// <summary>A check that can be carried out. It only reads.</summary>
/// <param name="Needs">Name of the check without which this one makes no sense.</param>
/// <param name="Refused">What to do if the other side refuses to be looked at and the refusal itself names nothing better; null for the remedy of the refusal's code.</param>
public sealed record CheckPlan(string Name, string? Needs, Func<Connection, CancellationToken, Task<Finding>> Look, string? Refused = null)
{
    /// <summary>Without it nothing works at all.</summary>
    public bool IsVital { get; init; }

    /// <summary>Code of a refusal, where it is not the refusal's own.</summary>
    public string? Code { get; init; }

    /// <summary>What to do if no usable answer comes.</summary>
    public string Unreachable { get; init; } = "Ask again in a minute.";

    /// <summary>Who is asked.</summary>
    public string Whom { get; init; } = "NetSuite";
}
