using NUnit.Framework;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Tests.Links;

namespace ProcoreNetSuite.Tests.ImportRuns;

/// <summary>Notes of runs in Table Storage, over the real SDK against Azurite.</summary>
public sealed class TableRunNotesTests
{
    private static int connections;

    private TableStore azure = null!;
    private TableRunNotes notes = null!;
    private ImportRun run = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => azure = await TableStore.NewAsync();

    [OneTimeTearDown]
    public void Stop() => azure.Dispose();

    [SetUp]
    public void TakeConnection()
    {
        notes = new TableRunNotes(azure.Service);
        run = new ImportRun { ConnectionId = $"connection-{++connections}", Kind = ImportKind.DirectCosts, RunId = "one", RequestedBy = "a test", StartedAt = azure.Time.Now };
    }

    [Test]
    public async Task Notes_are_read_by_kind_and_project_in_the_order_of_the_steps()
    {
        await notes.SaveAsync(run with { Step = 12 }, 7, [new CostSum(77, 1, 1.01m)], default);
        await notes.SaveAsync(run with { Step = 3 }, 7, [new CostSum(78, 2, -2.02m)], default);
        await notes.SaveAsync(run with { Step = 4 }, 70, [new CostSum(79, 3, 3m)], default);
        await notes.SaveAsync(run with { Step = 3 }, 7, [new NotImported(7, "why", 4, 4.04m)], default);

        Assert.That(await notes.ListAsync<CostSum>(run, 7, default).ToListAsync(), Is.EqualTo(new[] { new CostSum(78, 2, -2.02m), new CostSum(77, 1, 1.01m) }));
        Assert.That(await notes.ListAsync<CostSum>(run, default).CountAsync(), Is.EqualTo(3));
        Assert.That(await notes.ListAsync<NotImported>(run, default).ToListAsync(), Is.EqualTo(new[] { new NotImported(7, "why", 4, 4.04m) }));
    }

    [Test]
    public async Task A_step_that_is_done_again_replaces_its_notes()
    {
        var other = run with { Step = 2 };
        await notes.SaveAsync(other, 7, [new NotImported(7, "another step", 9, 9m)], default);
        await notes.SaveAsync(run, 7, [.. Enumerable.Range(1, 250).Select(number => new NotImported(7, "why", number, 1m))], default);
        await notes.SaveAsync(run, 7, [new NotImported(7, "why", 2, 2m)], default);
        Assert.That(
            await notes.ListAsync<NotImported>(run, default).ToListAsync(), Is.EqualTo(new[] { new NotImported(7, "why", 2, 2m), new NotImported(7, "another step", 9, 9m) }));

        await notes.SaveAsync<NotImported>(run, 7, [], default);
        Assert.That(await notes.ListAsync<NotImported>(run, default).ToListAsync(), Is.EqualTo(new[] { new NotImported(7, "another step", 9, 9m) }));
    }

    [Test]
    public async Task Notes_stay_until_the_next_run_of_the_same_projects_begins()
    {
        var other = run with { RunId = "two", ProjectId = 7 };
        await notes.SaveAsync(run, 7, [.. Enumerable.Range(1, 250).Select(number => new NotImported(number, "why", 1, 1m))], default);
        await notes.SaveAsync(other, 7, [new NotImported(7, "why", 1, 1m)], default);

        await notes.BeginAsync(other with { RunId = "three" }, default);
        Assert.That(await notes.ListAsync<NotImported>(run, default).CountAsync(), Is.EqualTo(250));
        Assert.That(await notes.ListAsync<NotImported>(other, default).CountAsync(), Is.Zero);

        await notes.BeginAsync(run with { RunId = "four" }, default);
        Assert.That(await notes.ListAsync<NotImported>(run, default).CountAsync(), Is.Zero);
    }
}
