using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Projects;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.ProjectBuilder;

namespace ProcoreNetSuite.Tests.Projects;

[TestFixture]
public sealed class ProjectHandlerTests
{
    private const string ExternalId = "procore-4400123-project-598134325841112";
    private static readonly NetSuiteId job = new("5551");
    private RoomRig rig = null!;
    private ProjectHandler handler = null!;

    [SetUp]
    public void SetUp()
    {
        rig = new RoomRig();
        handler = new ProjectHandler(rig.Once, rig.Links, rig.Changes, new Reserver(rig.Reservations), new ProjectItems(rig.Sender.Object), new ProjectUnlinker(rig.Links, rig.Changes), new ProjectLinker(new PairKeeper(rig.Links, rig.Changes)));
        Project(Dock);
        Codes([.. CostCodes]);
        Assigned();
        Numbers();
        rig.NetSuite.Setup(netSuite => netSuite.UpsertJobAsync(It.IsAny<Job>(), It.IsAny<CancellationToken>())).ReturnsAsync(job);
        Stored("1234");
    }

    [Test]
    public async Task A_new_project_becomes_a_job_and_is_marked_with_its_cost_codes()
    {
        var outcome = await ExportAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
        Assert.That(outcome.Marks, Is.EqualTo(new ExternalData[]
        {
            new("project", DockId, "ns:1234567_SB1:job:5551", "1234"),
            new("cost_code", 4, "ns:1234567_SB1:costcode:4"),
            new("cost_code", 6, "ns:1234567_SB1:costcode:6"),
            new("cost_code", 9, "ns:1234567_SB1:costcode:9"),
        }));
        Assert.That(rig.Links[Key], Has.Property("State").EqualTo(LinkState.Linked).And.Property("Name").EqualTo("1234").And.Property("NetSuiteId").EqualTo(job));
        rig.Procore.Verify(procore => procore.SyncCostTypeAssignmentsAsync(
            DockId, new[] { new CostTypeAssignment(6, 22), new CostTypeAssignment(6, 23) }, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task The_job_of_a_linked_project_is_not_touched_and_its_codes_are_marked_again()
    {
        rig.Link(EntityType.Project, DockId, "5551", "1234");

        var outcome = await ExportAsync();

        Assert.That((outcome.Status, outcome.Marks.Count, outcome.Notes.Count), Is.EqualTo((SyncStatus.Done, 4, 0)));
        Assert.That(rig.NetSuite.Invocations, Is.Empty);
    }

    [Test]
    public async Task A_changed_number_is_noted_and_the_first_one_stays()
    {
        rig.Link(EntityType.Project, DockId, "5551", "0999");

        var outcome = await ExportAsync();

        Assert.That(outcome.Notes, Is.EqualTo(new[] { "The project number changed from 0999 to 1234; the job and its items keep 0999." }));
        Assert.That(outcome.Marks[0].OriginCode, Is.EqualTo("0999"));
        Assert.That(rig.Links[Key]!.Name, Is.EqualTo("0999"));
    }

    [Test]
    public async Task A_number_of_another_job_is_refused_with_the_word_code()
    {
        Numbers(Found("77", "1234", "Old warehouse"));

        var outcome = await ExportAsync();

        Refused(outcome, "E201", "The code 1234 of project Dock 7 Warehouse is already used by NetSuite job Old warehouse (77).");
        Assert.That(outcome.Problems[0].Remedy, Does.StartWith("If it is this project's job, click Refresh Job List in ERP Integrations, add the job under Ready to Import to Procore").And.Contain("if it is another job"));
    }

    [Test]
    public async Task A_number_of_another_projects_job_is_refused_with_that_project()
    {
        var other = rig.Link(EntityType.Project, 77, "5552", "1234");
        await rig.Reservations.ReserveAsync([new Reservation(other.Key, "job 1234", "1234", "operation-0", RoomRig.Now)], default);

        var outcome = await ExportAsync();

        Refused(
            outcome, "E201", "The code 1234 of project Dock 7 Warehouse is already used by NetSuite job 5552, which another project of Procore is linked to (77).");
        Assert.That(outcome.Problems[0].Remedy, Is.EqualTo("Go on with that project, or give this one another number, then export again."));
    }

    [Test]
    public async Task A_number_of_our_own_job_is_free()
    {
        Numbers(Found("5551", "1234", "Dock 7 Warehouse", ExternalId));

        Assert.That((await ExportAsync()).Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task A_number_of_a_job_in_another_subsidiary_is_refused()
    {
        Numbers(Found("77", "1234", "Old warehouse") with { Subsidiary = new NetSuiteId("3") });

        Refused(await ExportAsync(), "E205", "The code 1234 is used by NetSuite job Old warehouse (77), which belongs to subsidiary 3; the connector's is 2.");
    }

    [TestCase("E413", "This entity already exists.")]
    [TestCase("E413", "A customer record with this ID already exists")]
    [TestCase("E201", "Uniqueness error")]
    public async Task A_number_of_a_customer_or_vendor_is_refused_with_the_word_code(string code, string text)
    {
        rig.NetSuite.Setup(netSuite => netSuite.UpsertJobAsync(It.IsAny<Job>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new RejectedException(new Problem(code, "NetSuite refused the job.", text), 400) { IsDuplicate = true });
        rig.NetSuite.Setup(netSuite => netSuite.FindJobAsync(ExternalId, It.IsAny<CancellationToken>())).ReturnsAsync((EntityFound?)null);

        var outcome = await ExportAsync();

        Refused(outcome, "E201", "The code 1234 of project Dock 7 Warehouse is already used in NetSuite.");
        Assert.That(outcome.Problems[0].Detail, Is.EqualTo(text));
    }

    [Test]
    public async Task A_number_that_NetSuite_replaced_is_refused_and_the_project_is_not_linked()
    {
        Stored("PRJ-17");

        Refused(await ExportAsync(), "E204", "NetSuite gave job Dock 7 Warehouse (5551) the code PRJ-17 instead of 1234.");
        Assert.That(rig.Links[Key]!.State, Is.EqualTo(LinkState.Open));
    }

    [Test]
    public async Task A_replaced_number_is_corrected_by_the_next_export()
    {
        Stored("PRJ-17");
        await ExportAsync();
        Stored("1234");

        var outcome = await ExportAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
        rig.NetSuite.Verify(netSuite => netSuite.UpsertJobAsync(It.IsAny<Job>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Test]
    public async Task A_number_that_is_read_back_below_its_customer_is_ours()
    {
        Stored("Bay Builders : 1234");

        Assert.That((await ExportAsync()).Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task Number_and_cost_codes_are_refused_together_before_NetSuite_is_asked()
    {
        Project(Dock with { ProjectNumber = null });
        Codes(Code(4, "05"), Code(6, "05-100", 4));

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Select(problem => problem.Code), Is.EqualTo(new[] { "E201", "E203" }));
        Assert.That(rig.NetSuite.Invocations, Is.Empty);
    }

    [Test]
    public async Task A_single_tier_is_refused()
    {
        Codes(Code(4, "05", types: [22]));

        Refused(await ExportAsync(), "E104", "Project 1234 has cost codes of a single tier: 05.");
    }

    [Test]
    public async Task An_inactive_project_is_refused()
    {
        Project(Dock with { Active = false });

        Refused(await ExportAsync(), "E202", "Project 1234 Dock 7 Warehouse is inactive in Procore.");
    }

    [Test]
    public async Task A_project_from_before_the_connection_is_refused()
    {
        rig.Settings.ProjectsStartedOnOrAfter = new DateOnly(2026, 3, 1);

        Refused(await ExportAsync(), "E207", "Project 1234 Dock 7 Warehouse started on 2026-02-01; projects before 2026-03-01 are not exported.");
    }

    [TestCase(RoomRig.Detail, SyncStatus.Rejected)]
    [TestCase(null, SyncStatus.Skipped)]
    public async Task A_project_that_is_gone_is_refused_only_where_someone_waits(long? detail, SyncStatus status)
    {
        Project(null);

        Assert.That((await ExportAsync(detail)).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task A_refused_cost_type_is_reported_and_the_next_export_repeats_it()
    {
        Assigned(new SyncError(null, null, null, null, "line_item_type_id is invalid"));
        Refused(await ExportAsync(), "E904", "Project 1234 is NetSuite job 5551, but Procore refused to mark a cost type as synced: line_item_type_id is invalid");

        Assigned();
        Assert.That((await ExportAsync()).Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task A_project_waits_while_NetSuite_is_busy()
    {
        rig.NetSuite.Setup(netSuite => netSuite.UpsertJobAsync(It.IsAny<Job>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ThrottledException(new Problem("E901", "NetSuite is busy."), TimeSpan.FromSeconds(42)));

        var outcome = await ExportAsync();

        Assert.That((outcome.Status, outcome.Delay), Is.EqualTo((SyncStatus.Waiting, TimeSpan.FromSeconds(42))));
    }

    [Test]
    public async Task Items_are_asked_for_with_the_project_where_the_settings_say_so()
    {
        rig.Settings.ItemsWithProject = true;
        rig.Procore.Setup(procore => procore.ListWbsCodesAsync(DockId, It.IsAny<CancellationToken>()))
            .ReturnsAsync([.. Enumerable.Range(1, 26).Select(id => Wbs(id)), Wbs(99) with { Status = "inactive" }]);
        var sent = new List<(string Queue, SyncMessage Message, string? Id)>();
        rig.Sender.Setup(sender => sender.SendAsync(It.IsAny<string>(), It.IsAny<SyncMessage>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .Callback((string queue, SyncMessage message, string? id, CancellationToken _) => sent.Add((queue, message, id)));

        await ExportAsync();
        await ExportAsync();

        Assert.That(sent.Select(send => send.Message.Items.Count), Is.EqualTo(new[] { 25, 1, 25, 1 }));
        Assert.That(sent.Select(send => send.Id).Distinct().Count(), Is.EqualTo(2), "a redelivery uses the same ids");
        Assert.That(sent[1].Queue, Is.EqualTo(QueueNames.WbsCodes));
        Assert.That(sent[1].Message.Items, Is.EqualTo(new[] { new SyncItem(26, ProjectId: DockId) }));
    }

    [Test]
    public async Task Items_are_left_to_the_invoices_by_default()
    {
        await ExportAsync();

        Assert.That(rig.Sender.Invocations, Is.Empty);
    }

    private LinkKey Key => new(rig.Connection.Id, EntityType.Project, DockId);

    private static EntityFound Found(string id, string number, string name, string? externalId = null) =>
        new(new NetSuiteId(id), number, name, externalId, null, new NetSuiteId("2"), false);

    private static void Refused(SyncOutcome outcome, string code, string message)
    {
        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Rejected));
        Assert.That((outcome.Problems.Single().Code, outcome.Problems.Single().Message), Is.EqualTo((code, message)));
    }

    private void Project(Project? project) =>
        rig.Procore.Setup(procore => procore.FindProjectAsync(DockId, It.IsAny<CancellationToken>())).ReturnsAsync(project);

    private void Codes(params CostCode[] codes) =>
        rig.Procore.Setup(procore => procore.ListCostCodesAsync(DockId, It.IsAny<CancellationToken>())).ReturnsAsync(codes);

    private void Assigned(params SyncError[] errors) => rig.Procore
        .Setup(procore => procore.SyncCostTypeAssignmentsAsync(DockId, It.IsAny<IReadOnlyList<CostTypeAssignment>>(), It.IsAny<CancellationToken>()))
        .ReturnsAsync(new SyncAnswer([], errors));

    private void Numbers(params EntityFound[] jobs) =>
        rig.NetSuite.Setup(netSuite => netSuite.ListJobsByNumberAsync("1234", It.IsAny<CancellationToken>())).ReturnsAsync(jobs);

    private void Stored(string number) => rig.NetSuite
        .Setup(netSuite => netSuite.FindJobAsync(ExternalId, It.IsAny<CancellationToken>()))
        .ReturnsAsync(Found("5551", number, "Dock 7 Warehouse", ExternalId));

    private async Task<SyncOutcome> ExportAsync(long? detail = RoomRig.Detail) =>
        (await handler.HandleAsync(rig.Work(handler, SyncCommand.Export, new SyncItem(DockId, detail)), CancellationToken.None)).Single();
}
