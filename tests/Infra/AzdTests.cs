using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>The Azure Developer CLI takes infra/{module}.bicepparam, and finds by their tags what azure.yaml names.</summary>
public sealed class AzdTests
{
    private static readonly JsonNode Project = Yaml.Read("azure.yaml");

    [Test]
    public async Task It_deploys_the_parameter_file_of_production()
    {
        var file = Path.Combine(Files.Root, $"{Project["infra"]!["path"]}", $"{Project["infra"]!["module"]}.bicepparam");

        Assert.That(Path.GetFileName(file), Is.EqualTo("prod.bicepparam"));
        Assert.That((await File.ReadAllLinesAsync(file))[0], Is.EqualTo("using 'main.bicep'"));
    }

    [TestCase("AZURE_ENV_NAME")]
    [TestCase("AZURE_LOCATION")]
    [TestCase("AZURE_PRINCIPAL_ID")]
    public void What_it_asks_for_arrives(string variable) =>
        Assert.That(File.ReadAllText(Path.Combine(Files.Root, "infra", "prod.bicepparam")), Does.Contain($"readEnvironmentVariable('{variable}'"));

    /// <summary>With a value to fall back on, an app would be deployed that lets nobody in.</summary>
    [TestCase("dev.bicepparam")]
    [TestCase("prod.bicepparam")]
    public void It_refuses_to_deploy_without_the_application_that_people_sign_in_to(string file) =>
        Assert.That(File.ReadAllLines(Path.Combine(Files.Root, "infra", file)), Has.One.EqualTo("param entraClientId = readEnvironmentVariable('ENTRA_CLIENT_ID')"));

    [Test]
    public async Task It_finds_the_app_by_its_tags()
    {
        var deployment = await Deployment.OfFileAsync("prod.bicepparam");
        var (name, service) = Project["services"]!.AsObject().Single();

        Assert.That(($"{service!["host"]}", $"{service["language"]}"), Is.EqualTo(("function", "dotnet")));
        Assert.That(Path.Combine(Files.Root, $"{service["project"]}", "Functions.csproj"), Does.Exist);
        Assert.That(
            deployment.Resources.Where(resource => resource.TryGetProperty("tags", out var tags) && tags.TryGetProperty("azd-service-name", out _))
                .Select(resource => (Type: $"{Deployment.At(resource, "type")}", Name: $"{Deployment.At(resource, "tags.azd-service-name")}")),
            Is.EqualTo(new[] { ("Microsoft.Web/sites", name) }));
        Assert.That($"{Deployment.At(deployment.OfType("Microsoft.Resources/resourceGroups").Single(), "tags.azd-env-name")}", Is.EqualTo("prod"));
    }
}
