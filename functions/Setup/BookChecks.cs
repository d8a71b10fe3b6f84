using System.Globalization;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>The subsidiary, accounts and periods that exports use in NetSuite (connector-behaviour.md 8).</summary>
public sealed class BookChecks
{
    private const string Subsidiary = "NetSuite subsidiary";

    private const string Accounts = "Give the connector's NetSuite role the permissions Lists > Accounts and Lists > Items.";

    /// <summary>Accounts that cost may be booked to (netsuite-api.md 5.4).</summary>
    private static readonly HashSet<string> Costs = new(StringComparer.OrdinalIgnoreCase) { "Expense", "OthExpense", "COGS", "FixedAsset", "OthCurrAsset", "OthAsset" };

    private static readonly HashSet<string> Liabilities = new(StringComparer.OrdinalIgnoreCase) { "OthCurrLiab", "LongTermLiab" };

    private readonly TimeProvider time;

    /// <summary>Three checks look at it: it is read once, and only waited for as long as each check may take.</summary>
    private readonly Lazy<Task<SubsidiaryFound?>> subsidiary;

    public BookChecks(Connection connection, TimeProvider time)
    {
        this.time = time;
        subsidiary = new(() => connection.NetSuite.FindSubsidiaryAsync(CancellationToken.None));
    }

    public IReadOnlyList<CheckPlan> Plans =>
    [
        new(Subsidiary, NetSuiteChecks.Login, LookAtSubsidiaryAsync, "Give the connector's NetSuite role Lists > Subsidiaries, level View, and access to the subsidiary."),
        new("NetSuite currency", Subsidiary, LookAtCurrencyAsync),
        new("Payments", Subsidiary, LookAtCountryAsync),
        new("Retainage item", NetSuiteChecks.Login, LookAtRetainageAsync, Accounts),
        new("Expense account of new items", NetSuiteChecks.Login, LookAtExpenseAccountAsync, Accounts),
        new("Customer of new jobs", NetSuiteChecks.Login, LookAtCustomerAsync, "Give the connector's NetSuite role Lists > Customers, level View."),
        new("Accounting period", NetSuiteChecks.Login, LookAtPeriodsAsync,
            "Give the connector's NetSuite role Setup > Manage Accounting Periods, level View."),
        new("Approval of bills", NetSuiteChecks.Login, LookAtApprovalAsync),
    ];

    private static string Setting(Connection connection, string name) => $"Connections__{connection.Id}__NetSuite__{name}";

    private async Task<Finding> LookAtSubsidiaryAsync(Connection connection, CancellationToken cancellationToken)
    {
        var id = connection.Settings.NetSuite.Subsidiary;
        var remedy = $"Correct {Setting(connection, "Subsidiary")}, or give the connector's role access to the subsidiary.";

        return await subsidiary.Value.WaitAsync(cancellationToken) switch
        {
            null => Finding.Fail($"The connector's role sees no subsidiary {id}.", remedy),
            { Inactive: true } found => Finding.Fail($"Subsidiary {found.Name} ({id}) is inactive.", remedy),
            { Elimination: true } found => Finding.Fail($"Subsidiary {found.Name} ({id}) is an elimination subsidiary: bills can't be entered in it.", remedy),
            var found => Finding.Pass($"Bills are entered in subsidiary {found.Name} ({id})."),
        };
    }

    private async Task<Finding> LookAtCurrencyAsync(Connection connection, CancellationToken cancellationToken)
    {
        var (found, currency) = (await subsidiary.Value.WaitAsync(cancellationToken), connection.Settings.NetSuite.Currency);

        return string.Equals(found?.Currency, currency, StringComparison.OrdinalIgnoreCase)
            ? Finding.Pass($"Subsidiary {found!.Name} keeps its books in {currency}.")
            : Finding.Fail(
                $"Subsidiary {found?.Name} keeps its books in {found?.Currency ?? "a currency that NetSuite doesn't name"}, and the connector is set to {currency}.",
                $"Correct {Setting(connection, "Currency")} or {Setting(connection, "Subsidiary")}: bills are made in the base currency only.",
                "E410");
    }

    private async Task<Finding> LookAtCountryAsync(Connection connection, CancellationToken cancellationToken)
    {
        var settings = connection.Settings;
        if (settings.ImportPayments is ImportInterval.Never || settings.PaymentsOutsideUnitedStates)
        {
            return Finding.Pass(settings.PaymentsOutsideUnitedStates ? "Payments are imported wherever the subsidiary is." : "Payments are not imported by themselves.");
        }

        return await subsidiary.Value.WaitAsync(cancellationToken) is { Country: "US" } found
            ? Finding.Pass($"Subsidiary {found.Name} is in the United States: its bill payments are imported.")
            : Finding.Warn(
                "The subsidiary is not in the United States, so no payment is imported.",
                $"Set Connections__{connection.Id}__PaymentsOutsideUnitedStates if payments are wanted all the same, or Connections__{connection.Id}__ImportPayments to Never.",
                "E505");
    }

