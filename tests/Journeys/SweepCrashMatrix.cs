using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>A sweep interrupted at each of its effects in each way: the next ones leave nothing out, and nothing is done twice.</summary>
[CancelAfter(600_000)]
public sealed class SweepCrashMatrix : SweepJourney
{
    private int runs;

    [Test]
    public async Task Every_effect_of_a_sweep_may_fail_in_every_way([Values] Fault fault)
    {
        World.Accounts.Procore.Settings = World.Accounts.Procore.Settings with { DiscardAfter = TimeSpan.FromSeconds(3) };
        World.Accounts.NetSuite.Users.Create("vendor", new { companyName = "Linked Works", subsidiary = new { id = "2" } });
        await RunAsync([]);
        await new CrashPoints("a sweep", fault).PlayAsync(RunAsync);
    }

    /// <returns>The effects of the first sweep.</returns>
    private async Task<IReadOnlyList<Effect>> RunAsync(Dictionary<string, Fault> plan)
    {
        // A day of its own, so that old marks are looked for in every run.
        World.Time.Advance(TimeSpan.FromDays(1));
        var number = $"{++runs:000}";
        World.Accounts.NetSuite.Users.Create("vendor", new { companyName = $"Linked {number}", subsidiary = new { id = "2" } });
        Ann.Refresh("sync_vendors", SimulatedAccounts.CompanyId);
        await World.QuietAsync();
        var vendor = World.Procore.AddVendor($"Crane Works {number}");
        var company = World.Procore.AddVendor($"Directory {number}");
        var failures = World.Host.Failures.Count;
        World.Send(World.Vendor, vendor);
        Ann.LinkVendor(Ann.ReadyToImport(SimulatedAccounts.CompanyId).Single(row => row.Name == $"Linked {number}").Id, company.Id);
        await OutageAsync();
        World.Host.Restart();
        World.Effects.Reset(plan);

        await World.Host.Timers.RunAsync("SweepRequests", CancellationToken.None);
        var effects = World.Effects.Recorded;
        var what = string.Join(", ", effects.Where(effect => effect.Fault is not null));
        World.Effects.Reset();
        if (World.Host.IsKilled)
        {
            World.Host.Restart();
        }

        await World.RunForAsync(TimeSpan.FromMinutes(40));

        Assert.That(World.Status(World.Vendor, vendor).Tab, Is.EqualTo("Synced"), what);
        Assert.That(World.Ledger.Vendors.Count(one => one.Name == $"Crane Works {number}"), Is.EqualTo(1), what);
        Assert.That(World.Accounts.Procore.RequestDetails.Single(detail => detail.ItemId == vendor.Id).Closings, Is.EqualTo(new[] { "success" }), what);
        Assert.That((await World.Links.FindAsync(new LinkKey(SimulatedAccounts.ConnectionId, EntityType.Company, company.Id), CancellationToken.None))?.IsPair, Is.True, what);
        Assert.That(World.Host.Failures.Skip(failures).Where(failure => failure.Function != "SweepRequests"), Is.Empty, what);
        var last = await SweepAsync();
        Assert.That((last.Again.Count, last.InWork), Is.EqualTo((0, 0)), what);

        return effects;
    }
}
