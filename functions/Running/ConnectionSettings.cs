using ProcoreNetSuite.ImportRuns;
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

    /// <summary>Rename an item in NetSuite when its budget code was renumbered, with the next invoice. Default false: the bill says which item it is.</summary>
    public bool RenameItems { get; set; }

    /// <summary>Refuse projects that started before this day (E207). Default: none is refused.</summary>
    public DateOnly? ProjectsStartedOnOrAfter { get; set; }

    /// <summary>Carry address changes of linked vendors into Procore too: NetSuite's is the billing address. Default false.</summary>
    public bool UpdateAddresses { get; set; }

    /// <summary>How often payments are imported: Never, Hourly, EveryTwoHours, EveryFourHours or Daily. Default Daily.</summary>
    public ImportInterval ImportPayments { get; set; } = ImportInterval.Daily;

    /// <summary>How often job costs are imported as direct costs: the same words. Default Daily.</summary>
    public ImportInterval ImportDirectCosts { get; set; } = ImportInterval.Daily;

    /// <summary>How often the bills of exported invoices are compared with what was sent: the same words. Default Daily.</summary>
    public ImportInterval CompareBills { get; set; } = ImportInterval.Daily;

    /// <summary>What starts by itself, how often, and which setting says so.</summary>
    public IReadOnlyList<(ImportKind Kind, ImportInterval Interval, string Setting)> ListScheduled() =>
    [
        (ImportKind.Payments, ImportPayments, nameof(ImportPayments)),
        (ImportKind.DirectCosts, ImportDirectCosts, nameof(ImportDirectCosts)),
        (ImportKind.Bills, CompareBills, nameof(CompareBills)),
    ];

    /// <summary>Bring payments although the subsidiary is not in the United States (E505 otherwise). Default false.</summary>
    public bool PaymentsOutsideUnitedStates { get; set; }

    /// <summary>Write payments through Procore's ERP call invoice_payments/sync, whose attributes are assumed, not one by one. Default false.</summary>
    public bool PaymentsBySync { get; set; }

    /// <summary>Import job cost dated on or after this day. Default: all of it.</summary>
    public DateOnly? JobCostsFrom { get; set; }
}
