using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Links;

/// <summary>Breaks every single call of every method: a lost answer goes unnoticed, and after a crash the same again ends as if nothing had been.</summary>
public sealed class TableLinkStoreFaultTests
{
    private static readonly NetSuiteId bill = new("901");
    private static readonly DateTimeOffset at = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, (Func<TableLinkStore, LinkKey, Task> Prepare, Func<TableLinkStore, LinkKey, Task<object?>> Act)> ways = new()
    {
        ["Find"] = (ClaimAsync, async (store, key) => (await store.FindAsync(key, default))!.OperationId),
        ["FindMany"] = (ClaimAsync, async (store, key) =>
            (await store.FindManyAsync([key with { ProcoreId = 9 }, key], default)).Select(link => link?.OperationId).ToList()),
        ["FindByNetSuiteId"] = (LinkAsync, async (store, key) =>
            (await store.FindByNetSuiteIdAsync(key.ConnectionId, key.Entity, null, bill, default))!.Key.ProcoreId),
        ["List"] = (LinkAsync, async (store, key) => (await ListAsync(store, key)).Select(link => link.Key.ProcoreId).ToList()),
        ["ListHistory"] = (RememberAsync, async (store, key) => await store.ListHistoryAsync(key, default)),
        ["TrySave, first"] = (NothingAsync, SaveClaimAsync),
        ["TrySave, changed"] = (ClaimAsync, SaveClaimAsync),
        ["TrySaveMany, one of them new"] = (ClaimAsync, async (store, key) => (await SaveTwoAsync(store, key))?.Select(link => link.OperationId).ToList()),
        ["TryLinkMany"] = (async (store, key) => await SaveTwoAsync(store, key), async (store, key) => await LinkTwoAsync(store, key)),
        ["Link, no claim"] = (NothingAsync, async (store, key) => (await store.LinkAsync(New(key), default)).State),
        ["Link, after a claim"] = (ClaimAsync, async (store, key) => (await store.LinkAsync(New(key), default)).State),
        ["Link, same again"] = (LinkAsync, async (store, key) => (await store.LinkAsync(New(key), default)).State),
        ["Link, orphaned"] = (OrphanAsync, async (store, key) => (await store.LinkAsync(New(key), default)).State),
        ["Unlink"] = (LinkAsync, async (store, key) =>
        {
            await store.UnlinkAsync(New(key) with { Voided = 1 }, default);
            return null;
        }
        ),
        ["Park"] = (ClaimAsync, async (store, key) =>
        {
            await store.ParkAsync([(key, "Invoice 7", [new Problem("E401", "x")]), (key with { ProcoreId = 8 }, null, [new Problem("E402", "y")])], at, default);
            return null;
        }
        ),
        ["MarkReported"] = (LinkAsync, async (store, key) =>
        {
            await store.MarkReportedAsync([(key, 70, true), (key with { ProcoreId = 8 }, 80, false)], at, default);
            return null;
        }
        ),
        ["AppendHistory"] = (NothingAsync, async (store, key) =>
        {
            await RememberAsync(store, key);
            return null;
        }
        ),
    };

    private static int connections;

    private TableStore azure = null!;

