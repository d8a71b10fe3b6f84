namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>A request body, understood: values by canonical property name, null where the property is to be cleared.</summary>
internal sealed class Change
{
    public Dictionary<string, object?> Values { get; } = [];

    public Dictionary<string, SublistChange> Sublists { get; } = [];

    public bool Gives(string field) => Values.GetValueOrDefault(field) is not null;
}

internal sealed class SublistChange
{
    /// <summary>The sublist was sent as null: all its lines go.</summary>
    public bool Clears { get; init; }

    public List<LineChange> Lines { get; } = [];
}

internal sealed record LineChange(int? Key, string Path)
{
    public Dictionary<string, object?> Values { get; } = [];

    public bool Gives(string field) => Values.GetValueOrDefault(field) is not null;
}
