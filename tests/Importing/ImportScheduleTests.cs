using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Importing;

/// <summary>connector-behaviour.md 5.8: payments, job costs and the comparison of bills come by themselves, at fixed times that are never asked for twice.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ImportScheduleTests
{
    private readonly VirtualTime time = new();
    private readonly Mock<IImportStore> runs = new();
    private readonly Mock<ISyncSender> sender = new();
    private readonly ConnectionSettings settings = new();
    private readonly List<ImportMessage> sent = [];
    private readonly ImportSchedule schedule;

    public ImportScheduleTests()
    {
        var connections = new Mock<IConnections>();
        connections.Setup(connections => connections.Settings).Returns(new Dictionary<string, ConnectionSettings> { ["main"] = settings });
        sender.Setup(sender => sender.SendAsync("later", It.IsAny<ImportMessage>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Callback((string _, ImportMessage message, string _, CancellationToken _) => sent.Add(message));
        runs.Setup(runs => runs.FindAsync("main", It.IsAny<ImportKind>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string _, ImportKind kind, string runId, CancellationToken _) => sent.Where(message => message.Kind == kind && message.RunId == runId)
                .Select(_ => new ImportRun { ConnectionId = "main", Kind = kind, RunId = runId, RequestedBy = "the schedule", StartedAt = time.GetUtcNow() })
                .FirstOrDefault());
        schedule = new ImportSchedule(connections.Object, [ImportOf(ImportKind.Payments), ImportOf(ImportKind.DirectCosts), ImportOf(ImportKind.Bills)], runs.Object, sender.Object, time);
    }

    [TestCase(ImportInterval.Never, 0)]
    [TestCase(ImportInterval.Hourly, 48)]
    [TestCase(ImportInterval.EveryTwoHours, 24)]
    [TestCase(ImportInterval.EveryFourHours, 12)]
    [TestCase(ImportInterval.Daily, 2)]
    public async Task In_two_days_each_time_is_asked_for_once(ImportInterval interval, int times)
    {
        (settings.ImportPayments, settings.ImportDirectCosts, settings.CompareBills) = (interval, ImportInterval.Never, ImportInterval.Never);

        for (var quarter = 0; quarter < 2 * 24 * 4; quarter++)
        {
            await schedule.AskAsync(CancellationToken.None);
            time.AdvanceTo(time.GetUtcNow().AddMinutes(15));
        }

        Assert.That(sent.Select(message => message.Kind).Distinct().Count(), Is.EqualTo(times == 0 ? 0 : 1));
        Assert.That(sent, Has.Count.InRange(times, times == 0 ? 0 : times + 1), "one more if the first look makes up for the time before");
        Assert.That(sent.Select(message => message.RunId), Is.Unique);
    }

    [Test]
    public async Task What_was_missed_while_the_app_was_down_is_made_up_once()
    {
        await schedule.AskAsync(CancellationToken.None);
        sent.Clear();
        time.AdvanceTo(time.GetUtcNow().AddDays(3).AddMinutes(7));

        var asked = await schedule.AskAsync(CancellationToken.None);
        var again = await schedule.AskAsync(CancellationToken.None);

        Assert.That((asked, again), Is.EqualTo((3, 0)));
        Assert.That(sent.Select(message => message.Kind), Is.EqualTo(new[] { ImportKind.Payments, ImportKind.DirectCosts, ImportKind.Bills }));
    }

    private static IImport ImportOf(ImportKind kind) =>
        Mock.Of<IImport>(import => import.Kind == kind && import.Queue == "later");
}
