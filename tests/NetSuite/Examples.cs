using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>Records and settings that the client's tests send.</summary>
internal static class Examples
{
    public static NetSuiteSettings Settings => new()
    {
        AccountId = "1234567_SB1",
        BaseUrl = "https://1234567-sb1.suitetalk.api.netsuite.com",
        Subsidiary = "2",
        ItemExpenseAccount = "512",
        DefaultCustomer = "981",
        ClientId = "client-1",
        CertificateId = "certificate-1",
    };

    public static VendorBill Bill { get; } = new(
        "procore-1-requisition-98765", new("5501"), "INV-1001", new DateOnly(2026, 11, 15), new("141"), "USD", "SC-0042, invoice 3",
        [
            new(new("640"), new("7310"), "1. Footings", 10_000.1m),
            new(new("233"), new("7310"), "Retainage held", -1000m),
        ]);

    public static Vendor Vendor { get; } = new()
    {
        ExternalId = "procore-1-company-77",
        CompanyName = "Acme Paving LLC",
        Email = "ap@acmepaving.example",
        Phone = "555-010-7788",
        Url = "https://acmepaving.example",
        Address = new("Acme Paving LLC", "1 Main St", "Reno", "NV", "89501", "US"),
    };

    public static Job Job { get; } = new(
        "procore-1-project-9", "26-014", "Riverside Clinic", new DateOnly(2026, 11, 1), new DateOnly(2027, 9, 30), 1_250_000.5m);

    public static OtherChargeItem Item { get; } = new("procore-1-wbs-code-5", "26-014-03-3000.S", "Concrete", "Cast-in-place concrete");
}
