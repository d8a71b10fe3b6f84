using System.Net;
using NUnit.Framework;
using ProcoreNetSuite.Resilience;
using static ProcoreNetSuite.Tests.Procore.ClientRig;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>Tokens, refusals, limits and outages (procore-api.md 1.4, 2, 3).</summary>
internal sealed class ProcoreFailureTests
{
    private ClientRig rig = null!;

    [SetUp]
    public void Start() => rig = new ClientRig();

    [TearDown]
    public void End() => rig.Dispose();

    [Test]
    public async Task One_token_serves_many_calls_and_all_companies_of_the_client_id()
    {
        rig.Procore.Answer = _ => StubProcore.Json(Sample("project.json"));
        var other = rig.ClientOf(4711);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => (number % 2 == 0 ? rig.Client : other).FindProjectAsync(ProjectId, default)));

        Assert.That(rig.Procore.SignIns, Has.Count.EqualTo(1));
        Assert.That(rig.Procore.SignIns[0].Body, Is.EqualTo("grant_type=client_credentials&client_id=client-1&client_secret=s3cr3t-of-ours"));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(20));
    }

    [TestCase(4319, 1, Description = "under 80 % of 5,400 s")]
    [TestCase(4320, 2)]
    public async Task A_token_is_renewed_at_80_percent_of_its_life(int seconds, int signIns)
    {
        rig.Procore.Answer = _ => StubProcore.Json(Sample("project.json"));

        await rig.Client.FindProjectAsync(ProjectId, default);
        rig.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await rig.Client.FindProjectAsync(ProjectId, default);

        Assert.That(rig.Procore.SignIns, Has.Count.EqualTo(signIns));
    }

    [Test]
    public async Task A_token_that_Procore_forgot_is_replaced_once_for_all_callers()
    {
        rig.Procore.Answer = call => call.Authorization == "Bearer token-1" ? StubProcore.Json("{}", 401) : StubProcore.Json(Sample("project.json"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.Client.FindProjectAsync(ProjectId, default)));

        Assert.That(rig.Procore.SignIns, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_sign_in_that_is_refused_again_is_a_matter_of_the_set_up()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{"code":401,"message":"The access token is invalid","error":"invalid_token"}""", 401, ("x-request-id", "r-401"));

        var refusal = await RejectedAsync(() => rig.Client.FindProjectAsync(ProjectId, default));

        Assert.That(refusal.Problem.Code, Is.EqualTo("E903"));
        Assert.That(refusal.Problem.ToString(), Does.Contain("Procore says: The access token is invalid").And.Contain("r-401").And.Contain($"reading project {ProjectId}"));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_wrong_client_secret_is_named_and_never_shown()
    {
        rig.Procore.SignIn = _ => StubProcore.Json("""{"error":"invalid_client","error_description":"Client authentication failed for s3cr3t-of-ours"}""", 401);

        var refusal = await RejectedAsync(() => rig.Client.FindProjectAsync(ProjectId, default));

        Assert.That(refusal.Problem.Code, Is.EqualTo("E903"));
        Assert.That(refusal.Message, Does.Contain("Client authentication failed").And.Not.Contain("s3cr3t"));
        Assert.That(rig.Procore.Calls, Is.Empty);
    }

    [TestCase(500)]
    [TestCase(200, Description = "a maintenance page with a friendly status")]
    public async Task A_web_page_from_the_login_host_is_an_outage(int status)
    {
        rig.Procore.SignIn = _ => StubProcore.Html(status);

        await Assert.ThatAsync(() => rig.Client.FindProjectAsync(ProjectId, default), Throws.TypeOf<UnavailableException>());
    }

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(303)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task A_login_host_that_is_moved_for_maintenance_is_waited_for_and_not_followed(int status)
    {
        rig.Procore.SignIn = _ => StubProcore.Json("", status, ("Location", "https://evil.example/"));

        var outage = (await Assert.ThrowsAsync<UnavailableException>(() => rig.Client.FindProjectAsync(ProjectId, default)))!;

        Assert.That((outage.Problem.Code, outage.Problem.Message), Is.EqualTo(("E902", $"Procore's login host answers {status} while signing in to Procore.")));
        Assert.That(rig.Procore.Calls, Is.Empty);
    }

    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{ "access_token": "" }""")]
    [TestCase("""{ "access_token": "a\r\nX-Evil: 1" }""")]
    [TestCase("{")]
    [TestCase("")]
    public async Task An_answer_of_the_login_host_without_a_token_is_refused(string body)
    {
        rig.Procore.SignIn = _ => StubProcore.Json(body);

        Assert.That((await RejectedAsync(() => rig.Client.FindProjectAsync(ProjectId, default))).Problem.Code, Is.EqualTo("E904"));
    }

    [Test]
    public async Task A_failed_sign_in_is_tried_afresh_by_the_next_call()
    {
        rig.Procore.Answer = _ => StubProcore.Json(Sample("project.json"));
        rig.Procore.SignIn = _ => StubProcore.Html(503);
        await Assert.ThatAsync(() => rig.Client.FindProjectAsync(ProjectId, default), Throws.TypeOf<UnavailableException>());

        rig.Procore.SignIn = null;

        Assert.That(await rig.Client.FindProjectAsync(ProjectId, default), Is.Not.Null);
    }

    [Test]
    public async Task Neither_tokens_nor_secrets_nor_bodies_are_logged()
    {
        rig.Procore.Answer = call => rig.Procore.Calls.Count < 3
            ? StubProcore.Json("""{"message":"the whole body"}""", 500)
            : StubProcore.Json(Sample("project.json"));

        await rig.Client.FindProjectAsync(ProjectId, default);

        Assert.That(rig.Logged, Does.Contain("Signed in").And.Contain("500"));
        Assert.That(rig.Logged, Does.Not.Contain("token-1").And.Not.Contain("s3cr3t").And.Not.Contain("whole body").And.Not.Contain("Dock 7"));
    }

    [TestCase("""{"code":403,"message":"App is not connected to this company"}""", "app is not connected to company 598134325004400")]
    [TestCase("""{"code":403,"message":"Forbidden","fields":null,"reason":"FORBIDDEN","error":"no"}""", "project 598134325841112 is not among its permitted projects")]
    [TestCase("", "lacks a permission")]
    public async Task A_403_says_what_may_be_the_cause(string body, string words)
    {
        rig.Procore.Answer = _ => StubProcore.Json(body, 403);

        var refusal = await RejectedAsync(() => rig.Client.FindProjectAsync(ProjectId, default));

        Assert.That(refusal.Problem.Code, Is.EqualTo("E903"));
        Assert.That(refusal.Status, Is.EqualTo(403));
        Assert.That(refusal.Problem.Message, Does.Contain(words));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(1), "not repeated");
    }

    [TestCase("""{ "code": 422, "message": "Forbidden", "fields": null, "reason": "a code", "error": "what went wrong" }""", "Forbidden; what went wrong; a code")]
    [TestCase("""{ "errors": { "invoice_number": ["can't be blank"], "base": ["The record is locked"] } }""", "invoice_number: can't be blank; The record is locked")]
    [TestCase("""{ "errors": ["text one", "text two"] }""", "text one; text two")]
    [TestCase("""{ "errors": "text" }""", "text")]
    [TestCase("""{ "message": "Vendor already has a business register" }""", "Vendor already has a business register")]
    [TestCase("""{ "error": { "code": "not_found", "message": "No such thing" } }""", "No such thing")]
    [TestCase("""{ "error": { "error": "inner" } }""", "inner")]
    [TestCase(
        """{ "error": { "code": "BAD_REQUEST", "message": "due_date is not a date", "details": [ { "reason_code": "invalid_format", "message": "must be YYYY-MM-DD", "source": "due_date" } ] } }""",
        "due_date is not a date; must be YYYY-MM-DD")]
    [TestCase("plain text", "plain text")]
    [TestCase("""["a list"]""", "a list")]
    [TestCase("<html><body>oops</body></html>", "(a web page)")]
    [TestCase("""{"message": 5, "errors": null, "error": [1]}""", null)]
    [TestCase("", null)]
    public async Task Every_shape_of_error_body_is_read(string body, string? words)
    {
        rig.Procore.Answer = _ => StubProcore.Json(body, 422, ("x-request-id", "r-1"));

        var refusal = await RejectedAsync(() => rig.Client.FindCompanyAsync(35, default));

        Assert.That(refusal.Problem.Code, Is.EqualTo("E904"));
        Assert.That(refusal.Problem.Detail, Is.EqualTo(words is null ? "[x-request-id r-1]" : $"{words} [x-request-id r-1]"));
        Assert.That(refusal.Problem.Message, Does.Contain("reading company 35 of the directory"));
    }

    [TestCase(408)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    public async Task A_short_outage_is_waited_out(int status)
    {
        rig.Procore.Answer = _ => rig.Procore.Calls.Count < 4 ? StubProcore.Html(status) : StubProcore.Json(Sample("project.json"));

        var project = await rig.Client.FindProjectAsync(ProjectId, default);

        Assert.That(project, Is.Not.Null);
        Assert.That(Waited, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [TestCase(408)]
    [TestCase(500)]
    [TestCase(503)]
    public async Task A_long_outage_is_reported_after_a_few_tries(int status)
    {
        rig.Procore.Answer = _ => StubProcore.Json("{}", status);

        var outage = (await Assert.ThrowsAsync<UnavailableException>(() => rig.Client.ListSubcontractorInvoicesAsync(1234, [58820], default)))!;

        Assert.That(outage.Problem.Code, Is.EqualTo("E902"));
        Assert.That(outage.Message, Does.Contain("reading invoice 58820 of project 1234"));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(4));
        Assert.That(Waited, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task A_connection_that_fails_is_an_outage_for_reads_and_syncs()
    {
        rig.Procore.Answer = _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");

        await Assert.ThatAsync(() => rig.Client.FindProjectAsync(ProjectId, default), Throws.TypeOf<UnavailableException>());
        await Assert.ThatAsync(() => rig.Client.CloseRequestDetailsAsync([new(1, true, [])], default), Throws.TypeOf<UnavailableException>());
    }

    [Test]
    public async Task A_slow_failure_is_not_repeated_until_the_lock_is_lost()
    {
        rig.Procore.Answer = _ =>
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(30));
            throw new TaskCanceledException("timeout");
        };

        await Assert.ThatAsync(() => rig.Client.FindProjectAsync(ProjectId, default), Throws.TypeOf<UnavailableException>());
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Cancelling_is_no_outage()
    {
        using var cancelling = new CancellationTokenSource();
        rig.Procore.Answer = _ =>
        {
            cancelling.Cancel();
            throw new OperationCanceledException(cancelling.Token);
        };

        await Assert.ThatAsync(() => rig.Client.FindProjectAsync(ProjectId, cancelling.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_429_is_waited_out_until_the_reset_if_that_is_soon()
    {
        var reset = rig.Clock.GetUtcNow().AddSeconds(7);
        rig.Procore.Answer = _ => rig.Clock.GetUtcNow() < reset ? TooMany(reset) : StubProcore.Json(Sample("project.json"));

        await rig.Client.FindProjectAsync(ProjectId, default);

        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(2));
        Assert.That(Waited, Is.GreaterThan(TimeSpan.FromSeconds(7)).And.LessThan(TimeSpan.FromSeconds(8)));
    }

    [Test]
    public async Task A_429_until_much_later_stops_the_whole_company_and_says_when()
    {
        var reset = rig.Clock.GetUtcNow().AddMinutes(40);
        rig.Procore.Answer = _ => TooMany(reset);

        var first = (await Assert.ThrowsAsync<ThrottledException>(() => rig.Client.FindProjectAsync(ProjectId, default)))!;
        var second = (await Assert.ThrowsAsync<ThrottledException>(() => rig.ClientOf(CompanyId).FindCompanyAsync(35, default)))!;

        Assert.That(first.Problem.Code, Is.EqualTo("E901"));
        Assert.That(first.Problem.Message, Does.Contain("2026-05-02 10:40:0").And.Contain($"reading project {ProjectId}"));
        Assert.That(first.After, Is.GreaterThan(TimeSpan.FromMinutes(40)).And.LessThan(TimeSpan.FromMinutes(41)));
        Assert.That(second.After, Is.GreaterThan(TimeSpan.FromMinutes(40)));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(1), "the second was not even sent");
    }

    [Test]
    public async Task One_companys_429_does_not_stop_another()
    {
        rig.Procore.Answer = call => call.Company == "4711" ? StubProcore.Json(Sample("project.json")) : TooMany(rig.Clock.GetUtcNow().AddMinutes(40));

        await Assert.ThatAsync(() => rig.Client.FindProjectAsync(ProjectId, default), Throws.TypeOf<ThrottledException>());

        Assert.That(await rig.ClientOf(4711).FindProjectAsync(ProjectId, default), Is.Not.Null);
    }

    [TestCase(429)]
    [TestCase(503)]
    public async Task Retry_After_is_honoured_on_both(int status)
    {
        rig.Procore.Answer = _ => StubProcore.Json("{}", status, ("Retry-After", "300"));

        var throttled = (await Assert.ThrowsAsync<ThrottledException>(() => rig.Client.FindProjectAsync(ProjectId, default)))!;

        Assert.That(throttled.After, Is.GreaterThan(TimeSpan.FromSeconds(300)).And.LessThan(TimeSpan.FromSeconds(302)));
    }

    [TestCase("X-Rate-Limit-Reset", "soon")]
    [TestCase("X-Rate-Limit-Reset", "99999999999999999999")]
    [TestCase("X-Rate-Limit-Reset", "-5")]
    [TestCase("X-Rate-Limit-Reset", "99999999999")]
    [TestCase("Retry-After", "9223372036854775807")]
    [TestCase("Retry-After", "Sat, 02 May 2026 10:00:05 GMT")]
    [TestCase("Retry-After", "whenever")]
    public async Task A_429_with_strange_headers_ends_within_an_hour(string header, string value)
    {
        rig.Procore.Answer = _ => StubProcore.Json("{}", 429, (header, value));

        var throttled = (await Assert.ThrowsAsync<ThrottledException>(() => rig.Client.FindProjectAsync(ProjectId, default)))!;

        Assert.That(throttled.After, Is.GreaterThan(TimeSpan.Zero).And.LessThan(TimeSpan.FromMinutes(61)));
        Assert.That(Waited, Is.LessThan(TimeSpan.FromSeconds(12)));
    }

    [Test]
    public async Task The_last_call_of_a_window_is_followed_by_a_wait_and_not_by_a_429()
    {
        var reset = rig.Clock.GetUtcNow().AddSeconds(8);
        rig.Procore.Answer = _ => StubProcore.Json(
            Sample("project.json"), 200, ("X-Rate-Limit-Remaining", "0"), ("X-Rate-Limit-Reset", $"{reset.ToUnixTimeSeconds()}"));

        await rig.Client.FindProjectAsync(ProjectId, default);
        await rig.Client.FindProjectAsync(ProjectId, default);

        Assert.That(Waited, Is.GreaterThan(TimeSpan.FromSeconds(8)).And.LessThan(TimeSpan.FromSeconds(9)));
    }

    [Test]
    public async Task Not_more_calls_run_at_a_time_than_the_settings_say()
    {
        var running = 0;
        var most = 0;
        using var gate = new ManualResetEventSlim();
        rig.Procore.Answer = _ =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            if (Volatile.Read(ref running) >= 4)
            {
                gate.Set();
            }

            gate.Wait(TimeSpan.FromSeconds(20));
            Interlocked.Decrement(ref running);
            return StubProcore.Json(Sample("project.json"));
        };

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => rig.Client.FindProjectAsync(ProjectId, default))));

        Assert.That(most, Is.EqualTo(4));
    }

    private TimeSpan Waited => rig.Clock.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait);

    private static async Task<RejectedException> RejectedAsync(Func<Task> call) => (await Assert.ThrowsAsync<RejectedException>(() => call()))!;

    private static HttpResponseMessage TooMany(DateTimeOffset reset) => StubProcore.Json(
        """{"errors":"You have surpassed the max number of requests for an hour. Please wait until your limit resets."}""",
        (int)HttpStatusCode.TooManyRequests,
        ("X-Rate-Limit-Limit", "25"),
        ("X-Rate-Limit-Remaining", "0"),
        ("X-Rate-Limit-Reset", $"{reset.ToUnixTimeSeconds()}"));

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
