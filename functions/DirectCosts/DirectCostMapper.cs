using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>What one transaction is in Procore.</summary>
/// <param name="Costs">One for each project.</param>
/// <param name="Left">Lines on our projects that are no cost of ours.</param>
public sealed record MappedCosts(IReadOnlyList<DirectCost> Costs, IReadOnlyList<NotImported> Left, IReadOnlyList<Problem> Problems)
{
    public static MappedCosts Nothing { get; } = new([], [], []);
}

/// <summary>A bill or journal to direct costs (connector-behaviour.md 7.6.2): one for each project, one line for each line.</summary>
public static class DirectCostMapper
{
    public static MappedCosts Map(CostTransaction transaction, IReadOnlyList<CostLine> lines, CostFacts facts, ConnectionSettings settings)
    {
        var standing = facts.Standings.GetValueOrDefault(transaction.Id);
        if (standing is Standing.OursWithoutLink)
        {
            return MappedCosts.Nothing with
            {
                Problems = [new Problem("E605", $"{NameOf(transaction)} (record {transaction.Id}) has an external id of the connector, {transaction.ExternalId}, but no invoice is linked to it. It was left out.")],
            };
        }

        if (standing is not Standing.Counts || transaction.Date < settings.JobCostsFrom)
        {
            return MappedCosts.Nothing;
        }

        var placed = lines.Where(line => facts.Projects.ContainsKey(line.Job))
            .Select(line => (Line: line, Project: facts.Projects[line.Job]))
            .Select(one => (one.Line, one.Project, Wbs: WbsOf(one.Line, one.Project, facts, settings)))
            .ToList();
        var costs = placed.Where(one => one.Wbs is not null).GroupBy(one => one.Project)
            .Select(group => Cost(transaction, group.Key, [.. group.Select(one => (one.Line, one.Wbs!.Value))], facts, settings))
            .ToList();
        var left = placed.Where(one => one.Wbs is null)
            .Select(one => new NotImported(one.Project, Reason(transaction, one.Line, settings), 1, WithCents(one.Line.Amount)))
            .ToList();
        var isWithoutVendor = costs.Count > 0 && !transaction.IsJournal && VendorOf(transaction, facts) is null;

        return new MappedCosts(costs, left, isWithoutVendor ? [Unlinked(transaction)] : []);
    }

    /// <summary>The line's WBS code, if its item is the item of one of the project's.</summary>
    private static long? WbsOf(CostLine line, long project, CostFacts facts, ConnectionSettings settings) =>
        line.Item is { } item && item.Value != settings.NetSuite.RetainageItem && facts.WbsCodes.TryGetValue((project, item), out var code) ? code : null;

    private static DirectCost Cost(
        CostTransaction transaction, long project, IReadOnlyList<(CostLine Line, long Wbs)> lines, CostFacts facts, ConnectionSettings settings)
    {
        var vendor = VendorOf(transaction, facts);
        var type = transaction.IsJournal ? "journalEntry" : "vendorBill";
        var origin = ExternalIds.InProcore(settings.NetSuite.AccountId, type, $"{transaction.Id}:{project}");

        return new DirectCost(
            project,
            origin,
            transaction.IsJournal || vendor is null ? DirectCost.Expense : DirectCost.Invoice,
            vendor,
            transaction.Number is { Length: > 0 } number ? number : transaction.Id.Value,
            NameOf(transaction),
            transaction.Date,
            [
                .. lines.Select(one => new DirectCostLine($"{origin}:{one.Line.Line}", one.Wbs, one.Line.Memo ?? one.Line.ItemName, WithCents(one.Line.Amount)))
                    .OrderBy(line => line.OriginId, StringComparer.Ordinal),
            ]);
    }

    private static string Reason(CostTransaction transaction, CostLine line, ConnectionSettings settings) => line.Item switch
    {
        null when transaction.IsJournal => "E604: journal line without an item",
        null => "line without an item",
        { } item when item.Value == settings.NetSuite.RetainageItem => "line on the retainage item",
        _ when ExternalIds.ReadExternal(line.ItemExternalId, settings.Procore.CompanyId, EntityType.WbsCode) is not null => "E601: the item belongs to another project",
        _ => "the item is none of the connector's",
    };

    private static long? VendorOf(CostTransaction transaction, CostFacts facts) =>
        transaction.Vendor is { } vendor && facts.Companies.TryGetValue(vendor, out var company) ? company : null;

    private static Problem Unlinked(CostTransaction transaction) => new(
        "E603", $"Vendor {transaction.VendorName ?? transaction.Vendor?.Value} is linked to no company: {NameOf(transaction)} was imported without it.");

    private static string NameOf(CostTransaction transaction) => $"{(transaction.IsJournal ? "Journal" : "Bill")} {transaction.Number ?? transaction.Id.Value}";

    /// <summary>The same amount written the same way; nothing is rounded.</summary>
    private static decimal WithCents(decimal amount) => decimal.Round(amount, 2) == amount ? decimal.Round(amount, 2) + 0.00m : amount;
}
