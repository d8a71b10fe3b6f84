using System.Collections.Frozen;

namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>One property of a record, a sublist line or a subrecord.</summary>
public sealed record FieldType(string Name, FieldKind Kind)
{
    /// <summary>Longest text, in characters; null for no limit.</summary>
    public int? MaxLength { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>Must have a value when the record is saved.</summary>
    public bool Required { get; init; }

    /// <summary>Record types a reference may point to.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Ids and labels of an enumeration.</summary>
    public FrozenDictionary<string, string> Choices { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Properties of a subrecord.</summary>
    public IReadOnlyList<FieldType> Fields { get; init; } = [];

    /// <summary>Defined by the account, not by NetSuite.</summary>
    public bool Custom { get; init; }
}
