using Microsoft.Extensions.Configuration;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Tests.Builders;
using ProcoreNetSuite.Tests.Rules;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>The app settings in Azure are those that the code reads, and it starts with them.</summary>
public sealed class SettingTests
{
    /// <summary>Every choice made, once for each way to sign in to NetSuite.</summary>
    private const string Everything = """
        param environmentName = 'test'
        param location = 'eastus2'
        param alertEmail = 'connector@example.com'
        param entraClientId = '44444444-4444-4444-4444-444444444444'
        param connections = [
          {
            name: 'main'
            procore: { companyId: 4400123, baseUrl: 'https://sandbox.procore.com', loginUrl: 'https://login-sandbox.procore.com', clientId: 'p', clientSecretExpires: '2027-06-30', hasNextWebhookSecret: true, concurrency: 7 }
            netSuite: {
              accountId: '1234567', baseUrl: 'https://1234567.suitetalk.api.netsuite.com', authentication: 'OAuth2', clientId: 'n', certificateId: 'c', certificateExpires: '2027-03-31', subsidiary: '3', currency: 'CAD'
              retainageItem: '900', billNumber: '{commitment}-{invoice}', itemExpenseAccount: '512', defaultCustomer: '44', journalItemField: 'custcol_item', concurrency: 9
            }
            acceptPendingOwnerApproval: true
            itemsWithProject: true
            renameItems: true
            projectsStartedOnOrAfter: '2026-01-31'
            importPayments: 'Hourly'
            importDirectCosts: 'EveryTwoHours'
            compareBills: 'Never'
            updateAddresses: true
            paymentsOutsideUnitedStates: true
            paymentsBySync: true
            jobCostsFrom: '2025-12-01'
          }
          {
            name: 'tokens'
            procore: { companyId: 4400124, clientId: 'p' }
            netSuite: {
              accountId: '1234567', baseUrl: 'https://1234567.suitetalk.api.netsuite.com', authentication: 'Tba', subsidiary: '4', retainageItem: '900', itemExpenseAccount: '512'
            }
          }
        ]
        """;

    private static readonly string[] ReadByThePlatform =
    [
        "AZURE_CLIENT_ID",
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId",
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "ServiceBus__credential", "ServiceBus__clientId",
        "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG",
    ];

    [Test]
    public async Task Every_setting_that_the_code_reads_is_set_and_none_is_unused()
    {
        var set = (await Deployment.WithAsync(Everything)).AppSettings.Keys.Select(name => name.Replace("__tokens__", "__main__", StringComparison.Ordinal)).Distinct();

        Assert.That(set.Except(ReadByThePlatform), Is.EquivalentTo(AgreementTests.SettingNames("main")).IgnoreCase);
        Assert.That(ReadByThePlatform, Is.SubsetOf(set));
    }

    [Test]
    public async Task What_is_chosen_arrives_in_the_app()
    {
        var deployment = await Deployment.WithAsync(Everything);
        var settings = Read(deployment.AppSettings);
        var (main, tokens) = (settings.Connections["main"], settings.Connections["tokens"]);

        // The suffix belongs to the cloud that is deployed to.
        Assert.That(deployment.AppSettings["LinkStorage"], Does.Match("^\\[format\\('https://\\{0}\\.table\\.\\{1}', 'sttestlnk[a-z0-9]+', environment\\(\\)\\.suffixes\\.storage\\)]$"));
        Assert.That(settings.ServiceBus.FullyQualifiedNamespace, Does.Match("^sb-test-[a-z0-9]+\\.servicebus\\.windows\\.net$"));
        Assert.That(
            (main.Procore.CompanyId, main.Procore.Concurrency, main.NetSuite.Currency, main.NetSuite.Concurrency, main.NetSuite.BillNumber, main.NetSuite.JournalItemField),
            Is.EqualTo((4400123L, 7, "CAD", 9, "{commitment}-{invoice}", "custcol_item")));
        Assert.That(
            (main.AcceptPendingOwnerApproval, main.ItemsWithProject, main.RenameItems, main.UpdateAddresses, main.PaymentsOutsideUnitedStates, main.PaymentsBySync),
            Is.EqualTo((true, true, true, true, true, true)));
        Assert.That((main.ProjectsStartedOnOrAfter, main.JobCostsFrom), Is.EqualTo(((DateOnly?)new DateOnly(2026, 1, 31), (DateOnly?)new DateOnly(2025, 12, 1))));
        Assert.That((main.NetSuite.CertificateExpires, main.Procore.ClientSecretExpires), Is.EqualTo(((DateOnly?)new DateOnly(2027, 3, 31), (DateOnly?)new DateOnly(2027, 6, 30))));
        Assert.That(
            (main.ImportPayments, main.ImportDirectCosts, main.CompareBills),
            Is.EqualTo((ImportInterval.Hourly, ImportInterval.EveryTwoHours, ImportInterval.Never)));
        Assert.That((tokens.Procore.BaseUrl, tokens.NetSuite.Authentication, tokens.NetSuite.Subsidiary), Is.EqualTo(("https://api.procore.com", "Tba", "4")));
    }

