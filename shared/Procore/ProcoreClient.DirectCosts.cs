namespace ProcoreNetSuite.Procore;

/// <content>Direct costs (procore-api.md 8.12).</content>
public sealed partial class ProcoreClient
{
    /// <inheritdoc/>
    public Task<SyncAnswer> SyncDirectCostsAsync(long projectId, IReadOnlyList<DirectCost> costs, CancellationToken cancellationToken) =>
        new SyncCall(caller).SendAsync(
            new SyncEndpoint($"{Costs(projectId)}/sync", $"writing {Count(costs.Count, "direct cost")} of project {projectId}", ["origin_id"], projectId) { MayBeBusy = true },
            costs.Select(Entry),
            cancellationToken);

    /// <inheritdoc/>
    public Task<SyncAnswer> SyncDirectCostLinesAsync(
        long projectId, IReadOnlyList<(long DirectCostId, DirectCostLine Line)> lines, CancellationToken cancellationToken) =>
        new SyncCall(caller).SendAsync(
            new SyncEndpoint($"{Costs(projectId)}/line_items/sync", $"writing {Count(lines.Count, "direct cost line")} of project {projectId}", ["origin_id"], projectId) { MayBeBusy = true },
            lines.Select(line => new Dictionary<string, object?>
            {
                ["origin_id"] = line.Line.OriginId,
                ["direct_cost_id"] = line.DirectCostId,
                ["wbs_code_id"] = line.Line.WbsCodeId,
                ["description"] = line.Line.Description,
                ["extended_type"] = "manual",
                ["amount"] = line.Line.Amount,
            }),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<DirectCostFound?> FindDirectCostAsync(long projectId, long id, CancellationToken cancellationToken)
    {
        var doing = $"reading direct cost {id} of project {projectId}";
        var answer = await FindAsync($"/rest/v1.1/projects/{projectId}/direct_costs/{id}", doing, projectId, cancellationToken);

        return answer is null ? null : ProcoreJson.Read<DirectCostFound>(answer, doing);
    }

    /// <inheritdoc/>
    public async Task<DirectCostFound?> FindDirectCostAsync(long projectId, string originId, CancellationToken cancellationToken)
    {
        var rows = await Paging.ReadAllAsync<DirectCostRow>(
            caller,
            new ProcoreCall(
                HttpMethod.Get,
                $"/rest/v1.1/projects/{projectId}/direct_costs?filters%5Borigin_id%5D={Uri.EscapeDataString(originId)}",
                $"looking for direct cost {originId} of project {projectId}",
                ProjectId: projectId),
            row => row.Id,
            cancellationToken);

        // A filter that is not understood gives everything there is.
        return rows.FirstOrDefault(row => row.OriginId == originId) is { } found ? await FindDirectCostAsync(projectId, found.Id, cancellationToken) : null;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<DirectCostLineFound> ListDirectCostLinesAsync(long projectId, CancellationToken cancellationToken) =>
        Paging.ReadAsync<DirectCostLineFound>(
            caller,
            new ProcoreCall(HttpMethod.Get, $"{Costs(projectId)}/line_items", $"reading the direct costs of project {projectId}", ProjectId: projectId),
            line => line.Id,
            cancellationToken);

    /// <inheritdoc/>
    public Task<string?> DeleteDirectCostAsync(long projectId, long id, CancellationToken cancellationToken) =>
        DeleteAsync($"/rest/v1.1/projects/{projectId}/direct_costs/{id}", $"deleting direct cost {id} of project {projectId}", projectId, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> DeleteDirectCostLineAsync(long projectId, long directCostId, long id, CancellationToken cancellationToken) =>
        DeleteAsync($"{Costs(projectId)}/{directCostId}/line_items/{id}", $"deleting line {id} of direct cost {directCostId}", projectId, cancellationToken);

    private static string Costs(long projectId) => $"/rest/v1.0/projects/{projectId}/direct_costs";

    private static Dictionary<string, object?> Entry(DirectCost cost)
    {
        var entry = new Dictionary<string, object?>
        {
            ["origin_id"] = cost.OriginId,
            ["direct_cost_type"] = cost.Type,
            ["status"] = "approved",
            ["invoice_number"] = cost.InvoiceNumber,
            ["description"] = cost.Description,
            ["direct_cost_date"] = cost.Date,
            ["received_date"] = cost.Date,
        };
        if (cost.VendorId is { } vendor)
        {
            entry["vendor_id"] = vendor;
        }

        return entry;
    }

    /// <returns>Procore's reasons if it refuses; null once it is gone, by this call or before.</returns>
    private async Task<string?> DeleteAsync(string path, string doing, long projectId, CancellationToken cancellationToken)
    {
        var answer = await caller.SendAsync(new ProcoreCall(HttpMethod.Delete, path, doing, ProjectId: projectId) { Handled = [403, 404, 422], MayBeBusy = true }, cancellationToken);

        return answer.IsSuccess || answer.Status == 404 ? null : ProcoreWords.Of(answer) ?? $"HTTP {answer.Status}";
    }

    private sealed record DirectCostRow(long Id, string? OriginId);
}
