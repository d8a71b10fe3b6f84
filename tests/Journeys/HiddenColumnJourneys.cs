using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Accounts whose features or roles hide columns from queries (netsuite-api.md, corrections): one hidden column fails the whole query, and nothing may stand still for it.</summary>
public sealed class HiddenColumnJourneys : SiteJourney
{
    private static readonly string[] all = ["vendor.taxidnum", "vendor.subsidiary", "vendorsubsidiaryrelationship", "job.subsidiary"];

    public static string[][] Hidden => [.. all.Select(column => new[] { column }), ["vendor.subsidiary", "vendorsubsidiaryrelationship"], all];

    [TestCaseSource(nameof(Hidden))]
    public async Task Companies_projects_and_invoices_are_exported_and_vendors_and_jobs_imported(params string[] hidden)
    {
        Hide(hidden);
        var company = World.Procore.AddVendor("Bay Cranes Inc");
        AddRecord("vendor", new { companyName = "Harbor Welding", subsidiary = new { id = "2" } });
        AddRecord("job", new { companyName = "Harbor Tower", entityId = "26-031", parent = new { id = "981" }, subsidiary = new { id = "2" } });

        await World.ExportAsync(World.Vendor, company);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        await RefreshAsync();

        AssertSynced(invoice);
        Assert.That(World.Status(World.Vendor, company).Tab, Is.EqualTo("Synced"), World.Describe());
        Assert.That(Ready.Select(row => row.Name), Has.Member("Harbor Welding"), World.Describe());
        Assert.That(Ready.Select(row => row.Name), Has.Member("Harbor Tower"), World.Describe());
    }

    [Test]
    public async Task Without_tax_ids_a_company_is_recognised_by_its_name()
    {
        Hide("vendor.taxidnum");
        var vendor = AddRecord("vendor", new { companyName = "Harbor Welding Inc", taxIdNum = "45-1110001", subsidiary = new { id = "2" } });
        var company = World.Procore.AddVendor("Harbor Welding, Inc.");

        await World.ExportAsync(World.Vendor, company);

        Assert.That(World.Status(World.Vendor, company).Messages.Single(), Does.StartWith("E303: ").And.Contain($"record {vendor}"));
    }

    [Test]
    public async Task Without_the_first_subsidiary_the_list_of_all_tells_whose_a_vendor_is()
    {
        Hide("vendor.subsidiary");
        AddRecord("vendor", new { companyName = "Northern Steel", subsidiary = new { id = "3" } });
        AddRecord("vendor", new { companyName = "Harbor Welding", subsidiary = new { id = "2" } });

        await RefreshAsync();

        Assert.That(Ready.Select(row => row.Name), Has.Member("Harbor Welding").And.No.Member("Northern Steel"), World.Describe());
    }

    [Test(Description = "found out once")]
    public async Task The_columns_are_looked_for_once_and_again_after_an_hour()
    {
        Hide("vendor.taxidnum");
        await World.ExportAsync(World.Vendor, World.Procore.AddVendor("Bay Cranes Inc"));
        Assert.That(Refused, Is.EqualTo(2), "the query, and the look for the column");

        await World.ExportAsync(World.Vendor, World.Procore.AddVendor("Harbor Welding"));
        Assert.That(Refused, Is.EqualTo(2));

        await World.RunForAsync(TimeSpan.FromHours(1));
        Hide();
        var calls = World.Accounts.NetSuite.Calls.All.Count;
        AddRecord("vendor", new { companyName = "Peak Builders", taxIdNum = "45-1110001", subsidiary = new { id = "2" } });
        var company = World.Procore.AddVendor("Summit", ein: "45-1110001");
        await World.ExportAsync(World.Vendor, company);

        Assert.That(World.Status(World.Vendor, company).Messages.Single(), Does.StartWith("E303: ").And.Contain("by tax id"), World.Describe());
        Assert.That(World.Accounts.NetSuite.Calls.All.Skip(calls).Count(call => call.Status >= 400), Is.Zero);
    }

    [Test(Description = "a role that lost its vendors says nothing of their columns")]
    public async Task What_is_refused_for_want_of_a_permission_is_not_taken_for_hidden_columns()
    {
        var company = World.Procore.AddVendor("Summit", ein: "45-1110001");
        AddRecord("vendor", new { companyName = "Peak Builders", taxIdNum = "45-1110001", subsidiary = new { id = "2" } });
        Hide("vendor");
        await World.ExportAsync(World.Vendor, company);
        Assert.That(World.Status(World.Vendor, company).Tab, Is.EqualTo("Failed to Export"));

        Hide();
        await World.ExportAsync(World.Vendor, company);

        Assert.That(World.Status(World.Vendor, company).Messages.Single(), Does.StartWith("E303: ").And.Contain("by tax id"), World.Describe());
    }

    private IReadOnlyList<StagedRow> Ready => World.Accounts.Ann.ReadyToImport(SimulatedAccounts.CompanyId);

    private async Task RefreshAsync()
    {
        await World.RunForAsync(TimeSpan.FromHours(1));
        foreach (var list in new[] { "sync_vendors", "sync_jobs" })
        {
            World.Accounts.Ann.Refresh(list, SimulatedAccounts.CompanyId);
            await World.QuietAsync();
            Assert.That(World.Accounts.Procore.RequestDetails.Last(detail => detail.RequestName == list).Status, Is.EqualTo("success"), World.Describe());
        }

        AssertNothingLost();
    }

    private int Refused => World.Accounts.NetSuite.Calls.All.Count(call => call.Status == 400);

    private void Hide(params string[] columns) => World.Accounts.NetSuite.Settings = World.Accounts.NetSuite.Settings with { HiddenColumns = columns };

    private string AddRecord(string type, object body) => World.Accounts.NetSuite.Users.Create(type, body);
}
