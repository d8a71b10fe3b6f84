using static ProcoreNetSuite.Simulators.NetSuite.Schema.Build;

namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>Vendors, projects, customers, employees (specification 8.1, 8.2, 8.9).</summary>
internal static class EntityTypes
{
    public static RecordType Vendor() => new("vendor", Groups.Entity, [
        Text("entityId", 80), Flag("autoName"), Text("externalId", 255), Flag("isPerson"), Text("companyName", 83), Text("legalName", 83),
        Text("firstName", 32), Text("middleName", 32), Text("lastName", 32), Text("salutation", 30), Text("title", 100), Text("altName", 83).Read(),
        Ref("subsidiary", "subsidiary"), .. Contact(), Text("taxIdNum", 20), Text("vatRegNumber", 20), Ref("currency", "currency"), Ref("terms", "term"),
        Ref("category", "vendorCategory"), Flag("is1099Eligible"), Flag("isInactive"), Text("printOnCheckAs", 83), Text("accountNumber", 99), Text("comments", 4000),
        Ref("payablesAccount", "account"), Ref("expenseAccount", "account"), Ref("defaultVendorPaymentAccount", "account"),
        Number("creditLimit"), Number("openingBalance"), Choice("emailPreference", ("DEFAULT", "Default"), ("HTML", "HTML"), ("PDF", "PDF")),
        Number("balance").Read(), Number("balancePrimary").Read(), Number("unbilledOrders").Read(), Number("prepaymentBalance").Read(),
        Text("customForm").Read(), .. Dates("dateCreated")], AddressBook())
    { Title = "Vendor" };

    public static RecordType Job() => new("job", Groups.Entity, [
        Text("companyName", 83).Must(), Text("entityId", 83), Text("altName", 83).Read(), Flag("autoName"), Text("externalId", 255), Ref("parent", "customer", "job"),
        Ref("subsidiary", "subsidiary"), Ref("currency", "currency"), Day("startDate"), Day("endDate"), Day("projectedEndDate"), Day("scheduledEndDate"),
        Day("calculatedStartDate").Read(), Day("calculatedEndDate").Read(), Ref("projectManager", "employee"),
        Choice("entityStatus", ("1", "Closed"), ("2", "In Progress"), ("3", "Not Awarded"), ("4", "Pending"), ("5", "Awarded")), Ref("jobType", "jobType"),
        Choice("jobBillingType", ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5")), Flag("allowTime"), Flag("allowExpenses"), Flag("isInactive"),
        Flag("limitTimeToAssignees"), Number("jobPrice"), Number("estimatedCost"), Number("estimatedRevenue"), Number("percentComplete").Read(),
        Text("comments", 4000), Text("email", 254), Text("phone", 22), .. Dates("dateCreated")], AddressBook())
    { Title = "Project" };

    public static RecordType Customer() => new("customer", Groups.Entity, [
        Text("entityId", 83), Flag("autoName"), Text("externalId", 255), Flag("isPerson"), Text("companyName", 83), Text("firstName", 32), Text("lastName", 32), Text("altName", 83).Read(),
        .. Contact(), Ref("subsidiary", "subsidiary"), Ref("currency", "currency"), Ref("terms", "term"), Ref("parent", "customer"), Ref("entityStatus", "customerStatus"),
        Day("startDate"), Day("endDate"), Flag("isInactive"), Text("comments", 4000), Text("defaultAddress").Read(), Number("balance").Read(), .. Dates("dateCreated")], AddressBook())
    { Title = "Customer" };

    public static RecordType Employee() => new("employee", Groups.Entity, [
        Text("entityId", 83), Text("externalId", 255), Text("firstName", 32), Text("lastName", 32), Text("altName", 83).Read(), Text("email", 254), Text("phone", 22), Ref("subsidiary", "subsidiary"),
        Ref("department", "department"), Ref("class", "classification"), Ref("location", "location"), Ref("supervisor", "employee"), Flag("isJobManager"), Flag("isJobResource"),
        Flag("isInactive"), .. Dates("dateCreated")])
    { Title = "Employee", ReadOnly = true };

    public static FieldType[] Dates(string created) => [Moment(created), Moment("lastModifiedDate")];

    private static FieldType[] Contact() => [
        Text("email", 254), Text("altEmail", 254), Text("phone", 22), Text("altPhone", 22), Text("mobilePhone", 22), Text("homePhone", 22), Text("fax", 22), Text("url", 100)];

    private static SublistType AddressBook() => new("addressBook", "internalId", [
        Text("label", 150), Flag("defaultBilling"), Flag("defaultShipping"), Flag("isResidential"), Text("addressId").Read(), Text("addressBookAddress_text").Read(),
        Sub("addressBookAddress", Text("addressee", 83), Text("attention", 83), Text("addr1", 150), Text("addr2", 150), Text("addr3", 150), Text("city", 50), Text("state", 30),
            Text("zip", 36), Text("addrPhone", 22), Text("addrText", 999), Flag("override"), Choice("country", [.. Countries.All]))]);
}
