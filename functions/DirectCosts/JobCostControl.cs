using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>
/// The last part of every run (connector-behaviour.md 13.3): what NetSuite holds on a project's job and items, summed up by NetSuite itself, is what the connector
/// knows of it, line by line. What is no bill and no journal is shown, and never imported (7.6.3).
/// </summary>
public sealed class JobCostControl(IImportedCostStore imported, IRunNotes notes)
{
    private const int Page = 1000;

    /// <summary>How often a run reads what changed since it began, where the sums differ: people go on working.</summary>
    private const int MostRounds = 2;

    internal async Task<ImportStep> CompareAsync(CostStep step, CancellationToken cancellationToken)
    {
        var known = await ListKnownAsync(step, cancellationToken);
        var totals = await ListTotalsAsync(step, cancellationToken);
        List<CostControl> controls =
        [
            .. step.Scope.Select(project => new CostControl(
                project.Id,
                NetSuite: totals[project.Id].Sum(total => total.Sum),
                Imported: known.Imported.GetValueOrDefault(project.Id),
                NotImported: known.Left.Where(left => left.ProjectId == project.Id && !left.IsExportedBill).Sum(left => left.Sum),
                ExportedBills: known.Left.Where(left => left.ProjectId == project.Id && left.IsExportedBill).Sum(left => left.Sum),
                OtherSources: totals[project.Id].Where(total => !total.IsBillOrJournal).Sum(total => total.Sum))
            { MovedAway = known.MovedAway.GetValueOrDefault(project.Id) }),
        ];
        List<Problem> differences = [.. controls.Where(control => control.Difference != 0).Select(control => Differs(step, control))];
        if (differences.Count > 0 && step.Cursor.Round < MostRounds)
        {
            return new ImportStep($"{CostCursor.Again(step.Cursor.Round + 1)}");
        }

        await notes.SaveAsync(step.Run, 0, controls, cancellationToken);
        await notes.SaveAsync(step.Run, 0, [.. known.Left.Where(left => !left.IsExportedBill)], cancellationToken);
        await notes.SaveAsync(
            step.Run,
            0,
            [
                .. step.Scope.SelectMany(project => totals[project.Id].Where(total => !total.IsBillOrJournal).GroupBy(total => total.Type)
                    .Select(group => new OtherCost(project.Id, NameOf(group.Key), group.Sum(total => total.Count), group.Sum(total => total.Sum)))),
            ],
            cancellationToken);

        return new ImportStep(null) { Counts = new() { Failed = differences.Count }, Problems = differences, NextIsFull = differences.Count > 0 };
    }

    /// <summary>What was brought into Procore and what was left out, as each transaction was read last.</summary>
    private async Task<(IReadOnlyDictionary<long, decimal> Imported, IReadOnlyList<NotImported> Left, IReadOnlyDictionary<long, decimal> MovedAway)> ListKnownAsync(CostStep step, CancellationToken cancellationToken)
    {
        var scope = step.Scope.Select(project => project.Id).ToHashSet();
        var (sums, moved) = (new Dictionary<long, decimal>(), new Dictionary<long, decimal>());
        List<NotImported> left = [];
        IReadOnlyList<ImportedTransaction> page = [];
        do
        {
            page = await imported.ListAsync(step.Connection.Id, page.Count == 0 ? null : page[^1].Id, Page, cancellationToken);
            foreach (var cost in page.SelectMany(row => row.Costs).Where(cost => scope.Contains(cost.ProjectId) && cost.Count > 0))
            {
                if (cost.IsPending)
                {
                    left.Add(new NotImported(cost.ProjectId, "E606: Procore has not taken it, see the problems", cost.Count, cost.Sum));
                }
                else
                {
                    sums[cost.ProjectId] = sums.GetValueOrDefault(cost.ProjectId) + cost.Sum;
                }
            }

            foreach (var one in page.SelectMany(row => row.Left).Where(one => one.MovedFrom is not null))
            {
                moved[one.MovedFrom!.Value] = moved.GetValueOrDefault(one.MovedFrom.Value) + one.Sum;
            }

            left = [.. NotImported.Combine([.. left, .. page.SelectMany(row => row.Left).Where(one => scope.Contains(one.ProjectId))])];
        }
        while (page.Count == Page);

        return (sums, left, moved);
    }

    private static async Task<ILookup<long, CostTotal>> ListTotalsAsync(CostStep step, CancellationToken cancellationToken)
    {
        var (netSuite, from) = (step.Connection.NetSuite, step.Connection.Settings.JobCostsFrom);
        var projects = step.Scope.ToList();
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
}
