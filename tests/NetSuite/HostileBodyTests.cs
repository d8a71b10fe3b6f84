using System.Net;
using System.Text;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>The shared corpus against every method, the token service and Location: an answer or one of the four failures, and never a second create.</summary>
[CancelAfter(60_000)]
public sealed class HostileBodyTests
{
    private const string Currency = """{"items":[{"id":"1"}]}""";

    private static readonly Dictionary<string, HostileBody> Bodies = new(HostileInput.Bodies.Concat(HostileInput.Enormous));

    private static IEnumerable<TestCaseData> Methods => HostileAnswerTests.Methods();

    private static IEnumerable<string> EveryBody => Bodies.Keys;

    [TestCaseSource(nameof(Methods))]
    public async Task No_body_of_a_success_is_taken_for_a_record(Func<NetSuiteClient, Task> call)
    {
        foreach (var (name, body) in HostileInput.Bodies)
        {
            using var netSuite = new StubNetSuite { Rule = _ => Task.FromResult(Response(200, body)) };

            Assert.That(await FailureOf(() => call(netSuite.Client())), Is.TypeOf<UnavailableException>().Or.TypeOf<UnknownOutcomeException>(), name);
        }
    }

    [TestCaseSource(nameof(Methods))]
    public async Task A_refusal_in_any_words_ends_in_a_failure_that_can_be_shown(Func<NetSuiteClient, Task> call)
    {
        foreach (var (name, body) in HostileInput.Bodies)
        {
            foreach (var status in (int[])[400, 401, 404, 429, 500])
            {
                using var netSuite = new StubNetSuite { Rule = _ => Task.FromResult(Response(status, body)) };

                Assert.That((await FailureOf(() => call(netSuite.Client())))!.Message, Has.Length.LessThan(2500), $"{name} {status}");
            }
        }
    }

    [TestCaseSource(nameof(EveryBody))]
    public async Task A_create_that_succeeded_in_words_nobody_understands_is_unknown_and_not_repeated(string body)
    {
        foreach (var status in (int[])[200, 201, 204, 206])
        {
            using var netSuite = new StubNetSuite().Answer(200, Currency).Then(_ => Response(status, Bodies[body]));

            Assert.That(await FailureOf(() => netSuite.Client().CreateVendorBillAsync(Examples.Bill, default)), Is.TypeOf<UnknownOutcomeException>());
            Assert.That(netSuite.Calls.Count(call => call.Method == "POST" && call.Url.EndsWith("/vendorBill", StringComparison.Ordinal)), Is.EqualTo(1));
        }
    }

    [TestCase("")]
    [TestCase("/")]
    [TestCase("x")]
    [TestCase("4711")]
    [TestCase("https://h/services/rest/record/v1/vendorBill")]
    [TestCase("https://h/services/rest/record/v1/vendorBill/")]
    [TestCase("https://h/services/rest/record/v1/vendorBill/4711/item")]
    [TestCase("https://h/services/rest/record/v1/vendorBill/eid:procore-1")]
    [TestCase("https://h/services/rest/record/v1/vendorBill/4711%20")]
    [TestCase("https://h/services/rest/record/v1/vendorBill/４７１１")]
    [TestCase("https://h/services/rest/record/v1/vendorBill/1e3")]
    [TestCase("https://h/services/rest/record/v1/vendorBill/-4711")]
    [TestCase("https://h/services/rest/record/v1/vendorBill/12345678901234567890")]
    [TestCase("https://h/services/rest/record/v1/vendor/4711")]
    [TestCase("https://h/login?next=/record/v1/vendorBill/4711")]
    [TestCase("\u0001\u0002")]
    public async Task A_create_whose_location_names_no_bill_is_unknown(string location)
    {
        using var netSuite = new StubNetSuite().Answer(200, Currency).Answer(204, location: location);

        Assert.That(await FailureOf(() => netSuite.Client().CreateVendorBillAsync(Examples.Bill, default)), Is.TypeOf<UnknownOutcomeException>());
    }

    [TestCaseSource(nameof(EveryBody))]
    public async Task No_answer_of_the_token_service_gets_past_it(string body)
    {
        foreach (var status in (int[])[200, 302, 400, 401, 403, 404, 429, 500])
        {
            using var netSuite = new StubNetSuite { Rule = _ => Task.FromResult(Response(status, Bodies[body])) };

            var failure = await FailureOf(() => SignedIn(netSuite, client => client.FindVendorAsync("x", default)));

            Assert.That(failure, Is.TypeOf<UnavailableException>().Or.TypeOf<RejectedException>().Or.TypeOf<ThrottledException>(), $"{status}");
            Assert.That(netSuite.ApiCalls, Is.Empty);
        }
    }

