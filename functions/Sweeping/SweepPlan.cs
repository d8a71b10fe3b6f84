using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Requests;

namespace ProcoreNetSuite.Functions.Sweeping;

/// <summary>A request that is queued again.</summary>
/// <param name="Mark">As it is written once the event is on its queue.</param>
public sealed record SweptRequest(RequestMark Mark, SweepReason Reason, long? UserId);

/// <summary>
/// Decides what is queued again. A request that was routed and has no open detail is done: Procore goes on listing its lost delivery, and that means nothing. One that
/// has a message on a queue is left in peace for as long as any work may take, then a few times more at growing intervals; what helps nobody by then needs a person.
/// </summary>
public sealed record SweepPlan(IReadOnlyList<SweptRequest> Again, int InWork, IReadOnlyList<long> GivenUp, IReadOnlyDictionary<long, DateOnly> Begins)
{
    /// <summary>Deliveries that are older are history: without an open detail nobody waits for them any more.</summary>
    public static readonly TimeSpan OldestDelivery = TimeSpan.FromDays(14);

    /// <summary>How long an event may be on its way from Procore to the router before anyone asks where it is.</summary>
    private static readonly TimeSpan Underway = TimeSpan.FromMinutes(15);

    /// <summary>Well over the 12 hours after which Procore has decided about every event (6.5).</summary>
    private static readonly TimeSpan Decided = TimeSpan.FromDays(2);

    /// <summary>Times a request is queued again: over four days in all.</summary>
    private const int MostTimes = 6;

    /// <param name="begins">Where this sweep began with each hook's deliveries.</param>
    /// <param name="firstAt">The first sweep of the connection.</param>
    public static SweepPlan Make(
        SweepFinds finds, IReadOnlyDictionary<long, RequestMark> marks, IReadOnlyDictionary<long, DateOnly> begins, DateTimeOffset firstAt, DateTimeOffset now)
    {
        var again = new List<SweptRequest>();
        var givenUp = new List<long>();
        var inWork = 0;
        foreach (var id in finds.RequestIds.Order())
        {
            var (mark, announced) = (marks.GetValueOrDefault(id), finds.Announced.GetValueOrDefault(id));
            if (!finds.Open.ContainsKey(id) && (mark?.RoutedAt is not null || IsHistory(announced!, firstAt, now)))
            {
                continue;
            }

            if (IsInWork(mark, announced, finds.Open.GetValueOrDefault(id), now))
            {
                inWork++;
            }
            else if (mark?.Times >= MostTimes)
            {
                givenUp.Add(id);
            }
            else
            {
                var times = (mark?.Times ?? 0) + 1;
                again.Add(new(new RequestMark(id, now, mark?.RoutedAt, times), ReasonOf(mark, announced), announced?.UserId));
            }
        }

        return new(again, inWork, givenUp, Begin(finds, marks, begins, now));
    }

    public static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>Older than any sweep looks back, or taken in before there was a sweep that could know what became of it.</summary>
    private static bool IsHistory(Announcement announced, DateTimeOffset firstAt, DateTimeOffset now) =>
        announced.TriedAt < now - OldestDelivery || announced.DeliveredAt < firstAt;

    private static bool IsInWork(RequestMark? mark, Announcement? announced, DateTimeOffset? openedAt, DateTimeOffset now)
    {
        // A delivered event is on our queue, even if the router has not come to it yet.
        var queuedAt = mark is not null && !(announced?.DeliveredAt > mark.At) ? mark.At : announced?.DeliveredAt;
        if (queuedAt is { } queued)
        {
            return now - queued < Patience(mark?.Times ?? 0);
        }

        return announced?.IsDiscarded != true && now - (announced?.TriedAt ?? openedAt) < Underway;
    }

    /// <summary>A message may wait as long as a wait lasts, and behind others; what was queued again in vain is queued more and more seldom.</summary>
    private static TimeSpan Patience(int times) => times switch
    {
        <= 1 => LaterCopies.Longest + TimeSpan.FromHours(1),
        2 => TimeSpan.FromHours(10),
        _ => TimeSpan.FromHours(24),
    };

    private static SweepReason ReasonOf(RequestMark? mark, Announcement? announced) => (mark, announced) switch
    {
        ({ RoutedAt: not null }, _) or (_, null) => SweepReason.StillOpen,
        (_, { DeliveredAt: not null }) => SweepReason.Lost,
        (_, { IsDiscarded: true }) => SweepReason.Discarded,
        _ => SweepReason.Failing,
    };

    /// <summary>The next sweep begins with the day of the first delivery that needs a second look: one that isn't decided yet, or is neither history nor routed.</summary>
    private static Dictionary<long, DateOnly> Begin(
        SweepFinds finds, IReadOnlyDictionary<long, RequestMark> marks, IReadOnlyDictionary<long, DateOnly> before, DateTimeOffset now)
    {
        var begins = new Dictionary<long, DateOnly>(before);
        foreach (var hook in finds.ReadToTheEnd)
        {
            // One without a time is seen again with the others of its days, and doesn't keep them all.
            var open = finds.Places.Where(place => place.HookId == hook && place.RaisedAt is not null && !(place.RaisedAt < now - Decided
                && (place.RequestId is not { } id || marks.GetValueOrDefault(id)?.RoutedAt is not null || place.RaisedAt < now - OldestDelivery)));
            begins[hook] = DayOf(open.Select(place => place.RaisedAt!.Value).Append(now - Decided).Min());
        }

        return begins;
    }
}
