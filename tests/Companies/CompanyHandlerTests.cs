using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Companies;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.CompanyBuilder;

namespace ProcoreNetSuite.Tests.Companies;

[TestFixture]
public sealed class CompanyHandlerTests
{
    private const string ExternalId = "procore-4400123-company-35";
    private static readonly NetSuiteId vendor = new("901");
    private RoomRig rig = null!;
    private CompanyHandler handler = null!;

    [SetUp]
    public void SetUp()
    {
        rig = new RoomRig();
        handler = new CompanyHandler(new VendorLookup(rig.Links), new CompanyLinker(rig.Links, new PairKeeper(rig.Links, RoomRig.Time)), new Reserver(rig.Reservations), rig.Links, rig.Once, RoomRig.Time);
        rig.Procore.Setup(procore => procore.FindCompanyAsync(35, It.IsAny<CancellationToken>())).ReturnsAsync(Acme);
        rig.NetSuite.Setup(netSuite => netSuite.UpsertVendorAsync(It.IsAny<Vendor>(), It.IsAny<CancellationToken>())).ReturnsAsync(vendor);
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorAsync(ExternalId, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new EntityFound(vendor, "V2207", "Acme Steel LLC", ExternalId, null, new NetSuiteId("2"), false));
        Similar();
    }

    [Test]
    public async Task A_new_company_becomes_a_vendor_and_is_marked_with_its_number()
    {
        var outcome = await ExportAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
        Assert.That(outcome.Marks, Is.EqualTo(new[] { new ExternalData("vendor", 35, "ns:1234567_SB1:vendor:901", "V2207") }));
        Assert.That(rig.Links[Key], Has.Property("State").EqualTo(LinkState.Linked).And.Property("NetSuiteId").EqualTo(vendor));
        Verify(Times.Once());
    }

    [TestCase(LinkState.Linked, SyncStatus.Rejected)]
    [TestCase(LinkState.Writing, SyncStatus.Waiting)]
    public async Task A_company_of_the_same_tax_id_that_is_written_meanwhile_is_named(LinkState state, SyncStatus status)
    {
        var other = rig.Link(EntityType.Company, 36, "902", "ACME Steel Works", state);
        await rig.Reservations.ReserveAsync([new Reservation(other.Key, VendorIdentity.Of("", "12-3456789").Single(), "ACME Steel Works", "operation-0", RoomRig.Now)], default);

        var outcome = await ExportAsync();

        Assert.That((outcome.Status, $"{outcome.Problems.Single()}"[..5]), Is.EqualTo((status, status is SyncStatus.Rejected ? "E302:" : "E414:")));
        Assert.That(outcome.Problems.Single().Message, Does.Contain("ACME Steel Works"));
        Verify(Times.Never());
    }

    [Test]
    public async Task A_vendor_without_a_number_is_marked_with_its_id()
    {
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorAsync(ExternalId, It.IsAny<CancellationToken>())).ReturnsAsync((EntityFound?)null);

        var outcome = await ExportAsync();

