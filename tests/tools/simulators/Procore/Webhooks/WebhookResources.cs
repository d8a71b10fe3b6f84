namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>What can be listened to, and at which level (spec 6.6).</summary>
internal static class WebhookResources
{
    private static readonly string[] All = ["create", "update", "delete"];
    private static readonly string[] NoDelete = ["create", "update"];

    private static readonly Dictionary<string, string[]> Company = new()
    {
        ["ERP Requests"] = All,
        ["Company Vendors"] = NoDelete,
        ["Company Users"] = NoDelete,
        ["Projects"] = NoDelete,
        ["Line Item Types"] = All,
        ["Standard Cost Codes"] = All,
        ["Standard Cost Code Lists"] = ["create"],
        ["Departments"] = All,
        ["Offices"] = All,
        ["Company Insurances"] = All,
    };

    private static readonly Dictionary<string, string[]> Project = ((string[])
    [
        "Work Order Contracts", "Work Order Contract Line Items", "Purchase Order Contracts", "Purchase Order Contract Line Items", "Change Order Packages",
        "Change Order Requests", "Potential Change Orders", "Contract Payments", "Direct Costs", "Direct Cost Line Items",
        "Company Direct Cost Line Items", "Cost Codes", "Sub Jobs", "Payment Applications", "Prime Contracts", "Prime Contract Line Items",
        "Draw Requests", "Budget Line Items", "Budget Changes",
    ]).ToDictionary(name => name, _ => All);

    public static IReadOnlyDictionary<string, string[]> Of(bool project) => project ? Project : Company;
}
