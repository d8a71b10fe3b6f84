using System.Net;
using NUnit.Framework;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

[TestFixture(Description = "Records: specification 3, 7, 8")]
internal sealed partial class RecordTests : NetSuiteFixture
{
    [Test(Description = "Specification 3.5, 3.3")]
    public async Task A_vendor_is_created_and_read_back_with_its_defaults()
    {
        var created = await Post("vendor", Vendor());

        Assert.That(created.Status, Is.EqualTo(HttpStatusCode.NoContent), created.Text);
        Assert.That(created.Text, Is.Empty);
        Assert.That(created.Location, Is.EqualTo($"{BaseUrl}/services/rest/record/v1/vendor/{created.NewId}"));
        Assert.That(created.Headers["X-NetSuite-JobId"], Is.Not.Empty);
        var vendor = (await Get("vendor/eid:pc-v-77")).Json;
        Assert.That(vendor["id"]!.GetValue<string>(), Is.EqualTo(created.NewId));
        Assert.That(vendor["entityId"]!.GetValue<string>(), Is.EqualTo("Acme Paving LLC"));
        Assert.That(vendor["legalName"]!.GetValue<string>(), Is.EqualTo("Acme Paving LLC"));
        Assert.That(vendor["emailPreference"]!["id"]!.GetValue<string>(), Is.EqualTo("DEFAULT"));
        Assert.That(vendor["currency"]!["refName"]!.GetValue<string>(), Is.EqualTo("USD"));
        Assert.That(vendor["subsidiary"]!["refName"]!.GetValue<string>(), Is.EqualTo("Parent : West"));
        Assert.That(vendor["dateCreated"]!.GetValue<string>(), Is.EqualTo("2026-11-23T18:00:00Z"));
        Assert.That(vendor["addressBook"]!["items"], Is.Null);
        Assert.That(vendor["phone"]!.GetValue<string>(), Is.EqualTo("555-010-7788"));
        Assert.That(vendor.AsObject().ContainsKey("fax"), Is.False);
    }

    [Test(Description = "Specification 3.3")]
    public async Task Sublists_are_shown_when_asked_for_and_each_has_its_own_address()
    {
        var id = await Create("vendor", Vendor());

        var line = (await Get($"vendor/{id}?expandSubResources=true")).Json["addressBook"]!["items"]![0]!;
        var address = (await Get($"vendor/{id}/addressBook/{line["id"]}/addressBookAddress")).Json;
        var subsidiary = (await Get($"vendor/{id}/subsidiary")).Json;

        Assert.That(line["addressBookAddress"]!["country"]!["refName"]!.GetValue<string>(), Is.EqualTo("United States"));
        Assert.That(address["city"]!.GetValue<string>(), Is.EqualTo("Reno"));
        Assert.That(subsidiary["name"]!.GetValue<string>(), Is.EqualTo("West"));
    }

    [Test(Description = "Specification 3.3: fields, simpleEnumFormat")]
    public async Task A_read_can_be_narrowed_to_fields()
    {
        var id = await Create("vendor", Vendor());

        var narrow = (await Get($"vendor/{id}?fields=companyName,EMAIL")).Json.AsObject();
        var simple = (await Get($"vendor/{id}?simpleEnumFormat=true")).Json;
        var unknown = await Get($"vendor/{id}?fields=colour");

        Assert.That(narrow.Select(property => property.Key), Is.EqualTo(new[] { "links", "id", "companyName", "email" }));
        Assert.That(simple["emailPreference"]!.GetValue<string>(), Is.EqualTo("DEFAULT"));
        Assert.That(unknown.Code, Is.EqualTo("INVALID_PARAMETER"));
        Assert.That(unknown.Error["o:errorQueryParam"]!.GetValue<string>(), Is.EqualTo("fields"));
    }

    [Test(Description = "Specification 1.2")]
    public async Task Names_of_types_and_properties_may_be_in_any_case()
    {
        var id = await Create("VENDOR", new { COMPANYNAME = "Loud Ltd", Subsidiary = "2" });

        Assert.That((await Get($"vendor/{id}")).Json["companyName"]!.GetValue<string>(), Is.EqualTo("Loud Ltd"));
    }

