using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Refresh Job List, Ready to Import, Add to Procore: jobs come into Procore as a person does it.</summary>
public sealed class JobImportJourneys : SiteJourney
{
    private ProcorePages Ann => World.Accounts.Ann;

    [Test]
    public async Task A_new_job_is_refreshed_added_and_linked_though_the_service_account_may_not_see_the_project_yet()
    {
        var job = AddJob("26-031", "Harbor Tower");

        await RefreshAsync();
        var row = Ready().Single();
        Assert.That((row.Name, row.OriginCode), Is.EqualTo(("Harbor Tower", "26-031")), World.Describe());
        Ann.AddToProcore(row.Id);
        await World.QuietAsync();
        var project = World.Accounts.Procore.Records(Kinds.Project).Single(one => one.Text("name") == "Harbor Tower");

        var link = await World.Links.FindAsync(new(SimulatedAccounts.ConnectionId, EntityType.Project, project.Id), CancellationToken.None);
        Assert.That((link?.IsPair, link?.Name), Is.EqualTo(((bool?)true, "26-031")), World.Describe());
        Assert.That(link!.NetSuiteId!.Value.Value, Is.EqualTo(job));
        AssertNothingLost();
    }

    [Test]
    public async Task A_project_whose_notice_was_lost_is_linked_by_the_next_run_over_everything_that_may_see_it()
    {
        var job = AddJob("26-031", "Harbor Tower");
        await RefreshAsync();
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.DropWebhook, Nth = 1 });
        Ann.AddToProcore(Ready().Single().Id);
        await World.QuietAsync();

        var project = World.Accounts.Procore.Records(Kinds.Project).Single(one => one.Text("name") == "Harbor Tower");
        var key = new LinkKey(SimulatedAccounts.ConnectionId, EntityType.Project, project.Id);
        await AskForAsync("jobs", "?since=all");
        Assert.That(await World.Links.FindAsync(key, CancellationToken.None), Is.Null, "procore-api.md 8.2: a new project is not among those the service account may see");
        World.Procore.Permit(project);

        await AskForAsync("jobs", "?since=all");

        Assert.That((await World.Links.FindAsync(key, CancellationToken.None))?.NetSuiteId?.Value, Is.EqualTo(job), World.Describe());
        AssertNothingLost();
    }

    [TestCase(null, 5_000_000)]
    [TestCase(7_000_000, 7_000_000)]
    public async Task A_linked_project_takes_over_name_and_dates_and_a_value_only_if_it_has_none(int? own, int expected)
    {
        World.Procore.Set(Site.Project, "total_value", own is { } value ? $"{value}.00" : null);
        World.Accounts.NetSuite.Users.Edit("job", World.Ledger.Jobs.Single().Id, new
        {
            companyName = "Dock 7 Cold Store",
            startDate = "2026-02-02",
            projectedEndDate = "2027-07-07",
            estimatedRevenue = 5_000_000,
        });

        await RefreshAsync();

        Assert.That(
            (Site.Project.Text("name"), Site.Project.Text("start_date"), Site.Project.Text("completion_date"), Site.Project.Text("project_number")),
            Is.EqualTo(("Dock 7 Cold Store", "2026-02-02", "2027-07-07", "1234")),
            World.Describe());
        Assert.That(decimal.Parse(Site.Project.Text("total_value")!, System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(expected));
    }

    [Test]
    public async Task Nothing_changed_nothing_written()
    {
        AddJob("26-031", "Harbor Tower");
        await RefreshAsync();
        World.Accounts.Procore.Calls.Clear();

        await RefreshAsync();

        Assert.That(World.Accounts.Procore.Calls.All.Where(call => call.Method == "PATCH").Select(call => call.Path), Is.All.EndsWith("/erp_request_details/sync"));
    }

    [Test]
    public async Task Deleted_and_inactive_jobs_drop_out_of_Ready_to_Import()
    {
        var (gone, closed) = (AddJob("26-031", "Harbor Tower"), AddJob("26-032", "Pier 9"));
        await RefreshAsync();
        Assert.That(Ready(), Has.Count.EqualTo(2));
        World.Accounts.NetSuite.Users.Delete("job", gone);
        World.Accounts.NetSuite.Users.SetInactive("job", closed, inactive: true);

        await RefreshAsync();

        Assert.That(Ready(), Is.Empty, World.Describe());
    }

    private string AddJob(string number, string name) => World.Accounts.NetSuite.Users.Create(
        "job", new { entityId = number, companyName = name, subsidiary = new { id = "2" }, parent = new { id = "981" } });

    private async Task RefreshAsync()
    {
        await World.RunForAsync(TimeSpan.FromHours(1));
        Ann.Refresh("sync_jobs", SimulatedAccounts.CompanyId);
        await World.QuietAsync();
        Assert.That(World.Accounts.Procore.RequestDetails.Last(detail => detail.RequestName == "sync_jobs").Status, Is.EqualTo("success"), World.Describe());
        AssertNothingLost();
    }

    private IReadOnlyList<StagedRow> Ready() => Ann.ReadyToImport(SimulatedAccounts.CompanyId);
}
