using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Links;

/// <content>Reads of many rows.</content>
public sealed partial class TableLinkStore
{
    public async Task<IReadOnlyDictionary<NetSuiteId, Link>> FindManyByNetSuiteIdAsync(
        string connectionId, EntityType entity, long? projectId, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var table = await links.GetAsync(cancellationToken);
        var partition = TableKeys.Partition(connectionId, entity, projectId);
        var pairs = await ManyRows.FindAsync(table, partition, ids.Select(TableKeys.NetSuiteRow), cancellationToken);
        var rows = await ManyRows.FindAsync(table, partition, pairs.Values.Select(pair => TableKeys.ProcoreRow(HolderOf(pair))), cancellationToken);
        var found = new Dictionary<NetSuiteId, Link>();
        foreach (var id in ids)
        {
            // Unlinked between the two reads: no pair.
            if (pairs.GetValueOrDefault(TableKeys.NetSuiteRow(id)) is { } pair && rows.GetValueOrDefault(TableKeys.ProcoreRow(HolderOf(pair))) is { } row
                && LinkRows.Read(new LinkKey(connectionId, entity, HolderOf(pair), projectId), row) is var link && IsPair(link, id))
            {
                found[id] = link;
            }
        }

        return found;
    }

    public async Task<IReadOnlySet<NetSuiteId>> FindEverLinkedAsync(
        string connectionId, EntityType entity, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var table = await links.GetAsync(cancellationToken);
        var partition = TableKeys.Partition(connectionId, entity, null);
        var now = await ManyRows.FindAsync(table, partition, ids.Select(TableKeys.NetSuiteRow), cancellationToken);
        var before = await ManyRows.FindAsync(table, partition, ids.Select(TableKeys.FormerRow), cancellationToken);

        return ids.Where(id => now.ContainsKey(TableKeys.NetSuiteRow(id)) || before.ContainsKey(TableKeys.FormerRow(id))).ToHashSet();
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
