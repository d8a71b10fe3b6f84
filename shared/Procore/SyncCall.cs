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
        var distinct = new Dictionary<string, Entry>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            var key = KeyOf(endpoint, field => TextOf(entry, field)) ?? throw new ArgumentException($"An entry for {endpoint.Doing} has no {string.Join(" or no ", endpoint.KeyFields)}.", nameof(entries));
            distinct[key] = new Entry(key, entry);
        }

        var waiting = new Stack<Entry[]>(distinct.Values.Chunk(MostEntries).Reverse());
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

    private static byte[] BodyOf(SyncEndpoint endpoint, Entry[] batch)
    {
        var body = new Dictionary<string, object> { [ErpPaths.Updates] = batch.Select(entry => entry.Fields) };
        if (endpoint.CompanyId is { } company)
        {
            body["company_id"] = company;
        }

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private static SyncAnswer Account(SyncEndpoint endpoint, Entry[] batch, HttpAnswer answer)
    {
        var body = ProcoreJson.Read<SyncBody>(answer, endpoint.Doing);
        var done = new Dictionary<string, SyncEntity>(StringComparer.OrdinalIgnoreCase);
        var refused = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var nameless = new List<SyncEntity>();
        var stray = new List<string>();

        foreach (var entity in RowsOf(body.Entities, endpoint, answer))
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

        foreach (var error in RowsOf(body.Errors, endpoint, answer))
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

        var keys = batch.ToDictionary(entry => entry.Key, StringComparer.OrdinalIgnoreCase);
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

    /// <summary>None where Procore leaves the list out.</summary>
    private static JsonElement.ArrayEnumerator RowsOf(JsonElement list, SyncEndpoint endpoint, HttpAnswer answer) => list.ValueKind switch
    {
        JsonValueKind.Array => list.EnumerateArray(),
        JsonValueKind.Undefined or JsonValueKind.Null => default,
        _ => throw ProcoreJson.Unreadable(answer, endpoint.Doing, "its entities and errors are no lists"),
    };

    private static string? KeyOf(JsonElement row, SyncEndpoint endpoint) =>
        row.ValueKind == JsonValueKind.Object ? KeyOf(endpoint, field => TextOf(row, field)) : null;

    /// <summary>Numbers and texts are the same here: an id may come as either. Null if a part is missing.</summary>
    private static string? KeyOf(SyncEndpoint endpoint, Func<string, string?> textOf)
    {
        var parts = endpoint.KeyFields.Select(textOf).ToList();

        return parts.Contains(null) ? null : string.Join('|', parts);
    }

    private static SyncEntity EntityOf(JsonElement entity) => new(
        Digits.Read(TextOf(entity, "id")), TextOf(entity, "origin_id"));

    private static SyncError ErrorFor(Entry entry, string text) => new(
        NumberOf(entry.Fields, "id"), TextOf(entry.Fields, "origin_id"), TextOf(entry.Fields, "item_type"), NumberOf(entry.Fields, "item_id"), text);

    private static string? TextOf(IReadOnlyDictionary<string, object?> fields, string field) =>
        fields.GetValueOrDefault(field) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    private static long? NumberOf(IReadOnlyDictionary<string, object?> fields, string field) => fields.GetValueOrDefault(field) as long?;

    private static string? TextOf(JsonElement element, string field) => !element.TryGetProperty(field, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string TextOf(JsonElement error)
    {
        var reasons = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("errors", out var errors) ? errors : error;
        var text = ProcoreWords.Plain(ProcoreWords.Flatten(reasons), 500);
        return text.Length == 0 ? "Procore refused it without a reason." : text;
    }

    /// <param name="Fields">As they are sent.</param>
    private sealed record Entry(string Key, IReadOnlyDictionary<string, object?> Fields);

    /// <summary>Both lists are read row by row: a thousand entities come back in one answer.</summary>
    private sealed record SyncBody
    {
        public JsonElement Entities { get; init; }

        public JsonElement Errors { get; init; }
    }
}
