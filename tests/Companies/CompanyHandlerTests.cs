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

    [TestCase(LinkState.Linked, SyncStatus.Rejected)]
    [TestCase(LinkState.Writing, SyncStatus.Waiting)]
    public async Task A_company_of_the_same_tax_id_that_is_written_meanwhile_is_named(LinkState state, SyncStatus status)
    {
        var other = rig.Link(EntityType.Company, 36, "902", "ACME Steel Works", state);
        await rig.Reservations.ReserveAsync([new Reservation(other.Key, VendorIdentity.Of("45-1110001").Keys.Single().What, "ACME Steel Works", "operation-0", RoomRig.Now)], default);

        var outcome = await ExportAsync();

        Assert.That((outcome.Status, $"{outcome.Problems.Single()}"[..5]), Is.EqualTo((status, status is SyncStatus.Rejected ? "E302:" : "E414:")));
        Assert.That(outcome.Problems.Single().Message, Does.Contain("ACME Steel Works"));
        Verify(Times.Never());
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
    public async Task Likely_duplicates_are_named_with_their_ids()
    {
        Similar(Found("77", "ACME STEEL"), Found("78", "Acme Steel (old)"));

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single(), Has.Property("Code").EqualTo("E303").And.Property("Message").EqualTo(
            "Acme Steel LLC is probably in NetSuite already: vendor ACME STEEL (record 77), by name, vendor Acme Steel (old) (record 78), by name."));
        Verify(Times.Never());
    }

    [Test]
    public async Task A_vendor_of_another_company_is_named_with_that_company()
    {
        rig.Link(EntityType.Company, 40, "77", "Acme Holding");
        Similar(Found("77", "ACME STEEL"));

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single(), Has.Property("Code").EqualTo("E302").And.Property("Message").EqualTo(
            "NetSuite vendor ACME STEEL (record 77) has the same name and is already linked to company Acme Holding (40)."));
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

        rig.NetSuite.Verify(netSuite => netSuite.ListSimilarVendorsAsync(It.Is<VendorIdentity>(company => company.Names.Single() == "ACMESTEEL" && company.TaxId == "451110001"), It.IsAny<CancellationToken>()));
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

    [Test]
    public async Task Another_companys_vendor_of_the_same_name_is_another_one_if_its_company_has_another_tax_id()
    {
        rig.Link(EntityType.Company, 40, "77", "Acme Holding");
        Similar(Found("77", "ACME STEEL"));
        rig.Procore.Setup(procore => procore.FindCompanyAsync(40, It.IsAny<CancellationToken>())).ReturnsAsync(Acme with { Id = 40, BusinessRegister = new("EIN", "45-2220002") });

        Assert.That((await ExportAsync()).Status, Is.EqualTo(SyncStatus.Done));
    }

    [TestCase("45-1110001", null, Description = "the same tax id")]
    [TestCase("N/A", null, Description = "none")]
    [TestCase("45-2220002", "45 111 0001", Description = "NetSuite's own word counts more")]
    public async Task And_it_is_the_same_one_if_not(string procore, string? netSuite)
    {
        rig.Link(EntityType.Company, 40, "77", "Acme Holding");
        Similar(Found("77", "ACME STEEL") with { TaxId = netSuite });
        rig.Procore.Setup(api => api.FindCompanyAsync(40, It.IsAny<CancellationToken>())).ReturnsAsync(Acme with { Id = 40, BusinessRegister = new("EIN", procore) });

        Assert.That((await ExportAsync()).Problems.Single().Code, Is.EqualTo("E302"));
    }

    [Test]
    public async Task The_answer_export_writes_the_company_without_a_look()
    {
        Answer("Export ");
        Similar(Found("77", "ACME STEEL"));

        Assert.That((await ExportAsync(answers: true)).Status, Is.EqualTo(SyncStatus.Done));
        Verify(Times.Once());
    }

    [TestCase(LinkState.Linked)]
    [TestCase(LinkState.Writing)]
    public async Task The_answer_export_passes_another_company_of_the_same_tax_id(LinkState state)
    {
        Answer("export");
        await ReserveForAnotherAsync(state);

        Assert.That((await ExportAsync(answers: true)).Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task The_answer_link_links_the_vendor_and_sends_nothing()
    {
        Answer("link");
        Similar(Found("77", "ACME STEEL") with { Number = "V77" });
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorAsync(new NetSuiteId("77"), It.IsAny<CancellationToken>())).ReturnsAsync(Found("77", "ACME STEEL") with { Number = "V77" });

        var outcome = await ExportAsync(answers: true);

        Assert.That(outcome.Marks, Is.EqualTo(new[] { new ExternalData("vendor", 35, "ns:1234567_SB1:vendor:77", "V77") }));
        Assert.That(rig.Links[Key], Has.Property("State").EqualTo(LinkState.Linked).And.Property("NetSuiteId").EqualTo(new NetSuiteId("77")));
        Assert.That(rig.Links.History.Single(), Has.Property("Decision").EqualTo("linked").And.Property("Came").EqualTo(
            "NetSuite vendor ACME STEEL (number V77, record 77), as the approver chose (duplicate_vendor = link); nothing was sent.").And.Property("Sent").Null);
        Verify(Times.Never());
    }

    [TestCase(LinkState.Linked, SyncStatus.Rejected)]
    [TestCase(LinkState.Writing, SyncStatus.Waiting)]
    public async Task The_answer_link_waits_for_another_company_that_is_being_written(LinkState state, SyncStatus status)
    {
        Answer("link");
        await ReserveForAnotherAsync(state);

        Assert.That((await ExportAsync(answers: true)).Status, Is.EqualTo(status));
        Verify(Times.Never());
    }

    [Test]
    public async Task Of_two_companies_that_are_linked_to_one_vendor_at_once_the_second_is_refused()
    {
        Answer("link");
        Similar(Found("77", "ACME STEEL"));
        rig.Procore.Setup(procore => procore.FindCompanyAsync(36, It.IsAny<CancellationToken>())).ReturnsAsync(Acme with { Id = 36, BusinessRegister = null });

        var outcomes = await handler.HandleAsync(
            Work(new SyncItem(35, 1) { HasAnswers = true }, new SyncItem(36, 2) { HasAnswers = true }), CancellationToken.None);

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Done, SyncStatus.Rejected }));
        Assert.That(outcomes[1].Problems.Single().Code, Is.EqualTo("E302"));
    }

    [Test]
    public async Task An_earlier_export_whose_answer_was_lost_is_taken_before_the_vendor_that_was_chosen_since()
    {
        Answer("link");
        Similar(Found("77", "ACME STEEL"));
        rig.Links.Put(new Link { Key = Key, State = LinkState.Unknown, OperationId = "an older one", LeaseUntil = RoomRig.Now.AddMinutes(-1) });
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorAsync(ExternalId, It.IsAny<CancellationToken>())).ReturnsAsync(Found("901", "Acme Steel LLC", ExternalId));

        await ExportAsync(answers: true);

        Assert.That(rig.Links[Key]!.NetSuiteId, Is.EqualTo(vendor));
        Assert.That(rig.Links.Decisions, Is.EqualTo(new[] { "adopted" }));
    }

    [Test]
    public async Task A_link_that_was_interrupted_is_made()
    {
        Answer("link");
        Similar(Found("77", "ACME STEEL"));
        rig.Links.Put(new Link { Key = Key, State = LinkState.Writing, OperationId = "operation-1", LeaseUntil = RoomRig.Now.AddMinutes(5) });

        await ExportAsync(answers: true);

        Assert.That(rig.Links[Key]!.NetSuiteId, Is.EqualTo(new NetSuiteId("77")));
        Assert.That(rig.Links.Decisions, Is.EqualTo(new[] { "linked" }));
    }

    [Test]
    public async Task An_answer_that_is_none_is_refused_with_those_there_are()
    {
        Answer("merge");

        Assert.That($"{(await ExportAsync(answers: true)).Problems.Single()}", Is.EqualTo(
            "E303: \"merge\" is no answer in \"Duplicate vendor\". Export again with \"Duplicate vendor\" set to \"export\" (another vendor) or \"link\" (the vendor that was found), or without an answer."));
        Assert.That(rig.NetSuite.Invocations, Is.Empty);
    }

    [TestCase("")]
    [TestCase(null)]
    public async Task An_empty_answer_is_none(string? answer)
    {
        Answer(answer);

        Assert.That((await ExportAsync(answers: true)).Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task A_company_waits_while_nobody_can_read_the_answer()
    {
        rig.Procore.Setup(procore => procore.FindErpRequestAsync(7, It.IsAny<CancellationToken>())).ThrowsAsync(new UnavailableException(new Problem("E902", "Procore doesn't answer.")));

        Assert.That((await ExportAsync(answers: true)).Status, Is.EqualTo(SyncStatus.Waiting));
        Verify(Times.Never());
    }

    [Test]
    public async Task A_subsidiary_is_called_by_its_name_where_there_is_one([Values] bool hasName)
    {
        Similar(Found("77", "ACME STEEL") with { IsOurs = false });
        if (hasName)
        {
            rig.NetSuite.Setup(netSuite => netSuite.FindSubsidiaryAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new SubsidiaryFound("West", "US", "USD", false, false));
        }

        Assert.That((await ExportAsync()).Problems.Single().Message, Does.EndWith($"but not the subsidiary {(hasName ? "West" : "2")}."));
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
