using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Who is the same company, and what the approver decides about it, from button to button (connector-behaviour.md 13.2).</summary>
public sealed class VendorIdentityJourneys : SiteJourney
{
    [Test(Description = "acceptance case 28: by name")]
    public async Task Smith_and_sons_are_found_and_linked_as_the_approver_says()
    {
        var vendor = Type("Smith and Sons, LLC");
        var company = await ExportAsync("Smith & Sons LLC");
        AssertRefused(company, "E303: Smith & Sons LLC is probably in NetSuite already", $"vendor Smith and Sons, LLC (record {vendor}), by name.");

        await AnswerAsync(company, "link");

        Assert.That(Row(company).OriginId, Is.EqualTo($"ns:1234567_SB1:vendor:{vendor}"), World.Describe());
        Assert.That(World.Ledger.Vendors.Count(one => one.Name.StartsWith("Smith", StringComparison.Ordinal)), Is.EqualTo(1));
        var history = await World.Links.ListHistoryAsync(new LinkKey("main", EntityType.Company, company.Id), default);
        Assert.That(history.Select(entry => (entry.Decision, entry.Sent)), Has.Member(("linked", (string?)null)));
        Assert.That(history.First(entry => entry.Decision == "linked").Came, Does.Contain($"Smith and Sons, LLC (record {vendor})").And.Contain("duplicate_vendor = link"));
    }

    [Test(Description = "acceptance case 28: an individual")]
    public async Task An_individual_with_a_number_is_found_by_first_and_last_name()
    {
        var vendor = World.Accounts.NetSuite.Users.Create("vendor", new { isPerson = true, firstName = "Jon", lastName = "Smith", entityId = "VEN0012", subsidiary = new { id = "2" } });
        var company = await ExportAsync("Jon Smith");
        AssertRefused(company, "E303: ", $"vendor Jon Smith (number VEN0012, record {vendor}), by name.");

        await AnswerAsync(company, "link");

        Assert.That((Row(company).Tab, Row(company).OriginCode), Is.EqualTo(("Synced", "VEN0012")), World.Describe());
    }

    [Test(Description = "acceptance case 28: two real tax ids, both from Procore")]
    public async Task Two_tax_ids_are_two_vendors_and_a_third_company_without_one_meets_both()
    {
        var inc = await ExportAsync("Summit Inc.", "45-1110001");
        var llc = await ExportAsync("Summit LLC", "45-2220002");
        var none = await ExportAsync("Summit", "N/A");

        Assert.That((Row(inc).Tab, Row(llc).Tab), Is.EqualTo(("Synced", "Synced")), World.Describe());
        AssertRefused(none, "E302: ");
    }

    [Test(Description = "acceptance case 28: two real tax ids, one typed into NetSuite")]
    public async Task A_typed_vendor_of_another_tax_id_is_another_one_and_of_the_same_is_the_same()
    {
        var vendor = Type("Summit Inc.", taxId: "451110001");

        var other = await ExportAsync("Summit LLC", "45-2220002");
        var same = await ExportAsync("Peak Builders", "45-1110001");

        Assert.That(Row(other).Tab, Is.EqualTo("Synced"), World.Describe());
        AssertRefused(same, "E303: ", $"vendor Summit Inc. (record {vendor}), by tax id.");
    }

    [Test(Description = "acceptance case 28: no tax id on both sides")]
    public async Task Placeholders_are_no_tax_ids()
    {
        Type("Peak Builders", taxId: "N/A");

        Assert.That(Row(await ExportAsync("Summit", "N/A")).Tab, Is.EqualTo("Synced"), World.Describe());
    }

    [TestCase("Béton Montréal Ltée", "BETON MONTREAL")]
    [TestCase("Beton Montreal", "Béton Montréal Ltée")]
    [TestCase("Acme　Ｓｔｅｅｌ 2", "ACME STEEL 2 LLC")]
    [TestCase("Delta Electric (formerly Delta)", "The Delta Electric Company")]
    [TestCase("Mueller Bau", "Müller Bau GmbH")]
    public async Task A_name_in_another_spelling_is_found(string name, string typed)
    {
        Type(typed);

        AssertRefused(await ExportAsync(name), "E303: ", typed);
    }

