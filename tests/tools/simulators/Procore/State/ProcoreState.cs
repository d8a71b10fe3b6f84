using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Everything the simulated Procore holds (spec 13.1). Every access stands under <see cref="Gate"/>.</summary>
internal sealed class ProcoreState(TimeProvider time, Func<ProcoreSettings> settings)
{
    /// <summary>Above 2³¹, so that a client that reads ids into an int shows (spec 13.1).</summary>
    public const long FirstId = 598_134_325_841_000;

    private readonly Dictionary<string, RecordTable> _tables = [];
    private long _serial;

    public Lock Gate { get; } = new();

    public TimeProvider Time => time;

    public DateTimeOffset Now => time.GetUtcNow();

    public ProcoreSettings Settings => settings();

    public Dictionary<long, ProcoreCompany> Companies { get; } = [];

    public List<ProcoreApp> Apps { get; } = [];

    public Dictionary<long, ProcorePerson> People { get; } = [];

    public Dictionary<string, AccessToken> Tokens { get; } = [];

    /// <summary>Tools that are switched off in a project (spec 2.1).</summary>
    public HashSet<(long ProjectId, string Tool)> ToolsOff { get; } = [];

    /// <summary>Set by the webhook side: resource name, event, company, project, record, acting user.</summary>
    public Action<ProcoreEvent> Raise { get; set; } = _ => { };

    public RecordTable Table(string kind)
    {
        if (!_tables.TryGetValue(kind, out var table))
        {
            // Item ids are unique only within their type (spec 8.10): the three item kinds count from the same number.
            var shared = kind is Kinds.ContractItem or Kinds.ContractDetailItem or Kinds.ChangeOrderItem;
            table = new RecordTable(kind, FirstId + (shared ? 0 : (_tables.Count + 1) * 1_000_000L));
            _tables.Add(kind, table);
        }

        return table;
    }

    public long NextSerial() => FirstId + 500_000_000 + ++_serial;

    /// <summary>Adds a record with both time stamps.</summary>
    public ProcoreRecord Add(string kind, long companyId, long? projectId, long? parentId, JsonObject data, long? id = null)
    {
        data["created_at"] ??= Values.Moment(Now);
        data["updated_at"] ??= Values.Moment(Now);

        return Table(kind).Add(companyId, projectId, parentId, data, id);
    }

    public void Touch(ProcoreRecord record) => record.Data["updated_at"] = Values.Moment(Now);

    public void SetOrigin(ProcoreRecord record, string? originId) => Table(record.Kind).SetOrigin(record, originId);

    /// <summary>Takes a project away with everything in it.</summary>
    /// <returns>All that is gone.</returns>
    public IReadOnlyList<ProcoreRecord> RemoveProject(ProcoreRecord project)
    {
        List<ProcoreRecord> gone = [.. _tables.Values.SelectMany(table => table.OfProject(project.Id)), project];
        gone.ForEach(record => Table(record.Kind).Remove(record));
        Apps.ForEach(app => app.PermittedProjects.Remove(project.Id));
        foreach (var ids in Table(Kinds.Vendor).All.Select(vendor => vendor.Data["project_ids"]!.AsArray()))
        {
            ids.RemoveAll(id => id.Id() == project.Id);
        }

        return gone;
    }

    public void Clear()
    {
        _tables.Clear();
        Companies.Clear();
        Apps.Clear();
        People.Clear();
        Tokens.Clear();
        ToolsOff.Clear();
        _serial = 0;
    }
}

/// <summary>A token given out to an app.</summary>
internal sealed record AccessToken(string Value, ProcoreApp App, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>Something a webhook may tell about (spec 6.4).</summary>
internal sealed record ProcoreEvent(string Resource, string Type, long CompanyId, long? ProjectId, long ResourceId, long? UserId);
