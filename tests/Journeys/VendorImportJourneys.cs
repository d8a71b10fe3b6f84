using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Refresh Vendors List, Ready to Import, Add to Procore, Link, Merge: vendors come into Procore's directory as a person does it.</summary>
public sealed class VendorImportJourneys : SiteJourney
{
    private ProcorePages Ann => World.Accounts.Ann;

    [Test]
    public async Task A_new_vendor_is_refreshed_added_and_paid_from_then_on()
    {
        AddVendor("Bay Cranes Inc", new { phone = "510-555-0100", email = "ap@cranes.example", url = "https://cranes.example" });

        await RefreshAsync();
        var row = Ready().Single();
        Assert.That((row.Name, row.ItemType), Is.EqualTo(("Bay Cranes Inc", "vendor")), World.Describe());
        Ann.AddToProcore(row.Id);
        await World.QuietAsync();
        var company = Company("Bay Cranes Inc");
        var contract = World.Procore.AddCommitment(Site.Project, company, "SC-2", "Cranes", [new SeedLine(Site.Steel, "Crane", 5_000m)]);
        var invoice = World.Procore.AddInvoice(contract, "INV-9", [new InvoiceLine(1, 100m)]);
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.EntityId, Is.EqualTo(World.Ledger.Vendors.Single(vendor => vendor.Name == "Bay Cranes Inc").Id));
        Assert.That((company.Text("business_phone"), company.Text("email_address"), company.Text("website")), Is.EqualTo(("510-555-0100", "ap@cranes.example", "https://cranes.example")));
    }

    [Test]
    public async Task A_vendor_is_linked_to_a_company_that_is_there_and_nothing_is_written_by_it()
    {
        var company = World.Procore.AddVendor("Bay Cranes Incorporated");
        World.Procore.Set(company, "business_phone", "1");
        AddVendor("Bay Cranes Inc", new { phone = "510-555-0100" });
        await RefreshAsync();

        Ann.LinkVendor(Ready().Single().Id, company.Id);
        await World.QuietAsync();

        Assert.That((company.Text("name"), company.Text("business_phone")), Is.EqualTo(("Bay Cranes Incorporated", "1")));
        var contract = World.Procore.AddCommitment(Site.Project, company, "SC-2", "Cranes", [new SeedLine(Site.Steel, "Crane", 5_000m)]);
        var invoice = World.Procore.AddInvoice(contract, "INV-9", [new InvoiceLine(1, 100m)]);
        await World.ExportAsync(World.Requisition, invoice);
        AssertSynced(invoice);
    }

    [Test(Description = "acceptance case 23")]
    public async Task A_vendor_renamed_in_NetSuite_renames_the_company_and_not_the_other_way_round()
    {
        await RefreshAsync();
        var vendor = World.Ledger.Vendors.Single();
        World.Accounts.NetSuite.Users.Edit("vendor", vendor.Id, new { companyName = "Acme Steel and Sons LLC" });
        await RefreshAsync();
        Assert.That(Site.Vendor.Text("name"), Is.EqualTo("Acme Steel and Sons LLC"), World.Describe());

        World.Procore.Set(Site.Vendor, "name", "Acme in Procore");
        World.Accounts.NetSuite.Calls.Clear();
        await RefreshAsync();

        Assert.That(World.NetSuiteCalls("PUT") + World.NetSuiteCalls("PATCH"), Is.Zero, "nothing is written to NetSuite");
        Assert.That(Site.Vendor.Text("name"), Is.EqualTo("Acme in Procore"), "nothing changed in NetSuite");
    }

    [Test]
    public async Task Nothing_changed_nothing_written()
    {
        AddVendor("Bay Cranes Inc");
        await RefreshAsync();
        World.Accounts.Procore.Calls.Clear();

        await RefreshAsync();

        Assert.That(World.Accounts.Procore.Calls.All.Where(call => call.Method == "PATCH").Select(call => call.Path), Is.All.EndsWith("/erp_request_details/sync"));
    }

    [Test]
    public async Task What_a_user_archived_stays_archived_though_its_vendor_changes()
    {
        var id = AddVendor("Bay Cranes Inc");
        await RefreshAsync();
        Ann.Archive(Ready().Single().Id);
        World.Accounts.NetSuite.Users.Edit("vendor", id, new { phone = "510-555-0199" });

        await RefreshAsync();

        Assert.That(Ready(), Is.Empty);
        Assert.That(StatusOf(id), Is.EqualTo("archived"));
    }

    [Test]
    public async Task Inactive_vendors_drop_out_of_Ready_to_Import_and_come_back_with_a_linked_one_a_warning_is_shown()
    {
        var id = AddVendor("Bay Cranes Inc");
        await RefreshAsync();
        var users = World.Accounts.NetSuite.Users;
        users.SetInactive("vendor", id, inactive: true);
        users.SetInactive("vendor", World.Ledger.Vendors.Single(vendor => vendor.Name == "Acme Steel LLC").Id, inactive: true);

        var detail = await RefreshAsync();
        Assert.That(Ready(), Is.Empty);
        Assert.That(detail.Messages.Single(), Does.StartWith("E413: Acme Steel LLC").And.Contains("inactive"));
        Assert.That(Site.Vendor.Data["is_active"]!.GetValue<bool>(), Is.True);
        users.SetInactive("vendor", id, inactive: false);
        await RefreshAsync();

        Assert.That(Ready().Single().Name, Is.EqualTo("Bay Cranes Inc"));
    }

    [Test]
    public async Task A_deleted_vendor_drops_out_of_Ready_to_Import()
    {
        var id = AddVendor("Bay Cranes Inc");
        await RefreshAsync();
        World.Accounts.NetSuite.Users.Delete("vendor", id);

        await RefreshAsync();

        Assert.That(Ready(), Is.Empty, World.Describe());
        Assert.That(StatusOf(id), Is.EqualTo("invalid"));
    }

    [Test]
    public async Task Vendors_of_other_subsidiaries_are_not_offered()
    {
        World.Accounts.NetSuite.Users.Create("vendor", new { companyName = "Elsewhere Ltd", subsidiary = new { id = "1" } });

        await RefreshAsync();

        Assert.That(Ready(), Is.Empty);
    }

    [Test]
    public async Task A_staged_vendor_carries_its_billing_address()
    {
        var id = AddVendor("Bay Cranes Inc", new
        {
            addressBook = new { items = new[] { new { defaultBilling = true, addressBookAddress = new { addr1 = "12 Dock Rd", city = "Oakland", state = "CA", zip = "94607", country = new { id = "US" } } } } },
        });
        await RefreshAsync();

        var staged = World.Accounts.Procore.Records(Kinds.StagedRecord).Single(staged => staged.OriginId!.EndsWith($":vendor:{id}", StringComparison.Ordinal)).Data["data"]!;

        Assert.That((staged["address"]!.ToString(), staged["state_code"]!.ToString(), staged["country_code"]!.ToString()), Is.EqualTo(("12 Dock Rd", "CA", "US")));
    }

    [Test]
    public async Task More_vendors_than_one_page_come_in_several_steps_none_missing_and_none_twice()
    {
        for (var number = 1; number <= 1_003; number++)
        {
            AddVendor($"Vendor {number}");
        }

        await RefreshAsync();

        Assert.That(Ready().Select(row => row.Name).Distinct().Count(), Is.EqualTo(1_003));
        Assert.That(Ready(), Has.Count.EqualTo(1_003));
    }

    [Test]
    public async Task A_name_that_Procore_refuses_is_told_and_the_others_are_written()
    {
        World.Procore.AddVendor("Taken Ltd");
        var users = World.Accounts.NetSuite.Users;
        users.Edit("vendor", World.Ledger.Vendors.Single().Id, new { companyName = "Taken Ltd" });
        AddVendor("Bay Cranes Inc");

        var detail = await RefreshAsync(expected: "failed");

        Assert.That(detail.Messages.Single(), Does.StartWith("E904: Procore refused Taken Ltd").And.Contains("has already been taken"));
        Assert.That(Ready().Single().Name, Is.EqualTo("Bay Cranes Inc"));
    }

    [Test]
    public async Task What_Procore_refused_is_tried_again_by_the_next_refresh_though_NetSuite_has_not_changed()
    {
        var taken = World.Procore.AddVendor("Taken Ltd");
        World.Accounts.NetSuite.Users.Edit("vendor", World.Ledger.Vendors.Single().Id, new { companyName = "Taken Ltd" });
        await RefreshAsync(expected: "failed");
        await World.RunForAsync(TimeSpan.FromHours(1));
        await RefreshAsync(expected: "failed");
        World.Procore.Set(taken, "name", "Taken before Ltd");

        var detail = await RefreshAsync();

        Assert.That(Site.Vendor.Text("name"), Is.EqualTo("Taken Ltd"));
        Assert.That(detail.Messages, Is.Empty);
        World.Accounts.Procore.Calls.Clear();
        await RefreshAsync();
        Assert.That(World.Accounts.Procore.Calls.All.Where(call => call.Method == "PATCH").Select(call => call.Path), Is.All.EndsWith("/erp_request_details/sync"));
    }

    [Test]
    public async Task Merged_companies_keep_the_vendor_of_the_one_that_had_it()
    {
        var master = World.Procore.AddVendor("Acme Steel Holding");
        Ann.MergeVendors(master.Id, [Site.Vendor.Id]);
        await World.QuietAsync();

        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.EntityId, Is.EqualTo(World.Ledger.Vendors.Single().Id));
    }

    [Test(Description = "acceptance case 45")]
    public async Task Merged_companies_with_two_vendors_are_left_for_a_person_and_refreshes_go_on()
    {
        var other = World.Procore.AddVendor("Bay Cranes Inc");
        await World.ExportAsync(World.Vendor, other);
        Ann.MergeVendors(other.Id, [Site.Vendor.Id]);
        await World.QuietAsync();

        var parked = await World.Links.FindAsync(new(SimulatedAccounts.ConnectionId, EntityType.Company, Site.Vendor.Id), CancellationToken.None);
        Assert.That(parked!.Problems.Single().ToString(), Does.StartWith("E302: Acme Steel LLC").And.Contains("Bay Cranes Inc"));
        Assert.That((parked.State, parked.ParkedAt is not null), Is.EqualTo((LinkState.Unlinked, true)));
        var run = await AskForAsync("vendors", "?since=all");
        Assert.That((run.GetProperty("state").GetString(), run.GetProperty("problems").GetArrayLength()), Is.EqualTo(("Succeeded", 0)), $"{run}");
        AssertNothingLost();
    }

    [Test]
    public async Task A_company_whose_notice_was_lost_is_linked_by_the_next_run_over_everything()
    {
        var id = AddVendor("Bay Cranes Inc");
        await RefreshAsync();
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.DropWebhook, Nth = 1 });
        Ann.AddToProcore(Ready().Single().Id);
        await World.QuietAsync();

        var key = new LinkKey(SimulatedAccounts.ConnectionId, EntityType.Company, Company("Bay Cranes Inc").Id);
        Assert.That(await World.Links.FindAsync(key, CancellationToken.None), Is.Null, "nobody was told");
        await AskForAsync("vendors", "?since=all");

        Assert.That((await World.Links.FindAsync(key, CancellationToken.None))?.NetSuiteId?.Value, Is.EqualTo(id), World.Describe());
        Assert.That(StatusOf(id), Is.EqualTo("imported"));
        AssertNothingLost();
    }

    [Test]
    public async Task What_is_missing_in_Ready_to_Import_is_staged_again_by_a_run_over_everything()
    {
        var id = AddVendor("Bay Cranes Inc");
        await RefreshAsync();
        var staged = World.Accounts.Procore.Records(Kinds.StagedRecord).Single(staged => staged.OriginId!.EndsWith($":vendor:{id}", StringComparison.Ordinal));
        World.Procore.Set(staged, "status", "invalid");
        await AskForAsync("vendors");
        Assert.That(Ready(), Is.Empty, "NetSuite has not changed");

        await AskForAsync("vendors", "?since=all");

        Assert.That(Ready().Single().Name, Is.EqualTo("Bay Cranes Inc"));
    }

    [Test]
    public async Task All_suggested_vendors_are_linked_at_once()
    {
        var companies = new[] { "Bay Cranes Inc", "Pier Paints" }.Select(name => World.Procore.AddVendor(name)).ToList();
        AddVendor("Bay Cranes Inc");
        AddVendor("Pier Paints");
        await RefreshAsync();

        Ann.LinkAllVendors(SimulatedAccounts.CompanyId);
        await World.QuietAsync();

        foreach (var company in companies)
        {
            var link = await World.Links.FindAsync(new(SimulatedAccounts.ConnectionId, EntityType.Company, company.Id), CancellationToken.None);
            Assert.That(link?.IsPair, Is.True, company.Text("name"));
        }
    }

    private string AddVendor(string name, object? more = null)
    {
        var body = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        body["companyName"] = name;
        body["subsidiary"] = new JsonObject { ["id"] = "2" };

        return World.Accounts.NetSuite.Users.Create("vendor", JsonSerializer.SerializeToElement(body));
    }

    /// <summary>Ann presses the button some time later, and waits until it may be pressed again.</summary>
    private async Task<RequestDetail> RefreshAsync(string expected = "success")
    {
        await World.RunForAsync(TimeSpan.FromHours(1));
        Ann.Refresh("sync_vendors", SimulatedAccounts.CompanyId);
        await World.QuietAsync();
        var detail = World.Accounts.Procore.RequestDetails.Last(detail => detail.RequestName == "sync_vendors");
        Assert.That(detail.Status, Is.EqualTo(expected), World.Describe());
        AssertNothingLost();

        return detail;
    }

    private IReadOnlyList<StagedRow> Ready() => Ann.ReadyToImport(SimulatedAccounts.CompanyId);

    private ProcoreRecord Company(string name) => World.Accounts.Procore.Records(Kinds.Vendor).Single(company => company.Text("name") == name);

    private string? StatusOf(string vendor) =>
        World.Accounts.Procore.Records(Kinds.StagedRecord).Single(staged => staged.OriginId!.EndsWith($":vendor:{vendor}", StringComparison.Ordinal)).Text("status");
}
