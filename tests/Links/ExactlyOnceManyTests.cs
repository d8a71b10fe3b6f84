using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Links;

/// <summary>A batch of three bills: what is stored together, and what each of them does when another one goes its own way.</summary>
public sealed class ExactlyOnceManyTests
{
    private readonly SetTime time = new();
    private readonly Effects effects = new();
    private readonly Dictionary<long, Exception> answers = [];
    private readonly Dictionary<long, NetSuiteId> given = [];
    private readonly List<(NetSuiteId Id, long ProcoreId)> created = [];
    private MemoryLinkStore store = null!;

    [SetUp]
    public void Start()
    {
        effects.StartAgain();
        answers.Clear();
        given.Clear();
        created.Clear();
        store = new MemoryLinkStore(effects);
    }

    [Test]
    public async Task Three_bills_cost_one_claim_one_entry_and_one_link_between_them()
    {
        var outcomes = await DeliverAsync("m1");

        Assert.That(outcomes.Select(outcome => outcome.NetSuiteId!.Value.Value), Is.EqualTo(new[] { "901", "902", "903" }));
        Assert.That(effects.Count, Is.EqualTo(1 + 1 + 3 + 1 + 1), "read, claim, three bills, history, link");
        Assert.That(store.Decisions, Is.EqualTo(new[] { "written", "written", "written" }));
    }

