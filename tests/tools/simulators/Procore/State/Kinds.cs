namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Names of the record kinds: where Procore has an external-data item type (spec 7.4.3), that one.</summary>
public static class Kinds
{
    public const string Vendor = "vendor";
    public const string Project = "project";
    public const string Requisition = "requisition";
    public const string ContractItem = "requisition_contract_item";
    public const string ContractDetailItem = "requisition_contract_detail_item";
    public const string ChangeOrderItem = "requisition_change_order_item";
    public const string CostCode = "cost_code";
    public const string StandardCostCode = "standard_cost_code";
    public const string LineItemType = "line_item_type";
    public const string WorkOrderContract = "work_order_contract";
    public const string PurchaseOrderContract = "purchase_order_contract";
    public const string LineItem = "line_item";
    public const string ContractPayment = "contract_payment";

    /// <summary>A direct cost (spec 8.12: that is its external-data item type).</summary>
    public const string DirectCost = "item";

    public const string DirectCostLine = "direct_cost_line_item";

    internal const string User = "user";
    internal const string BusinessRegister = "business_register";
    internal const string StandardCostCodeList = "standard_cost_code_list";
    internal const string Segment = "segment";
    internal const string SegmentItem = "segment_item";
    internal const string WbsCode = "wbs_code";
    internal const string LineItemDetail = "line_item_contract_detail";
    internal const string ChangeOrder = "change_order";
    internal const string BillingPeriod = "billing_period";
    internal const string CostCodeType = "cost_code_line_item_type";
    internal const string StagedRecord = "staged_record";
    internal const string InvoicePayment = "invoice_payment";

    /// <summary>Every <c>item_type</c> external data can be written for (spec 7.4.3).</summary>
    public static readonly IReadOnlySet<string> WithExternalData = new HashSet<string>
    {
        "budget", "budget_change", "change_order", "company_level_direct_cost", ContractPayment, CostCode, "department", "insurance",
        InvoicePayment, DirectCost, LineItem, LineItemType, "markup", "payment_application", "payment_application_line_item", "prime_contract",
        Project, PurchaseOrderContract, Requisition, ChangeOrderItem, ContractDetailItem, ContractItem, StandardCostCode, "sub_job", "tax_code",
        Vendor, WorkOrderContract,
    };

    /// <summary>The records an item type speaks of: a payment of an invoice is a payment of its contract [A 7.4.6].</summary>
    internal static string TableOf(string itemType) => itemType == InvoicePayment ? ContractPayment : itemType;

    /// <summary>The spelling of request details and of the status screen, such as <c>Requisition</c> (spec 7.4.2).</summary>
    public static string ClassName(string kind) => string.Concat(kind.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Accepts <c>Requisition</c> and <c>requisition</c>.</summary>
    public static string FromName(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? (at > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
