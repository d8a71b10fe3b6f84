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

    public async Task<IReadOnlyDictionary<NetSuiteId, Link>> FindManyByNetSuiteIdAsync(
        string connectionId, EntityType entity, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        NetSuiteId[] distinct = [.. ids.Distinct()];
        var found = new Link?[distinct.Length];
        var many = new ParallelOptions { MaxDegreeOfParallelism = MostReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, distinct.Length, many, async (index, token) =>
            found[index] = await FindByNetSuiteIdAsync(connectionId, entity, projectId: null, distinct[index], token));

        return distinct.Zip(found).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!);
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
