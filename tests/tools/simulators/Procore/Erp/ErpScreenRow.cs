namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>One row of the ERP Integrations page.</summary>
/// <remarks>
/// <c>Kind</c>: Such as <c>Requisition</c>.<br/>
/// <c>Tab</c>: The filter it stands under, in the page's words: Ready to Export, Exporting, Failed to Export, Synced, Rejected, Not sent.<br/>
/// <c>Messages</c>: The Errors column, or the approver's comment.<br/>
/// <c>Exports</c>: How often it was exported.<br/>
/// <c>Closings</c>: How often the integrator closed one of its details.
/// </remarks>
public sealed record ErpScreenRow(
    string Kind, long Id, string Name, string? Status, string Tab, IReadOnlyList<string> Messages, string? OriginId, string? OriginCode, int Exports,
    int Closings)
{
    internal static ErpScreenRow Of(ErpTool tool, ProcoreRecord record)
    {
        var details = tool.Details.Values.Where(detail => detail.Item == record).ToList();
        var status = record.ErpStatus ?? (record.OriginId is null ? null : ErpStatuses.Synced);
        var code = tool.FindExternal(record.CompanyId, record.Kind, record.Id)?.OriginCode ?? record.Text("origin_code");

        return new(
            Kinds.ClassName(record.Kind), record.Id, record.Text("name") ?? record.Text("invoice_number") ?? "", status, TabOf(status),
            record.ErpMessages, record.OriginId, code, details.Count, details.Sum(detail => detail.Closings.Count));
    }

    private static string TabOf(string? status) => status switch
    {
        ErpStatuses.ReadyToExport => "Ready to Export",
        ErpStatuses.Exporting => "Exporting",
        ErpStatuses.FailedToExport => "Failed to Export",
        ErpStatuses.Synced => "Synced",
        ErpStatuses.Rejected => "Rejected",
        _ => "Not sent",
    };
}
