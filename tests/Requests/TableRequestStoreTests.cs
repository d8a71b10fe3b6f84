using NUnit.Framework;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Links;

namespace ProcoreNetSuite.Tests.Requests;

public sealed class TableRequestStoreTests
{
    private static int connections;

    private TableStore azure = null!;
    private TableRequestStore store = null!;
    private string connection = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        azure = await TableStore.NewAsync();
        store = new TableRequestStore(azure.Service, azure.Time);
    }

    [OneTimeTearDown]
    public void Stop() => azure.Dispose();

    [SetUp]
    public void TakeConnection() => connection = $"connection-{++connections}";

    [Test]
    public async Task Router_and_sweep_keep_each_others_word()
    {
        var now = azure.Time.Now;
        await store.MarkAgainAsync(connection, [new(66, now.AddHours(-1), Times: 2)], CancellationToken.None);
        await store.MarkAsync(connection, 66, isRouted: true, CancellationToken.None);
        await store.MarkAgainAsync(connection, [new(66, now.AddHours(1), Times: 3)], CancellationToken.None);
        await store.MarkAsync(connection, 7, isRouted: false, CancellationToken.None);

        var found = await store.FindManyAsync(connection, [66, 7, 8], CancellationToken.None);

        Assert.That(found.Values, Is.EquivalentTo(new[] { new RequestMark(66, now.AddHours(1), now, 3), new RequestMark(7, now) }));
    }

    [Test]
    public async Task Hundreds_are_written_and_only_those_asked_for_are_found()
    {
        RequestMark[] marks = [.. Enumerable.Range(1, 250).Select(id => new RequestMark(id * 1_000_000_000_000, azure.Time.Now, Times: 1))];
        await store.MarkAgainAsync(connection, marks, CancellationToken.None);
        await store.MarkAgainAsync(connection, marks, CancellationToken.None);

        var found = await store.FindManyAsync(connection, [marks[0].RequestId, marks[9].RequestId, marks[99].RequestId, 5], CancellationToken.None);

        Assert.That(found.Keys, Is.EquivalentTo(new[] { marks[0].RequestId, marks[9].RequestId, marks[99].RequestId }));
        Assert.That(await store.FindManyAsync($"{connection}-other", [marks[0].RequestId], CancellationToken.None), Is.Empty);
        Assert.That(await store.FindManyAsync(connection, [], CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task Old_marks_are_dropped_and_the_report_stays()
    {
        var now = azure.Time.Now;
        await store.MarkAgainAsync(connection, [.. Enumerable.Range(1, 150).Select(id => new RequestMark(id, now.AddDays(id <= 120 ? -40 : -3)))], CancellationToken.None);
        var report = new SweepReport
        {
            At = now,
            FirstAt = now.AddDays(-50),
            Again = new Dictionary<SweepReason, int> { [SweepReason.Discarded] = 3 },
            FirstGivenUp = [66],
            Problems = [new Problem("E901", "Wait.")],
            NextPage = 4,
            Begins = new Dictionary<long, DateOnly> { [51] = new(2026, 5, 7) },
        };
        Assert.That(await store.FindReportAsync(connection, CancellationToken.None), Is.Null);
        await store.SaveReportAsync(connection, report, CancellationToken.None);

        await store.ForgetAsync(connection, now.AddDays(-30), CancellationToken.None);

        Assert.That((await store.FindManyAsync(connection, [1, 120, 121, 150], CancellationToken.None)).Keys, Is.EquivalentTo(new[] { 121, 150 }));
        var kept = (await store.FindReportAsync(connection, CancellationToken.None))!;
        Assert.That((kept.At, kept.FirstAt, kept.NextPage, kept.FirstGivenUp[0], kept.Problems[0].Code), Is.EqualTo((now, now.AddDays(-50), 4, 66L, "E901")));
        Assert.That((kept.Again[SweepReason.Discarded], kept.Begins[51]), Is.EqualTo((3, new DateOnly(2026, 5, 7))));
    }

    [Test]
    public async Task When_a_connection_was_first_seen_stays()
    {
        var now = azure.Time.Now;

        Assert.That(await store.SeeAsync(connection, CancellationToken.None), Is.EqualTo(now));
        azure.Time.Now = now.AddDays(60);
        await store.ForgetAsync(connection, azure.Time.Now, CancellationToken.None);

        Assert.That(await store.SeeAsync(connection, CancellationToken.None), Is.EqualTo(now));
        Assert.That(await store.SeeAsync($"{connection}-other", CancellationToken.None), Is.EqualTo(azure.Time.Now));
    }

    [Test]
    public async Task Dropping_old_marks_survives_a_lost_answer()
    {
        await store.MarkAgainAsync(connection, [new(1, azure.Time.Now.AddDays(-40))], CancellationToken.None);
        azure.Transport.StartAgain(Fault.LoseAnswer, at: 2);

        await store.ForgetAsync(connection, azure.Time.Now, CancellationToken.None);

        Assert.That(azure.Transport.Calls, Is.GreaterThan(2), "the SDK asked again");
        azure.Transport.StartAgain();
        Assert.That(await store.FindManyAsync(connection, [1], CancellationToken.None), Is.Empty);
    }
}
