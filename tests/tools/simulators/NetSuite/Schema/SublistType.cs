namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>A sublist; its lines are keyed by a number.</summary>
public sealed class SublistType(string name, string key, IEnumerable<FieldType> fields)
{
    public string Name { get; } = name;

    /// <summary>The property that names a line: "line", or "internalId".</summary>
    public string Key { get; } = key;

    /// <summary>Lines of all sublists with this set share one numbering (item and expense of a bill).</summary>
    public bool SharesNumbering { get; init; }

    public FieldMap Fields { get; } = new(fields);
}