    public static IEnumerable<string> Ways => ways.Keys;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        azure = await TableStore.NewAsync();
        await azure.Store.FindAsync(NewKey(), default);
        await azure.Store.ListHistoryAsync(NewKey(), default);
    }

    [OneTimeTearDown]
    public void Stop() => azure.Dispose();

    [TestCaseSource(nameof(Ways))]
    public async Task A_lost_answer_goes_unnoticed(string way)
    {
        var (calls, result, rows) = await RunUndisturbedAsync(way);
        for (var call = 1; call <= calls; call++)
        {
            var key = NewKey();
            await ways[way].Prepare(azure.Store, key);
            azure.Transport.StartAgain(Fault.LoseAnswer, call);

            var disturbed = await ways[way].Act(azure.Store, key);

            Assert.That(azure.Transport.Calls, Is.GreaterThan(call), "it was repeated");
            azure.Transport.StartAgain();
            Assert.That(Show(disturbed, key), Is.EqualTo(result), $"call {call}");
            Assert.That(await ShowRowsAsync(key), Is.EqualTo(rows), $"call {call}");
        }
    }

    [Test]
    public async Task After_a_crash_the_same_again_ends_as_if_nothing_had_been(
        [ValueSource(nameof(Ways))] string way, [Values(Fault.KillBefore, Fault.KillAfter)] Fault fault)
    {
        var (calls, result, rows) = await RunUndisturbedAsync(way);
        for (var call = 1; call <= calls; call++)
        {
            var key = NewKey();
            await ways[way].Prepare(azure.Store, key);
            azure.Transport.StartAgain(fault, call);
            Assert.That(async () => await ways[way].Act(azure.Store, key), Throws.Exception, $"call {call}");

            azure.Transport.StartAgain();
            var again = await ways[way].Act(azure.NewStore(), key);

            Assert.That(Show(again, key), Is.EqualTo(result), $"call {call}");
            Assert.That(await ShowRowsAsync(key), Is.EqualTo(rows), $"call {call}");
        }
    }

    [Test]
    public async Task A_save_with_an_old_version_is_lost_even_if_the_stored_row_is_of_the_same_operation()
    {
        var key = NewKey();
        var seen = (await azure.Store.TrySaveAsync(New(key), default))!;
        var mine = await azure.Store.TrySaveAsync(seen with { OperationId = "m1" }, default);
        await azure.Store.TrySaveAsync(mine! with { OperationId = "m2" }, default);

        Assert.That(await azure.Store.TrySaveAsync(seen with { OperationId = "m2" }, default), Is.Null, "the same operation, but another save");
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task A_table_whose_creation_was_not_answered_is_used(int call)
    {
        using var fresh = await TableStore.NewAsync();
        fresh.Transport.StartAgain(Fault.LoseAnswer, call);

        Assert.That(await fresh.Store.TrySaveAsync(New(NewKey()), default), Is.Not.Null);
    }

    [Test]
    public async Task A_table_that_could_not_be_created_is_created_by_the_next_call()
    {
        using var fresh = await TableStore.NewAsync();
        fresh.Transport.StartAgain(Fault.KillBefore, 1);
        Assert.That(async () => await fresh.Store.FindAsync(NewKey(), default), Throws.Exception);
        fresh.Transport.StartAgain();

        Assert.That(await fresh.Store.TrySaveAsync(New(NewKey()), default), Is.Not.Null);
    }

    private static LinkKey NewKey() => new($"fault-{++connections}", EntityType.SubcontractorInvoice, 7);

    private static Link New(LinkKey key) =>
        new() { Key = key, State = LinkState.Writing, OperationId = "m1", NetSuiteId = bill, Name = "Invoice 7", Amount = 1.10m };

    private static Task NothingAsync(TableLinkStore store, LinkKey key) => Task.CompletedTask;

    private static Task<Link?> ClaimAsync(TableLinkStore store, LinkKey key) =>
        store.TrySaveAsync(New(key) with { OperationId = "m0", NetSuiteId = null }, default);

    private static Task<Link> LinkAsync(TableLinkStore store, LinkKey key) => store.LinkAsync(New(key), default);

    private static async Task OrphanAsync(TableLinkStore store, LinkKey key) =>
        await store.TrySaveAsync(await store.LinkAsync(New(key), default) with { State = LinkState.Orphaned }, default);

    private static async Task<object?> SaveClaimAsync(TableLinkStore store, LinkKey key)
    {
        var seen = await store.FindAsync(key, default);
        var saved = await store.TrySaveAsync(New(key) with { ETag = seen?.ETag }, default);
        Assert.That(saved?.ETag, Is.EqualTo((await store.FindAsync(key, default))!.ETag));

        return saved?.State;
    }

    private static async Task<IReadOnlyList<Link>?> SaveTwoAsync(TableLinkStore store, LinkKey key)
    {
        LinkKey[] keys = [key, key with { ProcoreId = 8 }];
        var seen = await store.FindManyAsync(keys, default);
        var saved = await store.TrySaveManyAsync([.. keys.Zip(seen, (one, link) => New(one) with { ETag = link?.ETag, NetSuiteId = null })], default);
        Assert.That(saved?.Select(link => link.ETag), Is.EqualTo((await store.FindManyAsync(keys, default)).Select(link => link!.ETag)));

        return saved;
    }

    /// <summary>As a batch does: together, or if something stands in the way of that, each by itself.</summary>
    private static async Task<object?> LinkTwoAsync(TableLinkStore store, LinkKey key)
    {
        var claims = await store.FindManyAsync([key, key with { ProcoreId = 8 }], default);
        Link[] pairs = [.. claims.Select((claim, index) => claim! with { NetSuiteId = new NetSuiteId($"{901 + index}") })];
        if (!await store.TryLinkManyAsync(pairs, default))
        {
            foreach (var pair in pairs)
            {
                await store.LinkAsync(pair, default);
            }
        }

        return (await store.FindManyAsync([.. claims.Select(claim => claim!.Key)], default)).Select(link => (link!.State, link.NetSuiteId)).ToList();
    }

    private static Task RememberAsync(TableLinkStore store, LinkKey key) => store.AppendHistoryAsync(
        [new(key, "m1", "unknown", at, "55", "{}", "no answer"), new(key, "m2", "adopted", at.AddMinutes(1), null, "{}", "901")], default);

    private static async Task<List<Link>> ListAsync(TableLinkStore store, LinkKey key)
    {
        var links = new List<Link>();
        await foreach (var link in store.ListAsync(key.ConnectionId, key.Entity, null, default))
        {
            links.Add(link);
        }

        return links;
    }

    private static string Show(object? result, LinkKey key) =>
        JsonSerializer.Serialize(result).Replace(key.ConnectionId, "", StringComparison.Ordinal);

    private async Task<(int Calls, string Result, string Rows)> RunUndisturbedAsync(string way)
    {
        var key = NewKey();
        await ways[way].Prepare(azure.Store, key);
        azure.Transport.StartAgain();
        var result = await ways[way].Act(azure.Store, key);

        return (azure.Transport.Calls, Show(result, key), await ShowRowsAsync(key));
    }

    private async Task<string> ShowRowsAsync(LinkKey key)
    {
        var links = (await ListAsync(azure.Store, key)).Select(link => link with { ETag = null, UpdatedAt = null });
        var holder = await azure.Store.FindByNetSuiteIdAsync(key.ConnectionId, key.Entity, null, bill, default);
        var history = await azure.Store.ListHistoryAsync(key, default);

        return Show(new { links, holder = holder?.Key, history }, key);
    }
}
