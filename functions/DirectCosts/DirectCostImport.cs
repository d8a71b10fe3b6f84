using System.Collections.Concurrent;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>
/// NetSuite bill and journal lines as direct costs (connector-behaviour.md 7.6). Every run begins with what was imported before. A full run then goes project
/// by project and compares each with Procore; any other run reads the transactions that changed or were deleted. Every run ends with the control total.
/// </summary>
public sealed class DirectCostImport(
    IRunNotes notes,
    IJobCostSwitches switches,
    ILinkStore links,
    TransactionCosts transactions,
    ProjectCosts projects,
    CostReconciler reconciler,
    JobCostControl control,
    TimeProvider time) : IImport
{
    /// <summary>A run of many short steps doesn't read the list of projects for each of them.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>Items are many, and new ones are rare: those that come meanwhile are seen by the next run, which looks back far enough.</summary>
    private static readonly TimeSpan ItemsFresh = TimeSpan.FromMinutes(5);

    /// <summary>Bytes; small steps are not worth a collection.</summary>
    private const long MostLeft = 4 * 1024 * 1024;

    /// <summary>Nor are many short ones beside other work, each of which would ask for one of the whole process.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>By connection: of the run that was last at work.</summary>
    private readonly ConcurrentDictionary<string, Scope> scopes = new();

    /// <summary>When it was last cleared, in ticks, and the bytes that the process had allocated then.</summary>
    private long clearedAt, allocatedThen;

    public ImportKind Kind => ImportKind.DirectCosts;

    public string Queue => QueueNames.DirectCosts;

    public async Task<ImportStep> DoAsync(Connection connection, ImportRun run, CancellationToken cancellationToken)
    {
        ClearAway();
        var scope = await ScopeAsync(connection, run, cancellationToken);
        var step = new CostStep(connection, run, CostCursor.Read(run.Cursor), scope.Linked, scope.On, scope.Items);

        return step.Cursor.Phase switch
        {
            CostPhase.Begin when run.ProjectId is { } project && !step.SwitchedOn.Contains(project) => new ImportStep(null)
            {
                NextIsFull = true,
                Counts = new() { Failed = 1 },
                Problems = [new("E602", $"ERP Job Cost Transactions Syncing is off for project {step.NameOf(project)}, or Procore has not announced it yet.")],
            },
            CostPhase.Begin => await BeginAsync(step, cancellationToken),
            CostPhase.Imported => await transactions.RecheckAsync(step, cancellationToken),
            CostPhase.Changed => await transactions.ReadChangedAsync(step, cancellationToken),
            CostPhase.Project => await projects.ReadAsync(step, cancellationToken),
            CostPhase.Compare => await reconciler.CompareAsync(step, cancellationToken),
            CostPhase.Control => await control.CompareAsync(step, cancellationToken),
            _ => await transactions.ReadDeletedAsync(step, cancellationToken),
        };
    }

    /// <summary>
    /// Pages and calls of large steps outlive the small collections and would stay until the heap has doubled: an instance may be small, and a run long. In the
    /// background, this is not to be measured in the run's time.
    /// </summary>
    private void ClearAway()
    {
        var (allocated, now) = (GC.GetTotalAllocatedBytes(), time.GetUtcNow().UtcTicks);
        if (allocated - Interlocked.Read(ref allocatedThen) > MostLeft && now - Interlocked.Read(ref clearedAt) >= Pause.Ticks)
        {
            Interlocked.Exchange(ref allocatedThen, allocated);
            Interlocked.Exchange(ref clearedAt, now);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }

    /// <summary>The linked projects by number with their items, and those that are switched on, as they are now or were a moment ago.</summary>
    private async Task<Scope> ScopeAsync(Connection connection, ImportRun run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (scopes.TryGetValue(connection.Id, out var known) && known.RunId == run.RunId && now - known.ReadAt < Fresh)
        {
            return known;
        }

        var on = await switches.ListOnAsync(connection.Id, cancellationToken);
        var linked = await links.ListAsync(connection.Id, EntityType.Project, null, cancellationToken)
            .Where(link => link.IsPair)
            .Select(link => new CostProject(link.Key.ProcoreId, link.NetSuiteId!.Value, link.Name, on.Contains(link.Key.ProcoreId)))
            .ToListAsync(cancellationToken);

        var (items, itemsReadAt) = known?.RunId == run.RunId && now - known.ItemsReadAt < ItemsFresh
            ? (known.Items, known.ItemsReadAt)
            : (await CostItems.ReadAsync(links, connection.Id, linked.Select(project => project.Id).ToHashSet(), cancellationToken), now);

        return scopes[connection.Id] = new Scope(run.RunId, now, [.. linked.OrderBy(project => project.Id)], on, items, itemsReadAt);
    }

    private async Task<ImportStep> BeginAsync(CostStep step, CancellationToken cancellationToken)
    {
        await notes.BeginAsync(step.Run, cancellationToken);

        return new ImportStep($"{new CostCursor(CostPhase.Imported)}") { Watermark = await step.Connection.NetSuite.FindLastChangeAsync(cancellationToken) };
    }

    private sealed record Scope(string RunId, DateTimeOffset ReadAt, IReadOnlyList<CostProject> Linked, IReadOnlySet<long> On, CostItems Items, DateTimeOffset ItemsReadAt);
}
