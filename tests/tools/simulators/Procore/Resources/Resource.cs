using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Which records a request speaks of.</summary>
internal readonly record struct Scope(long CompanyId, long? ProjectId = null, long? ParentId = null);

/// <summary>What all writable resources share: checks, origin rules, locks, sync semantics (spec 5).</summary>
internal abstract class Resource(ProcoreState state)
{
    protected ProcoreState State { get; } = state;

    protected RecordTable Table => State.Table(Kind);

    public abstract string Kind { get; }

    /// <summary>Attributes of create and update.</summary>
    protected abstract IReadOnlySet<string> Fields { get; }

    protected virtual IReadOnlySet<string> SyncFields => Fields;

    /// <summary>Resource name in webhooks; null when the list has none for it (spec 6.6).</summary>
    protected virtual string? EventName => null;

    /// <summary>Whether an <c>origin_id</c> makes the record immutable for ordinary writes (spec 5.4).</summary>
    protected virtual bool LockedByOrigin => false;

    protected virtual bool InScope(ProcoreRecord record, Scope scope) =>
        record.CompanyId == scope.CompanyId
        && (scope.ProjectId is null || record.ProjectId == scope.ProjectId)
        && (scope.ParentId is null || record.ParentId == scope.ParentId);

    /// <summary>Where a new record of a sync call goes.</summary>
    protected virtual Scope ScopeOf(Scope scope, JsonObject attributes) => scope;

    /// <summary>A new record before its attributes are written.</summary>
    protected abstract JsonObject Blank(Scope scope);

    protected virtual void Check(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
    }

    /// <summary>Turns what was written into what is stored, such as <c>parent_id</c> into <c>parent</c>.</summary>
    protected virtual void Store(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        foreach (var (name, value) in attributes)
        {
            if (name.StartsWith("custom_field_", StringComparison.Ordinal) && record.Data["custom_fields"] is JsonObject fields)
            {
                fields[name] = new JsonObject { ["data_type"] = TypeOf(value), ["value"] = value?.DeepClone() };
                continue;
            }

            // A number of an invoice is text, however it was written (corrections).
            record.Data[name] = IsDate(name) ? Values.Date(value) : name == "invoice_number" ? value.Text() : value?.DeepClone();
        }
    }

