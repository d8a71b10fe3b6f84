using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>All settings of the app, read and checked when it starts.</summary>
public sealed class ConnectorSettings
{
    /// <summary>Shortest webhook secret: nobody guesses it.</summary>
    private const int ShortestSecret = 32;

    /// <summary>Table service address of the link store (https://..., used with the app's identity), or a connection string on a developer's machine.</summary>
    public string LinkStorage { get; set; } = "";

    public ServiceBusSettings ServiceBus { get; set; } = new();

    /// <summary>By connection id: lower-case letters, digits and hyphens.</summary>
    public Dictionary<string, ConnectionSettings> Connections { get; set; } = [];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">A setting is missing or bad; the text names each one and what it should be.</exception>
    public static ConnectorSettings Read(IConfiguration configuration)
    {
        var bad = SettingValues.FindBad(configuration);
        var settings = SettingValues.Without(configuration, bad).Get<ConnectorSettings>() ?? new ConnectorSettings();
        List<string> problems = [.. FindUnresolved(configuration), .. FindBadTelemetry(configuration), .. SettingNames.FindUnknown(configuration), .. bad.Select(value => $"{value}"), .. settings.FindProblems()];

        return problems.Count == 0
            ? settings
            : throw new SettingsException("The app can't start:" + string.Concat(problems.Select(problem => $"{Environment.NewLine}  {problem}")));
    }

