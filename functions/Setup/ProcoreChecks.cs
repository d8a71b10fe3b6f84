using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>What Procore's company has to have (connector-behaviour.md 8, procore-api.md 7.1).</summary>
public static class ProcoreChecks
{
    public const string Login = "Procore login";

    private const string Erp = "ERP Integrations";

    public static IReadOnlyList<CheckPlan> Plans(Connection connection) =>
    [
        Of(Login, null, LogInAsync, WhoSignsIn(connection)) with
        {
            IsVital = true,
            Unreachable = $"Ask again in a minute. If it stays so, see whether Connections__{connection.Id}__Procore__BaseUrl and __LoginUrl are Procore's addresses and the app can reach them.",
        },
        Of(Erp, Login, LookAtErpAsync,
            "Have Procore switch ERP Integrations on for the company, and give the service account Company Admin, Directory Admin and ERP Integrations Admin."),
        Of("ERP cost codes", Erp, LookAtCodesAsync, "Give the service account Company Admin in Procore."),
        Of("Cost types", Login, LookAtCostTypesAsync, "Give the service account Company Admin in Procore."),
        Of("Accounting approver", Login, LookForApproverAsync, "Give the service account Directory Admin in Procore."),
        Of("Procore currency", Login, LookAtCurrencyAsync, "Give the service account Company Admin in Procore."),
    ];

    internal static CheckPlan Of(string name, string? needs, Func<Connection, CancellationToken, Task<Finding>> look, string? refused = null) =>
        new(name, needs, look, refused) { Whom = "Procore" };

    private static string WhoSignsIn(Connection connection) =>
        $"Correct Connections__{connection.Id}__Procore__ClientId and __ClientSecret: they have to be of the app's service account at {new Uri(connection.Settings.Procore.LoginUrl).Host}; a sandbox has its own.";

    private static async Task<Finding> LogInAsync(Connection connection, CancellationToken cancellationToken) =>
        await connection.Procore.FindOwnCompanyAsync(cancellationToken) is { } name
            ? Finding.Pass($"The connector's app is installed in {name}, company {connection.CompanyId}.")
            : Finding.Fail(
                $"The connector's app is not installed in Procore's company {connection.CompanyId}.",
                $"Have a company administrator install it, or correct Connections__{connection.Id}__Procore__CompanyId.",
                "E903");

    private static async Task<Finding> LookAtErpAsync(Connection connection, CancellationToken cancellationToken)
    {
        await connection.Procore.ListRequestDetailPageAsync(1, cancellationToken);

        return Finding.Pass($"ERP Integrations is on for company {connection.CompanyId}, and the service account may use it.");
    }

    /// <summary>The list comes with the ERP connection: without one, nobody has connected this company (7.1).</summary>
    private static async Task<Finding> LookAtCodesAsync(Connection connection, CancellationToken cancellationToken)
    {
        if ((await connection.Procore.ListCostCodeListsAsync(cancellationToken)).FirstOrDefault(list => list.IsErpList == true) is not { } list)
        {
            return Finding.Fail(
                $"Company {connection.CompanyId} has no ERP cost code list: there is no ERP connection yet.",
                $"POST /api/connections/{connection.Id}/erp-connection makes it, with its metadata.");
        }

        List<StandardCostCode> codes = [];
        await foreach (var code in connection.Procore.ListStandardCostCodesAsync(list.Id, cancellationToken))
        {
            codes.Add(code);
            if (code.ParentId is not null)
            {
                // One of two tiers is enough for the rule, and lists are long.
                return Finding.Pass($"The list {list.Name} has cost codes of two tiers, such as {code.FullCode ?? code.Name}.");
            }
        }

        return CostCodeRules.FindSingle(codes) is { Count: > 0 } single
            ? Finding.Fail($"All {single.Count} cost codes of the list {list.Name} stand at the top: cost codes need two tiers.", "Use a cost code list with at least two tiers.", "E104")
            : Finding.Warn($"The list {list.Name} holds no cost code yet.", "Fill it before the first invoice is exported.", "E104");
    }

    private static async Task<Finding> LookAtCostTypesAsync(Connection connection, CancellationToken cancellationToken)
    {
        var types = await connection.Procore.ListCostTypesAsync(cancellationToken);

        return types.Count > 0
            ? Finding.Pass($"The company has {types.Count} cost type{(types.Count == 1 ? "" : "s")}, such as {types[0].Code} {types[0].Name}.")
            : Finding.Fail("The company has no cost type, and a budget code without one can't become an item.", "Add cost types to the company and assign them to its cost codes.", "E103");
    }

    private static async Task<Finding> LookForApproverAsync(Connection connection, CancellationToken cancellationToken)
    {
        await foreach (var user in connection.Procore.ListUsersAsync(cancellationToken))
        {
            if (user is { ErpIntegratedAccountant: true, IsActive: not false })
            {
                return Finding.Pass($"{user.Name} may push to accounting.");
            }
        }

        return Finding.Fail(
            "Nobody in the company directory may push to accounting, so nothing can be accepted for export.",
            "In the company directory, tick Can Push to Accounting for at least one user, and give them Standard or Admin on ERP Integrations.");
    }

    private static async Task<Finding> LookAtCurrencyAsync(Connection connection, CancellationToken cancellationToken)
    {
        var (procore, netSuite) = (await connection.Procore.FindCurrencyAsync(cancellationToken), connection.Settings.NetSuite.Currency);

        return procore is null
            ? Finding.Warn("Procore doesn't say in which currency the company keeps its contracts.", $"See that it is {netSuite}.", "E410")
            : string.Equals(procore, netSuite, StringComparison.OrdinalIgnoreCase)
                ? Finding.Pass($"Procore's company works in {procore}, as the connector does.")
                : Finding.Fail(
                    $"Procore's company works in {procore}, the connector in {netSuite}: invoices would be refused.",
                    $"Correct Connections__{connection.Id}__NetSuite__Currency, or connect a subsidiary that keeps its books in {procore}.",
                    "E410");
    }
}