    [Test]
    public async Task What_only_looks_alike_is_another_vendor_if_the_approver_says_so()
    {
        Type("Smith and Sons, LLC");
        var company = await ExportAsync("Smith & Sons LLC");

        await AnswerAsync(company, "export");

        Assert.That(Row(company).Tab, Is.EqualTo("Synced"), World.Describe());
        Assert.That(World.Ledger.Vendors.Count(one => one.Name.StartsWith("Smith", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task The_name_of_another_company_is_taken_too_if_the_approver_says_so()
    {
        await ExportAsync("Summit Inc");
        var company = await ExportAsync("Summit LLC");
        AssertRefused(company, "E302: ");

        await AnswerAsync(company, "export");

        Assert.That(Row(company).Tab, Is.EqualTo("Synced"), World.Describe());
    }

    [Test]
    public async Task A_name_that_NetSuite_allows_once_is_told_with_what_helps()
    {
        Type("Summit LLC");
        var company = await ExportAsync("Summit LLC");

        await AnswerAsync(company, "export");
        AssertRefused(company, "E302: NetSuite already has a record with the name", "rename the company in Procore, such as by its city");
        World.Procore.Set(company, "name", "Summit LLC Reno");
        await World.ExportAsync(World.Vendor, company);

        Assert.That(Row(company).Tab, Is.EqualTo("Synced"), World.Describe());
    }

    [Test]
    public async Task A_vendor_of_another_subsidiary_is_linked_once_it_has_ours()
    {
        var vendor = Type("Summit LLC", subsidiary: "3");
        var company = await ExportAsync("Summit Inc");
        AssertRefused(company, $"E306: NetSuite vendor Summit LLC (record {vendor}) has the same name as Summit Inc, but not the subsidiary West. Add subsidiary West to vendor Summit LLC in NetSuite");
        await AnswerAsync(company, "link");
        AssertRefused(company, "E306: ");

        World.Accounts.NetSuite.Account.Share(vendor, "2");
        await AnswerAsync(company, "link");

        Assert.That(Row(company).OriginId, Does.EndWith($":{vendor}"), World.Describe());
    }

    [Test]
    public async Task An_inactive_vendor_is_linked_once_it_is_active()
    {
        var vendor = Type("Summit LLC");
        World.Accounts.NetSuite.Users.SetInactive("vendor", vendor, true);
        var company = await ExportAsync("Summit Inc");
        await AnswerAsync(company, "link");
        AssertRefused(company, "E303: ", "inactive. Make vendor Summit LLC active in NetSuite");

        World.Accounts.NetSuite.Users.SetInactive("vendor", vendor, false);
        await AnswerAsync(company, "link");

        Assert.That(Row(company).OriginId, Does.EndWith($":{vendor}"), World.Describe());
    }

    [Test]
    public async Task A_vendor_that_is_inactive_and_another_subsidiarys_is_told_at_once()
    {
        var vendor = Type("Summit LLC", subsidiary: "3");
        World.Accounts.NetSuite.Users.SetInactive("vendor", vendor, true);
        var company = await ExportAsync("Summit Inc");
        AssertRefused(company, "E306: ", "but not the subsidiary West, and is inactive. Add subsidiary West to vendor Summit LLC in NetSuite and make it active there");

        World.Accounts.NetSuite.Account.Share(vendor, "2");
        World.Accounts.NetSuite.Users.SetInactive("vendor", vendor, false);
        await AnswerAsync(company, "link");

        Assert.That(Row(company).OriginId, Does.EndWith($":{vendor}"), World.Describe());
    }

    [Test(Description = "linked, and Procore refused to mark it, so that it can be exported again")]
    public async Task An_answer_about_a_company_that_is_linked_already_is_answered_in_words()
    {
        var vendor = Type("Summit LLC");
        var holder = World.Procore.AddVendor("Old Steel LLC", originId: $"ns:1234567_SB1:vendor:{vendor}");
        var company = await ExportAsync("Summit Inc", answer: "link");
        AssertRefused(company, "E904: It is in NetSuite as record");

        await AnswerAsync(company, "export");
        AssertRefused(company, $"E302: Summit Inc is linked to NetSuite vendor Summit LLC (record {vendor}) already, so \"export\"", "unlink the company in Procore, or have Procore's support reset it");
        await AnswerAsync(company, "yes");
        AssertRefused(company, "E303: \"yes\" is no answer");

        World.Procore.Set(holder, "origin_id", null);
        await AnswerAsync(company, "link");
        Assert.That((Row(company).Tab, string.Join('|', Row(company).Messages)), Is.EqualTo(("Synced", $"Note: Summit Inc is linked to NetSuite vendor Summit LLC (record {vendor}) and stays so, "
            + "whatever the answer in \"Duplicate vendor\". To link another vendor, unlink the company in Procore first.")), World.Describe());

        World.Accounts.Ann.Unlink(World.Vendor, company.Id);
        await World.QuietAsync();
        await AnswerAsync(company, "export");
        Assert.That((Row(company).Tab, World.Ledger.Vendors.Count(one => one.Name.StartsWith("Summit", StringComparison.Ordinal))), Is.EqualTo(("Synced", 2)), World.Describe());
    }

    [Test]
    public async Task An_answer_that_can_not_be_obeyed_is_refused_in_words()
    {
        var company = await ExportAsync("Summit Inc", answer: "link");
        AssertRefused(company, "E303: There is no vendor like Summit Inc to link to. Export again without an answer");

        await AnswerAsync(company, "yes");
        AssertRefused(company, "E303: \"yes\" is no answer", "\"export\"", "\"link\"");

        await World.ExportAsync(World.Vendor, company);
        Assert.That(Row(company).Tab, Is.EqualTo("Synced"), World.Describe());
    }

    [Test(Description = "by two instances: one matches by name, the other by tax id, so that nothing they reserve meets")]
    public async Task Of_two_companies_that_are_linked_to_one_vendor_one_gets_it()
    {
        var vendor = Type("Summit LLC", taxId: "45-1110001");
        ProcoreRecord[] companies = [World.Procore.AddVendor("Summit Inc"), World.Procore.AddVendor("Peak Builders", ein: "45-1110001")];
        await World.AddInstanceAsync();
        foreach (var company in companies)
        {
            World.Send(World.Vendor, [company], Answer("link"));
        }

        await World.QuietAsync(8);

        var rows = companies.Select(Row).ToLookup(row => row.Tab);
        Assert.That((rows["Synced"].Count(), rows["Failed to Export"].Count()), Is.EqualTo((1, 1)), World.Describe());
        Assert.That(rows["Synced"].Single().OriginId, Does.EndWith($":{vendor}"));
        Assert.That(rows["Failed to Export"].Single().Messages.Single(), Does.StartWith("E302: "));
        AssertNothingLost();
    }

    [Test]
    public async Task A_bill_is_booked_on_the_vendor_that_was_linked()
    {
        var vendor = Type("Summit LLC");
        var company = await ExportAsync("Summit Inc", answer: "link");
        var contract = World.Procore.AddCommitment(Site.Project, company, "SC-77", "Steel", [new SeedLine(Site.Steel, "Steel", 5_000m)]);
        var invoice = World.Procore.AddInvoice(contract, "INV-77", [new InvoiceLine(1, 100m)]);

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.EntityId, Is.EqualTo(vendor));
    }

    [Test]
    public async Task A_linked_company_that_is_exported_again_keeps_its_vendor_and_its_number()
    {
        var vendor = World.Accounts.NetSuite.Users.Create("vendor", new { companyName = "Summit LLC", entityId = "V-77", subsidiary = new { id = "2" } });
        var company = await ExportAsync("Summit Inc", answer: "link");
        World.Accounts.Ann.Unlink(World.Vendor, company.Id);
        await World.QuietAsync();

        await AnswerAsync(company, "link");

        Assert.That((Row(company).OriginId, Row(company).OriginCode), Is.EqualTo(($"ns:1234567_SB1:vendor:{vendor}", "V-77")), World.Describe());
    }

    private static JsonObject? Answer(string? answer) => answer is null ? null : new() { ["duplicate_vendor"] = answer };

    private ErpScreenRow Row(ProcoreRecord company) => World.Status(World.Vendor, company);

    private string Type(string name, string? taxId = null, string subsidiary = "2") =>
        World.Accounts.NetSuite.Users.Create("vendor", new { companyName = name, taxIdNum = taxId, subsidiary = new { id = subsidiary } });

    private async Task<ProcoreRecord> ExportAsync(string name, string? ein = null, string? answer = null)
    {
        var company = World.Procore.AddVendor(name, ein: ein);
        await AnswerAsync(company, answer);

        return company;
    }

    private async Task AnswerAsync(ProcoreRecord company, string? answer)
    {
        World.Send(World.Vendor, [company], Answer(answer));
        await World.QuietAsync();
    }

    private void AssertRefused(ProcoreRecord company, string start, params IReadOnlyList<string> words)
    {
        var row = Row(company);
        Assert.That(row.Tab, Is.EqualTo("Failed to Export"), World.Describe());
        Assert.That(string.Join('|', row.Messages), Does.StartWith(start));
        foreach (var word in words)
        {
            Assert.That(string.Join('|', row.Messages), Does.Contain(word));
        }

        AssertNothingLost();
    }
}
