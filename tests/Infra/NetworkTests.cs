using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>Private networking is all or nothing: what the app opens answers in its network, and nowhere else.</summary>
public sealed partial class NetworkTests
{
    public const string Private = "param privateNetworking = true\n";

    private static readonly string[] DataServices = ["Microsoft.ServiceBus/namespaces", "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults"];

    /// <summary>Part of a service and the zone that Azure resolves it in.</summary>
    private static readonly Dictionary<string, string> Zones = new()
    {
        ["namespace"] = "privatelink.servicebus.windows.net",
        ["blob"] = "[format('privatelink.blob.{0}', environment().suffixes.storage)]",
        ["table"] = "[format('privatelink.table.{0}', environment().suffixes.storage)]",
        ["vault"] = "privatelink.vaultcore.azure.net",
    };

    private static Task<Deployment> PrivateAsync => Deployment.OfFileAsync("prod.bicepparam", more: Private);

    [TestCase("dev.bicepparam")]
    [TestCase("prod.bicepparam")]
    public async Task Without_it_there_is_nothing_of_it(string file)
    {
        var deployment = await Deployment.OfFileAsync(file);

        Assert.That(deployment.Resources.Select(resource => $"{Deployment.At(resource, "type")}"), Has.None.StartsWith("Microsoft.Network/"));
        Assert.That(PublicAccess(deployment), Is.All.EqualTo("Enabled"));
        Assert.That(Deployment.At(deployment.App, "properties.virtualNetworkSubnetId").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(Tier(deployment), Is.EqualTo("Standard"));
    }

    [Test]
    public async Task With_it_no_data_service_answers_in_public_and_the_app_still_does()
    {
        var deployment = await PrivateAsync;

        Assert.That(PublicAccess(deployment), Has.Count.EqualTo(4).And.All.EqualTo("Disabled"));
        Assert.That($"{Deployment.At(deployment.App, "properties.publicNetworkAccess")}", Is.EqualTo("Enabled"), "Procore has to reach the webhooks' address.");
    }

    /// <summary>What the app opens is read from its settings, so that a service which is added there needs an endpoint too.</summary>
    [Test]
    public async Task Each_part_of_a_service_that_the_app_opens_has_an_endpoint_and_no_other()
    {
        var deployment = await PrivateAsync;
        var settings = deployment.AppSettings;
        var opened = settings.Values.SelectMany(value => Opened().Matches(value!)).Select(match => match.Groups["vault"].Success
                ? $"vault {match.Groups["vault"].Value}"
                : match.Groups["bus"].Success ? $"namespace {match.Groups["bus"].Value}" : $"{match.Groups["part"].Value} {match.Groups["account"].Value}")
            .Append($"blob {settings["AzureWebJobsStorage__accountName"]}")
            .Distinct();
        var endpoints = deployment.OfType("Microsoft.Network/privateEndpoints").Select(Connection)
            .Select(connection => $"{connection.GetProperty("groupIds")[0]} {Last($"{connection.GetProperty("privateLinkServiceId")}")}");

        Assert.That(endpoints, Is.EquivalentTo(opened));
    }

    [Test]
    public async Task Each_endpoint_is_found_by_the_services_own_name()
    {
        var deployment = await PrivateAsync;
        var network = $"{Deployment.At(deployment.OfType("Microsoft.Network/virtualNetworks").Single(), "id")}";
        var zones = deployment.OfType("Microsoft.Network/privateDnsZones").ToDictionary(zone => $"{Deployment.At(zone, "id")}", zone => $"{Deployment.At(zone, "name")}");
        var linked = deployment.OfType("Microsoft.Network/privateDnsZones/virtualNetworkLinks").ToList();
        var groups = deployment.OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups")
            .ToDictionary(group => $"{Deployment.At(group, "name")}".Split('/')[0], group => $"{Deployment.At(group, "properties.privateDnsZoneConfigs")[0].GetProperty("properties").GetProperty("privateDnsZoneId")}");

        foreach (var endpoint in deployment.OfType("Microsoft.Network/privateEndpoints"))
        {
            var part = $"{Connection(endpoint).GetProperty("groupIds")[0]}";

            Assert.That(zones[groups[$"{Deployment.At(endpoint, "name")}"]], Is.EqualTo(Zones[part]));
            Assert.That($"{Deployment.At(endpoint, "properties.subnet.id")}", Is.EqualTo($"{network}/subnets/endpoints"));
        }

        Assert.That(zones.Values.Where(zone => !linked.Any(link => $"{Deployment.At(link, "name")}".Contains(zone.Trim('[', ']'), StringComparison.Ordinal))), Is.Empty);
        Assert.That(linked.Select(link => $"{Deployment.At(link, "properties.virtualNetwork.id")}"), Is.All.EqualTo(network));
    }

    [TestCase("", "10.80.0.0/26", "10.80.0.64/26")]
    [TestCase("param networkAddresses = '172.16.8.0/22'\n", "172.16.8.0/26", "172.16.8.64/26")]
    public async Task The_app_calls_from_a_subnet_that_is_lent_to_its_plan(string addresses, string ofTheApp, string ofTheEndpoints)
    {
        var deployment = await Deployment.OfFileAsync("prod.bicepparam", more: Private + addresses);
        var network = deployment.OfType("Microsoft.Network/virtualNetworks").Single();
        var subnets = Deployment.At(network, "properties.subnets").EnumerateArray().ToDictionary(subnet => $"{Deployment.At(subnet, "name")}", subnet => subnet.GetProperty("properties"));

        Assert.That($"{Deployment.At(deployment.App, "properties.virtualNetworkSubnetId")}", Is.EqualTo($"{Deployment.At(network, "id")}/subnets/app"));
        Assert.That($"{subnets["app"].GetProperty("delegations")[0].GetProperty("properties").GetProperty("serviceName")}", Is.EqualTo("Microsoft.App/environments"));
        Assert.That(
            (subnets["app"].GetProperty("addressPrefix").GetString(), subnets["endpoints"].GetProperty("addressPrefix").GetString()),
            Is.EqualTo((ofTheApp, ofTheEndpoints)));
        Assert.That(IPNetwork.Parse(ofTheApp).Contains(IPNetwork.Parse(ofTheEndpoints).BaseAddress), Is.False);
    }

    /// <summary>Service Bus has private endpoints in Premium only. Another tier is another namespace: Azure turns no Standard one into a Premium one.</summary>
    [TestCase(Private)]
    [TestCase("param busSku = 'Premium'\n")]
    public async Task Premium_is_a_namespace_of_its_own(string more)
    {
        var (premium, standard) = (await Deployment.OfFileAsync("prod.bicepparam", more: more), await Deployment.OfFileAsync("prod.bicepparam"));

        Assert.That((Tier(premium), Tier(standard)), Is.EqualTo(("Premium", "Standard")));
        Assert.That(premium.AppSettings["ServiceBus__fullyQualifiedNamespace"], Is.Not.EqualTo(standard.AppSettings["ServiceBus__fullyQualifiedNamespace"]));
    }

    private static List<string> PublicAccess(Deployment deployment) =>
        [.. DataServices.SelectMany(deployment.OfType).Select(service => $"{Deployment.At(service, "properties.publicNetworkAccess")}")];

    private static string Tier(Deployment deployment) => $"{Deployment.At(deployment.OfType("Microsoft.ServiceBus/namespaces").Single(), "sku.tier")}";

    private static JsonElement Connection(JsonElement endpoint) =>
        Deployment.At(endpoint, "properties.privateLinkServiceConnections").EnumerateArray().Single().GetProperty("properties");

    private static string Last(string id) => id.Split('/')[^1];

    [GeneratedRegex(@"VaultName=(?<vault>[\w-]+)|(?<bus>[\w-]+)\.servicebus\.|https://\{0\}\.(?<part>blob|table|queue|file)\.\{1\}', '(?<account>\w+)'")]
    private static partial Regex Opened();
}
