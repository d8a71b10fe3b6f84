using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Moq;
using ProcoreNetSuite.Functions.Intake;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Intake;

/// <summary>The intake of one connection, with its log.</summary>
internal sealed class IntakeRig(ISyncSender sender, TimeProvider? time = null) : IDisposable
{
    private readonly KeptLogs logs = new();

    public string? NextSecret { get; set; } = WebhookSite.NextSecret;

    /// <summary>When the caller hangs up.</summary>
    public CancellationToken HungUp { get; set; }

    public IReadOnlyList<string> Log => logs.Lines;

    /// <summary>An event about an ERP Request.</summary>
    public Task<IntakeAnswer> TakeAsync() => TakeAsync(new MemoryStream(Encoding.UTF8.GetBytes(WebhookSite.Event)), WebhookSite.Secret, "main");

    public async Task<IntakeAnswer> TakeAsync(Stream body, string secret, string connection)
    {
        var settings = new ConnectionSettings { Procore = { CompanyId = 4400123, WebhookSecret = WebhookSite.Secret, WebhookSecretNext = NextSecret } };
        var connections = new Mock<IConnections>();
        connections.Setup(connections => connections.FindSettings("main")).Returns(settings);
        var context = new DefaultHttpContext();
        context.Request.Body = body;
        context.Request.Headers.Authorization = secret;
        using var logging = new LoggerFactory([logs]);

        return await new WebhookIntake(connections.Object, sender, time ?? TimeProvider.System, logging.CreateLogger<WebhookIntake>())
            .TakeAsync(connection, context.Request, HungUp);
    }

    public void Dispose() => logs.Dispose();
}
