using System.Net.Sockets;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>Every answer to a write is yes, no or unknown; a create is never repeated unless NetSuite refused before any work.</summary>
public sealed class SortingTests
{
    private const string Host = "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest";
    private const string Busy = """{"status":429,"o:errorCode":"USER_ERROR","o:errorDetails":[{"detail":"Concurrent request limit exceeded. Request blocked.","o:errorCode":"CONCURRENCY_LIMIT_EXCEEDED"}]}""";
    private const string Html = "<html><head><title>502 Bad Gateway</title></head></html>";

    private StubNetSuite netSuite = null!;
    private ImpatientTime time = null!;

    [SetUp]
    public void Start()
    {
        netSuite = new StubNetSuite().Answer(200, StubNetSuite.Rows("""{"id":"1"}"""));
        time = new ImpatientTime();
    }

    [TearDown]
    public async Task Stop() => netSuite.Dispose();

    [TestCase(200)]
    [TestCase(201)]
    [TestCase(204)]
    public async Task A_success_that_names_the_record_is_yes(int status)
    {
        netSuite.Answer(status, location: $"{Host}/record/v1/vendorbill/4711");

        Assert.That((await Create()).Value, Is.EqualTo("4711"));
    }

    [TestCase(204, "", null)]
    [TestCase(204, "", "/services/rest/record/v1/vendorBill/")]
    [TestCase(204, "", "/services/rest/record/v1/vendorBill/eid:x")]
    [TestCase(302, "", "/login")]
    [TestCase(400, Html, null)]
    [TestCase(400, "", null)]
    [TestCase(400, "{\"o:errorDetails\":[{\"detail\":\"Please ent", null)]
    [TestCase(403, Html, null)]
    [TestCase(403, "{\"message\":\"denied\"}", null)]
    [TestCase(408, "", null)]
    [TestCase(408, "{\"o:errorDetails\":[{\"detail\":\"Timeout\",\"o:errorCode\":\"X\"}]}", null)]
    [TestCase(500, "", null)]
    [TestCase(502, Html, null)]
    [TestCase(503, Html, null)]
    [TestCase(504, "", null)]
    public async Task An_answer_that_proves_nothing_is_unknown_and_not_repeated(int status, string body, string? location)
    {
        netSuite.Answer(status, body, location, body == Html ? "text/html" : "application/json");

        var unknown = (await Assert.ThrowsAsync<UnknownOutcomeException>(Create))!;

        Assert.That(unknown.Problem.Code, Is.EqualTo("E414"));
        Assert.That(Posts, Is.EqualTo(1));
    }

    [Test]
    public async Task The_error_id_of_an_unexpected_error_is_kept()
    {
        netSuite.Answer(500, StubNetSuite.Error("UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: mx7k2", 500));

        var unknown = (await Assert.ThrowsAsync<UnknownOutcomeException>(Create))!;

        Assert.That(unknown.Problem.Detail, Does.Contain("Error ID: mx7k2").And.Contain("op-1"));
    }

