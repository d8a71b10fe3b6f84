using System.Globalization;
using System.Text.Json;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>One sync endpoint (procore-api.md 5.1) and how its entries are recognised again in the answer.</summary>
/// <param name="KeyFields">Fields that together name an entry, both in what is sent and in what comes back.</param>
/// <param name="MayOmitKeys">True where the fields of the answer's entities are not published: then their number has to do.</param>
/// <param name="CompanyId">Where the body names the company.</param>
internal sealed record SyncEndpoint(
    string Path, string Doing, IReadOnlyList<string> KeyFields, long? ProjectId = null, bool MayOmitKeys = false, long? CompanyId = null)
{
    /// <summary>Another request may be changing the same records (direct costs, 8.12).</summary>
    public bool MayBeBusy { get; init; }
}

/// <summary>Sends sync calls and accounts for every entry: it took effect, was refused with reasons, or Procore said nothing about it.</summary>
internal sealed class SyncCall(ProcoreCaller caller)
{
    private const int MostEntries = 1000;

    /// <summary>
    /// Sends the entries in calls of at most 1,000, smaller ones if Procore finds that too large. Entries with the same key count once, the last one.
    /// Entities and errors of the answer together are as many as the entries.
    /// </summary>
    public async Task<SyncAnswer> SendAsync(
        SyncEndpoint endpoint, IEnumerable<IReadOnlyDictionary<string, object?>> entries, CancellationToken cancellationToken)
    {
        var distinct = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in entries.Select(entry => JsonSerializer.SerializeToElement(entry)))
        {
            distinct[KeyOf(element, endpoint)!] = element;
        }

        var waiting = new Stack<JsonElement[]>(distinct.Values.Chunk(MostEntries).Reverse());
        var entities = new List<SyncEntity>();
        var errors = new List<SyncError>();
        while (waiting.TryPop(out var batch))
        {
            var answer = await caller.SendAsync(
                new ProcoreCall(HttpMethod.Patch, endpoint.Path, endpoint.Doing, BodyOf(endpoint, batch), endpoint.ProjectId) { Handled = [413], MayBeBusy = endpoint.MayBeBusy },
                cancellationToken);
            if (answer.Status != 413)
            {
                var part = Account(endpoint, batch, answer);
                entities.AddRange(part.Entities);
                errors.AddRange(part.Errors);
            }
            else if (batch.Length == 1)
            {
                errors.Add(ErrorFor(batch[0], "Procore finds this entry too large."));
            }
            else
            {
                waiting.Push(batch[(batch.Length / 2)..]);
                waiting.Push(batch[..(batch.Length / 2)]);
            }
        }

        return new SyncAnswer(entities, errors);
    }

    private static byte[] BodyOf(SyncEndpoint endpoint, JsonElement[] batch)
    {
        var body = new Dictionary<string, object> { [ErpPaths.Updates] = batch };
        if (endpoint.CompanyId is { } company)
        {
            body["company_id"] = company;
        }

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private static SyncAnswer Account(SyncEndpoint endpoint, JsonElement[] batch, HttpAnswer answer)
    {
        var body = ProcoreJson.Read<SyncBody>(answer, endpoint.Doing);
        var done = new Dictionary<string, SyncEntity>(StringComparer.OrdinalIgnoreCase);
        var refused = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var nameless = new List<SyncEntity>();
        var stray = new List<string>();

        foreach (var entity in body.Entities)
        {
            if (KeyOf(entity, endpoint) is { } key)
            {
                done[key] = EntityOf(entity);
            }
            else if (endpoint.MayOmitKeys && entity.ValueKind == JsonValueKind.Object)
            {
                nameless.Add(EntityOf(entity));
            }
        }

        foreach (var error in body.Errors)
        {
            if (KeyOf(error, endpoint) is { } key)
            {
                refused[key] = TextOf(error);
            }
            else
            {
                stray.Add(TextOf(error));
            }
        }

        var keys = batch.ToDictionary(entry => KeyOf(entry, endpoint)!, StringComparer.OrdinalIgnoreCase);
        stray.AddRange(refused.Where(error => !keys.ContainsKey(error.Key)).Select(error => error.Value));
        var unmentioned = keys.Where(entry => !done.ContainsKey(entry.Key) && !refused.ContainsKey(entry.Key)).Select(entry => entry.Value).ToList();
        var entities = keys.Keys.Where(key => !refused.ContainsKey(key) && done.ContainsKey(key)).Select(key => done[key]).ToList();
        var errors = keys.Where(entry => refused.ContainsKey(entry.Key)).Select(entry => ErrorFor(entry.Value, refused[entry.Key])).ToList();

        // Without any stray error, as many nameless entities as are missing are those.
        if (stray.Count == 0 && nameless.Count == unmentioned.Count)
        {
            entities.AddRange(nameless);
        }
        else
        {
            var others = stray.Count == 0 ? "" : $" The same answer says, without naming the entry: {string.Join(" | ", stray.Take(3))}";
            errors.AddRange(unmentioned.Select(entry => ErrorFor(entry, $"Procore said nothing about it.{others}")));
        }

        return new SyncAnswer(entities, errors);
    }

    /// <summary>Numbers and texts are the same here: an id may come as either. Null if a part is missing.</summary>
    private static string? KeyOf(JsonElement element, SyncEndpoint endpoint)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var parts = endpoint.KeyFields.Select(field => TextOf(element, field)).ToList();
        return parts.Contains(null) ? null : string.Join('|', parts);
    }

    private static SyncEntity EntityOf(JsonElement entity) => new(
        long.TryParse(TextOf(entity, "id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null, TextOf(entity, "origin_id"));

    private static SyncError ErrorFor(JsonElement entry, string text) => new(
        NumberOf(entry, "id"), TextOf(entry, "origin_id"), TextOf(entry, "item_type"), NumberOf(entry, "item_id"), text);

    private static string? TextOf(JsonElement element, string field) => !element.TryGetProperty(field, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static long? NumberOf(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string TextOf(JsonElement error)
    {
        var reasons = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("errors", out var errors) ? errors : error;
        var text = ProcoreWords.Plain(ProcoreWords.Flatten(reasons), 500);
        return text.Length == 0 ? "Procore refused it without a reason." : text;
    }

    private sealed record SyncBody
    {
        public IReadOnlyList<JsonElement> Entities { get; init; } = [];

        public IReadOnlyList<JsonElement> Errors { get; init; } = [];
    }
}
