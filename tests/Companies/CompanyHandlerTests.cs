using System.Text.Json;
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
public sealed partial class CompanyHandlerTests
{
    private const string ExternalId = "procore-4400123-company-35";
    private static readonly NetSuiteId vendor = new("901");
    private RoomRig rig = null!;
    private CompanyHandler handler = null!;

    [SetUp]
    public void SetUp()
    {
        rig = new RoomRig();
        handler = new CompanyHandler(new VendorLookup(rig.Links), new CompanyLinker(rig.Links, rig.Changes, new PairKeeper(rig.Links, rig.Changes)), new Reserver(rig.Reservations), rig.Changes, rig.Once);
        rig.Procore.Setup(procore => procore.FindCompanyAsync(35, It.IsAny<CancellationToken>())).ReturnsAsync(Acme);
        rig.NetSuite.Setup(netSuite => netSuite.UpsertVendorAsync(It.IsAny<Vendor>(), It.IsAny<CancellationToken>())).ReturnsAsync(vendor);
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorAsync(vendor, It.IsAny<CancellationToken>()))
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

    [Test]
    public async Task A_vendor_without_a_number_is_marked_with_its_id()
    {
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorAsync(vendor, It.IsAny<CancellationToken>())).ReturnsAsync((EntityFound?)null);

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
        rig.NetSuite.Setup(netSuite => netSuite.ListSimilarVendorsAsync(It.IsAny<VendorIdentity>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ThrottledException(new Problem("E901", "NetSuite is busy."), TimeSpan.FromSeconds(42)));

        var outcome = await ExportAsync();

        Assert.That((outcome.Status, outcome.Delay), Is.EqualTo((SyncStatus.Waiting, TimeSpan.FromSeconds(42))));
    }

    private LinkKey Key => new(rig.Connection.Id, EntityType.Company, 35);

    private static EntityFound Found(string id, string name, string? externalId = null, bool inactive = false) =>
        new(new NetSuiteId(id), null, name, externalId, null, new NetSuiteId("2"), inactive);

    private void Gone() =>
        rig.Procore.Setup(procore => procore.FindCompanyAsync(35, It.IsAny<CancellationToken>())).ReturnsAsync((Company?)null);

    private void Similar(params EntityFound[] vendors) => rig.NetSuite
        .Setup(netSuite => netSuite.ListSimilarVendorsAsync(It.IsAny<VendorIdentity>(), It.IsAny<CancellationToken>()))
        .ReturnsAsync(vendors);

    private void Verify(Times times) =>
        rig.NetSuite.Verify(netSuite => netSuite.UpsertVendorAsync(It.IsAny<Vendor>(), It.IsAny<CancellationToken>()), times);

    private async Task<SyncOutcome> ExportAsync(long? detail = RoomRig.Detail, bool answers = false) =>
        (await handler.HandleAsync(Work(new SyncItem(35, detail) { HasAnswers = answers }), CancellationToken.None)).Single();

    private SyncWork Work(params IReadOnlyList<SyncItem> items) =>
        rig.Work(handler, SyncCommand.Export, items) is var work ? work with { Message = work.Message with { RequestId = 7 } } : work;

    /// <summary>What the approver fills in.</summary>
    private void Answer(string? answer) => rig.Procore.Setup(procore => procore.FindErpRequestAsync(7, It.IsAny<CancellationToken>())).ReturnsAsync(new ErpRequest
    {
        RequestName = "create_vendor",
        RequestData = JsonSerializer.SerializeToElement(new { vendor = new { erp_custom_fields = new { duplicate_vendor = answer } } }),
    });

    private async Task ReserveForAnotherAsync(LinkState state)
    {
        var other = rig.Link(EntityType.Company, 36, "902", "ACME Steel Works", state);
        await rig.Reservations.ReserveAsync([new Reservation(other.Key, VendorIdentity.Of("45-1110001").Keys.Single().What, "ACME Steel Works", "operation-0", RoomRig.Now)], default);
    }

    private async Task<SyncOutcome> UnlinkAsync() =>
        (await handler.HandleAsync(rig.Work(handler, SyncCommand.Unlink, new SyncItem(35)), CancellationToken.None)).Single();
}
