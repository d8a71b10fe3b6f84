using System.Globalization;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Hooks, triggers and deliveries of v2.0 (spec 6.3). New apps are refused those of v1.0, which are deprecated (spec, corrections): here they are not there.</summary>
internal sealed class HookEndpoints(ProcoreState state, WebhookOutbox outbox)
{
    private const string DefaultNamespace = "procore";

    public void Map(RouteTable routes)
    {
        foreach (var root in (string[])["/rest/v2.0/companies/{company_id}/webhooks/", "/rest/v2.0/companies/{company_id}/projects/{project_id}/webhooks/"])
        {
            routes.Get(root + "hooks", call => Paging.Page2(call, Visible(call, null).ToList(), Row));
            routes.Post(root + "hooks", call => Answer.Created(Data(Row(Add(call, call.Object)))));
            routes.Get(root + "hooks/{id}", call => Answer.Ok(Data(Row(Find(call)))));
            routes.Patch(root + "hooks/{id}", call => Answer.Ok(Data(Row(Change(call, call.Object)))));
            routes.Delete(root + "hooks/{id}", Remove);
            routes.Get(root + "hooks/{id}/triggers", call => Paging.Page2(call, Find(call).Triggers, Row));
            routes.Post(root + "hooks/{id}/triggers", call => Answer.Created(Data(Row(AddTrigger(Find(call), call.Object)))));
            routes.Delete(root + "hooks/{id}/triggers/{trigger_id}", RemoveTrigger);
            routes.Post(root + "hooks/{id}/triggers/bulk", call => AddTriggers(call, call.Body as JsonArray));
            routes.Delete(root + "hooks/{id}/triggers/bulk", call => RemoveTriggers(call, call.Body as JsonArray));
            routes.Get(root + "hooks/{id}/deliveries", Deliveries);
            routes.Get(root + "resources", Resources);
        }
    }