    [Test]
    public async Task Each_ends_as_its_own_answer_says()
    {
        answers[7] = new RejectedException(new Problem("E413", "Item 12 is inactive."), 400);
        answers[8] = new UnknownOutcomeException(new Problem("E414", "No answer."));

        var outcomes = await DeliverAsync("m1");

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Rejected, SyncStatus.Waiting, SyncStatus.Done }));
        Assert.That(Keys.Select(key => store[key]!.State), Is.EqualTo(new[] { LinkState.Open, LinkState.Unknown, LinkState.Linked }));
        Assert.That(store.Decisions, Is.EquivalentTo(new[] { "refused-by-netsuite", "unknown", "written" }));
    }

    [Test]
    public async Task A_bill_that_another_message_is_writing_does_not_stop_the_others()
    {
        var seen = await store.FindManyAsync(Keys, CancellationToken.None);
        store.Put(new Link { Key = Keys[1], State = LinkState.Writing, OperationId = "m0", LeaseUntil = time.Now.AddMinutes(5) });

        var outcomes = await Once.WriteManyAsync([.. Keys.Zip(seen, (key, link) => Write(key, link, "m1"))], CancellationToken.None);

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Done, SyncStatus.Waiting, SyncStatus.Done }));
        Assert.That(created.Select(bill => bill.ProcoreId), Is.EqualTo(new[] { 7, 9 }));
    }

    [Test]
    public async Task Of_two_invoices_that_were_given_one_bill_the_second_is_refused_by_name()
    {
        given[7] = given[9] = new NetSuiteId("555");

        var outcomes = await DeliverAsync("m1");

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Done, SyncStatus.Done, SyncStatus.Rejected }));
        Assert.That(outcomes[2].Problems.Single(), Has.Property("Code").EqualTo("E409").And.Property("Message").Contains("Invoice 7"));
        Assert.That(store.Decisions.Distinct(), Is.EquivalentTo(new[] { "written", "conflict" }));
    }

    [Test]
    public async Task One_record_that_is_named_twice_is_written_once()
    {
        var outcomes = await Once.WriteManyAsync([Write(Keys[0], null, "m1"), Write(Keys[1], null, "m1"), Write(Keys[0], null, "m1")], CancellationToken.None);

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Done, SyncStatus.Done, SyncStatus.Waiting }));
        Assert.That(created, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_bill_that_fails_unexpectedly_leaves_its_neighbours_linked()
    {
        answers[8] = new OperationCanceledException();

        Assert.That(() => DeliverAsync("m1"), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(Keys.Select(key => store[key]!.State), Is.EqualTo(new[] { LinkState.Linked, LinkState.Writing, LinkState.Linked }));
    }

    [Test]
    public async Task Without_time_left_nothing_is_claimed()
    {
        var outcomes = await Once.WriteManyAsync(
            [.. Keys.Select(key => Write(key, null, "m1") with { LeaseUntil = time.Now.AddSeconds(20) })], CancellationToken.None);

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.All.EqualTo(SyncStatus.Waiting));
        Assert.That(Keys.Select(key => store[key]), Is.All.Null);
    }

    [TestCase(1, 1, Description = "alone: as any other")]
    [TestCase(2, 1)]
    [TestCase(50, 1)]
    [TestCase(51, 2, Description = "two rows for each in a transaction of a hundred")]
    public async Task As_many_as_a_transaction_takes_are_claimed_together(int bills, int claims)
    {
        var outcomes = await Once.WriteManyAsync(
            [.. Enumerable.Range(100, bills).Select(id => Write(Keys[0] with { ProcoreId = id }, null, "m1"))], CancellationToken.None);

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.All.EqualTo(SyncStatus.Done));
        Assert.That(outcomes.Select(outcome => outcome.NetSuiteId), Is.Unique);
        Assert.That(effects.Count, Is.EqualTo(bills + (3 * claims)), "claim, history, link");
    }

    [Test(Description = "what an earlier message began has to be looked up first")]
    public async Task Only_what_nobody_has_begun_goes_together()
    {
        store.Put(new Link { Key = Keys[0], State = LinkState.Unknown, OperationId = "m0", LeaseUntil = time.Now.AddMinutes(-1) });
        store.Put(new Link { Key = Keys[1], State = LinkState.Unlinked, NetSuiteId = new("800") });
        created.Add((new("850"), 7));

        var outcomes = await DeliverAsync("m1");

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.All.EqualTo(SyncStatus.Done));
        Assert.That(outcomes[0].NetSuiteId, Is.EqualTo(new NetSuiteId("850")));
        Assert.That(store.Decisions, Is.EquivalentTo(new[] { "adopted", "written", "written" }));
    }

    [Test]
    public async Task What_was_refused_or_unlinked_before_goes_together_like_what_is_new()
    {
        store.Put(new Link { Key = Keys[0], State = LinkState.Open });
        store.Put(new Link { Key = Keys[1], State = LinkState.Unlinked, NetSuiteId = new("800") });

        await DeliverAsync("m1");

        Assert.That(effects.Count, Is.EqualTo(1 + 1 + 3 + 1 + 1), "read, claim, three bills, history, link");
    }

    [Test]
    public async Task The_links_wait_for_the_slowest_bill()
    {
        var slow = Write(Keys[1], null, "m1");
        async Task<NetSuiteId> WriteSlowlyAsync(CancellationToken token)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), token);

            return await slow.Write(token);
        }

        var outcomes = await Once.WriteManyAsync([Write(Keys[0], null, "m1"), slow with { Write = WriteSlowlyAsync }, Write(Keys[2], null, "m1")], CancellationToken.None);

        Assert.That(outcomes.Select(outcome => outcome.NetSuiteId!.Value.Value), Is.EqualTo(new[] { "901", "903", "902" }));
        Assert.That(effects.Count, Is.EqualTo(1 + 3 + 1 + 1), "claim, three bills, history, link");
    }

    [Test]
    public async Task A_batch_that_NetSuite_refuses_whole_leaves_nothing_to_link()
    {
        answers[7] = answers[8] = answers[9] = new RejectedException(new Problem("E413", "Item 12 is inactive."), 400);

        var outcomes = await DeliverAsync("m1");

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.All.EqualTo(SyncStatus.Rejected));
        Assert.That(Keys.Select(key => store[key]!.State), Is.All.EqualTo(LinkState.Open));
        Assert.That(effects.Count, Is.EqualTo(2 + (3 * 3)), "no empty entry and no empty link");
    }

    [Test]
    public async Task A_killed_batch_leaves_one_bill_and_one_link_for_each_invoice(
        [Values] bool afterTheStep, [Values("m1", "m2")] string nextMessage, [Values(0, 300)] int secondsLater)
    {
        await DeliverAsync("m1");
        var steps = effects.Count;
        for (var step = 1; step <= steps; step++)
        {
            Start();
            effects.StartAgain((number, isDone) => number == step && isDone == afterTheStep ? throw new KilledException() : Task.CompletedTask);
            Assert.That(() => DeliverAsync("m1"), Throws.InstanceOf<KilledException>(), $"step {step}");

            effects.StartAgain();
            time.Now += TimeSpan.FromSeconds(secondsLater);
            await DeliverUntilQuietAsync(nextMessage);

            var when = $"killed {(afterTheStep ? "after" : "before")} step {step}";
            Assert.That(created.Select(bill => bill.ProcoreId), Is.EquivalentTo(new[] { 7, 8, 9 }), when);
            Assert.That(Keys.Select(key => (store[key]!.State, store[key]!.NetSuiteId)), Is.EqualTo(
                Keys.Select(key => (LinkState.Linked, (NetSuiteId?)created.Single(bill => bill.ProcoreId == key.ProcoreId).Id))), when);
            Assert.That(store.History.Select(entry => entry.Key).Distinct(), Is.EquivalentTo(Keys), when);
        }
    }

    private static LinkKey[] Keys { get; } = [.. new[] { 7, 8, 9 }.Select(id => new LinkKey("main", EntityType.SubcontractorInvoice, id))];

    private ExactlyOnce Once => new(store, time);

    private async Task<IReadOnlyList<SyncOutcome>> DeliverAsync(string operation)
    {
        var seen = await store.FindManyAsync(Keys, CancellationToken.None);

        return await Once.WriteManyAsync([.. Keys.Zip(seen, (key, link) => Write(key, link, operation))], CancellationToken.None);
    }

    /// <summary>As the runner does: a wait sends a copy, which is another message.</summary>
    private async Task DeliverUntilQuietAsync(string operation)
    {
        for (var copy = 0; copy < 10; copy++)
        {
            var outcomes = await DeliverAsync(copy == 0 ? operation : $"{operation}-{copy}");
            if (outcomes.All(outcome => outcome.Status is SyncStatus.Done))
            {
                return;
            }

            time.Now += outcomes.Select(outcome => outcome.Delay ?? TimeSpan.FromSeconds(5)).Max();
        }

        Assert.Fail("It never came to an end.");
    }

    private RemoteWrite Write(LinkKey key, Link? seen, string operation) => new(
        key,
        seen,
        $"procore-1-requisition-{key.ProcoreId}",
        $"Invoice {key.ProcoreId}",
        new { key.ProcoreId },
        9_500.00m,
        operation,
        time.Now + TimeSpan.FromMinutes(5),
        "55",
        _ => effects.RunAsync(() => Create(key.ProcoreId)),
        _ => effects.RunAsync(() => created.Where(bill => bill.ProcoreId == key.ProcoreId).Select(bill => new Existing(bill.Id, null)).SingleOrDefault()));

    private NetSuiteId Create(long procoreId)
    {
        if (answers.Remove(procoreId, out var answer))
        {
            throw answer;
        }

        if (given.TryGetValue(procoreId, out var there))
        {
            return there;
        }

        if (created.Exists(bill => bill.ProcoreId == procoreId))
        {
            throw new RejectedException(new Problem("E413", "This record already exists."), 400) { IsDuplicate = true };
        }

        created.Add((new NetSuiteId($"{901 + created.Count}"), procoreId));

        return created[^1].Id;
    }
}
