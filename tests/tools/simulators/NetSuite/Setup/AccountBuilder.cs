using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;
using ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

namespace ProcoreNetSuite.Simulators.NetSuite.Setup;

/// <summary>Fills an account, as its administrator did before any request. Records go through the same checks as those of REST.</summary>
public sealed class AccountBuilder
{
    private readonly Catalog _catalog;
    private readonly RecordStore _store;
    private readonly RecordSaver _saver;
    private readonly SuiteQlService _suiteQl;
    private readonly LoginService _logins;
    private readonly Lock _gate;

    internal AccountBuilder(Catalog catalog, RecordStore store, RecordSaver saver, SuiteQlService suiteQl, LoginService logins, Lock gate)
    {
        _catalog = catalog;
        _store = store;
        _saver = saver;
        _suiteQl = suiteQl;
        _logins = logins;
        _gate = gate;
    }

    /// <summary>Adds an integration record, or replaces the one with the same client id.</summary>
    public AccountBuilder AddIntegration(Integration integration)
    {
        _logins.Add(integration);
        return this;
    }

    /// <summary>Adds a record of any type, read-only ones included. The body is what REST would take.</summary>
    /// <returns>Its id: the given one, or the next of its counter.</returns>
    /// <exception cref="NetSuiteException">The record is refused.</exception>
    public string Add(string type, object body, string? id = null)
    {
        var known = _catalog.Find(type) ?? throw new Control.ControlException($"There is no record type '{type}'.");
        var json = body as JsonElement? ?? JsonSerializer.SerializeToElement(body);
        lock (_gate)
        {
            if (id is not null)
            {
                if (_store.FindInGroup(known.Group, id) is not null)
                {
                    throw new Control.ControlException($"There is a {known.Group} {id} already.");
                }

                return _saver.Create(known, json, Options(), recordId: id).Id;
            }

            return _saver.Create(known, json, Options()).Id;
        }
    }

    /// <summary>Adds a transaction column field to the lines of bills, credits and journals: of type Item, or a text (specification 3.1, 5.2: custcol_*).</summary>
    public AccountBuilder AddLineField(string scriptId, bool item)
    {
        if (!scriptId.StartsWith("custcol_", StringComparison.Ordinal))
        {
            throw new Control.ControlException("The script id of a transaction column field starts with custcol_.");
        }

        lock (_gate)
        {
            _catalog.AddLineField((item ? Build.Ref(scriptId, ItemTypes.Names) : Build.Text(scriptId, 999)) with { Custom = true });
            _suiteQl.AddLineColumn(new SqlColumn(scriptId, item ? "int" : "text", item ? Groups.Item : "", scriptId));
            return this;
        }
    }

    /// <summary>Shares a vendor or customer with further subsidiaries.</summary>
    public AccountBuilder Share(string entityId, params string[] subsidiaries)
    {
        lock (_gate)
        {
            var entity = _store.FindInGroup(Groups.Entity, entityId) ?? throw new Control.ControlException($"There is no entity {entityId}.");
            _store.Save(entity.Copy(subsidiaries), "user");
            return this;
        }
    }

