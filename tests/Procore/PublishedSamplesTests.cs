using System.Text;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>Reads the payloads as Procore publishes them, where they are at hand.</summary>
public sealed class PublishedSamplesTests
{
    private static readonly string[] None = ["(no published samples here)"];

    private static string[] Requests => Find("erp-requests");

    private static string[] Webhooks => Find("webhooks");

    [TestCaseSource(nameof(Requests))]
    public void Every_published_request_is_read(string file)
    {
        var root = JsonDocument.Parse(Read("erp-requests", file)).RootElement;
        var request = new ErpRequest
        {
            RequestName = root.GetProperty("request_name").GetString(),
            RequestData = root.GetProperty("request_data"),
            RequestDetailId = root.TryGetProperty("request_detail_id", out var detail) ? detail.GetInt64() : null,
        };

        var work = ErpRequestReader.Read(request);

        Assert.That(work.Kind, Is.Not.EqualTo(ErpWorkKind.NotSupported));
        Assert.That(work.Items.Count > 0, Is.EqualTo(work.Kind is not (
            ErpWorkKind.SendMetadata or ErpWorkKind.NothingToBring or ErpWorkKind.ImportPayments or ErpWorkKind.RefreshCompanies or ErpWorkKind.RefreshProjects)));
    }

    [TestCaseSource(nameof(Webhooks))]
    public void Every_published_webhook_is_read(string file)
    {
        var hook = ProcoreHook.Read(Encoding.UTF8.GetBytes(Read("webhooks", file)));

        Assert.That((hook.DeliveryId, hook.ResourceName, hook.EventType), Is.Not.EqualTo(("", "", "")));
        Assert.That(hook.ResourceId, Is.GreaterThan(0));
        Assert.That(hook.IsNewErpRequest, Is.False);
    }

    private static string[] Find(string folder) => Files.PublishedSamples is { } samples
        ? [.. Directory.GetFiles(Path.Combine(samples, "procore", folder), "*.json").Select(path => Path.GetFileName(path)).Order()]
        : None;

    private static string Read(string folder, string file)
    {
        if (Files.PublishedSamples is not { } samples)
        {
            Assert.Ignore("The folder with the published samples is not beside this clone.");
            return "";
        }

        return File.ReadAllText(Path.Combine(samples, "procore", folder, file));
    }
}
