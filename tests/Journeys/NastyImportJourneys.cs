using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// connector-behaviour.md 13.6, the other way: whatever stands in a text of NetSuite, runs of vendors, jobs and direct costs come to their end; the record is imported, cleaned,
/// or named in words, and its neighbours are done.
/// </summary>
public sealed class NastyImportJourneys : CostJourney
{
    private static readonly Gen<(string Field, string Value)> vendors = With(["companyName", "entityId", "email", "phone", "fax", "url"], NastyText.Text);
    private static readonly Gen<(string Field, string Value)> jobs = With(["companyName", "entityId"], NastyText.Text);
    private static readonly Gen<(string Field, string Value)> bills = With(["tranId", "memo", "item.description"], NastyText.Text);

    private int number;

    [Test]
    public Task Whatever_NetSuite_holds_is_imported_or_named_in_words_and_its_neighbours_are_done() =>
        Gen.Select(vendors, jobs, bills).SampleAsync((vendor, job, bill) => ImportAsync(vendor, job, bill), iter: 10, threads: 1);

    private async Task ImportAsync((string Field, string Value) vendor, (string Field, string Value) job, (string Field, string Value) bill)
    {
        var (round, users) = (++number, World.Accounts.NetSuite.Users);
        var badVendor = users.Create("vendor", new { companyName = $"Bad vendor {round}", subsidiary = new { id = "2" } });
        _ = users.Create("vendor", new { companyName = $"Good vendor {round}", subsidiary = new { id = "2" } });
        var badJob = users.Create("job", new { companyName = $"Bad job {round}", entityId = $"B-{round}", subsidiary = new { id = "2" }, parent = new { id = "981" } });
        _ = users.Create("job", new { companyName = $"Good job {round}", entityId = $"G-{round}", subsidiary = new { id = "2" }, parent = new { id = "981" } });
        var item = Item(Site.Project, Site.Concrete);
        var badBill = EnterBill($"BAD-{round}", (item, Site.Project, 100m + round));
        _ = EnterBill($"GOOD-{round}", (item, Site.Project, 200m + round));
        users.Force("vendor", badVendor, vendor.Field, vendor.Value);
        users.Force("job", badJob, job.Field, job.Value);
        users.Force("vendorBill", badBill, bill.Field, bill.Value);
        var what = $"round {round}: {vendor}, {job}, {bill}";

        foreach (var kind in new[] { "vendors", "jobs", "direct-costs" })
        {
            var run = await AskForAsync(kind, "?since=all");
            Assert.That(run.GetProperty("state").GetString(), Does.StartWith("Succeeded"), $"{what}: {run}");
            Assert.That(Problems(run).SelectMany(text => text).Any(char.IsControl), Is.False, what);
        }

        var ready = World.Accounts.Ann.ReadyToImport(Sandbox.SimulatedAccounts.CompanyId).Select(row => row.Name).ToList();
        Assert.That(ready, Has.Member($"Good vendor {round}").And.Member($"Good job {round}"), what);
        Assert.That(ready.SelectMany(name => name).Any(char.IsControl), Is.False, what);
        var amounts = World.Accounts.Procore.Records(Kinds.DirectCostLine).Select(Amount).ToList();
        Assert.That(amounts.Count(amount => amount == 200m + round), Is.EqualTo(1), what);
        Assert.That(amounts.Count(amount => amount == 100m + round), Is.LessThanOrEqualTo(1), what);
        AssertNothingLost();
    }

    private static Gen<(string Field, string Value)> With(string[] fields, Gen<string> values) => Gen.Select(NastyText.One(fields), values);
}
