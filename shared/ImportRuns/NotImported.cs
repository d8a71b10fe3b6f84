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
