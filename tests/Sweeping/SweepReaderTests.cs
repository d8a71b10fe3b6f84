using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Sweeping;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;
using ProcoreNetSuite.Tests.Links;

namespace ProcoreNetSuite.Tests.Sweeping;

/// <summary>What a sweep takes from Procore's lists.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SweepReaderTests
{
    private readonly RoomRig rig = new();
    private readonly SetTime time = new();
    private readonly List<HookDelivery> deliveries = [];
    private readonly List<RequestDetail> details = [];

    public SweepReaderTests()
    {
        rig.Procore.Setup(procore => procore.ListHooksAsync(It.IsAny<CancellationToken>())).ReturnsAsync([new(51, "https://app.example/api/procore/webhooks/acme?code=x")]);
        rig.Procore.Setup(procore => procore.ListHookDeliveriesAsync(51, It.IsAny<long>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((long _, long after, CancellationToken _) => deliveries.Where(one => one.Id > after).Take(2).ToList() is var rows
                ? new ListPage<HookDelivery>(rows, 0, rows.Count > 0) : throw new InvalidOperationException());
        rig.Procore.Setup(procore => procore.ListRequestDetailPageAsync(It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((int page, CancellationToken _) => new ListPage<RequestDetail>([.. details.Skip((page - 1) * 2).Take(2)], 0, details.Count > page * 2));
    }

    [TestCase("https://app.example/api/procore/webhooks/acme?code=x", true)]
    [TestCase("https://APP.example/API/procore/webhooks/ACME/", true)]
    [TestCase("https://gateway.example/netsuite/procore/webhooks/acme", true, Description = "something may stand before the app")]
    [TestCase("https://app.example/api/procore/webhooks/acme2", false)]
    [TestCase("https://app.example/api/procore/webhooks/other?x=/procore/webhooks/acme", false)]
    [TestCase("https://app.example/acme", false)]
    [TestCase("nowhere", false)]
    [TestCase(null, false)]
    public void A_hook_is_ours_if_it_leads_to_our_route(string? address, bool isOurs) =>
        Assert.That(SweepReader.IsOurs(new RegisteredHook(51, address), "acme"), Is.EqualTo(isOurs));

    [Test]
    public async Task All_attempts_of_all_events_of_a_request_are_taken_together()
    {
        Deliver(1, "retried", 66);
        Deliver(2, "retried", 67);
        Deliver(3, "discarded", 67);
        Deliver(4, "ok", 66);
        Deliver(5, "failed", 68);
        deliveries.Add(new(6, "ok", time.Now, Event: null));
        Deliver(7, "ok", 69, resource: "Projects");
        Deliver(8, "ok", 70, company: 7);

        var finds = await ReadAsync();

        Assert.That(finds.Announced.Select(pair => (pair.Key, pair.Value.DeliveredAt is not null, pair.Value.IsDiscarded)), Is.EqualTo(new[] { (66L, true, false), (67L, false, true), (68L, false, false) }));
        Assert.That(finds.Places.Select(place => place.RequestId), Is.EqualTo(new long?[] { 66, 67, 67, 66, 68, null, null, null }));
        Assert.That((finds.Unreadable, finds.Problems.Count), Is.EqualTo((1, 0)));
    }

    [TestCase(false, 4, Description = "procore-api.md 4.1: ascending ids are assumed")]
    [TestCase(false, 9)]
    [TestCase(true, 4)]
    [TestCase(true, 1)]
    [TestCase(true, 0)]
    public async Task All_deliveries_behind_the_settled_ones_are_read_whichever_come_first(bool newestFirst, int settled)
    {
        for (var id = 1; id <= 9; id++)
        {
            Deliver(id, "ok", 60 + id);
        }

        if (newestFirst)
        {
            rig.Procore.Setup(procore => procore.ListHookDeliveriesAsync(51, It.IsAny<long>(), It.IsAny<CancellationToken>()))
                .ReturnsAsync((long _, long after, CancellationToken _) => new ListPage<HookDelivery>(
                    [.. deliveries.AsEnumerable().Reverse().Where(one => after == 0 || one.Id < after).Take(2)], 0, HasNext: after != 1));
        }

        var finds = await ReadAsync(new SweepReport { At = time.Now, FirstAt = time.Now, Settled = new Dictionary<long, long> { [51] = settled } });

        Assert.That(finds.Places.Select(place => place.Id), Is.EqualTo(Enumerable.Range(settled + 1, 9 - settled)));
        Assert.That(finds.ReadToTheEnd, Is.EqualTo(new[] { 51 }));
    }

    [Test]
    public async Task Reading_begins_behind_what_is_settled()
    {
        Deliver(1, "discarded", 66);
        Deliver(2, "discarded", 67);

        var finds = await ReadAsync(new SweepReport { At = time.Now, FirstAt = time.Now, Settled = new Dictionary<long, long> { [51] = 1, [50] = 9 } });

        Assert.That(finds.Announced.Keys, Is.EqualTo(new[] { 67L }));
    }

    [Test]
    public async Task Open_details_are_taken_closed_ones_left_and_those_that_name_no_request_or_no_known_status_are_counted()
    {
        details.AddRange(
        [
            new(1, 66, Status: "success"), new(2, 67, Status: "in_progress", CreatedAt: time.Now), new(3, 68, Status: "stale"),
            new(4, 67, Status: "in_progress"), new(5, null, Status: "stale"), new(6, 69, Status: "resting"), new(7, null, Status: "failed"),
        ]);

        var finds = await ReadAsync();

        Assert.That(finds.Open, Is.EquivalentTo(new Dictionary<long, DateTimeOffset?> { [67] = time.Now, [68] = null }));
        Assert.That((finds.OpenDetails, finds.Unreadable, finds.NextPage), Is.EqualTo((4, 2, 1)));
    }

    [Test]
    public async Task A_list_that_can_not_be_read_is_told_and_the_other_is_read()
    {
        rig.Procore.Setup(procore => procore.ListHooksAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new RejectedException(new Problem("E903", "No right.")));
        details.Add(new(1, 66, Status: "stale"));

        var finds = await ReadAsync();

        Assert.That((finds.Problems.Single().Code, finds.Open.Count), Is.EqualTo(("E903", 1)));
    }

    [Test]
    public async Task What_was_read_of_the_deliveries_before_Procore_refused_the_rest_is_known()
    {
        Deliver(1, "ok", 66);
        Deliver(2, "ok", 67);
        rig.Procore.Setup(procore => procore.ListHookDeliveriesAsync(51, 2, It.IsAny<CancellationToken>())).ThrowsAsync(new ThrottledException(new Problem("E901", "Wait."), TimeSpan.FromMinutes(9)));

        var finds = await ReadAsync();

        Assert.That((finds.Announced.Count, finds.ReadToTheEnd.Count, finds.Problems.Single().Code), Is.EqualTo((2, 0, "E901")));
    }

    [Test]
    public async Task A_list_that_takes_too_long_goes_on_with_the_next_sweep()
    {
        details.AddRange(Enumerable.Range(1, 6).Select(id => new RequestDetail(id, id, Status: "stale")));
        rig.Procore.Setup(procore => procore.ListRequestDetailPageAsync(2, It.IsAny<CancellationToken>())).ReturnsAsync(() =>
        {
            time.Now += TimeSpan.FromMinutes(3);
            return new ListPage<RequestDetail>([.. details.Skip(2).Take(2)], 0, HasNext: true);
        });

        var first = await ReadAsync();
        var second = await ReadAsync(new SweepReport { At = time.Now, FirstAt = time.Now, NextPage = first.NextPage });

        Assert.That((first.NextPage, second.NextPage), Is.EqualTo((3, 1)));
        Assert.That(first.Open.Keys.Concat(second.Open.Keys), Is.EqualTo(new[] { 1, 2, 3, 4, 5, 6 }));
    }

    private Task<SweepFinds> ReadAsync(SweepReport? last = null) => new SweepReader(time).ReadAsync(rig.Connection, last, CancellationToken.None);

    private void Deliver(long id, string outcome, long request, string resource = "ERP Requests", long company = 4400123) =>
        deliveries.Add(new(id, outcome, time.Now, new ProcoreHook($"event-{id}", resource, "create", request, company, 9)));
}
