using System.Globalization;
using Azure.Data.Tables;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>
/// Which projects take job costs. Procore's switch <c>erp_job_cost_transaction_syncing_enabled</c> can be written but not read; it is announced with
/// each <c>sync_single_job</c> (procore-api.md 7.6, 8.12), and the last word is kept here.
/// </summary>
public interface IJobCostSwitches
{
    /// <summary>Keeps what a request says, unless a later one has said something already. May be repeated.</summary>
    /// <param name="requestId">The ERP Request; later ones have higher ids.</param>
    /// <returns>False if a later request was here before.</returns>
    Task<bool> SaveAsync(string connectionId, long projectId, bool isOn, long requestId, CancellationToken cancellationToken);

    /// <summary>Projects whose switch is on; one that was never announced is off.</summary>
    Task<IReadOnlySet<long>> ListOnAsync(string connectionId, CancellationToken cancellationToken);
}

/// <summary>Table <c>switches</c>: a partition for each connection, a row for each project.</summary>
public sealed class TableJobCostSwitches(TableServiceClient service) : IJobCostSwitches
{
    private const string IsOn = "IsOn", RequestId = "RequestId";

    private readonly CreatedTable switches = new(service, "switches");

    public Task<bool> SaveAsync(string connectionId, long projectId, bool isOn, long requestId, CancellationToken cancellationToken) => Rounds.RunAsync(async () =>
    {
        var table = await switches.GetAsync(cancellationToken);
        var row = new TableEntity(TableKeys.Safe(connectionId), projectId.ToString(CultureInfo.InvariantCulture)) { [IsOn] = isOn, [RequestId] = requestId };
        var found = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
        if (!found.HasValue)
        {
            await table.AddEntityAsync(row, cancellationToken);
        }
        else if (found.Value!.GetInt64(RequestId) > requestId)
        {
            return false;
        }
        else if (found.Value.GetInt64(RequestId) != requestId)
        {
            await table.UpdateEntityAsync(row, found.Value.ETag, TableUpdateMode.Replace, cancellationToken);
        }

        return true;
    });

    public async Task<IReadOnlySet<long>> ListOnAsync(string connectionId, CancellationToken cancellationToken)
    {
        var table = await switches.GetAsync(cancellationToken);
        var rows = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.Safe(connectionId)} and IsOn eq true"), cancellationToken: cancellationToken);

        return await rows.Select(row => long.Parse(row.RowKey, CultureInfo.InvariantCulture)).ToHashSetAsync(cancellationToken: cancellationToken);
    }
}
