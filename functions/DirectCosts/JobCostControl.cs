using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>
/// The last part of every run (connector-behaviour.md 13.3): what NetSuite holds on a project's job and items, summed up by NetSuite itself, is what the connector
/// knows of it, line by line. What is no bill and no journal is shown, and never imported (7.6.3). A step takes on some of the projects.
/// </summary>
public sealed class JobCostControl(IImportedCostStore imported, IRunNotes notes, CostPages pages)
{
    private const int Page = 1000;

    /// <summary>How often a run reads what changed since it began, where the sums of some projects differ: people go on working.</summary>
    private const int MostRounds = 2;

    internal async Task<ImportStep> CompareAsync(CostStep step, CancellationToken cancellationToken)
    {
        var (projects, isLast) = Take(step);
        var known = await ListKnownAsync(step, projects, cancellationToken);
        var totals = await ListTotalsAsync(step, projects, cancellationToken);
        List<CostControl> controls =
        [
            .. projects.Select(project => new CostControl(
                project.Id,
                NetSuite: totals[project.Id].Sum(total => total.Sum),
                Imported: known.Imported.GetValueOrDefault(project.Id),
                NotImported: known.Left.Where(left => left.ProjectId == project.Id && !left.IsExportedBill).Sum(left => left.Sum),
                ExportedBills: known.Left.Where(left => left.ProjectId == project.Id && left.IsExportedBill).Sum(left => left.Sum),
                OtherSources: totals[project.Id].Where(total => !total.IsBillOrJournal).Sum(total => total.Sum))
            {
                MovedAway = known.MovedAway.GetValueOrDefault(project.Id),
                StillInProcore = known.StillInProcore.GetValueOrDefault(project.Id),
            }),
        ];
        List<Problem> differences = [.. controls.Where(control => control.Difference != 0).Select(control => Differs(step, control))];
        if (differences.Count > 0 && step.Cursor.Round < MostRounds)
        {
            return new ImportStep($"{step.Cursor with { Phase = CostPhase.Changed, Round = step.Cursor.Round + 1 }}");
        }

        await notes.SaveAsync(step.Run, 0, controls, cancellationToken);
        await notes.SaveAsync(step.Run, 0, [.. known.Left.Where(left => !left.IsExportedBill)], cancellationToken);
        await notes.SaveAsync(
            step.Run,
            0,
            [
                .. projects.SelectMany(project => totals[project.Id].Where(total => !total.IsBillOrJournal).GroupBy(total => total.Type)
                    .Select(group => new OtherCost(project.Id, NameOf(group.Key), group.Sum(total => total.Count), group.Sum(total => total.Sum)))),
            ],
            cancellationToken);

        return new ImportStep(isLast ? null : $"{new CostCursor(CostPhase.Control, Project: projects[^1].Id)}")
        {
            Counts = new() { Failed = differences.Count },
            Problems = differences,
            NextIsFull = differences.Count > 0,
        };
    }

    /// <summary>The next projects behind the cursor's, as many as a few queries sum up.</summary>
    private (IReadOnlyList<CostProject> Projects, bool IsLast) Take(CostStep step)
    {
        var open = step.Scope.Where(project => project.Id > step.Cursor.Project).ToList();
        var items = 0;
        var many = open.TakeWhile((project, index) => (items += step.Items.Of(project.Id).Count) <= pages.ControlItems || index == 0).Take(pages.ControlProjects).ToList();

        return (many, many.Count == open.Count);
    }

    /// <summary>What was brought into Procore and what was left out, as each transaction was read last.</summary>
    private async Task<Known> ListKnownAsync(
        CostStep step, IReadOnlyList<CostProject> projects, CancellationToken cancellationToken)
    {
        var scope = projects.Select(project => project.Id).ToHashSet();
        Dictionary<long, decimal> sums = [], moved = [], still = [];
        List<NotImported> left = [];
        IReadOnlyList<ImportedTransaction> page = [];
        do
        {
            page = await imported.ListAsync(step.Connection.Id, page.Count == 0 ? null : page[^1].Id, Page, cancellationToken);
            foreach (var cost in page.SelectMany(row => row.Costs).Where(cost => scope.Contains(cost.ProjectId)))
            {
                if (!cost.IsPending)
                {
                    sums[cost.ProjectId] = sums.GetValueOrDefault(cost.ProjectId) + cost.Sum;
                    continue;
                }

                still[cost.ProjectId] = still.GetValueOrDefault(cost.ProjectId) + cost.Held;
                if (cost.Count > 0)
                {
                    left.Add(new NotImported(cost.ProjectId, "E606: Procore has not taken it, see the problems", cost.Count, cost.Sum));
                }
            }

            foreach (var one in page.SelectMany(row => row.Left).Where(one => one.MovedFrom is not null))
            {
                moved[one.MovedFrom!.Value] = moved.GetValueOrDefault(one.MovedFrom.Value) + one.Sum;
            }

            left = [.. NotImported.Combine([.. left, .. page.SelectMany(row => row.Left).Where(one => scope.Contains(one.ProjectId))])];
        }
        while (page.Count == Page);

        return new(sums, left, moved, still);
    }

    private static async Task<ILookup<long, CostTotal>> ListTotalsAsync(CostStep step, IReadOnlyList<CostProject> projects, CancellationToken cancellationToken)
    {
        var (netSuite, from) = (step.Connection.NetSuite, step.Connection.Settings.JobCostsFrom);
        var byJob = projects.ToLookup(project => project.Job, project => project.Id);
        var items = projects.SelectMany(project => step.Items.Of(project.Id)).Distinct().ToList();
        var onJobs = await netSuite.ListTotalsByJobAsync([.. projects.Select(project => project.Job)], from, cancellationToken);
        var onItems = await netSuite.ListTotalsByItemAsync(items, [.. step.Projects.Select(project => project.Job)], from, cancellationToken);

        return onJobs.SelectMany(total => byJob[total.Key].Select(project => (Project: project, Total: total)))
            .Concat(onItems.Select(total => (Project: step.Items.OwnerOf(total.Key)!.Value, Total: total)))
            .ToLookup(one => one.Project, one => one.Total);
    }

    private static Problem Differs(CostStep step, CostControl control) => new(
        "E608",
        $"Project {step.NameOf(control.ProjectId)}: NetSuite holds job cost of {Amounts.Text(control.NetSuite)}, but {Amounts.Text(control.NetSuite - control.Difference)} is known: imported {Amounts.Text(control.Imported)}, "
        + $"not imported {Amounts.Text(control.NotImported)}, bills of invoices {Amounts.Text(control.ExportedBills)}, other sources {Amounts.Text(control.OtherSources)}. Difference: {Amounts.Text(control.Difference)}.");

    private static string NameOf(string type) => type switch
    {
        "VendCred" => "vendor credits",
        "ExpRept" => "expense reports",
        "Check" => "checks",
        "CardChrg" => "card charges",
        "CardRfnd" => "card refunds",
        "CustInvc" => "customer invoices",
        "CustCred" => "credit memos",
        "CashSale" => "cash sales",
        "Deposit" => "deposits",
        _ => type,
    };

    /// <summary>By project, but for what was left out.</summary>
    private sealed record Known(
        IReadOnlyDictionary<long, decimal> Imported, IReadOnlyList<NotImported> Left, IReadOnlyDictionary<long, decimal> MovedAway, IReadOnlyDictionary<long, decimal> StillInProcore);
}
