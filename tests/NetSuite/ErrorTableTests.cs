using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>NetSuite's errors in the words of a bookkeeper (netsuite-api.md 7.2; connector-behaviour.md 9).</summary>
public sealed class ErrorTableTests
{
    [TestCase(403, "INSUFFICIENT_PERMISSION", "You do not have permission", "E903", "The connector's NetSuite role lacks a permission for this vendor bill.")]
    [TestCase(400, "USER_ERROR", "Your current role does not have permission to perform this action.", "E903", "The connector's NetSuite role lacks a permission for this vendor bill.")]
    [TestCase(400, "USER_ERROR", "Permission Violation: You need the 'Transactions -> Bills' permission to access this page", "E903", "The connector's NetSuite role lacks a permission for this vendor bill: Transactions -> Bills.")]
    [TestCase(404, "NONEXISTENT_ID", "Record type 'vendorBill' does not exist.", "E903", "NetSuite offers no vendor bill to the connector: the feature is off or the role lacks the permission.")]
    [TestCase(400, "USER_ERROR", "The transaction date you specified is not within the date range of your accounting period.", "E412", "The accounting period of invoice INV-1001 is closed or locked in NetSuite.")]
    [TestCase(400, "USER_ERROR", "You cannot post to a closed period.", "E412", "The accounting period of invoice INV-1001 is closed or locked in NetSuite.")]
    [TestCase(400, "USER_ERROR", "The A/P period is locked.", "E412", "The accounting period of invoice INV-1001 is closed or locked in NetSuite.")]
    [TestCase(400, "USER_ERROR", "This record already exists", "E409", "NetSuite already has a bill with the number or external id of invoice INV-1001 and takes no second one.")]
    [TestCase(400, "DUP_RCRD", "This transaction already exists.", "E409", "NetSuite already has a bill with the number or external id of invoice INV-1001 and takes no second one.")]
    [TestCase(400, "USER_ERROR", "Please enter value(s) for: Department, Class.", "E308", "NetSuite requires Department, Class for invoice INV-1001, and it is empty.")]
    [TestCase(400, "USER_ERROR", "You must enter a value for Location.", "E308", "NetSuite requires Location for invoice INV-1001, and it is empty.")]
    [TestCase(400, "INVALID_CONTENT", "You have entered an Invalid Field Value 640 for the following field: item", "E413", "NetSuite does not accept item 26-014-03-3000.S for invoice INV-1001: it is inactive, of the wrong kind, or not valid for the subsidiary.")]
    [TestCase(400, "USER_ERROR", "You have entered an Invalid Field Value 9999 for the following field: entity", "E413", "NetSuite does not accept entity 9999 for invoice INV-1001: it is inactive, of the wrong kind, or not valid for the subsidiary.")]
    [TestCase(400, "INVALID_KEY_OR_REF", "Invalid department reference key 7 for subsidiary 3.", "E413", "NetSuite does not accept department 7 for invoice INV-1001: it is inactive, of the wrong kind, or not valid for the subsidiary.")]
    [TestCase(400, "USER_ERROR", "You have entered an Invalid Field Value 3 for the following field: currency", "E307", null)]
    [TestCase(400, "USER_ERROR", "You have entered an Invalid Field Value 3 for the following field: subsidiary", "E306", null)]
    [TestCase(400, "USER_ERROR", "The field tranid contained more than the maximum number ( 45 ) of characters allowed.", "E304", "Tranid of invoice INV-1001 is too long; NetSuite allows 45 characters.")]
    [TestCase(400, "USER_ERROR", "This record has been locked by a user defined workflow.", "E413", "NetSuite keeps invoice INV-1001 or a record it refers to locked.")]
    [TestCase(400, "RCRD_HAS_BEEN_CHANGED", "Record has been changed", "E904", null)]
    [TestCase(400, "INVALID_CONTENT", "Unknown property foo.", "E903", null)]
    [TestCase(400, "USER_ERROR", "You do not have permissions to set a value for element memo due to one of the following reasons: 1) The field is read-only.", "E308", "NetSuite's form for the connector doesn't let memo of invoice INV-1001 be set: it is hidden or only shown there, or NetSuite fills it itself.")]
    [TestCase(403, "INSUFFICIENT_PERMISSION", "You do not have permissions to set a value for element memo due to one of the following reasons: 1) The field is read-only.", "E308", null)]
    [TestCase(400, "USER_ERROR", "Something new.", "E413", "NetSuite refused invoice INV-1001.")]
    public async Task A_bill_is_refused_in_plain_words(int status, string code, string detail, string expected, string? sentence)
    {
        using var netSuite = new StubNetSuite().Answer(200, StubNetSuite.Rows("""{"id":"1"}"""))
            .Answer(status, StubNetSuite.Error(code, $"Error while accessing a resource. {detail}", status));
        var bill = Examples.Bill with { Names = new Dictionary<NetSuiteId, string> { [new("640")] = "26-014-03-3000.S" } };

        var refusal = (await Assert.ThrowsAsync<RejectedException>(() => netSuite.Client().CreateVendorBillAsync(bill, default)))!;

        Assert.That(refusal.Problem.Code, Is.EqualTo(expected));
        Assert.That(refusal.Problem.Message, Is.EqualTo(sentence ?? refusal.Problem.Message));
        Assert.That(refusal.Problem.Detail, Does.Contain(detail).And.Contain("[operation op-1]"));
        Assert.That(refusal.IsDuplicate, Is.EqualTo(detail.Contains("already exists", StringComparison.Ordinal)));
        Assert.That(refusal.IsClosedPeriod, Is.EqualTo(expected == "E412"));
        Assert.That(netSuite.Calls, Has.Count.EqualTo(2), "a create is sent once");
    }

