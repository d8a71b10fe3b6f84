using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Links;

/// <content>Records that are linked, or were.</content>
public sealed partial class ExactlyOnceTests
{
    [Test]
    public async Task The_same_message_again_after_its_link_is_done_without_asking_NetSuite()
    {
        await bench.DeliverAsync("m1");
        bench.Effects.StartAgain();

        var outcome = await bench.DeliverAsync("m1");

        Assert.That(outcome, Has.Property("Status").EqualTo(SyncStatus.Done).And.Property("NetSuiteId").EqualTo(first));
        Assert.That(bench.Effects.Count, Is.EqualTo(1), "the link was read, and nothing else");
    }

    [Test]
    public async Task Another_message_about_an_unchanged_linked_invoice_is_done()
    {
        await bench.DeliverAsync("m1");

        var outcome = await bench.DeliverAsync("m2");

        Assert.That(outcome, Has.Property("Status").EqualTo(SyncStatus.Done).And.Property("NetSuiteId").EqualTo(first));
        Assert.That(bench.Posts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_linked_invoice_that_changed_in_Procore_must_be_deleted_in_NetSuite_first()
    {
        await bench.DeliverAsync("m1");

        var outcome = await bench.DeliverAsync("m2", "9,600.00");

        Assert.That(outcome.Problems.Single(), Is.EqualTo(new Problem("E416", "The requisition is still in NetSuite. Please delete it before retrying.")));
        Assert.That(bench.Posts, Is.EqualTo(1));
        Assert.That(bench.Link!.State, Is.EqualTo(LinkState.Linked));
    }

    [Test]
    public async Task A_linked_invoice_that_was_deleted_in_NetSuite_is_never_made_again()
    {
        await bench.DeliverAsync("m1");
        bench.Deleted.Add(first);

        var outcome = await bench.DeliverAsync("m2");
        var again = await bench.DeliverAsync("m3");

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Rejected));
        Assert.That(outcome.Problems.Single().Message, Does.Contain("Invoice 7").And.Contain("901"));
        Assert.That(again.Status, Is.EqualTo(SyncStatus.Rejected));
        Assert.That(bench.Link!.State, Is.EqualTo(LinkState.Orphaned));
        Assert.That(bench.Posts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_linked_invoice_that_was_changed_in_NetSuite_is_reported_and_recovers_when_it_is_put_right()
    {
        await bench.DeliverAsync("m1");
        bench.Created[0] = (first, "1.00");

        var changed = await bench.DeliverAsync("m2");
        var stateThen = bench.Link!.State;
        bench.Created[0] = (first, "9,500.00");
        var right = await bench.DeliverAsync("m3");

        Assert.That(changed.Problems.Single().Message, Is.EqualTo("NetSuite holds 1.00, not 9,500.00."));
        Assert.That(stateThen, Is.EqualTo(LinkState.Changed));
        Assert.That(right.Status, Is.EqualTo(SyncStatus.Done));
        Assert.That(bench.Link!.State, Is.EqualTo(LinkState.Linked));
    }

    [Test]
    public async Task A_record_linked_by_hand_is_compared_and_not_called_changed_in_Procore()
    {
        bench.Created.Add((first, "9,500.00"));
        await bench.Store.LinkAsync(new Link { Key = Bench.Key, State = LinkState.Open, NetSuiteId = first }, CancellationToken.None);

        var outcome = await bench.DeliverAsync("m1");

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task An_unlinked_invoice_is_exported_anew_and_a_refusal_keeps_its_old_id()
    {
        await bench.DeliverAsync("m1");
        bench.Deleted.Add(first);
        await bench.Store.UnlinkAsync(bench.Link!, CancellationToken.None);
        bench.NextAnswer = new RejectedException(new Problem("E412", "The period is closed."), 400);

        await bench.DeliverAsync("m2");
        var afterRefusal = bench.Link!;
        var outcome = await bench.DeliverAsync("m3");

        Assert.That(afterRefusal, Has.Property("State").EqualTo(LinkState.Unlinked).And.Property("NetSuiteId").EqualTo(first));
        Assert.That(outcome.NetSuiteId, Is.EqualTo(new NetSuiteId("902")));
        Assert.That(bench.Link!.NetSuiteId, Is.EqualTo(new NetSuiteId("902")));
    }

    [Test]
    public async Task What_is_written_anew_was_not_reported_yet()
    {
        await bench.DeliverAsync("m1");
        await bench.Store.MarkReportedAsync([(Bench.Key, 1, true)], bench.Time.Now, CancellationToken.None);
        bench.Deleted.Add(first);
        await bench.Store.UnlinkAsync(bench.Link!, CancellationToken.None);
        var before = bench.Link!.ReportedAt;

        await bench.DeliverAsync("m2");

        Assert.That((before, bench.Link!.ReportedAt), Is.EqualTo(((DateTimeOffset?)bench.Time.Now, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task A_linked_record_whose_external_id_another_one_bears_now_is_gone()
    {
        await bench.DeliverAsync("m1");
        bench.Deleted.Add(first);
        bench.Created.Add((new("999"), "9,500.00"));

        var outcome = await bench.DeliverAsync("m2");

        Assert.That((outcome.Status, outcome.Problems.Single().Code, bench.Link!.State), Is.EqualTo((SyncStatus.Rejected, "E415", LinkState.Orphaned)));
        Assert.That(outcome.Problems[0].OtherRemedy, Does.Contain("Unlink"));
    }

    [Test(Description = "the same message again, after the invoice was edited: it is the one that wrote, so what NetSuite holds decides")]
    public async Task The_message_that_wrote_it_compares_what_is_there_with_the_invoice_of_now()
    {
        await bench.DeliverAsync("m1");

        var outcome = await bench.DeliverAsync("m1", "9,600.00");

        Assert.That(outcome.Problems.Single().Code, Is.EqualTo("E415"));
        Assert.That(bench.Link!.State, Is.EqualTo(LinkState.Changed));
        bench.Created[0] = (first, "9,600.00");
        Assert.That((await bench.DeliverAsync("m1", "9,600.00")).Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task The_message_that_wrote_it_looks_again_once_it_was_found_changed()
    {
        await bench.DeliverAsync("m1");
        bench.Created[0] = (first, "1.00");
        await bench.DeliverAsync("m2");

        Assert.That((await bench.DeliverAsync("m1")).Problems.Single().Message, Does.Contain("1.00"));
    }

    [Test]
    public async Task What_is_no_invoice_is_named_where_it_has_to_be_deleted_first()
    {
        RemoteWrite Vendor(string operation, Link? seen, string content) => bench.Write(operation, seen, content) with { Key = vendor, Name = "Acme Steel LLC" };
        await bench.Once.WriteAsync(Vendor("m1", null, "A"), CancellationToken.None);

        var outcome = await bench.Once.WriteAsync(Vendor("m2", bench.Store[vendor], "B"), CancellationToken.None);

        Assert.That((outcome.Problems.Single().Code, outcome.Problems[0].Message.StartsWith("Acme Steel LLC is still in NetSuite", StringComparison.Ordinal)), Is.EqualTo(("E416", true)));
    }

    private static readonly LinkKey vendor = new("main", EntityType.Company, 35);
}