    [TestCase("""{"access_token":"one\ntwo","expires_in":3600}""")]
    [TestCase("""{"access_token":"one\u0000two","expires_in":3600}""")]
    [TestCase("""{"access_token":"zwölf","expires_in":3600}""")]
    [TestCase("""{"access_token":" ","expires_in":3600}""")]
    [TestCase("""{"access_token":"\ud800","expires_in":3600}""")]
    public async Task A_token_that_fits_into_no_header_is_none(string answer)
    {
        using var netSuite = new StubNetSuite { Rule = _ => Task.FromResult(StubNetSuite.Response(200, answer)) };

        Assert.That(await FailureOf(() => SignedIn(netSuite, client => client.CreateVendorBillAsync(Examples.Bill, default))), Is.TypeOf<UnavailableException>());
        Assert.That(netSuite.ApiCalls, Is.Empty);
    }

    [TestCaseSource(nameof(Records))]
    public async Task A_record_with_one_wrong_value_is_read_or_refused_and_nothing_else(string whole, Func<NetSuiteClient, Task> call)
    {
        var refused = 0;
        foreach (var json in HostileInput.WithOneWrongValue(whole))
        {
            using var netSuite = new StubNetSuite { Rule = _ => Task.FromResult(StubNetSuite.Response(200, json)) };
            var failure = await FailureOf(() => call(netSuite.Client()));
            refused += failure is null ? 0 : 1;

            Assert.That(failure, Is.Null.Or.TypeOf<UnavailableException>().Or.TypeOf<RejectedException>(), json);
        }

        Assert.That(refused, Is.GreaterThan(5), "the wrong values reached the reader");
    }

    [Test]
    public async Task A_text_that_is_none_in_its_encoding_is_not_read()
    {
        var latin = Encoding.Latin1.GetBytes("""{"id":"5","companyName":"Müller"}""");
        using var netSuite = new StubNetSuite { Rule = _ => Task.FromResult(Response(200, new HostileBody(latin, "application/json"))) };

        Assert.That(await FailureOf(() => netSuite.Client().FindVendorAsync("x", default)), Is.TypeOf<UnavailableException>());
    }

    [Test]
    public async Task A_list_without_an_end_is_given_up()
    {
        var last = 0;
        using var netSuite = new StubNetSuite
        {
            Rule = _ => ++last > 5000
                ? throw new AssertionException("It would go on for ever.")
                : Task.FromResult(StubNetSuite.Response(200, $$"""{"items":[{"id":"{{last}}"}],"hasMore":true}""")),
        };

        Assert.That(await FailureOf(() => netSuite.Client().ListJobsByNumberAsync("x", default)), Is.TypeOf<UnavailableException>());
    }

    private static IEnumerable<TestCaseData> Records()
    {
        var bill = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Samples", "netsuite", "vendor-bill-read.json"));
        yield return Record("bill", bill, client => client.FindVendorBillAsync("x", default));
        yield return Record(
            "bill row", """{"items":[{"id":"9","bill":"1","externalid":"x","tranid":"INV","entity":"5","trandate":"2026-11-15","voided":"F","item":"640","job":"7310","foreignamount":"1.25"}],"hasMore":false,"totalResults":1}""",
            client => client.ListVendorBillsAsync([new NetSuiteId("1")], default));
        yield return Record(
            "vendor", """{"id":"5","entityId":"V1","companyName":"Acme","externalId":"x","taxIdNum":"12","subsidiary":{"id":"2"},"isInactive":false}""",
            client => client.FindVendorAsync("x", default));
        yield return Record("vendor row", """{"items":[{"id":"5","entityid":"V1","companyname":"x","isinactive":"F"}]}""", client => client.ListSimilarVendorsAsync(VendorIdentity.Of("451110001", "x"), default));
        yield return Record("item", """{"id":"5","itemId":"A","itemType":{"id":"OthCharge"},"subtype":"Purchase"}""", client => client.FindItemAsync("x", default));
        yield return Record("item row", """{"items":[{"id":"5","itemid":"A","itemtype":"OthCharge"}]}""", client => client.ListItemsByNameAsync(["A"], default));
        yield return Record(
            "period row", """{"items":[{"id":"5","periodname":"Nov","startdate":"2026-11-01","enddate":"2026-11-30","closed":"F"}]}""",
            client => client.ListAccountingPeriodsAsync(true, default));
    }

    private static TestCaseData Record(string name, string whole, Func<NetSuiteClient, Task> call) => new TestCaseData(whole, call).SetArgDisplayNames(name);

    private static HttpResponseMessage Response(int status, HostileBody body)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body.Bytes) };
        if (body.Type is not null)
        {
            response.Content.Headers.TryAddWithoutValidation("Content-Type", body.Type);
        }

        return response;
    }

    private static async Task SignedIn(StubNetSuite netSuite, Func<NetSuiteClient, Task> call)
    {
        var settings = Examples.Settings;
        settings.PrivateKey = TestKeys.CurvePem;
        using var http = new HttpCaller(netSuite, TimeSpan.FromSeconds(100), "netsuite");
        using var authenticator = new OAuth2Authenticator(settings, http, new ImpatientTime());
        await call(netSuite.Client(authenticator: authenticator));
    }

    private static async Task<Exception?> FailureOf(Func<Task> call)
    {
        try
        {
            await call();

            return null;
        }
        catch (Exception failure) when (failure is not AssertionException)
        {
            return failure;
        }
    }
}