    [TestCase("vendor", "This entity already exists.", "E302")]
    [TestCase("vendor", "The field companyname contained more than the maximum number ( 83 ) of characters allowed.", "E304")]
    [TestCase("vendor", "You have entered an Invalid Field Value ZZ for the following field: state", "E305")]
    [TestCase("vendor", "You have entered an Invalid Field Value XX for the following field: country", "E305")]
    [TestCase("vendor", "Invalid subsidiary for this vendor.", "E306")]
    [TestCase("vendor", "Please enter value(s) for: Tax ID.", "E308")]
    [TestCase("job", "This entity already exists.", "E201")]
    [TestCase("job", "Please enter value(s) for: Customer.", "E206")]
    [TestCase("job", "You have entered an Invalid Field Value 981 for the following field: parent", "E206")]
    [TestCase("job", "The subsidiary does not match the customer's.", "E205")]
    [TestCase("item", "Uniqueness error - An item with the same name already exists", "E102")]
    [TestCase("item", "The field itemid contained more than the maximum number ( 60 ) of characters allowed.", "E101")]
    [TestCase("item", "Please enter value(s) for: Expense Account.", "E105")]
    [TestCase("item", "Your current role does not have permission to perform this action.", "E106")]
    public async Task Each_record_type_has_codes_of_its_own(string type, string detail, string expected)
    {
        using var netSuite = new StubNetSuite().Answer(400, StubNetSuite.Error("USER_ERROR", detail));
        var client = netSuite.Client();

        var refusal = (await Assert.ThrowsAsync<RejectedException>(() => type switch
        {
            "vendor" => client.UpsertVendorAsync(Examples.Vendor, default),
            "job" => client.UpsertJobAsync(Examples.Job, default),
            _ => client.UpsertItemAsync(Examples.Item, default),
        }))!;

        Assert.That(refusal.Problem.Code, Is.EqualTo(expected));
        Assert.That(netSuite.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_first_detail_that_is_understood_decides_and_all_are_kept()
    {
        using var netSuite = new StubNetSuite().Answer(400, """
            {"o:errorDetails":[{"detail":"Something else.","o:errorCode":"USER_ERROR"},{"detail":"Please enter value(s) for: Class.","o:errorCode":"USER_ERROR"}]}
            """);

        var refusal = (await Assert.ThrowsAsync<RejectedException>(() => netSuite.Client().UpsertVendorAsync(Examples.Vendor, default)))!;

        Assert.That(refusal.Problem.Code, Is.EqualTo("E308"));
        Assert.That(refusal.Problem.Detail, Does.Contain("Something else.").And.Contain("Class"));
    }

    [Test]
    public async Task The_place_in_the_body_names_the_field_where_the_text_does_not()
    {
        using var netSuite = new StubNetSuite().Answer(400, """
            {"o:errorDetails":[{"detail":"Invalid reference.","o:errorCode":"INVALID_KEY_OR_REF","o:errorPath":"addressBook.items[0].addressBookAddress.state"}]}
            """);

        var refusal = (await Assert.ThrowsAsync<RejectedException>(() => netSuite.Client().UpsertVendorAsync(Examples.Vendor, default)))!;

        Assert.That(refusal.Problem.Code, Is.EqualTo("E305"));
    }
}
