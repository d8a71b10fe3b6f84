using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

[TestFixture(Description = "Records: specification 3, 7, 8")]
internal sealed class RecordTests : NetSuiteFixture
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

    [TestCase("vendor", """{"subsidiary":{"id":"2"}}""", "Please enter value(s) for: Company Name.")]
    [TestCase("vendor", """{}""", "Please enter value(s) for: Company Name, Subsidiary.")]
    [TestCase("vendor", """{"isPerson":true,"firstName":"Ann","subsidiary":{"id":2}}""", "Please enter value(s) for: Last Name.")]
    [TestCase("job", """{"companyName":"Clinic","subsidiary":{"id":"2"}}""", "Please enter value(s) for: Parent.")]
    [TestCase("otherChargePurchaseItem", """{"itemId":"X","subsidiary":{"items":[{"id":"2"}]}}""", "Please enter value(s) for: Expense Account.")]
    [TestCase("otherChargeResaleItem", """{"itemId":"X","subsidiary":{"items":[{"id":"2"}]},"expenseAccount":{"id":"512"}}""", "Please enter value(s) for: Income Account.")]
    public async Task Mandatory_fields_are_asked_for(string type, string body, string detail)
    {
        var reply = await Post(type, body);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.Detail, Is.EqualTo("Error while accessing a resource. " + detail));
    }

    [TestCase("companyName", 84, "The field companyName contained more than the maximum number ( 83 ) of characters allowed.")]
    [TestCase("email", 0, "must contain a valid email address", "ap@acme")]
    [TestCase("email", 0, "must contain a valid email address", "ap acme@example.com")]
    [TestCase("phone", 6, "Phone number should have seven digits or more.")]
    [TestCase("phone", 23, "The field phone contained more than the maximum number ( 22 ) of characters allowed.")]
    [TestCase("externalId", 0, "Invalid external id", "a:b")]
    public async Task A_text_that_does_not_fit_is_refused_with_its_path(string field, int length, string detail, string? text = null)
    {
        var body = new JsonObject { ["companyName"] = "Acme", ["subsidiary"] = new JsonObject { ["id"] = "2" } };
        body[field] = text ?? new string('5', length);

        var reply = await Post("vendor", body.ToJsonString());

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Detail, Does.Contain(detail));
        Assert.That(reply.ErrorPath, Is.EqualTo(field));
    }

    [Test]
    public async Task The_longest_allowed_texts_are_taken()
    {
        await Create("vendor", new { companyName = new string('a', 83), legalName = new string('b', 83), entityId = "short", subsidiary = Id(2), phone = new string('5', 22) });
        await Create("otherChargePurchaseItem", new { itemId = new string('c', 60), expenseAccount = Id(512), subsidiary = Items(Id(2)) });

        var tooLong = await Post("otherChargePurchaseItem", new { itemId = new string('d', 61), expenseAccount = Id(512), subsidiary = Items(Id(2)) });

        Assert.That(tooLong.Detail, Does.Contain("The field itemId contained more than the maximum number ( 60 ) of characters allowed."));
    }

    [TestCase("state", "Nevada", "addressBook.items[0].addressBookAddress.state")]
    [TestCase("country", "XX", "addressBook.items[0].addressBookAddress.country")]
    public async Task An_address_needs_real_codes(string field, string value, string path)
    {
        var address = new JsonObject { ["addr1"] = "1 Main St", ["state"] = "NV", ["country"] = "US" };
        address[field] = value;
        var body = new JsonObject
        {
            ["companyName"] = "Acme",
            ["subsidiary"] = "2",
            ["addressBook"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["addressBookAddress"] = address }) },
        };

        var reply = await Post("vendor", body.ToJsonString());

        Assert.That(reply.Detail, Does.Contain($"You have entered an Invalid Field Value {value} for the following field: {field}"));
        Assert.That(reply.ErrorPath, Is.EqualTo(path));
    }

    [TestCase("""{"subsidiary":{"id":"99"}}""", "Invalid Field Value 99", "subsidiary")]
    [TestCase("""{"terms":{"externalId":"nope"}}""", "Invalid Field Value nope", "terms")]
    [TestCase("""{"emailPreference":{"id":"SMS"}}""", "Invalid Field Value SMS", "emailPreference")]
    [TestCase("""{"payablesAccount":{"id":"2"}}""", "Invalid Field Value 2", "payablesAccount")]
    public async Task A_reference_to_nothing_is_refused_with_its_path(string body, string detail, string path)
    {
        var id = await Create("vendor", Vendor());

        var reply = await Send(HttpMethod.Patch, $"vendor/{id}", body);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Detail, Does.Contain(detail));
        Assert.That(reply.ErrorPath, Is.EqualTo(path));
    }

    [TestCase("""{"isPerson":"no"}""", "isPerson")]
    [TestCase("""{"companyName":5}""", "companyName")]
    [TestCase("""{"creditLimit":"5"}""", "creditLimit")]
    [TestCase("""{"terms":{}}""", "terms")]
    [TestCase("""{"addressBook":[]}""", "addressBook")]
    public async Task A_value_of_the_wrong_type_is_invalid_content(string body, string path)
    {
        var reply = await Post("vendor", body);

        Assert.That(reply.Code, Is.EqualTo("INVALID_CONTENT"));
        Assert.That(reply.ErrorPath, Is.EqualTo(path));
    }

    [Test(Description = "Specification 3.2: X-NetSuite-PropertyNameValidation")]
    public async Task An_unknown_property_is_refused_warned_of_or_ignored_as_asked()
    {
        object body(string name) => new { companyName = name, subsidiary = Id(2), colour = "red" };

        var error = await Post("vendor", body("One"), ("X-NetSuite-PropertyNameValidation", "Error"));
        var byDefault = await Post("vendor", body("Two"));
        var ignored = await Post("vendor", body("Three"), ("X-NetSuite-PropertyNameValidation", "Ignore"));

        Assert.That(error.Code, Is.EqualTo("INVALID_CONTENT"));
        Assert.That(error.ErrorPath, Is.EqualTo("colour"));
        Assert.That(byDefault.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(byDefault.Headers["Warning"].Single(), Does.StartWith("299 - \"").And.Contain("colour"));
        Assert.That(ignored.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(ignored.Headers["Warning"], Is.Empty);
    }

    [Test(Description = "Specification 7.2")]
    public async Task What_does_not_exist_is_not_found_in_two_ways()
    {
        var noRecord = await Get("vendor/99999");
        var noType = await Get("file");

        Assert.That(noRecord.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(noRecord.Code, Is.EqualTo("NONEXISTENT_ID"));
        Assert.That(noRecord.Detail, Is.EqualTo("The record instance does not exist. Provide a valid record instance ID."));
        Assert.That(noRecord.Headers["Content-Type"].Single(), Is.EqualTo("application/vnd.oracle.resource+json; type=error; charset=UTF-8"));
        Assert.That(noType.Detail, Is.EqualTo("Record type 'file' does not exist."));
        Assert.That(noType.Error["o:errorUrl"], Is.Not.Null);
    }

    [Test(Description = "Specification 11.2")]
    public async Task Broken_json_wrong_media_types_and_methods_are_refused()
    {
        var broken = await Post("vendor", "{\"companyName\":");
        var method = await Send(HttpMethod.Delete, "vendor");
        var readOnly = await Post("subsidiary", new { name = "East" });
        using var text = new StringContent("companyName=Acme");
        using var response = await Http.PostAsync("/services/rest/record/v1/vendor", text);
        var media = await Reply.ReadAsync(response);

        Assert.That((broken.Status, broken.Code), Is.EqualTo((HttpStatusCode.BadRequest, "INVALID_CONTENT")));
        Assert.That((method.Status, method.Code), Is.EqualTo((HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED")));
        Assert.That(readOnly.Status, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That((media.Status, media.Code), Is.EqualTo((HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE")));
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

    [Test(Description = "Specification 3.4")]
    public async Task A_list_gives_ids_and_links_in_pages()
    {
        for (var number = 1; number <= 7; number++)
        {
            await Create("vendor", new { companyName = $"Vendor {number}", subsidiary = Id(2) });
        }

        var page = (await Get("vendor?limit=3")).Json;
        var last = (await Get("vendor?limit=3&offset=6")).Json;
        var beyond = (await Get("vendor?limit=3&offset=9")).Json;
        var crooked = await Get("vendor?limit=3&offset=4");
        var tooMany = await Get("vendor?limit=1001");

        Assert.That(page["count"]!.GetValue<int>(), Is.EqualTo(3));
        Assert.That(page["totalResults"]!.GetValue<int>(), Is.EqualTo(7));
        Assert.That(page["hasMore"]!.GetValue<bool>(), Is.True);
        Assert.That(page["items"]![0]!.AsObject().Select(property => property.Key), Is.EqualTo(new[] { "links", "id" }));
        Assert.That(page["links"]!.AsArray().Select(link => link!["rel"]!.GetValue<string>()), Is.EqualTo(new[] { "next", "last", "self" }));
        Assert.That(page["links"]![1]!["href"]!.GetValue<string>(), Does.EndWith("/vendor?limit=3&offset=0"), "wrong, as NetSuite's own");
        Assert.That(last["hasMore"]!.GetValue<bool>(), Is.False);
        Assert.That((beyond["count"]!.GetValue<int>(), beyond["hasMore"]!.GetValue<bool>()), Is.EqualTo((0, false)));
        Assert.That(crooked.Detail, Is.EqualTo("Offset must be divisible by limit."));
        Assert.That(crooked.Error["o:errorQueryParam"]!.GetValue<string>(), Is.EqualTo("offset"));
        Assert.That(tooMany.Code, Is.EqualTo("INVALID_PARAMETER"));
    }

    [TestCase("externalId IS \"PC-V-77\"", 1)]
    [TestCase("companyName START_WITH \"Acme\" AND isInactive IS false", 1)]
    [TestCase("companyName CONTAIN_NOT \"Acme\"", 1)]
    [TestCase("companyName ENDWITH \"LLC\" OR companyName IS \"Brick Co\"", 2)]
    [TestCase("(companyName IS \"Brick Co\" OR isInactive IS true) AND email EMPTY", 1)]
    [TestCase("subsidiary ANY_OF [2, 3]", 2)]
    [TestCase("subsidiary EQUAL 3", 0)]
    [TestCase("dateCreated ON \"11/23/2026\"", 2)]
    [TestCase("dateCreated AFTER \"11/23/26\"", 0)]
    [TestCase("email EMPTY_NOT", 1)]
    public async Task A_list_is_filtered_by_q(string query, int count)
    {
        await Create("vendor", Vendor());
        await Create("vendor", new { companyName = "Brick Co", subsidiary = Id(2) });

        var reply = await Get($"vendor?q={Uri.EscapeDataString(query)}");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(reply.Json["count"]!.GetValue<int>(), Is.EqualTo(count));
    }

    [TestCase("colour IS red")]
    [TestCase("companyName EQUAL 5")]
    [TestCase("dateCreated AFTER \"2026-11-23\"")]
    [TestCase("companyName IS")]
    public async Task A_filter_that_makes_no_sense_is_refused(string query)
    {
        var reply = await Get($"vendor?q={Uri.EscapeDataString(query)}");

        Assert.That(reply.Code, Is.EqualTo("INVALID_PARAMETER"));
        Assert.That(reply.Error["o:errorQueryParam"]!.GetValue<string>(), Is.EqualTo("q"));
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
