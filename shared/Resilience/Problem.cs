using System.Text.Json.Serialization;

namespace ProcoreNetSuite.Resilience;

/// <summary>Who ends a problem (connector-behaviour.md 9).</summary>
public enum ProblemClass
{
    /// <summary>Tried again by the connector.</summary>
    RetriedAutomatically,

    /// <summary>A user corrects a record and exports again.</summary>
    UserFixes,

    /// <summary>An administrator corrects the set-up.</summary>
    Setup,
}

/// <summary>One thing that keeps a record from being written, in the words of the person who reads it.</summary>
/// <param name="Code">A code of connector-behaviour.md 9, such as E402.</param>
/// <param name="Message">One plain sentence with names and numbers.</param>
/// <param name="Detail">The other system's own text, if it said anything.</param>
public sealed record Problem(string Code, string Message, string? Detail = null)
{
    /// <summary>Replaces the catalog's remedy where a case needs another; null elsewhere.</summary>
    public string? OtherRemedy { get; init; }

    /// <summary>Whose words <see cref="Detail"/> holds.</summary>
    public string Speaker { get; init; } = "NetSuite";

    /// <summary>The part of <see cref="Message"/> that is somebody's, such as an e-mail address; null if there is none. <see cref="LogText"/> leaves it out.</summary>
    public string? Private { get; init; }

    /// <summary>NetSuite doesn't accept a record that this one refers to: it may be gone.</summary>
    [JsonIgnore]
    public bool IsReference { get; init; }

    /// <summary>What to do about it.</summary>
    [JsonIgnore]
    public string Remedy => OtherRemedy ?? ProblemCatalog.Of(Code).Remedy;

    /// <summary>Who does it.</summary>
    [JsonIgnore]
    public ProblemClass Class => ProblemCatalog.Of(Code).Class;

    /// <summary>The text of Procore's Errors column: code, sentence, remedy, and the other system's words last.</summary>
    public override string ToString() =>
        $"{Code}: {Message} {Remedy}".TrimEnd() + (Detail is null ? "" : $" ({Speaker} says: {Detail})");
}
