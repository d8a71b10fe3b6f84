using System.Text.Json.Serialization;

namespace ProcoreNetSuite.ImportRuns;

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

    /// <summary>What Procore still shows of costs that it refused to change or remove (E606), as it last took them: no part of the total, NetSuite's new figure is.</summary>
    public decimal StillInProcore { get; init; }

    /// <summary>0.00, or the run has a problem (E608).</summary>
    [JsonIgnore]
    public decimal Difference => NetSuite - Imported - NotImported - ExportedBills - OtherSources;
}
