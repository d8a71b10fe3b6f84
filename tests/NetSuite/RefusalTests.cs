using System.Text;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>connector-behaviour.md 9: what a refusal says beside its code, and what is kept of NetSuite's own words.</summary>
public sealed class RefusalTests
{
    private static readonly Dictionary<NetSuiteId, string> Names = new() { [new("640")] = "03-300.S", [new("55")] = "Acme Steel LLC", [new("7310")] = "26-014" };

    private static readonly Sent Bill = new(RecordType.VendorBill, "invoice INV-1", Names), Vendor = new(RecordType.Vendor, "Acme Steel LLC"), Job = new(RecordType.Job, "project 26-014");

    /// <summary>Null: the catalog's remedy for the code.</summary>
    [TestCase("bill", "Record has been changed.", "E904", "Export again.")]
    [TestCase("vendor", "This entity already exists.", "E302", "rename the company in Procore")]
    [TestCase("bill", "This record already exists.", "E409", "Duplicate bill")]
    [TestCase("vendor", "Phone number should have seven digits or more.", "E304", "number in Procore's directory")]
    [TestCase("bill", "You do not have permissions to set a value for element memo due to one of the following reasons.", "E308", "show the field on the form")]
    [TestCase("job", "You do not have permissions to set a value for element entityid due to one of the following reasons.", "E204", null)]
    [TestCase("bill", "You have entered an Invalid Field Value 55 for the following field: Entity", "E413", "open the vendor")]
    [TestCase("bill", "You have entered an Invalid Field Value 640 for the following field: item", "E413", "open the item")]
    [TestCase("bill", "You have entered an Invalid Field Value 7310 for the following field: customer", "E413", "open the project")]
    [TestCase("bill", "Invalid department reference key 7 for subsidiary 3.", "E413", "where this value comes from")]
    [TestCase("bill", "You have entered an Invalid Field Value 3 for the following field: currency", "E307", null)]
    [TestCase("bill", "The record is locked.", "E413", "workflow")]
    [TestCase("bill", "The transaction date you specified is not within the date range of your accounting period.", "E412", null)]
    [TestCase("bill", "Something new.", "E413", "NetSuite administrator")]
    [TestCase("bill", "The transaction type specified is incorrect.", "E413", "NetSuite administrator")]
    [TestCase("bill", "Please enter value(s) for: Class.", "E308", null)]
    public void The_remedy_names_the_place_where_the_code_alone_does_not(string sent, string detail, string code, string? remedy)
    {
        var problem = Refuse(SentOf(sent), (null, detail, null)).Problem;

        Assert.That(problem.Code, Is.EqualTo(code));
        Assert.That(problem.OtherRemedy, remedy is null ? Is.Null : Does.Contain(remedy));
    }

    [Test]
    public void What_was_deleted_in_NetSuite_is_exported_again() =>
        Assert.That(Refuse(Bill, 404, (null, "The record instance does not exist.", null)).Problem.OtherRemedy, Does.Contain("deleted in NetSuite"));

    [TestCase("You have entered an Invalid Field Value 55 for the following field: entity", "vendor Acme Steel LLC for invoice INV-1", null)]
    [TestCase("You have entered an Invalid Field Value 7310 for the following field: customer", "project 26-014 for invoice INV-1", null)]
    [TestCase("You have entered an Invalid Field Value 640 for the following field: item", "item 03-300.S for invoice INV-1", null)]
    [TestCase("You have entered an Invalid Field Value 99 for the following field: entity", "entity 99 for invoice INV-1", "99")]
    [TestCase("You have entered an Invalid Field Value a@b.example for the following field: email, please", "email a@b.example for invoice INV-1", "a@b.example")]
    [TestCase("Invalid reference.", "a reference of invoice INV-1", null)]
    public void A_reference_is_named_as_people_know_it_and_what_nobody_knows_is_kept_out_of_the_log(string detail, string words, string? kept)
    {
        var problem = Refuse(Bill, (null, detail, null)).Problem;

        Assert.That(problem.Message, Does.Contain($"does not accept {words}: it is inactive"));
        Assert.That((problem.Private, problem.IsReference), Is.EqualTo((kept, true)));
    }

