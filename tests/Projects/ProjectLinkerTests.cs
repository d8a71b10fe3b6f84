using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Projects;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Projects;

/// <summary>A job that was added to Procore (connector-behaviour.md 7.2).</summary>
public sealed class ProjectLinkerTests
{
    private static readonly NetSuiteId job = new("5551");
    private RoomRig rig = null!;
    private ProjectHandler handler = null!;

    [SetUp]
    public void SetUp()
    {
        rig = new RoomRig();
        handler = new ProjectHandler(
            rig.Once, rig.Links, rig.Changes, new Reserver(rig.Reservations), new ProjectItems(rig.Sender.Object), new ProjectUnlinker(rig.Links, rig.Changes), new ProjectLinker(new PairKeeper(rig.Links, rig.Changes)));
        rig.Procore.Setup(procore => procore.FindOriginIdAsync("project", 7, It.IsAny<CancellationToken>())).ReturnsAsync("ns:1234567_SB1:job:5551");
        InNetSuite(new EntityFound(job, "26-031", "Harbor Tower", null, null, new NetSuiteId("2"), false));
    }

    [Test]
    public async Task A_project_that_carries_a_job_is_linked_once_under_the_jobs_number()
    {
        Assert.That((await LinkAsync()).Status, Is.EqualTo(SyncStatus.Done));
        Assert.That((await LinkAsync()).Reason, Is.EqualTo("project 26-031 (7) is linked to job 5551 already."));

        Assert.That((Stored!.State, Stored.NetSuiteId, Stored.Name), Is.EqualTo((LinkState.Linked, (NetSuiteId?)job, "26-031")));
    }

    [Test]
    public async Task A_job_of_another_project_waits_for_its_reset_and_names_it()
    {
        rig.Link(EntityType.Project, 8, "5551", "26-030");

        var outcome = await LinkAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Waiting));
        Assert.That(outcome.Problems.Single().ToString(), Does.StartWith("E401: Procore linked project 26-031 (7) to NetSuite job 5551, but 26-030 (8) is linked to job 5551."));
        Assert.That(Stored, Is.Null);
    }

    [Test]
    public async Task A_job_that_is_gone_is_refused()
    {
        InNetSuite(null);

        Assert.That((await LinkAsync()).Problems.Single().ToString(), Does.StartWith("E413: Job 5551 of project 7 is not in NetSuite."));
    }

    [Test]
    public async Task A_project_without_a_job_of_this_account_is_left_alone()
    {
        rig.Procore.Setup(procore => procore.FindOriginIdAsync("project", 7, It.IsAny<CancellationToken>())).ReturnsAsync((string?)null);

        Assert.That((await LinkAsync()).Status, Is.EqualTo(SyncStatus.Skipped));
        rig.NetSuite.VerifyNoOtherCalls();
    }

    private Link? Stored => rig.Links[new LinkKey(rig.Connection.Id, EntityType.Project, 7)];

    private async Task<SyncOutcome> LinkAsync() => (await handler.HandleAsync(rig.Work(handler, SyncCommand.Link, new SyncItem(7)), CancellationToken.None)).Single();

    private void InNetSuite(EntityFound? found) => rig.NetSuite.Setup(netSuite => netSuite.FindJobAsync(job, It.IsAny<CancellationToken>())).ReturnsAsync(found);
}