    [TestCase("dev.bicepparam")]
    [TestCase("prod.bicepparam")]
    public async Task The_app_starts_with_a_parameter_file_once_it_is_filled_in_and_not_before(string file)
    {
        var settings = (await Deployment.OfFileAsync(file)).AppSettings;
        var open = settings.Where(setting => SampleSettings.IsPlaceholder(setting.Value!)).Select(setting => setting.Key).ToList();

        var refusal = Assert.Throws<SettingsException>(() => Read(settings))!.Message;
        var filled = Read(settings.ToDictionary(setting => setting.Key, setting => (string?)SampleSettings.Fill(setting.Key, setting.Value!)));

        Assert.That(open, Has.Count.GreaterThan(5));
        Assert.That(open.Where(name => !refusal.Contains($"{name} still has the sample's placeholder", StringComparison.Ordinal)), Is.Empty, refusal);
        Assert.That(filled.Connections.Keys, Is.EqualTo(new[] { "main" }));
    }

    [Test]
    public async Task Secrets_are_references_to_the_vault_and_the_readme_names_each()
    {
        var deployment = await Deployment.WithAsync(Everything);
        var vault = Deployment.At(deployment.OfType("Microsoft.KeyVault/vaults").Single(), "name").GetString();
        var readme = await File.ReadAllTextAsync(Path.Combine(Files.Root, "infra", "README.md"));
        (string Setting, string Secret)[] expected =
        [
            ("main__Procore__ClientSecret", "procore-client-secret"),
            ("main__Procore__WebhookSecret", "webhook-secret"),
            ("main__Procore__WebhookSecretNext", "webhook-secret-next"),
            ("main__NetSuite__PrivateKey", "netsuite-private-key"),
            ("tokens__Procore__ClientSecret", "procore-client-secret"),
            ("tokens__Procore__WebhookSecret", "webhook-secret"),
            ("tokens__NetSuite__ConsumerKey", "netsuite-consumer-key"),
            ("tokens__NetSuite__ConsumerSecret", "netsuite-consumer-secret"),
            ("tokens__NetSuite__TokenId", "netsuite-token-id"),
            ("tokens__NetSuite__TokenSecret", "netsuite-token-secret"),
        ];

        Assert.That(
            deployment.AppSettings.Where(setting => setting.Value!.StartsWith("@Microsoft.KeyVault(", StringComparison.Ordinal)).Select(setting => (setting.Key, setting.Value)),
            Is.EquivalentTo(expected.Select(one => ($"Connections__{one.Setting}", $"@Microsoft.KeyVault(VaultName={vault};SecretName={one.Setting.Split("__")[0]}-{one.Secret})"))));
        Assert.That(expected.Select(one => $"`main-{one.Secret}`").Distinct().Where(name => !readme.Contains(name, StringComparison.Ordinal)), Is.Empty);
    }

    /// <summary>The platform hands on a reference that it can't resolve as it is written: long enough for a webhook secret, and no secret.</summary>
    [Test]
    public async Task A_secret_that_is_not_in_the_vault_yet_stops_the_app_with_its_name()
    {
        var settings = (await Deployment.WithAsync(Everything)).AppSettings;

        Assert.That(
            () => ConnectorSettings.Read(Configuration(settings)),
            Throws.TypeOf<SettingsException>().With.Message.Contains("Connections__tokens__Procore__WebhookSecret refers to a secret that can't be read"));
    }

    [TestCase("main__ImportPayments", "Dayly", "Connections__main__ImportPayments is \"Dayly\", but must be Never or ")]
    [TestCase("main__CompareBills", "", "Connections__main__CompareBills is empty, but must be Never or ")]
    [TestCase("main__PaymentsBySync", "yes", "Connections__main__PaymentsBySync is \"yes\", but must be true or false.")]
    [TestCase("main__JobCostsFrom", "01/02/2026", "Connections__main__JobCostsFrom is \"01/02/2026\", but must be a day such as 2026-01-31, or empty.")]
    [TestCase("main__Procore__CompanyId", "twelve", "Connections__main__Procore__CompanyId is \"twelve\", but must be a whole number.")]
    [TestCase("main__ImportPayments", "7", "Connections__main__ImportPayments is \"7\", but must be Never or ", Description = "a number of no interval")]
    public async Task A_value_that_its_setting_cannot_have_stops_the_app_with_its_name(string setting, string value, string sentence)
    {
        var settings = (await Deployment.WithAsync(Everything)).AppSettings;
        settings[$"Connections__{setting}"] = value;

        Assert.That(() => Read(settings), Throws.TypeOf<SettingsException>().With.Message.Contains(sentence).And.Message.Not.Contains("Connections is empty"));
    }

