namespace ProcoreNetSuite.Procore;

/// <summary>item_type of external data (procore-api.md 7.4.3), and the item types of an invoice's lines (7.6, 8.10).</summary>
public static class ItemTypes
{
    public const string Vendor = "vendor";
    public const string Project = "project";
    public const string CostCode = "cost_code";
    public const string StandardCostCode = "standard_cost_code";
    public const string Requisition = "requisition";

    /// <summary>External-data type of an invoice line; null for a line type that has none.</summary>
    public static string? OfInvoiceItem(string? itemType) => itemType switch
    {
        "contract_item" => "requisition_contract_item",
        "contract_detail_item" => "requisition_contract_detail_item",
        "change_order_item" => "requisition_change_order_item",
        _ => null,
    };
}
