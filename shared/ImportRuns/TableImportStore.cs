using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>
/// The runs in Table Storage, table <c>imports</c>: one partition for a connection's kind. Rows: <c>run:{id}</c>; <c>lease:{scope}</c>, who runs now;
/// <c>mark:{scope}</c>, the last good run; and <c>starts</c>, which every start replaces, so that of two starts at once one is told to look again.
/// </summary>
public sealed class TableImportStore(TableServiceClient service, TimeProvider time) : IImportStore
{
    private const string Json = "Json";
    private const string RunId = nameof(ImportRun.RunId);

    /// <summary>A letter is a letter in the table too, not six characters.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly CreatedTable imports = new(service, "imports");

    public Task<ImportRun> StartAsync(ImportRun run, CancellationToken cancellationToken) => Rounds.RunAsync(async () =>
    {
        var table = await imports.GetAsync(cancellationToken);
        var partition = PartitionOf(run.ConnectionId, run.Kind);
        if (await FindAsync(run.ConnectionId, run.Kind, run.RunId, cancellationToken) is { } started)
        {
            return started;
        }

        var starts = await FindRowAsync(partition, "starts", cancellationToken);
        var now = time.GetUtcNow();
        await foreach (var lease in table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {"lease:"} and RowKey lt {"lease;"}"), cancellationToken: cancellationToken))
        {
            var meets = run.ProjectId is null || lease.RowKey == LeaseOf(null) || lease.RowKey == LeaseOf(run.ProjectId);
            if (!meets || lease.GetString(RunId) is not { Length: > 0 } holder
                || await FindAsync(run.ConnectionId, run.Kind, holder, cancellationToken) is not { IsEnded: false } other)
            {
                continue;
            }

            if (other.LeaseUntil > now)
            {
                return other;
            }

            var abandoned = other with { State = ImportState.Failed, EndedAt = now, Problems = [.. other.Problems, Abandoned(other)] };
            await table.UpdateEntityAsync(ToRow(abandoned), new ETag(other.ETag!), TableUpdateMode.Replace, cancellationToken);
        }

        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.Add, ToRow(run)),
            new(TableTransactionActionType.UpsertReplace, new TableEntity(partition, LeaseOf(run.ProjectId)) { [RunId] = run.RunId }),
            starts is null
                ? new(TableTransactionActionType.Add, new TableEntity(partition, "starts") { [RunId] = run.RunId })
                : new(TableTransactionActionType.UpdateReplace, new TableEntity(partition, "starts") { [RunId] = run.RunId }, starts.ETag),
        ];
        var answers = await table.SubmitTransactionAsync(actions, cancellationToken);

        return run with { ETag = answers.Value[0].Headers.ETag?.ToString() };
    });

    public async Task<ImportRun?> FindAsync(string connectionId, ImportKind kind, string runId, CancellationToken cancellationToken) =>
        await FindRowAsync(PartitionOf(connectionId, kind), RowOf(runId), cancellationToken) is { } row ? Read(row) : null;

    public async Task<ImportRun?> TrySaveAsync(ImportRun run, CancellationToken cancellationToken)
    {
        var table = await imports.GetAsync(cancellationToken);
        var partition = PartitionOf(run.ConnectionId, run.Kind);
        List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateReplace, ToRow(run), new ETag(run.ETag!))];
        if (run.IsEnded)
        {
            // The run holds its lease as long as nobody took it over, and whoever does ends the run first: then this transaction fails as a whole.
            actions.Add(new(TableTransactionActionType.UpsertReplace, new TableEntity(partition, LeaseOf(run.ProjectId)) { [RunId] = "" }));
        }

        if (run.State is ImportState.Succeeded or ImportState.SucceededWithProblems)
        {
            var before = await FindMarkAsync(run.ConnectionId, run.Kind, run.ProjectId, cancellationToken);

            // A run that began behind the last mark has not seen what lies between.
            var isWhole = run.Since is null || string.CompareOrdinal(run.Since, before?.Watermark) <= 0;
            var mark = new ImportMark(
                run.RunId, run.EndedAt!.Value, (isWhole ? run.Watermark : null) ?? before?.Watermark, run.NextIsFull ? null : run.Since is null ? run.EndedAt : before?.FullAt, run.Since is null ? ImportMark.Today : before?.Edition ?? 0);
            actions.Add(new(TableTransactionActionType.UpsertReplace, new TableEntity(partition, MarkOf(run.ProjectId)) { [Json] = JsonSerializer.Serialize(mark) }));
        }

        try
        {
            var answers = await table.SubmitTransactionAsync(actions, cancellationToken);

            return run with { ETag = answers.Value[0].Headers.ETag?.ToString() };
        }
        catch (RequestFailedException failure) when (Rounds.IsConflict(failure))
        {
            // The SDK repeats a call whose answer was lost, and then meets its own write.
            return await FindAsync(run.ConnectionId, run.Kind, run.RunId, cancellationToken) is { } stored && Text(stored) == Text(run) ? stored : null;
        }
    }

    public async Task<ImportMark?> FindMarkAsync(string connectionId, ImportKind kind, long? projectId, CancellationToken cancellationToken) =>
        await FindRowAsync(PartitionOf(connectionId, kind), MarkOf(projectId), cancellationToken) is { } row
            ? JsonSerializer.Deserialize<ImportMark>(row.GetString(Json))
            : null;

    private static Problem Abandoned(ImportRun run) =>
        new("E902", $"The run stopped at step {run.Step} and nothing was heard of it until {run.LeaseUntil:u}; another one took its place.");

    private static string PartitionOf(string connectionId, ImportKind kind) => $"{TableKeys.Safe(connectionId)}|{kind.Slug()}";

    private static string RowOf(string runId) => $"run:{TableKeys.Safe(runId)}";

    private static string LeaseOf(long? projectId) => $"lease:{ScopeOf(projectId)}";

    private static string MarkOf(long? projectId) => $"mark:{ScopeOf(projectId)}";

    private static string ScopeOf(long? projectId) => projectId?.ToString(CultureInfo.InvariantCulture) ?? "all";

    private static string Text(ImportRun run) => JsonSerializer.Serialize(run, Plain);

    private static TableEntity ToRow(ImportRun run) =>
        new(PartitionOf(run.ConnectionId, run.Kind), RowOf(run.RunId)) { [Json] = Text(run), [nameof(ImportRun.State)] = $"{run.State}" };

    private static ImportRun Read(TableEntity row) =>
        JsonSerializer.Deserialize<ImportRun>(row.GetString(Json))! with { ETag = row.ETag.ToString() };

    private async Task<TableEntity?> FindRowAsync(string partition, string row, CancellationToken cancellationToken)
    {
        var table = await imports.GetAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken);

        return found.HasValue ? found.Value : null;
    }
}
