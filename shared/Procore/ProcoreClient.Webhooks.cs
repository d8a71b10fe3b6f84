using System.Text;
using System.Text.Json;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <content>Webhooks (procore-api.md 6.2, 6.3) and the whole list of request details.</content>
public sealed partial class ProcoreClient
{
    /// <summary>Procore's default is 100; a page that Procore cuts shorter is not taken for the last.</summary>
    private const int DeliveryPageSize = 1000;

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
        new ProcoreCall(HttpMethod.Get, $"/rest/v1.0/webhooks/hooks?company_id={settings.CompanyId}&namespace=%2A", "reading the webhooks"),
        hook => hook.Id,
        cancellationToken,
        mayBeMissing: false);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HookTrigger>> ListHookTriggersAsync(long hookId, CancellationToken cancellationToken) => Paging.ReadAllAsync<HookTrigger>(
        caller,
        new ProcoreCall(HttpMethod.Get, $"/rest/v1.0/webhooks/hooks/{hookId}/triggers?company_id={settings.CompanyId}", $"reading the triggers of webhook {hookId}"),
        trigger => trigger.Id,
        cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> FindHookStatusAsync(long hookId, CancellationToken cancellationToken)
    {
        var doing = $"reading webhook {hookId}";
        var answer = await FindAsync($"/rest/v2.0/companies/{settings.CompanyId}/webhooks/hooks/{hookId}", doing, null, cancellationToken);

        return answer is null ? null : ProcoreJson.Read<HookEnvelope>(answer, doing).Data?.Status;
    }

    /// <inheritdoc/>
    public async Task<ListPage<HookDelivery>> ListHookDeliveriesAsync(long hookId, long after, CancellationToken cancellationToken)
    {
        var doing = $"reading the deliveries of webhook {hookId}";
        var start = after > 0 ? $"&page_start={after}" : "";

        // The reference prints both spellings of the filter.
        var answer = await FindAsync(
            $"/rest/v1.0/webhooks/hooks/{hookId}/deliveries?company_id={settings.CompanyId}&filter%5Bstatus%5D=any&filters%5Bstatus%5D=any&page_size={DeliveryPageSize}{start}",
            doing,
            null,
            cancellationToken);
        if (answer is null)
        {
            return new([], 0, HasNext: false);
        }

        var page = ReadRows<DeliveryRow>(answer, doing);
        HookDelivery[] rows = [.. page.Rows.Select(row => new HookDelivery(row.Id, row.Outcome, row.StartedAt, EventOf(row.Event)))];

        return new(rows, page.Unreadable, HasNext: rows.Length > 0);
    }

    /// <summary>Row by row, so that one that can't be read doesn't take the others with it.</summary>
    private static ListPage<T> ReadRows<T>(HttpAnswer answer, string doing)
    {
        var rows = new List<T>();
        var unreadable = 0;
        foreach (var element in ProcoreJson.Read<List<JsonElement>>(answer, doing))
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

    private sealed record DeliveryRow(long Id, string? Outcome = null, DateTimeOffset? StartedAt = null, JsonElement Event = default);

    private sealed record HookEnvelope(HookStatus? Data = null);

    private sealed record HookStatus(string? Status = null);
}
