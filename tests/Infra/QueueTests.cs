using System.Text.Json;
using System.Xml;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>The queues in Azure are those of the code, with the limits that the journeys are played with.</summary>
public sealed class QueueTests
{
    private List<JsonElement> queues = [];

    [OneTimeSetUp]
    public async Task PredictAsync() => queues = [.. (await Deployment.OfFileAsync("prod.bicepparam")).OfType("Microsoft.ServiceBus/namespaces/queues")];

    [Test]
    public void Every_queue_of_the_code_is_made_and_no_other() =>
        Assert.That(queues.Select(queue => Deployment.At(queue, "name").GetString()!.Split('/')[1]), Is.EquivalentTo(QueueNames.All));

    [Test]
    public void Their_limits_are_those_of_the_local_broker()
    {
        var local = new BrokerOptions();

        Assert.That(queues.Select(queue => Deployment.At(queue, "properties.maxDeliveryCount").GetInt32()), Is.All.EqualTo(local.MaxDeliveryCount).And.All.EqualTo(Inbox.MostDeliveries));
        Assert.That(queues.Select(queue => Span(queue, "lockDuration")), Is.All.EqualTo(local.LockDuration));
        Assert.That(queues.Select(queue => Span(queue, "duplicateDetectionHistoryTimeWindow")), Is.All.EqualTo(local.DuplicateDetectionWindow));
        Assert.That(queues.Select(queue => Span(queue, "defaultMessageTimeToLive")), Is.All.EqualTo(local.DefaultTimeToLive));
        Assert.That(queues.Select(queue => Deployment.At(queue, "properties.requiresDuplicateDetection").GetBoolean()), Is.All.True);
        Assert.That(queues.Select(queue => Deployment.At(queue, "properties.requiresSession").GetBoolean()), Is.All.False);
    }

    [Test]
    public void A_message_outlasts_a_weekend_and_ends_as_a_dead_letter()
    {
        Assert.That(queues.Select(queue => Span(queue, "defaultMessageTimeToLive")), Is.All.InRange(TimeSpan.FromDays(4), TimeSpan.FromDays(30)));
        Assert.That(queues.Select(queue => Deployment.At(queue, "properties.deadLetteringOnMessageExpiration").GetBoolean()), Is.All.True);
    }

    /// <summary>A function that may run longer than its lock lives would be run a second time beside itself.</summary>
    [Test]
    public void A_function_ends_before_its_lock_does()
    {
        var host = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Files.Root, "host.json")));
        var longest = TimeSpan.Parse(Deployment.At(host, "functionTimeout").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        var renewed = TimeSpan.Parse(
            Deployment.At(host, "extensions.serviceBus.maxAutoLockRenewalDuration").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

        Assert.That(queues.Select(queue => Span(queue, "lockDuration")), Is.All.AtLeast(longest));
        Assert.That(renewed, Is.AtLeast(longest));
    }

    [Test]
    public void The_readme_gives_the_number_of_deliveries() =>
        Assert.That(
            (File.ReadAllText(Path.Combine(Files.Root, "README.md")).Contains("after ten deliveries", StringComparison.Ordinal), new BrokerOptions().MaxDeliveryCount),
            Is.EqualTo((true, 10)));

    private static TimeSpan Span(JsonElement queue, string name) => XmlConvert.ToTimeSpan(Deployment.At(queue, $"properties.{name}").GetString()!);
}