    /// <summary>What spec 9.3 calls the kind of a custom field's value.</summary>
    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => "decimal",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ when Values.Date(value) is not null => "datetime",
        _ => "string",
    };

    public abstract JsonNode Render(ProcoreRecord record, string? view = null);

    public Answer Create(Call call, Scope scope, JsonObject attributes, string? view = null)
    {
        var problems = new Problems();
        RefuseUnknown(State, attributes, name => Known(name, Fields));
        CheckAll(null, attributes, scope, false, problems);
        if (problems.Any)
        {
            throw Refusal.Invalid(422, problems);
        }

        return Answer.Created(Render(Insert(scope, attributes, false, call.App.ServiceAccountId), view));
    }

    public Answer Update(Call call, ProcoreRecord record, JsonObject attributes, string? view = null)
    {
        RefuseUnknown(State, attributes, name => Known(name, Fields));
        if (LockedByOrigin && record.OriginId is not null && attributes.Any(attribute => !StaysOpen(attribute.Key)))
        {
            throw Refusal.Locked();
        }

        var problems = new Problems();
        CheckAll(record, attributes, new(record.CompanyId, record.ProjectId, record.ParentId), false, problems);
        if (problems.Any)
        {
            throw Refusal.Invalid(422, problems);
        }

        Write(record, attributes, false, call.App.ServiceAccountId);

        return Answer.Ok(Render(record, view));
    }

    /// <summary>Bulk upsert (spec 5.1).</summary>
    public Answer Sync(Call call, Scope scope) => SyncAnswer.Each(
        State.Settings, (call.Body as JsonObject)?["updates"] as JsonArray,
        (update, problems) => SyncOne(scope, update, problems, call.App.ServiceAccountId) is { } record ? Render(record) : null);

    /// <summary>Stores a record that is known to be right; used by the pages and by seeds as well.</summary>
    public ProcoreRecord Insert(Scope scope, JsonObject attributes, bool sync, long? userId, long? id = null)
    {
        var record = State.Add(Kind, scope.CompanyId, scope.ProjectId, scope.ParentId, Blank(scope), id);
        Set(record, attributes, sync);
        Tell(record, "create", userId);

        return record;
    }

    public void Write(ProcoreRecord record, JsonObject attributes, bool sync, long? userId)
    {
        Set(record, attributes, sync);
        State.Touch(record);
        Tell(record, "update", userId);
    }

    public void Tell(ProcoreRecord record, string type, long? userId)
    {
        if (EventName is { } name)
        {
            State.Raise(new(name, type, record.CompanyId, record.ProjectId, record.Id, userId));
        }
    }

    protected static bool IsDate(string name) =>
        name.EndsWith("_date", StringComparison.Ordinal) || name.EndsWith("_at", StringComparison.Ordinal)
        || name is "requisition_start" or "requisition_end";

    protected static void NeedName(ProcoreRecord? existing, JsonObject attributes, string field, Problems problems)
    {
        if ((existing is null || attributes.ContainsKey(field)) && string.IsNullOrWhiteSpace(attributes[field].Text()))
        {
            problems.Add(field, "can't be blank");
        }
    }

    protected virtual bool StaysOpen(string attribute) => attribute is "origin_id" or "origin_data" or "upload_ids";

    protected ProcoreRecord? SyncOne(Scope scope, JsonObject attributes, Problems problems, long userId)
    {
        var id = attributes["id"].Id();
        var existing = attributes["id"] is not null
            ? Table.Find(id)
            : Table.FindByOrigin(scope.CompanyId, attributes["origin_id"].Text());
        if (existing is not null && !InScope(existing, scope))
        {
            existing = null;
            if (attributes["id"] is null)
            {
                problems.Add("origin_id", "has already been taken");
                return null;
            }
        }

        if (attributes["id"] is not null && existing is null)
        {
            problems.Add("id", "Entity with this ID not found");
            return null;
        }

        var written = attributes.Without("id");
        foreach (var (name, _) in written.Where(pair => State.Settings.UnknownFieldStatus > 0 && !Known(pair.Key, SyncFields)))
        {
            problems.Add(name, "is not a known attribute");
        }

        CheckAll(existing, written, scope, true, problems);
        if (problems.Any)
        {
            return null;
        }

        if (existing is null)
        {
            return Insert(ScopeOf(scope, written), written, true, userId);
        }

        Write(existing, written, true, userId);

        return existing;
    }

    private void Set(ProcoreRecord record, JsonObject attributes, bool sync)
    {
        if (attributes.ContainsKey("origin_id"))
        {
            State.SetOrigin(record, attributes["origin_id"].Text());
        }

        Store(record, attributes.Without("origin_id"), sync);
    }

    private void CheckAll(ProcoreRecord? existing, JsonObject attributes, Scope scope, bool sync, Problems problems)
    {
        if (attributes["origin_id"].Text() is { } origin
            && Table.FindByOrigin(scope.CompanyId, origin) is { } owner && owner != existing)
        {
            problems.Add("origin_id", "has already been taken");
        }

        CheckOriginData(attributes, State.Settings, problems);
        Check(existing, attributes, scope, sync, problems);
    }

    public static void CheckOriginData(JsonObject attributes, ProcoreSettings settings, Problems problems)
    {
        if (attributes["origin_data"] is { } data)
        {
            if (data is not JsonValue value || !value.TryGetValue<string>(out var text))
            {
                problems.Add("origin_data", "is not a string");
            }
            else if (text.Length > settings.OriginDataLength)
            {
                problems.Add("origin_data", $"is too long (maximum is {settings.OriginDataLength} characters)");
            }
        }
    }

    /// <summary>Refuses attributes that the resource does not have, or drops them, as the settings say.</summary>
    public static void RefuseUnknown(ProcoreState state, JsonObject attributes, Func<string, bool> isKnown)
    {
        var status = state.Settings.UnknownFieldStatus;
        var unknown = attributes.Select(pair => pair.Key).Where(name => !isKnown(name)).ToList();
        if (unknown.Count > 0 && status > 0)
        {
            var problems = new Problems();
            unknown.ForEach(name => problems.Add(name, "is not a known attribute"));
            throw Refusal.Invalid(status, problems);
        }

        unknown.ForEach(name => attributes.Remove(name));
    }

    private static bool Known(string name, IReadOnlySet<string> fields) =>
        fields.Contains(name) || name.StartsWith("custom_field_", StringComparison.Ordinal);
}
