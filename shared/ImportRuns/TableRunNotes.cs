using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure.Data.Tables;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>Table <c>runnotes</c>: a partition for a connection's kind and projects, rows <c>{run}|{kind of note}|{project}|{step}|{part}</c>.</summary>
public sealed class TableRunNotes(TableServiceClient service) : IRunNotes
{
    private const string Json = "Json";

    /// <summary>Rows of this many entries stay below Azure's 32,000 characters of a text.</summary>
    private const int MostInRow = 100;

    private const int LargestTransaction = 100;

    private readonly CreatedTable table = new(service, "runnotes");

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

    public async Task SaveAsync<T>(ImportRun run, long projectId, IReadOnlyList<T> notes, CancellationToken cancellationToken)
        where T : class
    {
        var rows = await table.GetAsync(cancellationToken);
        foreach (var (part, chunk) in notes.Chunk(MostInRow).Index())
        {
            var row = new TableEntity(PartitionOf(run), string.Create(CultureInfo.InvariantCulture, $"{RowsOf<T>(run)}{projectId:D18}|{run.Step:D8}|{part:D8}"))
            {
                [Json] = JsonSerializer.Serialize(chunk),
            };
            await rows.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }
    }

    public IAsyncEnumerable<T> ListAsync<T>(ImportRun run, CancellationToken cancellationToken)
        where T : class => ListAsync<T>(run, RowsOf<T>(run), cancellationToken);

    public IAsyncEnumerable<T> ListAsync<T>(ImportRun run, long projectId, CancellationToken cancellationToken)
        where T : class => ListAsync<T>(run, string.Create(CultureInfo.InvariantCulture, $"{RowsOf<T>(run)}{projectId:D18}|"), cancellationToken);

    private async IAsyncEnumerable<T> ListAsync<T>(ImportRun run, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = await table.GetAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(run)} and RowKey ge {prefix} and RowKey lt {$"{prefix[..^1]}}}"}");
        await foreach (var row in rows.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            foreach (var note in JsonSerializer.Deserialize<List<T>>(row.GetString(Json))!)
            {
                yield return note;
            }
        }
    }

    /// <summary>The character behind | is }.</summary>
    private static string RowsOf<T>(ImportRun run) => $"{TableKeys.Safe(run.RunId)}|{typeof(T).Name}|";

    private static string PartitionOf(ImportRun run) =>
        $"{TableKeys.Safe(run.ConnectionId)}|{run.Kind.Slug()}|{run.ProjectId?.ToString(CultureInfo.InvariantCulture) ?? "all"}";
}