    private static async Task<Finding> LookAtRetainageAsync(Connection connection, CancellationToken cancellationToken)
    {
        var (id, setting) = (connection.Settings.NetSuite.RetainageItem, Setting(connection, "RetainageItem"));
        var remedy = $"Set {setting} to an active Other Charge item for purchase whose expense account is a liability.";
        if (await connection.NetSuite.FindChargeItemAsync(id, cancellationToken) is not { } item)
        {
            return Finding.Fail($"The connector's role sees no item {id}, which is set for retainage.", remedy, "E413");
        }

        if (!item.Item.IsOtherChargePurchase || item.Item.Inactive)
        {
            return Finding.Fail($"Item {item.Item.Name} ({id}), which is set for retainage, is {(item.Item.Inactive ? "inactive" : $"of type {item.Item.Type} {item.Item.Subtype}".TrimEnd())}.", remedy, "E413");
        }

        var account = item.ExpenseAccount is { } number ? await connection.NetSuite.FindAccountAsync(number, cancellationToken) : null;

        return account is { Inactive: false } && Liabilities.Contains(account.Type ?? "")
            ? Finding.Pass($"Retainage is booked with item {item.Item.Name} to {account}.")
            : Finding.Fail(
                $"Item {item.Item.Name} ({id}) books retainage to {(account is null ? "an account that the role doesn't see" : $"{account}, which is {(account.Inactive ? "inactive" : $"of type {account.Type}")}")}: it would be cost, not a liability.",
                remedy,
                "E413");
    }

    private static async Task<Finding> LookAtExpenseAccountAsync(Connection connection, CancellationToken cancellationToken)
    {
        var id = connection.Settings.NetSuite.ItemExpenseAccount;
        var remedy = $"Set {Setting(connection, "ItemExpenseAccount")} to an active account for cost.";

        return await connection.NetSuite.FindAccountAsync(id, cancellationToken) switch
        {
            null => Finding.Fail($"The connector's role sees no account {id}, which is set for new items.", remedy, "E105"),
            { Inactive: true } account => Finding.Fail($"The {account}, which is set for new items, is inactive.", remedy, "E105"),
            { Summary: true } account => Finding.Fail($"The {account}, which is set for new items, is a summary account: nothing can be booked to it.", remedy, "E105"),
            var account when !Costs.Contains(account.Type ?? "") => Finding.Fail($"The {account}, which is set for new items, is of type {account.Type}: it holds no cost.", remedy, "E105"),
            var account => Finding.Pass($"New items book cost to {account}."),
        };
    }

    private static async Task<Finding> LookAtCustomerAsync(Connection connection, CancellationToken cancellationToken)
    {
        var setting = Setting(connection, "DefaultCustomer");
        if (connection.Settings.NetSuite.DefaultCustomer is not { Length: > 0 } id)
        {
            return Finding.Warn("Jobs are made without a customer, which NetSuite takes only if its preferences allow it.", $"If it doesn't, set {setting}.", "E206");
        }

        return await connection.NetSuite.FindCustomerAsync(id, cancellationToken) switch
        {
            null => Finding.Fail($"The connector's role sees no customer {id}, to which new jobs shall belong.", $"Correct {setting}.", "E206"),
            { Inactive: true } customer => Finding.Fail($"Customer {customer.Name ?? customer.Number}, to which new jobs shall belong, is inactive.", $"Make it active, or correct {setting}.", "E206"),
            var customer => Finding.Pass($"New jobs belong to customer {customer.Name ?? customer.Number} ({id})."),
        };
    }

    private async Task<Finding> LookAtPeriodsAsync(Connection connection, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var periods = await connection.NetSuite.ListAccountingPeriodsAsync(fresh: true, cancellationToken);
        var open = periods.Where(period => period.IsOpen).ToList();
        const string remedy = "Open it in NetSuite under Setup > Accounting > Manage Accounting Periods.";
        if (open.Count == 0)
        {
            return periods.Count == 0
                ? Finding.Fail("The connector's role sees no accounting period.", "Give it Setup > Manage Accounting Periods, level View, and set the periods up.", "E412")
                : Finding.Fail($"None of NetSuite's {periods.Count} accounting periods is open.", remedy, "E412");
        }

        var day = today.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

        return periods.FirstOrDefault(period => period.Start <= today && today <= period.End) switch
        {
            null => Finding.Warn($"NetSuite has no accounting period for today, {day}; the last one is {periods[^1].Name}.", "Set the next periods up.", "E412"),
            { IsOpen: false } period => Finding.Warn($"{period.Name}, the period of today, is {(period.Closed ? "closed" : "locked")}; {(open.Find(one => one.Start > today) is { } next ? $"the next open one is {next.Name}" : "no later one is open")}.", remedy, "E412"),
            var period => Finding.Pass($"{period.Name} is open."),
        };
    }

    private static async Task<Finding> LookAtApprovalAsync(Connection connection, CancellationToken cancellationToken)
    {
        var waiting = await connection.NetSuite.CountPendingBillsAsync(cancellationToken);

        return waiting == 0
            ? Finding.Pass("No vendor bill waits for approval in NetSuite.")
            : Finding.Warn(
                $"{waiting} vendor bill{(waiting == 1 ? " waits" : "s wait")} for approval in NetSuite: bills seem to be routed for approval there, and exported ones are posted and paid only after it.",
                "Approve exported bills in NetSuite, or take the connector's role out of the approval routing.");
    }
}