    private static JsonObject Data(JsonNode row) => new() { ["data"] = row };

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);

    private static long? ProjectOf(Call call) => call.FindId("project_id") is null ? null : call.NeedProject().Id;

    /// <summary>Hooks of this app in the scope of the call; those of other apps do not exist for it.</summary>
    private IEnumerable<Hook> Visible(Call call, string? everyNamespace)
    {
        var project = ProjectOf(call);
        if (project is null)
        {
            call.NeedCompany();
        }

        // Other namespaces are invisible unless asked for (spec 6.1).
        var wanted = everyNamespace ?? call.Find("namespace") ?? DefaultNamespace;

        return outbox.Hooks.Where(hook => hook.ClientId == call.App.ClientId && hook.CompanyId == call.CompanyId && hook.ProjectId == project
            && (wanted == "*" || hook.Namespace == wanted));
    }

    private Hook Find(Call call) => Visible(call, "*").FirstOrDefault(hook => hook.Id == call.PathId()) ?? throw Refusal.NotFound();

    private Hook Add(Call call, JsonObject body)
    {
        var project = ProjectOf(call);
        if (project is null)
        {
            call.NeedCompany();
        }

        var hook = new Hook
        {
            Id = state.NextSerial(),
            ClientId = call.App.ClientId,
            CompanyId = call.CompanyId,
            ProjectId = project,
            UserId = call.App.ServiceAccountId,
            CreatedAt = state.Now,
            Destination = "",
        };
        Fill(hook, body, true);
        outbox.Hooks.Add(hook);

        return hook;
    }

    private Hook Change(Call call, JsonObject body)
    {
        var hook = Find(call);
        Fill(hook, body, false);
        if (body["status"].Text() is { } status)
        {
            hook.Disabled = status is "active" or "disabled" ? status == "disabled" : throw Refusal.Unprocessable("status", "is not included in the list");
        }

        return hook;
    }

    private void Fill(Hook hook, JsonObject body, bool create)
    {
        var problems = new Problems();
        var destination = body["destination_url"].Text();
        if (create || destination is not null)
        {
            CheckDestination(destination, problems);
        }

        var version = body["payload_version"].Text()?.TrimStart('v').Split('.')[0];
        if (version is not (null or "2" or "3" or "4") || (create && version is null))
        {
            problems.Add("payload_version", "is not included in the list");
        }

        var name = body["namespace"].Text();
        if (create && name is null)
        {
            problems.Add("namespace", "can't be blank");
        }

        if (name?.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') == false)
        {
            problems.Add("namespace", "is invalid");
        }

        if (problems.Any)
        {
            throw Refusal.Invalid(422, problems);
        }

        hook.Destination = destination ?? hook.Destination;
        hook.Version = version is null ? hook.Version : version[0] - '0';
        hook.Namespace = name ?? hook.Namespace;
        hook.Authorization = body["destination_headers"]?["Authorization"].Text() ?? hook.Authorization;
        hook.UpdatedAt = state.Now;
    }

    private void CheckDestination(string? destination, Problems problems)
    {
        if (!Uri.TryCreate(destination, UriKind.Absolute, out var uri)
            || (uri.Scheme != "https" && !(uri.Scheme == "http" && uri.IsLoopback && state.Settings.AllowHttpOnLoopback)))
        {
            problems.Add("destination_url", "must be an https address");
        }
    }

    /// <summary>Answered with the hook that was: never empty (spec, corrections).</summary>
    private Answer Remove(Call call)
    {
        var hook = Find(call);
        outbox.Hooks.Remove(hook);

        return Answer.Ok(Data(Row(hook)));
    }

    private Trigger AddTrigger(Hook hook, JsonObject body)
    {
        var (resource, type) = (body["resource_name"].Text() ?? "", body["event_type"].Text()?.ToLowerInvariant() ?? "");
        var known = WebhookResources.Of(hook.ProjectId is not null);
        if (!known.TryGetValue(resource, out var events))
        {
            throw Refusal.Unprocessable("resource_name", "is not included in the list");
        }

        if (!events.Contains(type))
        {
            throw Refusal.Unprocessable("event_type", "is not included in the list");
        }

        if (hook.Triggers.Exists(one => one.Resource == resource && one.EventType == type))
        {
            throw Refusal.Unprocessable("resource_name", "has already been taken");
        }

        var trigger = new Trigger(state.NextSerial(), resource, type);
        hook.Triggers.Add(trigger);

        return trigger;
    }

    private Answer RemoveTrigger(Call call) =>
        Find(call).Triggers.RemoveAll(one => one.Id == call.PathId("trigger_id")) > 0 ? Answer.NoContent : throw Refusal.NotFound();

    private Answer AddTriggers(Call call, JsonArray? bodies)
    {
        var hook = Find(call);

        return Many(bodies, "triggers", 201, body => Row(AddTrigger(hook, body as JsonObject ?? [])));
    }

    private Answer RemoveTriggers(Call call, JsonArray? ids)
    {
        var hook = Find(call);

        return Many(ids, "ids", 200, id => hook.Triggers.RemoveAll(one => one.Id == id.Id()) > 0 ? new JsonObject { ["id"] = id.Id() } : throw Refusal.NotFound());
    }

    private static Answer Many(JsonArray? bodies, string name, int status, Func<JsonNode?, JsonObject> work)
    {
        if (bodies is null)
        {
            throw Refusal.Missing(name);
        }

        if (bodies.Count > 500)
        {
            throw Refusal.TooMany(500);
        }

        var (success, errors) = (new JsonArray(), new JsonArray());
        foreach (var body in bodies)
        {
            try
            {
                success.Add(work(body));
            }
            catch (Refusal refusal)
            {
                errors.Add(refusal.Body?.DeepClone());
            }
        }

        return errors.Count == 0
            ? new(status, new JsonObject { ["success"] = success })
            : new(207, new JsonObject { ["success"] = success, ["errors"] = errors });
    }

    private Answer Deliveries(Call call)
    {
        var hook = Find(call);
        var rows = outbox.Deliveries.Where(delivery => delivery.Hook == hook);
        if (call.Find("filter[status]") is { } wanted)
        {
            rows = rows.Where(delivery => delivery.Status == (wanted == "succeeded" ? "delivered" : wanted));
        }

        if (call.Find("filter[resource_name]") is { } resource)
        {
            rows = rows.Where(delivery => delivery.Source.Resource == resource);
        }

        if (call.Find("filter[event_type]") is { } type)
        {
            rows = rows.Where(delivery => string.Equals(delivery.Source.Type, type, StringComparison.OrdinalIgnoreCase));
        }

        if (call.Find("filter[start]") is { } start)
        {
            rows = rows.Where(delivery => delivery.RaisedAt >= Day(start));
        }

        if (call.Find("filter[end]") is { } end)
        {
            rows = rows.Where(delivery => delivery.RaisedAt < Day(end).AddDays(1));
        }

        return Paging.Page2(call, rows.ToList(), delivery => new JsonObject
        {
            ["id"] = Text(delivery.Id),
            ["status"] = delivery.Status,
            ["payload"] = delivery.Payload.DeepClone(),
            ["delivery_attempts"] = delivery.Attempts.Select(attempt => (JsonNode)new JsonObject
            {
                ["started_at"] = Values.Moment(attempt.StartedAt),
                ["completed_at"] = Values.Moment(attempt.CompletedAt),
                ["response_status"] = attempt.Status,
                ["response_error"] = attempt.Error,
            }).ToJsonArray(),
        });
    }

    private static DateTimeOffset Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : throw Refusal.Invalid(400, "filter", "is not a day in the form yyyy-mm-dd");

    private static Answer Resources(Call call)
    {
        var version = call.Find("payload_version") ?? throw Refusal.Missing("payload_version");

        return Paging.Page2(call, WebhookResources.Of(ProjectOf(call) is not null).ToList(), pair => new JsonObject
        {
            ["category"] = "Financial Management",
            ["tool"] = pair.Key,
            ["name"] = pair.Key,
            ["payload_version"] = version,
            ["actions"] = pair.Value.Select(name => (JsonNode?)name).ToJsonArray(),
        });
    }

    /// <summary>The Authorization value is masked except its last five characters.</summary>
    private static JsonObject Headers(Hook hook) => hook.Authorization is null
        ? []
        : new() { ["Authorization"] = "****" + hook.Authorization[Math.Max(0, hook.Authorization.Length - 5)..] };

    private static JsonObject Row(Hook hook) => new()
    {
        ["id"] = Text(hook.Id),
        ["status"] = hook.Disabled ? "disabled" : "active",
        ["payload_version"] = $"v{hook.Version}.0",
        ["namespace"] = hook.Namespace,
        ["destination_headers"] = Headers(hook),
        ["destination_url"] = hook.Destination,
        ["trigger_count"] = hook.Triggers.Count,
        ["company_id"] = Text(hook.CompanyId),
        ["project_id"] = Text(hook.ProjectId),
        ["created_at"] = Values.Moment(hook.CreatedAt),
        ["updated_at"] = Values.Moment(hook.UpdatedAt),
    };

    private static JsonObject Row(Trigger trigger) =>
        new() { ["id"] = Text(trigger.Id), ["resource_name"] = trigger.Resource, ["event_type"] = trigger.EventType };
}
