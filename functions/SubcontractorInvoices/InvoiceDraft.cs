using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>One invoice on its way to a bill. Each step adds to it; the first outcome ends it.</summary>
internal sealed record InvoiceDraft(SyncTask Task)
{
    public Link? Project { get; init; }

    public SubcontractorInvoice? Invoice { get; init; }

    public InvoiceAmounts? Amounts { get; init; }

    public VendorBill? Bill { get; init; }

    /// <summary>A bill in NetSuite that the approver chose to link to.</summary>
    public BillFound? LinkTo { get; init; }

    /// <summary>Where that bill books its amounts by NetSuite's query, which later comparisons read too; null while the query lags.</summary>
    public BillDistribution? LinkedAs { get; init; }

    /// <summary>The approver wants this bill although the vendor has one of this number.</summary>
    public bool IsSecond { get; init; }

    /// <summary>What keeps it from being written, as far as it is known: all of it is named at once.</summary>
    public IReadOnlyList<Resilience.Problem> Problems { get; init; } = [];

    /// <summary>Budget codes that have another number than when their items were made.</summary>
    public IReadOnlyList<RenumberedCode> Renumbered { get; init; } = [];

    /// <summary>What people should know though it is done.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public SyncOutcome? Outcome { get; init; }

    /// <summary>The bill was linked, and then nobody came to tell Procore.</summary>
    public bool IsUnreported => Task.Link is { State: LinkState.Linked, ReportedAt: null };

    public bool IsOpen => Outcome is null;

    public string Name => Invoice is null ? $"Invoice {Task.Item.ProcoreId}" : $"Invoice {Invoice.InvoiceNumber} of {Invoice.VendorName}";

    public InvoiceDraft End(SyncOutcome outcome) => this with { Outcome = outcome };

    public InvoiceDraft Reject(string code, string message) => End(SyncOutcome.Rejected(new Resilience.Problem(code, message)));
}
