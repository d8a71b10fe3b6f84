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

    public SyncOutcome? Outcome { get; init; }

    public bool IsOpen => Outcome is null;

    public string Name => Invoice is null ? $"Invoice {Task.Item.ProcoreId}" : $"Invoice {Invoice.InvoiceNumber} of {Invoice.VendorName}";

    public InvoiceDraft End(SyncOutcome outcome) => this with { Outcome = outcome };

    public InvoiceDraft Reject(string code, string message) => End(SyncOutcome.Rejected(new Resilience.Problem(code, message)));
}
