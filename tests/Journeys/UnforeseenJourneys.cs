using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// connector-behaviour.md 13.6: an exception that nobody expected is thrown at every call that a piece of work makes, one after the other, and then at every kind of
/// call for good. Each record has an outcome in words, its neighbours are done, and in the end nothing is there twice.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
[CancelAfter(600_000)]
public sealed class UnforeseenJourneys
{
    private static readonly CrashScene[] scenes = [CrashScene.Vendor, CrashScene.Project, CrashScene.Batch];

    private readonly Unexpected unexpected = new();
    private World world = null!;
    private Site site = null!;
    private int runs;

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.StartAsync(adjust: options => options with { ConfigureServices = unexpected.Stand });
        site = await Site.ExportToAsync(world);
        await world.ExportAsync(World.Requisition, CrashScene.Invoice.Add(world.Procore, site, "0"));
    }

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task What_is_thrown_once_holds_up_one_record_at_most([ValueSource(nameof(scenes))] CrashScene scene)
    {
        await ExportAsync(scene);
        var calls = unexpected.Calls;
        Assert.That(calls, Has.Count.GreaterThan(10));

        for (var number = 1; number <= calls.Count; number++)
        {
            var at = number;
            var (records, books) = await ExportAsync(scene, (call, _) => call == at);

            var where = $"call {number}, {calls[number - 1]}";
            var failed = AssertWords(scene, records, where);
            Assert.That(failed, Has.Count.LessThanOrEqualTo(Dependents(scene)), where);
            Assert.That(DeadLetters(), Is.Empty, where);
            await RepeatAsync(scene, failed, books, where);
        }
    }

    [Test]
    public async Task What_is_always_thrown_ends_in_words_for_each_record([ValueSource(nameof(scenes))] CrashScene scene)
    {
        await ExportAsync(scene);

        // If nothing at all can be queued, the event isn't taken in, and Procore sends it again.
        foreach (var kind in unexpected.Calls.Distinct().Where(call => call != "ISyncSender.SendAsync").ToList())
        {
            var (records, books) = await ExportAsync(scene, (_, name) => name == kind);

            var letters = DeadLetters();
            Assert.That(letters, Is.All.Contains(Unexpected.Words).And.All.Not.Contains("MaxDeliveryCountExceeded"), kind);
            var failed = letters.Count > 0 ? [.. records.Where(record => !IsSynced(scene, record))] : AssertWords(scene, records, kind);
            unexpected.Begin();
            if (letters.Count > 0)
            {
                await ReplayAsync();
            }

            await RepeatAsync(scene, [.. failed.Where(record => !IsSynced(scene, record))], books, kind);
        }
    }

    [TestCase("vendors")]
    [TestCase("jobs")]
    [TestCase("payments")]
    [TestCase("direct-costs")]
    [TestCase("bills")]
    public async Task An_import_that_can_not_go_on_fails_in_words_and_the_next_one_runs(string kind)
    {
        Assert.That((await ImportAsync(kind)).State, Is.EqualTo("Succeeded"));
        foreach (var call in unexpected.Calls.Distinct().Where(call => !call.StartsWith("IImportStore.", StringComparison.Ordinal) && !call.StartsWith("ISyncSender.", StringComparison.Ordinal)).ToList())
        {
            var (state, problems) = await ImportAsync(kind, (_, name) => name == call);
            var expected = unexpected.Thrown > 0 ? ("Failed", 1) : ("Succeeded", 0);
            Assert.That((state, problems.Count(problem => problem.StartsWith("E905", StringComparison.Ordinal))), Is.EqualTo(expected), $"{call}: {string.Join(' ', problems)}");
            Assert.That((await ImportAsync(kind)).State, Is.EqualTo("Succeeded"), $"after {call}");
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Test(Description = "acceptance case 41")]
    public async Task Two_hundred_events_of_a_request_that_can_not_be_read_cost_what_a_few_do([Values(404, 403)] int status)
    {
        world.Accounts.Procore.Faults.Add(new() { Kind = FaultKind.Status, Status = status, Path = "*/erp_requests/*", Body = "{}" });
        world.Send(World.Vendor, scenes[0].Add(world.Procore, site, "0200"), answers: null);
        var before = world.Accounts.Procore.Calls.All.Count;
        for (var repeated = 1; repeated < 200; repeated++)
        {
            world.Accounts.Procore.RepeatEvent();
        }

        await world.QuietAsync(concurrency: 8);

        Assert.That(world.Accounts.Procore.Calls.All.Skip(before).Count(call => call.Path.Contains("/erp_requests/", StringComparison.Ordinal)), Is.InRange(1, 20));
        Assert.That(DeadLetters(), Has.Count.EqualTo(1).And.All.Contains("E903"));
    }

    [Test]
    public async Task A_run_is_cancelled_by_name_and_another_may_start()
    {
        using var http = world.Host.NewClient();
        using var started = await http.PostAsync(new Uri("api/connections/main/imports/vendors?since=all", UriKind.Relative), null);
        var address = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString();

        using var cancelled = await http.PostAsync(new Uri($"{address}/cancel", UriKind.Relative), null);
        Assert.That((int)cancelled.StatusCode, Is.EqualTo(202), await cancelled.Content.ReadAsStringAsync());
        await world.QuietAsync();

        var run = (await http.GetFromJsonAsync<JsonElement>(address)).GetProperty("run");
        Assert.That((run.GetProperty("state").GetString(), run.GetProperty("problems")[0].GetString()), Is.EqualTo(("Failed", $"E906: {TestPerson.Operator.FullName} cancelled the import. Ask for the import again when it is wanted.")));
        using var late = await http.PostAsync(new Uri($"{address}/cancel", UriKind.Relative), null);
        Assert.That((int)late.StatusCode, Is.EqualTo(409));
        Assert.That((await ImportAsync("vendors")).State, Is.EqualTo("Succeeded"));
    }

    private async Task<(IReadOnlyList<ProcoreRecord> Records, Books Books)> ExportAsync(CrashScene scene, Func<int, string, bool>? throws = null)
    {
        var records = scene.Add(world.Procore, site, $"{++runs:0000}");
        var books = Books.OpenAt(world.Accounts);
        world.Host.Restart();
        unexpected.Begin(throws);
        world.Send(scene.Kind, records, scene.Answers);
        await world.QuietAsync();

        return (records, books);
    }

    /// <summary>Each is done, or says that it failed and why.</summary>
    /// <returns>Those that failed.</returns>
    private List<ProcoreRecord> AssertWords(CrashScene scene, IReadOnlyList<ProcoreRecord> records, string where)
    {
        var failed = records.Where(record => !IsSynced(scene, record)).ToList();
        foreach (var status in failed.Select(record => world.Status(scene.Kind, record)))
        {
            Assert.That((status.Tab, string.Join(' ', status.Messages)), Is.EqualTo(("Failed to Export", string.Join(' ', status.Messages))), where);
            Assert.That(status.Messages, Has.Some.Contains(Unexpected.Words).And.Some.Contains("E905"), where);
        }

        return failed;
    }

    /// <summary>Exported again, all of it is there, once.</summary>
    private async Task RepeatAsync(CrashScene scene, IReadOnlyList<ProcoreRecord> failed, Books books, string where)
    {
        unexpected.Begin();
        if (failed.Count > 0)
        {
            world.Time.Advance(TimeSpan.FromMinutes(6));
            await world.ExportAsync(scene.Kind, failed);
        }

        var number = $"{runs:0000}";
        var lines = books.Read().Where(line => !line.Contains("its request failed (E905", StringComparison.Ordinal));
        Assert.That(string.Join('\n', lines).Replace(number, "#", StringComparison.Ordinal), Is.EqualTo(string.Join('\n', scene.Expected)), where);
    }

    /// <summary>Two invoices need the same budget code's item.</summary>
    private static int Dependents(CrashScene scene) => scene == CrashScene.Batch ? 2 : 1;

    private bool IsSynced(CrashScene scene, ProcoreRecord record) => world.Status(scene.Kind, record).Tab == "Synced";

    private List<string> DeadLetters() => [.. world.Host.Queues.SelectMany(world.Host.Broker.DeadLetters).Select(letter => $"{letter.DeadLetterReason}: {letter.DeadLetterErrorDescription}")];

    private async Task ReplayAsync()
    {
        using var http = world.Host.NewClient();
        using var answer = await http.PostAsync(new Uri("api/dead-letters/replay?all=true", UriKind.Relative), null);
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await world.QuietAsync();
        Assert.That(DeadLetters(), Is.Empty);
    }

    private async Task<(string? State, IReadOnlyList<string> Problems)> ImportAsync(string kind, Func<int, string, bool>? throws = null)
    {
        using var http = world.Host.NewClient();
        using var started = await http.PostAsync(new Uri($"api/connections/main/imports/{kind}?since=all", UriKind.Relative), null);
        var answer = await started.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That((int)started.StatusCode, Is.EqualTo(202), $"{answer}");
        unexpected.Begin(throws);
        await world.QuietAsync();
        unexpected.Stop();
        var run = (await http.GetFromJsonAsync<JsonElement>(answer.GetProperty("status").GetString())).GetProperty("run");

        return (run.GetProperty("state").GetString(), [.. run.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!)]);
    }
}
