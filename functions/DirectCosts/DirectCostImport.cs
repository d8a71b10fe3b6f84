using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>
/// NetSuite bill and journal lines as direct costs (connector-behaviour.md 7.6). Every run begins with what was imported before. A full run then goes project
/// by project and compares each with Procore; any other run reads the transactions that changed or were deleted.
/// </summary>
public sealed class DirectCostImport(
    IRunNotes notes, IJobCostSwitches switches, ILinkStore links, TransactionCosts transactions, ProjectCosts projects, CostReconciler reconciler, OtherCosts others) : IImport
{
    public ImportKind Kind => ImportKind.DirectCosts;

    public string Queue => QueueNames.DirectCosts;

    public async Task<ImportStep> DoAsync(Connection connection, ImportRun run, CancellationToken cancellationToken)
    {
        var on = await switches.ListOnAsync(connection.Id, cancellationToken);
        var linked = await links.ListAsync(connection.Id, EntityType.Project, null, cancellationToken)
            .Where(link => link.IsPair)
            .Select(link => new CostProject(link.Key.ProcoreId, link.NetSuiteId!.Value, link.Name, on.Contains(link.Key.ProcoreId)))
            .ToListAsync(cancellationToken);
        var step = new CostStep(connection, run, CostCursor.Read(run.Cursor), [.. linked.OrderBy(project => project.Id)], on);

        return step.Cursor.Phase switch
        {
            CostPhase.Begin when run.ProjectId is { } project && !on.Contains(project) => new ImportStep(null)
            {
                Counts = new() { Failed = 1 },
                Problems = [new("E602", $"ERP Job Cost Transactions Syncing is off for project {step.NameOf(project)}, or Procore has not announced it yet.")],
            },
            CostPhase.Begin => await BeginAsync(step, cancellationToken),
            CostPhase.Imported => await transactions.RecheckAsync(step, cancellationToken),
            CostPhase.Changed when step.IsFull => new ImportStep($"{step.Next}"),
            CostPhase.Changed => await transactions.ReadChangedAsync(step, cancellationToken),
            CostPhase.Project => await projects.ReadAsync(step, cancellationToken),
            CostPhase.Compare => await reconciler.CompareAsync(step, cancellationToken),
            CostPhase.Others => await others.ReadAsync(step, cancellationToken),
            _ => await transactions.ReadDeletedAsync(step, cancellationToken),
        };
    }

    private async Task<ImportStep> BeginAsync(CostStep step, CancellationToken cancellationToken)
    {
        await notes.BeginAsync(step.Run, cancellationToken);

        return new ImportStep($"{new CostCursor(CostPhase.Imported)}") { Watermark = await step.Connection.NetSuite.FindLastChangeAsync(cancellationToken) };
    }
}
