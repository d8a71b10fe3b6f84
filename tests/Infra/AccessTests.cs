using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Tests.Builders;
using ProcoreNetSuite.Tests.Rules;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>Who may do what: identities only, and no more than they need.</summary>
public sealed class AccessTests
{
    private const string TheApp = "the app";

    private static readonly Dictionary<string, string> Roles = new()
    {
        ["69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"] = "Azure Service Bus Data Sender",
        ["4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"] = "Azure Service Bus Data Receiver",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    private static readonly (string Role, string Scope, string Who)[] OfTheApp =
    [
        ("Azure Service Bus Data Sender", "Microsoft.ServiceBus/namespaces/sb-prod-", TheApp),
        ("Azure Service Bus Data Receiver", "Microsoft.ServiceBus/namespaces/sb-prod-", TheApp),
        ("Storage Blob Data Owner", "Microsoft.Storage/storageAccounts/stprodrun", TheApp),
        ("Storage Table Data Contributor", "Microsoft.Storage/storageAccounts/stprodlnk", TheApp),
        ("Key Vault Secrets User", "Microsoft.KeyVault/vaults/kv-prod-", TheApp),
        ("Monitoring Metrics Publisher", "Microsoft.Insights/components/appi-prod-", TheApp),
    ];

    [Test]
    public async Task The_app_has_these_roles_and_no_other() =>
        Assert.That(RolesOf(await Deployment.OfFileAsync("prod.bicepparam")), Is.EquivalentTo(OfTheApp));

    [Test]
    public async Task Whoever_puts_the_secrets_into_the_vault_gets_that_right_and_no_other()
    {
        const string person = "33333333-3333-3333-3333-333333333333";
        var deployment = await Deployment.WithAsync($$"""
            param environmentName = 'prod'
            param alertEmail = 'connector@example.com'
            param entraClientId = '44444444-4444-4444-4444-444444444444'
            param vaultOfficerId = '{{person}}'
            param connections = [
              {
                name: 'main'
                procore: { companyId: 1, clientId: 'p' }
                netSuite: { accountId: '1', baseUrl: 'https://1.suitetalk.api.netsuite.com', subsidiary: '1', retainageItem: '1', itemExpenseAccount: '1' }
              }
            ]
            """);

        Assert.That(RolesOf(deployment).Except(OfTheApp), Is.EqualTo(new[] { ("Key Vault Secrets Officer", "Microsoft.KeyVault/vaults/kv-prod-", person) }));
    }

    /// <summary>A kind of resource that is not here yet needs a line of its own: what keeps keys out of it?</summary>
    [TestCase("dev.bicepparam", "")]
    [TestCase("prod.bicepparam", "")]
    [TestCase("prod.bicepparam", NetworkTests.Private)]
    public async Task No_key_and_no_old_protocol_opens_anything(string file, string more)
    {
        foreach (var resource in (await Deployment.OfFileAsync(file, more: more)).Resources)
        {
            (string Path, string Expected)[] required = Deployment.At(resource, "type").GetString() switch
            {
                "Microsoft.ServiceBus/namespaces" => [("disableLocalAuth", "True"), ("minimumTlsVersion", "1.2")],
                "Microsoft.Storage/storageAccounts" =>
                    [("allowSharedKeyAccess", "False"), ("allowBlobPublicAccess", "False"), ("supportsHttpsTrafficOnly", "True"), ("minimumTlsVersion", "TLS1_2")],
                "Microsoft.Storage/storageAccounts/blobServices/containers" => [("publicAccess", "None")],
                "Microsoft.KeyVault/vaults" => [("enableRbacAuthorization", "True"), ("enableSoftDelete", "True"), ("enablePurgeProtection", "True")],
                "Microsoft.OperationalInsights/workspaces" => [("features.disableLocalAuth", "True")],
                "Microsoft.Insights/components" => [("DisableLocalAuth", "True")],
                "Microsoft.Web/sites" =>
                    [("httpsOnly", "True"), ("siteConfig.minTlsVersion", "1.2"), ("siteConfig.ftpsState", "Disabled"), ("functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity")],
                "Microsoft.Web/sites/config" =>
                    [("platform.enabled", "True"), ("globalValidation.requireAuthentication", "True"), ("globalValidation.unauthenticatedClientAction", "Return401"), ("httpSettings.requireHttps", "True"), ("login.tokenStore.enabled", "False")],
                "Microsoft.Web/sites/basicPublishingCredentialsPolicies" => [("allow", "False")],
                "Microsoft.Resources/resourceGroups" or "Microsoft.ServiceBus/namespaces/queues" or "Microsoft.Storage/storageAccounts/blobServices" or "Microsoft.Web/serverfarms"
                    or "Microsoft.ManagedIdentity/userAssignedIdentities" or "Microsoft.Authorization/roleAssignments" or "Microsoft.Authorization/locks"
                    or "Microsoft.Insights/actionGroups" or "Microsoft.Insights/metricAlerts" or "Microsoft.Insights/scheduledQueryRules" or "Microsoft.Insights/workbooks"
                    or "Microsoft.Insights/diagnosticSettings"
                    or "Microsoft.Consumption/budgets"
                    or "Microsoft.Network/virtualNetworks" or "Microsoft.Network/privateEndpoints" or "Microsoft.Network/privateEndpoints/privateDnsZoneGroups"
                    or "Microsoft.Network/privateDnsZones" or "Microsoft.Network/privateDnsZones/virtualNetworkLinks" => [],
                var unknown => throw new AssertionException($"{unknown} is a kind of resource that this test doesn't know."),
            };

            foreach (var (path, expected) in required)
            {
                Assert.That($"{Deployment.At(resource, $"properties.{path}")}", Is.EqualTo(expected), $"{Deployment.At(resource, "id")} {path}");
            }
        }
    }

    [Test]
    public async Task No_key_is_asked_for_and_no_secret_is_handed_out()
    {
        var deployment = await Deployment.OfFileAsync("prod.bicepparam");
        var everything = string.Concat(deployment.Resources.Select(resource => resource.GetRawText()));

        string[] signs = ["listKeys", "listAccountSas", "listServiceSas", "listSecrets", "AccountKey=", "SharedAccessKey", "Password"];
        Assert.That(signs.Where(sign => everything.Contains(sign, StringComparison.OrdinalIgnoreCase)), Is.Empty);
        Assert.That(deployment.Outputs, Is.EquivalentTo(new[] { "resourceGroupName", "appName", "appUrl", "webhookUrls", "vaultName" }));
    }

    [Test]
    public async Task People_sign_in_with_their_own_directory_and_no_secret()
    {
        var settings = (await Deployment.OfFileAsync("prod.bicepparam")).OfType("Microsoft.Web/sites/config").Single();
        var providers = Deployment.At(settings, "properties.identityProviders");

        Assert.That(providers.EnumerateObject().Select(provider => provider.Name), Is.EqualTo(new[] { "azureActiveDirectory" }));
        Assert.That(Deployment.At(providers, "azureActiveDirectory.registration").EnumerateObject().Select(property => property.Name), Is.EquivalentTo(new[] { "clientId", "openIdIssuer" }));
        Assert.That($"{Deployment.At(providers, "azureActiveDirectory.registration.openIdIssuer")}", Does.Contain("22222222-2222-2222-2222-222222222222/v2.0"));
    }

    /// <summary>Whoever has no role comes no further than these; what is open must not be behind a sign-in that Procore and probes can't do.</summary>
    [Test]
    public async Task Only_the_open_functions_are_excluded_from_signing_in()
    {
        var settings = (await Deployment.OfFileAsync("prod.bicepparam")).OfType("Microsoft.Web/sites/config").Single();
        var excluded = Deployment.At(settings, "properties.globalValidation.excludedPaths").EnumerateArray().Select(path => path.GetString());

        Assert.That(excluded, Is.EquivalentTo(AccessRules.OpenRoutes.Select(function => $"/api/{function.Route.Replace("{connectionId}", "main", StringComparison.Ordinal)}")));
    }

    [Test]
    public void The_entra_application_has_the_roles_that_the_code_asks_for()
    {
        var application = JsonElement.Parse(File.ReadAllText(Path.Combine(Files.Root, "infra", "entra-app.json")));
        var roles = application.GetProperty("appRoles").EnumerateArray().ToList();

        Assert.That(roles.Select(role => role.GetProperty("value").GetString()), Is.EquivalentTo(Enum.GetNames<Role>()));
        Assert.That(roles.Select(role => role.GetProperty("id").GetGuid()), Is.Unique);
    }

    [Test]
    public async Task Both_publishing_passwords_are_off() =>
        Assert.That(
            (await Deployment.OfFileAsync("prod.bicepparam")).OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Select(policy => $"{Deployment.At(policy, "name")}".Split('/')[1]),
            Is.EquivalentTo(new[] { "ftp", "scm" }));

    /// <summary>The account of the links, and that one only: all else may be made anew.</summary>
    [Test]
    public async Task The_links_cannot_be_deleted_with_their_resource_group()
    {
        var locks = (await Deployment.OfFileAsync("dev.bicepparam")).OfType("Microsoft.Authorization/locks").ToList();

        Assert.That(locks.Select(one => $"{Deployment.At(one, "properties.level")} {Scope(one)}"), Is.EqualTo(new[] { "CanNotDelete Microsoft.Storage/storageAccounts/stdevlnk" }));
    }

    private static IEnumerable<(string Role, string Scope, string Who)> RolesOf(Deployment deployment) =>
        deployment.OfType("Microsoft.Authorization/roleAssignments").Select(assignment =>
        {
            var role = $"{Deployment.At(assignment, "properties.roleDefinitionId")}".Split('/')[^1];
            var who = $"{Deployment.At(assignment, "properties.principalId")}";

            return (Roles.GetValueOrDefault(role, role), Scope(assignment), who.Contains("Microsoft.ManagedIdentity/userAssignedIdentities/id-prod-", StringComparison.Ordinal) ? TheApp : who);
        });

    /// <summary>What it lies on: type and name, without the token that ends every name.</summary>
    private static string Scope(JsonElement resource)
    {
        var scope = $"{Deployment.At(resource, "id")}".Split("/providers/")[^2];

        return scope[..^13];
    }
}
