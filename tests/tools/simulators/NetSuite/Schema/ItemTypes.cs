using static ProcoreNetSuite.Simulators.NetSuite.Schema.Build;

namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>Other charge items: three record types that share one id space (specification 8.3).</summary>
internal static class ItemTypes
{
    public static string[] Names { get; } = ["otherChargePurchaseItem", "otherChargeSaleItem", "otherChargeResaleItem"];

    public static RecordType Purchase() => Of("otherChargePurchaseItem", "Purchase", [Ref("expenseAccount", "account").Must()]);

    public static RecordType Sale() => Of("otherChargeSaleItem", "Sale", [Ref("incomeAccount", "account").Must(), Number("rate")]);

    public static RecordType Resale() => Of("otherChargeResaleItem", "Resale", [Ref("expenseAccount", "account").Must(), Ref("incomeAccount", "account").Must(), Number("rate")]);

    private static RecordType Of(string name, string subtype, FieldType[] accounts) => new(name, Groups.Item, [
        Text("itemId", 60).Must(), Text("displayName", 60), Text("description", 999), Text("purchaseDescription", 999), Text("salesDescription", 999), Text("vendorName", 60), Text("upcCode", 100),
        Text("externalId", 255), Choice("itemType", ("OthCharge", "OthCharge")).Read(), Choice("subtype", (subtype, subtype)).Read(), .. accounts,
        Refs("subsidiary", "subsidiary"), Flag("includeChildren"), Ref("parent", name), Number("cost"), Ref("department", "department"), Ref("class", "classification"),
        Ref("location", "location"), Ref("taxSchedule", "taxSchedule"), Flag("isFulfillable"), Flag("generateAccruals"), Flag("isInactive"), Flag("isTaxable"), .. EntityTypes.Dates("createdDate")])
    { Title = "Item" };
}
