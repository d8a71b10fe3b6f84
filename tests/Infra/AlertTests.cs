using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>An alert on a metric that doesn't exist never rings.</summary>
public sealed class AlertTests
{
    /// <summary>Metrics as Azure Monitor's reference lists them: what they may be summed up by, and what they may be split by.</summary>
    private static readonly Dictionary<string, (string[] Aggregations, string[] Dimensions)> Published = new()
    {
        ["Microsoft.ServiceBus/namespaces DeadletteredMessages"] = (["Average", "Minimum", "Maximum"], ["EntityName"]),
        ["Microsoft.ServiceBus/namespaces ActiveMessages"] = (["Average", "Minimum", "Maximum"], ["EntityName"]),
        ["Microsoft.ServiceBus/namespaces ThrottledRequests"] = (["Total"], ["EntityName", "OperationResult", "MessagingErrorSubCode"]),
        ["Microsoft.Storage/storageAccounts Availability"] = (["Average", "Minimum", "Maximum"], ["GeoType", "ApiName", "Authentication"]),
        ["Microsoft.Storage/storageAccounts Transactions"] = (["Total"], ["ResponseType", "GeoType", "ApiName", "Authentication", "TransactionType"]),
        ["Microsoft.Web/sites Http5xx"] = (["Total"], ["Instance"]),
    };

    private Deployment deployment = null!;

    private IEnumerable<JsonElement> Alerts => deployment.OfType("Microsoft.Insights/metricAlerts");

    [OneTimeSetUp]
    public async Task PredictAsync() => deployment = await Deployment.OfFileAsync("prod.bicepparam");

    [Test]
    public void Every_alert_watches_a_metric_that_there_is()
    {
        foreach (var alert in Alerts)
        {
            var criterion = Criterion(alert);
            var metric = $"{Deployment.At(criterion, "metricNamespace")} {Deployment.At(criterion, "metricName")}";

            Assert.That(Published, Contains.Key(metric));
            Assert.That(Published[metric].Aggregations, Contains.Item($"{Deployment.At(criterion, "timeAggregation")}"), metric);
            Assert.That(Deployment.At(criterion, "dimensions").EnumerateArray().Select(dimension => $"{Deployment.At(dimension, "name")}"), Is.SubsetOf(Published[metric].Dimensions), metric);
        }
    }

    [Test]
    public void Every_alert_watches_something_that_is_made_and_calls_a_person()
    {
        var made = deployment.Resources.Select(resource => $"{Deployment.At(resource, "id")}").ToList();
        var people = deployment.OfType("Microsoft.Insights/actionGroups").Single();

        foreach (var alert in Alerts)
        {
            var scope = $"{Deployment.At(alert, "properties.scopes")[0]}";

            Assert.That(made, Contains.Item(scope));
            Assert.That(scope, Does.Contain($"/providers/{Deployment.At(Criterion(alert), "metricNamespace")}/"), "a metric belongs to its kind of resource");
            Assert.That($"{Deployment.At(alert, "properties.actions")[0].GetProperty("actionGroupId")}", Is.EqualTo($"{Deployment.At(people, "id")}"));
        }

        Assert.That($"{Deployment.At(people, "properties.emailReceivers")[0].GetProperty("emailAddress")}", Is.EqualTo("connector@example.com"));
    }

    [Test]
    public void Queues_that_somebody_waits_for_are_those_of_exports()
    {
        var waiting = Alerts.Single(alert => $"{Deployment.At(alert, "name")}" == "alert-prod-exports-wait");
        var queues = Deployment.At(Criterion(waiting), "dimensions")[0].GetProperty("values").EnumerateArray().Select(queue => queue.GetString());

        Assert.That(queues, Is.EquivalentTo(new[] { QueueNames.ProcoreEvents, QueueNames.WbsCodes, QueueNames.Projects, QueueNames.Companies, QueueNames.SubcontractorInvoices }));
    }

    [Test]
    public async Task The_readme_says_what_each_alert_asks_of_you()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Files.Root, "infra", "README.md"));
        var names = Alerts.Select(alert => $"{Deployment.At(alert, "name")}"["alert-prod-".Length..]).ToList();

        Assert.That(names, Has.Count.EqualTo(7));
        Assert.That(names.Where(name => !readme.Contains($"`{name}`", StringComparison.Ordinal)), Is.Empty);
    }

    private static JsonElement Criterion(JsonElement alert) => Deployment.At(alert, "properties.criteria.allOf")[0];
}
