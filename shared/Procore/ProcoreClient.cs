using System.Text.Json;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <inheritdoc cref="IProcoreClient"/>
/// <remarks>Addresses are always built here from ids; no address that Procore sends is ever called.</remarks>
/// <param name="settings">Of one connection; read once.</param>
/// <param name="http">May be shared.</param>
/// <param name="tokens">One for the whole process.</param>
/// <param name="buckets">One for the whole process.</param>
public sealed partial class ProcoreClient(
    ProcoreSettings settings, HttpCaller http, ProcoreTokens tokens, ProcoreBuckets buckets, ILogger<ProcoreClient> logger, TimeProvider time)
    : IProcoreClient
{
    /// <summary>Keeps addresses under 3,000 characters and answers with all their lines at a size Procore builds in time.</summary>
    private const int MostInvoices = 50;

    private readonly ProcoreCaller caller = new(settings, http, tokens, buckets.For(settings), logger, time);

    /// <inheritdoc/>
    public async Task<ErpRequest?> FindErpRequestAsync(long requestId, CancellationToken cancellationToken)
    {
        var doing = $"reading ERP Request {requestId}";
        var answer = await FindAsync(ErpPaths.Request(settings.CompanyId, requestId), doing, null, cancellationToken);
        if (answer is null)
        {
            return null;
        }

        var root = ProcoreJson.Read<JsonElement>(answer, doing);
        foreach (var wrapper in ErpPaths.RequestWrappers)
        {
            if (root.ValueKind == JsonValueKind.Object && !root.TryGetProperty("request_name", out _)
                && root.TryGetProperty(wrapper, out var inner) && inner.ValueKind == JsonValueKind.Object)
            {
                root = inner;
            }
        }

        return ProcoreJson.Read<ErpRequest>(root, answer, doing);
    }

    /// <inheritdoc/>
    public Task<SyncAnswer> SyncExternalDataAsync(IReadOnlyList<ExternalData> updates, CancellationToken cancellationToken) =>
        new SyncCall(caller).SendAsync(
            new SyncEndpoint(
                ErpPaths.ExternalDataSync(settings.CompanyId), $"writing external data of {Count(updates.Count, "record")}", ["item_type", "item_id"]),
            updates.Select(update => new Dictionary<string, object?>
            {
                ["item_type"] = update.ItemType,
                ["item_id"] = update.ItemId,
                ["origin_id"] = update.OriginId,
                ["origin_code"] = update.OriginCode,
                ["origin_data"] = update.OriginData,
            }),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<Company?> FindCompanyAsync(long id, CancellationToken cancellationToken)
    {
        var doing = $"reading company {id} of the directory";
        var answer = await FindAsync(
            $"/rest/v1.0/vendors/{id}?company_id={settings.CompanyId}&view={ErpPaths.VendorView}", doing, null, cancellationToken);

        return answer is null ? null : ProcoreJson.Read<Company>(answer, doing);
    }

    /// <inheritdoc/>
    public async Task<Project?> FindProjectAsync(long id, CancellationToken cancellationToken)
    {
        var doing = $"reading project {id}";
        var answer = await FindAsync($"/rest/v1.0/projects/{id}?company_id={settings.CompanyId}", doing, id, cancellationToken);

        return answer is null ? null : ProcoreJson.Read<Project>(answer, doing);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CostCode>> ListCostCodesAsync(long projectId, CancellationToken cancellationToken) =>
        Paging.ReadAllAsync<CostCode>(
            caller,
            new ProcoreCall(HttpMethod.Get, $"/rest/v1.0/cost_codes?project_id={projectId}", $"reading the cost codes of project {projectId}", ProjectId: projectId),
            code => code.Id,
            cancellationToken);

    /// <inheritdoc/>
    public Task<SyncAnswer> SyncCostTypeAssignmentsAsync(
        long projectId, IReadOnlyList<CostTypeAssignment> assignments, CancellationToken cancellationToken) =>
        new SyncCall(caller).SendAsync(
            new SyncEndpoint(
                ErpPaths.CostTypeAssignmentsSync(projectId),
                $"marking {Count(assignments.Count, "cost type assignment")} of project {projectId} as synced",
                ["cost_code_id", "line_item_type_id"],
                projectId,
                MayOmitKeys: true),
            assignments.Select(assignment => new Dictionary<string, object?>
            {
                ["cost_code_id"] = assignment.CostCodeId,
                ["line_item_type_id"] = assignment.LineItemTypeId,
                ["synced"] = assignment.Synced,
            }),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WbsCode>> ListWbsCodesAsync(long projectId, CancellationToken cancellationToken) =>
        Paging.ReadAllAsync<WbsCode>(
            caller,
            new ProcoreCall(
                HttpMethod.Get,
                $"/rest/v1.0/projects/{projectId}/work_breakdown_structure/wbs_codes",
                $"reading the WBS codes of project {projectId}",
                ProjectId: projectId),
            code => code.Id,
            cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubcontractorInvoice>> ListSubcontractorInvoicesAsync(
        long projectId, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var found = new List<SubcontractorInvoice>();
        var waiting = new Stack<long[]>(ids.Distinct().Chunk(MostInvoices).Reverse());
        while (waiting.TryPop(out var batch))
        {
            var which = batch.Length == 1 ? $"invoice {batch[0]}" : $"{batch.Length} invoices ({batch[0]} and others)";
            var filter = string.Concat(batch.Select(id => $"&filters%5Bid%5D%5B%5D={id}"));
            var call = new ProcoreCall(
                HttpMethod.Get,
                $"/rest/v1.1/requisitions?project_id={projectId}&view=extended{filter}",
                $"reading {which} of project {projectId}",
                ProjectId: projectId)
            {
                // Too many lines for one answer; a single invoice can't be asked for in smaller parts.
                Handled = batch.Length > 1 ? [408, 413, 414] : [],
            };

            var wanted = batch.ToHashSet();
            var rows = await Paging.TryReadAllAsync<SubcontractorInvoice>(
                caller, call, invoice => invoice.Id, invoices => wanted.IsSubsetOf(invoices), cancellationToken);
            if (rows is null)
            {
                waiting.Push(batch[(batch.Length / 2)..]);
                waiting.Push(batch[..(batch.Length / 2)]);
                continue;
            }

            // A filter that is not understood gives everything there is.
            found.AddRange(rows.Where(invoice => wanted.Contains(invoice.Id)));
        }

        return found;
    }

    private static string Count(int count, string what) => count == 1 ? $"one {what}" : $"{count} {what}s";

    /// <returns>Null for 404, which also means: no right to see it.</returns>
    private async Task<HttpAnswer?> FindAsync(string path, string doing, long? projectId, CancellationToken cancellationToken)
    {
        var answer = await caller.SendAsync(new ProcoreCall(HttpMethod.Get, path, doing, ProjectId: projectId) { Handled = [404] }, cancellationToken);

        return answer.Status == 404 ? null : answer;
    }
}
