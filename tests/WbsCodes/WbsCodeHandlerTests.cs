using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.WbsCodes;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.ProjectBuilder;

namespace ProcoreNetSuite.Tests.WbsCodes;

[TestFixture]
public sealed class WbsCodeHandlerTests
{
    private const string Name = "1234-05-100.S";
    private const string ExternalId = "procore-4400123-wbs-code-77001";
    private static readonly NetSuiteId made = new("3001");
    private RoomRig rig = null!;
    private WbsCodeHandler handler = null!;

    [SetUp]
    public void SetUp()
    {
        rig = new RoomRig();
        handler = new WbsCodeHandler(new ItemLookup(rig.Links, rig.Reservations), new ItemWriter(rig.Links, rig.Changes, rig.Once));
        rig.Link(EntityType.Project, DockId, "5551", "1234");
        rig.Procore.Setup(procore => procore.ListWbsCodesAsync(DockId, It.IsAny<CancellationToken>()))
            .ReturnsAsync([Wbs(), Wbs(77002, "03-300.S"), Wbs(77003, "03-400.S")]);
        rig.NetSuite.Setup(netSuite => netSuite.UpsertItemAsync(It.IsAny<OtherChargeItem>(), It.IsAny<CancellationToken>())).ReturnsAsync(made);
        Known();
    }

