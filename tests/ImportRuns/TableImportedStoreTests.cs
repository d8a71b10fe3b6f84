using NUnit.Framework;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Tests.Links;

namespace ProcoreNetSuite.Tests.ImportRuns;

/// <summary>Hashes of what was written, and switches of projects, over the real SDK.</summary>
public sealed class TableImportedStoreTests
{
    private static int connections;

    private TableStore azure = null!;
    private TableImportedStore store = null!;
    private string connection = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        azure = await TableStore.NewAsync();
        store = new TableImportedStore(azure.Service);
    }

    [OneTimeTearDown]
    public void Stop() => azure.Dispose();

    [SetUp]
    public void TakeConnection() => connection = $"connection-{++connections}";

    [Test]
    public async Task The_last_hash_of_each_record_is_found_in_the_order_asked_for()
    {
        await SaveAsync(ImportKind.Vendors, ("1", "a"), ("2", "b"));
        await SaveAsync(ImportKind.Vendors, ("2", "c"), ("2", "d"));
        await SaveAsync(ImportKind.Jobs, ("3", "x"));

        var found = await store.FindManyAsync(connection, ImportKind.Vendors, [new("3"), new("2"), new("1")], CancellationToken.None);

        Assert.That(found, Is.EqualTo(new[] { null, "c", "a" }), "one save names a record once: the first counts");
    }

    [Test]
    public async Task More_than_a_transaction_holds_is_saved_whole()
    {
        await SaveAsync(ImportKind.Vendors, [.. Enumerable.Range(1, 250).Select(id => ($"{id}", $"hash {id}"))]);

        var found = await store.FindManyAsync(connection, ImportKind.Vendors, [.. Enumerable.Range(1, 250).Select(id => new NetSuiteId($"{id}"))], CancellationToken.None);

        Assert.That(found, Is.EqualTo(Enumerable.Range(1, 250).Select(id => $"hash {id}")));
    }

    [Test]
    public async Task Records_of_one_hash_are_listed_those_of_others_and_of_other_kinds_are_not()
    {
        await SaveAsync(ImportKind.Vendors, ("1", "refused"), ("2", "b"), ("3", "refused"), ("4", "refused"));
        await SaveAsync(ImportKind.Jobs, ("9", "refused"));
        await SaveAsync(ImportKind.Vendors, ("4", "d"));

        Assert.That(await store.ListAsync(connection, ImportKind.Vendors, "refused", 10, CancellationToken.None), Is.EqualTo(new NetSuiteId[] { new("1"), new("3") }));
        Assert.That(await store.ListAsync(connection, ImportKind.Vendors, "refused", 1, CancellationToken.None), Has.Count.EqualTo(1));
        Assert.That(await store.ListAsync($"{connection}-other", ImportKind.Vendors, "refused", 10, CancellationToken.None), Is.Empty);
    }

    [TestCase(2, true, Description = "in their order")]
    [TestCase(1, false, Description = "repeated")]
    [TestCase(0, true, Description = "what comes late says nothing any more")]
    public async Task The_last_word_on_a_project_counts_and_one_that_was_never_announced_is_off(long request, bool expected)
    {
        var switches = new TableJobCostSwitches(azure.Service);
        await switches.SaveAsync(connection, 7, isOn: request == 0, requestId: 1, CancellationToken.None);

        var counts = await switches.SaveAsync(connection, 7, isOn: request == 2, request, CancellationToken.None);

        Assert.That(counts, Is.EqualTo(request > 0));
        Assert.That(await switches.ListOnAsync(connection, CancellationToken.None), Is.EqualTo(expected ? new[] { 7L } : []));
        Assert.That(await switches.ListOnAsync($"{connection}-other", CancellationToken.None), Is.Empty);
    }

    private Task SaveAsync(ImportKind kind, params (string Id, string Hash)[] written) =>
        store.SaveAsync(connection, kind, [.. written.Select(one => (new NetSuiteId(one.Id), one.Hash))], CancellationToken.None);
}
