using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Links;

/// <content>What is parked, reported, listed and remembered.</content>
public sealed partial class TableLinkStoreTests
{
    [Test]
    public async Task Parking_keeps_the_state_of_a_claim_and_gives_an_unknown_record_a_row()
    {
        var claim = (await store.TrySaveAsync(New("m1"), default))!;
        var other = key with { ProcoreId = 8 };
        Problem[] problems = [new("E401", "Project 1 is not linked."), new("E402", "Acme is not linked.")];

        await store.ParkAsync([(key, null, problems), (other, "Invoice 8", problems)], azure.Time.Now, default);

        var parked = await store.FindManyAsync([key, other], default);
        Assert.That(parked[0], Is.EqualTo(claim with { Problems = problems, ParkedAt = azure.Time.Now, ETag = parked[0]!.ETag }).UsingPropertiesComparer());
        Assert.That(parked[1], Has.Property("State").EqualTo(LinkState.Open).And.Property("Name").EqualTo("Invoice 8"));
        Assert.That(parked[1]!.Problems, Is.EqualTo(problems));
    }

    [Test]
    public async Task Problems_too_long_for_a_row_are_cut_and_never_refused()
    {
        var problems = Enumerable.Range(0, 200).Select(line => new Problem("E411", $"Line {line} {new string('x', 900)}", new string('y', 900))).ToList();

        await store.ParkAsync([.. Enumerable.Range(0, 100).Select(id => (key with { ProcoreId = id }, (string?)null, (IReadOnlyList<Problem>)problems))], azure.Time.Now, default);

        var parked = (await store.FindAsync(key with { ProcoreId = 99 }, default))!;
        Assert.That(parked.Problems, Is.Not.Empty);
        Assert.That(parked.Problems[0].Message, Does.StartWith("Line 0 xxx").And.EndWith(" ..."));
    }

    [Test]
    public async Task A_reported_success_clears_the_problems_and_a_failure_keeps_them()
    {
        var other = key with { ProcoreId = 8 };
        await store.ParkAsync([(key, null, [new("E401", "x")]), (other, null, [new("E401", "x")])], azure.Time.Now, default);

        await store.MarkReportedAsync([(key, 70, true), (other, 80, false)], azure.Time.Now, default);
        await store.MarkReportedAsync([(key, 70, true), (other, 80, false)], azure.Time.Now, default);

        var told = await store.FindManyAsync([key, other], default);
        Assert.That(told[0], Has.Property("Problems").Empty.And.Property("ParkedAt").Null.And.Property("ReportedAt").EqualTo(azure.Time.Now));
        Assert.That(told[0]!.AnsweredDetails, Is.EqualTo([70L]));
        Assert.That(told[1], Has.Property("Problems").Count.EqualTo(1).And.Property("ParkedAt").EqualTo(azure.Time.Now));
    }

    [Test]
    public async Task Two_details_about_one_record_are_both_remembered_and_only_the_newest_fifty_stay()
    {
        await store.MarkReportedAsync([(key, 1, true), (key, 2, false), (key, null, true)], azure.Time.Now, default);
        var two = (await store.FindAsync(key, default))!.AnsweredDetails;
        foreach (var detail in Enumerable.Range(3, 60))
        {
            await store.MarkReportedAsync([(key, detail, true)], azure.Time.Now, default);
        }

        Assert.That(two, Is.EqualTo([1L, 2L]));
        Assert.That((await store.FindAsync(key, default))!.AnsweredDetails, Is.EqualTo(Enumerable.Range(13, 50)));
    }

    [Test]
    public async Task Two_hundred_and_fifty_records_are_reported_in_three_transactions_and_listed_over_all_pages()
    {
        azure.Transport.StartAgain();
        var keys = Enumerable.Range(1, 250).Select(id => key with { ProcoreId = id }).ToList();
        await store.MarkReportedAsync([.. keys.Select(one => (one, (long?)one.ProcoreId, true))], azure.Time.Now, default);
        var transactions = azure.Transport.Seen.Count(call => call.EndsWith("$batch", StringComparison.Ordinal));
        await store.LinkAsync(New("m1"), default);

        var listed = new List<Link>();
        await foreach (var link in store.ListAsync(key.ConnectionId, key.Entity, null, default))
        {
            listed.Add(link);
        }

        Assert.That(transactions, Is.EqualTo(3));
        Assert.That(listed.Select(link => link.Key), Is.EquivalentTo(keys));
    }

    [Test]
    public async Task A_claim_that_nobody_touched_becomes_a_pair_in_one_call()
    {
        var claim = (await store.TrySaveAsync(New("m1") with { Name = "Invoice 7" }, default))!;
        azure.Transport.StartAgain();

        var linked = await store.LinkAsync(claim, default);

        Assert.That(azure.Transport.Seen, Has.Count.EqualTo(1).And.All.EndsWith("$batch"));
        Assert.That(await store.FindAsync(key, default), Is.EqualTo(linked).UsingPropertiesComparer());
    }

