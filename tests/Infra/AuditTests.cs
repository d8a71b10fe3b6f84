using NUnit.Framework;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>Who did what with the data services is kept, and apart from the logs that alerts live on.</summary>
public sealed class AuditTests
{
    [TestCase("", "OperationalLogs")]
    [TestCase("param busSku = 'Premium'\n", "OperationalLogs, RuntimeAuditLogs")]
    [TestCase(NetworkTests.Private, "OperationalLogs, RuntimeAuditLogs")]
    public async Task Secrets_links_package_and_queues_have_one_and_nothing_else_has(string more, string ofTheBus)
    {
        var settings = (await Deployment.OfFileAsync("prod.bicepparam", more: more)).OfType("Microsoft.Insights/diagnosticSettings")
            .Select(setting => (
                Of: $"{Deployment.At(setting, "id")}".Split("/providers/")[^2].Split('/') is [.. var type, _] ? string.Join('/', type.Where(part => !part.Contains("prod", StringComparison.Ordinal))) : "",
                What: string.Join(", ", Deployment.At(setting, "properties.logs").EnumerateArray().Select(log => $"{Deployment.At(log, "category")}"))));

        // Not the app: App Service writes a line for everyone whom it turns away.
        Assert.That(settings, Is.EquivalentTo(new[]
        {
            ("Microsoft.KeyVault/vaults", "AuditEvent"),
            ("Microsoft.Storage/storageAccounts/tableServices", "StorageWrite, StorageDelete"),
            ("Microsoft.Storage/storageAccounts/blobServices", "StorageWrite, StorageDelete"),
            ("Microsoft.ServiceBus/namespaces", ofTheBus),
        }));
    }

    /// <summary>The vault writes a line for every stranger, too. In one workspace they could silence the alerts, and a storm of the app's lines the audit.</summary>
    [Test]
    public async Task It_has_a_workspace_and_a_daily_cap_of_its_own()
    {
        var deployment = await Deployment.OfFileAsync("prod.bicepparam", more: "param auditRetentionDays = 400\nparam dailyLogGigabytes = 3\n");
        var workspaces = deployment.OfType("Microsoft.OperationalInsights/workspaces").ToDictionary(workspace => $"{Deployment.At(workspace, "id")}");
        var ofTheAudit = deployment.OfType("Microsoft.Insights/diagnosticSettings").Select(setting => $"{Deployment.At(setting, "properties.workspaceId")}").Distinct().Single();
        var ofTheApp = $"{Deployment.At(deployment.OfType("Microsoft.Insights/components").Single(), "properties.WorkspaceResourceId")}";

        Assert.That(new[] { ofTheAudit, ofTheApp }, Is.EquivalentTo(workspaces.Keys));
        Assert.That(Deployment.At(workspaces[ofTheAudit], "properties.retentionInDays").GetInt32(), Is.EqualTo(400));
        Assert.That(workspaces.Values.Select(workspace => Deployment.At(workspace, "properties.workspaceCapping.dailyQuotaGb").GetInt32()), Is.All.EqualTo(3));
    }
}
