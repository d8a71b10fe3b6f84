using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>All records of one kind, in id order (spec 4.1: the order without <c>sort</c> is taken to be ascending id).</summary>
internal sealed class RecordTable(string kind, long firstId)
{
    private readonly SortedDictionary<long, ProcoreRecord> _records = [];
    private readonly Dictionary<(long Company, string Origin), ProcoreRecord> _byOrigin = [];
    private readonly Dictionary<long, List<ProcoreRecord>> _byParent = [];
    private readonly Dictionary<long, SortedDictionary<long, ProcoreRecord>> _byProject = [];
    private long _lastId = firstId;

    public IEnumerable<ProcoreRecord> All => _records.Values;

    public int Count => _records.Count;

    /// <summary>Lines of a commitment, items of an invoice, in id order.</summary>
    public IReadOnlyList<ProcoreRecord> Under(long? parentId) =>
        parentId is { } parent && _byParent.TryGetValue(parent, out var children) ? children : [];

    /// <summary>The records of one project, in id order.</summary>
    public IEnumerable<ProcoreRecord> OfProject(long? projectId) =>
        projectId is { } project && _byProject.TryGetValue(project, out var records) ? records.Values : [];

    public ProcoreRecord? Find(long? id) => id is { } known && _records.TryGetValue(known, out var record) ? record : null;

    public ProcoreRecord? FindByOrigin(long companyId, string? originId) =>
        originId is not null && _byOrigin.TryGetValue((companyId, originId), out var record) ? record : null;

    public ProcoreRecord Add(long companyId, long? projectId, long? parentId, JsonObject data, long? id = null)
    {
        var record = new ProcoreRecord(kind, id ?? ++_lastId, companyId, projectId, parentId, data);
        _records.Add(record.Id, record);
        if (parentId is { } parent)
        {
            var children = _byParent.TryGetValue(parent, out var known) ? known : _byParent[parent] = [];
            children.Add(record);
        }

        if (projectId is { } project)
        {
            var records = _byProject.TryGetValue(project, out var known) ? known : _byProject[project] = [];
            records.Add(record.Id, record);
        }

        Index(record);

        return record;
    }

    public void Remove(ProcoreRecord record)
    {
        Unindex(record);
        _records.Remove(record.Id);
        if (record.ProjectId is { } project)
        {
            _byProject[project].Remove(record.Id);
        }

        if (record.ParentId is { } parent)
        {
            _byParent[parent].Remove(record);
        }
    }

    public void SetOrigin(ProcoreRecord record, string? originId)
    {
        Unindex(record);
        record.Data["origin_id"] = originId;
        Index(record);
    }

    private void Index(ProcoreRecord record)
    {
        if (record.OriginId is { } origin)
        {
            _byOrigin[(record.CompanyId, origin)] = record;
        }
    }

    private void Unindex(ProcoreRecord record)
    {
        if (record.OriginId is { } origin)
        {
            _byOrigin.Remove((record.CompanyId, origin));
        }
    }
}