    [TestCase("main__ImportPayments", "Weekly", "Connections__main__ImportPayments is \"Weekly\", but must be Never or ")]
    [TestCase("main__Procore__CompanyId", "abc", "Connections__main__Procore__CompanyId is \"abc\", but must be a whole number.")]
    [TestCase("main__JobCostsFrom", "31.12.2026", "Connections__main__JobCostsFrom is \"31.12.2026\", but must be a day such as 2026-01-31, or empty.")]
    [TestCase("main__ProjectsStartedOnOrAfter", "2026-1-31", "must be a day such as 2026-01-31, or empty.")]
    [TestCase("main__NetSuite__CertificateExpires", "2026-01-31T00:00:00", "must be a day such as 2026-01-31, or empty.")]
    [TestCase("main__NetSuite__Subsidiary", "West", "Connections__main__NetSuite__Subsidiary must be the internal id of the subsidiary.")]
    [TestCase("main__NetSuite__DefaultCustomer", "Owner Co", "Connections__main__NetSuite__DefaultCustomer must be empty, or the internal id of a customer.")]
    [TestCase("main__NetSuite__Currency", "US$", "Connections__main__NetSuite__Currency must be the subsidiary's base currency, such as USD.")]
    [TestCase("main__NetSuite__BillNumber", "{project}-{invoice}", "Connections__main__NetSuite__BillNumber must be {invoice} or {commitment}-{invoice}.")]
    [TestCase("main__NetSuite__AccountId", "1234567-SB1", "Connections__main__NetSuite__AccountId must be the account id as NetSuite shows it, such as 1234567_SB1.")]
    [TestCase("main__NetSuite__AccountId", "7654321", "Connections__main__NetSuite__AccountId must be 1234567, the account that NetSuite__BaseUrl belongs to, or NetSuite__BaseUrl the address of account 7654321.")]
    [TestCase("main__NetSuite__BaseUrl", "https://1234567-sb1.suitetalk.api.netsuite.com", "Connections__main__NetSuite__AccountId must be 1234567_SB1, the account that NetSuite__BaseUrl belongs to")]
    [TestCase("main__Procore__LoginUrl", "https://login.procore.com", "Connections__main__Procore__LoginUrl must be https://login-sandbox.procore.com, which belongs to Procore__BaseUrl")]
    [TestCase("main__Procore__ClientId", "<client id of the app's service account>", "Connections__main__Procore__ClientId still has the sample's placeholder in angle brackets")]
    public async Task A_bad_value_anywhere_stops_the_app_with_its_name_and_what_it_should_be(string setting, string value, string sentence)
    {
        var settings = (await Deployment.WithAsync(Everything)).AppSettings;
        settings[$"Connections__{setting}"] = value;

        Assert.That(() => Read(settings), Throws.TypeOf<SettingsException>().With.Message.Contains(sentence).And.Message.Not.Contains("Connections is empty"));
    }

    [TestCase("1234567_SB1", "https://1234567-sb1.suitetalk.api.netsuite.com")]
    [TestCase("tstdrv123456", "https://TSTDRV123456.suitetalk.api.netsuite.com/")]
    [TestCase("1234567_SB1", "https://netsuite.builder.example", Description = "a domain of the customer's")]
    [TestCase("1234567_SB1", "http://127.0.0.1:5001", Description = "a simulator on this machine")]
    public async Task An_account_id_that_belongs_to_the_address_or_can_not_be_compared_is_good(string account, string address)
    {
        var settings = (await Deployment.WithAsync(Everything)).AppSettings;
        settings["Connections__main__NetSuite__AccountId"] = account;
        settings["Connections__main__NetSuite__BaseUrl"] = address;

        Assert.That(Read(settings).Connections["main"].NetSuite.AccountId, Is.EqualTo(account));
    }

