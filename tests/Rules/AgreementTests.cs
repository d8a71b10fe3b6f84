using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Rules;

/// <summary>Names that stand in several places agree in all of them.</summary>
public sealed class AgreementTests
{
    private static readonly string[] SetByTheHost = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage"];

    private static IEnumerable<(MethodInfo Method, string Name)> AllFunctions => typeof(ProcoreNetSuite.Functions.Program).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
        .Select(method => (method, method.GetCustomAttribute<FunctionAttribute>()!.Name));

    [Test]
    public void Every_queue_has_one_function()
    {
        var queues = AllFunctions.Select(function => function.Method.GetParameters()[0].GetCustomAttribute<ServiceBusTriggerAttribute>())
            .Where(trigger => trigger is not null)
            .Select(trigger => trigger!.QueueName);

        Assert.That(queues, Is.EquivalentTo(QueueNames.All));
    }

    [Test]
    public void Routes_are_the_approved_ones()
    {
        var routes = AllFunctions
            .Select(function => (function.Name, Trigger: function.Method.GetParameters()[0].GetCustomAttribute<HttpTriggerAttribute>()))
            .Where(function => function.Trigger is not null)
            .Select(function => $"{string.Join(',', function.Trigger!.Methods ?? [])} /api/{function.Trigger.Route} {function.Trigger.AuthLevel} {function.Name}")
            .Order(StringComparer.Ordinal);

        Assert.That(routes, Is.EqualTo(new[]
        {
            "get /api/connections/{connectionId}/history Anonymous ShowHistory",
            "get /api/connections/{connectionId}/imports/{kind}/{runId} Anonymous ShowImport",
            "get /api/connections/{connectionId}/records Anonymous ListRecords",
            "get /api/connections/{connectionId}/records/{entity}/{procoreId} Anonymous ShowRecord",
            "get /api/connections/{connectionId}/setup Anonymous CheckSetup",
            "get /api/dead-letters Anonymous ListDeadLetters",
            "get /api/health/deep Anonymous HealthDeep",
            "get /api/health/live Anonymous HealthLive",
            "get /api/health/ready Anonymous HealthReady",
            "post /api/connections/{connectionId}/erp-connection Anonymous ConnectErp",
            "post /api/connections/{connectionId}/imports/{kind} Anonymous StartImport",
            "post /api/connections/{connectionId}/imports/{kind}/{runId}/cancel Anonymous CancelImport",
            "post /api/connections/{connectionId}/records/{entity}/{procoreId}/retry Anonymous RetryRecord",
            "post /api/connections/{connectionId}/webhooks Anonymous RepairWebhook",
            "post /api/dead-letters/replay Anonymous ReplayDeadLetters",
            "post /api/procore/webhooks/{connectionId} Function ProcoreWebhook",
        }));
    }

    [Test]
    public void The_sample_settings_hold_every_setting_and_no_other()
    {
        var sample = SampleSettings.Read().Keys.Except(SetByTheHost);

        Assert.That(sample, Is.EquivalentTo(SettingNames("main")).IgnoreCase);
    }

    /// <summary>All settings that the code reads, for one connection.</summary>
    internal static IEnumerable<string> SettingNames(string connection) =>
        Names(typeof(ConnectorSettings), "").Select(name => name.Replace("Connections__*", $"Connections__{connection}", StringComparison.Ordinal));

    [Test]
    public void The_readme_names_every_setting()
    {
        var readme = File.ReadAllText(Path.Combine(Files.Root, "README.md"));

        foreach (var name in SampleSettings.Read().Keys.Except(SetByTheHost))
        {
            Assert.That(readme, Does.Contain(name).Or.Contain($"__{name.Split("__")[^1]}`"), name);
        }
    }

    [Test]
    public async Task Every_function_can_be_made_from_the_registrations()
    {
        var settings = SampleSettings.ReadFilled().ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        settings["Connections__main__ProjectsStartedOnOrAfter"] = null;
        settings["Connections__main__JobCostsFrom"] = null;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)))
            .Build();
        var services = new ServiceCollection().AddLogging();
        ProcoreNetSuite.Functions.Program.AddConnector(services, configuration);
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        foreach (var type in AllFunctions.Where(function => !function.Method.IsStatic).Select(function => function.Method.DeclaringType!).Distinct())
        {
            Assert.That(ActivatorUtilities.CreateInstance(provider, type), Is.Not.Null);
        }

        Assert.That(provider.GetRequiredService<IConnections>().GetConnection("main").CompanyId, Is.EqualTo(4400123));
    }

    [Test]
    public void Every_error_code_in_the_code_is_in_the_catalog()
    {
        var used = Directory.EnumerateFiles(Path.Combine(Files.Root, "functions"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Files.Root, "shared"), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), "\"(E[1-9][0-9]{2})\"").Select(match => match.Groups[1].Value))
            .Distinct();

        Assert.That(used, Is.SubsetOf(ProblemCatalog.Codes));
    }

    private static IEnumerable<string> Names(Type settings, string prefix) => settings.GetProperties().SelectMany(property => property.PropertyType switch
    {
        { IsGenericType: true } type when type.GetGenericTypeDefinition() == typeof(Dictionary<,>) => Names(type.GetGenericArguments()[1], $"{prefix}{property.Name}__*__"),
        { IsEnum: false, Namespace: var space } type when space!.StartsWith("ProcoreNetSuite", StringComparison.Ordinal) => Names(type, $"{prefix}{property.Name}__"),
        _ => [$"{prefix}{property.Name}"],
    });
}
