namespace ProcoreNetSuite.Procore;

/// <content>Companies and projects that come from NetSuite (procore-api.md 5.1, 7.4.4, 8.2, 8.3).</content>
public sealed partial class ProcoreClient
{
    /// <summary>Keeps addresses under 3,000 characters.</summary>
    private const int MostOriginIds = 40;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StagedRecord>> ListStagedRecordsAsync(
        string itemType, IReadOnlyCollection<string> originIds, CancellationToken cancellationToken)
    {
        var found = new List<StagedRecord>();
        foreach (var batch in originIds.Chunk(MostOriginIds))
        {
            var filter = string.Concat(batch.Select(origin => $"&filters%5Borigin_id%5D%5B%5D={Uri.EscapeDataString(origin)}"));
            var call = new ProcoreCall(
                HttpMethod.Get, $"{ErpPaths.StagedRecords(settings.CompanyId)}?filters%5Bitem_type%5D={itemType}{filter}", $"reading {Count(batch.Length, "staged record")}");
            var rows = await Paging.ReadAllAsync<StagedRow>(caller, call, row => row.Id, cancellationToken);

            // A filter that is not understood gives everything there is.
            found.AddRange(rows.Where(row => row.ItemType == itemType && batch.Contains(row.OriginId))
                .Select(row => new StagedRecord(itemType, row.OriginId!, row.OriginCode, row.Status)));
        }

        return found;
    }

    /// <inheritdoc/>
    public Task<SyncAnswer> SyncStagedRecordsAsync(IReadOnlyList<StagedRecord> records, CancellationToken cancellationToken) =>
        new SyncCall(caller).SendAsync(
            new SyncEndpoint($"{ErpPaths.StagedRecords(settings.CompanyId)}/sync", $"staging {Count(records.Count, "record")}", ["origin_id"]),
            records.Select(record => new Dictionary<string, object?>
            {
                ["item_type"] = record.ItemType,
                ["origin_id"] = record.OriginId,
            }.With("origin_code", record.OriginCode).With("status", record.Status).With("data", record.Data)),
            cancellationToken);

    /// <inheritdoc/>
    public Task<SyncAnswer> SyncCompaniesAsync(IReadOnlyList<RecordUpdate> updates, CancellationToken cancellationToken) =>
        SyncAsync("/rest/v1.0/vendors/sync", $"updating {Count(updates.Count, "company record")}", updates, cancellationToken);

    /// <inheritdoc/>
    public Task<SyncAnswer> SyncProjectsAsync(IReadOnlyList<RecordUpdate> updates, CancellationToken cancellationToken) =>
        SyncAsync("/rest/v1.0/projects/sync", $"updating {Count(updates.Count, "project")}", updates, cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> FindOriginIdAsync(string itemType, long itemId, CancellationToken cancellationToken)
    {
        var call = new ProcoreCall(HttpMethod.Get, ErpPaths.ExternalData(settings.CompanyId, itemType, itemId), $"reading the external data of {itemType} {itemId}");
        var rows = await Paging.ReadAllAsync<ExternalDataRow>(caller, call, row => row.ItemId ?? itemId, cancellationToken);

        return rows.FirstOrDefault(row => (row.ItemId ?? itemId) == itemId)?.OriginId;
    }

    /// <inheritdoc/>
    public async Task<long?> FindIdByOriginAsync(string itemType, string originId, CancellationToken cancellationToken)
    {
        var (list, every) = itemType == ItemTypes.Project ? ("projects", "filters%5Bby_status%5D=All") : ("vendors", $"view={ErpPaths.VendorView}");
        var call = new ProcoreCall(
            HttpMethod.Get,
            $"/rest/v1.0/{list}?company_id={settings.CompanyId}&{every}&filters%5Borigin_id%5D={Uri.EscapeDataString(originId)}",
            $"looking for the {itemType} with origin id {originId}");
        var rows = await Paging.ReadAllAsync<OriginRow>(caller, call, row => row.Id, cancellationToken);

        // A filter that is not understood gives everything there is.
        return rows.FirstOrDefault(row => string.Equals(row.OriginId, originId, StringComparison.OrdinalIgnoreCase))?.Id;
    }

    /// <inheritdoc/>
    public async Task<bool> TryAddCompanyToProjectAsync(long projectId, long companyId, CancellationToken cancellationToken)
    {
        var call = new ProcoreCall(
            HttpMethod.Post, $"/rest/v1.0/projects/{projectId}/vendors/{companyId}/actions/add", $"adding company {companyId} to the directory of project {projectId}", "{}"u8.ToArray(), projectId)
        { Handled = [400, 403, 404, 409, 422] };

        return (await caller.SendAsync(call, cancellationToken)).IsSuccess;
    }

    /// <summary>By id alone: an origin id that Procore doesn't know would make a new record.</summary>
    private Task<SyncAnswer> SyncAsync(string path, string doing, IReadOnlyList<RecordUpdate> updates, CancellationToken cancellationToken) =>
        new SyncCall(caller).SendAsync(
            new SyncEndpoint(path, doing, ["id"], CompanyId: settings.CompanyId),
            updates.Select(update => new Dictionary<string, object?>(update.Fields) { ["id"] = update.Id }),
            cancellationToken);

    private sealed record StagedRow(long Id, string? ItemType, string? OriginId, string? OriginCode, string? Status);

    private sealed record OriginRow(long Id, string? OriginId);

    private sealed record ExternalDataRow(long? ItemId, string? OriginId);
}

/// <summary>Entries that name only what they say something about.</summary>
file static class Entries
{
    public static Dictionary<string, object?> With(this Dictionary<string, object?> entry, string name, object? value)
    {
        if (value is not null)
        {
            entry[name] = value;
        }

        return entry;
    }
}
