using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.NetSuite.Ledger;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Records as they are: the acceptance cases of connector-behaviour.md 13.8 that export, by number.</summary>
public sealed class MessyAcceptanceCases : SiteJourney
{
    [Test(Description = "acceptance case 35")]
    public async Task Control_characters_are_cleaned_wherever_Procore_sends_them()
    {
        var company = World.Procore.AddVendor("Delta\tElectric,\u007f Inc.\r\n", ein: "94-2000\t009");
        var project = World.Procore.AddProject("Harbor\u000bTower", "24\t001");
        await World.ExportAsync(World.Vendor, company);
        await World.ExportAsync(World.Project, project);

        Assert.That((World.Status(World.Vendor, company).Tab, World.Status(World.Project, project).Tab), Is.EqualTo(("Synced", "Synced")), World.Describe());
        Assert.That(World.Ledger.Vendors.Select(vendor => vendor.Name), Does.Contain("Delta Electric, Inc."));
        Assert.That(World.Ledger.Jobs.Select(job => job.Name), Has.Some.Contains("24 001"));
    }

    [Test(Description = "acceptance case 35, only control characters")]
    public async Task A_name_of_control_characters_is_refused_by_name()
    {
        var company = World.Procore.AddVendor("\t\u0001\u007f");

        await World.ExportAsync(World.Vendor, company);

        var status = World.Status(World.Vendor, company);
        Assert.That(status.Tab, Is.EqualTo("Failed to Export"));
        Assert.That(status.Messages.Single(), Does.StartWith("E304: ").And.Contain($"{company.Id}"));
    }

    [Test(Description = "acceptance case 36")]
    public async Task A_projects_value_is_rounded_to_the_cent_and_noted()
    {
        var project = World.Procore.AddProject("Harbor Tower", "24-001");
        World.Procore.Set(project, "total_value", "1000000.333");

        await World.ExportAsync(World.Project, project);

        Assert.That(World.Status(World.Project, project).Tab, Is.EqualTo("Synced"), World.Describe());
        Assert.That(World.Accounts.Procore.RequestDetails[^1].Messages, Is.EqualTo(new[]
        {
            "Note: the project's value 1,000,000.333 has more decimals than its currency; the job's estimated revenue is 1,000,000.33.",
        }));
    }

    [Test(Description = "acceptance case 36, an invoice")]
    public async Task An_amount_with_half_a_cent_is_refused_and_its_neighbours_are_exported()
    {
        var invoices = Bills(3);
        var half = World.Procore.AddInvoice(Site.Subcontract, "INV-H", [new InvoiceLine(1, 100m)]);
        World.Procore.Set(World.Accounts.Procore.Records(Kinds.ContractItem).First(item => item.ParentId == half.Id), "work_completed_this_period", "100.005");

        await World.ExportAsync(World.Requisition, [.. invoices, half]);

        var row = World.Status(World.Requisition, half);
        Assert.That(row.Tab, Is.EqualTo("Failed to Export"));
        Assert.That(row.Messages, Has.Some.Contains("the amount 100.005 has more decimals than USD"));
        AssertSynced([.. invoices]);
    }

    [TestCase(false, "Terminated")]
    [TestCase(false, "Complete")]
    [TestCase(false, "A status of next year")]
    [TestCase(true, "Partially Received")]
    [TestCase(true, "Received")]
    [TestCase(true, "Closed")]
    [TestCase(true, "Submitted")]
    public async Task Approved_invoices_of_a_commitment_in_any_later_status_are_exported(bool isOrder, string status)
    {
        var commitment = World.Procore.AddCommitment(Site.Project, Site.Vendor, "C-9", "Anchors", [new SeedLine(Site.Steel, "Anchors", 5_000m)], isOrder, status: status);
        var invoice = World.Procore.AddInvoice(commitment, "INV-9", [new InvoiceLine(1, 1_000m)]);

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
    }

    [TestCase("Draft")]
    [TestCase("Out For Bid")]
    [TestCase("Out For Signature")]
    [TestCase("Void")]
    public async Task An_invoice_of_a_commitment_that_nobody_has_agreed_to_is_refused(string status)
    {
        var commitment = World.Procore.AddCommitment(Site.Project, Site.Vendor, "C-9", "Anchors", [new SeedLine(Site.Steel, "Anchors", 5_000m)], status: status);
        var invoice = World.Procore.AddInvoice(commitment, "INV-9", [new InvoiceLine(1, 1_000m)]);

        await World.ExportAsync(World.Requisition, invoice);

        AssertFailed(invoice, "E403", $"\"{status}\"");
    }

