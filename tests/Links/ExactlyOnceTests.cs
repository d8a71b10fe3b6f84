using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Telemetry;
using static ProcoreNetSuite.Telemetry.TelemetryNames;

namespace ProcoreNetSuite.Tests.Links;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class ExactlyOnceTests
{
    private static readonly NetSuiteId first = new("901");

    private readonly Bench bench = new();

    [Test]
    public async Task A_new_invoice_is_claimed_written_and_linked()
    {
        Link? duringWrite = null;
        var write = bench.Write("m1", null);

        var outcome = await bench.Once.WriteAsync(
            write with
            {
                Write = token =>
                {
                    duringWrite = bench.Link;
                    return write.Write(token);
                }
            },
            CancellationToken.None);

        Assert.That(outcome, Has.Property("Status").EqualTo(SyncStatus.Done).And.Property("NetSuiteId").EqualTo(first));
        Assert.That(duringWrite, Has.Property("State").EqualTo(LinkState.Writing).And.Property("LeaseUntil").EqualTo(write.LeaseUntil));
        Assert.That(bench.Link, Has.Property("State").EqualTo(LinkState.Linked).And.Property("NetSuiteId").EqualTo(first)
            .And.Property("ExternalId").EqualTo(Bench.ExternalId).And.Property("Amount").EqualTo(9_500.00m)
            .And.Property("OperationId").EqualTo("m1").And.Property("LeaseUntil").Null.And.Property("WrittenAt").EqualTo(bench.Time.Now));
        Assert.That(bench.Store.History.Single(), Has.Property("Decision").EqualTo("written").And.Property("Who").EqualTo("55")
            .And.Property("Sent").EqualTo("""{"content":"9,500.00"}""").And.Property("Came").EqualTo("NetSuite record 901"));
    }