    /// <summary>A reference that the platform can't resolve arrives as it was written. It would pass for a webhook secret, and everyone can read it.</summary>
    private static IEnumerable<string> FindUnresolved(IConfiguration configuration) => configuration.AsEnumerable()
        .Where(setting => setting.Value?.StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase) == true)
        .Select(setting => $"{setting.Key.Replace(":", "__", StringComparison.Ordinal)} refers to a secret that can't be read: put it into the Key Vault, see that the app's identity may read it, and restart the app.");

    private static IEnumerable<string> FindBadTelemetry(IConfiguration configuration)
    {
        const string Name = "APPLICATIONINSIGHTS_CONNECTION_STRING";
        if (configuration[Name] is { Length: > 0 } text && !text.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{Name} must be the connection string of Application Insights, with its InstrumentationKey, or empty.";
        }
    }

    private IEnumerable<string> FindProblems()
    {
        // What is written there may be a key: it is not repeated.
        if (!IsTableService(LinkStorage))
        {
            yield return "LinkStorage must be the https address of a storage account's table service, or on a developer's machine its connection string.";
        }

        if (Uri.CheckHostName(ServiceBus.FullyQualifiedNamespace) is UriHostNameType.Unknown)
        {
            yield return "ServiceBus__fullyQualifiedNamespace must be the namespace's host name, such as contoso.servicebus.windows.net, and no connection string.";
        }

        if (Connections.Count == 0)
        {
            yield return "Connections is empty: at least one connection, such as Connections__main__Procore__CompanyId.";
        }

        foreach (var problem in Connections.SelectMany(connection => FindProblems(connection.Key, connection.Value)))
        {
            yield return problem;
        }

        // Open requests are found by company: two connections of one would each do the other's work.
        foreach (var twice in Connections.GroupBy(connection => (connection.Value.Procore.BaseUrl, connection.Value.Procore.CompanyId)).Where(group => group.Count() > 1))
        {
            yield return $"Connections {string.Join(" and ", twice.Select(connection => connection.Key))} have the same Procore__CompanyId: a company has one connection.";
        }
    }

    private static IEnumerable<string> FindProblems(string id, ConnectionSettings connection)
    {
        var (procore, netSuite) = (connection.Procore, connection.NetSuite);
        (bool IsGood, string Name, string Expected)[] checks =
        [
            (id.Length is > 0 and <= 40 && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'),
                "", "a connection id of lower-case letters, digits and hyphens, at most 40"),
            (procore.CompanyId > 0, "Procore__CompanyId", "Procore's number of the company"),
            (IsAddress(procore.BaseUrl), "Procore__BaseUrl", "an https address such as https://api.procore.com"),
            (IsAddress(procore.LoginUrl), "Procore__LoginUrl", "an https address such as https://login.procore.com"),
            (procore.ClientId.Length > 0, "Procore__ClientId", "the client id of the app's service account"),
            (procore.ClientSecret.Length > 0, "Procore__ClientSecret", "the client secret of the app's service account"),
            (IsSecret(procore.WebhookSecret), "Procore__WebhookSecret", $"a random text of at least {ShortestSecret} characters, without blanks around it"),
            (procore.WebhookSecretNext is null or "" || IsSecret(procore.WebhookSecretNext),
                "Procore__WebhookSecretNext", $"empty, or a random text of at least {ShortestSecret} characters, without blanks around it"),
            (procore.Concurrency is >= 1 and <= 50, "Procore__Concurrency", "1 to 50"),
            (ConnectionHosts.AreOfOneKind(procore), "Procore__LoginUrl", $"{ConnectionHosts.LoginOf(procore)}, which belongs to Procore__BaseUrl: a sandbox signs in elsewhere than production"),
            (ConnectionHosts.IsAccountId(netSuite.AccountId), "NetSuite__AccountId", "the account id as NetSuite shows it, such as 1234567_SB1"),
            (!ConnectionHosts.IsAccountId(netSuite.AccountId) || ConnectionHosts.AccountOf(netSuite) is not { } account || account.Equals(netSuite.AccountId, StringComparison.OrdinalIgnoreCase),
                "NetSuite__AccountId", $"{ConnectionHosts.AccountOf(netSuite)}, the account that NetSuite__BaseUrl belongs to, or NetSuite__BaseUrl the address of account {netSuite.AccountId}"),
            (IsAddress(netSuite.BaseUrl), "NetSuite__BaseUrl", "the SuiteTalk address from Setup > Company > Company URLs"),
            (netSuite.Authentication is "OAuth2" or "Tba", "NetSuite__Authentication", "OAuth2 or Tba"),
            (IsId(netSuite.Subsidiary), "NetSuite__Subsidiary", "the internal id of the subsidiary"),
            (netSuite.Currency.Length == 3 && netSuite.Currency.All(char.IsAsciiLetter), "NetSuite__Currency", "the subsidiary's base currency, such as USD"),
            (IsId(netSuite.RetainageItem), "NetSuite__RetainageItem", "the internal id of the Other Charge item for retainage"),
            (IsNumberTemplate(netSuite.BillNumber), "NetSuite__BillNumber", "{invoice} or {commitment}-{invoice}"),
            (IsId(netSuite.ItemExpenseAccount), "NetSuite__ItemExpenseAccount", "the internal id of the expense account of new items"),
            (netSuite.DefaultCustomer is null or "" || IsId(netSuite.DefaultCustomer), "NetSuite__DefaultCustomer", "empty, or the internal id of a customer"),
            (netSuite.JournalItemField is null or "" || IsLineField(netSuite.JournalItemField),
                "NetSuite__JournalItemField", "empty, or the script id of a transaction column field such as custcol_item"),
            (netSuite.Concurrency is >= 1 and <= 50, "NetSuite__Concurrency", "1 to 50"),
            .. netSuite.Authentication == "Tba"
                ? new[]
                {
                    (netSuite.ConsumerKey.Length > 0, "NetSuite__ConsumerKey", "the consumer key of the integration record"),
                    (netSuite.ConsumerSecret.Length > 0, "NetSuite__ConsumerSecret", "the consumer secret of the integration record"),
                    (netSuite.TokenId.Length > 0, "NetSuite__TokenId", "the token id"),
                    (netSuite.TokenSecret.Length > 0, "NetSuite__TokenSecret", "the token secret"),
                }
                :
                [
                    (netSuite.ClientId.Length > 0, "NetSuite__ClientId", "the client id of the integration record"),
                    (netSuite.CertificateId.Length > 0, "NetSuite__CertificateId", "the certificate id of the client credentials mapping"),
                    (SigningKey.IsUsable(netSuite.PrivateKey), "NetSuite__PrivateKey", SigningKey.Expected),
                ],
        ];

        return checks.Where(check => !check.IsGood).Select(check => $"Connections__{id}{(check.Name.Length == 0 ? "" : "__")}{check.Name} must be {check.Expected}.");
    }

    /// <summary>Blanks around a header's value are lost on the way: such a secret would never match.</summary>
    private static bool IsSecret(string text) => text.Length >= ShortestSecret && text == text.Trim();

    /// <summary>An internal id, and no name: nothing would be found by it.</summary>
    private static bool IsId(string text) => text.Length is > 0 and <= 18 && text.All(char.IsAsciiDigit);

    /// <summary>What else stands in braces would go onto the bill as it is.</summary>
    private static bool IsNumberTemplate(string text) =>
        text.Contains("{invoice}", StringComparison.Ordinal)
        && !text.Replace("{invoice}", "", StringComparison.Ordinal).Replace("{commitment}", "", StringComparison.Ordinal).AsSpan().ContainsAny('{', '}');

    /// <summary>A name that can stand in a query as it is.</summary>
    private static bool IsLineField(string name) =>
        name.StartsWith("custcol", StringComparison.Ordinal) && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');

    /// <summary>https, or http on this machine.</summary>
    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    private static bool IsTableService(string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            return address.Scheme == Uri.UriSchemeHttps;
        }

        try
        {
            _ = new TableServiceClient(text);

            return true;
        }
        catch (Exception unreadable) when (unreadable is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>Settings under <c>ServiceBus</c>, which the Functions host reads too.</summary>
public sealed class ServiceBusSettings
{
    /// <summary>Host name of the namespace.</summary>
    public string FullyQualifiedNamespace { get; set; } = "";
}
