using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.CompanyBuilder;

namespace ProcoreNetSuite.Tests.Companies;

/// <content>What the approver answers about a company that is in NetSuite already.</content>
public sealed partial class CompanyHandlerTests
{
    [Test]
    public async Task The_answer_export_writes_the_company_without_a_look()
    {
        Answer("Export ");
        Similar(Found("77", "ACME STEEL"));

        Assert.That((await ExportAsync(answers: true)).Status, Is.EqualTo(SyncStatus.Done));
        Verify(Times.Once());
        rig.NetSuite.Verify(netSuite => netSuite.ListSimilarVendorsAsync(It.IsAny<VendorIdentity>(), It.IsAny<CancellationToken>()), Times.Never());
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

    [TestCase("export", ExternalId, "Note: Acme Steel LLC is NetSuite vendor Acme Steel LLC (number V2207, record 901), which was made of it. "
        + "An export makes no second vendor of a company, whatever the answer in \"Duplicate vendor\".")]
    [TestCase("link", ExternalId, "Note: Acme Steel LLC is linked to NetSuite vendor Acme Steel LLC (number V2207, record 901) and stays so, whatever the answer in \"Duplicate vendor\". "
        + "To link another vendor, unlink the company in Procore first.")]
    [TestCase("link", null, "Note: Acme Steel LLC is linked to NetSuite vendor Acme Steel LLC (number V2207, record 901) and stays so, *")]
    public async Task An_answer_about_a_linked_company_is_answered_with_what_holds(string answer, string? externalId, string note)
    {
        LinkedTo(externalId);
        Answer(answer);

        var outcome = await ExportAsync(answers: true);

        Assert.That((outcome.Status, outcome.Marks.Single().OriginId), Is.EqualTo((SyncStatus.Done, "ns:1234567_SB1:vendor:901")));
        Assert.That(outcome.Notes.Single(), note.EndsWith('*') ? Does.StartWith(note[..^1]) : Is.EqualTo(note));
        Verify(Times.Never());
    }

    [Test]
    public async Task A_company_that_is_linked_to_a_vendor_of_NetSuites_can_not_be_made_another_one()
    {
        LinkedTo(externalId: null);
        Answer("export");

        Assert.That($"{(await ExportAsync(answers: true)).Problems.Single()}", Is.EqualTo(
            "E302: Acme Steel LLC is linked to NetSuite vendor Acme Steel LLC (number V2207, record 901) already, so \"export\" in \"Duplicate vendor\" makes no other vendor of it. "
            + "To get another one, unlink the company in Procore, or have Procore's support reset it, then export it again with this answer; to keep that one, export it again without an answer."));
        Verify(Times.Never());
    }

    [Test]
    public async Task An_answer_that_led_to_the_link_is_not_answered_once_more()
    {
        LinkedTo(externalId: null);
        rig.Links.Put(rig.Links[Key]! with { OperationId = "operation-1" });
        Answer("link");

        var outcome = await ExportAsync(answers: true);

        Assert.That((outcome.Status, outcome.Notes), Is.EqualTo((SyncStatus.Done, Array.Empty<string>())));
    }

    [Test]
    public async Task An_answer_that_is_none_is_refused_for_a_linked_company_too()
    {
        LinkedTo(ExternalId);
        Answer("merge");

        Assert.That((await ExportAsync(answers: true)).Problems.Single().Message, Is.EqualTo("\"merge\" is no answer in \"Duplicate vendor\"."));
    }

    [Test]
    public async Task A_linked_company_waits_too_while_nobody_can_read_the_answer()
    {
        LinkedTo(ExternalId);
        rig.Procore.Setup(procore => procore.FindErpRequestAsync(7, It.IsAny<CancellationToken>())).ThrowsAsync(new UnavailableException(new Problem("E902", "Procore doesn't answer.")));

        Assert.That((await ExportAsync(answers: true)).Status, Is.EqualTo(SyncStatus.Waiting));
    }

    [Test]
    public async Task An_answer_about_a_linked_company_names_the_record_of_a_vendor_that_is_gone()
    {
        rig.Link(EntityType.Company, 35, "77", "Acme Steel LLC");
        Answer("link");

        Assert.That((await ExportAsync(answers: true)).Notes.Single(), Does.StartWith("Note: Acme Steel LLC is linked to NetSuite vendor record 77 and stays so"));
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

    private void LinkedTo(string? externalId)
    {
        rig.Link(EntityType.Company, 35, "901", "Acme Steel LLC");
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorAsync(vendor, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new EntityFound(vendor, "V2207", "Acme Steel LLC", externalId, null, new NetSuiteId("2"), false));
    }
}