    [Test]
    public async Task A_claim_that_was_reported_meanwhile_keeps_what_was_told()
    {
        var claim = (await store.TrySaveAsync(New("m1") with { Name = "Invoice 7" }, default))!;
        await store.MarkReportedAsync([(key, 70, false)], azure.Time.Now, default);

        var linked = await store.LinkAsync(claim, default);

        Assert.That(linked, Has.Property("State").EqualTo(LinkState.Linked).And.Property("ReportedAt").EqualTo(azure.Time.Now));
        Assert.That(linked.AnsweredDetails, Is.EqualTo([70L]));
    }

    [Test]
    public async Task Listing_streams_page_by_page()
    {
        foreach (var hundred in Enumerable.Range(1, 1_100).Chunk(100))
        {
            await store.MarkReportedAsync([.. hundred.Select(id => (key with { ProcoreId = id }, (long?)null, true))], azure.Time.Now, default);
        }

        azure.Transport.StartAgain();
        await using var links = store.ListAsync(key.ConnectionId, key.Entity, null, default).GetAsyncEnumerator();
        await links.MoveNextAsync();
        var callsForTheFirst = azure.Transport.Calls;
        var count = 1;
        while (await links.MoveNextAsync())
        {
            count++;
        }

        Assert.That(callsForTheFirst, Is.EqualTo(1));
        Assert.That(azure.Transport.Calls, Is.EqualTo(2));
        Assert.That(count, Is.EqualTo(1_100));
    }

    [Test]
    public async Task Pages_of_links_hold_each_link_once_and_cost_one_call_each()
    {
        var keys = Enumerable.Range(1, 25).Select(id => key with { ProcoreId = id }).ToList();
        await store.MarkReportedAsync([.. keys.Select(one => (one, (long?)null, true))], azure.Time.Now, default);
        azure.Transport.StartAgain();
        List<IReadOnlyList<Link>> pages = [await store.ListPageAsync(key.ConnectionId, key.Entity, 0, 10, default)];
        while (pages[^1].Count == 10)
        {
            pages.Add(await store.ListPageAsync(key.ConnectionId, key.Entity, pages[^1][^1].Key.ProcoreId, 10, default));
        }

        Assert.That(pages.Select(page => page.Count), Is.EqualTo([10, 10, 5]));
        Assert.That(pages.SelectMany(page => page).Select(link => link.Key), Is.EquivalentTo(keys));
        Assert.That(azure.Transport.Calls, Is.EqualTo(3));
    }

    [Test]
    public async Task Links_are_found_by_many_NetSuite_records_at_once()
    {
        await store.LinkAsync(New("m1"), default);
        await store.LinkAsync(New("m1") with { Key = key with { ProcoreId = 8 }, NetSuiteId = new("902") }, default);
        await store.UnlinkAsync((await store.FindAsync(key with { ProcoreId = 8 }, default))!, default);

        var found = await store.FindManyByNetSuiteIdAsync(key.ConnectionId, key.Entity, null, [bill, new("902"), new("903"), bill], default);

        Assert.That(found.ToDictionary(pair => pair.Key, pair => pair.Value.Key), Is.EqualTo(new Dictionary<NetSuiteId, LinkKey> { [bill] = key }));
    }

    [Test]
    public async Task History_is_kept_once_per_decision_newest_first()
    {
        var at = azure.Time.Now;
        await store.AppendHistoryAsync([Entry("m1", "unknown", at), Entry("m2", "adopted", at.AddMinutes(1))], default);
        await store.AppendHistoryAsync([Entry("m1", "unknown", at), Entry("m1", "refused", at.AddMinutes(2))], default);

        var history = await store.ListHistoryAsync(key, default);

        Assert.That(history, Is.EqualTo([Entry("m1", "refused", at.AddMinutes(2)), Entry("m2", "adopted", at.AddMinutes(1)), Entry("m1", "unknown", at)]));
        Assert.That(await store.ListHistoryAsync(key with { ProcoreId = 70 }, default), Is.Empty);
    }

    [TestCase(30_000, true)]
    [TestCase(30_001, false)]
    public async Task A_long_payload_is_kept_as_its_length_hash_and_beginning(int length, bool whole)
    {
        var text = new string('é', length);
        await store.AppendHistoryAsync([Entry("m1", "written", azure.Time.Now) with { Sent = text, Came = text }], default);

        var kept = (await store.ListHistoryAsync(key, default)).Single().Sent!;

        Assert.That(kept == text, Is.EqualTo(whole));
        Assert.That(kept, whole ? Has.Length.EqualTo(length) : Does.StartWith("Too long to keep: 30001 characters, SHA-256 ").And.EndWith("éé"));
    }
}
