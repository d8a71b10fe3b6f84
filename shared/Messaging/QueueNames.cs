namespace ProcoreNetSuite.Messaging;

/// <summary>One Service Bus queue for incoming events, one for each room.</summary>
public static class QueueNames
{
    public const string ProcoreEvents = "procore-events";
    public const string WbsCodes = "wbs-codes";
    public const string Projects = "projects";
    public const string Companies = "companies";
    public const string SubcontractorInvoices = "subcontractor-invoices";
    public const string VendorImports = "vendor-imports";
    public const string JobImports = "job-imports";
    public const string BillChecks = "bill-checks";
    public const string BillPayments = "bill-payments";
    public const string DirectCosts = "direct-costs";

    public static IReadOnlyList<string> All { get; } =
        [ProcoreEvents, WbsCodes, Projects, Companies, SubcontractorInvoices, VendorImports, JobImports, BillChecks, BillPayments, DirectCosts];
}