    [Test(Description = "Specification 3.7: PUT creates once, then updates")]
    public async Task An_upsert_by_external_id_makes_one_record()
    {
        var first = await Put("vendor/eid:PC-V-9", new { companyName = "Nine", subsidiary = Id(2) });
        var second = await Put("vendor/eid:PC-V-9", new { companyName = "Nine Inc", email = "nine@example.com" });
        var byNumber = await Put($"vendor/{first.NewId}", new { companyName = "Nine" });
        var contradicting = await Put("vendor/eid:PC-V-9", new { externalId = "PC-V-10" });

        Assert.That(second.NewId, Is.EqualTo(first.NewId));
        Assert.That((await Get("vendor/eid:PC-V-9")).Json["companyName"]!.GetValue<string>(), Is.EqualTo("Nine Inc"));
        Assert.That(Simulator.Ledger.CreationsByExternalId["PC-V-9"], Is.EqualTo(1));
        Assert.That(byNumber.Status, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(contradicting.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test(Description = "Specification 3.6: null clears, absent leaves alone")]
    public async Task A_patch_changes_only_what_it_names()
    {
        var id = await Create("vendor", Vendor());
        var before = (await Get($"vendor/{id}")).Json["lastModifiedDate"]!.GetValue<string>();

        var patched = await Send(HttpMethod.Patch, $"vendor/{id}", """{"phone":null,"fax":"555-010-7799"}""");

        var vendor = (await Get($"vendor/{id}")).Json;
        Assert.That(patched.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(vendor["phone"], Is.Null);
        Assert.That(vendor["fax"]!.GetValue<string>(), Is.EqualTo("555-010-7799"));
        Assert.That(vendor["email"]!.GetValue<string>(), Is.EqualTo("ap@acmepaving.example"));
        Assert.That(vendor["lastModifiedDate"]!.GetValue<string>(), Is.GreaterThan(before), "strictly increasing, though the clock stood still (specification 11)");
    }

    [Test(Description = "Specification 7.2: external ids and names are unique over all entities, whatever their case")]
    public async Task A_second_entity_with_the_same_name_or_external_id_is_refused()
    {
        await Create("vendor", Vendor());

        var sameName = await Post("customer", new { companyName = "acme paving llc", subsidiary = Id(2) });
        var sameExternalId = await Post("job", new { companyName = "Clinic", entityId = "26-1", externalId = "pc-v-77", parent = Id(981), subsidiary = Id(2) });
        var otherType = await Put("customer/eid:PC-V-77", new { companyName = "Third", subsidiary = Id(2) });

        foreach (var reply in (Reply[])[sameName, sameExternalId, otherType])
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(reply.Code, Is.EqualTo("USER_ERROR"));
            Assert.That(reply.Detail, Is.EqualTo("Error while accessing a resource. This entity already exists."));
        }
    }

    [Test(Description = "Specification 7.2, 8.3")]
    public async Task A_second_item_with_the_same_name_is_refused()
    {
        object item(string externalId) => new { itemId = "03-3000.S", externalId, expenseAccount = Id(512), subsidiary = Items(Id(2)) };
        await Create("otherChargePurchaseItem", item("PC-CC-1"));

        var sameName = await Post("otherChargePurchaseItem", item("PC-CC-2"));
        var sameExternalId = await Post("otherChargePurchaseItem", new { itemId = "03-4000.S", externalId = "PC-CC-1", expenseAccount = Id(512), subsidiary = Items(Id(2)) });

        Assert.That(sameName.Code, Is.EqualTo("DUP_ITEM"));
        Assert.That(sameName.Detail, Does.Contain("already exists"));
        Assert.That(sameExternalId.Detail, Does.Contain("This record already exists."));
    }

    [Test(Description = "Specification 3.8")]
    public async Task What_others_point_to_is_not_deleted()
    {
        AddMasterData();
        await Create("vendorBill", Bill());

        var used = await Send(HttpMethod.Delete, "vendor/5501");
        var bill = await Send(HttpMethod.Delete, "vendorBill/eid:PC-INV-98765");
        var free = await Send(HttpMethod.Delete, "vendor/5501");

        Assert.That(used.Detail, Does.Contain("This record cannot be deleted because it has dependent records."));
        Assert.That(bill.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(free.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Get("vendor/eid:PC-V-77")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var deleted = await Query("SELECT type, recordid, context FROM deletedrecord ORDER BY recordid");
        Assert.That(deleted.Select(row => row!["type"]!.GetValue<string>()), Is.EquivalentTo(new[] { "vendorBill", "vendor" }));
        Assert.That(deleted[0]!["context"]!.GetValue<string>(), Is.EqualTo("REST Web Services"));
    }

    [Test(Description = "Specification 3.12")]
    public async Task The_catalogue_describes_a_type_with_its_lengths()
    {
        var list = (await Get("metadata-catalog?select=vendor,vendorBill")).Json;
        var schema = (await Get("metadata-catalog/vendor", ("Accept", "application/schema+json"))).Json;

        Assert.That(list["items"]!.AsArray().Select(item => item!["name"]!.GetValue<string>()), Is.EquivalentTo(new[] { "vendor", "vendorBill" }));
        Assert.That(schema["properties"]!["companyName"]!["maxLength"]!.GetValue<int>(), Is.EqualTo(83));
        Assert.That(schema["properties"]!["companyName"]!["x-ns-filterable"]!.GetValue<bool>(), Is.True);
    }

    [Test(Description = "Specification 1.3")]
    public async Task The_server_tells_its_time() =>
        Assert.That((await Get("/services/rest/system/v1/serverTime")).Json["serverTime"]!.GetValue<string>(), Is.EqualTo("2026-11-23T18:00:00.000Z"));
}
