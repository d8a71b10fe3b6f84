namespace ProcoreNetSuite.NetSuite;

/// <summary>A NetSuite record type as the connector uses it, with the error codes that belong to it.</summary>
/// <param name="Path">Its name in addresses.</param>
/// <param name="Label">Its name in sentences.</param>
/// <param name="Permission">Code when the role lacks a permission.</param>
/// <param name="Duplicate">Code when it exists already.</param>
/// <param name="Subsidiary">Code when it doesn't fit the subsidiary.</param>
internal sealed record RecordType(string Path, string Label, string Permission, string Duplicate, string Subsidiary)
{
    public static readonly RecordType VendorBill = new("vendorBill", "vendor bill", "E903", "E409", "E306");
    public static readonly RecordType Vendor = new("vendor", "vendor", "E903", "E302", "E306");
    public static readonly RecordType Job = new("job", "job", "E903", "E201", "E205");
    public static readonly RecordType Item = new("otherChargePurchaseItem", "item", "E106", "E102", "E413");

    /// <summary>Read only.</summary>
    public static readonly RecordType PayingSubsidiary = new("subsidiary", "subsidiary", "E903", "E413", "E306");

    /// <summary>Answers of a query; it writes nothing, so only the permission code is ever used.</summary>
    public static readonly RecordType Query = new("suiteql", "query", "E903", "E413", "E413");
}
