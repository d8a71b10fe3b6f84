using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ProcoreNetSuite.Functions;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Tests.Telemetry;

/// <summary>What the app tells reaches a collector that the environment names, scopes and all.</summary>
[NonParallelizable]
public sealed partial class ExportTests
{
    [Test]
    public async Task Spans_metrics_and_logs_with_their_scopes_go_to_the_collector_that_is_named()
    {
        var received = new Dictionary<string, string>();
        await using var collector = await StartAsync(received);
        var settings = new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        Program.AddTelemetry(services, configuration);
        await using (var provider = services.BuildServiceProvider())
        {
            var (traces, metrics) = (provider.GetRequiredService<TracerProvider>(), provider.GetRequiredService<MeterProvider>());
            var log = provider.GetRequiredService<ILogger<ExportTests>>();
            using (Work.Begin("main", "projects"))
            using (log.BeginScope("{Company} {Operation}", 4400123, "operation-77"))
            {
                Traces.Send("projects", "message-1")?.Dispose();
                ConnectorMetrics.Called(TelemetryNames.Systems.Procore);
                Log.Done(log, "a bill");
                Log.Done(provider.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics"), "/api/procore/webhooks/main?code=canary-key");
            }

            Assert.That((traces.ForceFlush(), metrics.ForceFlush()), Is.EqualTo((true, true)));
        }

        Assert.That(received["/v1/traces"], Does.Contain("send projects").And.Contain("message-1"));
        Assert.That(received["/v1/metrics"], Does.Contain("connector.calls").And.Contain("procore").And.Contain("projects"));
        Assert.That(received["/v1/logs"], Does.Contain("a bill").And.Contain("operation-77").And.Contain("Company").And.Not.Contain("canary-key"));
    }

    private static async Task<WebApplication> StartAsync(Dictionary<string, string> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            lock (received)
            {
                received[context.Request.Path] = received.GetValueOrDefault(context.Request.Path, "") + Encoding.UTF8.GetString(body.ToArray());
            }
        });
        await app.StartAsync();

        return app;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Wrote {What}")]
        public static partial void Done(ILogger logger, string what);
    }
}