    [Test]
    public async Task A_lost_answer_is_unknown_and_not_repeated()
    {
        netSuite.Fail(new HttpRequestException(HttpRequestError.ResponseEnded, "reset"));

        await Assert.ThrowsAsync<UnknownOutcomeException>(Create);
        Assert.That(Posts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_timeout_is_unknown_and_not_repeated()
    {
        netSuite.Fail(new TaskCanceledException("timeout"));

        await Assert.ThrowsAsync<UnknownOutcomeException>(Create);
        Assert.That(Posts, Is.EqualTo(1));
    }

    [TestCase(HttpRequestError.ConnectionError)]
    [TestCase(HttpRequestError.NameResolutionError)]
    [TestCase(HttpRequestError.SecureConnectionError)]
    public async Task A_connection_that_was_never_made_wrote_nothing(HttpRequestError error)
    {
        netSuite.Fail(new HttpRequestException(error, "refused", new SocketException(111)));

        var failure = (await Assert.ThrowsAsync<UnavailableException>(Create))!;

        Assert.That(failure.Problem.Code, Is.EqualTo("E902"));
    }

    [Test]
    public async Task The_caller_who_gives_up_gets_no_answer_at_all()
    {
        using var stop = new CancellationTokenSource();
        netSuite.Then(_ =>
        {
            stop.Cancel();
            throw new TaskCanceledException("stopped");
        });

        await Assert.ThrowsAsync(
            Is.InstanceOf<OperationCanceledException>(), () => netSuite.Client(time).CreateVendorBillAsync(Examples.Bill, stop.Token));
    }

    [Test]
    public async Task A_refusal_is_no_with_netsuites_words_and_operation_id()
    {
        netSuite.Answer(400, StubNetSuite.Error("USER_ERROR", "Error while accessing a resource. Please enter value(s) for: Department."));

        var refusal = (await Assert.ThrowsAsync<RejectedException>(Create))!;

        Assert.That(refusal.Problem, Is.EqualTo(new Problem(
            "E308", "NetSuite requires Department for invoice INV-1001, and it is empty.",
            "USER_ERROR Please enter value(s) for: Department. [operation op-1]")));
        Assert.That(Posts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_refusal_before_work_is_repeated()
    {
        netSuite.Answer(429, Busy).Answer(429, Html).Answer(400, StubNetSuite.Error("SSS_REQUEST_LIMIT_EXCEEDED", "Request limit exceeded"))
            .Answer(204, location: $"{Host}/record/v1/vendorBill/4711");

        Assert.That((await Create()).Value, Is.EqualTo("4711"));
        Assert.That(Posts, Is.EqualTo(4));
    }

    [Test]
    public async Task A_refusal_before_work_that_does_not_end_is_passed_on_within_ten_seconds()
    {
        netSuite.Rule = _ => Task.FromResult(StubNetSuite.Response(429, Busy));

        var throttled = (await Assert.ThrowsAsync<ThrottledException>(Create))!;

        Assert.That(throttled.Problem.Code, Is.EqualTo("E901"));
        Assert.That(throttled.After, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(time.Waited, Is.GreaterThan(TimeSpan.FromSeconds(5)).And.LessThan(TimeSpan.FromSeconds(10)));
        Assert.That(Posts, Is.EqualTo(5));
    }

    [Test]
    public async Task A_refused_token_is_renewed_once_even_for_a_create()
    {
        netSuite.Answer(401, StubNetSuite.Error("INVALID_LOGIN", "Invalid login attempt.", 401)).Answer(204, location: $"{Host}/record/v1/vendorBill/4711");

        await netSuite.Client(time, new FixedAuthenticator(renews: true)).CreateVendorBillAsync(Examples.Bill, default);

        Assert.That(netSuite.Calls[1].Headers["Authorization"], Is.Not.EqualTo(netSuite.Calls[2].Headers["Authorization"]));
    }

    [TestCase(true, 2)]
    [TestCase(false, 1)]
    public async Task A_login_that_stays_refused_is_never_looped_on(bool renews, int posts)
    {
        netSuite.Rule = _ => Task.FromResult(StubNetSuite.Response(401, StubNetSuite.Error("INVALID_LOGIN", "Invalid login attempt.", 401)));

        var refusal = (await Assert.ThrowsAsync<RejectedException>(
            () => netSuite.Client(time, new FixedAuthenticator(renews)).CreateVendorBillAsync(Examples.Bill, default)))!;

        Assert.That((refusal.Problem.Code, refusal.Status), Is.EqualTo(("E903", (int?)401)));
        Assert.That(Posts, Is.EqualTo(posts));
    }

    [TestCase(500)]
    [TestCase(502)]
    [TestCase(408)]
    [TestCase(429)]
    public async Task An_upsert_is_repeated_until_it_is_answered(int status)
    {
        netSuite.Calls.Clear();
        netSuite = new StubNetSuite().Answer(status, Html).Fail(new HttpRequestException(HttpRequestError.ResponseEnded, "reset"))
            .Answer(400, StubNetSuite.Error("RCRD_HAS_BEEN_CHANGED", "Record has been changed")).Answer(204, location: $"{Host}/record/v1/vendor/5501");

        Assert.That((await netSuite.Client(time).UpsertVendorAsync(Examples.Vendor, default)).Value, Is.EqualTo("5501"));
        Assert.That(time.Waited, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [TestCase(500, "")]
    [TestCase(200, Html)]
    [TestCase(404, Html)]
    public async Task A_read_without_a_proper_answer_is_an_outage(int status, string body)
    {
        netSuite = new StubNetSuite { Rule = _ => Task.FromResult(StubNetSuite.Response(status, body)) };

        var failure = (await Assert.ThrowsAsync<UnavailableException>(() => netSuite.Client(time).FindJobAsync("x", default)))!;

        Assert.That(failure.Problem.Code, Is.EqualTo("E902"));
    }

    [Test]
    public async Task A_role_that_may_not_read_is_a_setup_problem()
    {
        netSuite = new StubNetSuite().Answer(400, StubNetSuite.Error(
            "USER_ERROR", "Permission Violation: You need the 'Lists -> Vendors' permission to access this page."));

        var refusal = (await Assert.ThrowsAsync<RejectedException>(() => netSuite.Client(time).FindVendorAsync("x", default)))!;

        Assert.That(refusal.Problem.Code, Is.EqualTo("E903"));
        Assert.That(refusal.Problem.Message, Does.Contain("Lists -> Vendors"));
    }

    private int Posts => netSuite.Calls.Count(call => call.Url.EndsWith("/vendorBill", StringComparison.Ordinal));

    private Task<NetSuiteId> Create() => netSuite.Client(time).CreateVendorBillAsync(Examples.Bill, default);
}
