using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <content>Webhooks (procore-api.md 6.3) and the whole list of request details.</content>
public sealed partial class ProcoreClient
{
    /// <summary>The largest of the second version (4.1).</summary>
    private const int DeliveryPageSize = 100;

    /// <summary>The first version is deprecated, and refused to new apps (corrections).</summary>
    private string Hooks => $"/rest/v2.0/companies/{settings.CompanyId}/webhooks/hooks";

    /// <inheritdoc/>
    public async Task<string?> FindOwnCompanyAsync(CancellationToken cancellationToken)
    {
        var call = new ProcoreCall(HttpMethod.Get, "/rest/v1.0/companies", "reading the companies where the app is installed");
        var companies = await Paging.ReadAllAsync<InstalledCompany>(caller, call, company => company.Id, cancellationToken);

        return companies.FirstOrDefault(company => company.Id == settings.CompanyId) is { } own ? own.Name ?? $"{own.Id}" : null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RegisteredHook>> ListHooksAsync(CancellationToken cancellationToken) => Paging.ReadAllAsync<RegisteredHook>(
        caller,
        new ProcoreCall(HttpMethod.Get, $"{Hooks}?namespace=%2A", "reading the webhooks") { IsInData = true },
        hook => hook.Id,
        cancellationToken,
        mayBeMissing: false);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HookTrigger>> ListHookTriggersAsync(long hookId, CancellationToken cancellationToken) => Paging.ReadAllAsync<HookTrigger>(
        caller,
        new ProcoreCall(HttpMethod.Get, $"{Hooks}/{hookId}/triggers", $"reading the triggers of webhook {hookId}") { IsInData = true },
        trigger => trigger.Id,
        cancellationToken);

    /// <inheritdoc/>
    public async Task<ListPage<HookDelivery>> ListHookDeliveriesAsync(long hookId, DateOnly from, int page, CancellationToken cancellationToken)
    {
        var doing = $"reading the deliveries of webhook {hookId}";
        var answer = await FindAsync(
            $"{Hooks}/{hookId}/deliveries?filter%5Bstart%5D={from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}&page={page}&per_page={DeliveryPageSize}", doing, null, cancellationToken);
        if (answer is null)
        {
            return new([], 0, HasNext: false);
        }

        var rows = ReadRows<DeliveryRow>(ProcoreJson.Read<Data<List<JsonElement>>>(answer, doing).Rows ?? [], answer, doing);

        return new([.. rows.Rows.Select(Read)], rows.Unreadable, Paging.HasNext(answer, rows.Rows.Count + rows.Unreadable >= DeliveryPageSize));
    }

    private static HookDelivery Read(DeliveryRow row)
    {
        var tried = row.DeliveryAttempts.Where(attempt => attempt.StartedAt is not null).Select(attempt => attempt.StartedAt).ToList();

        return new(row.Id, row.Status, TimeOf(row.Payload) ?? tried.Min(), tried.Max(), EventOf(row.Payload));
    }

    private static DateTimeOffset? TimeOf(JsonElement payload) =>
        payload.ValueKind is JsonValueKind.Object && payload.TryGetProperty("timestamp", out var text) && text.ValueKind is JsonValueKind.String
        && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Row by row, so that one that can't be read doesn't take the others with it.</summary>
    private static ListPage<T> ReadRows<T>(List<JsonElement> elements, HttpAnswer answer, string doing)
    {
        var rows = new List<T>();
        var unreadable = 0;
        foreach (var element in elements)
        {
            try
            {
                rows.Add(ProcoreJson.Read<T>(element, answer, doing));
            }
            catch (RejectedException)
            {
                unreadable++;
            }
        }

        return new(rows, unreadable, HasNext: false);
    }

    private static ProcoreHook? EventOf(JsonElement sent)
    {
        try
        {
            return sent.ValueKind is JsonValueKind.Undefined ? null : ProcoreHook.Read(Encoding.UTF8.GetBytes(sent.GetRawText()));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record InstalledCompany(long Id, string? Name = null);

    /// <summary>Its id may be any text (6.3).</summary>
    private sealed record DeliveryRow([property: JsonRequired] string Id, string? Status = null, JsonElement Payload = default)
    {
        public IReadOnlyList<DeliveryAttempt> DeliveryAttempts { get; init; } = [];
    }

    private sealed record DeliveryAttempt(DateTimeOffset? StartedAt = null);
}
