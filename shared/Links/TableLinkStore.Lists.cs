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

    public IAsyncEnumerable<Link> ListAsync(string connectionId, EntityType entity, long? projectId, CancellationToken cancellationToken) =>
        ReadAsync(new LinkKey(connectionId, entity, 0, projectId), most: null, cancellationToken);

    public async Task<IReadOnlyList<Link>> ListPageAsync(string connectionId, EntityType entity, long after, int most, CancellationToken cancellationToken)
    {
        List<Link> page = [];
        await foreach (var link in ReadAsync(new LinkKey(connectionId, entity, after), most, cancellationToken))
        {
            page.Add(link);
            if (page.Count == most)
            {
                break;
            }
        }

        return page;
    }

    public async Task<IReadOnlyList<Link>> BrowseAsync(
        string connectionId, EntityType? entity, long? projectId, LinkKey? after, int most, CancellationToken cancellationToken)
    {
        var table = await links.GetAsync(cancellationToken);

        // } comes after all that may follow the name of a connection or an entity.
        var first = entity is { } one ? TableKeys.Partition(connectionId, one, projectId) : TableKeys.Connection(connectionId);
        var last = projectId is null ? $"{first}}}" : first;
        var (partition, row) = after is null ? (first, "procore:") : (TableKeys.Partition(after), TableKeys.ProcoreRow(after.ProcoreId));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {partition} and PartitionKey le {last} and RowKey ge {"procore:"} and RowKey lt {"procore;"} and (PartitionKey gt {partition} or RowKey gt {row})");
        List<Link> page = [];
        await foreach (var found in table.QueryAsync<TableEntity>(filter, most, cancellationToken: cancellationToken))
        {
            page.Add(LinkRows.Read(TableKeys.Read(connectionId, found.PartitionKey, found.RowKey), found));
            if (page.Count == most)
            {
                break;
            }
        }

        return page;
    }

    public async IAsyncEnumerable<Link> ListChangedAsync(
        string connectionId, EntityType entity, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await links.GetAsync(cancellationToken);
        var first = TableKeys.Partition(connectionId, entity, null);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {first} and PartitionKey le {first + "}"} and RowKey ge {"procore:"} and RowKey lt {"procore;"} and UpdatedAt ge {since}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return LinkRows.Read(TableKeys.Read(connectionId, row.PartitionKey, row.RowKey), row);
        }
    }

    /// <param name="after">The place in its partition behind which it begins.</param>
    private async IAsyncEnumerable<Link> ReadAsync(LinkKey after, int? most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await links.GetAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {TableKeys.Partition(after)} and RowKey gt {TableKeys.ProcoreRow(after.ProcoreId)} and RowKey lt {"procore;"}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, most, cancellationToken: cancellationToken))
        {
            var procoreId = long.Parse(row.RowKey.AsSpan("procore:".Length), CultureInfo.InvariantCulture);

            yield return LinkRows.Read(after with { ProcoreId = procoreId }, row);
        }
    }
}
