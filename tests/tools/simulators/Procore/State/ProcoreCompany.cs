using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>A customer's company.</summary>
public sealed class ProcoreCompany
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    public string Currency { get; init; } = "USD";

    public string Country { get; init; } = "US";

    /// <summary>Switched on by a Procore super user (spec 7.1).</summary>
    public bool ErpEnabled { get; set; } = true;

    /// <summary>"Edit Synced Direct Cost Transactions" is ticked.</summary>
    public bool EditSyncedDirectCosts { get; set; }

    /// <summary>Set when the integrator created its connection; then the company has its one ERP standard cost code list.</summary>
    public string? ErpServiceUrl { get; internal set; }

    public long? ErpCostCodeListId { get; internal set; }

    public JsonObject? ErpMetadata { get; internal set; }
}
