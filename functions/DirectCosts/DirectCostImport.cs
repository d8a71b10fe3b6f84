using System.Globalization;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>
/// NetSuite bill and journal lines as direct costs (connector-behaviour.md 7.6). Transactions are always read whole and compared with what was imported of
/// them, in all projects: so a line that moved is removed in one project before it is written in another.
/// </summary>
public sealed class DirectCostImport(
    IImportedCostStore imported, INotImportedStore notImported, IJobCostSwitches switches, ILinkStore links, CostFactReader facts, CostWriter writer) : IImport
{
    /// <summary>Transactions of one step.</summary>
    private const int Page = 200;

    /// <summary>Long saves in NetSuite appear behind their moment.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    public ImportKind Kind => ImportKind.DirectCosts;

    public string Queue => QueueNames.DirectCosts;

    public async Task<ImportStep> DoAsync(Connection connection, ImportRun run, CancellationToken cancellationToken)
    {
        var on = await switches.ListOnAsync(connection.Id, cancellationToken);
        var cursor = CostCursor.Read(run.Cursor);

        return cursor.Phase switch
        {
            CostPhase.Begin when run.ProjectId is { } project && !on.Contains(project) => new ImportStep(null)
            {
                Counts = new() { Failed = 1 },
                Problems = [new("E602", $"ERP Job Cost Transactions Syncing is off for project {project}, or Procore has not announced it yet.")],
            },
            CostPhase.Begin => await BeginAsync(connection, run, cancellationToken),
            CostPhase.Imported => await RecheckAsync(connection, run, on, cursor.After, cancellationToken),
            CostPhase.Changed => await ReadChangedAsync(connection, run, on, cursor.After, cancellationToken),
            _ => await ReadDeletedAsync(connection, run, on, cursor.After, cancellationToken),
        };
    }

    private async Task<ImportStep> BeginAsync(Connection connection, ImportRun run, CancellationToken cancellationToken)
    {
        await notImported.BeginAsync(run, cancellationToken);

        return new ImportStep($"{new CostCursor(CostPhase.Imported)}") { Watermark = await connection.NetSuite.FindLastChangeAsync(cancellationToken) };
    }

    private async Task<ImportStep> RecheckAsync(Connection connection, ImportRun run, IReadOnlySet<long> on, PageKey? after, CancellationToken cancellationToken)
    {
        var page = await imported.ListAsync(
            connection.Id, after is null ? null : new NetSuiteId(after.Id.ToString(CultureInfo.InvariantCulture)), Page, cancellationToken);
        var linked = await facts.FindLinkedAsync(connection, [.. page.Select(row => row.Id)], cancellationToken);
        var due = page.Where(row => run.Since is null || linked.Contains(row.Id) || row.Costs.Any(cost => cost.IsPending)).Select(row => row.Id).ToList();
        var heads = await connection.NetSuite.ListCostsAsync(due, cancellationToken);
        var next = page.Count < Page ? new CostCursor(CostPhase.Changed) : new(CostPhase.Imported, new("", Number(page[^1].Id)));
        var step = await CompareAsync(connection, run, on, due, heads, cancellationToken);

        return step with
        {
            Cursor = $"{next}",
            Problems =
            [
                .. page.Where(row => linked.Contains(row.Id)).Select(row => new Problem(
                    "E605", $"Bill {heads.FirstOrDefault(head => head.Id == row.Id)?.Number ?? row.Id.Value} belongs to a Procore invoice and had been imported as a direct cost too. The direct cost is removed.")),
                .. step.Problems,
            ],
        };
    }

    private async Task<ImportStep> ReadChangedAsync(Connection connection, ImportRun run, IReadOnlySet<long> on, PageKey? after, CancellationToken cancellationToken)
    {
        var job = run is { ProjectId: { } project, Since: null }
            ? (await links.FindAsync(new LinkKey(connection.Id, EntityType.Project, project), cancellationToken))?.NetSuiteId
            : null;
        IReadOnlyList<CostTransaction> page = run.Watermark is { } until
            ? await connection.NetSuite.ListChangedCostsAsync(
                Before(run.Since), run.Since is null ? connection.Settings.JobCostsFrom : null, job, after, until, Page, cancellationToken)
            : [];
        var next = page.Count == Page ? new CostCursor(CostPhase.Changed, new(page[^1].Modified, Number(page[^1].Id)))
            : run.Since is null ? null
            : new(CostPhase.Deleted);

        return await CompareAsync(connection, run, on, [.. page.Select(one => one.Id)], page, cancellationToken) with { Cursor = next?.ToString() };
    }

    private async Task<ImportStep> ReadDeletedAsync(Connection connection, ImportRun run, IReadOnlySet<long> on, PageKey? after, CancellationToken cancellationToken)
    {
        var page = await connection.NetSuite.ListDeletedAsync(Before(run.Since)!, after, Page, cancellationToken);
        var rows = await imported.FindManyAsync(connection.Id, [.. page.Select(one => one.Id)], cancellationToken);

        // Records of other types may have the same number: what is still there is compared like any other.
        var ids = rows.Values.Where(row => row.Costs.Count > 0).Select(row => row.Id).ToList();
        var heads = await connection.NetSuite.ListCostsAsync(ids, cancellationToken);
        var next = page.Count < Page ? null : new CostCursor(CostPhase.Deleted, new(page[^1].DeletedAt, Number(page[^1].Id)));

        return await CompareAsync(connection, run, on, ids, heads, cancellationToken) with { Cursor = next?.ToString() };
    }

    /// <summary>Compares these transactions with what was imported of them, and writes the difference.</summary>
    /// <param name="heads">Those that are still there.</param>
    private async Task<ImportStep> CompareAsync(
        Connection connection, ImportRun run, IReadOnlySet<long> on, IReadOnlyList<NetSuiteId> ids, IReadOnlyList<CostTransaction> heads, CancellationToken cancellationToken)
    {
        var lines = await connection.NetSuite.ListCostLinesAsync([.. heads.Select(head => head.Id)], cancellationToken);
        var known = await facts.ReadAsync(connection, heads, lines, cancellationToken);
        var byTransaction = lines.ToLookup(line => line.Transaction);
        var mapped = heads.ToDictionary(head => head.Id, head => DirectCostMapper.Map(head, [.. byTransaction[head.Id]], known, connection.Settings));
        var rows = await imported.FindManyAsync(connection.Id, ids, cancellationToken);
        var concerned = ids.Where(id => run.ProjectId is not { } project || Concerns(project, rows[id], mapped.GetValueOrDefault(id))).ToList();
        var (counts, problems) = await writer.WriteAsync(
            connection, run, on, [.. concerned.Select(id => new CostChange(rows[id], mapped.GetValueOrDefault(id)?.Costs ?? []))], cancellationToken);
        if (CostCursor.Read(run.Cursor).Phase is not CostPhase.Changed)
        {
            return new ImportStep("") { Counts = counts, Problems = problems };
        }

        // Only here does a transaction come once in a run, so only here it is counted and what it leaves out is summed up.
        var left = mapped.Values.SelectMany(one => one.Left).Where(one => run.ProjectId is not { } project || one.ProjectId == project);
        await notImported.SaveAsync(run, [.. left], cancellationToken);
        var warnings = concerned.SelectMany(id => mapped.GetValueOrDefault(id)?.Problems ?? []);

        return new ImportStep("") { Counts = counts with { Read = heads.Count }, Problems = [.. problems, .. warnings] };
    }

    private static bool Concerns(long project, ImportedTransaction stored, MappedCosts? mapped) =>
        stored.Costs.Any(cost => cost.ProjectId == project) || mapped?.Costs.Any(cost => cost.ProjectId == project) is true || mapped?.Problems.Any(problem => problem.Code == "E605") is true;

    private static long Number(NetSuiteId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);

    /// <summary>The moment a run reads from: a little before the last one ended.</summary>
    private static string? Before(string? since) => since is null
        ? null
        : (DateTime.ParseExact(since, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) - Overlap).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
