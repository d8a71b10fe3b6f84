using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Records;

/// <summary>A record. Once saved it is never changed: a change saves a copy.</summary>
public sealed class Record(RecordType type, string id)
{
    public RecordType Type { get; } = type;

    public string Id { get; } = id;

    public Dictionary<string, object> Values { get; init; } = [];

    public Dictionary<string, List<Line>> Sublists { get; init; } = [];

    /// <summary>Counts the line numbers given: numbers are not used again.</summary>
    public int LastLine { get; set; }

    /// <summary>Subsidiaries beside the primary one, for entities.</summary>
    public IReadOnlyList<string> SharedWith { get; init; } = [];

    public string? ExternalId => Text("externalId");

    public bool IsInactive => Flag("isInactive");

    public DateTimeOffset Created => Values.GetValueOrDefault("dateCreated") as DateTimeOffset? ?? Values.GetValueOrDefault("createdDate") as DateTimeOffset? ?? Modified;

    public DateTimeOffset Modified => Values.GetValueOrDefault("lastModifiedDate") as DateTimeOffset? ?? DateTimeOffset.MinValue;

    public string? Text(string field) => Values.GetValueOrDefault(field) as string;

    public bool Flag(string field) => Values.GetValueOrDefault(field) is true;

    public decimal? Number(string field) => Values.GetValueOrDefault(field) as decimal?;

    public DateOnly? Day(string field) => Values.GetValueOrDefault(field) as DateOnly?;

    public string? Reference(string field) => Values.GetValueOrDefault(field) is Ref reference ? reference.Id : null;

    public string? Choice(string field) => Values.GetValueOrDefault(field) is ChoiceValue choice ? choice.Id : null;

    public IReadOnlyList<string> References(string field) => Values.GetValueOrDefault(field) as IReadOnlyList<string> ?? [];

    public List<Line> Lines(string sublist)
    {
        if (!Sublists.TryGetValue(sublist, out var lines))
        {
            Sublists[sublist] = lines = [];
        }

        return lines;
    }

    public IReadOnlyList<Line> ReadLines(string sublist) => Sublists.GetValueOrDefault(sublist) ?? [];

    public Record Copy(IReadOnlyList<string>? sharedWith = null) => new(Type, Id)
    {
        Values = new(Values),
        Sublists = Sublists.ToDictionary(pair => pair.Key, pair => pair.Value.ConvertAll(line => line.Copy())),
        LastLine = LastLine,
        SharedWith = sharedWith ?? SharedWith,
    };
}
