using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Projects;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.ProjectBuilder;

namespace ProcoreNetSuite.Tests.Projects;

[TestFixture]
public sealed class ProjectUnlinkerTests
{
    private RoomRig rig = null!;
    private ProjectHandler handler = null!;
    private Link project = null!;
    private Link invoice = null!;
    private Link second = null!;
    private Link item = null!;
    private Link foreign = null!;

    [SetUp]
    public void SetUp()
    {
        rig = new RoomRig();
        handler = new ProjectHandler(rig.Once, rig.Links, rig.Changes, new Reserver(rig.Reservations), new ProjectItems(rig.Sender.Object), new ProjectUnlinker(rig.Links, rig.Changes), new ProjectLinker(new PairKeeper(rig.Links, rig.Changes)));
        project = rig.Link(EntityType.Project, DockId, "5551", "1234");
        invoice = rig.Link(EntityType.SubcontractorInvoice, 58820, "9001", "INV-0007", ofProject: DockId);
        second = rig.Link(EntityType.SubcontractorInvoice, 58821, "9002", "INV-0008", LinkState.Changed, ofProject: DockId);
        foreign = rig.Link(EntityType.SubcontractorInvoice, 60000, "9900", "INV-9", ofProject: 7);
        item = rig.Link(EntityType.WbsCode, 77001, "3001", "1234-05-100.S", project: DockId);
    }

    [Test]
    public async Task A_reset_waits_for_bills_that_are_still_there_and_names_them()
    {
        Bill("9001");
        Bill("9002");

        var outcome = await UnlinkAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Rejected));
        Assert.That(outcome.Problems.Single().ToString(), Is.EqualTo(
            "E309: Project 1234 still has bills in NetSuite: INV-0007 (9001), INV-0008 (9002). Delete or void them in NetSuite, then try again."));
        Assert.That(new[] { project, invoice, second, item }.Select(StateOf), Has.None.EqualTo(LinkState.Unlinked));
        Assert.That(rig.Links.Decisions, Is.EqualTo(new[] { "unlink-refused" }));
    }

    [Test]
    public async Task A_project_whose_bills_are_gone_is_forgotten_with_its_invoices_and_items()
    {
        var outcome = await UnlinkAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Skipped));
        Assert.That(new[] { project, invoice, second, item }.Select(StateOf), Has.All.EqualTo(LinkState.Unlinked));
        Assert.That(StateOf(foreign), Is.EqualTo(LinkState.Linked), "an invoice of another project");
        Assert.That(rig.Links.History.Select(entry => entry.Key), Is.EqualTo(new[] { invoice.Key, second.Key, item.Key, project.Key }));
        Assert.That(rig.Links.History[^1].Came, Is.EqualTo("Project 1234 was reset with 2 invoices and 1 items. Job and items stay in NetSuite."));
    }

    [Test]
    public async Task A_voided_bill_counts_as_gone_and_leaves_its_external_id_behind()
    {
        Bill("9001", voided: true);

        await UnlinkAsync();

        Assert.That(rig.Links[invoice.Key], Has.Property("State").EqualTo(LinkState.Unlinked).And.Property("Voided").EqualTo(1));
        Assert.That(rig.Links[second.Key], Has.Property("Voided").EqualTo(0));
    }

    [TestCase(LinkState.Writing)]
    [TestCase(LinkState.Unknown)]
    public async Task A_reset_waits_while_an_invoice_is_being_written(LinkState state)
    {
        rig.Link(EntityType.SubcontractorInvoice, 58822, "9003", "INV-0009", state, ofProject: DockId);

        var outcome = await UnlinkAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Waiting));
        Assert.That(outcome.Problems.Single().Message, Is.EqualTo("INV-0009 of project 1234 is being written to NetSuite."));
        Assert.That(StateOf(invoice), Is.EqualTo(LinkState.Linked));
    }

    [Test]
    public async Task A_project_that_is_not_linked_is_left_alone()
    {
        rig.Link(EntityType.Project, DockId, "5551", "1234", LinkState.Unlinked);

        var outcome = await UnlinkAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Skipped));
        Assert.That(rig.NetSuite.Invocations, Is.Empty);
        Assert.That(StateOf(invoice), Is.EqualTo(LinkState.Linked));
    }

    private LinkState StateOf(Link link) => rig.Links[link.Key]!.State;

    private void Bill(string id, bool voided = false) => rig.NetSuite
        .Setup(netSuite => netSuite.FindVendorBillAsync(new NetSuiteId(id), It.IsAny<CancellationToken>()))
        .ReturnsAsync(new BillFound(new NetSuiteId(id), null, null, null, null, 0, 1, voided));

    private async Task<SyncOutcome> UnlinkAsync() =>
        (await handler.HandleAsync(rig.Work(handler, SyncCommand.Unlink, new SyncItem(DockId)), CancellationToken.None)).Single();
}