        Assert.That(outcome.Marks.Single().OriginCode, Is.EqualTo("901"));
    }

    [Test]
    public async Task A_linked_company_is_marked_again_and_nothing_is_written()
    {
        rig.Link(EntityType.Company, 35, "901", "Acme Steel LLC");

        var outcome = await ExportAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
        Assert.That(outcome.Marks.Single().OriginId, Is.EqualTo("ns:1234567_SB1:vendor:901"));
        Verify(Times.Never());
    }

    [Test]
    public async Task A_company_that_is_gone_is_refused_where_someone_waits_for_the_answer()
    {
        Gone();

        var outcome = await ExportAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Rejected));
        Assert.That(outcome.Problems.Single(), Has.Property("Code").EqualTo("E301").And.Property("Message").Contains("is no longer in the directory"));
    }

    [Test]
    public async Task A_company_that_is_gone_is_skipped_where_nobody_waits()
    {
        Gone();

        var outcome = await ExportAsync(detail: null);

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Skipped));
    }

    [Test]
    public async Task An_inactive_company_is_refused_before_NetSuite_is_asked()
    {
        rig.Procore.Setup(procore => procore.FindCompanyAsync(35, It.IsAny<CancellationToken>())).ReturnsAsync(Acme with { IsActive = false });

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single().ToString(), Is.EqualTo(
            "E301: Acme Steel LLC is inactive in Procore's directory. Make the company active in Procore's directory, then export again."));
        Assert.That(rig.NetSuite.Invocations, Is.Empty);
    }

    [Test]
    public async Task Likely_duplicates_are_named_with_their_ids()
    {
        Similar(Found("77", "ACME STEEL"), Found("78", "Acme Steel (old)", inactive: true));

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single(), Has.Property("Code").EqualTo("E303").And.Property("Message").EqualTo(
            "Acme Steel LLC is probably in NetSuite already, by name or tax id: ACME STEEL (77), Acme Steel (old) (78, inactive)."));
        Verify(Times.Never());
    }

    [Test]
    public async Task A_vendor_of_another_company_is_named_with_that_company()
    {
        rig.Link(EntityType.Company, 40, "77", "Acme Holding");
        Similar(Found("77", "ACME STEEL"));

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single(), Has.Property("Code").EqualTo("E302").And.Property("Message").EqualTo(
            "NetSuite vendor ACME STEEL (77) is already linked to company Acme Holding (40)."));
    }

    [Test]
    public async Task Our_own_earlier_vendor_is_no_duplicate()
    {
        Similar(Found("901", "Acme Steel LLC", ExternalId));

        var outcome = await ExportAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task A_tax_id_is_compared_too()
    {
        await ExportAsync();

        rig.NetSuite.Verify(netSuite => netSuite.ListSimilarVendorsAsync("Acme Steel LLC", "123456789", It.IsAny<CancellationToken>()));
    }

    [Test]
    public async Task What_NetSuite_refuses_is_refused_and_not_linked()
    {
        rig.NetSuite.Setup(netSuite => netSuite.UpsertVendorAsync(It.IsAny<Vendor>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new RejectedException(new Problem("E308", "NetSuite wants a department.")));

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single().Code, Is.EqualTo("E308"));
        Assert.That(rig.Links[Key]!.State, Is.EqualTo(LinkState.Open));
    }

    [Test]
    public async Task A_company_waits_while_Procore_is_down_and_the_others_go_on()
    {
        rig.Procore.Setup(procore => procore.FindCompanyAsync(36, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new UnavailableException(new Problem("E902", "Procore doesn't answer.")));

        var outcomes = await handler.HandleAsync(
            rig.Work(handler, SyncCommand.Export, new SyncItem(36, 1), new SyncItem(35, 2)), CancellationToken.None);

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Waiting, SyncStatus.Done }));
    }

    [Test]
    public async Task A_throttled_company_waits_as_long_as_NetSuite_says()
    {
        rig.NetSuite.Setup(netSuite => netSuite.ListSimilarVendorsAsync(It.IsAny<string>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ThrottledException(new Problem("E901", "NetSuite is busy."), TimeSpan.FromSeconds(42)));

        var outcome = await ExportAsync();

        Assert.That((outcome.Status, outcome.Delay), Is.EqualTo((SyncStatus.Waiting, TimeSpan.FromSeconds(42))));
    }

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

    private LinkKey Key => new(rig.Connection.Id, EntityType.Company, 35);

    private static EntityFound Found(string id, string name, string? externalId = null, bool inactive = false) =>
        new(new NetSuiteId(id), null, name, externalId, null, new NetSuiteId("2"), inactive);

    private void Gone() =>
        rig.Procore.Setup(procore => procore.FindCompanyAsync(35, It.IsAny<CancellationToken>())).ReturnsAsync((Company?)null);

    private void Similar(params EntityFound[] vendors) => rig.NetSuite
        .Setup(netSuite => netSuite.ListSimilarVendorsAsync(It.IsAny<string>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
        .ReturnsAsync(vendors);

    private void Verify(Times times) =>
        rig.NetSuite.Verify(netSuite => netSuite.UpsertVendorAsync(It.IsAny<Vendor>(), It.IsAny<CancellationToken>()), times);

    private async Task<SyncOutcome> ExportAsync(long? detail = RoomRig.Detail) =>
        (await handler.HandleAsync(rig.Work(handler, SyncCommand.Export, new SyncItem(35, detail)), CancellationToken.None)).Single();

    private async Task<SyncOutcome> UnlinkAsync() =>
        (await handler.HandleAsync(rig.Work(handler, SyncCommand.Unlink, new SyncItem(35)), CancellationToken.None)).Single();
}
