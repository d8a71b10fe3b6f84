using Azure;
using Azure.Data.Tables;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Links;

public sealed partial class TableLinkStoreTests
{
    private static readonly NetSuiteId bill = new("901");

    private static int connections;

    private TableStore azure = null!;
    private TableLinkStore store = null!;
    private LinkKey key = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        azure = await TableStore.NewAsync();
        store = azure.Store;
    }

    [OneTimeTearDown]
    public void Stop() => azure.Dispose();

    [SetUp]
    public void TakeConnection() => key = new LinkKey($"connection-{++connections}", EntityType.SubcontractorInvoice, 7);

    [Test(Description = "imports go on ignoring what was an invoice's once")]
    public async Task A_record_that_was_linked_once_is_known_for_good_and_another_is_not()
    {
        var linked = await store.LinkAsync(new Link { Key = key, State = LinkState.Open, NetSuiteId = bill }, default);
        NetSuiteId[] asked = [bill, new("902")];

        Assert.That(await store.FindEverLinkedAsync(key.ConnectionId, key.Entity, asked, default), Is.EquivalentTo(new[] { bill }), "linked");
        await store.UnlinkAsync(linked, default);
        Assert.That(await store.FindEverLinkedAsync(key.ConnectionId, key.Entity, asked, default), Is.EquivalentTo(new[] { bill }), "unlinked");
        await store.LinkAsync(linked with { ETag = null, NetSuiteId = new("902"), State = LinkState.Open }, default);
        Assert.That(await store.FindEverLinkedAsync(key.ConnectionId, key.Entity, asked, default), Is.EquivalentTo(asked), "linked to another one");
    }

    [Test]
    public async Task A_link_is_read_as_it_was_saved_to_the_cent()
    {
        var link = new Link
        {
            Key = key,
            State = LinkState.Writing,
            NetSuiteId = bill,
            Name = "Pay app #3 / 中文 'quoted'",
            OperationId = "m1",
            ExternalId = "procore-1-requisition-7",
            PayloadHash = "abc",
            LeaseUntil = azure.Time.Now.AddMinutes(5),
            Amount = 79_228_162_514_264_337_593_543_950.33m,
            Voided = 2,
            Bill = new BillHead(new("5501"), "Acme Steel LLC", "INV-7", new(2026, 4, 30)),
            ProjectId = 9_007_199_254_740_993,
            Problems = [new Problem("E413", "Item 12 is inactive.", "INVALID_KEY_OR_REF")],
            ParkedAt = azure.Time.Now,
            ReportedAt = azure.Time.Now.AddSeconds(1),
            AnsweredDetails = [9_007_199_254_740_993, 2],
        };

        var saved = await store.TrySaveAsync(link, default);
        var read = await store.FindAsync(key, default);

        Assert.That(read, Is.EqualTo(saved).UsingPropertiesComparer());
        Assert.That(read, Is.EqualTo(link with { ETag = read!.ETag, UpdatedAt = azure.Time.Now }).UsingPropertiesComparer());
    }

    [Test]
    public async Task An_amount_is_stored_as_text_and_the_keys_as_designed()
    {
        await store.LinkAsync(New("m1") with { Amount = -1_234.50m }, default);
        var wbs = new LinkKey(key.ConnectionId, EntityType.WbsCode, 5, ProjectId: 42);
        await store.LinkAsync(new Link { Key = wbs, State = LinkState.Open, NetSuiteId = new("-3") }, default);

        var links = azure.Service.GetTableClient("links");
        var row = await links.GetEntityAsync<TableEntity>($"{key.ConnectionId}|subcontractor-invoice", "procore:7");
        var pair = await links.GetEntityAsync<TableEntity>($"{key.ConnectionId}|wbs-code|42", "netsuite:-3");

        Assert.That(row.Value["Amount"], Is.EqualTo("-1234.50"));
        Assert.That(pair.Value["ProcoreId"], Is.EqualTo(5L));
    }

    [Test]
    public async Task A_save_loses_against_a_newer_version_and_against_an_existing_row()
    {
        var first = (await store.TrySaveAsync(New("m1"), default))!;
        var second = await store.TrySaveAsync(first with { OperationId = "m2" }, default);

        Assert.That(second, Is.Not.Null);
        Assert.That(await store.TrySaveAsync(first with { OperationId = "m3" }, default), Is.Null);
        Assert.That(await store.TrySaveAsync(New("m4"), default), Is.Null);
        Assert.That((await store.FindAsync(key, default))!.OperationId, Is.EqualTo("m2"));
        Assert.That(await store.TrySaveAsync(second!, default), Is.Not.Null, "the returned version is the stored one");
    }

    [Test]
    public async Task A_pair_is_found_from_both_sides_and_its_claim_is_ended()
    {
        var claim = (await store.TrySaveAsync(New("m1") with { LeaseUntil = azure.Time.Now.AddMinutes(5) }, default))!;

        var linked = await store.LinkAsync(claim with { NetSuiteId = bill }, default);

        Assert.That(linked, Has.Property("State").EqualTo(LinkState.Linked).And.Property("LeaseUntil").Null);
        Assert.That(await store.FindAsync(key, default), Is.EqualTo(linked).UsingPropertiesComparer());
        Assert.That(await FindByBillAsync(bill), Is.EqualTo(linked).UsingPropertiesComparer());
        Assert.That(await FindByBillAsync(new NetSuiteId("902")), Is.Null);
        Assert.That(await store.TrySaveAsync(linked with { State = LinkState.Changed }, default), Is.Not.Null, "the returned version is the stored one");
    }

    [Test]
    public async Task The_same_pair_again_changes_nothing()
    {
        var claim = (await store.TrySaveAsync(New("m1"), default))!;
        var linked = await store.LinkAsync(claim, default);

        var again = await store.LinkAsync(claim with { OperationId = "m2", Name = "Another name" }, default);

        Assert.That(again, Is.EqualTo(linked).UsingPropertiesComparer());
        Assert.That((await store.FindAsync(key, default))!.ETag, Is.EqualTo(linked.ETag));
    }

    [Test]
    public async Task A_link_keeps_what_was_parked_and_reported_after_its_claim_was_read()
    {
        var claim = (await store.TrySaveAsync(New("m1"), default))!;
        await store.MarkReportedAsync([(key, 70, false)], azure.Time.Now, default);

        await store.LinkAsync(claim, default);

        Assert.That((await store.FindAsync(key, default))!.AnsweredDetails, Is.EqualTo([70L]));
    }

    [Test]
    public async Task A_record_that_is_linked_already_is_a_conflict_that_names_both_sides()
    {
        var other = key with { ProcoreId = 8 };
        await store.LinkAsync(New("m1"), default);
        await store.LinkAsync(new Link { Key = other, State = LinkState.Open, NetSuiteId = new("902"), Name = "Invoice 8" }, default);

        var taken = await Assert.ThrowsAsync<LinkConflictException>(() =>
            store.LinkAsync(new Link { Key = other with { ProcoreId = 9 }, State = LinkState.Open, NetSuiteId = bill, Name = "Invoice 9" }, default));
        var second = await Assert.ThrowsAsync<LinkConflictException>(() => store.LinkAsync(New("m2") with { NetSuiteId = new("903") }, default));

        Assert.That(taken!.Message, Is.EqualTo(
            "NetSuite record 901 is linked to Invoice 7 (Procore record 7) and can't be linked to Invoice 9 (Procore record 9) as well."));
        Assert.That(taken.Holder!.Key, Is.EqualTo(key));
        Assert.That(second!.Message, Is.EqualTo(
            "Invoice 7 (Procore record 7) is linked to NetSuite record 901 and can't be linked to 903 as well."));
        Assert.That((await FindByBillAsync(bill))!.Key, Is.EqualTo(key));
        Assert.That(await FindByBillAsync(new NetSuiteId("903")), Is.Null);
        Assert.That(await store.FindAsync(other with { ProcoreId = 9 }, default), Is.Null);
    }

    [Test]
    public async Task The_same_NetSuite_id_may_be_linked_once_in_each_project_and_in_each_connection()
    {
        var one = new LinkKey(key.ConnectionId, EntityType.WbsCode, 1, 10);
        LinkKey[] keys = [one, one with { ProjectId = 11 }, one with { ConnectionId = key.ConnectionId + "-b" }, one with { Entity = EntityType.Company }];
        foreach (var place in keys)
        {
            await store.LinkAsync(new Link { Key = place, State = LinkState.Open, NetSuiteId = bill }, default);
        }

        var found = await store.FindManyAsync(keys, default);

        Assert.That(found.Select(link => link!.Key), Is.EqualTo(keys));
    }

    [Test]
    public async Task Unlinking_frees_the_NetSuite_record_keeps_its_id_and_may_be_repeated()
    {
        var linked = await store.LinkAsync(New("m1"), default);

        await store.UnlinkAsync(linked with { Voided = 1 }, default);
        var unlinked = await store.FindAsync(key, default);
        await store.UnlinkAsync(linked with { Voided = 1 }, default);

        Assert.That(unlinked, Has.Property("State").EqualTo(LinkState.Unlinked).And.Property("NetSuiteId").EqualTo(bill).And.Property("Voided").EqualTo(1));
        Assert.That((await store.FindAsync(key, default))!.ETag, Is.EqualTo(unlinked!.ETag));
        Assert.That(await FindByBillAsync(bill), Is.Null);

        await store.LinkAsync(New("m2") with { Key = key with { ProcoreId = 8 } }, default);
        await store.UnlinkAsync(linked, default);
        Assert.That((await FindByBillAsync(bill))!.Key.ProcoreId, Is.EqualTo(8), "a late repeat leaves the new pair alone");
    }

    [Test]
    public async Task A_writer_that_slept_while_its_pair_was_linked_and_unlinked_does_not_bring_it_back()
    {
        var claim = (await store.TrySaveAsync(New("m1"), default))!;
        await store.UnlinkAsync(await store.LinkAsync(claim, default), default);

        Assert.That(async () => await store.LinkAsync(claim, default), Throws.InstanceOf<LinkConflictException>());
        var current = (await store.FindAsync(key, default))!;
        Assert.That(current.State, Is.EqualTo(LinkState.Unlinked));
        Assert.That((await store.LinkAsync(current, default)).State, Is.EqualTo(LinkState.Linked), "someone who saw the unlink may link it again");
    }

    [Test]
    public async Task Any_connection_message_and_NetSuite_id_makes_a_key()
    {
        var odd = key with { ConnectionId = key.ConnectionId + "/\\#?%'|!+ \u0001\u007fß" };
        var id = new NetSuiteId("a/b|c#d?e\\f'g");
        var operation = "seq:12|" + new string('/', 300);

        var linked = await store.LinkAsync(new Link { Key = odd, State = LinkState.Open, NetSuiteId = id }, default);
        await store.AppendHistoryAsync([new HistoryEntry(odd, operation, "not/adopted?", azure.Time.Now, null, null, null)], default);

        Assert.That(await store.FindAsync(odd, default), Is.EqualTo(linked).UsingPropertiesComparer());
        Assert.That((await store.FindByNetSuiteIdAsync(odd.ConnectionId, odd.Entity, null, id, default))!.Key, Is.EqualTo(odd));
        Assert.That((await store.ListHistoryAsync(odd, default)).Single().OperationId, Is.EqualTo(operation));
        Assert.That(await store.FindAsync(odd with { ConnectionId = odd.ConnectionId.Replace('|', '!') }, default), Is.Null);
    }

    [Test]
    public async Task Tables_are_created_once_by_each_process()
    {
        using var fresh = await TableStore.NewAsync();
        await fresh.Store.FindAsync(key, default);
        await fresh.Store.LinkAsync(New("m1"), default);
        await fresh.NewStore().FindAsync(key, default);

        Assert.That(fresh.Transport.Seen.Count(call => call.StartsWith("POST", StringComparison.Ordinal) && call.Contains("/Tables", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task An_outage_passes_through_as_the_failure_it_is()
    {
        using var broken = await TableStore.NewAsync();
        await broken.Store.FindAsync(key, default);
        broken.Transport.StartAgain(Fault.KillBefore, 1);

        Assert.That(async () => await broken.Store.TrySaveAsync(New("m1"), default), Throws.InstanceOf<AggregateException>());
        Assert.That(broken.Transport.Calls, Is.EqualTo(4), "once and three repeats");
    }

    [Test]
    public async Task A_table_that_someone_deletes_is_a_failure_and_not_a_lost_race()
    {
        using var broken = await TableStore.NewAsync();
        var saved = (await broken.Store.TrySaveAsync(New("m1"), default))!;
        await broken.Service.DeleteTableAsync("links");

        Assert.That(async () => await broken.Store.TrySaveAsync(saved, default), Throws.InstanceOf<RequestFailedException>());
    }

    private Link New(string operation) =>
        new() { Key = key, State = LinkState.Writing, OperationId = operation, NetSuiteId = bill, Name = "Invoice 7" };

    private HistoryEntry Entry(string operation, string decision, DateTimeOffset at) => new(key, operation, decision, at, "55", "{}", "ok");

    private Task<Link?> FindByBillAsync(NetSuiteId id) => store.FindByNetSuiteIdAsync(key.ConnectionId, key.Entity, null, id, default);
}
