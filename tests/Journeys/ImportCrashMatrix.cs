using System.Globalization;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Sandbox.Hosting;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>The crash matrix (<see cref="CrashMatrix"/>) for vendors on their way into Procore: refreshed, added, merged.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
[CancelAfter(300_000)]
public sealed class ImportCrashMatrix
{
    /// <summary>Killed before an effect leaves what killed after the one before it leaves.</summary>
    private static readonly Fault[] faults = [Fault.KilledAfter, Fault.AnswerLost];

    private World world = null!;
    private ProcoreRecord acme = null!;
    private IReadOnlyList<Effect> effects = [];
    private int runs;

    private ProcorePages Ann => world.Accounts.Ann;

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.StartAsync();
        acme = world.Procore.AddVendor("Acme Steel LLC");
        await world.ExportAsync(World.Vendor, acme);
        Ann.Refresh("sync_vendors", SimulatedAccounts.CompanyId);
        await world.QuietAsync();
    }

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public Task A_refresh_stages_each_vendor_once_and_updates_the_known_one([ValueSource(nameof(faults))] Fault fault) => EveryEffectAsync(fault, async (number, plan) =>
    {
        var id = AddVendor(number);
        world.Accounts.NetSuite.Users.Edit("vendor", world.Ledger.Vendors.Single(vendor => vendor.Name == "Acme Steel LLC").Id, new { phone = $"555-010-{number}" });
        await world.RunForAsync(TimeSpan.FromHours(1));

        Begin(plan);
        Ann.Refresh("sync_vendors", SimulatedAccounts.CompanyId);
        await world.QuietAsync();
        End();

        Assert.That(Ann.ReadyToImport(SimulatedAccounts.CompanyId).Count(row => row.OriginId.EndsWith($":vendor:{id}", StringComparison.Ordinal)), Is.EqualTo(1), world.Describe());
        Assert.That(acme.Text("business_phone"), Is.EqualTo($"555-010-{number}"));
        var detail = world.Accounts.Procore.RequestDetails.Last(detail => detail.RequestName == "sync_vendors");
        Assert.That((detail.Status, detail.Messages.Count), Is.EqualTo(("success", 0)), string.Join('|', detail.Messages));
    });

    [Test]
    public Task A_vendor_that_is_added_and_merged_is_linked_once([ValueSource(nameof(faults))] Fault fault) => EveryEffectAsync(fault, async (number, plan) =>
    {
        var id = AddVendor(number);
        Ann.Refresh("sync_vendors", SimulatedAccounts.CompanyId);
        await world.QuietAsync();
        var survivor = world.Procore.AddVendor($"Survivor {number}");

        Begin(plan);
        Ann.AddToProcore(Ann.ReadyToImport(SimulatedAccounts.CompanyId).Single(row => row.OriginId.EndsWith($":vendor:{id}", StringComparison.Ordinal)).Id);
        var added = world.Accounts.Procore.Records(Kinds.Vendor).Single(company => company.Text("name") == $"Crane Works {number}");
        await world.QuietAsync();
        Ann.MergeVendors(survivor.Id, [added.Id]);
        await world.QuietAsync();
        End();

        var holder = await world.Links.FindByNetSuiteIdAsync(SimulatedAccounts.ConnectionId, EntityType.Company, null, new NetSuiteId(id), CancellationToken.None);
        Assert.That(holder?.Key.ProcoreId, Is.EqualTo(survivor.Id), world.Describe());
        var gone = await world.Links.FindAsync(new(SimulatedAccounts.ConnectionId, EntityType.Company, added.Id), CancellationToken.None);
        Assert.That(gone?.IsPair, Is.False);
        Assert.That(world.Status(World.Vendor, survivor).OriginId, Does.EndWith($":vendor:{id}"));
    });

    private async Task EveryEffectAsync(Fault fault, Func<string, Dictionary<int, Fault>, Task> actAsync)
    {
        var undisturbed = await RunAsync([], actAsync);
        Assert.That(undisturbed, Is.GreaterThan(5));
        for (var number = 1; number <= undisturbed; number++)
        {
            await RunAsync(new() { [number] = fault }, actAsync);
        }
    }

    /// <returns>How many effects it took.</returns>
    private async Task<int> RunAsync(Dictionary<int, Fault> plan, Func<string, Dictionary<int, Fault>, Task> actAsync)
    {
        await actAsync((++runs).ToString("0000", CultureInfo.InvariantCulture), plan);

        var what = string.Join(", ", effects.Where(effect => effect.Fault is not null));
        Assert.That(effects.Count(effect => effect.Fault is not null), Is.EqualTo(plan.Count), "every planned fault happened");
        Assert.That(world.Host.Queues.SelectMany(world.Host.Broker.DeadLetters), Is.Empty, what);

        return effects.Count;
    }

    /// <summary>A process that has just started; from now on effects are counted and bent.</summary>
    private void Begin(Dictionary<int, Fault> plan)
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

    private string AddVendor(string number) => world.Accounts.NetSuite.Users.Create("vendor", new { companyName = $"Crane Works {number}", subsidiary = new { id = "2" } });
}
