using static ProcoreNetSuite.Simulators.NetSuite.Schema.Build;

namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>Accounts and lists (specification 8.9).</summary>
internal static class ReferenceTypes
{
    public static IEnumerable<RecordType> All() => [
        new("account", Groups.Account, [
            Text("acctNumber", 60), Text("acctName", 60).Must(), Choice("acctType", [.. AccountTypes]).Must(), Ref("parent", "account"), Ref("currency", "currency"), Refs("subsidiary", "subsidiary"),
            Flag("includeChildren"), Flag("isInactive"), Flag("isSummary"), Text("description", 999), Flag("eliminate"), Number("balance").Read(), Text("fullName").Read(), Text("externalId", 255),
            Moment("lastModifiedDate")]) { Title = "Account" },
        new("subsidiary", "subsidiary", [
            Text("name", 83).Must(), Text("fullName").Read(), Ref("parent", "subsidiary"), Ref("currency", "currency"), Choice("country", [.. Countries.All]), Text("state", 30), Text("legalName", 83),
            Flag("isElimination"), Flag("isInactive"), Text("externalId", 255), Text("federalIdNumber", 20), Moment("lastModifiedDate")]) { Title = "Subsidiary", ReadOnly = true },
        Segment("department", Refs("subsidiary", "subsidiary")),
        Segment("classification", Refs("subsidiary", "subsidiary")),
        Segment("location", Ref("subsidiary", "subsidiary"), Choice("timeZone", ("America/Los_Angeles", "(GMT-08:00) Pacific Time (US & Canada)"), ("America/Denver", "(GMT-07:00) Mountain Time"), ("America/Chicago", "(GMT-06:00) Central Time"), ("America/New_York", "(GMT-05:00) Eastern Time"))),
        new("currency", "currency", [
            Text("name", 50).Must(), Text("symbol", 4), Number("exchangeRate"), Whole("currencyPrecision"), Flag("isBaseCurrency"), Flag("isInactive"), Text("externalId", 255), Moment("lastModifiedDate")]) { ReadOnly = true },
        new("term", "term", [
            Text("name", 60).Must(), Whole("daysUntilNetDue"), Number("discountPercent"), Whole("daysUntilExpiry"), Choice("dateDriven", ("STANDARD", "Standard"), ("DATEDRIVEN", "Date Driven")), Flag("isInactive"), Flag("preferred"), Text("externalId", 255),
            Moment("lastModifiedDate")]) { ReadOnly = true },
        new("accountingPeriod", "accountingPeriod", [
            Text("periodName", 60).Must(), Day("startDate"), Day("endDate"), Flag("closed"), Moment("closedOnDate"), Flag("allLocked"), Flag("apLocked"), Flag("arLocked"), Flag("allowNonGLChanges"),
            Flag("isPosting"), Flag("isAdjust"), Flag("isQuarter"), Flag("isYear"), Flag("isInactive"), Ref("parent", "accountingPeriod"), Moment("lastModifiedDate")]) { ReadOnly = true },
        Named("vendorCategory"), Named("jobType"), Named("customerStatus"), Named("taxSchedule")];

    private static RecordType Segment(string name, params FieldType[] more) => new(name, name, [
        Text("name", 60).Must(), Text("fullName").Read(), Ref("parent", name), .. more, Flag("includeChildren"), Flag("isInactive"), Text("externalId", 255), Moment("lastModifiedDate")])
    { Title = name };

    private static RecordType Named(string name) => new(name, name, [
        Text("name", 60).Must(), Flag("isInactive"), Text("externalId", 255), Moment("lastModifiedDate")])
    { ReadOnly = true };

    private static readonly (string Id, string Label)[] AccountTypes = [
        ("AcctPay", "Accounts Payable"), ("AcctRec", "Accounts Receivable"), ("Bank", "Bank"), ("COGS", "Cost of Goods Sold"), ("CredCard", "Credit Card"), ("DeferExpense", "Deferred Expense"),
        ("DeferRevenue", "Deferred Revenue"), ("Equity", "Equity"), ("Expense", "Expense"), ("FixedAsset", "Fixed Asset"), ("Income", "Income"), ("LongTermLiab", "Long Term Liability"),
        ("NonPosting", "Non Posting"), ("OthAsset", "Other Asset"), ("OthCurrAsset", "Other Current Asset"), ("OthCurrLiab", "Other Current Liability"), ("OthExpense", "Other Expense"),
        ("OthIncome", "Other Income"), ("Stat", "Statistical"), ("UnbilledRec", "Unbilled Receivable")];
}
