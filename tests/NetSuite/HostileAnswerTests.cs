using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>Whatever comes back, a method ends in an answer or in one of the four failures.</summary>
public sealed class HostileAnswerTests
{
    private static readonly string[] Bodies =
    [
        "", " ", "null", "true", "[]", "{}", "{", "\"x\"", "\0\0", "\uFEFF{}", "<html><body>Service <b>unavailable", "<!doctype html><title>x", "{\"id\":",
        """{"id":null}""", """{"id":{}}""", """{"id":[]}""", """{"id":""}""", """{"id":"abc"}""", """{"id":1.5}""", """{"id":99999999999999999999999}""",
        """{"id":"1","item":7}""", """{"id":"1","item":{"items":7}}""", """{"id":"1","item":{"items":[null]}}""", """{"id":"1","item":{"items":[{}]}}""",
        """{"id":"1","item":{"items":[{"amount":"x"}]}}""", """{"id":"1","item":{"items":[{"amount":1e999}]}}""",
        """{"id":"1","item":{"items":[{"amount":79228162514264337593543950335},{"amount":79228162514264337593543950335}]}}""",
        """{"id":"1","item":{"items":[{"rate":79228162514264337593543950335,"quantity":2}]}}""",
        """{"id":"1","item":{"items":[{"amount":1}],"totalResults":2}}""", """{"id":"1","item":{"items":[],"totalResults":"many"}}""",
        """{"id":"1","status":"A","entity":"5"}""", """{"id":"1","status":{"id":{}},"entity":{"id":{}},"tranDate":"2026-13-45"}""",
        """{"id":"1","itemId":{}}""", """{"id":"1","itemId":"\ud800"}""", """{"id":"1","id":"2"}""",
        """{"items":null}""", """{"items":{}}""", """{"items":[null]}""", """{"items":[1]}""", """{"items":[{}]}""", """{"items":[[]]}""",
        """{"items":[{"id":"1"},{"id":"1"}]}""", """{"items":[{"id":"2"},{"id":"1"}]}""", """{"items":[],"hasMore":true}""",
        """{"items":[{"id":"1"}],"hasMore":true}""", """{"items":[{"id":"1"}],"hasMore":"yes","totalResults":"x"}""",
        """{"items":[{"id":"1","total":"1,000.00","linecount":"1"}]}""", """{"items":[{"id":"1","linecount":"99999999999999999999"}]}""",
        """{"items":[{"id":"1","startdate":"11/1/2026","enddate":"soon"}]}""", """{"items":[{"id":"1","linecount":"1.5","total":"NaN"}]}""",
        """{"o:errorDetails":null}""", """{"o:errorDetails":7}""", """{"o:errorDetails":[null,7,[]]}""", """{"o:errorDetails":[{"detail":7,"o:errorCode":{}}]}""",
        """{"o:errorDetails":[{"detail":null,"o:errorCode":null,"o:errorPath":"..."}],"o:errorCode":[]}""",
        """{"o:errorDetails":[{"detail":"Please enter value(s) for: ","o:errorCode":"USER_ERROR"}]}""",
        """{"o:errorDetails":[{"detail":"more than the maximum number ( ","o:errorCode":"USER_ERROR"}]}""",
        """{"o:errorDetails":[{"detail":"Invalid Field Value  for the following field:","o:errorCode":"USER_ERROR","o:errorPath":"a."}]}""",
    ];

    private static readonly int[] Statuses = [200, 201, 204, 206, 301, 304, 400, 401, 403, 404, 405, 408, 409, 415, 429, 500, 502, 503, 504, 599];

    private static readonly string?[] Locations =
        [null, "", "/", "x", "https://h/services/rest/record/v1/vendorBill/", "https://h/a/1?x=2#3", "https://h/a/-5", "https://h/a/12345678901234567890", "\u0001"];