    [Test]
    public async Task A_claim_that_another_message_was_faster_with_waits_and_sends_nothing()
    {
        var late = bench.Write("m2", seen: null);
        await bench.DeliverAsync("m1");

        var outcome = await bench.Once.WriteAsync(late, CancellationToken.None);

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Waiting));
        Assert.That(outcome.Problems.Single().Code, Is.EqualTo("E414"));
        Assert.That(bench.Posts, Is.EqualTo(1));
    }

    [Test]
    public async Task While_another_message_is_writing_its_lease_is_waited_for()
    {
        await ClaimAsync("m1", lease: TimeSpan.FromMinutes(5));
        bench.Time.Now += TimeSpan.FromMinutes(2);

        var outcome = await bench.DeliverAsync("m2");

        Assert.That(outcome, Has.Property("Status").EqualTo(SyncStatus.Waiting).And.Property("Delay").EqualTo(TimeSpan.FromMinutes(3)));
        Assert.That(bench.Posts, Is.Zero);
    }

    [TestCase("m1", Description = "the message delivered again")]
    [TestCase("m2", Description = "another message")]
    public async Task After_an_expired_lease_NetSuite_is_looked_at_before_anything_is_sent(string operation)
    {
        await ClaimAsync("m1", TimeSpan.FromMinutes(5));
        bench.Created.Add((first, "9,500.00"));
        bench.Time.Now += TimeSpan.FromMinutes(5);

        var outcome = await bench.DeliverAsync(operation);

        Assert.That(outcome, Has.Property("Status").EqualTo(SyncStatus.Done).And.Property("NetSuiteId").EqualTo(first));
        Assert.That(bench.Posts, Is.Zero);
        Assert.That(bench.Link!.State, Is.EqualTo(LinkState.Linked));
        Assert.That(bench.Store.History.Single().Decision, Is.EqualTo("adopted"));
    }

    [Test]
    public async Task After_an_expired_lease_of_which_nothing_arrived_the_invoice_is_sent()
    {
        await ClaimAsync("m1", TimeSpan.FromMinutes(5));
        bench.Time.Now += TimeSpan.FromMinutes(5);

        var outcome = await bench.DeliverAsync("m2");

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
        Assert.That(bench.Posts, Is.EqualTo(1));
    }

    [Test]
    public async Task The_same_message_delivered_again_at_once_adopts_what_arrived_and_waits_for_what_may_still_arrive()
    {
        bench.RefusesDuplicates = false;
        bench.LostAnswer = new OperationCanceledException();
        bench.NextArrivesAfter = TimeSpan.FromSeconds(20);
        Assert.That(async () => await bench.DeliverAsync("m1"), Throws.InstanceOf<OperationCanceledException>());

        var early = await bench.DeliverAsync("m1");
        bench.Time.Now += TimeSpan.FromSeconds(20);
        var late = await bench.DeliverAsync("m1");

        Assert.That(early, Has.Property("Status").EqualTo(SyncStatus.Waiting).And.Property("Delay").EqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(late.Status, Is.EqualTo(SyncStatus.Done));
        Assert.That(bench.Created, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_write_is_not_begun_when_the_lease_is_nearly_over()
    {
        var outcome = await bench.DeliverAsync("m1", lease: TimeSpan.FromSeconds(29));

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Waiting));
        Assert.That(bench.Posts, Is.Zero);
        Assert.That(bench.Link, Is.Null);
    }

    [TestCase(20, true, Description = "NetSuite kept it")]
    [TestCase(null, false, Description = "NetSuite never got it")]
    public async Task An_unknown_answer_is_looked_up_after_a_minute_and_only_then_sent_again(int? arrivesAfter, bool adopted)
    {
        bench.RefusesDuplicates = false;
        bench.NextArrivesAfter = arrivesAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromDays(1000);

        var unknown = await bench.DeliverAsync("m1");
        var stateThen = bench.Link!.State;
        var tooEarly = await bench.DeliverAsync("m2");
        bench.Time.Now += TimeSpan.FromMinutes(1);
        var known = await bench.DeliverAsync("m3");

        Assert.That(unknown, Has.Property("Status").EqualTo(SyncStatus.Waiting).And.Property("Delay").EqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(stateThen, Is.EqualTo(LinkState.Unknown));
        Assert.That(tooEarly, Has.Property("Status").EqualTo(SyncStatus.Waiting).And.Property("Delay").EqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(known, Has.Property("Status").EqualTo(SyncStatus.Done).And.Property("NetSuiteId").EqualTo(first));
        Assert.That(bench.Posts, Is.EqualTo(adopted ? 1 : 2));
        Assert.That(bench.Created, Has.Count.EqualTo(1));
        Assert.That(bench.Store.History.Select(entry => entry.Decision), Is.EqualTo(["unknown", adopted ? "adopted" : "written"]));
    }

    [Test]
    public async Task A_duplicate_that_is_ours_is_adopted()
    {
        bench.Created.Add((first, "9,500.00"));

        var outcome = await bench.DeliverAsync("m1");

        Assert.That(outcome, Has.Property("Status").EqualTo(SyncStatus.Done).And.Property("NetSuiteId").EqualTo(first));
        Assert.That(bench.Link!.NetSuiteId, Is.EqualTo(first));
    }

    [Test]
    public async Task A_duplicate_with_another_total_is_not_adopted_and_the_difference_is_named()
    {
        bench.Created.Add((first, "9,499.99"));

        var outcome = await bench.DeliverAsync("m1");

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Rejected));
        Assert.That(outcome.Problems.Single().Message, Is.EqualTo("NetSuite holds 9,499.99, not 9,500.00."));
        Assert.That(bench.Link, Has.Property("State").EqualTo(LinkState.Open).And.Property("NetSuiteId").Null);
        Assert.That(bench.Store.History.Single().Decision, Is.EqualTo("not-adopted"));
    }

    [Test]
    public async Task A_duplicate_that_is_not_found_is_a_refusal()
    {
        bench.NextAnswer = new RejectedException(new Problem("E413", "This name is taken."), 400) { IsDuplicate = true };

        var outcome = await bench.DeliverAsync("m1");

        Assert.That(outcome.Problems.Single().Message, Is.EqualTo("This name is taken."));
        Assert.That(bench.Link!.State, Is.EqualTo(LinkState.Open));
    }

    [Test]
    public async Task A_refusal_gives_the_claim_back_so_that_a_corrected_invoice_goes_out_at_once()
    {
        bench.NextAnswer = new RejectedException(new Problem("E413", "Item 12 is inactive."), 400);

        var refused = await bench.DeliverAsync("m1");
        var stateThen = bench.Link!.State;
        var corrected = await bench.DeliverAsync("m2", "9,600.00");

        Assert.That(refused, Has.Property("Status").EqualTo(SyncStatus.Rejected));
        Assert.That(stateThen, Is.EqualTo(LinkState.Open));
        Assert.That(corrected.Status, Is.EqualTo(SyncStatus.Done));
        Assert.That(bench.Store.History.Select(entry => entry.Decision), Is.EqualTo(["refused-by-netsuite", "written"]));
    }

    [Test]
    public async Task A_throttled_write_gives_the_claim_back_and_says_when_to_come_back()
    {
        bench.NextAnswer = new ThrottledException(new Problem("E901", "Too many at once."), TimeSpan.FromSeconds(17));

        var outcome = await bench.DeliverAsync("m1");

        Assert.That(outcome, Has.Property("Status").EqualTo(SyncStatus.Waiting).And.Property("Delay").EqualTo(TimeSpan.FromSeconds(17)));
        Assert.That(bench.Link!.State, Is.EqualTo(LinkState.Open));
        Assert.That((await bench.DeliverAsync("m2")).Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task A_NetSuite_that_was_never_reached_gives_the_claim_back()
    {
        bench.NextAnswer = new UnavailableException(new Problem("E902", "NetSuite is down."));

        var outcome = await bench.DeliverAsync("m1");

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Waiting));
        Assert.That(bench.Link!.State, Is.EqualTo(LinkState.Open));
    }

    [Test]
    public async Task When_the_look_up_fails_the_unfinished_claim_stays_unfinished()
    {
        await ClaimAsync("m1", TimeSpan.FromMinutes(5));
        bench.Time.Now += TimeSpan.FromMinutes(5);
        var write = bench.Write("m2", bench.Link) with
        {
            Find = _ => throw new UnavailableException(new Problem("E902", "NetSuite is down.")),
        };

        var outcome = await bench.Once.WriteAsync(write, CancellationToken.None);

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Waiting));
        Assert.That(bench.Link, Has.Property("State").EqualTo(LinkState.Writing).And.Property("OperationId").EqualTo("m1"));
        Assert.That(bench.Posts, Is.Zero);
    }

    [Test]
    public async Task A_NetSuite_record_that_belongs_to_another_invoice_is_refused_by_name()
    {
        bench.Created.Add((first, "9,500.00"));
        var other = new Link { Key = Bench.Key with { ProcoreId = 8 }, State = LinkState.Open, NetSuiteId = first, Name = "Invoice 8" };
        await bench.Store.LinkAsync(other, CancellationToken.None);

        var outcome = await bench.DeliverAsync("m1");

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Rejected));
        Assert.That(outcome.Problems.Single().Code, Is.EqualTo("E409"));
        Assert.That(bench.Link!.State, Is.EqualTo(LinkState.Open));
        Assert.That(bench.Store.Decisions.Last(), Is.EqualTo("conflict"));
    }

    [Test]
    public async Task A_look_up_that_NetSuite_refuses_ends_the_work_and_leaves_the_claim_unfinished()
    {
        await ClaimAsync("m1", TimeSpan.FromMinutes(5));
        bench.Time.Now += TimeSpan.FromMinutes(5);
        var refusal = new Problem("E903", "The role lacks a permission.");

        var outcome = await bench.Once.WriteAsync(bench.Write("m2", bench.Link) with { Find = _ => throw new RejectedException(refusal, 403) }, CancellationToken.None);

        Assert.That((outcome.Status, outcome.Problems.Single()), Is.EqualTo((SyncStatus.Rejected, refusal)));
        Assert.That(bench.Link, Has.Property("State").EqualTo(LinkState.Writing).And.Property("OperationId").EqualTo("m1"));
        Assert.That(bench.Posts, Is.Zero);
    }

    [Test]
    public async Task A_write_is_begun_up_to_half_a_minute_before_the_lease_ends([Values(29, 30)] int seconds)
    {
        var outcome = await bench.DeliverAsync("m1", lease: TimeSpan.FromSeconds(seconds));

        Assert.That((outcome.Status, bench.Posts), Is.EqualTo(seconds == 30 ? (SyncStatus.Done, 1) : (SyncStatus.Waiting, 0)));
        if (seconds < 30)
        {
            Assert.That((outcome.Delay, outcome.Problems.Single().Code), Is.EqualTo(((TimeSpan?)TimeSpan.FromSeconds(5), "E902")));
            Assert.That(outcome.Problems[0].Message, Does.Contain("Invoice 7"));
        }
    }

    [Test]
    public async Task Whoever_comes_second_waits_a_moment_and_says_for_what()
    {
        var late = bench.Write("m2", seen: null);
        await bench.DeliverAsync("m1");

        var outcome = await bench.Once.WriteAsync(late, CancellationToken.None);

        Assert.That((outcome.Delay, outcome.Problems.Single().Message.Contains("Invoice 7", StringComparison.Ordinal)), Is.EqualTo(((TimeSpan?)TimeSpan.FromSeconds(5), true)));
    }

    [Test]
    public async Task A_lease_that_ends_this_moment_is_over([Values] bool isOver)
    {
        await ClaimAsync("m1", TimeSpan.FromMinutes(5));
        bench.Time.Now += TimeSpan.FromMinutes(5) - (isOver ? TimeSpan.Zero : TimeSpan.FromTicks(1));

        Assert.That((await bench.DeliverAsync("m2")).Status, Is.EqualTo(isOver ? SyncStatus.Done : SyncStatus.Waiting));
    }

    [Test]
    public async Task While_it_is_not_known_whether_NetSuite_kept_it_that_is_said_with_NetSuites_words()
    {
        bench.LostAnswer = new UnknownOutcomeException(new Problem("E414", "No answer.", "Boom.")) { Answer = "500 Boom" };
        bench.NextArrivesAfter = TimeSpan.FromDays(1);
        await bench.DeliverAsync("m1");

        var problem = (await bench.DeliverAsync("m1")).Problems.Single();

        Assert.That((problem.Code, problem.Detail), Is.EqualTo(("E414", "Boom.")));
        Assert.That(problem.Message, Does.Contain("Invoice 7"));
    }

    [Test(Description = "an answer that comes with words proves nothing about the record, as none at all")]
    public async Task An_outage_that_NetSuite_itself_tells_of_leaves_the_outcome_unknown()
    {
        bench.NextAnswer = new UnavailableException(new Problem("E902", "NetSuite is down.", "Maintenance.")) { Answer = "503 Maintenance" };

        var outcome = await bench.DeliverAsync("m1");

        Assert.That((outcome.Status, outcome.Delay, outcome.Problems.Single().Code), Is.EqualTo((SyncStatus.Waiting, (TimeSpan?)TimeSpan.FromMinutes(1), "E902")));
        Assert.That((bench.Link!.State, bench.Link.Failure?.Answer, bench.Link.Failure?.Words), Is.EqualTo((LinkState.Unknown, "503 Maintenance", "Maintenance.")));
        Assert.That(bench.Store.History.Single(), Has.Property("Decision").EqualTo("unknown").And.Property("Came").Contains("NetSuite is down."));
    }

    [Test]
    public async Task What_is_linked_by_the_approvers_hand_says_so_in_its_history_and_nothing_was_sent()
    {
        await bench.Once.WriteAsync(bench.Write("m1", null) with { LinksTo = (first, "As the approver chose"), Write = _ => Task.FromResult(first) }, CancellationToken.None);

        Assert.That(bench.Store.History.Single(), Has.Property("Decision").EqualTo("linked").And.Property("Sent").Null.And.Property("Came").Contains("As the approver chose"));
        Assert.That(bench.Link!.WrittenAt, Is.Null);
    }

    [Test(Description = "a bill of ours is there although another one was chosen")]
    public async Task What_is_adopted_instead_of_the_chosen_record_says_what_it_is()
    {
        await bench.Once.WriteAsync(bench.Write("m1", null) with { LinksTo = (new("555"), "As the approver chose"), Write = _ => Task.FromResult(first) }, CancellationToken.None);

        Assert.That(bench.Store.History.Single(), Has.Property("Decision").EqualTo("written").And.Property("Came").EqualTo("NetSuite record 901"));
    }

    [TestCase(null, "written")]
    [TestCase(20, "adopted")]
    public async Task Unknown_outcomes_and_duplicates_that_were_prevented_are_counted(int? arrivesAfter, string end)
    {
        using var metrics = new KeptMetrics();
        bench.NextArrivesAfter = arrivesAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromDays(1000);

        await bench.DeliverAsync("m1");
        Assert.That((metrics.Sum(Metrics.Unknown), metrics.Sum(Metrics.UnknownEnded)), Is.EqualTo((1, 0)));
        bench.Time.Now += TimeSpan.FromMinutes(1);
        await bench.DeliverAsync("m1");

        Assert.That((metrics.Sum(Metrics.UnknownEnded), metrics.Sum(Metrics.UnknownEnded, $"outcome={end}")), Is.EqualTo((1, 1)));
        Assert.That(metrics.Sum(Metrics.Duplicates, "reason=adopted"), Is.EqualTo(arrivesAfter is null ? 0 : 1));
        await bench.DeliverAsync("m1");
        await bench.DeliverAsync("m2");
        Assert.That(metrics.Sum(Metrics.Duplicates, "reason=linked"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_claim_of_which_nothing_is_unknown_ends_no_unknown_outcome()
    {
        using var metrics = new KeptMetrics();
        await ClaimAsync("m1", TimeSpan.FromMinutes(5));
        bench.Created.Add((first, "9,500.00"));
        bench.Time.Now += TimeSpan.FromMinutes(5);

        await bench.DeliverAsync("m2");

        Assert.That((metrics.Sum(Metrics.Duplicates, "reason=adopted"), metrics.Sum(Metrics.UnknownEnded)), Is.EqualTo((1, 0)));
    }

    private Task<Link?> ClaimAsync(string operation, TimeSpan lease) => bench.Store.TrySaveAsync(
        new Link { Key = Bench.Key, State = LinkState.Writing, OperationId = operation, LeaseUntil = bench.Time.Now + lease },
        CancellationToken.None);
}
