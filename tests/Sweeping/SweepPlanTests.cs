using NUnit.Framework;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Sweeping;
using ProcoreNetSuite.Requests;

namespace ProcoreNetSuite.Tests.Sweeping;

/// <summary>procore-api.md 6.7: what isn't closed and isn't in work is queued again, and nothing else, once.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SweepPlanTests
{
    private const long Id = 66, Hook = 51;

    private static readonly DateTimeOffset now = new(2026, 5, 20, 12, 5, 0, TimeSpan.Zero);

    private readonly SweepFinds finds = new();
    private readonly Dictionary<long, RequestMark> marks = [];
    private readonly Dictionary<long, DateOnly> begins = [];
    private DateTimeOffset firstAt = now.AddDays(-60);

    private static DateTimeOffset Ago(double hours) => now.AddHours(-hours);

    [TestCase(false, SweepReason.Discarded, Description = "link_vendor, sync_single_job and others have no request detail")]
    [TestCase(true, SweepReason.Discarded)]
    public void A_discarded_request_that_nobody_has_met_is_queued_again_at_once(bool isOpen, SweepReason reason)
    {
        Announce(discarded: true, triedAt: Ago(0.01));
        Open(isOpen, Ago(12));

        Assert.That(Again().Single().Reason, Is.EqualTo(reason));
    }

    [Test]
    public void A_discarded_request_that_was_routed_since_is_never_queued_again_however_long_Procore_lists_it()
    {
        Announce(discarded: true, triedAt: Ago(200));
        Mark(Ago(199), routed: true, times: 1);

        Assert.That(Again(), Is.Empty);
        Assert.That(Plan().InWork, Is.Zero, "it is done");
    }

    [Test]
    public void An_event_that_failed_once_and_came_through_is_no_failure()
    {
        Announce(discarded: false, triedAt: Ago(3), deliveredAt: Ago(3));
        Mark(Ago(3), routed: true);

        Assert.That(Again(), Is.Empty);
    }

    [TestCase(0.1, 0, Description = "Procore tries again within seconds at first")]
    [TestCase(0.5, 1, Description = "it pauses for up to an hour")]
    public void A_failing_delivery_is_not_waited_for_longer_than_a_quarter_of_an_hour(double hours, int again)
    {
        Announce(discarded: false, triedAt: Ago(hours));

        Assert.That(Again().Select(swept => swept.Reason), Is.EqualTo(Enumerable.Repeat(SweepReason.Failing, again)));
    }

    [TestCase(4, 0)]
    [TestCase(4.9, 0, Description = "a message waits up to four hours, and an hour is for those before it")]
    [TestCase(5.1, 1)]
    public void An_open_request_in_work_is_left_in_peace_as_long_as_any_work_may_take(double hours, int again)
    {
        Announce(discarded: false, triedAt: Ago(hours), deliveredAt: Ago(hours));
        Open(true, Ago(hours));
        Mark(Ago(hours), routed: true);

        Assert.That(LaterCopies.Longest, Is.LessThan(TimeSpan.FromHours(4.5)));
        Assert.That(Again().Select(swept => swept.Reason), Is.EqualTo(Enumerable.Repeat(SweepReason.StillOpen, again)));
        Assert.That(Plan().InWork, Is.EqualTo(1 - again));
    }

    [TestCase(1, 5.1, 1)]
    [TestCase(2, 9.9, 0)]
    [TestCase(2, 10.1, 1)]
    [TestCase(3, 23.9, 0)]
    [TestCase(5, 24.1, 1)]
    public void What_was_queued_again_in_vain_is_queued_more_and_more_seldom(int times, double hours, int again)
    {
        Open(true, Ago(300));
        Mark(Ago(hours), routed: true, times);

        Assert.That(Again().Select(swept => swept.Mark.Times), Is.EqualTo(Enumerable.Repeat(times + 1, again)));
    }

    [Test]
    public void In_the_end_it_needs_a_person()
    {
        Open(true, Ago(300));
        Mark(Ago(25), routed: true, times: 6);

        Assert.That(Again(), Is.Empty);
        Assert.That(Plan().GivenUp, Is.EqualTo(new[] { Id }));
    }

    [TestCase(0.2, 0, Description = "on its way")]
    [TestCase(0.3, 1)]
    [TestCase(30, 1, Description = "Procore calls it stale by then")]
    public void An_open_request_that_was_announced_to_nobody_is_found(double hours, int again)
    {
        Open(true, Ago(hours));

        Assert.That(Again().Select(swept => swept.Reason), Is.EqualTo(Enumerable.Repeat(SweepReason.StillOpen, again)));
    }

    [Test]
    public void An_open_request_whose_age_is_not_told_is_queued()
    {
        Open(true, null);

        Assert.That(Again(), Has.Count.EqualTo(1));
    }

    [TestCase(4.9, false, 0, Description = "a thousand events may stand before it in the queue")]
    [TestCase(5.1, false, 1)]
    [TestCase(4.9, true, 0)]
    [TestCase(5.1, true, 1)]
    public void An_event_that_was_taken_in_and_never_reached_the_router_is_lost(double hours, bool isOpen, int again)
    {
        Announce(discarded: false, triedAt: Ago(hours), deliveredAt: Ago(hours));
        Open(isOpen, Ago(hours));

        Assert.That(Again().Select(swept => swept.Reason), Is.EqualTo(Enumerable.Repeat(SweepReason.Lost, again)));
    }

    [Test]
    public void What_was_taken_in_before_the_first_sweep_is_not_taken_for_lost()
    {
        firstAt = Ago(20);
        Announce(discarded: false, triedAt: Ago(21), deliveredAt: Ago(21));

        Assert.That(Again(), Is.Empty);
    }

    [TestCase(24 * 13.9, 1)]
    [TestCase(24 * 14.1, 0)]
    public void A_lost_event_of_long_ago_is_history_unless_someone_still_waits(double hours, int again)
    {
        Announce(discarded: true, triedAt: Ago(hours));

        Assert.That(Again(), Has.Count.EqualTo(again));
        Open(true, Ago(hours));
        Assert.That(Again(), Has.Count.EqualTo(1));
    }

    [Test]
    public void Requests_are_queued_in_their_order()
    {
        foreach (var id in new long[] { 9, 7, 8 })
        {
            finds.Open[id] = Ago(1);
        }

        Assert.That(Again().Select(swept => swept.Mark.RequestId), Is.EqualTo(new[] { 7, 8, 9 }));
    }

    [Test]
    public void The_next_sweep_begins_with_the_first_delivery_that_needs_a_second_look()
    {
        Place(60, Ago(24 * 20));
        Assert.That(Plan().Begins, Is.Empty, "what was not read may lie before it");
        finds.ReadToTheEnd.Add(Hook);
        Place(null, Ago(24 * 9));
        Place(61, Ago(24 * 8));
        Place(62, Ago(24 * 7));
        Place(63, Ago(24 * 6));
        marks[61] = new(61, Ago(58), Ago(58));
        marks[63] = new(63, Ago(58), Ago(58));

        Assert.That(Plan().Begins[Hook], Is.EqualTo(SweepPlan.DayOf(Ago(24 * 7))), "62 was never routed");
        marks[62] = new(62, Ago(1), Ago(1));
        Assert.That(Plan().Begins[Hook], Is.EqualTo(SweepPlan.DayOf(Ago(48))), "all are done, and what comes up from then on isn't decided");
    }

    [Test]
    public void Where_the_sweeps_have_come_to_is_kept_while_a_list_is_not_read_to_its_end_and_what_has_no_time_keeps_nothing()
    {
        begins[Hook] = new DateOnly(2026, 5, 7);

        Assert.That(Plan().Begins[Hook], Is.EqualTo(new DateOnly(2026, 5, 7)));
        finds.ReadToTheEnd.Add(Hook);
        Place(61, null);
        Assert.That(Plan().Begins[Hook], Is.EqualTo(SweepPlan.DayOf(now.AddDays(-2))));
    }

    [TestCase(0, 5)]
    [TestCase(1, 5)]
    [TestCase(2, 10)]
    [TestCase(3, 24)]
    public void Work_is_left_in_peace_to_the_last_tick_and_no_longer(int times, double hours)
    {
        Open(true, Ago(300));
        Mark(Ago(hours).AddTicks(1), routed: true, times);
        Assert.That((Again().Count, Plan().InWork), Is.EqualTo((0, 1)));

        Mark(Ago(hours), routed: true, times);
        Assert.That((Again().Count, Plan().InWork), Is.EqualTo((1, 0)));
    }

    [TestCase(5, 1, 0)]
    [TestCase(6, 0, 1)]
    [TestCase(7, 0, 1)]
    public void Six_times_are_enough(int times, int again, int givenUp)
    {
        Open(true, Ago(300));
        Mark(Ago(25), routed: true, times);

        Assert.That((Again().Count, Plan().GivenUp.Count), Is.EqualTo((again, givenUp)));
    }

    [Test]
    public void A_delivery_is_underway_for_a_quarter_of_an_hour_and_looked_for_a_fortnight_to_the_tick()
    {
        Announce(discarded: false, triedAt: now.AddMinutes(-15).AddTicks(1));
        Assert.That((Again().Count, Plan().InWork), Is.EqualTo((0, 1)));

        Announce(discarded: false, triedAt: now.AddMinutes(-15));
        Assert.That(Again(), Has.Count.EqualTo(1));

        Announce(discarded: true, triedAt: now.AddDays(-14));
        Assert.That(Again(), Has.Count.EqualTo(1));

        Announce(discarded: true, triedAt: now.AddDays(-14).AddTicks(-1));
        Assert.That(Again(), Is.Empty);
    }

    [Test]
    public void What_was_taken_in_with_the_first_sweep_may_be_lost()
    {
        firstAt = Ago(21);
        Announce(discarded: false, triedAt: Ago(21), deliveredAt: firstAt);
        Assert.That(Again().Single().Reason, Is.EqualTo(SweepReason.Lost));

        Announce(discarded: false, triedAt: Ago(21), deliveredAt: firstAt.AddTicks(-1));
        Assert.That(Again(), Is.Empty);
    }

    [Test]
    public void A_request_that_Procore_delivered_again_since_is_in_work_again()
    {
        Announce(discarded: false, triedAt: Ago(1), deliveredAt: Ago(1));
        Open(true, Ago(300));
        Mark(Ago(30), routed: true);
        Assert.That((Again().Count, Plan().InWork), Is.EqualTo((0, 1)));

        Mark(Ago(0.5), routed: true, times: 2);
        Announce(discarded: false, triedAt: Ago(11), deliveredAt: Ago(11));
        Assert.That((Again().Count, Plan().InWork), Is.EqualTo((0, 1)), "or was queued since");
    }

    [TestCase(0.2, 0)]
    [TestCase(0.3, 1)]
    public void Where_no_delivery_was_tried_the_request_itself_says_since_when_it_waits(double hours, int again)
    {
        Announce(discarded: false, triedAt: null);
        Open(true, Ago(hours));

        Assert.That(Again(), Has.Count.EqualTo(again));
    }

    [Test]
    public void The_last_attempt_counts_before_the_day_that_the_request_was_opened()
    {
        Announce(discarded: false, triedAt: Ago(0.3));
        Open(true, Ago(0.1));

        Assert.That(Again(), Has.Count.EqualTo(1));
    }

    [Test]
    public void What_is_queued_again_keeps_who_asked_and_when_it_was_routed()
    {
        Announce(discarded: true, triedAt: Ago(40));
        Open(true, Ago(300));
        Mark(Ago(30), routed: true, times: 1);

        Assert.That(Again().Single(), Is.EqualTo(new SweptRequest(new RequestMark(Id, now, Ago(30), 2), SweepReason.StillOpen, 9)));
        marks.Clear();
        Assert.That(Again().Single(), Is.EqualTo(new SweptRequest(new RequestMark(Id, now, null, 1), SweepReason.Discarded, 9)));
    }

    [Test]
    public void A_delivery_is_decided_after_two_days_and_history_after_a_fortnight_to_the_tick()
    {
        finds.ReadToTheEnd.Add(Hook);
        Place(60, now.AddDays(-14).AddTicks(-1));
        Assert.That(Plan().Begins[Hook], Is.EqualTo(SweepPlan.DayOf(now.AddDays(-2))), "history");

        Place(61, now.AddDays(-14));
        Assert.That(Plan().Begins[Hook], Is.EqualTo(SweepPlan.DayOf(now.AddDays(-14))), "the second was never routed");
        marks[61] = new(61, now, null);
        Assert.That(Plan().Begins[Hook], Is.EqualTo(SweepPlan.DayOf(now.AddDays(-14))), "queued again is not routed");
        marks[61] = new(61, now, now);
        Assert.That(Plan().Begins[Hook], Is.EqualTo(SweepPlan.DayOf(now.AddDays(-2))));
    }

    [Test]
    public void Each_hook_has_a_place_of_its_own()
    {
        begins[Hook + 1] = new DateOnly(2026, 5, 7);
        finds.ReadToTheEnd.Add(Hook);
        Place(7, Ago(24 * 4));
        finds.Places.Add(new(Hook + 1, 41, Ago(24 * 5)));

        Assert.That(Plan().Begins, Is.EquivalentTo(new Dictionary<long, DateOnly> { [Hook] = SweepPlan.DayOf(Ago(24 * 4)), [Hook + 1] = new(2026, 5, 7) }));
        Assert.That(begins, Has.Count.EqualTo(1), "what was given stays as it is");
    }

    private void Announce(bool discarded, DateTimeOffset? triedAt, DateTimeOffset? deliveredAt = null) => finds.Announced[Id] = new(deliveredAt, triedAt, discarded, 9);

    private void Open(bool isOpen, DateTimeOffset? openedAt)
    {
        if (isOpen)
        {
            finds.Open[Id] = openedAt;
        }
    }

    private void Mark(DateTimeOffset at, bool routed, int times = 0) => marks[Id] = new(Id, at, routed ? at : null, times);

    private void Place(long? request, DateTimeOffset? at) => finds.Places.Add(new(Hook, request, at));

    private SweepPlan Plan() => SweepPlan.Make(finds, marks, begins, firstAt, now);

    private IReadOnlyList<SweptRequest> Again() => Plan().Again;
}
