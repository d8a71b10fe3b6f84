using System.Globalization;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>Login, features and permissions of the connector's role (connector-behaviour.md 8, netsuite-api.md 9).</summary>
public static class NetSuiteChecks
{
    public const string Login = "NetSuite login";

    private const string VendorRecords = "vendors";

    private const string Vendors = $"NetSuite role: {VendorRecords}";

    /// <summary>Of English refusals: no other language has two of them.</summary>
    private static readonly string[] english = ["the", "does", "not", "exist", "exists"];

    /// <summary>An external id that nobody uses: whether the role may open such a record shows all the same.</summary>
    private const string Nobody = "procore-setup-check";

    /// <summary>As many as the alert gives (infra/appalerts.bicep).</summary>
    private const int FewDays = 30;

    /// <summary>Signatures and tokens are refused from five minutes on (2.3).</summary>
    private static readonly TimeSpan MostDrift = TimeSpan.FromMinutes(2);

    public static IReadOnlyList<CheckPlan> Plans(Connection connection, TimeProvider time) =>
    [
        new(Login, null, (connection, token) => LogInAsync(connection, time, token), WhoSignsIn(connection))
        {
            IsVital = true,
            Unreachable = $"Ask again in a minute. If it stays so, see whether Connections__{connection.Id}__NetSuite__BaseUrl is the SuiteTalk address from Setup > Company > Company URLs and the app can reach it.",
        },
        new("End of the certificate", null, (connection, _) => Task.FromResult(LookAtCertificate(connection, time)), null),
        Permission(VendorRecords, "Lists > Vendors, level Full", WrittenRecord.Vendor, (connection, token) => connection.NetSuite.FindVendorAsync(Nobody, token)),
        Permission("projects", "Lists > Projects, level Full; the feature Projects has to be on", WrittenRecord.Job, (connection, token) => connection.NetSuite.FindJobAsync(Nobody, token)),
        Permission("items", "Lists > Items, level Full", WrittenRecord.Item, (connection, token) => connection.NetSuite.FindItemAsync(Nobody, token)),
        Permission("vendor bills", "Transactions > Bills, level Full", WrittenRecord.VendorBill, (connection, token) => connection.NetSuite.FindVendorBillAsync(Nobody, token)),
        Permission("deleted records", "Setup > Deleted Records, level View", null, (connection, token) => connection.NetSuite.ListDeletedAsync(EntityTable.Vendor, null, 0, 1, token)),
        new("NetSuite language", Vendors, LookAtLanguageAsync),
        new("NetSuite columns", Vendors, LookAtColumnsAsync),
        new("Journal items", Login, LookAtLineFieldAsync,
            $"Correct Connections__{connection.Id}__NetSuite__JournalItemField: the script id of a transaction column field of type Item on journals.") { Code = "E604" },
    ];

    /// <summary>NetSuite doesn't say which of them it refused, but all are of one account.</summary>
    private static string WhoSignsIn(Connection connection)
    {
        var (settings, name) = (connection.Settings.NetSuite, $"Connections__{connection.Id}__NetSuite__");

        return settings.Authentication == "Tba"
            ? $"Check {name}ConsumerKey, __ConsumerSecret, __TokenId and __TokenSecret: all have to be of account {settings.AccountId}, whose id is signed with them. The role needs REST Web Services and Log in using Access Tokens."
            : $"Check {name}ClientId, __CertificateId and __PrivateKey: all have to be of account {settings.AccountId}, where a sandbox has its own and loses its mapping with every refresh. The role needs REST Web Services and Log in using OAuth 2.0 Access Tokens.";
    }

    /// <param name="written">What of it the connector creates; null if it only reads.</param>
    private static CheckPlan Permission(string what, string permission, WrittenRecord? written, Func<Connection, CancellationToken, Task> read) => new(
        $"NetSuite role: {what}",
        Login,
        async (connection, token) =>
        {
            await read(connection, token);
            if (written is not { } record)
            {
                return Finding.Pass($"The connector's role may read {what}.");
            }

            await connection.NetSuite.CheckMayCreateAsync(record, token);

            return Finding.Pass($"The connector's role may read and create {what}.");
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

    /// <summary>Refusals are sorted by code and field first, by text second (13.7).</summary>
    private static async Task<Finding> LookAtLanguageAsync(Connection connection, CancellationToken cancellationToken) =>
        await connection.NetSuite.FindRefusalWordsAsync(cancellationToken) is { } words && words.ToLowerInvariant().Split(' ', ',', '.', '\'').Intersect(english).Count() < 2
            ? Finding.Warn(
                $"NetSuite refuses in another language than English (\"{words}\").",
                "Set the language of the connector's user in NetSuite to English (Home > Set Preferences): refusals that share an error code are told apart by their text.")
            : Finding.Pass("NetSuite refuses in English.");

    /// <summary>What each costs; the first subsidiary of a vendor is read from the list of all of them where it is hidden alone.</summary>
    private static async Task<Finding> LookAtColumnsAsync(Connection connection, CancellationToken cancellationToken)
    {
        var hidden = await connection.NetSuite.FindHiddenColumnsAsync(cancellationToken);
        string?[] costs =
        [
            hidden.Contains(OptionalColumn.VendorTaxId)
                ? "Queries don't show tax ids of vendors (vendor.taxidnum, hidden where SuiteTax is on): companies are recognised by name only, so a vendor that NetSuite has under another name is not found." : null,
            (hidden.Contains(OptionalColumn.VendorSubsidiaries), hidden.Contains(OptionalColumn.VendorSubsidiary)) switch
            {
                (true, true) => "Queries don't show the subsidiaries of vendors (vendor.subsidiary, vendorsubsidiaryrelationship): vendors of all subsidiaries count as the connector's, and only NetSuite refuses a bill for another's (E306).",
                (true, false) => "Queries don't show the further subsidiaries of vendors (vendorsubsidiaryrelationship): a vendor that has the connector's only as a further one counts as another's (E306).",
                _ => null,
            },
            hidden.Contains(OptionalColumn.JobSubsidiary)
                ? "Queries don't show the subsidiary of jobs (job.subsidiary): jobs of all subsidiaries are offered for import." : null,
        ];
        var found = string.Join(' ', costs.OfType<string>());

        return found.Length == 0
            ? Finding.Pass("Queries show all columns that the connector can do without.")
            : Finding.Warn(found, "In NetSuite, see whether the connector's role can be given these fields (features, then the role's permissions and subsidiaries). If the account has none of them, this is as it should be.");
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
