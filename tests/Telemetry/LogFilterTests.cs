using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using ProcoreNetSuite.Functions;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Telemetry;

/// <summary>What the packages around the app say at every message or every start, and nobody needs, stays out of the log; what goes wrong in them doesn't.</summary>
[NonParallelizable]
public sealed class LogFilterTests
{
    [TestCase("System.Net.Http.HttpClient.CallInvokerExtractor.LogicalHandler", LogLevel.Warning, Description = "four lines for each message that is settled")]
    [TestCase("System.Net.Http.HttpClient.CallInvokerExtractor.ClientHandler", LogLevel.Warning)]
    [TestCase("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error, Description = "a warning at each start")]
    [TestCase("Microsoft.AspNetCore.DataProtection.Repositories.EphemeralXmlRepository", LogLevel.Error)]
    [TestCase("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, Description = "the address with its key")]
    [TestCase("ProcoreNetSuite.Functions.Running.Inbox", LogLevel.Information, Description = "our own")]
    [TestCase("System.Net.Http.HttpClient.Other.LogicalHandler", LogLevel.Information)]
    public async Task A_category_is_logged_from_a_level(string category, LogLevel lowest)
    {
        using var logs = new KeptLogs();
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(logs)).AddSingleton<IConfiguration>(configuration);
        Program.AddTelemetry(services, configuration);
        await using var provider = services.BuildServiceProvider();
        var log = provider.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Assert.That((log.IsEnabled(lowest - 1), log.IsEnabled(lowest)), Is.EqualTo((false, true)));
    }
}
