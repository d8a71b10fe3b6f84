using System.Globalization;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>Login, features and permissions of the connector's role (connector-behaviour.md 8, netsuite-api.md 9).</summary>
public static class NetSuiteChecks
{
    public const string Login = "NetSuite login";

    /// <summary>An external id that nobody uses: whether the role may open such a record shows all the same.</summary>
    private const string Nobody = "procore-setup-check";

    /// <summary>As many as the alert gives (infra/appalerts.bicep).</summary>
    private const int FewDays = 30;

    /// <summary>Signatures and tokens are refused from five minutes on (2.3).</summary>
    private static readonly TimeSpan MostDrift = TimeSpan.FromMinutes(2);

    public static IReadOnlyList<CheckPlan> Plans(string connectionId, TimeProvider time) =>
    [
        new(Login, null, (connection, token) => LogInAsync(connection, time, token),
            "Check the client id, the certificate and its mapping (or the tokens), and that the role has REST Web Services and Log in using OAuth 2.0 Access Tokens (or Access Tokens).") { IsVital = true },
        new("End of the certificate", null, (connection, _) => Task.FromResult(LookAtCertificate(connection, time)), null),
        Permission("vendors", "Lists > Vendors, level Full", (connection, token) => connection.NetSuite.FindVendorAsync(Nobody, token)),
        Permission("projects", "Lists > Projects, level Full; the feature Projects has to be on", (connection, token) => connection.NetSuite.FindJobAsync(Nobody, token)),
        Permission("items", "Lists > Items, level Full", (connection, token) => connection.NetSuite.FindItemAsync(Nobody, token)),
        Permission("vendor bills", "Transactions > Bills, level Full", (connection, token) => connection.NetSuite.FindVendorBillAsync(Nobody, token)),
        Permission("deleted records", "Setup > Deleted Records, level View", (connection, token) => connection.NetSuite.ListDeletedAsync(EntityTable.Vendor, null, 0, 1, token)),
        new("Journal items", Login, LookAtLineFieldAsync,
            $"Correct Connections__{connectionId}__NetSuite__JournalItemField: the script id of a transaction column field of type Item on journals.") { Code = "E604" },
    ];

    private static CheckPlan Permission(string what, string permission, Func<Connection, CancellationToken, Task> read) => new(
        $"NetSuite role: {what}",
        Login,
        async (connection, token) =>
        {
            await read(connection, token);

            return Finding.Pass($"The connector's role may read {what}.");
        },
        $"Give the connector's NetSuite role the permission {permission}.");

    private static async Task<Finding> LogInAsync(Connection connection, TimeProvider time, CancellationToken cancellationToken)
    {
        var account = connection.Settings.NetSuite.AccountId;
        var drift = await connection.NetSuite.FindServerTimeAsync(cancellationToken) is { } there ? (there - time.GetUtcNow()).Duration() : TimeSpan.Zero;

        return drift < MostDrift
            ? Finding.Pass($"NetSuite account {account} lets the connector in.")
            : Finding.Warn($"NetSuite account {account} lets the connector in, but its clock and the app's are {drift.TotalMinutes:0} minutes apart.", "Set the clock of the machine that the app runs on.", "E903");
    }

    /// <summary>NetSuite doesn't show it to the certificate's owner: the setting has to say it.</summary>
    private static Finding LookAtCertificate(Connection connection, TimeProvider time)
    {
        if (connection.Settings.NetSuite.Authentication != "OAuth2")
        {
            return Finding.Pass("Tokens of token-based authentication have no end.");
        }

        if (connection.Settings.NetSuite.CertificateExpires is not { } end)
        {
            return Finding.Warn(
                "When NetSuite's certificate ends is not set, so nobody is called before it does.",
                $"Set Connections__{connection.Id}__NetSuite__CertificateExpires to its last day, which the client credentials mapping shows.");
        }

        var day = end.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        var left = end.DayNumber - DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber;
        const string Replace = "Replace it as infra/README.md says, and correct the day in the settings.";

        return left switch
        {
            < 0 => Finding.Fail($"The certificate for NetSuite ended on {day}.", Replace, "E903"),
            <= FewDays => Finding.Warn($"The certificate for NetSuite ends on {day}, in {left} days.", Replace),
            _ => Finding.Pass($"The certificate for NetSuite is good until {day}."),
        };
    }

    private static async Task<Finding> LookAtLineFieldAsync(Connection connection, CancellationToken cancellationToken)
    {
        if (connection.Settings.NetSuite.JournalItemField is not { Length: > 0 } field)
        {
            return Finding.Pass("No field for items on journal lines is set: journals are not imported as direct costs.");
        }

        await connection.NetSuite.CheckLineFieldAsync(field, cancellationToken);

        return Finding.Pass($"Journal lines have the field {field}.");
    }
}
