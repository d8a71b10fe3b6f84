using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Companies;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Companies;

/// <summary>Pairs that were made or moved in Procore (connector-behaviour.md 7.3: link, merge).</summary>
public sealed class CompanyLinkerTests
{
    private const string Origin = "ns:1234567_SB1:vendor:901";
    private static readonly NetSuiteId vendor = new("901");
    private RoomRig rig = null!;
    private CompanyHandler handler = null!;

    [SetUp]
    public void SetUp()
    {
        rig = new RoomRig();
        handler = new CompanyHandler(new VendorLookup(rig.Links), new CompanyLinker(rig.Links, rig.Changes, new PairKeeper(rig.Links, rig.Changes)), new Reserver(rig.Reservations), rig.Changes, rig.Once);
        InProcore(35, "Acme Steel LLC", Origin);
        InProcore(40, "Acme Holding", null);
    }

    [TearDown]
    public void NetSuite_is_never_asked() => rig.NetSuite.VerifyNoOtherCalls();

    [Test]
    public async Task A_company_that_carries_a_vendor_is_linked_once()
    {
        Assert.That((await LinkAsync(35)).Status, Is.EqualTo(SyncStatus.Done));
        Assert.That((await LinkAsync(35)).Reason, Is.EqualTo("Acme Steel LLC (35) is linked to vendor 901 already."));

        Assert.That((LinkOf(35)!.State, LinkOf(35)!.NetSuiteId, LinkOf(35)!.Name), Is.EqualTo((LinkState.Linked, (NetSuiteId?)vendor, "Acme Steel LLC")));
    }

    [TestCase(null)]
    [TestCase("ns:OTHER:vendor:901")]
    [TestCase("ns:1234567_SB1:job:901")]
    [TestCase("sage-17")]
    public async Task An_origin_id_of_somebody_else_links_nothing(string? origin)
    {
        InProcore(35, "Acme Steel LLC", origin);

        Assert.That((await LinkAsync(35)).Status, Is.EqualTo(SyncStatus.Skipped));
        Assert.That(LinkOf(35), Is.Null);
    }

    [Test]
    public async Task A_vendor_that_another_company_holds_waits_for_its_unlink_and_names_it()
    {
        rig.Link(EntityType.Company, 40, "901", "Acme Holding");

        var outcome = await LinkAsync(35);

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Waiting));
        Assert.That(outcome.Problems.Single().ToString(), Does.StartWith(
            "E302: Procore linked Acme Steel LLC (35) to NetSuite vendor 901, but Acme Holding (40) is linked to vendor 901."));
    }

    [Test]
    public async Task A_company_on_its_way_to_NetSuite_waits()
    {
        rig.Link(EntityType.Company, 35, "55", "Acme Steel LLC", LinkState.Writing);

        Assert.That((await LinkAsync(35)).Problems.Single().Code, Is.EqualTo("E414"));
    }

    [Test]
    public async Task The_surviving_company_takes_over_the_vendor_and_is_marked()
    {
        rig.Link(EntityType.Company, 35, "901", "Acme Steel LLC");

        var outcome = await MergeAsync(gone: 35, survivor: 40);

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
        Assert.That(outcome.Marks, Is.EqualTo(new[] { new ExternalData("vendor", 40, Origin, "901") }));
        Assert.That((LinkOf(35)!.State, LinkOf(40)!.NetSuiteId), Is.EqualTo((LinkState.Unlinked, (NetSuiteId?)vendor)));
    }

    [Test(Description = "killed between the two pairs")]
    public async Task A_merge_that_stopped_half_way_is_finished_by_the_same_message()
    {
        rig.Links.Put(rig.Link(EntityType.Company, 35, "901", "Acme Steel LLC", LinkState.Unlinked) with { OperationId = "operation-1" });

        await MergeAsync(gone: 35, survivor: 40);

        Assert.That(LinkOf(40)?.NetSuiteId, Is.EqualTo(vendor));
    }

    [Test]
    public async Task Of_two_vendors_the_survivor_keeps_its_own_and_the_other_is_left_to_a_person()
    {
        rig.Link(EntityType.Company, 35, "901", "Acme Steel LLC");
        rig.Link(EntityType.Company, 40, "77", "Acme Holding");

        var outcome = await MergeAsync(gone: 35, survivor: 40);

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Rejected));
        Assert.That(outcome.Problems.Single().Message, Does.Contain("vendor 901").And.Contain("vendor 77"));
        Assert.That((LinkOf(35)!.State, LinkOf(35)!.NetSuiteId, LinkOf(40)!.State, LinkOf(40)!.NetSuiteId), Is.EqualTo((LinkState.Unlinked, (NetSuiteId?)vendor, LinkState.Linked, (NetSuiteId?)new NetSuiteId("77"))));
    }

    private Task<SyncOutcome> LinkAsync(long id) => RunAsync(SyncCommand.Link, new SyncItem(id));

    [Test]
    public async Task A_survivor_whose_own_vendor_is_gone_takes_over_the_one_that_is_left()
    {
        rig.Link(EntityType.Company, 35, "901", "Acme Steel LLC");
        rig.Link(EntityType.Company, 40, "10", "Acme Holding", LinkState.Orphaned);

        var outcome = await MergeAsync(gone: 35, survivor: 40);

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
        Assert.That((LinkOf(35)!.State, LinkOf(40)!.State, LinkOf(40)!.NetSuiteId), Is.EqualTo((LinkState.Unlinked, LinkState.Linked, (NetSuiteId?)vendor)));
    }

    private Task<SyncOutcome> MergeAsync(long gone, long survivor) => RunAsync(SyncCommand.Merge, new SyncItem(gone, SurvivorId: survivor));

    private async Task<SyncOutcome> RunAsync(SyncCommand command, SyncItem item) =>
        (await handler.HandleAsync(rig.Work(handler, command, item), CancellationToken.None)).Single();

    private void InProcore(long id, string name, string? origin) => rig.Procore.Setup(procore => procore.FindCompanyAsync(id, It.IsAny<CancellationToken>()))
        .ReturnsAsync(new Company { Id = id, Name = name, OriginId = origin });

    private Link? LinkOf(long id) => rig.Links[new LinkKey(rig.Connection.Id, EntityType.Company, id)];
}
