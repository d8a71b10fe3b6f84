using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using OpenTelemetry.Trace;
using ProcoreNetSuite.Functions;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>Anyone may call the app in vain, all day: that must not use up the logs that alerts live on.</summary>
public sealed class LogVolumeTests
{
    /// <summary>The settings of the deployment, as the app's own telemetry takes them. The exporter would keep ten times as many, and drop a line with every span that it drops.</summary>
    [Test]
    public async Task Spans_are_kept_sparingly_and_no_line_goes_with_them()
    {
        var settings = (await Deployment.OfFileAsync("prod.bicepparam")).AppSettings;
        settings["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "InstrumentationKey=00000000-0000-0000-0000-000000000000";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        Program.AddTelemetry(services, configuration);
        await using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<AzureMonitorExporterOptions>>().CurrentValue;

        Assert.That((options.TracesPerSecond, options.EnableTraceBasedLogsSampler), Is.EqualTo((0.5, false)));
        Assert.That(provider.GetRequiredService<TracerProvider>(), Is.Not.Null);
    }

    /// <summary>Below that the host writes a line or more for each call, whoever makes it.</summary>
    [Test]
    public void The_host_writes_warnings_and_worse() =>
        Assert.That(
            new ConfigurationBuilder().AddJsonFile(Path.Combine(Files.Root, "host.json")).Build().GetSection("logging:logLevel").GetChildren().Select(level => $"{level.Key} {level.Value}"),
            Is.EqualTo(new[] { "default Warning" }));
}