    [TestCase("Connections__main__NetSuite__Subsidary", "Connections__main__NetSuite__Subsidary is no setting; the nearest is Connections__main__NetSuite__Subsidiary.")]
    [TestCase("Connections__main__Netsuite__BilNumber", "the nearest is Connections__main__NetSuite__BillNumber.")]
    [TestCase("Connections__main__ImportPayment", "the nearest is Connections__main__ImportPayments.")]
    [TestCase("Connections__main__NetSuite__JobCostsFrom", "the nearest is Connections__main__JobCostsFrom.", Description = "on the wrong level")]
    [TestCase("Connections__main__CompanyId", "the nearest is Connections__main__Procore__CompanyId.", Description = "without its part")]
    [TestCase("Connections__main__Procore__CompanyId__Id", "Connections__main__Procore__CompanyId__Id is no setting")]
    [TestCase("Connections__main__Procore", "Connections__main__Procore is no setting")]
    [TestCase("Connections__main", "Connections__main is no setting.")]
    [TestCase("Connections__tokens__ProCor__ClientId", "the nearest is Connections__tokens__Procore__ClientId.")]
    [TestCase("Connection__main__UpdateAddresses", "Connection__... is no setting of the connector; Connections__... is.")]
    public async Task A_misspelt_name_stops_the_app_with_the_nearest_right_one(string name, string sentence)
    {
        var settings = (await Deployment.WithAsync(Everything)).AppSettings;
        settings[name] = "TOPSECRET";

        Assert.That(() => Read(settings), Throws.TypeOf<SettingsException>().With.Message.Contains(sentence).And.Message.Not.Contains("TOPSECRET"));
    }

    [Test]
    public async Task A_name_in_other_letters_and_other_programs_settings_are_no_misspelling()
    {
        var settings = (await Deployment.WithAsync(Everything)).AppSettings;
        settings.Remove("Connections__main__UpdateAddresses");
        settings["CONNECTIONS__MAIN__UPDATEADDRESSES"] = "true";
        settings["ConnectionStrings__Default"] = "x";

        Assert.That(Read(settings).Connections["main"].UpdateAddresses, Is.True);
    }

    [Test]
    public async Task A_secret_in_the_wrong_place_is_not_repeated()
    {
        var settings = (await Deployment.WithAsync(Everything)).AppSettings;
        settings["Connections__main__Procore__Concurrency"] = "TOPSECRET-0123456789abcdef";

        Assert.That(() => Read(settings), Throws.TypeOf<SettingsException>().With.Message.Contains(
            "Connections__main__Procore__Concurrency is a text of 26 characters, but must be a whole number.").And.Message.Not.Contains("TOPSECRET"));
    }

    [TestCase("ServiceBus__fullyQualifiedNamespace", "Endpoint=sb://c.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=TOPSECRET=")]
    [TestCase("LinkStorage", "AccountName=foo;AccountKey=TOPSECRET")]
    [TestCase("LinkStorage", "http://foo.table.core.windows.net/?sig=TOPSECRET")]
    [TestCase("APPLICATIONINSIGHTS_CONNECTION_STRING", "TOPSECRET")]
    public async Task A_key_where_none_belongs_stops_the_app_and_is_not_repeated(string setting, string value)
    {
        var settings = (await Deployment.WithAsync(Everything)).AppSettings;
        settings[setting] = value;

        Assert.That(() => Read(settings), Throws.TypeOf<SettingsException>().With.Message.Contains($"{setting} must be").And.Message.Not.Contains("TOPSECRET"));
    }

    [Test]
    public async Task An_empty_day_is_no_day()
    {
        var settings = (await Deployment.WithAsync(Everything)).AppSettings;
        settings["Connections__main__JobCostsFrom"] = "";

        Assert.That(Read(settings).Connections["main"].JobCostsFrom, Is.Null);
    }

    /// <summary>As the platform does it: references become secrets, and the address has its cloud's ending.</summary>
    private static ConnectorSettings Read(Dictionary<string, string?> settings) => ConnectorSettings.Read(Configuration(settings.ToDictionary<KeyValuePair<string, string?>, string, string?>(
        setting => setting.Key,
        setting => setting.Value!.StartsWith("@Microsoft.KeyVault(", StringComparison.Ordinal)
            ? setting.Key.EndsWith("PrivateKey", StringComparison.Ordinal) ? TestKeys.CurvePem : "a secret of more than thirty-two letters"
            : setting.Value.StartsWith('[') ? Resolved.GetValueOrDefault(setting.Key, setting.Value)
            : setting.Value)));

    /// <summary>What Azure makes of expressions that only a deployment can answer.</summary>
    private static readonly Dictionary<string, string> Resolved = new()
    {
        ["LinkStorage"] = "https://links.table.core.windows.net",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "InstrumentationKey=00000000-0000-0000-0000-000000000000",
    };

    private static IConfiguration Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)))
        .Build();
}
