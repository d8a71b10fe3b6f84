using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Links;

/// <content>Reads of many rows.</content>
public sealed partial class TableLinkStore
{
    public async Task<IReadOnlySet<NetSuiteId>> FindEverLinkedAsync(
        string connectionId, EntityType entity, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var place = new LinkKey(connectionId, entity, 0);
        var linked = new bool[ids.Count];
        var many = new ParallelOptions { MaxDegreeOfParallelism = MostReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, ids.Count, many, async (index, token) => linked[index] =
            await FindRowAsync(place, TableKeys.NetSuiteRow(ids[index]), token) is not null
            || await FindRowAsync(place, TableKeys.FormerRow(ids[index]), token) is not null);

        return ids.Where((_, index) => linked[index]).ToHashSet();
    }

    public async IAsyncEnumerable<Link> ListAsync(
        string connectionId, EntityType entity, long? projectId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await links.GetAsync(cancellationToken);
        var partition = TableKeys.Partition(connectionId, entity, projectId);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {"procore:"} and RowKey lt {"procore;"}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            var procoreId = long.Parse(row.RowKey.AsSpan("procore:".Length), CultureInfo.InvariantCulture);

            yield return LinkRows.Read(new LinkKey(connectionId, entity, procoreId, projectId), row);
        }
    }
}
