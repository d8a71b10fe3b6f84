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
        rig.Procore.Setup(procore => procore.ListHookDeliveriesAsync(51, It.IsAny<DateOnly>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((long _, DateOnly from, int page, CancellationToken _) => deliveries.Where(one => SweepPlan.DayOf(one.RaisedAt ?? time.Now) >= from).ToList() is var rows
                ? new ListPage<HookDelivery>([.. rows.Skip((page - 1) * 2).Take(2)], 0, rows.Count > page * 2) : throw new InvalidOperationException());
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
    public async Task All_events_of_a_request_are_taken_together()
    {
        Deliver(1, "retrying", 66);
        Deliver(2, "retrying", 67);
        Deliver(3, "discarded", 67);
        Deliver(4, "delivered", 66);
        Deliver(5, "failed", 68);
        deliveries.Add(new("6", "delivered", time.Now, time.Now, Event: null));
        Deliver(7, "delivered", 69, resource: "Projects");
        Deliver(8, "succeeded", 70, company: 7);

        var finds = await ReadAsync();

        Assert.That(finds.Announced.Select(pair => (pair.Key, pair.Value.DeliveredAt is not null, pair.Value.IsDiscarded)), Is.EqualTo(new[] { (66L, true, false), (67L, false, true), (68L, false, false) }));
        Assert.That(finds.Places.Select(place => place.RequestId), Is.EqualTo(new long?[] { 66, 67, 67, 66, 68, null, null, null }));
        Assert.That((finds.Unreadable, finds.Problems.Count), Is.EqualTo((1, 0)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task All_deliveries_are_read_whichever_come_first_and_one_that_is_seen_twice_counts_once(bool newestFirst)
    {
        for (var id = 1; id <= 9; id++)
        {
            Deliver(id, "delivered", 60 + id, raised: time.Now.AddMinutes(id));
        }

        if (newestFirst)
        {
            deliveries.Reverse();
        }

        deliveries.Insert(4, deliveries[3]);
        var finds = await ReadAsync();

        Assert.That(finds.Places.Select(place => place.RequestId), Is.EqualTo(Enumerable.Range(61, 9)));
        Assert.That(finds.ReadToTheEnd, Is.EqualTo(new[] { 51 }));
    }

    [Test]
    public async Task Reading_begins_a_day_before_the_first_that_is_open_and_without_a_sweep_before_it_two_weeks_back()
    {
        Deliver(1, "discarded", 66, raised: time.Now.AddDays(-16));
        Deliver(2, "discarded", 67, raised: time.Now.AddDays(-13));
        Deliver(3, "discarded", 68, raised: time.Now.AddDays(-4));
        Deliver(4, "discarded", 69, raised: time.Now.AddDays(-3));

        var (first, later) = (await ReadAsync(), await ReadAsync(new SweepReport { At = time.Now, FirstAt = time.Now, Begins = new Dictionary<long, DateOnly> { [51] = SweepPlan.DayOf(time.Now).AddDays(-2), [50] = default } }));

        Assert.That((first.Announced.Keys.Order(), later.Announced.Keys.Order()), Is.EqualTo((new[] { 67L, 68, 69 }, new[] { 69L })));
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
        Deliver(1, "delivered", 66);
        Deliver(2, "delivered", 67);
        Deliver(3, "delivered", 68);
        rig.Procore.Setup(procore => procore.ListHookDeliveriesAsync(51, It.IsAny<DateOnly>(), 2, It.IsAny<CancellationToken>())).ThrowsAsync(new ThrottledException(new Problem("E901", "Wait."), TimeSpan.FromMinutes(9)));

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

    private void Deliver(long id, string status, long request, string resource = "ERP Requests", long company = 4400123, DateTimeOffset? raised = null) =>
        deliveries.Add(new($"{id}", status, raised ?? time.Now, raised ?? time.Now, new ProcoreHook($"event-{id}", resource, "create", request, company, 9)));
}
