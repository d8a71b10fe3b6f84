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
    public void Where_the_sweeps_have_come_to_is_kept_while_a_list_is_not_read_to_its_end_or_hides_a_time()
    {
        begins[Hook] = new DateOnly(2026, 5, 7);

        Assert.That(Plan().Begins[Hook], Is.EqualTo(new DateOnly(2026, 5, 7)));
        finds.ReadToTheEnd.Add(Hook);
        Place(61, null);
        Assert.That(Plan().Begins[Hook], Is.EqualTo(new DateOnly(2026, 5, 7)));
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
