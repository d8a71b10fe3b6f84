using Azure.Data.Tables;
using NUnit.Framework;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Tests.Links;

namespace ProcoreNetSuite.Tests.ImportRuns;

/// <summary>The runs in Table Storage, over the real SDK against Azurite.</summary>
public sealed class TableImportStoreTests
{
    private static int connections;

    private TableStore azure = null!;
    private TableImportStore store = null!;
    private string connection = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => azure = await TableStore.NewAsync();

    [OneTimeTearDown]
    public void Stop() => azure.Dispose();

    [SetUp]
    public void TakeConnection()
    {
        store = new TableImportStore(azure.Service, azure.Time);
        connection = $"connection-{++connections}";
    }

    [Test]
    public async Task A_run_is_read_as_it_was_started()
    {
        var started = await store.StartAsync(Run("one") with { RequestDetailId = 7, Since = "2026-03-01 10:00:00" }, default);

        var read = await store.FindAsync(connection, ImportKind.Vendors, "one", default);

        Assert.That(read, Is.EqualTo(started).UsingPropertiesComparer());
        Assert.That(read!.ETag, Is.Not.Null);
    }

    [Test]
    public async Task A_start_that_is_repeated_finds_the_run_as_it_is_by_now()
    {
        var started = await store.StartAsync(Run("one"), default);
        await store.TrySaveAsync(started with { Step = 3 }, default);

        var again = await store.StartAsync(Run("one"), default);

        Assert.That(again.Step, Is.EqualTo(3));
    }