    [Test]
    public async Task A_new_code_becomes_an_item()
    {
        var outcome = await ExportAsync();

        Assert.That((outcome.Status, outcome.NetSuiteId, outcome.Marks.Count), Is.EqualTo((SyncStatus.Done, (NetSuiteId?)made, 0)));
        Assert.That(rig.Links[Key()], Has.Property("State").EqualTo(LinkState.Linked).And.Property("Name").EqualTo(Name));
        rig.NetSuite.Verify(netSuite => netSuite.UpsertItemAsync(
            It.Is<OtherChargeItem>(item => item.Name == Name && item.ExternalId == ExternalId), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task A_linked_code_is_done_without_a_call()
    {
        rig.Link(EntityType.WbsCode, 77001, "3001", Name, project: DockId);

        var outcome = await ExportAsync();

        Assert.That((outcome.Status, outcome.NetSuiteId), Is.EqualTo((SyncStatus.Done, (NetSuiteId?)made)));
        Assert.That(rig.Procore.Invocations.Concat(rig.NetSuite.Invocations), Is.Empty);
    }

    [Test]
    public async Task The_codes_of_a_message_cost_one_call_to_each_side_for_reading()
    {
        NetSuiteId[] ids = [new("1"), new("2"), new("3")];
        var next = 0;
        rig.NetSuite.Setup(netSuite => netSuite.UpsertItemAsync(It.IsAny<OtherChargeItem>(), It.IsAny<CancellationToken>())).ReturnsAsync(() => ids[next++]);

        var outcomes = await ExportAsync(77001, 77002, 77003);

        Assert.That(outcomes.Select(outcome => outcome.NetSuiteId!.Value), Is.EqualTo(ids));
        rig.Procore.Verify(procore => procore.ListWbsCodesAsync(DockId, It.IsAny<CancellationToken>()), Times.Once);
        rig.NetSuite.Verify(netSuite => netSuite.ListItemsByNameAsync(It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task The_number_of_the_first_export_stays_in_the_name()
    {
        rig.Link(EntityType.Project, DockId, "5551", "0999");

        await ExportAsync();

        Assert.That(rig.Links[Key()]!.Name, Is.EqualTo("0999-05-100.S"));
    }

    [Test]
    public async Task An_item_that_is_there_already_is_linked_and_not_written()
    {
        Known(Item("88"));

        var outcome = await ExportAsync();

        Assert.That(outcome.NetSuiteId, Is.EqualTo(new NetSuiteId("88")));
        Assert.That(rig.Links[Key()], Has.Property("State").EqualTo(LinkState.Linked).And.Property("NetSuiteId").EqualTo(new NetSuiteId("88")));
        Assert.That(rig.Links.Decisions, Is.EqualTo(new[] { "adopted" }));
        NothingWritten();
    }

    [TestCase(false, false, "2", true)]
    [TestCase(false, false, "3", false, Description = "another subsidiary only")]
    [TestCase(false, true, "3", true, Description = "the ones below it may use it: NetSuite decides")]
    [TestCase(true, false, "2", false, Description = "not to be seen")]
    public async Task An_item_of_another_subsidiary_is_not_linked(bool isHidden, bool includesChildren, string subsidiary, bool isLinked)
    {
        Known(Item("88"));
        rig.NetSuite.Setup(netSuite => netSuite.FindItemAsync(new NetSuiteId("88"), It.IsAny<CancellationToken>())).ReturnsAsync(
            isHidden ? null : Item("88") with { Subsidiaries = [(new NetSuiteId(subsidiary), "Texas")], IncludesChildren = includesChildren });

        var outcome = await ExportAsync();

        Assert.That((outcome.Status, rig.Links[Key()]?.State), Is.EqualTo(isLinked ? (SyncStatus.Done, LinkState.Linked) : (SyncStatus.Rejected, (LinkState?)null)));
        Assert.That(outcome.Problems.Select(problem => problem.Code), Is.EqualTo(isLinked ? System.Array.Empty<string>() : ["E102"]));
    }

    [TestCase("Service", "Purchase")]
    [TestCase("NonInvtPart", "Purchase")]
    [TestCase("OthCharge", "Sale")]
    public async Task A_name_taken_by_another_kind_of_item_is_refused(string type, string subtype)
    {
        Known(Item("88") with { Type = type, Subtype = subtype });

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single(), Has.Property("Code").EqualTo("E102")
            .And.Property("Message").StartsWith($"{Name} already exists as {type} {subtype} (88)"));
        NothingWritten();
    }

    [Test]
    public async Task An_item_of_another_code_is_refused()
    {
        rig.Link(EntityType.WbsCode, 70000, "88", Name, project: DockId);
        Known(Item("88"));

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single(), Has.Property("Code").EqualTo("E102")
            .And.Property("Message").EqualTo($"Item {Name} (88) is already linked to another budget code of the project (70000)."));
        NothingWritten();
    }

    [Test]
    public async Task An_inactive_item_is_refused()
    {
        Known(Item("88") with { Inactive = true });

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single(), Has.Property("Code").EqualTo("E413")
            .And.Property("Message").EqualTo($"Item {Name} (88) is inactive in NetSuite."));
        NothingWritten();
    }

    [Test]
    public async Task Codes_of_a_project_that_is_not_linked_are_refused()
    {
        rig.Link(EntityType.Project, DockId, "5551", "1234", LinkState.Unlinked);

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single(), Has.Property("Code").EqualTo("E401")
            .And.Property("Message").EqualTo($"Project {DockId} isn't linked to a NetSuite job."));
    }

    [Test]
    public async Task One_refused_code_does_not_stop_the_others()
    {
        var outcomes = await ExportAsync(70000, 77001);

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Rejected, SyncStatus.Done }));
        Assert.That(outcomes[0].Problems.Single(), Has.Property("Code").EqualTo("E411")
            .And.Property("Message").EqualTo("WBS code 70000 is no longer in project 1234."));
    }

    [Test]
    public async Task A_code_of_a_single_tier_is_refused_without_asking_NetSuite()
    {
        rig.Procore.Setup(procore => procore.ListWbsCodesAsync(DockId, It.IsAny<CancellationToken>()))
            .ReturnsAsync([Wbs() with { SegmentItems = [CostCodeItem("05"), CostTypeItem()] }]);

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single().Code, Is.EqualTo("E104"));
        Assert.That(rig.NetSuite.Invocations, Is.Empty);
    }

    [Test]
    public async Task All_codes_wait_while_NetSuite_is_down_but_linked_ones_are_done()
    {
        rig.Link(EntityType.WbsCode, 77002, "3002", "1234-03-300.S", project: DockId);
        rig.NetSuite.Setup(netSuite => netSuite.ListItemsByNameAsync(It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new UnavailableException(new Problem("E902", "NetSuite doesn't answer.")));

        var outcomes = await ExportAsync(77001, 77002);

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Waiting, SyncStatus.Done }));
    }

    [Test]
    public async Task All_codes_wait_while_Procore_is_down()
    {
        rig.Procore.Setup(procore => procore.ListWbsCodesAsync(DockId, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ThrottledException(new Problem("E901", "Procore's limit is used up."), TimeSpan.FromMinutes(20)));

        var outcome = await ExportAsync();

        Assert.That((outcome.Status, outcome.Delay), Is.EqualTo((SyncStatus.Waiting, TimeSpan.FromMinutes(20))));
    }

    [Test]
    public async Task An_item_whose_answer_was_lost_is_found_by_its_external_id_and_not_sent_again()
    {
        rig.Link(EntityType.WbsCode, 77001, "3001", Name, LinkState.Unknown, DockId);
        rig.NetSuite.Setup(netSuite => netSuite.FindItemAsync(ExternalId, It.IsAny<CancellationToken>())).ReturnsAsync(Item("3001") with { ExternalId = ExternalId });
        Known(Item("3001") with { ExternalId = ExternalId });

        var outcome = await ExportAsync();

        Assert.That((outcome.Status, outcome.NetSuiteId), Is.EqualTo((SyncStatus.Done, (NetSuiteId?)made)));
        NothingWritten();
    }

    [Test]
    public async Task Company_level_cost_codes_get_an_origin_id_and_nothing_goes_to_NetSuite()
    {
        var work = rig.Work(handler, SyncCommand.Acknowledge, new SyncItem(4, RoomRig.Detail));

        var outcome = (await handler.HandleAsync(work, CancellationToken.None)).Single();

        Assert.That(work.Tasks[0].Key, Is.EqualTo(new LinkKey(rig.Connection.Id, EntityType.StandardCostCode, 4)));
        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
        Assert.That(outcome.Marks, Is.EqualTo(new[] { new ExternalData("standard_cost_code", 4, "ns:1234567_SB1:standardcostcode:4") }));
        Assert.That(rig.NetSuite.Invocations, Is.Empty);
    }

    [Test]
    public async Task A_command_of_other_rooms_is_skipped()
    {
        var outcomes = await handler.HandleAsync(rig.Work(handler, SyncCommand.Unlink, new SyncItem(77001, ProjectId: DockId)), CancellationToken.None);

        Assert.That(outcomes.Single().Status, Is.EqualTo(SyncStatus.Skipped));
    }

    private LinkKey Key() => new(rig.Connection.Id, EntityType.WbsCode, 77001, DockId);

    private static ItemFound Item(string id) => new(new NetSuiteId(id), Name, null, "OthCharge", "Purchase", false);

    private void Known(params ItemFound[] items)
    {
        rig.NetSuite.Setup(netSuite => netSuite.ListItemsByNameAsync(It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>())).ReturnsAsync(items);
        rig.NetSuite.Setup(netSuite => netSuite.FindItemAsync(It.IsAny<NetSuiteId>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((NetSuiteId id, CancellationToken _) => items.Single(item => item.Id == id));
    }

    private void NothingWritten() =>
        rig.NetSuite.Verify(netSuite => netSuite.UpsertItemAsync(It.IsAny<OtherChargeItem>(), It.IsAny<CancellationToken>()), Times.Never);

    private async Task<SyncOutcome> ExportAsync() => (await ExportAsync(77001)).Single();

    private Task<IReadOnlyList<SyncOutcome>> ExportAsync(params long[] codes) => handler.HandleAsync(
        rig.Work(handler, SyncCommand.Export, [.. codes.Select(code => new SyncItem(code, ProjectId: DockId))]), CancellationToken.None);
}