    [Test(Description = "acceptance case 38")]
    public async Task An_item_that_was_deleted_in_NetSuite_is_made_anew_with_the_next_invoice()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        var item = Item();
        World.Accounts.NetSuite.Users.Delete("vendorBill", OnlyBill.Id);
        World.Accounts.NetSuite.Users.Delete("otherChargePurchaseItem", item.Id);
        var invoice = Bill("INV-2", new InvoiceLine(1, 1_000m));

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.TranId, Is.EqualTo("INV-2"));
        Assert.That(Item().Id, Is.Not.EqualTo(item.Id));
        Assert.That(OnlyBill.Lines[0].ItemId, Is.EqualTo(Item().Id));
    }

    [Test(Description = "acceptance case 38, another subsidiary")]
    public async Task An_item_of_the_name_in_another_subsidiary_only_is_refused_by_name()
    {
        var id = World.Accounts.NetSuite.Users.Create("otherChargePurchaseItem", new
        {
            itemId = $"1234-{Site.Concrete}",
            expenseAccount = new { id = "512" },
            subsidiary = new { items = new[] { new { id = "3" } } },
            includeChildren = false,
        });
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));

        await World.ExportAsync(World.Requisition, invoice);

        AssertFailed(invoice, "E102", $"1234-{Site.Concrete} already exists as item {id} of ", "only", "Add the connector's subsidiary");
    }

    [Test]
    public async Task A_job_that_was_deleted_in_NetSuite_is_named_and_made_anew_with_the_project()
    {
        var job = World.Ledger.Jobs.Single(one => one.Name.Contains("1234", StringComparison.Ordinal));
        World.Accounts.NetSuite.Users.Delete("job", job.Id);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        AssertFailed(invoice, "E401", $"NetSuite job {job.Id} of project 1234 is no longer there", "Export the project again");

        await World.ExportAsync(World.Project, Site.Project);
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(World.Ledger.Jobs.Single(one => one.Name.Contains("1234", StringComparison.Ordinal)).Id, Is.Not.EqualTo(job.Id));
    }

    [Test(Description = "acceptance case 44")]
    public async Task A_period_that_was_closed_a_moment_ago_is_answered_at_once_with_the_first_open_day()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-0", new InvoiceLine(1, 100m)));
        World.Accounts.NetSuite.Users.ClosePeriod("Apr 2026");
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        AssertFailed(invoice, "E412");

        World.Send(World.Requisition, [invoice], new JsonObject { ["closed_period"] = "first_open" });
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That(World.Ledger.VendorBills.Single(bill => bill.TranId == "INV-1").Date, Is.EqualTo(new DateOnly(2026, 5, 1)));
    }

    [TestCase("closed_period", "next month", "E412", "first_open")]
    [TestCase("duplicate_bill", "yes", "E409", "export")]
    public async Task A_word_that_is_no_answer_is_refused_with_the_allowed_ones(string field, string word, string code, string allowed)
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));

        World.Send(World.Requisition, [invoice], new JsonObject { [field] = word });
        await World.QuietAsync();

        AssertFailed(invoice, code, $"\"{word}\" is no answer", $"\"{allowed}\"");
        Assert.That(World.Ledger.VendorBills, Is.Empty);
    }

    [Test(Description = "acceptance case 46")]
    public async Task A_cost_code_that_was_renumbered_after_its_first_invoice_is_booked_on_its_item_with_a_note()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)));
        Renumber("300", "310");
        var invoice = Bill("INV-2", new InvoiceLine(1, 1_000m));

        await World.ExportAsync(World.Requisition, invoice);

        Assert.That(World.Status(World.Requisition, invoice).Tab, Is.EqualTo("Synced"), World.Describe());
        Assert.That(World.Accounts.Procore.RequestDetails[^1].Messages, Is.EqualTo(new[]
        {
            $"Note: budget code 03-310.S.P1 is booked on item 1234-{Site.Concrete} (NetSuite record {Item().Id}), made before the code was renumbered.",
        }));
    }

    [Test]
    public async Task Two_codes_that_were_given_each_others_numbers_are_refused_both()
    {
        var frame = World.Procore.AddCommitment(Site.Project, Site.Vendor, "SC-2", "Slab", [new SeedLine("03-300.S.P2", "Slab", 9_000m)]);
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 10_000m)), World.Procore.AddInvoice(frame, "INV-2", [new InvoiceLine(1, 500m)]));
        Swap("P1", "P2");
        var (one, two) = (Bill("INV-3", new InvoiceLine(1, 1_000m)), World.Procore.AddInvoice(frame, "INV-4", [new InvoiceLine(1, 600m)]));

        await World.ExportAsync(World.Requisition, one, two);

        AssertFailed(one, "E102", "1234-03-300.S.P1", "1234-03-300.S.P2", "renumbered");
        AssertFailed(two, "E102", "1234-03-300.S.P1", "1234-03-300.S.P2", "renumbered");
    }

    [Test(Description = "13.7: a project that isn't linked hides neither a vendor that isn't nor a closed period")]
    public async Task Everything_that_is_wrong_with_an_invoice_is_named_at_once()
    {
        World.Accounts.NetSuite.Users.ClosePeriod("Apr 2026");
        var company = World.Procore.AddVendor("Not Yet Inc", ein: "45-9990001");
        var commitment = World.Procore.AddCommitment(Site.Project, company, "C-9", "Anchors", [new SeedLine(Site.Steel, "Anchors", 5_000m)], status: "Draft");
        var invoice = World.Procore.AddInvoice(commitment, "INV-9", [new InvoiceLine(1, 1_000m)]);
        World.Procore.MakeSummaryWrong(invoice);

        await World.ExportAsync(World.Requisition, invoice);

        var row = World.Status(World.Requisition, invoice);
        Assert.That(row.Messages.Select(message => message[..4]), Is.EqualTo(new[] { "E403", "E406", "E402", "E412" }), World.Describe());
    }

    private LedgerRecord Item() => World.Ledger.Items.Single(item => item.Name == $"1234-{Site.Concrete}");

    private void Renumber(string code, string now) =>
        World.Procore.Set(World.Accounts.Procore.Records(Kinds.CostCode).Single(one => one.ProjectId == Site.Project.Id && one.Data["code"]!.GetValue<string>() == code), "code", now);

    private void Swap(string one, string other)
    {
        var items = World.Accounts.Procore.Records("segment_item").Where(item => item.Data["code"]?.GetValue<string>() == one || item.Data["code"]?.GetValue<string>() == other).ToList();
        var codes = items.ConvertAll(item => item.Data["code"]!.GetValue<string>());
        World.Procore.Set(items[0], "code", codes[1]);
        World.Procore.Set(items[1], "code", codes[0]);
    }
}