    [Test]
    public async Task Of_many_starts_at_once_one_runs_and_the_others_are_told_which()
    {
        var starts = Enumerable.Range(1, 6).Select(number => Task.Run(() => new TableImportStore(azure.Service, azure.Time).StartAsync(Run($"run-{number}"), default)));

        var told = await Task.WhenAll(starts);

        Assert.That(told.Select(run => run.RunId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await CountAsync("run:"), Is.EqualTo(1), "only one run is stored");
    }

    [TestCase(null, 7L, false)]
    [TestCase(7L, null, false)]
    [TestCase(7L, 7L, false)]
    [TestCase(7L, 8L, true)]
    public async Task Two_runs_at_a_time_only_look_at_different_projects(long? first, long? second, bool both)
    {
        await store.StartAsync(Run("one") with { ProjectId = first }, default);

        var other = await store.StartAsync(Run("two") with { ProjectId = second }, default);

        Assert.That(other.RunId, Is.EqualTo(both ? "two" : "one"));
    }

    [Test]
    public async Task Another_connection_or_kind_is_not_in_the_way()
    {
        await store.StartAsync(Run("one"), default);

        var kind = await store.StartAsync(Run("two") with { Kind = ImportKind.Jobs }, default);
        var other = await store.StartAsync(Run("three") with { ConnectionId = connection + "x" }, default);

        Assert.That((kind.RunId, other.RunId), Is.EqualTo(("two", "three")));
    }

    [Test]
    public async Task A_run_that_ended_lets_the_next_one_start_and_leaves_its_mark_if_it_was_good()
    {
        var run = await store.StartAsync(Run("one"), default);
        await store.TrySaveAsync(run with { State = ImportState.SucceededWithProblems, EndedAt = azure.Time.Now, Watermark = "2026-03-02 01:00:00" }, default);

        var mark = await store.FindMarkAsync(connection, ImportKind.Vendors, null, default);
        var next = await store.StartAsync(Run("two"), default);

        Assert.That(mark, Is.EqualTo(new ImportMark("one", azure.Time.Now, "2026-03-02 01:00:00", azure.Time.Now, ImportMark.Today)));
        Assert.That(next.RunId, Is.EqualTo("two"));
    }

    [TestCase("State")]
    [TestCase("EndsAs")]
    public async Task A_run_that_an_earlier_version_stored_is_read_and_saved_under_todays_name(string column)
    {
        await store.StartAsync(Run("one") with { State = ImportState.SucceededWithProblems, EndsAs = ImportState.SucceededWithProblems, EndedAt = azure.Time.Now }, default);
        var row = await RowAsync("one");
        row["Json"] = row.GetString("Json").Replace($"\"{column}\":\"SucceededWithProblems\"", $"\"{column}\":\"SucceededWithErrors\"", StringComparison.Ordinal);
        Assert.That(row.GetString("Json"), Does.Contain("SucceededWithErrors"));
        await azure.Service.GetTableClient("imports").UpdateEntityAsync(row, row.ETag);

        var read = await store.FindAsync(connection, ImportKind.Vendors, "one", default);
        await store.TrySaveAsync(read!, default);

        Assert.That((read!.State, read.EndsAs), Is.EqualTo((ImportState.SucceededWithProblems, (ImportState?)ImportState.SucceededWithProblems)));
        Assert.That((await RowAsync("one")).GetString("Json"), Does.Not.Contain("SucceededWithErrors"));
    }

    [Test]
    public async Task Every_state_is_read_as_it_was_stored([Values] ImportState state)
    {
        await store.StartAsync(Run("one") with { State = state }, default);

        Assert.That((await store.FindAsync(connection, ImportKind.Vendors, "one", default))!.State, Is.EqualTo(state));
    }

    [TestCase(null)]
    [TestCase("2026-03-02 01:00:00")]
    public async Task A_run_whose_notes_can_not_be_trusted_makes_the_next_one_compare_everything(string? since)
    {
        await EndAsync("one", ImportState.Succeeded, "2026-03-02 01:00:00", since: null);
        var run = await store.StartAsync(Run("two") with { Since = since }, default);
        await store.TrySaveAsync(run with { State = ImportState.SucceededWithProblems, EndedAt = azure.Time.Now, Watermark = "2026-03-03 01:00:00", NextIsFull = true }, default);

        var mark = await store.FindMarkAsync(connection, ImportKind.Vendors, null, default);

        Assert.That((mark!.FullAt, mark.Watermark), Is.EqualTo(((DateTimeOffset?)null, "2026-03-03 01:00:00")));
    }

    [Test]
    public async Task A_run_that_failed_leaves_the_mark_of_the_last_good_one()
    {
        await EndAsync("one", ImportState.Succeeded, "2026-03-02 01:00:00", since: null);
        await EndAsync("two", ImportState.Failed, "2026-03-03 01:00:00", since: "2026-03-02 01:00:00");

        var mark = await store.FindMarkAsync(connection, ImportKind.Vendors, null, default);

        Assert.That((mark!.RunId, mark.Watermark), Is.EqualTo(("one", "2026-03-02 01:00:00")));
    }

    [Test]
    public async Task A_run_that_found_nothing_new_keeps_the_watermark_and_the_day_of_the_last_full_one()
    {
        var full = azure.Time.Now;
        await EndAsync("one", ImportState.Succeeded, "2026-03-02 01:00:00", since: null);
        azure.Time.Now += TimeSpan.FromDays(1);
        await EndAsync("two", ImportState.Succeeded, null, since: "2026-03-02 01:00:00");

        var mark = await store.FindMarkAsync(connection, ImportKind.Vendors, null, default);

        Assert.That(mark, Is.EqualTo(new ImportMark("two", azure.Time.Now, "2026-03-02 01:00:00", full, ImportMark.Today)));
    }

    [TestCase("2026-03-02 01:00:00", "2026-03-09 01:00:00", Description = "begins where the last good one ended")]
    [TestCase("2026-02-01 00:00:00", "2026-03-09 01:00:00", Description = "begins before that")]
    [TestCase("2026-03-05 00:00:00", "2026-03-02 01:00:00", Description = "leaves out what changed between 2 and 5 March")]
    public async Task A_watermark_never_jumps_over_what_no_run_has_read(string since, string watermark)
    {
        await EndAsync("one", ImportState.Succeeded, "2026-03-02 01:00:00", since: null);
        await EndAsync("two", ImportState.Succeeded, "2026-03-09 01:00:00", since);

        Assert.That((await store.FindMarkAsync(connection, ImportKind.Vendors, null, default))!.Watermark, Is.EqualTo(watermark));
    }

    [Test]
    public async Task A_dead_run_is_ended_by_whoever_takes_over_and_can_not_come_back()
    {
        var dead = await store.StartAsync(Run("one"), default);
        azure.Time.Now += TimeSpan.FromHours(2);

        var next = await store.StartAsync(Run("two"), default);
        var late = await store.TrySaveAsync(dead with { State = ImportState.Succeeded, EndedAt = azure.Time.Now, Watermark = "2026-03-09 00:00:00" }, default);
        var third = await store.StartAsync(Run("three"), default);

        var ended = await store.FindAsync(connection, ImportKind.Vendors, "one", default);
        Assert.That((ended!.State, ended.Problems.Single().Code), Is.EqualTo((ImportState.Failed, "E902")));
        Assert.That(late, Is.Null);
        Assert.That(await store.FindMarkAsync(connection, ImportKind.Vendors, null, default), Is.Null);
        Assert.That((next.RunId, third.RunId), Is.EqualTo(("two", "two")), "the dead run's end did not free its successor's place");
    }

    [Test]
    public async Task Two_writers_of_one_step_do_not_both_win()
    {
        var run = await store.StartAsync(Run("one"), default);

        var first = await store.TrySaveAsync(run with { Step = 2, Cursor = "a" }, default);
        var second = await store.TrySaveAsync(run with { Step = 2, Cursor = "b" }, default);

        Assert.That((first?.Cursor, second), Is.EqualTo(("a", (ImportRun?)null)));
    }

    [Test]
    public async Task Hashes_are_kept_by_record_and_replaced()
    {
        var imported = new TableImportedStore(azure.Service);
        var ids = Enumerable.Range(1, 230).Select(number => new NetSuiteId($"{number}")).ToList();
        await imported.SaveAsync(connection, ImportKind.Vendors, [.. ids.Select(id => (id, $"hash of {id}"))], default);
        await imported.SaveAsync(connection, ImportKind.Vendors, [(ids[5], "new")], default);

        var found = await imported.FindManyAsync(connection, ImportKind.Vendors, [ids[229], ids[5], new NetSuiteId("999")], default);

        Assert.That(found, Is.EqualTo(new[] { "hash of 230", "new", null }));
        Assert.That(await imported.FindManyAsync(connection, ImportKind.Jobs, [ids[5]], default), Is.EqualTo(new string?[] { null }));
    }

    private ImportRun Run(string id) => new()
    {
        ConnectionId = connection,
        Kind = ImportKind.Vendors,
        RunId = id,
        RequestedBy = "a test",
        StartedAt = azure.Time.Now,
        LeaseUntil = azure.Time.Now.AddMinutes(90),
    };

    private async Task EndAsync(string id, ImportState state, string? watermark, string? since)
    {
        var run = await store.StartAsync(Run(id) with { Since = since }, default);
        Assert.That(await store.TrySaveAsync(run with { State = state, EndedAt = azure.Time.Now, Watermark = watermark }, default), Is.Not.Null);
    }

    private async Task<TableEntity> RowAsync(string id) => await azure.Service.GetTableClient("imports").GetEntityAsync<TableEntity>($"{connection}|vendors", $"run:{id}");

    private async Task<int> CountAsync(string rows) => await azure.Service.GetTableClient("imports")
        .QueryAsync<TableEntity>(row => row.PartitionKey == $"{connection}|vendors").CountAsync(row => row.RowKey.StartsWith(rows, StringComparison.Ordinal));
}
