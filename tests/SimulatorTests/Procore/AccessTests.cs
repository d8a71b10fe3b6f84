using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

internal sealed class AccessTests : ProcoreFixture
{
    [TestCase("form"), TestCase("multipart"), TestCase("json", Description = "spec 1.4: form, multipart and JSON bodies are accepted")]
    public async Task A_token_is_given_for_client_credentials_and_lives_90_minutes(string kind)
    {
        Dictionary<string, string> fields = new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "procore-client",
            ["client_secret"] = "procore-secret",
        };
        using HttpContent content = kind switch
        {
            "form" => new FormUrlEncodedContent(fields),
            "multipart" => fields.Aggregate(new MultipartFormDataContent(), (form, field) => { form.Add(new StringContent(field.Value), field.Key); return form; }),
            _ => new StringContent(System.Text.Json.JsonSerializer.Serialize(fields), System.Text.Encoding.UTF8, "application/json"),
        };

        var answer = await PostAsync("/oauth/token", content);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Text("token_type"), Is.EqualTo("bearer"));
        Assert.That(answer["expires_in"]!.GetValue<int>(), Is.EqualTo(5_400));
        Assert.That(answer["created_at"]!.GetValue<long>(), Is.EqualTo(Time.GetUtcNow().ToUnixTimeSeconds()));
    }

    [TestCase("client_credentials", "wrong", 401, "invalid_client", Description = "spec 1.4 [A]")]
    [TestCase("password", "procore-secret", 400, "unsupported_grant_type", Description = "spec 1.4 [A]")]
    public async Task A_token_is_refused_in_the_words_of_the_standard(string grant, string secret, int status, string error)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = grant,
            ["client_id"] = "procore-client",
            ["client_secret"] = secret,
        });

        var answer = await PostAsync("/oauth/token", content);

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Text("error"), Is.EqualTo(error));
    }

    [Test(Description = "spec 1.4, 2.2")]
    public async Task A_token_is_good_for_90_minutes_and_not_a_second_longer()
    {
        Time.Advance(TimeSpan.FromSeconds(5_399));
        Assert.That((await GetAsync("/rest/v1.0/me")).Status, Is.EqualTo(200));

        Time.Advance(TimeSpan.FromSeconds(1));
        var late = await GetAsync("/rest/v1.0/me");

        Assert.That(late.Status, Is.EqualTo(401));
        Assert.That(late.Text("error"), Is.EqualTo("invalid_token"));
    }

    [Test(Description = "spec 1.4: revocation always answers 200")]
    public async Task A_revoked_token_is_dead_and_an_unknown_one_is_no_error()
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = "nobody knows", ["client_id"] = "x", ["client_secret"] = "y" });

        Assert.That((await PostAsync("/oauth/revoke", content)).Status, Is.EqualTo(200));
        Simulator.ExpireTokens();
        Assert.That((await GetAsync("/rest/v1.0/me")).Status, Is.EqualTo(401));
    }

    [Test(Description = "spec 13.2: the token is looked at before the company header")]
    public async Task Without_a_token_the_missing_company_header_is_not_mentioned()
    {
        Assert.That((await SendAsync(HttpMethod.Get, "/rest/v1.0/me", null, company: null, token: "wrong")).Status, Is.EqualTo(401));
    }

    [Test(Description = "spec 1.3 [A]: 400 with a text that begins so")]
    public async Task Every_call_needs_the_company_header()
    {
        var answer = await SendAsync(HttpMethod.Get, "/rest/v1.0/me", null, company: null);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Text("message"), Does.StartWith("Missing Procore-Company-Id header!"));
    }

    [Test(Description = "spec 2.1, 2.2")]
    public async Task A_company_without_the_app_is_refused()
    {
        var answer = await SendAsync(HttpMethod.Get, "/rest/v1.0/me", null, company: 1);

        Assert.That(answer.Status, Is.EqualTo(403));
        Assert.That(answer.Text("message"), Is.EqualTo("App is not connected to this company"));
    }

    [TestCase(403), TestCase(404, Description = "spec 1.4: 403 or 404")]
    public async Task A_project_off_the_permitted_list_is_refused_and_not_listed(int status)
    {
        Simulator.Settings = Simulator.Settings with { NotPermittedStatus = status };

        var show = await GetAsync($"/rest/v1.0/projects/{Seed.ForeignProject.Id}?company_id={Company}");
        var list = await GetAsync($"/rest/v1.0/projects?company_id={Company}");

        Assert.That(show.Status, Is.EqualTo(status));
        Assert.That(list.Body!.AsArray().Select(row => row!["id"]!.GetValue<long>()), Is.EqualTo(new[] { Project }));
    }

    [Test(Description = "spec 3: both limits, three headers on every answer, the figures of the limit that is hit first")]
    public async Task The_spike_limit_opens_again_after_its_window()
    {
        Simulator.Settings = Simulator.Settings with { SpikeLimit = 3, HourlyLimit = 100 };
        Time.Advance(TimeSpan.FromSeconds(20));

        var last = await GetAsync("/rest/v1.0/me");
        await GetAsync("/rest/v1.0/me");
        await GetAsync("/rest/v1.0/me");
        var refused = await GetAsync("/rest/v1.0/me");

        Assert.That(last.Headers["X-Rate-Limit-Limit"], Is.EqualTo("3"));
        Assert.That(last.Headers["X-Rate-Limit-Remaining"], Is.EqualTo("2"));
        Assert.That(refused.Status, Is.EqualTo(429));
        Assert.That(refused.Text("errors"), Does.StartWith("You have surpassed the max number of requests"));
        Assert.That(refused.Headers["X-Rate-Limit-Remaining"], Is.EqualTo("0"));
        Assert.That(refused.Headers, Does.ContainKey("x-request-id"));

        var reset = DateTimeOffset.FromUnixTimeSeconds(long.Parse(refused.Headers["X-Rate-Limit-Reset"], null));
        Time.Advance(reset - Time.GetUtcNow());
        Assert.That((await GetAsync("/rest/v1.0/me")).Status, Is.EqualTo(200));
    }

    [Test(Description = "spec 3: nearly used up, the hourly limit is the one that is shown")]
    public async Task The_hourly_limit_is_told_when_it_is_the_nearer_one()
    {
        Time.Advance(TimeSpan.FromHours(2));
        Simulator.ExpireTokens();
        await FillAsync();
        Simulator.Settings = Simulator.Settings with { SpikeLimit = 10, HourlyLimit = 2 };

        await GetAsync("/rest/v1.0/me");
        await GetAsync("/rest/v1.0/me");
        var refused = await GetAsync("/rest/v1.0/me");

        Assert.That(refused.Status, Is.EqualTo(429));
        Assert.That(refused.Headers["X-Rate-Limit-Limit"], Is.EqualTo("2"));
    }

    [Test(Description = "a refusal on order is answered in the system's own words")]
    public async Task A_refusal_for_the_limit_can_be_ordered()
    {
        Simulator.Faults.Add(new FaultRule { Kind = FaultKind.RefuseConcurrency, Nth = 1 });

        var refused = await GetAsync("/rest/v1.0/me");

        Assert.That(refused.Status, Is.EqualTo(429));
        Assert.That(refused.Headers, Does.ContainKey("X-Rate-Limit-Reset"));
        Assert.That((await GetAsync("/rest/v1.0/me")).Status, Is.EqualTo(200));
    }

    [Test(Description = "spec 4.1: Total, Per-Page, absolute links; the last page has no next")]
    public async Task Lists_are_paged_with_absolute_links()
    {
        var first = await GetAsync($"/rest/v1.0/vendors?company_id={Company}&per_page=1");
        var second = await GetAsync($"/rest/v1.0/vendors?company_id={Company}&per_page=1&page=2");
        var beyond = await GetAsync($"/rest/v1.0/vendors?company_id={Company}&per_page=1&page=99");

        Assert.That(first.Headers["Total"], Is.EqualTo("2"));
        Assert.That(first.Headers["Per-Page"], Is.EqualTo("1"));
        Assert.That(first.Headers["Link"], Does.Contain($"<{BaseUrl}/rest/v1.0/vendors?company_id={Company}&page=2&per_page=1>; rel=\"next\""));
        Assert.That(second.Headers["Link"], Does.Not.Contain("rel=\"next\""));
        Assert.That(beyond.Status, Is.EqualTo(200));
        Assert.That(beyond.Body!.AsArray(), Is.Empty);
    }

    [Test(Description = "spec 4.1 [A]: 20 in lists without a documented default")]
    public async Task A_caller_that_forgets_to_page_gets_twenty()
    {
        for (var number = 0; number < 25; number++)
        {
            Simulator.Data.AddVendor($"Vendor {number}");
        }

        var page = await GetAsync($"/rest/v1.0/vendors?company_id={Company}");

        Assert.That(page.Body!.AsArray(), Has.Count.EqualTo(20));
        Assert.That(page.Headers["Total"], Is.EqualTo("27"));
    }

    [Test(Description = "thread safety: fifty at once")]
    public async Task Fifty_callers_at_once_are_all_served()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => PostAsync(
            "/rest/v1.0/vendors", new System.Text.Json.Nodes.JsonObject { ["company_id"] = Company, ["vendor"] = new System.Text.Json.Nodes.JsonObject { ["name"] = $"V {number}" } })));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(201));
        Assert.That(answers.Select(answer => answer.Text("id")).Distinct().Count(), Is.EqualTo(50));
    }

    [TestCase("Commitments", "/rest/v1.0/work_order_contracts?project_id={0}", Description = "spec 2.1: module disabled in project")]
    [TestCase("Commitments", "/rest/v1.0/purchase_order_contracts?project_id={0}")]
    [TestCase("Invoicing", "/rest/v1.1/requisitions?project_id={0}")]
    [TestCase("Direct Costs", "/rest/v1.1/projects/{0}/direct_costs")]
    public async Task A_tool_that_is_switched_off_in_a_project_is_refused(string tool, string path)
    {
        path = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Project);
        Simulator.Data.SwitchTool(Seed.Project, tool, on: false);
        var refused = await GetAsync(path);
        var project = await GetAsync($"/rest/v1.0/projects/{Project}?company_id={Company}");
        Simulator.Data.SwitchTool(Seed.Project, tool, on: true);

        Assert.That((refused.Status, project.Status, (await GetAsync(path)).Status), Is.EqualTo((403, 200, 200)));
    }
}
