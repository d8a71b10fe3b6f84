using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

/// <content>What is refused, and with which words.</content>
internal sealed partial class RecordTests
{
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
        Assert.That(byDefault.Headers["X-NetSuite-PropertyValidation"].Single(), Does.Contain("colour"));
        Assert.That(ignored.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(ignored.Headers["X-NetSuite-PropertyValidation"], Is.Empty);
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
        Assert.That($"{noType.Error["o:errorUrl"]}", Is.EqualTo("/services/rest/record/v1/file"), "corrections: relative");
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
}
