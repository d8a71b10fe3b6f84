using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>
/// Every refusal of netsuite-api.md 7.2 and of connector-behaviour.md 13.7, with the body in which NetSuite sends it, and the sentence that is made of it, word for word:
/// the whole page is <c>Samples/approved/refusals.txt</c>, one refusal a line, in the order of the cases.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class RefusalPageTests
{
    private const string User = "USER_ERROR";

    public static RefusalCase[] Cases { get; } =
    [
        new("bill", 401, "INVALID_LOGIN", "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI."),
        new("bill", 403, "INSUFFICIENT_PERMISSION", "You do not have permission to perform this action."),
        new("bill", 400, User, "Your current role does not have permission to perform this action."),
        new("vendor", 400, User, "Permission Violation: You need the 'Lists -> Vendors' permission to access this page. Please contact your account administrator."),
        new("bill", 404, "NONEXISTENT_ID", "The record instance does not exist. Provide a valid record instance ID."),
        new("job", 404, "NONEXISTENT_ID", "Record type 'job' does not exist."),
        new("bill", 400, User, "Transaction type specified is incorrect."),
        new("bill", 400, "INVALID_CONTENT", "Unknown property 'colour'.") { Path = "colour" },
        new("bill", 400, "INVALID_CONTENT", "Invalid value for the resource or sub-resource field 'tranDate'. Provide a valid value.") { Path = "tranDate" },
        new("bill", 400, User, "You have entered an Invalid Field Value 9999 for the following field: item") { Path = "item.items[0].item" },
        new("bill", 400, User, "You have entered an Invalid Field Value 5501 for the following field: entity") { Path = "entity" },
        new("bill", 400, User, "You have entered an Invalid Field Value 7310 for the following field: customer") { Path = "item.items[0].customer" },
        new("bill", 400, User, "You have entered an Invalid Field Value 3 for the following field: currency") { Path = "currency" },
        new("bill", 400, User, "You have entered an Invalid Field Value 3 for the following field: subsidiary") { Path = "subsidiary" },
        new("bill", 400, "INVALID_KEY_OR_REF", "Invalid department reference key 7 for subsidiary 3."),
        new("bill", 400, User, "Please enter value(s) for: Department, Class."),
        new("bill", 400, User, "You must enter a value for Location."),
        new("vendor", 400, User, "Please enter value(s) for: Tax ID."),
        new("job", 400, User, "Please enter value(s) for: Customer."),
        new("item", 400, User, "Please enter value(s) for: Expense Account."),
        new("vendor", 400, User, "This entity already exists."),
        new("job", 400, User, "This entity already exists."),
        new("item", 400, "DUP_ITEM", "Uniqueness error - An item with the same name already exists."),
        new("bill", 400, "DUP_RCRD", "This record already exists."),
        new("bill", 400, User, "A bill with the reference number INV-1001 already exists for this vendor."),
        new("bill", 400, User, "The transaction date you specified is not within the date range of your accounting period."),
        new("bill", 400, User, "You cannot post to a closed period."),
        new("bill", 400, User, "The A/P period is locked."),
        new("bill", 400, User, "This record has been locked by a user defined workflow."),
        new("bill", 400, "RCRD_HAS_BEEN_CHANGED", "Record has been changed."),
        new("bill", 400, User, "This bill is approved; it cannot be edited."),
        new("bill", 400, User, "This bill is paid. You cannot edit it."),
        new("bill", 400, "INVALID_REQUEST", "The request is malformed."),
        new("bill", 405, "METHOD_NOT_ALLOWED", "The method POST is not allowed for this resource."),
        new("bill", 415, "UNSUPPORTED_MEDIA_TYPE", "Invalid content type. Use application/json."),
        new("bill", 400, User, "The field memo contained more than the maximum number ( 999 ) of characters allowed.") { Path = "memo" },
        new("vendor", 400, User, "Phone number should have seven digits or more.") { Path = "phone" },
        new("vendor", 400, User, "You have entered an Invalid Field Value ZZ for the following field: state") { Path = "addressBook.items[0].addressBookAddress.state" },
        new("vendor", 400, User, "The subsidiary does not match."),
        new("job", 400, User, "Auto-Generated numbers are on; override is not allowed."),
        new("bill", 403, "INSUFFICIENT_PERMISSION", FormTooSmall("memo")) { Path = "memo" },
        new("job", 403, "INSUFFICIENT_PERMISSION", FormTooSmall("entityid")) { Path = "entityId" },
        new("bill", 400, User, "The vendor's insurance certificate has expired."),
        new("query", 400, "INVALID_PARAMETER", "Invalid search query. Detailed unprocessed description follows. Search error occurred: Field 'subsidiary' for record 'job' was not found. Reason: NOT_EXPOSED - Field is not exposed to this channel."),
        new("bill", 429, "CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded. Request blocked."),
        new("bill", 500, "UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: m3k1xyz"),
        new("bill", 503, "", "Service unavailable."),
    ];

    private static readonly string?[] received = new string?[Cases.Length];

    [TestCaseSource(nameof(Cases))]
    public async Task What_is_made_of_a_refusal_is_what_a_person_has_approved(RefusalCase refusal)
    {
        var line = Array.IndexOf(Cases, refusal);
        using var netSuite = new StubNetSuite { Rule = _ => Task.FromResult(refusal.Response()) };
        if (refusal.Record == "bill")
        {
            netSuite.Answer(200, StubNetSuite.Rows("""{"id":"1"}"""));
        }

        var client = netSuite.Client();
        var failure = await TryAsync(refusal.Record switch
        {
            "vendor" => () => client.UpsertVendorAsync(Examples.Vendor, default),
            "job" => () => client.UpsertJobAsync(Examples.Job, default),
            "item" => () => client.UpsertItemAsync(Examples.Item, default),
            "query" => () => client.CheckLineFieldAsync("custcol_x", default),
            _ => () => client.CreateVendorBillAsync(Examples.Bill with { Names = new Dictionary<NetSuiteId, string> { [new("5501")] = "Acme Paving LLC", [new("7310")] = "26-014" } }, default),
        });

        received[line] = $"{refusal} => {failure}";
        Assert.That(received[line], Is.EqualTo(Approved.Lines("refusals").ElementAtOrDefault(line)), $"Line {line + 1} of the page of refusals.");
    }

    [Test]
    public void The_page_has_these_and_no_others() => Assert.That(Approved.Lines("refusals"), Has.Count.EqualTo(Cases.Length));

    [OneTimeTearDown]
    public static void KeepForApproval()
    {
        if (received.All(line => line is not null))
        {
            Approved.Keep("refusals", received!);
        }
    }

    /// <summary>The problem, and what the connector does about it by itself.</summary>
    private static async Task<string> TryAsync(Func<Task> send)
    {
        try
        {
            await send();

            return "taken";
        }
        catch (RejectedException refused)
        {
            return $"{refused.Problem}";
        }
        catch (ThrottledException throttled)
        {
            return $"waits: {throttled.Problem}";
        }
        catch (UnavailableException unavailable)
        {
            return $"tried again: {unavailable.Problem}";
        }
        catch (UnknownOutcomeException unknown)
        {
            return $"looked up: {unknown.Problem}";
        }
    }

    private static string FormTooSmall(string field) =>
        $"You do not have permissions to set a value for element {field} due to one of the following reasons: 1) The field is read-only; 2) An associated feature is disabled; "
        + "3) The field is available either when a record is created or updated, but not in both cases.";
}

/// <summary>An answer of NetSuite to one kind of record.</summary>
/// <param name="Detail">Its words.</param>
public sealed record RefusalCase(string Record, int Status, string Code, string Detail)
{
    /// <summary>o:errorPath, where NetSuite names the field so.</summary>
    public string? Path { get; init; }

    public HttpResponseMessage Response() => StubNetSuite.Response(Status, StubNetSuite.Error(Code, $"Error while accessing a resource. {Detail}", Status).Replace(
        "\"o:errorCode\"", Path is null ? "\"o:errorCode\"" : $"\"o:errorPath\":\"{Path}\",\"o:errorCode\"", StringComparison.Ordinal));

    public override string ToString() => $"{Record} {Status} {Code} {Detail}";
}
