using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Links;

/// <summary>connector-behaviour.md 13.6: the same server error to one record three times, each followed by a look-up that finds nothing.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExactlyOnceFailingTests
{
    private static readonly LinkKey otherKey = new("main", EntityType.SubcontractorInvoice, 8);

    private readonly Bench bench = new();

    [Test]
    public async Task Three_equal_failures_are_a_refusal_in_NetSuites_words_and_nothing_is_left_claimed()
    {
        List<SyncOutcome> outcomes = [.. await FailAsync("500 UNEXPECTED_ERROR Boom", "500 UNEXPECTED_ERROR Boom", "500 UNEXPECTED_ERROR Boom"), await bench.DeliverAsync("m1")];

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Waiting, SyncStatus.Waiting, SyncStatus.Waiting, SyncStatus.Rejected }));
        Assert.That(outcomes[^1].Problems.Single(), Has.Property("Code").EqualTo("E413")
            .And.Property("Message").EqualTo("NetSuite failed on Invoice 7 3 times with the same answer, and doesn't hold it.")
            .And.Property("Detail").EqualTo("500 UNEXPECTED_ERROR Boom"));
        Assert.That(bench.Posts, Is.EqualTo(3));
        Assert.That(bench.Link, Has.Property("State").EqualTo(LinkState.Open).And.Property("LeaseUntil").Null);
        Assert.That(bench.Store.Decisions, Is.EqualTo(new[] { "unknown", "refused-by-netsuite" }));
    }

    [Test]
    public async Task It_can_be_exported_again_and_fails_anew_only_after_three_more()
    {
        await FailAsync("500 Boom", "500 Boom", "500 Boom");
        await bench.DeliverAsync("m1");
        Assert.That(bench.Link!.Failure, Is.Null);

        var failed = await FailAsync("500 Boom");
        var written = await bench.DeliverAsync("m1");

        Assert.That((failed.Single().Status, written.Status), Is.EqualTo((SyncStatus.Waiting, SyncStatus.Done)));
        Assert.That(bench.Created, Has.Count.EqualTo(1));
    }

    [TestCase("500 A", "500 A", "500 B", Description = "other words")]
    [TestCase("500 A", null, "500 A", Description = "no answer between")]
    [TestCase(null, null, null, Description = "no answer at all")]
    public async Task Other_failures_are_no_refusal(string? one, string? two, string? three)
    {
        await FailAsync(one, two, three);

        var outcome = await bench.DeliverAsync("m1");

        Assert.That((outcome.Status, bench.Posts), Is.EqualTo((SyncStatus.Done, 4)));
    }

    [Test]
    public async Task One_that_arrived_after_all_is_linked_and_not_refused()
    {
        await FailAsync("500 Boom", "500 Boom");
        bench.LostAnswer = Failure("500 Boom");
        bench.NextArrivesAfter = TimeSpan.FromSeconds(30);
        await bench.DeliverAsync("m1");
        bench.Time.Now += TimeSpan.FromMinutes(1);

        var outcome = await bench.DeliverAsync("m1");

        Assert.That((outcome.Status, bench.Created.Count, bench.Posts), Is.EqualTo((SyncStatus.Done, 1, 3)));
    }

    [Test]
    public async Task While_others_fail_too_and_none_gets_through_it_waits_and_counts_anew()
    {
        for (var round = 0; round < 3; round++)
        {
            PutOther(LinkState.Unknown);
            await FailAsync("500 Boom", "500 Boom", "500 Boom");
        }

        var outcome = await bench.DeliverAsync("m1");

        Assert.That((outcome.Status, bench.Posts), Is.EqualTo((SyncStatus.Done, 10)), "sent once more, and taken");
    }

    [Test]
    public async Task One_that_others_overtook_between_its_failures_is_refused_though_another_fails_too()
    {
        bench.Store.Put(new Link { Key = otherKey with { ProcoreId = 9 }, State = LinkState.Linked, UpdatedAt = bench.Time.Now.AddSeconds(30), WrittenAt = bench.Time.Now.AddSeconds(30) });
        await FailAsync("500 Boom", "500 Boom", "500 Boom");
        PutOther(LinkState.Unknown);

        Assert.That((await bench.DeliverAsync("m1")).Status, Is.EqualTo(SyncStatus.Rejected));
    }

    [Test(Description = "nothing was sent, so nothing got through")]
    public async Task A_link_that_the_approver_chose_counts_as_no_write()
    {
        await bench.Once.WriteAsync(bench.Write("m1", null) with { LinksTo = (new("901"), "as chosen") }, CancellationToken.None);

        Assert.That((bench.Link!.State, bench.Link.WrittenAt), Is.EqualTo((LinkState.Linked, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task Others_that_arrived_just_as_NetSuite_went_down_prove_nothing()
    {
        bench.Store.Put(new Link { Key = otherKey with { ProcoreId = 9 }, State = LinkState.Linked, UpdatedAt = bench.Time.Now.AddSeconds(5), WrittenAt = bench.Time.Now.AddSeconds(5) });
        await FailAsync("500 Boom", "500 Boom", "500 Boom");
        PutOther(LinkState.Unknown);

        Assert.That((await bench.DeliverAsync("m1")).Status, Is.EqualTo(SyncStatus.Done), "sent once more");
    }

    [Test(Description = "the first of them after an outage may be on its way")]
    public async Task While_another_is_being_written_it_is_not_refused()
    {
        await FailAsync("500 Boom", "500 Boom", "500 Boom");
        PutOther(LinkState.Writing);

        Assert.That((await bench.DeliverAsync("m1")).Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task When_others_get_through_only_since_its_last_failure_it_is_sent_once_more()
    {
        await FailAsync("500 Boom", "500 Boom", "500 Boom");
        PutOther(LinkState.Linked);

        Assert.That((await bench.DeliverAsync("m1")).Status, Is.EqualTo(SyncStatus.Done));
    }

    [TestCase(15, SyncStatus.Done, Description = "of the same batch: on its way when NetSuite went down")]
    [TestCase(16, SyncStatus.Rejected)]
    [TestCase(120, SyncStatus.Rejected, Description = "at the moment of the last failure")]
    [TestCase(121, SyncStatus.Done, Description = "only since then")]
    public async Task Whether_others_got_through_between_is_told_by_the_second(int seconds, SyncStatus status)
    {
        var start = bench.Time.Now;
        await FailAsync("500 Boom", "500 Boom", "500 Boom");
        bench.Store.Put(new Link { Key = otherKey with { ProcoreId = 9 }, State = LinkState.Linked, UpdatedAt = start.AddSeconds(seconds), WrittenAt = start.AddSeconds(seconds) });
        PutOther(LinkState.Unknown);

        Assert.That((await bench.DeliverAsync("m1")).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Its_own_failures_do_not_speak_for_an_outage_and_neither_does_what_ended()
    {
        await FailAsync("500 Boom", "500 Boom", "500 Boom");
        bench.Store.Put(bench.Link! with { UpdatedAt = bench.Time.Now });
        PutOther(LinkState.Open);

        Assert.That((await bench.DeliverAsync("m1")).Status, Is.EqualTo(SyncStatus.Rejected));
    }

    [TestCase(LinkState.Unknown)]
    [TestCase(LinkState.Writing)]
    [TestCase(LinkState.Linked)]
    public async Task Two_others_say_the_same_as_one(LinkState state)
    {
        await FailAsync("500 Boom", "500 Boom", "500 Boom");
        PutOther(state);
        bench.Store.Put(bench.Store[otherKey]! with { Key = otherKey with { ProcoreId = 9 } });

        Assert.That((await bench.DeliverAsync("m1")).Status, Is.EqualTo(SyncStatus.Done), "sent once more");
    }

    [Test]
    public async Task The_last_words_are_shown_where_they_differ_each_time()
    {
        foreach (var number in Enumerable.Range(1, 3))
        {
            bench.NextAnswer = new UnknownOutcomeException(new Problem("E414", "No answer.", $"Boom. Error ID: {number}")) { Answer = "500 Boom" };
            await bench.DeliverAsync("m1");
            bench.Time.Now += TimeSpan.FromMinutes(1);
        }

        Assert.That((await bench.DeliverAsync("m1")).Problems.Single().Detail, Is.EqualTo("Boom. Error ID: 3"));
    }

    [Test]
    public async Task Without_words_its_answer_is_shown_and_what_to_do_is_said()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            bench.NextAnswer = new UnknownOutcomeException(new Problem("E414", "No answer.")) { Answer = "500 Boom" };
            await bench.DeliverAsync("m1");
            bench.Time.Now += TimeSpan.FromMinutes(1);
        }

        Assert.That((await bench.DeliverAsync("m1")).Problems.Single(), Has.Property("Detail").EqualTo("500 Boom").And.Property("OtherRemedy").Contains("NetSuite administrator"));
    }

    private void PutOther(LinkState state) => bench.Store.Put(new Link { Key = otherKey, State = state, UpdatedAt = bench.Time.Now, WrittenAt = state is LinkState.Linked ? bench.Time.Now : null });

    /// <summary>Each a minute after the one before, so that the look-up means something.</summary>
    private async Task<IReadOnlyList<SyncOutcome>> FailAsync(params string?[] answers)
    {
        List<SyncOutcome> outcomes = [];
        foreach (var answer in answers)
        {
            bench.NextAnswer = Failure(answer);
            outcomes.Add(await bench.DeliverAsync("m1"));
            bench.Time.Now += TimeSpan.FromMinutes(1);
        }

        return outcomes;
    }

    private static UnknownOutcomeException Failure(string? answer) => new(new Problem("E414", "No answer.", answer)) { Answer = answer };
}