    [Test]
    public void Without_names_every_reference_is_unknown()
    {
        var problem = Refuse(Vendor, (null, "You have entered an Invalid Field Value 55 for the following field: parent", null)).Problem;

        Assert.That(problem.Private, Is.EqualTo("55"));
    }

    [Test]
    public void Only_a_refused_reference_has_something_to_keep_out_of_the_log() => Assert.That(
        Refuse(Bill, 403, (null, "You have entered an Invalid Field Value 99 for the following field: entity", null)).Problem,
        Has.Property("Private").Null.And.Property("IsReference").False);

    [Test(Description = "the record is then looked for, whatever else is wrong")]
    public void A_reference_that_is_refused_among_others_is_noticed()
    {
        var refusal = Refuse(Bill, (null, "Please enter value(s) for: Class.", null), (null, "Invalid department reference key 7.", null));

        Assert.That((refusal.Problem.Code, refusal.Problem.IsReference), Is.EqualTo(("E308", true)));
        Assert.That(Refuse(Bill, 404, (null, "The record instance does not exist.", null)).Problem.IsReference);
        Assert.That(Refuse(Bill, (null, "Please enter value(s) for: Class.", null)).Problem.IsReference, Is.False);
    }

    [TestCase("Please enter value(s) for: Tax ID.", "requires Tax ID for")]
    [TestCase("Please enter a value for 'Class'.", "requires Class for")]
    [TestCase("You must enter at least one line.", "requires a field for", Description = "NetSuite names none")]
    [TestCase("The field companyname contained more than the maximum number ( 83 ) of characters allowed.", "Companyname of Acme Steel LLC is too long; NetSuite allows 83 characters.")]
    [TestCase("A value exceeds the maximum of 32 characters.", "A field of Acme Steel LLC is too long.")]
    [TestCase("You do not have permissions to set a value for element custentity_x due to one of the following reasons.", "custentity_x of Acme Steel LLC")]
    [TestCase("You do not have permissions to set a value for element", "let a field of Acme Steel LLC be set")]
    public void A_field_is_named_where_NetSuite_names_it(string detail, string words) =>
        Assert.That(Refuse(Vendor, (null, detail, null)).Problem.Message, Does.Contain(words));

    [TestCase("item.items[0].item", "item")]
    [TestCase("department", "department")]
    public void The_place_in_the_body_stands_for_a_field_that_the_text_does_not_name(string path, string field) =>
        Assert.That(Refuse(Bill, (null, "Invalid reference.", path)).Problem.Message, Does.Contain($"does not accept {field} of invoice INV-1"));

    [Test]
    public void A_role_that_may_see_and_not_create_is_said_so_with_what_it_lacks()
    {
        const string words = "Permission Violation: You need the 'Transactions -> Bills' permission to access this page";

        var form = Refuse(Bill with { IsForm = true }, (null, words, null)).Problem;
        var write = Refuse(Bill, (null, words, null)).Problem;

        Assert.That(form.Message, Does.Contain("may view vendor bills").And.Contain(": Transactions -> Bills"));
        Assert.That(write.Message, Does.Contain("lacks a permission for this vendor bill").And.Contain(": Transactions -> Bills"));
        Assert.That(Refuse(Bill with { IsForm = true }, (null, "You do not have permission.", null)).Problem.Message, Does.EndWith("any."));
    }

