using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>Table <c>notimported</c>: a partition for a connection's kind and projects, rows <c>{run}|{step}|{part}</c>.</summary>
public sealed class TableNotImportedStore(TableServiceClient service) : INotImportedStore
{
    private const string Json = "Json";

    /// <summary>Rows of this many entries stay below Azure's 32,000 characters of a text.</summary>
    private const int MostInRow = 100;

    private const int LargestTransaction = 100;

    private readonly CreatedTable table = new(service, "notimported");

    public async Task BeginAsync(ImportRun run, CancellationToken cancellationToken)
    {
        var rows = await table.GetAsync(cancellationToken);
        var partition = PartitionOf(run);
        var old = rows.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken);
        await foreach (var batch in old.Chunk(LargestTransaction).WithCancellation(cancellationToken))
        {
            await rows.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, Azure.ETag.All)), cancellationToken);
        }
    }

    public async Task SaveAsync(ImportRun run, IReadOnlyList<NotImported> left, CancellationToken cancellationToken)
    {
        var rows = await table.GetAsync(cancellationToken);
        foreach (var (part, chunk) in Sum(left).Chunk(MostInRow).Index())
        {
            var row = new TableEntity(PartitionOf(run), string.Create(CultureInfo.InvariantCulture, $"{RunOf(run)}|{run.Step:D8}|{part:D8}"))
            {
                [Json] = JsonSerializer.Serialize(chunk),
            };
            await rows.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<NotImported>> ListAsync(ImportRun run, CancellationToken cancellationToken)
    {
        var rows = await table.GetAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(run)} and RowKey ge {$"{RunOf(run)}|"} and RowKey lt {$"{RunOf(run)}}}"}");
        List<NotImported> sums = [];
        await foreach (var row in rows.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            sums = Sum([.. sums, .. JsonSerializer.Deserialize<List<NotImported>>(row.GetString(Json))!]);
        }

        return sums;
    }

    private static List<NotImported> Sum(IEnumerable<NotImported> left) =>
    [
        .. left.GroupBy(one => (one.ProjectId, one.Reason)).OrderBy(group => group.Key.ProjectId).ThenBy(group => group.Key.Reason, StringComparer.Ordinal)
            .Select(group => new NotImported(group.Key.ProjectId, group.Key.Reason, group.Sum(one => one.Count), group.Sum(one => one.Sum))),
    ];

    private static string RunOf(ImportRun run) => TableKeys.Safe(run.RunId);

    private static string PartitionOf(ImportRun run) =>
        $"{TableKeys.Safe(run.ConnectionId)}|{run.Kind.Slug()}|{run.ProjectId?.ToString(CultureInfo.InvariantCulture) ?? "all"}";
}
