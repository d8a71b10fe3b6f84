using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using NUnit.Framework;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>Names that Azure would refuse, or that would name nothing.</summary>
public sealed class NamingTests
{
    /// <summary>Azure's rules for the names of what is made here; all are lower case.</summary>
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["Microsoft.Resources/resourceGroups"] = "^[a-z0-9-]{1,89}[a-z0-9]$",
        ["Microsoft.ServiceBus/namespaces"] = "^[a-z](?!.*--)[a-z0-9-]{4,48}[a-z0-9]$(?<!-sb|-mgmt)",
        ["Microsoft.Storage/storageAccounts"] = "^[a-z0-9]{3,24}$",
        ["Microsoft.KeyVault/vaults"] = "^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$",
        ["Microsoft.OperationalInsights/workspaces"] = "^[a-z0-9][a-z0-9-]{2,61}[a-z0-9]$",
        ["Microsoft.Insights/components"] = "^[a-z0-9-]{1,259}[a-z0-9]$",
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = "^[a-z0-9][a-z0-9-]{2,127}$",
        ["Microsoft.Insights/actionGroups"] = "^[a-z0-9-]{1,260}$",
        ["Microsoft.Insights/metricAlerts"] = "^[a-z0-9-]{1,260}$",
        ["Microsoft.Insights/scheduledQueryRules"] = "^[a-z0-9-]{1,260}$",
        ["Microsoft.Insights/workbooks"] = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        ["Microsoft.Web/serverfarms"] = "^[a-z0-9-]{1,60}$",
        ["Microsoft.Web/sites"] = "^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$",
        ["Microsoft.Network/virtualNetworks"] = "^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$",
        ["Microsoft.Network/privateEndpoints"] = "^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$",
        ["Microsoft.Consumption/budgets"] = "^[a-z0-9-]{1,63}$",
    };

    [TestCase("dev")]
    [TestCase("a-b")]
    [TestCase("quality-assurance-eu")]
    [TestCase("abcdefghijklmnopqrst")]
    public async Task Every_name_is_one_that_azure_takes(string environmentName)
    {
        var deployment = await Deployment.OfFileAsync("dev.bicepparam", environmentName, "param privateNetworking = true\nparam budgetFrom = '2026-03'\n");

        foreach (var (type, rule) in Rules)
        {
            Assert.That(deployment.OfType(type).Select(resource => $"{Deployment.At(resource, "name")}"), Is.Not.Empty.And.All.Match(rule), type);
        }
    }

    [TestCase("ab")]
    [TestCase("abcdefghijklmnopqrstu")]
    public void An_environments_name_has_3_to_20_letters(string environmentName) =>
        Assert.That(() => Deployment.OfFileAsync("dev.bicepparam", environmentName), Throws.TypeOf<AssertionException>());

    [Test]
    public async Task Two_environments_of_a_subscription_share_no_name()
    {
        var names = (await Task.WhenAll(Deployment.OfFileAsync("dev.bicepparam", "production-east"), Deployment.OfFileAsync("dev.bicepparam", "production-west")))
            .SelectMany(deployment => deployment.Resources.Select(resource => $"{Deployment.At(resource, "id")}".ToLowerInvariant()));

        Assert.That(names, Is.Unique);
    }

    [Test]
    public async Task What_is_always_ready_exists()
    {
        var functions = typeof(ProcoreNetSuite.Functions.Program).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => (Name: method.GetCustomAttribute<FunctionAttribute>()?.Name, IsHttp: method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null)))
            .Where(function => function.Name is not null)
            .ToList();
        var groups = functions.Select(function => function.IsHttp ? "http" : $"function:{function.Name}");

        var ready = Deployment.At((await Deployment.OfFileAsync("prod.bicepparam")).App, "properties.functionAppConfig.scaleAndConcurrency.alwaysReady")
            .EnumerateArray().Select(group => $"{Deployment.At(group, "name")}").ToList();

        Assert.That(ready, Is.Unique.And.SubsetOf(groups));
        Assert.That(ready, Is.SupersetOf(new[] { "http", "function:RouteErpRequest", "function:SyncSubcontractorInvoice" }));
    }
}
