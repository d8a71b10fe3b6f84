namespace ProcoreNetSuite.Simulators.NetSuite.Records;

/// <summary>One line of a sublist.</summary>
public sealed class Line(int key)
{
    public int Key { get; } = key;

    public Dictionary<string, object> Values { get; init; } = [];

    public Line Copy() => new(Key)
    {
        Values = Values.ToDictionary(pair => pair.Key, pair => pair.Value is Dictionary<string, object> inner ? new Dictionary<string, object>(inner) : pair.Value),
    };
}
