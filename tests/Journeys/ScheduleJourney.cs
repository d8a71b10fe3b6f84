using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>connector-behaviour.md 5.8: what comes by itself, every night.</summary>
public sealed class ScheduleJourney : SiteJourney
{
    protected override Dictionary<string, string?> Changes => new()
    {
        [$"Connections__{SimulatedAccounts.ConnectionId}__ImportPayments"] = "Daily",
        [$"Connections__{SimulatedAccounts.ConnectionId}__ImportDirectCosts"] = "Daily",
        [$"Connections__{SimulatedAccounts.ConnectionId}__CompareBills"] = "Daily",
    };

    [TestCase(ImportKind.Payments)]
    [TestCase(ImportKind.DirectCosts)]
    [TestCase(ImportKind.Bills)]
    public async Task Two_nights_are_two_runs(ImportKind kind)
    {
        await World.RunForAsync(TimeSpan.FromDays(2));

        var store = World.Host.Services.GetRequiredService<IImportStore>();
        foreach (var night in new[] { 0, 1 })
        {
            var run = await store.FindAsync(
                SimulatedAccounts.ConnectionId, kind, FormattableString.Invariant($"scheduled-{World.Time.GetUtcNow().AddDays(-night):yyyyMMdd}0900"), CancellationToken.None);

            Assert.That(run?.State, Is.EqualTo(ImportState.Succeeded), World.Describe());
        }

        AssertNothingLost();
    }
}
