using System.Globalization;
using NUnit.Framework;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Links;

namespace ProcoreNetSuite.Tests.ImportRuns;

/// <summary>Imported transactions in Table Storage, over the real SDK against Azurite.</summary>
public sealed class TableImportedCostStoreTests
{
    private static int connections;

    private TableStore azure = null!;
    private TableImportedCostStore store = null!;
    private string connection = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => azure = await TableStore.NewAsync();

    [OneTimeTearDown]
    public void Stop() => azure.Dispose();

    [SetUp]
    public void TakeConnection()
    {
        store = new TableImportedCostStore(azure.Service);
        connection = $"connection-{++connections}";
    }

    [Test]
    public async Task A_row_is_read_as_it_was_saved()
    {
        var cost = new ImportedCost(7, "ns:A:vendorBill:4711:7", "invoice", 379913, "f", IsPending: false) { Lines = "1:00ff", TriedBy = "r|1" };

        var saved = await store.SaveAsync([Row(4711) with { Costs = [cost] }], default);

        Assert.That((await store.FindManyAsync(connection, [new("4711")], default))[new("4711")], Is.EqualTo(saved.Single()).UsingPropertiesComparer());
    }

    [Test(Description = "13.3: a journal on hundreds of projects; Azure takes 32,768 characters of a property and 4 MiB of a transaction")]
    public async Task A_transaction_on_hundreds_of_projects_is_kept_whole()
    {
        ImportedCost[] costs = [.. Enumerable.Range(1, 300).Select(project => new ImportedCost(project, $"ns:1234567_SB1:journalEntry:4711:{project}", "expense", 379913, new string('f', 64), IsPending: false) { Lines = "12:00ff00ff00ff00ff", TriedBy = new string('r', 40), Count = 12, Sum = 1.25m })];
        NotImported[] left = [.. Enumerable.Range(1, 1_500).Select(project => new NotImported(project, "line without an item, on an account of type other current liability", 2, project / 100m) { MovedFrom = project % 2 == 0 ? 7 : null })];

        var saved = await store.SaveAsync([.. Enumerable.Range(1, 30).Select(id => Row(id) with { Costs = costs, Left = left })], default);
        var shorter = await store.SaveAsync([saved[29] with { Costs = costs[..2], Left = left[..1] }], default);

        var found = await store.FindManyAsync(connection, [new("1"), new("30")], default);
        Assert.That(saved.Select(row => row.ETag), Has.Exactly(30).Items.And.All.Not.Null);
        Assert.That(found[new("1")].Costs, Is.EqualTo(costs));
        Assert.That(found[new("1")].Left, Is.EqualTo(left));
        Assert.That(found[new("30")].Costs, Is.EqualTo(costs[..2]));
        Assert.That(found[new("30")].Left, Is.EqualTo(left[..1]));
        Assert.That(found[new("30")].ETag, Is.EqualTo(shorter[0].ETag));
    }

    [Test]
    public async Task A_row_without_costs_goes()
    {
        var saved = await store.SaveAsync([Row(1)], default);
        await store.SaveAsync([saved.Single() with { Costs = [] }, Row(2) with { Costs = [] }], default);

        Assert.That(await store.ListAsync(connection, null, 10, default), Is.Empty);
    }

    [Test]
    public async Task A_row_that_someone_else_changed_is_not_overwritten()
    {
        var saved = (await store.SaveAsync([Row(1)], default)).Single();
        await store.SaveAsync([saved with { Costs = [.. saved.Costs, new ImportedCost(9, "o", "expense")] }], default);

        Assert.That(() => store.SaveAsync([saved], default), Throws.TypeOf<UnavailableException>());
        Assert.That(() => store.SaveAsync([Row(1)], default), Throws.TypeOf<UnavailableException>(), "nor one that is there already");
    }

    [Test]
    public async Task Rows_come_by_number_page_by_page()
    {
        await store.SaveAsync([.. new[] { 9L, 10, 100, 1000 }.Select(Row)], default);

        Assert.That(Ids(await store.ListAsync(connection, null, 3, default)), Is.EqualTo(new[] { "9", "10", "100" }));
        Assert.That(Ids(await store.ListAsync(connection, new("100"), 3, default)), Is.EqualTo(new[] { "1000" }));
    }

    [TestCase(1, Description = "neighbours: read with one query")]
    [TestCase(60, Description = "far apart: one answer does not hold what lies between")]
    public async Task Many_rows_are_found_wherever_they_lie(int apart)
    {
        await store.SaveAsync([.. Enumerable.Range(1, 1_250).Select(number => Row(number))], default);
        var wanted = Enumerable.Range(0, 20).Select(number => 1_255L - (number * apart)).Select(Id).ToList();

        var found = await store.FindManyAsync(connection, wanted, default);

        Assert.That(found.Keys, Is.EquivalentTo(wanted));
        Assert.That(found.Values.Where(row => row.Costs.Count > 0).Select(row => row.Id), Is.EquivalentTo(wanted.Where(id => long.Parse(id.Value, CultureInfo.InvariantCulture) <= 1_250)));
    }

    private static NetSuiteId Id(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<string> Ids(IEnumerable<ImportedTransaction> rows) => rows.Select(row => row.Id.Value);

    private ImportedTransaction Row(long number) => new(connection, Id(number)) { Costs = [new ImportedCost(7, $"o{number}", "expense")] };
}
