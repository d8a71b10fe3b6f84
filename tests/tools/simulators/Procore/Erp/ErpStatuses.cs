namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>[A 7.8] Values of <c>erp_status</c>; null stands for never sent, retrieved or unlinked.</summary>
public static class ErpStatuses
{
    public const string ReadyToExport = "ready_to_export";
    public const string Exporting = "exporting";
    public const string Synced = "synced";
    public const string FailedToExport = "failed_to_export";
    public const string Rejected = "rejected";
}