    /// <summary>
    /// The account most tests start from: subsidiary 2 "West" (USD) under 1 "Parent"; A/P 220, retainage payable 233, subcontract cost 512, material cost 513, purchase discounts 614, bank 210;
    /// 2026 in months; USD and CAD; terms Net 30 (2) and Due on receipt (1); department 4, class 6, location 1; customer 981; employee 88; retainage item 700.
    /// Ids are those of the specification's examples.
    /// </summary>
    public AccountBuilder AddBelievableAccount(int year = 2026)
    {
        Add("currency", new { name = "US Dollar", symbol = "USD", exchangeRate = 1.0m, currencyPrecision = 2, isBaseCurrency = true }, "1");
        Add("currency", new { name = "Canadian Dollar", symbol = "CAD", exchangeRate = 0.73m, currencyPrecision = 2, isBaseCurrency = false }, "2");
        Add("subsidiary", new { name = "Parent", currency = Id(1), country = new { id = "US" } }, "1");
        Add("subsidiary", new { name = "West", parent = Id(1), currency = Id(1), country = new { id = "US" }, state = "NV" }, "2");
        Add("subsidiary", new { name = "North", parent = Id(1), currency = Id(2), country = new { id = "CA" } }, "3");
        Add("term", new { name = "Due on receipt", daysUntilNetDue = 0, dateDriven = new { id = "STANDARD" } }, "1");
        Add("term", new { name = "Net 30", daysUntilNetDue = 30, dateDriven = new { id = "STANDARD" } }, "2");
        AddAccount(210, "1000", "Operating bank", "Bank");
        AddAccount(220, "2000", "Accounts Payable", "AcctPay");
        AddAccount(221, "2050", "Accrued subcontract cost", "OthCurrLiab");
        AddAccount(233, "2100", "Retainage Payable", "OthCurrLiab");
        AddAccount(512, "5100", "Subcontract cost", "COGS");
        AddAccount(513, "5200", "Material cost", "COGS");
        AddAccount(610, "6100", "Office expense", "Expense");
        AddAccount(614, "6900", "Purchase discounts", "OthIncome");
        AddAccount(615, "1450", "Tax on purchases", "OthCurrAsset");
        Add("department", new { name = "Operations", subsidiary = Ids(1), includeChildren = true }, "3");
        Add("department", new { name = "Field", parent = Id(3), subsidiary = Ids(1), includeChildren = true }, "4");
        Add("department", new { name = "Northern field", subsidiary = Ids(3), includeChildren = false }, "7");
        Add("classification", new { name = "Commercial", subsidiary = Ids(1), includeChildren = true }, "6");
        Add("location", new { name = "Reno", subsidiary = Id(2), timeZone = new { id = "America/Los_Angeles" } }, "1");
        AddPeriods(year);
        Add("employee", new { firstName = "Pat", lastName = "Manager", subsidiary = Id(2), isJobManager = true }, "88");
        Add("customer", new { companyName = "Owner Co", subsidiary = Id(2), externalId = "owner-co" }, "981");
        Add("otherChargePurchaseItem", new { itemId = "RETAINAGE", displayName = "Retainage", expenseAccount = Id(233), subsidiary = Ids(1), includeChildren = true, isFulfillable = false }, "700");
        return this;
    }

    /// <summary>Months of a year as posting periods, with their quarters and the year.</summary>
    public AccountBuilder AddPeriods(int year)
    {
        var fiscal = Add("accountingPeriod", Period($"FY {year}", new DateOnly(year, 1, 1), new DateOnly(year, 12, 31), isYear: true, isQuarter: false, null));
        string? quarter = null;
        for (var month = 1; month <= 12; month++)
        {
            var first = new DateOnly(year, month, 1);
            if (month % 3 == 1)
            {
                quarter = Add("accountingPeriod", Period($"Q{(month + 2) / 3} {year}", first, first.AddMonths(3).AddDays(-1), isYear: false, isQuarter: true, fiscal));
            }

            Add("accountingPeriod", Period(first.ToString("MMM yyyy", CultureInfo.InvariantCulture), first, first.AddMonths(1).AddDays(-1), isYear: false, isQuarter: false, quarter));
        }

        return this;
    }

    private static SaveOptions Options() => new(Role.Everything, "user") { NameValidation = "Error" };

    private static object Id(int id) => new { id };

    private static object Ids(params int[] ids) => new { items = ids.Select(id => new { id }) };

    private static JsonObject Period(string name, DateOnly start, DateOnly end, bool isYear, bool isQuarter, string? parent)
    {
        var period = new JsonObject
        {
            ["periodName"] = name,
            ["startDate"] = Iso(start),
            ["endDate"] = Iso(end),
            ["closed"] = false,
            ["allLocked"] = false,
            ["apLocked"] = false,
            ["arLocked"] = false,
            ["allowNonGLChanges"] = false,
            ["isPosting"] = !isYear && !isQuarter,
            ["isAdjust"] = false,
            ["isQuarter"] = isQuarter,
            ["isYear"] = isYear,
        };
        if (parent is not null)
        {
            period["parent"] = new JsonObject { ["id"] = parent };
        }

        return period;
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void AddAccount(int id, string number, string name, string type) => Add(
        "account",
        new { acctNumber = number, acctName = name, acctType = new { id = type }, currency = Id(1), subsidiary = Ids(1), includeChildren = true, externalId = number },
        id.ToString(CultureInfo.InvariantCulture));
}
