using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Tests.Companies;

/// <content>Companies that are unlinked.</content>
public sealed partial class CompanyHandlerTests
{
    [Test]
    public async Task An_unlinked_company_is_forgotten_and_its_vendor_stays()
    {
        rig.Link(EntityType.Company, 35, "901", "Acme Steel LLC");

        await UnlinkAsync();

        Assert.That(rig.Links[Key]!.State, Is.EqualTo(LinkState.Unlinked));
        Assert.That(rig.Links.Decisions, Is.EqualTo(new[] { "unlinked" }));
        Assert.That(rig.Links.History[0], Has.Property("Who").EqualTo("9").And.Property("Came").EqualTo("NetSuite vendor 901 stays as it is."));
        Assert.That(rig.NetSuite.Invocations, Is.Empty);
    }

    [Test]
    public async Task An_unlinked_company_can_be_exported_again()
    {
        rig.Link(EntityType.Company, 35, "901", "Acme Steel LLC");
        await UnlinkAsync();

        var outcome = await ExportAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
        Assert.That(rig.Links[Key]!.State, Is.EqualTo(LinkState.Linked));
    }

    [Test]
    public async Task An_unlink_waits_while_the_vendor_is_being_written()
    {
        rig.Link(EntityType.Company, 35, "901", "Acme Steel LLC", LinkState.Writing);

        var outcome = await UnlinkAsync();

        Assert.That((outcome.Status, outcome.Problems.Single().Code), Is.EqualTo((SyncStatus.Waiting, "E414")));
    }

    [Test]
    public async Task An_unlink_of_a_company_that_is_not_linked_changes_nothing()
    {
        var outcome = await UnlinkAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Skipped));
        Assert.That(rig.Links.History, Is.Empty);
    }
}
