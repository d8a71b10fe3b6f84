using System.Globalization;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Records;

/// <summary>All records, with the indexes that uniqueness needs. Not thread safe: the simulator holds its lock.</summary>
public sealed class RecordStore(Catalog catalog, TimeProvider time)
{
    private readonly Dictionary<(string Group, string Id), Record> _records = [];
    private readonly Dictionary<string, SortedDictionary<long, Record>> _byType = [];
    private readonly Dictionary<(string Group, string ExternalId), string> _byExternalId = [];
    private readonly Dictionary<string, string> _entityNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _itemNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _lastIds = [];
    private readonly Dictionary<string, int> _creations = [];
    private readonly Dictionary<(string Transaction, int Line), long> _lineKeys = [];
    private readonly List<Creation> _created = [];
    private readonly List<Deletion> _deleted = [];

    public Catalog Catalog { get; } = catalog;

    /// <summary>Called with every record saved.</summary>
    public event Action<Record>? Saved;

    public event Action<Record, Deletion>? Deleted;

    /// <summary>Grows with every change: what was computed from the store is stale when it has moved on.</summary>
    public long Version { get; private set; }

    public IReadOnlyDictionary<string, int> CreationsByExternalId => _creations;

    public IReadOnlyList<Creation> Creations => _created;

    public IReadOnlyList<Deletion> Deletions => _deleted;

    public Record? Find(string type, string id) => Find(Catalog[type], id);

    public Record? Find(RecordType type, string id) => FindInGroup(type.Group, id) is { } record && record.Type == type ? record : null;

    public Record? FindInGroup(string group, string id) => _records.GetValueOrDefault((group, id));

    public Record? FindByExternalId(string group, string externalId) =>
        _byExternalId.TryGetValue((group, Key(externalId)), out var id) ? FindInGroup(group, id) : null;

    public Record? FindEntityByName(string entityId) => _entityNames.TryGetValue(entityId, out var id) ? FindInGroup(Groups.Entity, id) : null;

    /// <summary>Names of items are unique under one parent (specification 8.3).</summary>
    public Record? FindItemByName(string? parent, string itemId) => _itemNames.TryGetValue($"{parent}:{itemId}", out var id) ? FindInGroup(Groups.Item, id) : null;

    public IReadOnlyCollection<Record> OfType(string type) => _byType.TryGetValue(Catalog[type].Name, out var records) ? records.Values : [];

    public IEnumerable<Record> All => _records.Values;

    /// <summary>Gives out the next id of the type's counter: entities, items, transactions, accounts, or all others.</summary>
    public string NextId(RecordType type) => NextId(Counter(type)).ToString(CultureInfo.InvariantCulture);

    /// <summary>The id the next saved record of this type will have; saving it moves the counter on.</summary>
    public string PeekId(RecordType type) => (_lastIds.GetValueOrDefault(Counter(type)) + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>A line's key in the whole account, given when it is first seen and kept (specification, corrections: unique over all transactions).</summary>
    public long LineKey(string transaction, int line) =>
        _lineKeys.TryGetValue((transaction, line), out var key) ? key : _lineKeys[(transaction, line)] = _lineKeys.Count + 1;

    public int NextSublistId() => (int)NextId("other");

    /// <summary>Makes the counter of the type's group go on after this id.</summary>
    public void SetLastId(RecordType type, long id) => _lastIds[Counter(type)] = Math.Max(id, _lastIds.GetValueOrDefault(Counter(type)));

    /// <summary>Keeps the record. The origin is "rest", or "user" for what a person did in NetSuite's pages.</summary>
    public void Save(Record record, string origin)
    {
        var before = FindInGroup(record.Type.Group, record.Id);
        Stamp(record, before);
        if (before is not null)
        {
            Unindex(before);
        }
        else
        {
            SetLastId(record.Type, long.Parse(record.Id, CultureInfo.InvariantCulture));
            _created.Add(new Creation(record.Type.Name, record.Id, record.ExternalId, record.Modified, origin));
            if (record.ExternalId is { } externalId)
            {
                _creations[externalId] = _creations.GetValueOrDefault(externalId) + 1;
            }
        }

        Index(record);
        Version++;
        Saved?.Invoke(record);
    }

    public void Delete(Record record, string context)
    {
        var name = Names.Of(this, record);
        Unindex(record);
        var deletion = new Deletion(record.Type.Name, record.Id, record.ExternalId, name, time.GetUtcNow(), context);
        _deleted.Add(deletion);
        Version++;
        Deleted?.Invoke(record, deletion);
    }

    public void Clear()
    {
        _records.Clear();
        _byType.Clear();
        _byExternalId.Clear();
        _entityNames.Clear();
        _itemNames.Clear();
        _lastIds.Clear();
        _creations.Clear();
        _created.Clear();
        _deleted.Clear();
        Version++;
    }

    private static string Key(string externalId) => externalId.ToUpperInvariant();

    private static string Counter(RecordType type) =>
        type.Group is Groups.Entity or Groups.Item or Groups.Transaction or Groups.Account ? type.Group : "other";

    private long NextId(string counter) => _lastIds[counter] = _lastIds.GetValueOrDefault(counter) + 1;

    private void Stamp(Record record, Record? before)
    {
        var now = time.GetUtcNow();
        // Whole seconds are what REST shows; the stamp still has to grow with every save of a record (specification 11).
        now = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        if (before is not null && now <= before.Modified)
        {
            now = before.Modified.AddSeconds(1);
        }

        record.Values["lastModifiedDate"] = now;
        foreach (var name in (string[])["dateCreated", "createdDate"])
        {
            if (record.Type.Fields.Find(name) is not null)
            {
                record.Values[name] = before?.Values.GetValueOrDefault(name) ?? now;
            }
        }
    }

    private void Index(Record record)
    {
        _records[(record.Type.Group, record.Id)] = record;
        if (!_byType.TryGetValue(record.Type.Name, out var ofType))
        {
            _byType[record.Type.Name] = ofType = [];
        }

        ofType[long.Parse(record.Id, CultureInfo.InvariantCulture)] = record;
        if (record.ExternalId is { } externalId)
        {
            _byExternalId[(record.Type.Group, Key(externalId))] = record.Id;
        }

        if (record.Type.Group == Groups.Entity && record.Text("entityId") is { } name)
        {
            _entityNames[name] = record.Id;
        }

        if (record.Type.Group == Groups.Item)
        {
            _itemNames[$"{record.Reference("parent")}:{record.Text("itemId")}"] = record.Id;
        }
    }

    private void Unindex(Record record)
    {
        _records.Remove((record.Type.Group, record.Id));
        _byType[record.Type.Name].Remove(long.Parse(record.Id, CultureInfo.InvariantCulture));
        if (record.ExternalId is { } externalId)
        {
            _byExternalId.Remove((record.Type.Group, Key(externalId)));
        }

        if (record.Type.Group == Groups.Entity && record.Text("entityId") is { } name)
        {
            _entityNames.Remove(name);
        }

        if (record.Type.Group == Groups.Item)
        {
            _itemNames.Remove($"{record.Reference("parent")}:{record.Text("itemId")}");
        }
    }
}
