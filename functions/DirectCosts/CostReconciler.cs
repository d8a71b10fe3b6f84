using System.Globalization;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>
/// Compares count and sum per WBS code of what the run read in NetSuite with what Procore holds of ours, after a project was written (connector-behaviour.md
/// 7.6.3). Where they differ, the costs whose lines are not as they were written are written again, or removed, as in any other step.
/// </summary>
public sealed class CostReconciler(IImportedCostStore imported, IRunNotes notes, ILinkStore links, TransactionCosts transactions, CostPages pages)
{
    private const int Page = 1000;

    internal async Task<ImportStep> CompareAsync(CostStep step, CancellationToken cancellationToken)
    {
        if (step.Current is not { } project)
        {
            return new ImportStep($"{step.Next}");
        }

        var wanted = CostSum.Combine(await notes.ListAsync<CostSum>(step.Run, project.Id, cancellationToken).ToListAsync(cancellationToken));
        var (held, refusal) = await CostRefusals.TryAsync(() => HeldCosts.ReadAsync(step.Connection, project.Id, cancellationToken));
        if (held is null)
        {
            return wanted.Count == 0 ? new ImportStep($"{step.Next}") : new ImportStep($"{step.Next}")
            {
                Counts = new() { Failed = 1 },
                Problems = [new("E602", $"The direct costs of project {step.NameOf(project.Id)} can't be read, so nobody knows whether they agree with NetSuite.", $"{refusal}") { Speaker = "Procore" }],
            };
        }

        var differences = Differences(wanted, held.Sums);
        if (step.Cursor.After is null)
        {
            if (differences.Count == 0)
            {
                return new ImportStep($"{step.Next}");
            }

            await SaveAsync(step, project, [.. differences.Select(one => (one.NetSuite, one.Procore, (string?)null))], cancellationToken);
        }

        var stored = await ListStoredAsync(step, project, cancellationToken);
        var suspects = Suspects(held, stored).Where(one => one > (step.Cursor.After?.Id ?? 0)).Order().Take(pages.Repairs)
            .Select(one => new NetSuiteId(one.ToString(CultureInfo.InvariantCulture))).ToList();

        return suspects.Count > 0
            ? await transactions.RepairAsync(step, suspects, Unknown(held, stored, project), cancellationToken) with { Cursor = $"{step.Cursor.Behind(suspects[^1])}" }
            : await EndAsync(step, project, differences, stored.Any(one => one.Cost.IsPending), cancellationToken);
    }

    /// <summary>Says what became of the differences. One that is left, and that no refused cost explains, is a failure of its own.</summary>
    private async Task<ImportStep> EndAsync(
        CostStep step, CostProject project, IReadOnlyList<(CostSum NetSuite, CostSum Procore)> left, bool isExplained, CancellationToken cancellationToken)
    {
        var found = await notes.ListAsync<CostDifference>(step.Run, project.Id, cancellationToken).ToListAsync(cancellationToken);
        var repaired = found.Where(one => left.All(other => other.NetSuite.WbsCodeId != one.NetSuite.WbsCodeId)).Select(one => (one.NetSuite, one.Procore, (string?)"repaired"));
        await SaveAsync(
            step,
            project,
            [.. repaired, .. left.Select(one => (one.NetSuite, one.Procore, (string?)(isExplained ? "not repaired: Procore refuses a cost, see the problems" : "not repaired")))],
            cancellationToken);

        return new ImportStep($"{step.Next}")
        {
            Counts = new() { Failed = isExplained ? 0 : left.Count },
            Problems =
            [
                .. left.Where(_ => !isExplained).Select(one => new Problem(
                    "E606",
                    string.Create(CultureInfo.InvariantCulture, $"Project {step.NameOf(project.Id)}, WBS code {one.NetSuite.WbsCodeId}: NetSuite has {one.NetSuite.Count} lines with {one.NetSuite.Sum:0.00}, Procore {one.Procore.Count} with {one.Procore.Sum:0.00}, and writing them again did not help."))),
            ],
        };
    }

    private async Task SaveAsync(
        CostStep step, CostProject project, IReadOnlyList<(CostSum NetSuite, CostSum Procore, string? Done)> differences, CancellationToken cancellationToken)
    {
        var codes = await links.FindManyAsync(
            [.. differences.Select(one => new LinkKey(step.Connection.Id, EntityType.WbsCode, one.NetSuite.WbsCodeId ?? 0, project.Id))], cancellationToken);
        await notes.SaveAsync(
            step.Run,
            project.Id,
            [
                .. differences.Zip(codes, (one, code) => new CostDifference(
                    project.Id, project.Name ?? $"{project.Id}", code?.Name ?? $"{one.NetSuite.WbsCodeId}", one.NetSuite, one.Procore, one.Done)),
            ],
            cancellationToken);
    }

    /// <summary>What was written in the project by this import. Read only where something differs: the rows are not sorted by project.</summary>
    private async Task<IReadOnlyList<(NetSuiteId Transaction, ImportedCost Cost)>> ListStoredAsync(CostStep step, CostProject project, CancellationToken cancellationToken)
    {
        List<(NetSuiteId, ImportedCost)> found = [];
        IReadOnlyList<ImportedTransaction> page = [];
        do
        {
            page = await imported.ListAsync(step.Connection.Id, page.Count == 0 ? null : page[^1].Id, Page, cancellationToken);
            found.AddRange(page.SelectMany(row => row.Costs.Where(cost => cost.ProjectId == project.Id).Select(cost => (row.Id, cost))));
        }
        while (page.Count == Page);

        return found;
    }

    /// <summary>Transactions whose lines are not as they were written, are missing, or should not be there.</summary>
    private static HashSet<long> Suspects(HeldCosts held, IReadOnlyList<(NetSuiteId Transaction, ImportedCost Cost)> stored)
    {
        var known = stored.ToDictionary(one => one.Cost.OriginId, one => one.Cost, StringComparer.OrdinalIgnoreCase);
        var here = held.ByOrigin;

        return
        [
            .. stored.Where(one => here.GetValueOrDefault(one.Cost.OriginId)?.Digest != one.Cost.Lines).Select(one => Number(one.Transaction)),
            .. here.Values.Where(one => !known.ContainsKey(one.OriginId)).Select(one => Number(one.Transaction)),
        ];
    }

    private static ILookup<NetSuiteId, ImportedCost> Unknown(HeldCosts held, IReadOnlyList<(NetSuiteId Transaction, ImportedCost Cost)> stored, CostProject project)
    {
        var known = stored.Select(one => one.Cost.OriginId).ToHashSet(StringComparer.OrdinalIgnoreCase);

        return held.ByOrigin.Values.Where(one => !known.Contains(one.OriginId))
            .ToLookup(one => one.Transaction, one => new ImportedCost(project.Id, one.OriginId, one.Type, one.DirectCostId));
    }

    private static IReadOnlyList<(CostSum NetSuite, CostSum Procore)> Differences(IReadOnlyList<CostSum> netSuite, IReadOnlyList<CostSum> procore) =>
    [
        .. netSuite.Concat(procore).Select(sum => sum.WbsCodeId).Distinct().Order()
            .Select(code => (Of(netSuite, code), Of(procore, code)))
            .Where(pair => pair.Item1 != pair.Item2),
    ];

    private static CostSum Of(IReadOnlyList<CostSum> sums, long? code) => sums.FirstOrDefault(sum => sum.WbsCodeId == code) ?? new(code, 0, 0m);

    private static long Number(NetSuiteId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);
}
