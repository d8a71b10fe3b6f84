using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// The crash matrix (<see cref="CrashMatrix"/>) for vendors and jobs on their way into Procore: refreshed in two pages of living and two of deleted ones, added,
/// merged. Steps hold two records here.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
[CancelAfter(600_000)]
public sealed class ImportCrashMatrix
{
    private static readonly Fault[] faults = Enum.GetValues<Fault>();

    private World world = null!;
    private ProcoreRecord acme = null!;
    private ProcoreRecord dock = null!;
    private IReadOnlyList<Effect> effects = [];
    private int runs;

    private ProcorePages Ann => world.Accounts.Ann;

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.StartAsync(adjust: options => options with
        {
            ConfigureServices = services => services.AddSingleton(provider => new EntityImporter(
                provider.GetRequiredService<ILinkStore>(), provider.GetRequiredService<LinkChanges>(), provider.GetRequiredService<IImportedStore>(), provider.GetRequiredService<ISyncSender>(), provider.GetRequiredService<TimeProvider>())
            { PageSize = 2 }),
        });
        (dock, acme, _) = await Site.ExportToAsync(world);
        await RefreshAsync("sync_vendors");
        await RefreshAsync("sync_jobs");
    }

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public Task A_refresh_of_vendors_stages_each_once_updates_the_known_one_and_hides_what_was_deleted([ValueSource(nameof(faults))] Fault fault) =>
        EveryEffectAsync("vendors refreshed", fault, async (number, plan) =>
        {
            var users = world.Accounts.NetSuite.Users;
            string[] gone = [.. "ABC".Select(letter => AddVendor($"Gone {letter}{number}"))];
            await RefreshAsync("sync_vendors");
            await world.RunForAsync(TimeSpan.FromHours(1));
            Array.ForEach(gone, id => users.Delete("vendor", id));
            string[] added = [.. "ABC".Select(letter => AddVendor($"Crane Works {letter}{number}"))];
            users.Edit("vendor", world.Ledger.Vendors.Single(vendor => vendor.Name == "Acme Steel LLC").Id, new { phone = $"555-010-{number}" });

            Begin(plan);
            await RefreshAsync("sync_vendors");
            End();

            AssertReady("vendor", added, gone);
            Assert.That(acme.Text("business_phone"), Is.EqualTo($"555-010-{number}"));
        });

    [Test]
    public Task A_refresh_of_jobs_stages_each_once_updates_the_known_one_and_hides_what_was_deleted([ValueSource(nameof(faults))] Fault fault) =>
        EveryEffectAsync("jobs refreshed", fault, async (number, plan) =>
        {
            var users = world.Accounts.NetSuite.Users;
            string[] gone = [.. "ABC".Select(letter => AddJob($"{letter}{number}G"))];
            await RefreshAsync("sync_jobs");
            await world.RunForAsync(TimeSpan.FromHours(1));
            Array.ForEach(gone, id => users.Delete("job", id));
            string[] added = [.. "ABC".Select(letter => AddJob($"{letter}{number}"))];
            users.Edit("job", world.Ledger.Jobs.Single(job => job.ExternalId is not null).Id, new { companyName = $"Dock {number}", estimatedRevenue = 1_000 });
            world.Procore.Set(dock, "total_value", null);

            Begin(plan);
            await RefreshAsync("sync_jobs");
            End();

            AssertReady("job", added, gone);
            Assert.That((dock.Text("name"), decimal.Parse(dock.Text("total_value")!, CultureInfo.InvariantCulture)), Is.EqualTo(($"Dock {number}", 1_000m)));
        });

    [Test]
    public Task A_vendor_that_is_added_and_merged_is_linked_once([ValueSource(nameof(faults))] Fault fault) =>
        EveryEffectAsync("a vendor added and merged", fault, async (number, plan) =>
        {
            var id = AddVendor($"Crane Works {number}");
            await RefreshAsync("sync_vendors");
            var survivor = world.Procore.AddVendor($"Survivor {number}");

            Begin(plan);
            Ann.AddToProcore(Staged("vendor", id).Id);
            var added = world.Accounts.Procore.Records(Kinds.Vendor).Single(company => company.Text("name") == $"Crane Works {number}");
            await world.QuietAsync();
            Ann.MergeVendors(survivor.Id, [added.Id]);
            await world.QuietAsync();
            End();

            Assert.That((await HolderAsync(EntityType.Company, id))?.Key.ProcoreId, Is.EqualTo(survivor.Id), world.Describe());
            var gone = await world.Links.FindAsync(new(SimulatedAccounts.ConnectionId, EntityType.Company, added.Id), CancellationToken.None);
            Assert.That(gone?.IsPair, Is.False);
            Assert.That(world.Status(World.Vendor, survivor).OriginId, Does.EndWith($":vendor:{id}"));
        });

    [Test]
    public Task A_job_that_is_added_is_linked_once([ValueSource(nameof(faults))] Fault fault) => EveryEffectAsync("a job added", fault, async (number, plan) =>
    {
        var id = AddJob(number);
        await RefreshAsync("sync_jobs");

        Begin(plan);
        Ann.AddToProcore(Staged("job", id).Id);
        await world.QuietAsync();
        End();

        var project = world.Accounts.Procore.Records(Kinds.Project).Single(project => project.Text("project_number") == number);
        Assert.That((await HolderAsync(EntityType.Project, id))?.Key.ProcoreId, Is.EqualTo(project.Id), world.Describe());
    });

    private Task EveryEffectAsync(string scene, Fault fault, Func<string, Dictionary<string, Fault>, Task> actAsync) =>
        new CrashPoints(scene, fault).PlayAsync(async plan =>
        {
            await actAsync((++runs).ToString("0000", CultureInfo.InvariantCulture), plan);
            Assert.That(world.Host.Queues.SelectMany(world.Host.Broker.DeadLetters), Is.Empty, string.Join(", ", effects.Where(effect => effect.Fault is not null)));

            return effects;
        });

    /// <summary>A process that has just started; from now on effects are counted and bent.</summary>
    private void Begin(Dictionary<string, Fault> plan)
    {
        world.Host.Restart();
        world.Effects.Reset(plan);
    }

    /// <summary>What the test looks up from now on doesn't count.</summary>
    private void End()
    {
        effects = world.Effects.Recorded;
        world.Effects.Reset();
    }

    private async Task RefreshAsync(string request)
    {
        Ann.Refresh(request, SimulatedAccounts.CompanyId);
        await world.QuietAsync();
        var detail = world.Accounts.Procore.RequestDetails.Last(detail => detail.RequestName == request);
        Assert.That((detail.Status, string.Join('|', detail.Messages)), Is.EqualTo(("success", "")), world.Describe());
    }

    private void AssertReady(string type, IEnumerable<string> added, IEnumerable<string> gone)
    {
        var ready = Ann.ReadyToImport(SimulatedAccounts.CompanyId).CountBy(row => row.OriginId.ToUpperInvariant()).ToDictionary();
        Assert.That(added.Select(id => ready.GetValueOrDefault(OriginOf(type, id))), Is.All.EqualTo(1), world.Describe());
        Assert.That(gone.Select(id => ready.GetValueOrDefault(OriginOf(type, id))), Is.All.Zero);
    }

    private StagedRow Staged(string type, string id) =>
        Ann.ReadyToImport(SimulatedAccounts.CompanyId).Single(row => string.Equals(row.OriginId, OriginOf(type, id), StringComparison.OrdinalIgnoreCase));

    private string OriginOf(string type, string id) => ExternalIds.InProcore(world.Accounts.NetSuite.Settings.AccountId, type, id).ToUpperInvariant();

    private Task<Link?> HolderAsync(EntityType entity, string id) =>
        world.Links.FindByNetSuiteIdAsync(SimulatedAccounts.ConnectionId, entity, null, new NetSuiteId(id), CancellationToken.None);

    private string AddVendor(string name) => world.Accounts.NetSuite.Users.Create("vendor", new { companyName = name, subsidiary = new { id = "2" } });

    private string AddJob(string number) => world.Accounts.NetSuite.Users.Create(
        "job", new { entityId = number, companyName = $"Tower {number}", subsidiary = new { id = "2" }, parent = new { id = "981" } });
}
