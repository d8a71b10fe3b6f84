using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Intake;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Intake;

/// <summary>Whoever knocks all day in vain must not fill the logs that the alerts live on.</summary>
public sealed class SparingLogTests
{
    [Test]
    public async Task A_flood_of_wrong_secrets_is_one_line_a_minute_that_counts_them()
    {
        var time = new HandTime();
        using var logs = new KeptLogs();
        using var logging = new LoggerFactory([logs]);
        var connections = new Mock<IConnections>();
        connections.Setup(connections => connections.FindSettings("main"))
            .Returns(new ConnectionSettings { Procore = { CompanyId = 4400123, WebhookSecret = WebhookSite.Secret } });
        var intake = new WebhookIntake(connections.Object, Mock.Of<ISyncSender>(), time, logging.CreateLogger<WebhookIntake>());

        for (var knock = 0; knock < 1000; knock++)
        {
            await KnockAsync(intake, "main");
            await KnockAsync(intake, $"guess-{knock}");
        }

        Assert.That(logs.Lines, Has.Count.EqualTo(2).And.Some.Contains("1 of them for connection main: wrong secret").And.Some.Contains("1 of them: there is no such connection"));

        time.Advance(TimeSpan.FromMinutes(1));
        await KnockAsync(intake, "main");

        Assert.That(logs.Lines, Has.Count.EqualTo(3).And.Some.Contains("1000 of them for connection main"));
    }

    private static async Task KnockAsync(WebhookIntake intake, string connection)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = "a guess";

        Assert.That((await intake.TakeAsync(connection, context.Request, CancellationToken.None)).Status, Is.EqualTo(401));
    }
}