    internal static IEnumerable<TestCaseData> Methods()
    {
        yield return Method("create bill", client => client.CreateVendorBillAsync(Examples.Bill, default));
        yield return Method("find bill", client => client.FindVendorBillAsync("x", default));
        yield return Method("find bill by id", client => client.FindVendorBillAsync(new NetSuiteId("1"), default));
        yield return Method("list bills", client => client.ListVendorBillsAsync([new NetSuiteId("1")], default));
        yield return Method("list deleted among", client => client.ListDeletedAmongAsync(TransactionType.VendorBill, [new NetSuiteId("1")], default));
        yield return Method("list bills by number", client => client.ListVendorBillsAsync([new BillNumber(new("2"), "A-1")], default));
        yield return Method("upsert vendor", client => client.UpsertVendorAsync(Examples.Vendor, default));
        yield return Method("find vendor", client => client.FindVendorAsync("x", default));
        yield return Method("find vendor by id", client => client.FindVendorAsync(new NetSuiteId("1"), default));
        yield return Method("similar vendors", client => client.ListSimilarVendorsAsync(VendorIdentity.Of("451110001", "x"), default));
        yield return Method("upsert job", client => client.UpsertJobAsync(Examples.Job, default));
        yield return Method("find job", client => client.FindJobAsync("x", default));
        yield return Method("list jobs", client => client.ListJobsByNumberAsync("x", default));
        yield return Method("upsert item", client => client.UpsertItemAsync(Examples.Item, default));
        yield return Method("find item", client => client.FindItemAsync("x", default));
        yield return Method("list items", client => client.ListItemsByNameAsync(["x"], default));
        yield return Method("periods", client => client.ListAccountingPeriodsAsync(true, default));
    }

    [TestCaseSource(nameof(Methods))]
    public async Task Every_answer_is_read_or_refused_by_name(Func<NetSuiteClient, Task> call)
    {
        foreach (var status in Statuses)
        {
            foreach (var body in Bodies)
            {
                await EndsWell(call, status, body, Locations[(status + body.Length) % Locations.Length]);
            }
        }
    }

    [TestCaseSource(nameof(Methods))]
    public async Task Every_cut_off_answer_is_read_or_refused_by_name(Func<NetSuiteClient, Task> call)
    {
        const string record = """{"id":"1","itemId":"A","item":{"items":[{"amount":1.25}],"totalResults":1},"items":[{"id":"1","itemid":"A","linecount":"1","startdate":"2026-11-01","enddate":"2026-11-30"}],"o:errorDetails":[{"detail":"This record already exists","o:errorCode":"DUP_RCRD"}]}""";
        for (var length = 0; length <= record.Length; length += 3)
        {
            await EndsWell(call, 200, record[..length], null);
            await EndsWell(call, 400, record[..length], null);
        }
    }

    [Test]
    public Task Any_text_at_all_is_read_or_refused_by_name() =>
        Gen.Select(Gen.Int[0, Statuses.Length - 1], Gen.String, Gen.Int[0, Methods().Count() - 1])
            .SampleAsync(
                (status, body, which) => EndsWell((Func<NetSuiteClient, Task>)Methods().ElementAt(which).Arguments[0]!, Statuses[status], body, null),
                iter: 300);

    private static async Task EndsWell(Func<NetSuiteClient, Task> call, int status, string body, string? location)
    {
        var reads = 0;
        using var netSuite = new StubNetSuite
        {
            // Stops a client that would page for ever.
            Rule = _ => ++reads > 20
                ? throw new AssertionException($"{status} {body}: asked more than 20 times.")
                : Task.FromResult(StubNetSuite.Response(status, body, location)),
        };
        try
        {
            await call(netSuite.Client());
        }
        catch (Exception failure) when (failure is RejectedException or ThrottledException or UnavailableException or UnknownOutcomeException)
        {
            Assert.That(failure.Message, Does.StartWith("E"), $"{status} {body}");
        }
        catch (Exception failure) when (failure is not AssertionException)
        {
            Assert.Fail($"{status} {body}: {failure}");
        }
    }

    private static TestCaseData Method(string name, Func<NetSuiteClient, Task> call) => new TestCaseData(call).SetArgDisplayNames(name);
}
