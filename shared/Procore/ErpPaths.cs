namespace ProcoreNetSuite.Procore;

/// <summary>
/// Everything about the ERP surface that Procore doesn't print for everyone (procore-api.md 7.3, 7.4, 12: marked inferred, observed or assumed).
/// What a sandbox shows to be different is changed here and nowhere else.
/// </summary>
internal static class ErpPaths
{
    /// <summary>Closing status of a request detail whose work was done (7.4.2).</summary>
    public const string Success = "success";

    /// <summary>Closing status of a request detail whose work was refused.</summary>
    public const string Failed = "failed";

    /// <summary>Key of the list in every sync body; the dictionary also prints a bare array for request details.</summary>
    public const string Updates = "updates";

    /// <summary>Vendor view of the integrator mode (8.3).</summary>
    public const string VendorView = "erp";

    /// <summary>Objects that an ERP Request may be wrapped in; printed without any (7.4.1).</summary>
    public static IReadOnlyList<string> RequestWrappers { get; } = ["erp_request", "data"];

    public static string Request(long companyId, long id) => $"/rest/v1.0/companies/{companyId}/erp_requests/{id}";

    public static string RequestDetails(long companyId, long itemId) =>
        $"/rest/v1.0/companies/{companyId}/erp_request_details?filters%5Bitem_id%5D={itemId}";

    /// <summary>A list without a filter by item is assumed, and so is that it comes in the order of ids (4.1).</summary>
    public static string AllRequestDetails(long companyId, int page) =>
        $"/rest/v1.0/companies/{companyId}/erp_request_details?page={page}&per_page={RequestDetailPageSize}";

    /// <summary>The whole list is read four times an hour, so its pages are as large as Procore advises at most, with a margin (4.1).</summary>
    public const int RequestDetailPageSize = 1000;

    /// <summary>Spelling of the statuses is inferred (7.4.2): in progress, stale after a day, and those that end the work.</summary>
    public static bool? IsOpen(string? status) => status?.Trim().ToLowerInvariant().Replace(' ', '_') switch
    {
        "in_progress" or "stale" => true,
        Success or Failed or "rejected" => false,
        _ => null,
    };

    public static string Connections(long companyId) => $"/rest/v1.0/companies/{companyId}/erp_connections";

    /// <summary>That there is such a call is documented, its path is assumed (7.3).</summary>
    public static string Metadata(long companyId) => $"{Connections(companyId)}/metadata_configuration";

    public static string RequestDetailsSync(long companyId) => $"/rest/v1.0/companies/{companyId}/erp_request_details/sync";

    public static string ExternalDataSync(long companyId) => $"/rest/v1.0/companies/{companyId}/external_data/sync";

    public static string ExternalData(long companyId, string itemType, long itemId) =>
        $"/rest/v1.0/companies/{companyId}/external_data?item_type={itemType}&item_id={itemId}";

    public static string StagedRecords(long companyId) => $"/rest/v1.0/companies/{companyId}/staged_records";

    /// <summary>What a subcontractor invoice is called among the invoices that are paid (7.4.6).</summary>
    public const string InvoiceType = "Billings::Requisition";

    public static string InvoicePaymentsSync(long companyId) => $"/rest/v1.0/companies/{companyId}/invoice_payments/sync";

    public static string CostTypeAssignmentsSync(long projectId) => $"/rest/v1.0/cost_code_line_item_types/sync?project_id={projectId}";
}
