using Azure;
using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <content>Many links of one partition in one transaction.</content>
public sealed partial class TableLinkStore
{
    public async Task<IReadOnlyList<Link>?> TrySaveManyAsync(IReadOnlyList<Link> links, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var saveId = $"{Guid.NewGuid():N}";
        try
        {
            var etags = await SubmitAsync([.. links.Select(link => SaveAction(link, now, saveId))], cancellationToken);

            return [.. links.Zip(etags, (link, etag) => link with { ETag = etag, UpdatedAt = now })];
        }
        catch (RequestFailedException failure) when (Rounds.IsConflict(failure))
        {
            // The SDK repeats a call whose answer was lost, and then meets its own write: this very save, not just one of the same operation.
            var stored = await FindRowsAsync([.. links.Select(link => link.Key)], cancellationToken);

            return stored.All(row => row?.GetString(SaveId) == saveId) ? [.. links.Zip(stored, (link, row) => LinkRows.Read(link.Key, row!))] : null;
        }
    }

    public async Task<bool> TryLinkManyAsync(IReadOnlyList<Link> claims, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            await SubmitAsync(
                [.. claims.SelectMany(claim => new[] { SaveAction(Combine(claim, claim), now), PairAction(claim, claim.NetSuiteId!.Value, stored: null) })],
                cancellationToken);

            return true;
        }
        catch (RequestFailedException failure) when (Rounds.IsConflict(failure))
        {
            return false;
        }
    }

    public async Task<IReadOnlyList<Link?>> FindManyAsync(IReadOnlyList<LinkKey> keys, CancellationToken cancellationToken) =>
        [.. keys.Zip(await FindRowsAsync(keys, cancellationToken), (key, row) => row is null ? null : LinkRows.Read(key, row))];

    private async Task<IReadOnlyList<TableEntity?>> FindRowsAsync(IReadOnlyList<LinkKey> keys, CancellationToken cancellationToken)
    {
        var table = await links.GetAsync(cancellationToken);
        var found = new Dictionary<(string, string), TableEntity>();
        foreach (var partition in keys.GroupBy(TableKeys.Partition))
        {
            var rows = await ManyRows.FindAsync(table, partition.Key, partition.Select(key => TableKeys.ProcoreRow(key.ProcoreId)), cancellationToken);
            foreach (var (key, row) in rows)
            {
                found[(partition.Key, key)] = row;
            }
        }

        return [.. keys.Select(key => found.GetValueOrDefault((TableKeys.Partition(key), TableKeys.ProcoreRow(key.ProcoreId))))];
    }
}