    [TestCase(401, "Unauthorized.", "login")]
    [TestCase(404, "Record type 'vendorBill' does not exist.", "no vendor bill")]
    [TestCase(400, "Auto-numbering is on for this record.", "number of invoice INV-1")]
    [TestCase(400, "Invalid country XX.", "country of invoice INV-1")]
    [TestCase(400, "Invalid subsidiary.", "Invoice INV-1 does not fit")]
    [TestCase(400, "Invalid currency.", "currency for invoice INV-1")]
    [TestCase(400, "You have entered an Invalid Field Value 3 for the following field: currency", "currency for invoice INV-1")]
    [TestCase(400, "Record has been changed.", "Invoice INV-1 was changed")]
    [TestCase(404, "The record instance does not exist.", "invoice INV-1 refers to")]
    [TestCase(400, "Phone number should have seven digits or more.", "seven digits or more for invoice INV-1")]
    [TestCase(415, "Unsupported media type.", "the connector's vendor bill")]
    [TestCase(400, "Invalid search query.", "the connector's vendor bill")]
    public void Every_refusal_names_what_was_refused(int status, string detail, string words) =>
        Assert.That(Refuse(Bill, status, (null, detail, null)).Problem.Message, Does.Contain(words));

    [Test]
    public void Whether_it_is_a_duplicate_or_a_closed_period_goes_with_it()
    {
        var (duplicate, closed, other) = (Refuse(Bill, ("DUP_RCRD", "x", null)), Refuse(Bill, (null, "You cannot post to a closed period.", null)), Refuse(Bill, (null, "x", null)));

        Assert.That((duplicate.IsDuplicate, duplicate.IsClosedPeriod), Is.EqualTo((true, false)));
        Assert.That((closed.IsDuplicate, closed.IsClosedPeriod), Is.EqualTo((false, true)));
        Assert.That((other.IsDuplicate, other.IsClosedPeriod, other.Status), Is.EqualTo((false, false, (int?)400)));
    }

    [Test]
    public void NetSuites_own_words_are_kept_each_once_with_the_number_its_support_asks_for()
    {
        var error = StubNetSuite.Error("USER_ERROR", "Boom.");

        Assert.That(Refusal.Detail(Answer(400, Body(("A", "One.", null), ("A", "One.", null), ("B", "", null), ("", "", null), ("", "Two.", null)), "op-7")), Is.EqualTo("A One. / B / Two. [operation op-7]"));
        Assert.That(Refusal.Detail(Answer(400, error, null)), Is.EqualTo("USER_ERROR Boom."));
        Assert.That(Refusal.Detail(Answer(400, error, "")), Is.EqualTo("USER_ERROR Boom."));
        Assert.That(Refusal.Detail(Answer(400, error, new string('7', 99))), Does.EndWith($" [operation {new string('7', 99)}]"));
        Assert.That(Refusal.Detail(Answer(400, error, new string('7', 100))), Is.EqualTo("USER_ERROR Boom."), "no number is that long");
        Assert.That(Refusal.Detail(Answer(400, "", "op-7")), Is.EqualTo("[operation op-7]"));
        Assert.That(Refusal.Detail(Answer(400, "", null)), Is.Null);
    }

    private static Sent SentOf(string sent) => sent switch { "bill" => Bill, "vendor" => Vendor, _ => Job };

    private static RejectedException Refuse(Sent sent, params (string? Code, string Detail, string? Path)[] errors) => Refuse(sent, 400, errors);

    private static RejectedException Refuse(Sent sent, int status, params (string? Code, string Detail, string? Path)[] errors) => Refusal.Of(Answer(status, Body(errors), "op-1"), sent);

    private static string Body(params (string? Code, string Detail, string? Path)[] errors) => System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["o:errorDetails"] = errors.Select(error => new Dictionary<string, string?> { ["detail"] = error.Detail, ["o:errorCode"] = error.Code ?? "USER_ERROR", ["o:errorPath"] = error.Path }),
    });

    private static HttpAnswer Answer(int status, string body, string? operation)
    {
        var message = new HttpResponseMessage();
        if (operation is not null)
        {
            message.Headers.TryAddWithoutValidation("X-N-OperationId", operation);
        }

        return new HttpAnswer(status, Encoding.UTF8.GetBytes(body), message);
    }
}
