namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>What a user may do on the pages the simulator plays (connector behaviour 3).</summary>
public sealed class ProcorePerson
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    public required string Login { get; init; }

    /// <summary>Admin on the project's Commitments: may send, retrieve and edit subcontractor invoices.</summary>
    public bool CommitmentsAdmin { get; init; }

    /// <summary>Member of the project team: may send vendors and projects.</summary>
    public bool ProjectTeam { get; init; } = true;

    /// <summary>Standard or Admin on ERP Integrations.</summary>
    public bool ErpIntegrations { get; init; }

    /// <summary>"Can push to accounting"; shown as <c>erp_integrated_accountant</c>.</summary>
    public bool CanPushToAccounting { get; init; }

    /// <summary>A Procore employee.</summary>
    public bool SuperUser { get; init; }

    internal bool Approver => ErpIntegrations && CanPushToAccounting;
}
