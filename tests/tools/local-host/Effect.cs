using System.Text.RegularExpressions;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>One remote effect of a run.</summary>
/// <param name="Number">Counts from 1 over all kinds and lives.</param>
/// <param name="Description">Such as <c>POST /record/v1/vendorBill</c> or <c>send projects</c>.</param>
/// <param name="Fault">What the plan did to it.</param>
public sealed partial record Effect(int Number, EffectKind Kind, string Description, Fault? Fault)
{
    private readonly List<Effect> others = [];

    /// <summary>Its address, or what else it is, without numbers and what is asked for.</summary>
    public string Pattern => PatternOf(Description);

    /// <summary>Its pattern, and the how manieth of this pattern it is. Work that does two things at once does the same ones in another order the next time.</summary>
    public required string Place { get; init; }

    /// <summary>It began in the same call of a function and at the same moment as what was before: nothing lies between but what dies with the process.</summary>
    public bool Follows { get; init; }

    /// <summary>Effects that were under way at the same time.</summary>
    public IReadOnlyList<Effect> Meanwhile => others;

    public override string ToString() => Fault is null ? $"{Number} {Kind} {Description}" : $"{Number} {Kind} {Description} ({Fault})";

    internal void Overlaps(Effect other)
    {
        others.Add(other);
        other.others.Add(this);
    }

    internal static string PatternOf(string description) => Digits().Replace(description.Split('?')[0], "#");

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
