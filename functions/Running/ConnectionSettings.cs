using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Settings of one connection, under <c>Connections:{id}</c>.</summary>
public sealed class ConnectionSettings
{
    public ProcoreSettings Procore { get; set; } = new();

    public NetSuiteSettings NetSuite { get; set; } = new();

    /// <summary>Export invoices in status Pending Owner Approval too. Default false.</summary>
    public bool AcceptPendingOwnerApproval { get; set; }

    /// <summary>Create a project's items when it is exported, not when an invoice needs them. Default false.</summary>
    public bool ItemsWithProject { get; set; }

    /// <summary>Refuse projects that started before this day (E207). Default: none is refused.</summary>
    public DateOnly? ProjectsStartedOnOrAfter { get; set; }

    /// <summary>Import job cost dated on or after this day. Default: all of it.</summary>
    public DateOnly? JobCostsFrom { get; set; }
}
