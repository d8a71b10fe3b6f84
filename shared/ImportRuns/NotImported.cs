using System.Text.Json.Serialization;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>Lines that look like job cost and were not imported, or what settled an invoice without a payment, in one sum (connector-behaviour.md 7.5, 7.6.3, 13.3).</summary>
/// <param name="Reason">Why, in words, with a code where there is one.</param>
/// <param name="Sum">In the subsidiary's base currency, debit positive.</param>
public sealed record NotImported(long ProjectId, string Reason, int Count, decimal Sum)
{
    /// <summary>The reason of lines that reached the project as an invoice: nothing is missing.</summary>
    public const string ExportedBill = "bill of a Procore invoice";

    /// <summary>The project whose invoice's bill the lines are of, if somebody moved them in NetSuite; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MovedFrom { get; init; }

    [JsonIgnore]
    public bool IsExportedBill => Reason == ExportedBill;

    /// <summary>The same with one for each project and reason, in this order.</summary>
    public static IReadOnlyList<NotImported> Combine(IEnumerable<NotImported> left) =>
    [
        .. left.GroupBy(one => (one.ProjectId, one.Reason, one.MovedFrom)).OrderBy(group => group.Key.ProjectId).ThenBy(group => group.Key.Reason, StringComparer.Ordinal)
            .Select(group => new NotImported(group.Key.ProjectId, group.Key.Reason, group.Sum(one => one.Count), group.Sum(one => one.Sum)) { MovedFrom = group.Key.MovedFrom }),
    ];
}

/// <summary>The job cost of one project, as NetSuite sums it up and as the connector knows it (connector-behaviour.md 13.3). In the subsidiary's base currency, debit positive.</summary>
/// <param name="NetSuite">All posted lines on the project's job, and of its items where they are on no project.</param>
/// <param name="Imported">Lines that are direct costs in Procore.</param>
/// <param name="NotImported">Lines of bills and journals that were left out, each with a reason.</param>
/// <param name="ExportedBills">Lines of bills that Procore knows as invoices.</param>
/// <param name="OtherSources">All that is no bill and no journal.</param>
public sealed record CostControl(long ProjectId, decimal NetSuite, decimal Imported, decimal NotImported, decimal ExportedBills, decimal OtherSources)
{
    /// <summary>What stands on other projects now of the bills of this project's invoices: it was moved away in NetSuite (13.4), and is no part of the total.</summary>
    public decimal MovedAway { get; init; }

    /// <summary>0.00, or the run has a problem (E608).</summary>
    [JsonIgnore]
    public decimal Difference => NetSuite - Imported - NotImported - ExportedBills - OtherSources;
}
