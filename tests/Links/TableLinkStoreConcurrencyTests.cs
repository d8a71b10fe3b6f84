using NUnit.Framework;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.Tests.Links;

[NonParallelizable]
public sealed class TableLinkStoreConcurrencyTests
{
    private const int Many = 20;

    private readonly LinkKey key = new("main", EntityType.SubcontractorInvoice, 7);
    private TableStore azure = null!;

    [SetUp]
    public async Task StartAsync() => azure = await TableStore.NewAsync();

    [TearDown]
    public void Stop() => azure.Dispose();

    [Test]
    public async Task Of_twenty_messages_that_claim_one_record_one_wins([Values] bool hasRow)
    {
        var seen = hasRow ? await azure.Store.TrySaveAsync(New(0), default) : null;

        var claims = await AtOnceAsync(number => azure.Store.TrySaveAsync(New(number) with { ETag = seen?.ETag }, default));

        var winner = claims.Single(claim => claim is not null);
        Assert.That((await azure.Store.FindAsync(key, default))!.OperationId, Is.EqualTo(winner!.OperationId));
    }

    [Test]
    public async Task Of_twenty_messages_that_link_one_record_to_different_bills_one_wins()
    {
        var claim = (await azure.Store.TrySaveAsync(New(0), default))!;

        var links = await AtOnceAsync(number => TryLinkAsync(claim with { NetSuiteId = new($"{number}") }));

        var winner = links.Single(link => link is not null)!;
        Assert.That((await azure.Store.FindAsync(key, default))!.NetSuiteId, Is.EqualTo(winner.NetSuiteId));
        var holders = await AtOnceAsync(number => azure.Store.FindByNetSuiteIdAsync("main", key.Entity, null, new($"{number}"), default));
        Assert.That(holders.Where(holder => holder is not null).ToList(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Of_twenty_records_that_are_linked_to_one_bill_one_wins()
    {
        var links = await AtOnceAsync(number => TryLinkAsync(New(number) with { Key = key with { ProcoreId = number }, NetSuiteId = new("901") }));

        var winner = links.Single(link => link is not null)!;
        Assert.That((await azure.Store.FindByNetSuiteIdAsync("main", key.Entity, null, new("901"), default))!.Key, Is.EqualTo(winner.Key));
    }

    [Test]
    public async Task Twenty_messages_that_link_the_same_pair_all_succeed_with_one_write()
    {
        var links = await AtOnceAsync(number => TryLinkAsync(New(number) with { NetSuiteId = new("901") }));

        Assert.That(links.Select(link => link?.ETag).Distinct().ToList(), Has.Count.EqualTo(1).And.None.Null);
    }

    [Test]
    public async Task Twenty_answers_about_one_record_are_all_remembered()
    {
        await AtOnceAsync(async number =>
        {
            await azure.Store.MarkReportedAsync([(key, number, true)], azure.Time.Now, default);
            return number;
        });

        Assert.That((await azure.Store.FindAsync(key, default))!.AnsweredDetails, Is.EquivalentTo(Enumerable.Range(1, Many)));
    }

    private static async Task<T[]> AtOnceAsync<T>(Func<int, Task<T>> act)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tasks = Enumerable.Range(1, Many).Select(async number =>
        {
            await start.Task;
            return await act(number);
        }).ToList();
        start.SetResult();

        return await Task.WhenAll(tasks);
    }

    private Link New(int number) => new() { Key = key, State = LinkState.Writing, OperationId = $"m{number}" };

    private async Task<Link?> TryLinkAsync(Link link)
    {
        try
        {
            return await azure.Store.LinkAsync(link, default);
        }
        catch (LinkConflictException)
        {
            return null;
        }
    }
}
