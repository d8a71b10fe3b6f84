using Azure.Data.Tables;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.Links;

/// <summary>Who holds what must be unique, at every state of the owner's record (connector-behaviour.md 13.1), with the real store.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TableReservationsTests : IDisposable
{
    private const string Number = "bill 5501 APP-1", TaxId = "tax id no-hex";

    private TableStore azure = null!;
    private TableReservations reservations = null!;

    [SetUp]
    public async Task SetUp()
    {
        azure = await TableStore.NewAsync();
        reservations = New();
    }

    [Test]
    public async Task The_first_has_it_and_the_second_is_told_who()
    {
        var first = await Reserve(1);
        var second = await Reserve(2);

        Assert.That(first, Is.Null);
        Assert.That((second!.Key.ProcoreId, second.Name, second.IsWritten), Is.EqualTo((1L, "Invoice 1", false)));
    }

    [Test]
    public async Task Of_several_in_one_call_each_has_its_own_and_the_first_of_two_the_common_one()
    {
        var holders = await reservations.ReserveAsync([Wish(1), Wish(2, "bill 5501 APP-2"), Wish(3)], default);
        var again = await reservations.ReserveAsync([Wish(3), Wish(2, "bill 5501 APP-2"), Wish(1)], default);

        Assert.That(holders.Select(holder => holder?.Key.ProcoreId), Is.EqualTo(new long?[] { null, null, 1 }));
        Assert.That(again.Select(holder => holder?.Key.ProcoreId), Is.EqualTo(new long?[] { 1, null, null }), "whoever has it keeps it, whatever the order");
    }

    [TestCase(LinkState.Writing, "operation-1")]
    [TestCase(LinkState.Unknown, "an older one")]
    [TestCase(LinkState.Linked, "operation-1")]
    public async Task What_is_in_NetSuite_or_may_be_is_kept_after_the_lease_and_never_given_back(LinkState state, string operation)
    {
        await Reserve(1);
        await Save(1, state, operation);
        azure.Time.Now += TimeSpan.FromDays(1);

        await reservations.ReleaseAsync([Wish(1)], default);

        Assert.That(await Reserve(2), Has.Property(nameof(Holder.IsWritten)).EqualTo(state is LinkState.Linked));
    }

    [TestCase(LinkState.Changed, Description = "NetSuite changed it on saving, and its query may not show it yet")]
    [TestCase(LinkState.Orphaned)]
    public async Task What_was_written_is_not_given_back_before_the_lease_ends(LinkState state)
    {
        await Reserve(1);
        await Save(1, state, "operation-1");

        await reservations.ReleaseAsync([Wish(1)], default);

        Assert.That((await Reserve(2))?.Key.ProcoreId, Is.EqualTo(1L));
    }

    [TestCase(null, Description = "killed between the reservation and the claim")]
    [TestCase(LinkState.Open, Description = "refused, and killed before it was given back")]
    [TestCase(LinkState.Unlinked, Description = "its bill is gone")]
    [TestCase(LinkState.Orphaned, Description = "a person deleted its bill")]
    [TestCase(LinkState.Changed, Description = "a person voided or renumbered it: NetSuite is asked")]
    public async Task What_its_owner_does_not_need_is_free_when_no_write_can_begin_any_more(LinkState? state)
    {
        await Reserve(1);
        if (state is { } known)
        {
            await Save(1, known, "operation-1");
        }

        var early = await Reserve(2);
        azure.Time.Now += TimeSpan.FromMinutes(5);

        Assert.That((early?.Key.ProcoreId, await Reserve(2)), Is.EqualTo((1L, (Holder?)null)));
        Assert.That((await Reserve(1))?.Key.ProcoreId, Is.EqualTo(2L), "and now the first one is second");
    }

    [Test]
    public async Task A_record_that_was_exported_anew_under_another_number_has_left_the_old_one()
    {
        await Reserve(1);
        await reservations.ReserveAsync([Wish(1, "bill 5501 APP-9") with { OperationId = "operation-2" }], default);
        await Save(1, LinkState.Linked, "operation-2");
        azure.Time.Now += TimeSpan.FromMinutes(5);

        Assert.That(await Reserve(2), Is.Null);
        Assert.That(await reservations.ReserveAsync([Wish(2, "bill 5501 APP-9")], default), Has.None.Null);
    }

    [Test]
    public async Task What_is_given_back_is_free_at_once_and_nobody_gives_back_what_is_another_ones()
    {
        await Reserve(1);
        await reservations.ReleaseAsync([Wish(2)], default);
        var other = await Reserve(2);
        await reservations.ReleaseAsync([Wish(1), Wish(1, "never reserved")], default);

        Assert.That((other?.Key.ProcoreId, await Reserve(2)), Is.EqualTo((1L, (Holder?)null)));
    }

    [Test]
    public async Task A_reservation_whose_answer_was_lost_is_found_to_be_ones_own([Values] bool isRenewed, [Range(1, 5)] int call)
    {
        if (isRenewed)
        {
            await Reserve(1);
        }

        azure.Transport.StartAgain(Fault.LoseAnswer, call);

        Assert.That(await Reserve(1), Is.Null);
        Assert.That((await Reserve(2))?.Key.ProcoreId, Is.EqualTo(1L));
    }

    [Test]
    public async Task Codes_of_two_projects_meet()
    {
        var one = new Reservation(new LinkKey("acme", EntityType.WbsCode, 1, 11), "item A", "A", "operation-1", azure.Time.Now);
        var other = one with { Owner = new LinkKey("acme", EntityType.WbsCode, 2, 12) };
        await reservations.ReserveAsync([one], default);

        Assert.That((await reservations.ReserveAsync([other with { What = "item A" }], default))[0], Is.Null, "its lease is over");
        Assert.That((await reservations.ReserveAsync([one with { LeaseUntil = azure.Time.Now.AddMinutes(5) }], default))[0], Is.Null);
        Assert.That((await reservations.ReserveAsync([other], default))[0]?.Key.ProjectId, Is.EqualTo(11));
    }

    [Test(Description = "two instances of the app, each with many messages at once")]
    public async Task Of_many_at_once_exactly_one_has_each()
    {
        TableReservations[] instances = [New(), New()];
        string[] numbers = ["A", "B", "C"];

        var won = await Task.WhenAll(Enumerable.Range(1, 20).Select(async id =>
        {
            Reservation[] wanted = [.. numbers.Select((_, index) => Wish(id, numbers[(index + id) % numbers.Length]))];
            var holders = await instances[id % 2].ReserveAsync(wanted, default);

            return wanted.Zip(holders).Where(pair => pair.Second is null).Select(pair => pair.First.What).ToList();
        }));

        Assert.That(won.SelectMany(one => one).Order(), Is.EqualTo(numbers));
    }

    [TestCase(LinkState.Linked, "one", "other", null, Description = "both may be written, one after the other")]
    [TestCase(LinkState.Changed, "one", "other", null, Description = "in NetSuite in whatever state")]
    [TestCase(LinkState.Writing, "one", "other", 1L, Description = "not while the first is being written")]
    [TestCase(LinkState.Unknown, "one", "other", 1L, Description = "nor while nobody knows")]
    [TestCase(null, "one", "other", 1L, Description = "nor before")]
    [TestCase(LinkState.Linked, "one", "one", 1L, Description = "the same")]
    [TestCase(LinkState.Linked, null, "other", 1L, Description = "the first has nothing that tells them apart")]
    [TestCase(LinkState.Linked, "one", null, 1L, Description = "nor the second")]
    public async Task What_records_that_are_known_apart_have_in_common_is_taken_over_once_the_first_is_written(LinkState? state, string? one, string? other, long? holder)
    {
        await reservations.ReserveAsync([Wish(1) with { Apart = one }], default);
        if (state is { } known)
        {
            await Save(1, known, "operation-1");
        }

        Assert.That((await reservations.ReserveAsync([Wish(2) with { Apart = other }], default))[0]?.Key.ProcoreId, Is.EqualTo(holder));
        Assert.That((await Reserve(3))?.Key.ProcoreId, Is.EqualTo(holder ?? 2), "who can't be told apart meets whoever has it");
    }

    [TestCase(false)]
    [TestCase(true, Description = "and a repetition changes nothing")]
    public async Task What_was_taken_over_is_not_given_back_before_the_lease_ends(bool isRepeated)
    {
        await reservations.ReserveAsync([Wish(1) with { Apart = "one" }], default);
        await Save(1, LinkState.Linked, "operation-1");
        Reservation[] second = [Wish(2) with { Apart = "other" }];
        await reservations.ReserveAsync(second, default);
        if (isRepeated)
        {
            await reservations.ReserveAsync(second, default);
        }

        await reservations.ReleaseAsync(second, default);
        var early = await Reserve(3);
        azure.Time.Now += TimeSpan.FromMinutes(5);

        Assert.That((early?.Key.ProcoreId, await Reserve(3)), Is.EqualTo((2L, (Holder?)null)));
    }

    [Test]
    public async Task What_is_private_is_stored_so_that_nobody_can_guess_it()
    {
        await reservations.ReserveAsync([Private(1), Wish(1, "name SUMMIT") with { Apart = "no-hex" }], default);

        Assert.That((await New().ReserveAsync([Private(2)], default))[0]?.Key.ProcoreId, Is.EqualTo(1L), "another instance means the same");
        Assert.That(await RowsAsync(), Has.Count.EqualTo(2).And.None.Contains("no-hex").And.None.Contains(TableKeys.Hash(TaxId)).And.Exactly(1).Contains("name SUMMIT"));
        using var other = await TableStore.NewAsync();
        await new TableReservations(other.Service, other.NewStore(), other.Time).ReserveAsync([Private(1)], default);
        Assert.That((await RowsAsync()).Intersect(await RowsAsync(other)), Is.Empty, "and another installation keeps it in another form");
    }

    [Test]
    public async Task What_is_private_is_given_back_and_renewed_like_everything_else()
    {
        await reservations.ReserveAsync([Private(1)], default);
        Assert.That((await reservations.ReserveAsync([Private(1)], default))[0], Is.Null);
        await reservations.ReleaseAsync([Private(1)], default);

        Assert.That((await reservations.ReserveAsync([Private(2)], default))[0], Is.Null);
    }

    [TestCase("one", "other", null, Description = "of another tax id: the name is taken over")]
    [TestCase("one", "one", 1L, Description = "of the same")]
    public async Task What_an_earlier_version_reserved_in_plain_is_kept_and_sealed(string one, string other, long? holder)
    {
        await StoreFormerAsync(one);

        var second = await New().ReserveAsync([Private(2), Wish(2, "name SUMMIT") with { Apart = other }], default);

        Assert.That(second.Select(each => each?.Key.ProcoreId), Is.EqualTo(new[] { 1L, holder }));
        Assert.That(await RowsAsync(), Has.Count.EqualTo(2).And.None.Contains("no-hex").And.None.Contains("=one"));
    }

    [Test]
    public async Task What_an_earlier_version_reserved_is_sealed_at_every_interruption([Values(Fault.LoseAnswer, Fault.KillBefore, Fault.KillAfter)] Fault fault, [Range(1, 12)] int call)
    {
        await StoreFormerAsync("one");
        azure.Transport.StartAgain(fault, call);
        try
        {
            await New().ReserveAsync([Private(2)], default);
        }
        catch (Exception end) when (end is Azure.RequestFailedException or AggregateException)
        {
            // As the process ends there.
        }

        azure.Transport.StartAgain();

        Assert.That((await New().ReserveAsync([Private(2)], default))[0]?.Key.ProcoreId, Is.EqualTo(1L));
        Assert.That(await RowsAsync(), Has.Count.EqualTo(2).And.None.Contains("no-hex"));
    }

    [Test]
    public async Task Instances_that_start_at_once_agree_on_the_key()
    {
        await StoreFormerAsync("one");

        var holders = await Task.WhenAll(Enumerable.Range(2, 6).Select(id => New().ReserveAsync([Private(id)], default)));

        Assert.That(holders.Select(each => each[0]?.Key.ProcoreId), Is.All.EqualTo(1L));
    }

    public void Dispose() => azure?.Dispose();

    /// <summary>As rows were before they were sealed.</summary>
    private async Task StoreFormerAsync(string apart)
    {
        await reservations.ReserveAsync([Wish(1, TaxId), Wish(1, "name SUMMIT")], default);
        var table = azure.Service.GetTableClient("reservations");
        var rows = await table.QueryAsync<TableEntity>().ToListAsync();
        await table.UpdateEntityAsync(new TableEntity(rows[0].PartitionKey, rows.Single(row => row.GetString("What") == "name SUMMIT").RowKey) { ["Apart"] = apart }, Azure.ETag.All);
        await Save(1, LinkState.Linked, "operation-1");
    }

    private async Task<IReadOnlyList<string>> RowsAsync(TableStore? store = null) =>
        [.. (await (store ?? azure).Service.GetTableClient("reservations").QueryAsync<TableEntity>().ToListAsync()).Select(row => string.Join(' ', row.Where(column => column.Key is not ("odata.etag" or "Timestamp")).Select(column => $"{column.Key}={column.Value}")))];

    private Reservation Private(long id) => Wish(id, TaxId) with { IsPrivate = true };

    private TableReservations New() => new(azure.Service, azure.NewStore(), azure.Time);

    private async Task<Holder?> Reserve(long id) => (await reservations.ReserveAsync([Wish(id)], default))[0];

    private Reservation Wish(long id, string what = Number) => new(Key(id), what, $"Invoice {id}", $"operation-{id}", azure.Time.Now.AddMinutes(5));

    private static LinkKey Key(long id) => new("acme", EntityType.SubcontractorInvoice, id);

    private Task<Link?> Save(long id, LinkState state, string operation) => azure.Store.TrySaveAsync(
        new Link { Key = Key(id), State = state, OperationId = operation, Name = $"Invoice {id}", NetSuiteId = new NetSuiteId("4711") }, default);
}
